"""A Chart as a native, editable chart of Office, the data behind it included. Knows no slide and no page.

A gap stays a gap. A provisional figure is hatched or hollow, every flag stands as a letter at its figure, and lines of
the letter and targets are series of their own, named in words. Written for PowerPoint, looked at in LibreOffice.
"""

import math
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart as OfficeChart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.chart import XL_TICK_LABEL_POSITION as LABELS
from pptx.enum.chart import XL_TICK_MARK as TICK
from pptx.enum.dml import MSO_THEME_COLOR as COLOUR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.package import Package
from pptx.parts.chart import ChartPart
from pptx.shapes.placeholder import ChartPlaceholder, PlaceholderGraphicFrame
from pptx.util import Pt

from dashboards.charts.model import Chart
from dashboards.charts.palette import trace_styles
from dashboards.charts.svg.scale import text_width
from dashboards.office.content import Section
from dashboards.office.file import TAGS, clean
from dashboards.office.grid import ChartGrid, day_format, grid, number_format, sideways
from dashboards.office.series import TEXT, Room, bars, labels, letter_places, line, paint, reach, rule
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
NAMES_SHARE, SMALLEST = 0.75, 6  # of a chart's width for a name in its legend; points
MOST_YEARS = 12  # marks on a time axis across a wide slide


def insert(place: Any, section: Section, made: datetime, room: Room) -> PlaceholderGraphicFrame:
    """Put the section's chart into a placeholder for a chart or any content, with the workbook behind it."""
    frame: PlaceholderGraphicFrame = ChartPlaceholder(place._element, place._parent).insert_chart(*_data(section))
    drawn: Any = frame.chart
    _finish(drawn, section, made, room)
    return frame


def parts(section: Section, made: datetime, room: Room) -> tuple[bytes, bytes]:
    """The same chart as XML that asks for its workbook as rId1, and that workbook: for files of other programs."""
    part: Any = ChartPart.new(*_data(section), Package(BytesIO()))
    _finish(part.chart, section, made, room)
    xlsx: bytes = part.chart_workbook.xlsx_part.blob
    xml: bytes = part.blob
    return xml, xlsx


def _data(section: Section) -> tuple[Any, Any]:
    """What python-pptx calls its kind, and its categories and series."""
    chart, sheet = section.chart, grid(section.chart)
    data = CategoryChartData(number_format=number_format(chart))
    data.categories = sheet.days or [clean(label) for label in sheet.labels]
    if sheet.days:
        data.categories.number_format = day_format(chart)
    for column in sheet.columns:
        data.add_series(clean(column.name), column.values)
    return LYING if sideways(chart) else KINDS[chart.kind], data


def _finish(drawn: Any, section: Section, made: datetime, room: Room) -> None:
    drawn.part.chart_workbook.update_from_xlsx_blob(workbook(section, made))
    _dress(drawn, section.chart, grid(section.chart), room)


def _dress(made: OfficeChart, chart: Chart, sheet: ChartGrid, room: Room) -> None:
    made.has_title = False
    made.font.size, made.font.color.theme_color = Pt(room.text), COLOUR.TEXT_1
    _legend(made, sheet, room)
    _axes(made, chart, sheet, room)
    if chart.kind in UPRIGHT:
        _lines_over_columns(made, sheet)
    if chart.frequency == "D" and all(m.value is not None for m in chart.marks()):
        made._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "span")  # days without a row are no gaps
    _language(made, chart)
    _positive_ids(made)
    _no_frame(made)
    styles = trace_styles([t.role for t in chart.traces])
    drawn = {series.name: series for plot in made.plots for series in plot.series}
    places = letter_places(chart, sheet, room)
    for column in sheet.columns:
        series = drawn[clean(column.name)]
        if column.role:
            rule(series, column)
        else:
            draw: Callable[..., None] = line if chart.kind == "line" else bars
            draw(series, column, styles[column.place])
            labels(series, column, chart, sheet, room, places)
    _small_marks(made, room)


def _axes(made: OfficeChart, chart: Chart, sheet: ChartGrid, room: Room) -> None:
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
        axis.tick_labels.font.size, axis.tick_labels.font.color.theme_color = Pt(room.text), COLOUR.TEXT_2
    if all(v is None or v >= 0 for c in sheet.columns for v in c.values):
        up.minimum_scale = 0
    plot = made.plots[0]
    if sideways(chart):
        across.reverse_order = True
        up._element.find(qn("c:crosses")).set("val", "max")  # so that its numbers stay below the bars
    if chart.kind != "line":
        plot.gap_width = 45
        plot.overlap = 100 if chart.kind == "stacked" or _one_by_one(sheet) else -5
    if sideways(chart):
        _name_each(across, 1)
    else:
        _name_some(across, chart, sheet, room)


def _legend(made: OfficeChart, sheet: ChartGrid, room: Room) -> None:
    """Each trace and line by name, once: a line's later stretches are left out."""
    names = [column.name for column in sheet.columns if column.first]
    made.has_legend = len(names) > 1
    if made.legend is None:
        return
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    made.legend.font.size = Pt(_legend_size(names, room))
    later = [n for n, column in enumerate(sheet.columns) if not column.first]
    place = made.legend._element.find(qn("c:legendPos"))
    for n in reversed(later):
        place.addnext(parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>'))


def _legend_size(names: Sequence[str], room: Room) -> float:
    """The size at which the longest name fits the chart's width; LibreOffice writes longer ones over each other."""
    sizes = (room.text - n / 2 for n in range(2 * (room.text - SMALLEST) + 1))
    fit = (s for s in sizes if max(text_width(name, s) for name in names) <= NAMES_SHARE * room.width)
    return next(fit, SMALLEST)


def _axis_format(chart: Chart) -> str:
    whole = number_format(chart).replace("." + "0" * chart.decimals, "") if chart.decimals else number_format(chart)
    return whole if chart.unit != "%" or reach(chart) >= 5 else number_format(chart)


def _one_by_one(sheet: ChartGrid) -> bool:
    """Whether no two publishers' series have a figure in the same row, so that columns may share one place."""
    figures = [c.values for c in sheet.columns if not c.role]
    return all(sum(v is not None for v in row) <= 1 for row in zip(*figures, strict=True))


def _name_some(axis: Any, chart: Chart, sheet: ChartGrid, room: Room) -> None:
    """Name only so many periods that names do not meet: whole years where there are months or quarters."""
    rows = len(sheet.labels)
    year = {"M": 12, "Q": 4}.get(chart.frequency, 1)
    step = next((n for n in (1, *(year * k for k in (1, 2, 5, 10))) if rows / n <= room.most(20)), year * 20)
    if sheet.days:
        years = (sheet.days[-1] - sheet.days[0]).days / 366
        _name_years(
            axis, max(1, math.ceil(years / room.most(MOST_YEARS))), "months" if chart.frequency == "M" else "days"
        )
        return
    _name_each(axis, step)


def _name_each(axis: Any, step: int) -> None:
    """A name and a mark at each so many categories."""
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        element = axis._element.makeelement(qn(name), {"val": str(step)})
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(element)


def _name_years(axis: Any, years: int, apart: str) -> None:
    """A mark of the time axis each so many years; its points are days or months apart."""
    axis.tick_labels.number_format_is_linked = True
    unit = axis._element.find(qn("c:baseTimeUnit"))
    unit.set("val", apart)
    for name, value in (("c:majorTimeUnit", "years"), ("c:majorUnit", str(years))):
        unit.addnext(unit.makeelement(qn(name), {"val": value}))


def _lines_over_columns(made: OfficeChart, sheet: ChartGrid) -> None:
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


def _small_marks(made: OfficeChart, room: Room) -> None:
    """Marks as much smaller as the words are."""
    for size in made._chartSpace.iter(qn("c:size")):
        size.set("val", str(max(4, round(int(size.get("val")) * room.text / TEXT))))


def _no_frame(made: OfficeChart) -> None:
    """No line and no colour behind the chart, which Word would draw."""
    nothing = f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    made._chartSpace.find(qn("c:chart")).addnext(parse_xml(nothing))


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
