"""A Chart as a native, editable PowerPoint chart, the data behind it included. Knows no slide.

A gap stays a gap. A provisional figure is hatched or hollow, every flag stands as a letter at its figure, and lines of
the letter and targets are series of their own, named in words. Written for PowerPoint, looked at in LibreOffice.
"""

import math
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart as OfficeChart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.chart import XL_TICK_LABEL_POSITION as LABELS
from pptx.enum.chart import XL_TICK_MARK as TICK
from pptx.oxml.ns import qn
from pptx.shapes.placeholder import ChartPlaceholder, PlaceholderGraphicFrame
from pptx.util import Pt

from dashboards.charts.model import Chart
from dashboards.charts.palette import trace_styles
from dashboards.office.content import Section
from dashboards.office.file import TAGS, clean
from dashboards.office.grid import Grid, day_format, grid, number_format, sideways
from dashboards.office.series import bars, labels, line, paint, reach, rule
from dashboards.office.workbook import workbook

KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bullet": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "dumbbell": XL_CHART_TYPE.COLUMN_CLUSTERED,
}
LYING = XL_CHART_TYPE.BAR_CLUSTERED
UPRIGHT = ("column", "stacked", "bullet")
TEXT, MOST_YEARS = 12, 12  # points; marks on a time axis


def insert(place: ChartPlaceholder, section: Section, made: datetime) -> PlaceholderGraphicFrame:
    """Put the section's chart into a placeholder, with the workbook behind it."""
    chart, sheet = section.chart, grid(section.chart)
    data = CategoryChartData(number_format=number_format(chart))
    data.categories = sheet.days or [clean(label) for label in sheet.labels]
    if sheet.days:
        data.categories.number_format = day_format(chart)
    for column in sheet.columns:
        data.add_series(clean(column.name), column.values)
    frame: PlaceholderGraphicFrame = place.insert_chart(LYING if sideways(chart) else KINDS[chart.kind], data)
    made_chart: Any = frame.chart
    made_chart.part.chart_workbook.update_from_xlsx_blob(workbook(section, made))
    _dress(made_chart, chart, sheet)
    return frame


def _dress(made: OfficeChart, chart: Chart, sheet: Grid) -> None:
    made.has_title = False
    made.font.size, made.font.color.rgb = Pt(TEXT), paint("ink")
    made.has_legend = len(sheet.columns) > 1
    if made.legend is not None:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(made, chart, sheet)
    if chart.kind in UPRIGHT:
        _lines_over_columns(made, sheet)
    if chart.frequency == "D" and all(m.value is not None for m in chart.marks()):
        made._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "span")  # days without a row are no gaps
    _language(made, chart)
    _positive_ids(made)
    styles = trace_styles([t.role for t in chart.traces])
    drawn = {series.name: series for plot in made.plots for series in plot.series}
    for n, column in enumerate(sheet.columns):
        series = drawn[clean(column.name)]
        if column.role:
            rule(series, column)
        else:
            draw: Callable[..., None] = line if chart.kind == "line" else bars
            draw(series, column, chart, styles[n])
            labels(series, column, chart, sheet)


def _axes(made: OfficeChart, chart: Chart, sheet: Grid) -> None:
    across, up = made.category_axis, made.value_axis
    across.format.line.color.rgb = paint("line")
    across.has_major_gridlines = False
    across.major_tick_mark = across.minor_tick_mark = TICK.NONE
    across.tick_label_position = LABELS.LOW  # below all columns, negative ones too
    up.format.line.fill.background()
    up.major_tick_mark = up.minor_tick_mark = TICK.NONE
    up.major_gridlines.format.line.color.rgb = paint("grid")
    up.major_gridlines.format.line.width = Pt(0.75)
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = _axis_format(chart), False
    for axis in (across, up):
        axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(TEXT), paint("muted")
    if all(v is None or v >= 0 for c in sheet.columns for v in c.values):
        up.minimum_scale = 0
    plot = made.plots[0]
    if sideways(chart):
        across.reverse_order = True
        up._element.find(qn("c:crosses")).set("val", "max")  # so that its numbers stay below the bars
    if chart.kind != "line":
        plot.gap_width = 45
        plot.overlap = 100 if chart.kind == "stacked" or _one_by_one(sheet) else -5
    if not sideways(chart):
        _name_some(across, chart, sheet)


def _axis_format(chart: Chart) -> str:
    whole = number_format(chart).replace("." + "0" * chart.decimals, "") if chart.decimals else number_format(chart)
    return whole if chart.unit != "%" or reach(chart) >= 5 else number_format(chart)


def _one_by_one(sheet: Grid) -> bool:
    """Whether no two publishers' series have a figure in the same row, so that columns may share one place."""
    figures = [c.values for c in sheet.columns if not c.role]
    return all(sum(v is not None for v in row) <= 1 for row in zip(*figures, strict=True))


def _name_some(axis: Any, chart: Chart, sheet: Grid) -> None:
    """Name only so many periods that names do not meet: whole years where there are months or quarters."""
    rows = len(sheet.labels)
    year = {"M": 12, "Q": 4}.get(chart.frequency, 1)
    step = next((n for n in (1, *(year * k for k in (1, 2, 5, 10))) if rows / n <= 20), year * 20)
    if sheet.days:
        years = (sheet.days[-1] - sheet.days[0]).days / 366
        _name_years(axis, max(1, math.ceil(years / MOST_YEARS)), "months" if chart.frequency == "M" else "days")
        return
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        found = axis._element.makeelement(qn(name), {"val": str(step)})
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(found)


def _name_years(axis: Any, years: int, apart: str) -> None:
    """A mark of the time axis each so many years; its points are days or months apart."""
    axis.tick_labels.number_format_is_linked = True
    unit = axis._element.find(qn("c:baseTimeUnit"))
    unit.set("val", apart)
    for name, value in (("c:majorTimeUnit", "years"), ("c:majorUnit", str(years))):
        unit.addnext(unit.makeelement(qn(name), {"val": value}))


def _lines_over_columns(made: OfficeChart, sheet: Grid) -> None:
    """Make the lines of the letter and the targets line series over the columns, on the same axes and sheet."""
    bars = made._chartSpace.find(f".//{qn('c:barChart')}")
    moved = [s for s, column in zip(bars.findall(qn("c:ser")), sheet.columns, strict=True) if column.role]
    if not moved:
        return
    plot = bars.makeelement(qn("c:lineChart"), {})
    for name, value in (("grouping", "standard"), ("varyColors", "0")):
        etree.SubElement(plot, qn(f"c:{name}"), {"val": value})
    for old in moved:
        new = etree.SubElement(plot, qn("c:ser"))
        for name in ("idx", "order", "tx", "cat", "val"):
            new.append(old.find(qn(f"c:{name}")))
        etree.SubElement(new, qn("c:smooth"), {"val": "0"})
        bars.remove(old)
    etree.SubElement(plot, qn("c:marker"), {"val": "1"})
    plot.extend(deepcopy(axis) for axis in bars.findall(qn("c:axId")))
    bars.addnext(plot)


def _positive_ids(made: OfficeChart) -> None:
    """Ids of axes as the schema wants them: python-pptx 1.0.2 writes some below zero, as Office itself once did."""
    for element in made._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        element.set("val", str(abs(int(element.get("val")))))


def _language(made: OfficeChart, chart: Chart) -> None:
    space = made._chartSpace
    for old in space.findall(qn("c:lang")):
        space.remove(old)
    for old in space.findall(qn("c:roundedCorners")):
        space.remove(old)
    date = space.find(qn("c:date1904"))
    tag = space.makeelement(qn("c:lang"), {"val": TAGS[chart.lang]})
    corners = space.makeelement(qn("c:roundedCorners"), {"val": "0"})
    if date is None:
        space.insert(0, tag)
    else:
        date.addnext(tag)
    tag.addnext(corners)
