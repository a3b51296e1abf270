"""A native chart in a Word document: python-docx knows none, so the part that python-pptx writes is put into it.

The same series, points and workbook as on a slide; letters and marks are smaller, as the page is narrower.
"""

from datetime import datetime
from html import escape
from typing import Any

from docx.document import Document as Paper
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboards.charts.model import columns
from dashboards.office import chart
from dashboards.office.content import Section
from dashboards.office.file import clean
from dashboards.office.grid import grid, sideways
from dashboards.office.series import Room
from dashboards.office.words import EMU_PER_CM, text_width
from dashboards.text.messages import T

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TEXT, LABEL = 9, 8  # points
HEIGHT, ROW, MARGIN, TALLEST = 8.6, 0.8, 1.4, 19.0  # cm; a row of bars that lie, and what stands around them
LINE, LONG = 0.42, 30  # cm; letters of a name beside which no other fits
POINTS_PER_CM = 28.35


def add(made: Paper, section: Section, at: datetime) -> None:
    """A paragraph with the section's chart, as wide as the text. at: when the figures were built."""
    wide = text_width(made)
    xml, workbook = chart.parts(section, at, Room(wide * POINTS_PER_CM, TEXT, LABEL))
    package: Any = made.part.package
    number = 1 + sum(str(part.partname).startswith("/word/charts/chart") for part in package.iter_parts())
    sheet = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"), CT.SML_SHEET, workbook, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, xml, package)
    part.relate_to(sheet, RT.PACKAGE)  # the first of the part, rId1, as the chart asks for it
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run()._r.append(_drawing(section, made.part.relate_to(part, RT.CHART), made.part.next_id, wide))


def _drawing(section: Section, relation: str, number: int, wide: float) -> Any:
    lang = section.chart.lang
    said = {"name": T["chart"][lang], "descr": section.alt, "title": section.chart.title}
    attributes = " ".join(f'{name}="{escape(clean(text))}"' for name, text in said.items())
    return parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")} xmlns:c="{CHART}">'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(wide * EMU_PER_CM)}" cy="{round(_height(section) * EMU_PER_CM)}"/>'
        f'<wp:docPr id="{number}" {attributes}/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART}">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _height(section: Section) -> float:
    """In cm: bars that lie need a row each, and a legend with long names a line for each."""
    if not sideways(section.chart):
        names = [column.name for column in grid(section.chart).columns if column.first]
        lines = len(names) if max(map(len, names), default=0) > LONG else 0
        return HEIGHT + LINE * max(0, lines - 2)
    rows = len(columns(section.chart)) * (1 if section.chart.kind == "ranked" else len(section.chart.traces) * 0.7)
    return float(min(TALLEST, max(HEIGHT, MARGIN + ROW * rows)))
