"""Tables on slides: real table cells with a header row, cut into as many slides as they need. Knows no figure's words
but its table's."""

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from dashboards.charts.svg.scale import wrap
from dashboards.office.content import WORDS, Section
from dashboards.office.file import clean, hexadecimal
from dashboards.office.grid import short_table
from dashboards.office.places import EMU_PER_POINT, Area, box, write_fitting
from dashboards.office.template import Template

PAD, SIZE, POINTS = 0.07, 11, 72
EMU_PER_INCH, GAP = 914400, 16 * EMU_PER_POINT
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Office's "No Style, No ChartGrid": ours is set cell by cell
MOST_ROWS, FIRST_SHARE = 14, 0.18
FOOTERS = (KIND.FOOTER, KIND.SLIDE_NUMBER, KIND.DATE)
Rows = Sequence[Sequence[str]]


def section_slides(look: Template, section: Section) -> list[Slide]:
    """The figures of a section that is a picture: its newest or highest rows, and where all of them are."""
    chart, lang = section.chart, section.chart.lang
    header, rows = short_table(chart)
    newest = bool(chart.frequency) and chart.kind != "map"
    shown = rows[-MOST_ROWS:] if newest else rows[:MOST_ROWS]
    others = max(1, len(header) - 1)
    shares = (FIRST_SHARE, *((1 - FIRST_SHARE) / others,) * others)
    slides = slides_of(look, chart.title, header, shown, shares)
    part = WORDS["table_part" if newest else "table_top"][lang].format(
        shown=len(shown), of=len(rows), link=section.permalink
    )
    for slide in slides:
        say_in_notes(slide, "\n".join([section.subtitle, *section.marks, *([part] if len(shown) < len(rows) else [])]))
    return slides


def say_in_notes(slide: Slide, sentence: str) -> None:
    """Write the notes of a slide."""
    notes: Any = slide.notes_slide
    notes.notes_text_frame.text = clean(sentence)


def slides_of(look: Template, title: str, header: Sequence[str], rows: Rows, shares: Sequence[float]) -> list[Slide]:
    """Slides with a title and a table, as many as the rows need; each has the header. shares: of the columns."""
    made, area = [], _area(look)
    widths = [share * area.width / EMU_PER_INCH for share in shares]
    for page in _pages(rows, widths, _tall(header, widths), area.height / EMU_PER_INCH):
        slide = look.deck.slides.add_slide(look.plain.slides)
        write_fitting(slide.shapes.title, [title], bold=True)
        _table(slide, title, (header, *page), widths, area)
        made.append(slide)
    return made


def _area(look: Template) -> Area:
    """Where a table may stand: between a title and the footers, as wide as a chart."""
    room, title = look.figure.content[1], look.plain.title
    shapes: Any = look.plain.slides.placeholders
    low = [b.top for p in shapes if p.placeholder_format.type in FOOTERS and (b := box(p))]
    bottom = min(low) - GAP // 2 if low and min(low) > room.top + room.height // 2 else room.bottom
    top = title.bottom + GAP if title and title.bottom < room.top + room.height // 2 else room.top
    return Area(room.left, top, room.width, bottom - top)


def _pages(rows: Rows, widths: Sequence[float], head: float, room: float) -> Iterator[Rows]:
    page: list[Sequence[str]] = []
    used = head
    for row in rows:
        tall = _tall(row, widths)
        if page and used + tall > room:
            yield page
            page, used = [], head
        page.append(row)
        used += tall
    yield page


def _tall(cells: Sequence[str], widths: Sequence[float]) -> float:
    """Inches that a row needs."""
    lines = max(len(wrap(c, (w - 2 * PAD) * POINTS, SIZE)) for c, w in zip(cells, widths, strict=True))
    return lines * SIZE * 1.22 / POINTS + 2 * PAD


def _table(slide: Slide, title: str, rows: Rows, widths: Sequence[float], area: Area) -> None:
    """The table, its header first."""
    heights = [_tall(row, widths) for row in rows]
    place = Emu(area.left), Emu(area.top), Inches(sum(widths)), Inches(sum(heights))
    frame: Any = slide.shapes.add_table(len(rows), len(widths), *place)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(title))
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    table.horz_banding = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for n, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        row.height = Inches(heights[n])
        for cell, text in zip(row.cells, cells, strict=True):
            _fill(cell, text, strong=n == 0)


def _fill(cell: Any, text: str, strong: bool) -> None:
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Inches(PAD)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(hexadecimal("tint" if strong else "surface"))
    cell.text_frame.text = clean(text)
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(SIZE), strong
            run.font.color.rgb = RGBColor.from_string(hexadecimal("ink"))
    _line_below(cell._tc.get_or_add_tcPr())


def _line_below(properties: Any) -> None:
    """A hairline below the cell: python-pptx has no words for borders."""
    line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(line.makeelement(qn("a:srgbClr"), {"val": hexadecimal("hairline")}))
    line.append(fill)
    properties.insert(0, line)
