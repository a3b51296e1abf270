"""A Chart as a native, editable PowerPoint chart, the data behind it included. Knows no slide.

A gap stays a gap. A provisional figure is hatched or hollow, every flag stands as a letter at its figure, and lines of
the letter and targets are series of their own, named in words. Written for PowerPoint, looked at in LibreOffice.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart as OfficeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_AXIS_CROSSES, XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.chart import XL_TICK_LABEL_POSITION as LABELS
from pptx.enum.chart import XL_TICK_MARK as TICK
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.shapes.placeholder import ChartPlaceholder, PlaceholderGraphicFrame
from pptx.util import Pt

from dashboards.briefing import Section
from dashboards.chart import Chart, Mark, position
from dashboards.palette import TraceStyle, trace_styles
from dashboards.render.office_file import TAGS, clean, hexadecimal
from dashboards.render.office_grid import SIDEWAYS, Column, Grid, grid, labels_behind, number_format
from dashboards.render.office_workbook import workbook

KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "ranked": XL_CHART_TYPE.BAR_CLUSTERED,
    "bullet": XL_CHART_TYPE.BAR_CLUSTERED,
    "dumbbell": XL_CHART_TYPE.BAR_CLUSTERED,
}
MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "triangle-down": XL_MARKER_STYLE.DASH,
    "cross": XL_MARKER_STYLE.PLUS,
    "x": XL_MARKER_STYLE.X,
    "hexagon": XL_MARKER_STYLE.DOT,
    "star": XL_MARKER_STYLE.STAR,
}
DASHES = {
    "": DASH.SOLID,
    "7 3": DASH.DASH,
    "9 3 2 3": DASH.DASH_DOT,
    "4 3": DASH.SQUARE_DOT,
    "12 4": DASH.LONG_DASH,
}
SMALL, TEXT = Pt(11), Pt(12)
FEW_POINTS, FEW_COLUMNS, MOST_LABELS = 60, 16, 14


def insert(place: ChartPlaceholder, section: Section, made: datetime) -> PlaceholderGraphicFrame:
    """Put the section's chart into a placeholder, with alt text and the workbook behind it."""
    chart, sheet = section.chart, grid(section.chart)
    data = CategoryChartData(number_format=number_format(chart))
    data.categories = [clean(label) for label in sheet.labels]
    for column in sheet.columns:
        data.add_series(clean(column.name), column.values)
    frame = place.insert_chart(KINDS[chart.kind], data)
    made_chart = frame.chart
    made_chart.part.chart_workbook.update_from_xlsx_blob(workbook(section, made))
    _dress(made_chart, chart, sheet)
    return frame


def _dress(made: OfficeChart, chart: Chart, sheet: Grid) -> None:
    made.has_title = False
    made.font.size, made.font.color.rgb = TEXT, _colour("ink")
    made.has_legend = len(sheet.columns) > 1
    if made.legend is not None:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(made, chart, sheet)
    if chart.kind in ("column", "stacked"):
        _lines_over_columns(made, sheet)
    _language(made, chart)
    styles = trace_styles([t.role for t in chart.traces])
    drawn = {series.name: series for plot in made.plots for series in plot.series}
    for n, column in enumerate(sheet.columns):
        series = drawn[clean(column.name)]
        if column.role:
            _rule(series, column, chart)
        else:
            draw: Callable[..., None] = _line if chart.kind == "line" else _bars
            draw(series, column, chart, styles[n])
            _labels(series, column, chart)


def _axes(made: OfficeChart, chart: Chart, sheet: Grid) -> None:
    across, up = made.category_axis, made.value_axis
    across.format.line.color.rgb = _colour("line")
    across.has_major_gridlines = False
    across.major_tick_mark = across.minor_tick_mark = TICK.NONE
    across.tick_label_position = LABELS.LOW  # below all columns, negative ones too
    up.format.line.fill.background()
    up.major_tick_mark = up.minor_tick_mark = TICK.NONE
    up.major_gridlines.format.line.color.rgb = _colour("grid")
    up.major_gridlines.format.line.width = Pt(0.75)
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = _axis_format(chart), False
    for axis in (across, up):
        axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = TEXT, _colour("muted")
    if all(v is None or v >= 0 for c in sheet.columns for v in c.values):
        up.minimum_scale = 0
    plot = made.plots[0]
    if chart.kind in SIDEWAYS:
        across.reverse_order, across.crosses = True, XL_AXIS_CROSSES.MAXIMUM
    if chart.kind != "line":
        plot.gap_width = 45
        plot.overlap = 100 if chart.kind == "stacked" or _one_by_one(sheet) else -5
    _skip_labels(across, chart, len(sheet.labels))


def _axis_format(chart: Chart) -> str:
    whole = number_format(chart).replace("." + "0" * chart.decimals, "") if chart.decimals else number_format(chart)
    return whole if chart.unit != "%" or _reach(chart) >= 5 else number_format(chart)


def _reach(chart: Chart) -> float:
    return max((abs(m.value) for m in chart.marks() if m.value is not None), default=0.0)


def _one_by_one(sheet: Grid) -> bool:
    """Whether no two publishers' series have a figure in the same row, so that columns may share one place."""
    figures = [c.values for c in sheet.columns if not c.role]
    return all(sum(v is not None for v in row) <= 1 for row in zip(*figures, strict=True))


def _skip_labels(axis: Any, chart: Chart, rows: int) -> None:
    """Name only so many periods that names do not meet: whole years where there are months or quarters."""
    if chart.kind in SIDEWAYS:
        return
    year = {"M": 12, "Q": 4}.get(chart.frequency, 1)
    step = next((n for n in (1, *(year * k for k in (1, 2, 5, 10))) if rows / n <= 20), year * 20)
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        found = axis._element.makeelement(qn(name), {"val": str(step)})
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(found)


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


def _line(series: Any, column: Column, chart: Chart, style: TraceStyle) -> None:
    colour = _colour(style.token)
    _stroke(series.format.line, colour, style.width, DASHES[style.dash])
    series.smooth = False
    dense = sum(v is not None for v in column.values) > FEW_POINTS
    series.marker.style = XL_MARKER_STYLE.NONE if dense else MARKERS[style.marker]
    if not dense:
        series.marker.size = 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = series.marker.format.line.color.rgb = colour
    for n, mark in enumerate(column.marks):
        if mark is not None and mark.provisional and mark.value is not None:
            _hollow(series.points[n], series, colour, style)
    for n in _broken(chart, column):
        series.points[n].format.line.fill.background()  # the piece that would lead here from before the break


def _hollow(point: Any, series: Any, colour: RGBColor, style: TraceStyle) -> None:
    point.marker.style, point.marker.size = MARKERS[style.marker], 8
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = _colour("surface")
    point.marker.format.line.color.rgb = colour
    _stroke(point.format.line, colour, style.width, DASH.ROUND_DOT)


def _broken(chart: Chart, column: Column) -> tuple[int, ...]:
    """Rows to which no line may lead from the row before, as the series means something else from there on."""
    breaks = {position(b.x) for b in chart.breaks}
    found = []
    before: Mark | None = None
    for n, mark in enumerate(column.marks):
        if mark is not None and before is not None:
            if any(position(before.x) < b <= position(mark.x) for b in breaks):
                found.append(n)
        before = mark
    return tuple(found)


def _bars(series: Any, column: Column, chart: Chart, style: TraceStyle) -> None:
    colour = _colour(style.token)
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour
    for n, mark in enumerate(column.marks):
        if mark is not None and mark.provisional and mark.value is not None:
            point = series.points[n].format
            point.fill.patterned()
            point.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            point.fill.fore_color.rgb, point.fill.back_color.rgb = colour, _colour("surface")
            point.line.color.rgb, point.line.width = colour, Pt(1)


def _rule(series: Any, column: Column, chart: Chart) -> None:
    """An observation of the letter is thin and dashed, a target strong and whole; in bars a target is a bar."""
    reference = column.role == "reference"
    colour = _colour("line" if reference else "target")
    if chart.kind in SIDEWAYS:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        return
    series.smooth = False
    if column.across:
        _stroke(series.format.line, colour, 1.75 if reference else 2.5, DASH.DASH if reference else DASH.SOLID)
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.DASH, 28 if column.role == "quota" else 20
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = series.marker.format.line.color.rgb = colour


def _labels(series: Any, column: Column, chart: Chart) -> None:
    """Numbers at every bar where they are few, else at the newest figure; flag letters at every flagged one."""
    behind = labels_behind(chart, column)
    there = [n for n, v in enumerate(column.values) if v is not None]
    every = chart.kind != "line" and chart.kind != "stacked" and len(there) <= FEW_COLUMNS and len(chart.traces) <= 2
    told = set(there if every else there[-1:] if chart.kind == "line" else ())
    flagged = [n for n in there if behind[n]]
    letters = set(flagged if len(flagged) <= MOST_LABELS or every else flagged[-1:])
    for n in sorted(told | letters):
        code = number_format(chart, behind[n]) if n in told else f'"{behind[n]}"'
        series.points[n].data_label.position = (
            XL_LABEL_POSITION.ABOVE if chart.kind == "line" else _beyond(chart)
        )
        _show_value(series, n, code)


def _beyond(chart: Chart) -> XL_LABEL_POSITION:
    return XL_LABEL_POSITION.CENTER if chart.kind == "stacked" else XL_LABEL_POSITION.OUTSIDE_END


def _show_value(series: Any, n: int, code: str) -> None:
    """Let a point's label show its value in a format of its own; python-pptx has words for that only per plot."""
    label = series.points[n].data_label._get_or_add_dLbl()
    for name in ("c:showLegendKey", "c:showVal", "c:showCatName", "c:showSerName", "c:showPercent", "c:showBubbleSize"):
        label.find(qn(name)).set("val", "1" if name == "c:showVal" else "0")
    form = label.makeelement(qn("c:numFmt"), {"formatCode": code, "sourceLinked": "0"})
    label.find(qn("c:idx")).addnext(form)


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


def _stroke(line: Any, colour: RGBColor, width: float, dash: DASH) -> None:
    line.color.rgb, line.width, line.dash_style = colour, Pt(width), dash


def _colour(token: str) -> RGBColor:
    return RGBColor.from_string(hexadecimal(token))
