"""A fact sheet as a Word document on one A4 page: the PDF's words, real headings and tables, pictures with alt text.

Word breaks its own lines, so that the size of its text follows from how much there is to say. The same bytes for the
same sheet.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from dashboards.charts import raster
from dashboards.charts.palette import FONT
from dashboards.charts.svg.picture import svg
from dashboards.office.file import TAGS, clean, property_text, same_bytes
from dashboards.office.words import TABLE_STYLE, TABLE_TEXT, link, paper
from dashboards.sheets.content import FactSheet, SheetChart, SheetLine, lines
from dashboards.text.messages import T

SIDE, TOP, BOTTOM, WIDTH, GAP = 1.4, 1.0, 0.9, 18.2, 0.4  # cm
FIGURES, STATEMENTS = (4.4, 3.2, 5.0, 3.0, 2.6), (1.0, 2.2, 10.4, 4.6)  # cm of columns
SIZES = ((3000, 8.5), (3800, 8.0), (4800, 7.5), (5700, 7.2))  # up to so many characters, points of the text
LEAST = 6.8  # points
PICTURES = {1: (640, 118), 2: (360, 118), 3: (270, 104)}  # pixels of a chart, by how many stand beside one another
FIXED_FONT = "'Liberation Sans',Arial,sans-serif"  # what vl-convert carries
Cell = Sequence[str]


def docx(sheet: FactSheet) -> bytes:
    """The document as a file, dated as its release."""
    made = _paper(sheet)
    made.add_paragraph(f"{T['site_name'][sheet.lang]} · {sheet.word('kind')}")
    made.add_heading(clean(sheet.title), 1)
    for text in filter(None, (sheet.lead, sheet.note)):
        made.add_paragraph(clean(text))
    _figures(made, sheet)
    _charts(made, sheet)
    made.add_heading(sheet.word("statements"), 2)
    _table(made, sheet.statement_head, [s.cells for s in sheet.statements], STATEMENTS, sheet.word("statements"))
    _line(made, sheet.statements_note)
    if sheet.figures:
        _columns(made, 2)
    _rest(made, sheet)
    if sheet.figures:
        _columns(made, 1)  # nothing comes behind it, but both columns end alike
    _about(made, sheet)
    out = BytesIO()
    made.save(out)
    return same_bytes(out.getvalue(), sheet.made)


def _paper(sheet: FactSheet) -> Paper:
    """An empty page, tighter than that of a briefing."""
    made = paper(sheet.lang)
    section = made.sections[0]
    section.left_margin = section.right_margin = Cm(SIDE)
    section.top_margin, section.bottom_margin = Cm(TOP), Cm(BOTTOM)
    section.header_distance = section.footer_distance = Cm(0.4)
    long = sum(map(len, lines(sheet)))
    size = next((points for most, points in SIZES if long <= most), LEAST)
    looks = {
        "Normal": (size, 0, 1.5),
        TABLE_TEXT: (size, 0.5, 0.5),
        "Heading 1": (15, 0, 2),
        "Heading 2": (size + 1, 4, 1),
    }
    for name, (points, before, after) in looks.items():
        style: Any = made.styles[name]
        style.font.size = Pt(points)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
    return made


def _figures(made: Paper, sheet: FactSheet) -> None:
    if sheet.figures:
        made.add_heading(sheet.word("figures"), 2)
        table = _table(made, sheet.figure_head, [f.cells for f in sheet.figures], FIGURES, sheet.word("figures"))
        for row, figure in zip(table.rows[1:], sheet.figures, strict=True):
            _named(row.cells[0], figure.name, figure.where, figure.address)
            for run in row.cells[3].paragraphs[0].runs:
                run.bold = True
    if sheet.figures_note:
        _line(made, sheet.figures_note)


def _named(cell: Any, name: str, where: str, address: str) -> None:
    """The figure's name, which leads to its page, and below it its place."""
    paragraph = cell.paragraphs[0]
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    link(paragraph, address, name)
    if where:
        paragraph.add_run().add_break()
        paragraph.add_run(clean(where))


def _table(made: Paper, head: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float], alt: str) -> Any:
    table: Any = made.add_table(1 + len(rows), len(head), style=TABLE_STYLE)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row, cells in zip(table.rows, ([(name,) for name in head], *rows), strict=True):
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Cm(width)
            _fill(cell.paragraphs[0], text)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for name, value in {"firstRow": "1", "firstColumn": "0", "noVBand": "1", "noHBand": "1", "val": "0620"}.items():
        look.set(qn(f"w:{name}"), value)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    again = table.rows[0]._tr.get_or_add_trPr()
    again.append(OxmlElement("w:tblHeader"))
    for name in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(name)
        said.set(qn("w:val"), clean(alt))
        table._tbl.tblPr.append(said)
    return table


def _fill(paragraph: Paragraph, cell: Cell) -> None:
    paragraph.style = TABLE_TEXT
    for n, text in enumerate(filter(None, cell)):
        if n:
            paragraph.add_run().add_break()
        paragraph.add_run(clean(text))


def _charts(made: Paper, sheet: FactSheet) -> None:
    """The pictures in one line, and below them what each is."""
    if not sheet.charts:
        return
    beside = len(sheet.charts)
    pictures = made.add_paragraph()
    pictures.paragraph_format.space_before = Pt(4)
    pictures.paragraph_format.keep_with_next = True
    for n, chart in enumerate(sheet.charts):
        _picture(pictures, chart, beside)
        if n < beside - 1:
            pictures.add_run("  ")
    order_line = made.add_paragraph(sheet.word("in_order"))
    for chart in sheet.charts:
        order_line.add_run(clean(f" {chart.name}. ")).bold = True
        order_line.add_run(clean(chart.notes))


def _picture(paragraph: Paragraph, chart: SheetChart, beside: int) -> None:
    width, height = PICTURES[beside]
    drawing = svg(chart.chart, width=width, height=height, theme="light", bare=True).replace(FONT, FIXED_FONT)
    wide = (WIDTH - GAP * beside) / beside
    shape = paragraph.add_run().add_picture(BytesIO(raster.png(drawing, 3.0)), width=Cm(wide))
    for side in ("distT", "distB", "distL", "distR"):  # LibreOffice 25 puts 3 mm where none is said, seen 2026-11
        shape._inline.set(side, "0")
    properties = shape._inline.docPr
    properties.set("descr", clean(chart.alt))
    properties.set("title", clean(chart.name))


def _columns(made: Paper, number: int) -> None:
    """What comes from here on stands in so many columns of the same page."""
    section = made.add_section(WD_SECTION.CONTINUOUS)
    columns = section._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), str(number))
    columns.set(qn("w:space"), "300")


def _rest(made: Paper, sheet: FactSheet) -> None:
    """In the order in which the PDF is read."""
    _list(made, sheet.since_title, sheet.since)
    _list(made, sheet.word("about"), sheet.about)
    if sheet.definitions:
        made.add_heading(sheet.word("definitions"), 2)
    for name, definition in sheet.definitions:
        paragraph = made.add_paragraph()
        paragraph.add_run(clean(f"{name}: ")).bold = True
        paragraph.add_run(clean(definition))
    _list(made, sheet.word("sources"), sheet.sources)


def _list(made: Paper, heading: str, part: Sequence[SheetLine]) -> None:
    if part:
        made.add_heading(clean(heading), 2)
    for line in part:
        _line(made, line)


def _line(made: Paper, line: SheetLine) -> None:
    before, after = line.parts
    paragraph = made.add_paragraph(clean(before))
    if line.link:
        link(paragraph, line.link)
        paragraph.add_run(clean(after))


def _about(made: Paper, sheet: FactSheet) -> None:
    """Title, language, and in the keywords the release with its digest and address."""
    about = made.core_properties
    about.title, about.subject = property_text(sheet.title), property_text(sheet.lead)
    about.author = about.last_modified_by = T["site_name"][sheet.lang]
    about.language, about.revision = TAGS[sheet.lang], 1
    about.keywords, about.comments = property_text(sheet.origin), ""
    about.created = about.modified = sheet.made.replace(tzinfo=None)
