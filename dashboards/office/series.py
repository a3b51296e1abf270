"""How the series of a native office chart look: lines, columns, the lines of the letter, targets, numbers and flags.

A provisional figure is hatched or hollow, a flag stands as a letter at its figure, an observation of the letter is thin
and dashed, a target strong. Works on the series of python-pptx; makes none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboards.charts.model import Chart, columns
from dashboards.charts.notes import signs
from dashboards.charts.palette import TraceStyle
from dashboards.charts.plan import AROUND, LINE, Dimensions, letters, plan_of
from dashboards.charts.plan import TEXT as LABEL
from dashboards.charts.svg.scale import Box, text_width
from dashboards.office.file import hexadecimal
from dashboards.office.grid import ChartColumn, ChartGrid, labels_behind, number_format, sideways

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
LABEL_PLACES = {"line": XL_LABEL_POSITION.ABOVE, "stacked": XL_LABEL_POSITION.CENTER}
FEW_POINTS, FEW_BARS, MOST_LABELS = 60, 30, 14
WIDE, TEXT = 873.0, 12  # points: across a wide slide, and its text
CLOSE = 0.09  # of the highest value: numbers at two ends would meet
HIGH = 0.29  # of its width: about how high a plot is
Targets = tuple[tuple[float, ...], ...]
Places = Mapping[tuple[str, str], XL_LABEL_POSITION]


@dataclass(frozen=True)
class Room:
    """How much room a chart has, in points: its width, the size of words around it (text) and of numbers in it."""

    width: float
    text: int = TEXT
    label: int = 11

    @property
    def plot(self) -> float:
        """About the width of the plot in points."""
        return self.width * 0.916

    def most(self, of: int) -> int:
        """So many names fit where `of` do across a wide slide."""
        return max(4, round(of * self.width / WIDE * TEXT / self.text))


def line(series: Any, column: ChartColumn, style: TraceStyle) -> None:
    """A series as a line: its marker and pattern, hollow and dotted where figures are provisional."""
    colour = paint(style.token)
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


def _hollow(point: Any, series: Any, colour: RGBColor, style: TraceStyle) -> None:
    point.marker.style, point.marker.size = MARKERS[style.marker], 8
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = paint("surface")
    point.marker.format.line.color.rgb = colour
    _stroke(point.format.line, colour, style.width, DASH.ROUND_DOT)


def bars(series: Any, column: ChartColumn, style: TraceStyle) -> None:
    """A series as columns or bars, hatched where figures are provisional."""
    colour = paint(style.token)
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour
    for n, mark in enumerate(column.marks):
        if mark is not None and mark.aggregate and mark.value is not None:
            series.points[n].format.fill.solid()
            series.points[n].format.fill.fore_color.rgb = paint("context")
        if mark is not None and mark.provisional and mark.value is not None:
            point = series.points[n].format
            point.fill.patterned()
            point.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            point.fill.fore_color.rgb, point.fill.back_color.rgb = colour, paint("surface")
            point.line.color.rgb, point.line.width = colour, Pt(1)


def rule(series: Any, column: ChartColumn) -> None:
    """An observation of the letter is thin and dashed, a target strong and whole."""
    reference = column.role == "reference"
    colour = paint("line" if reference else "target")
    series.smooth = False
    if column.across:
        _stroke(series.format.line, colour, 1.75 if reference else 2.5, DASH.DASH if reference else DASH.SOLID)
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.format.line.fill.background()
    quota = column.role == "quota"  # a ceiling has a sign of another shape, and both an edge that shows on a column
    series.marker.style, series.marker.size = (XL_MARKER_STYLE.DASH, 28) if quota else (XL_MARKER_STYLE.DIAMOND, 12)
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb, series.marker.format.line.width = paint("surface"), Pt(1)


def targets_at(sheet: ChartGrid) -> Targets:
    """The targets marked in each row."""
    marked = [c.values for c in sheet.columns if c.role and not c.across]
    return tuple(tuple(c[n] or 0.0 for c in marked if c[n] is not None) for n in range(len(sheet.labels)))


def ends(sheet: ChartGrid) -> tuple[tuple[int, float], ...]:
    """Row and value of the newest figure of each series, those of lines and targets apart."""
    shown = (c for c in sheet.columns if not c.role and c.newest)
    return tuple(there[-1] for c in shown if (there := [(n, v) for n, v in enumerate(c.values) if v is not None]))


def letter_places(chart: Chart, sheet: ChartGrid, room: Room) -> Places:
    """Trace and period -> where the letters of a line's figure stand, above or below it; none of those without room."""
    if chart.kind != "line" or not chart.frequency:
        return {}
    plan = plan_of(chart, Dimensions(room.plot, HIGH * room.plot), columns(chart))
    for column in (c for c in sheet.columns if not c.role and c.newest):
        row = max(n for n, v in enumerate(column.values) if v is not None)
        if mark := column.marks[row]:
            (x, y), half = plan.at(mark), text_width(chart.number(mark.value or 0.0), LABEL) / 2 + AROUND
            below = _at_the_end(column, row, ends(sheet), reach(chart)) == XL_LABEL_POSITION.BELOW
            top = y + AROUND if below else y - AROUND - LINE
            plan.written.append(Box(x - half, top, x + half, top + LINE))
    places = letters(plan, signs(chart)).items()
    return {key: XL_LABEL_POSITION.ABOVE if where[0] == "t" else XL_LABEL_POSITION.BELOW for key, where in places}


def labels(series: Any, column: ChartColumn, chart: Chart, sheet: ChartGrid, room: Room, places: Places) -> None:
    """Numbers at every bar where they are few, else at the newest figure; flag letters at every flagged one.

    places: of the letters of lines.
    """
    targets = targets_at(sheet)
    behind = labels_behind(chart, column)
    there = [n for n, v in enumerate(column.values) if v is not None]
    every = _room_for_all(column, chart, behind, room)
    labelled = set(there if every else there[-1:] if chart.kind == "line" and column.newest else ())
    flagged = [n for n in there if behind[n]]
    lettered = set(flagged if len(flagged) <= MOST_LABELS or every else flagged[-1:])
    beside = _beside(column, chart, places)
    for n in sorted(labelled | (lettered if beside is None else lettered & set(beside))):
        label = series.points[n].data_label
        label.font.size = Pt(room.label)
        label.position = (beside or {}).get(n) or LABEL_PLACES.get(chart.kind, XL_LABEL_POSITION.OUTSIDE_END)
        if n in labelled and chart.kind == "line":
            label.position = _at_the_end(column, n, ends(sheet), reach(chart))
        if _under_a_target(column.values[n] or 0.0, targets[n], reach(chart)):
            label.position, label.font.color.rgb = XL_LABEL_POSITION.INSIDE_BASE, paint("surface")
        _show_value(label, number_format(chart, behind[n]) if n in labelled else f'"{behind[n]}"')


def _beside(column: ChartColumn, chart: Chart, places: Places) -> dict[int, XL_LABEL_POSITION] | None:
    """The rows of a line whose letters have room, and where; None for other charts, which leave none out."""
    if chart.kind != "line" or not chart.frequency:
        return None
    trace = chart.traces[column.place].id
    return {n: places[trace, m.x] for n, m in enumerate(column.marks) if m and (trace, m.x) in places}


def _at_the_end(column: ChartColumn, row: int, ends: Sequence[tuple[int, float]], reach: float) -> XL_LABEL_POSITION:
    """Where the number at a line's end hides neither the line nor the numbers of lines that end close by."""
    value = column.values[row] or 0.0
    here, close = [v for n, v in ends if abs(n - row) <= 1], CLOSE * reach
    over, under = any(0 < v - value < close for v in here), any(0 < value - v < close for v in here)
    pushed = (v for v in here if 0 < v - value < 2 * close and any(0 < w - v < close for w in here))
    over = over or any(pushed)  # the number of the line above stands below it
    if over and under:
        return XL_LABEL_POSITION.RIGHT
    if over or under:
        return XL_LABEL_POSITION.BELOW if over else XL_LABEL_POSITION.ABOVE
    return XL_LABEL_POSITION.BELOW if _falls(column, row, reach) else XL_LABEL_POSITION.ABOVE


def _falls(column: ChartColumn, row: int, reach: float) -> bool:
    """Whether a line comes down to its row, through where a number above would stand; not close above zero."""
    before, value = (column.values[row - 1] if row else None), column.values[row] or 0.0
    return before is not None and before > value and not 0 <= value < 0.1 * reach


def _under_a_target(value: float, targets: tuple[float, ...], reach: float) -> bool:
    """Whether a number above the column would lie under a target's mark, and the column is tall enough to hold it."""
    return value > 0.1 * reach and any(value - 0.02 * reach <= t <= value + 0.1 * reach for t in targets)


def _room_for_all(column: ChartColumn, chart: Chart, behind: tuple[str, ...], room: Room) -> bool:
    """Whether a number at each bar would hide no other; lines and stacks do without."""
    if chart.kind in ("line", "stacked"):
        return False
    if sideways(chart):
        return len(column.values) * len(chart.traces) <= FEW_BARS
    said = [chart.number(v) + f" {b}" * bool(b) for v, b in zip(column.values, behind, strict=True) if v is not None]
    widest = max((text_width(each, room.label) for each in said), default=0.0)
    beside = max(Counter(m.x for m in chart.marks() if m.value is not None).values(), default=1)
    return widest * beside <= room.plot / max(1, len(column.values))


def _show_value(label: Any, code: str) -> None:
    """Let a label show its point's value in a format of its own; python-pptx has words for that only per plot."""
    element = label._get_or_add_dLbl()
    for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        element.find(qn(f"c:show{name}")).set("val", "1" if name == "Val" else "0")
    form = element.makeelement(qn("c:numFmt"), {"formatCode": code, "sourceLinked": "0"})
    element.find(qn("c:idx")).addnext(form)


def reach(chart: Chart) -> float:
    """The highest figure, its sign apart."""
    return max((abs(m.value) for m in chart.marks() if m.value is not None), default=0.0)


def _stroke(line: Any, colour: RGBColor, width: float, dash: DASH) -> None:
    line.color.rgb, line.width, line.dash_style = colour, Pt(width), dash


def paint(token: str) -> RGBColor:
    """A colour of the palette as python-pptx wants it."""
    made: RGBColor = RGBColor.from_string(hexadecimal(token))
    return made
