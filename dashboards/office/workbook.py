"""The workbook inside a native chart: what "Edit data" opens. First the chart's figures, then what they are.

The first sheet is laid out as python-pptx points to it: labels in column A, a series in each column after it. Text is
always written as text, so nothing a publisher wrote can become a formula. The same bytes for the same chart.
"""

from collections.abc import Iterator
from datetime import datetime

from dashboards.charts.model import Chart
from dashboards.files.rows import looks_like_formula
from dashboards.files.xlsx import Book, Line, Words, xlsx
from dashboards.files.xlsx import Grid as Sheet
from dashboards.office.content import WORDS, Section
from dashboards.office.grid import ChartGrid, day_format, grid, labels_behind, number_format
from dashboards.text.messages import T

FIRST = "Sheet1"  # python-pptx writes this name into the chart's references
LABELS, NUMBERS = 28.0, 20.0  # widths in characters


def workbook(section: Section, made: datetime) -> bytes:
    """An XLSX with the figures of the section's chart and, on a second sheet, their flags and where they come from."""
    return xlsx(book(section, made))


def book(section: Section, made: datetime) -> Book:
    """The workbook described."""
    chart, figures = section.chart, grid(section.chart)
    names: tuple[str | float, ...] = figures.serials() or figures.labels
    rows = [(name, *(c.values[n] for c in figures.columns)) for n, name in enumerate(names)]
    count = len(figures.columns)
    data = Sheet(
        FIRST,
        (chart.x_title, *(c.name for c in figures.columns)),
        rows,
        (LABELS, *(NUMBERS,) * count),
        (day_format(chart) if figures.days else "", *(number_format(chart),) * count),
        count + 1,
    )
    about = Words(T["notes"][chart.lang], tuple(_about(section, figures)))
    properties = {"title": chart.title, "subject": section.subtitle, "comments": section.citation}
    return Book((data, about), properties, {}, made, looks_like_formula)


def _about(section: Section, figures: ChartGrid) -> Iterator[Line]:
    lang = section.chart.lang
    yield Line("title", section.chart.title)
    yield Line("lead", section.subtitle)
    yield Line("pair", section.definition, WORDS["definition"][lang])
    yield Line("pair", section.caveat, WORDS["caveat"][lang])
    yield Line("pair", section.footer, T["source"][lang])
    yield Line("link", section.permalink, WORDS["permalink"][lang])
    yield Line("pair", WORDS["edit_note"][lang], T["note"][lang])
    yield from (Line("pair", mark, WORDS["marks"][lang]) for mark in section.marks)
    yield from _flags(section.chart, figures)


def _flags(chart: Chart, figures: ChartGrid) -> Iterator[Line]:
    """Every figure that carries a flag or a sign, in words."""
    for column in figures.columns:
        for label, mark, sign in zip(figures.labels, column.marks, labels_behind(chart, column), strict=False):
            if mark is not None and sign:
                yield Line("pair", f"{chart.traces[column.place].label}: {mark.text}", f"{label} {sign}")
