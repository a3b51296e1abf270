"""A briefing as a Word document: for each figure a heading, the chart, its table, what it counts and whence it is.

Charts are native, to be edited; kinds that Office has no chart for are pictures. Captions are numbered by Word's
fields, headings and tables use real styles, all that is drawn has alt text. The same bytes for the same briefing.
"""

import re
from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO
from typing import Any

from docx.document import Document as Paper
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from dashboards.charts.notes import in_sentences
from dashboards.charts.svg import scale
from dashboards.office import chart_part
from dashboards.office.content import WORDS, Briefing, Section
from dashboards.office.file import TAGS, clean, property_text, same_bytes
from dashboards.office.grid import short_table
from dashboards.office.template_file import TemplateFile
from dashboards.office.words import (
    TABLE_POINTS,
    TABLE_STYLE,
    TABLE_TEXT,
    caption,
    field,
    link,
    paper,
    text_width,
)
from dashboards.text.messages import T

PICTURE_WIDTH, MOST_COLUMNS = 640, 6
WIDEST, CELL_MARGINS, POINTS_PER_CM = 5.5, 0.36, 28.35  # cm, cm
TWIPS_PER_CM, RIGHT = 567, '<w:jc w:val="right"/>'
NUMBER = re.compile(r"−?\d[\d.,]*%?( \D+)?")
Picture = Callable[[Section, int], bytes]
Rows = Sequence[Sequence[str]]


def docx(briefing: Briefing, picture: Picture, file: TemplateFile | None = None) -> bytes:
    """The document as a file. picture: makes a PNG of a section's chart at a width in pixels.

    file: the template to make it in; without one, that of the settings, or ours.
    """
    made = paper(briefing.lang, file)
    if len(briefing.sections) > 1:  # one figure alone brings its heading into another document, and no title
        made.add_paragraph(clean(briefing.title), style="Title")
        made.add_paragraph(clean(briefing.lead), style="Subtitle")
    number = 0
    for section in briefing.sections:
        number += not section.nothing
        _section(made, section, number, briefing, picture)
    _sources(made, briefing)
    _footer(made, briefing)
    _about(made, briefing)
    out = BytesIO()
    made.save(out)
    return same_bytes(out.getvalue(), briefing.made)


def _section(made: Paper, section: Section, number: int, briefing: Briefing, picture: Picture) -> None:
    lang = section.chart.lang
    made.add_heading(clean(section.title), 1)
    made.add_paragraph(clean(section.subtitle)).paragraph_format.keep_with_next = True
    if section.nothing:
        made.add_paragraph(clean(section.nothing))
    else:
        if section.native:
            chart_part.add(made, section, briefing.made)
        else:
            _picture(made, section, picture(section, PICTURE_WIDTH))
        caption(made, WORDS["figure"][lang], number, f"{section.title}. {section.footer}")
    if section.marks:
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{WORDS['marks'][lang]}: ").bold = True
        paragraph.add_run(clean(in_sentences(section.marks)))
    _paragraph(made, WORDS["definition"][lang], section.definition)
    _paragraph(made, WORDS["caveat"][lang], section.caveat)
    if not section.nothing:
        _figures(made, section, number)
    _paragraph(made, WORDS["citation"][lang], section.citation)
    made.add_heading(WORDS["permalink"][lang], 2)
    link(made.add_paragraph(), section.permalink)


def _figures(made: Paper, section: Section, number: int) -> None:
    """The table, or as much of it as fits the page."""
    lang = section.chart.lang
    made.add_heading(T["table"][lang], 2)
    caption(made, WORDS["table"][lang], number, section.table.caption, before_table=True)
    header, rows = section.table.header, section.table.rows
    if len(header) > MOST_COLUMNS:
        header, rows = short_table(section.chart)
    _table(made, header, rows, section.table.caption, _widths(header, rows, text_width(made)))


def _picture(made: Paper, section: Section, png: bytes) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(BytesIO(png), width=Cm(text_width(made)))
    properties = shape._inline.docPr
    properties.set("descr", clean(section.alt))
    properties.set("title", clean(section.chart.title))
    properties.set("name", T["chart"][section.chart.lang])


def _paragraph(made: Paper, heading: str, text: str) -> None:
    made.add_heading(heading, 2)
    made.add_paragraph(clean(text))


def _table(made: Paper, header: Sequence[str], rows: Rows, alt: str, widths: Sequence[float]) -> None:
    table: Any = made.add_table(0, len(header), style=TABLE_STYLE)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    right, style = _numeric(rows), made.styles[TABLE_TEXT].style_id
    lines = [_row(header, widths, right, style, head=True), *(_row(cells, widths, right, style) for cells in rows)]
    for line in parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(lines)}</w:tbl>"):  # one by one takes a second for 200 rows
        table._tbl.append(line)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        for name, value in {"firstRow": "1", "firstColumn": "0", "noVBand": "1", "noHBand": "1", "val": "0620"}.items():
            look.set(qn(f"w:{name}"), value)
    _say(table._tbl.tblPr, alt)
    apart = made.add_paragraph().paragraph_format  # Word joins tables that nothing parts
    apart.line_spacing, apart.space_after = Pt(4), Pt(0)


def _numeric(rows: Rows) -> frozenset[int]:
    """Columns of numbers, the first apart: they stand right."""
    width = len(rows[0]) if rows else 0
    return frozenset(n for n in range(1, width) if any(NUMBER.fullmatch(r[n]) for r in rows))


def _widths(header: Sequence[str], rows: Rows, across: float) -> tuple[float, ...]:
    """Widths in cm that add up to the text's: no word is broken, and long cells take what is left."""
    least, wanted = [], []
    for n, name in enumerate(header):
        cells = [r[n] for r in rows]
        pieces = [word for text in (name, *cells) for word in re.split(r"[ -]", text)]
        least.append(max(map(_cm, pieces)))
        wanted.append(max(least[-1], min(WIDEST, max(_cm(name) / 2, *map(_cm, cells)))))
    spare, more = across - sum(least), [w - m for w, m in zip(wanted, least, strict=True)]
    if spare < 0:
        return tuple(across * m / sum(least) for m in least)
    share = [each / sum(more) if sum(more) else 1 / len(more) for each in more]
    return tuple(m + spare * part for m, part in zip(least, share, strict=True))


def _cm(text: str) -> float:
    """The width of a line of a table's text, its cell's margins included."""
    return scale.text_width(text, TABLE_POINTS, bold=True) / POINTS_PER_CM + CELL_MARGINS


def _row(cells: Sequence[str], widths: Sequence[float], right: frozenset[int], style: str, head: bool = False) -> str:
    """A row as XML: kept on one page, and come again on each page where it is the header."""
    bold, again = ("<w:rPr><w:b/></w:rPr>", "<w:tblHeader/>") if head else ("", "")
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{round(width * TWIPS_PER_CM)}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{RIGHT if n in right else ""}</w:pPr>'
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p></w:tc>'
        for n, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{made}</w:tr>"


def _say(properties: Any, alt: str) -> None:
    for name in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(name)
        said.set(qn("w:val"), clean(alt))
        properties.append(said)


def _sources(made: Paper, briefing: Briefing) -> None:
    lang = briefing.lang
    made.add_heading(WORDS["sources_title"][lang], 1)
    head = (T["publisher"][lang], WORDS["datasets"][lang], WORDS["terms"][lang])
    rows = [(o.publisher, "; ".join(o.datasets), o.terms) for o in briefing.origins]
    widths = [share * text_width(made) for share in (0.15, 0.5, 0.35)]
    first = len(made.paragraphs)
    _table(made, head, rows, WORDS["sources_title"][lang], widths)
    made.add_paragraph(clean(f"{WORDS['releases'][lang]}: {', '.join(briefing.releases)}. {briefing.made_words}."))
    kept = [p for row in made.tables[-1].rows for cell in row.cells for p in cell.paragraphs]
    for paragraph in (*kept, *made.paragraphs[first:]):  # no page of its own for the last two lines
        paragraph.paragraph_format.keep_with_next = True
    again = made.add_paragraph(f"{WORDS['again'][lang]}: ")
    link(again, briefing.address)


def _footer(made: Paper, briefing: Briefing) -> None:
    """Site, release and page, unless the template's own footer says something."""
    footer = made.sections[0].footer
    own = (w.text for w in footer._element.iter(qn("w:t"), qn("w:instrText")))
    if any((text or "").strip() for text in own):
        return
    paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
    paragraph.style = made.styles["Footer"]
    site, release = T["site_name"][briefing.lang], f"{T['release'][briefing.lang]} {', '.join(briefing.releases)}"
    paragraph.add_run(clean(f"{site} · {release} · {WORDS['page'][briefing.lang]} "))
    field(paragraph, " PAGE ", "1")


def _about(made: Paper, briefing: Briefing) -> None:
    about = made.core_properties
    about.title, about.subject = property_text(briefing.title), property_text(briefing.lead)
    about.author = about.last_modified_by = T["site_name"][briefing.lang]
    about.language, about.revision = TAGS[briefing.lang], 1
    about.keywords = property_text("; ".join(briefing.marks))
    about.comments = ""
    about.created = about.modified = briefing.made.replace(tzinfo=None)
