"""The workbook inside a native chart: what "Edit data" opens. First the chart's figures, then what they are.

The first sheet is laid out as python-pptx points to it: labels in column A, a series in each column after it. Text is
always written as text, so nothing a publisher wrote can become a formula. The same bytes for the same chart.
"""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboards.briefing import WORDS, Section
from dashboards.chart import Chart
from dashboards.render.office_grid import Grid, grid, labels_behind, number_format
from dashboards.vocabulary import T

FIRST = "Sheet1"  # python-pptx writes this name into the chart's references
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(section: Section, made: datetime) -> bytes:
    """An XLSX with the figures of the section's chart and, on a second sheet, their flags and where they come from."""
    chart, sheet, out = section.chart, grid(section.chart), BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": chart.title, "comments": section.permalink, "created": made.replace(tzinfo=None)})
    bold = book.add_format({"bold": True})
    _figures(book.add_worksheet(FIRST), sheet, bold, book.add_format({"num_format": number_format(chart)}))
    _about(book.add_worksheet(T["notes"][chart.lang]), section, sheet, bold)
    book.close()
    return out.getvalue()


def _figures(page: Worksheet, sheet: Grid, bold: Format, number: Format) -> None:
    page.set_column(0, 0, 28)
    page.set_column(1, max(1, len(sheet.columns)), 20)
    for row, label in enumerate(sheet.labels, 1):
        page.write_string(row, 0, label)
    for n, column in enumerate(sheet.columns, 1):
        page.write_string(0, n, column.name, bold)
        for row, value in enumerate(column.values, 1):
            if value is not None:
                page.write_number(row, n, value, number)


def _about(page: Worksheet, section: Section, sheet: Grid, bold: Format) -> None:
    lang = section.chart.lang
    page.set_column(0, 0, 28)
    page.set_column(1, 3, 30)
    rows = [
        (T["chart"][lang], section.chart.title),
        ("", section.subtitle),
        (WORDS["definition"][lang], section.definition),
        (WORDS["caveat"][lang], section.caveat),
        (T["source"][lang], section.footer),
        (WORDS["permalink"][lang], section.permalink),
        (T["note"][lang], WORDS["edit_note"][lang]),
        *(("", mark) for mark in section.marks),
    ]
    for row, (name, text) in enumerate(rows):
        page.write_string(row, 0, name, bold)
        page.write_string(row, 1, text)
    _flags(page, len(rows) + 1, section.chart, sheet, bold)


def _flags(page: Worksheet, top: int, chart: Chart, sheet: Grid, bold: Format) -> None:
    """Every figure that carries a flag or a sign, with its words."""
    noted = [
        (label, column.name, sign, mark.text)
        for column in sheet.columns
        for label, mark, sign in zip(sheet.labels, column.marks, labels_behind(chart, column), strict=False)
        if mark is not None and sign
    ]
    if not noted:
        return
    heads = (chart.x_title, T["category"][chart.lang], T["flag"][chart.lang], T["value"][chart.lang])
    for row, cells in enumerate((heads, *noted), top):
        for n, cell in enumerate(cells):
            page.write_string(row, n, cell, bold if row == top else None)
