"""The layout of charts with one row per category or period: how high, where names stand, how a bar looks.

Wide: names left of the rows. Narrow: names above them. Values are written out, so there is no value axis.
"""

from dataclasses import dataclass

from dashboards.charts.model import Chart, Mark, domain
from dashboards.charts.notes import signs, suffix
from dashboards.charts.palette import TraceStyle
from dashboards.charts.svg.parts import LINE_HEIGHT, TEXT, Pen, outlined, rect, text
from dashboards.charts.svg.scale import Box, Linear, text_width, wrap
from dashboards.text.formats import T

NARROW = 480.0
MOST_LABEL = 210.0
PITCH = {"ranked": (28.0, 42.0), "dumbbell": (32.0, 44.0), "bullet": (40.0, 64.0)}
TIGHT = 0.92
BESIDE = 0.55
SMALL_LINE = 14.0
BAR = {"ranked": 16.0, "dumbbell": 2.0, "bullet": 16.0}


@dataclass(frozen=True)
class Rows:
    """Where rows are drawn: names at `left`, bars in `box`, on one scale."""

    chart: Chart
    pen: Pen
    area: Box
    box: Box
    across: Linear
    pitch: float
    narrow: bool

    def middle(self, n: int) -> float:
        """The height at which the n-th row's bar is centred."""
        top = self.box.top + n * self.pitch
        return top + LINE_HEIGHT + 14 if self.narrow else top + self.pitch / 2


def height(chart: Chart, width: float) -> float:
    """The height that suits the rows."""
    return _count(chart) * _pitch(chart, width) + _above(chart) + 4


def least_height(chart: Chart, width: float) -> float:
    """The height below which rows would run into one another, however they are set."""
    names = max((len(wrap(m.label, _name_room(width), TEXT)) for m in chart.marks()), default=1)
    targets = _target_lines(chart, width * BESIDE - value_room(chart) - 16)
    beside = max(names * LINE_HEIGHT, targets * SMALL_LINE) + 2
    above = _pitch(chart, width) * TIGHT
    return _count(chart) * (beside if beside < above * 0.8 else above) + _above(chart) + 4


def _pitch(chart: Chart, width: float) -> float:
    """From one row to the next as the kind would have it; more where the words of targets need more lines."""
    more = _target_lines(chart, width) - 1 if width < NARROW else 0
    return PITCH[chart.kind][width < NARROW] + max(0, more) * SMALL_LINE


def _target_lines(chart: Chart, width: float) -> int:
    """The most lines that the targets of a row need; 0 where a kind does not write them beside its rows."""
    if chart.kind != "bullet":
        return 0
    return max((len(wrap(targets(chart, m), width, TEXT)) for m in chart.marks()), default=0)


def targets(chart: Chart, mark: Mark) -> str:
    """The words of the targets that hold for a mark."""
    return " · ".join(rule.label for rule in chart.rules if rule.holds(mark.x))


def _name_room(width: float) -> float:
    """The most that names left of the rows may take."""
    return min(MOST_LABEL, width * 0.4)


def _count(chart: Chart) -> int:
    return len({m.x for m in chart.marks()})


def rows_in(chart: Chart, pen: Pen, area: Box, marks: tuple[Mark, ...], left: float = 0.0, right: float = 0.0) -> Rows:
    """The rows of a chart in an area; left and right: room beside the bars for what is written there."""
    top = _above(chart)
    pitch = min((area.height - top) / max(1, len(marks)), _pitch(chart, area.width) * 1.5)
    narrow = area.width < NARROW and pitch >= _pitch(chart, area.width) * TIGHT - 1e-6
    names = max((text_width(m.label, TEXT) for m in marks), default=0.0)
    gutter = 0.0 if narrow else min(names, _name_room(area.width)) + 12
    above = narrow and (chart.kind != "ranked" or domain(chart)[0] < 0)
    spot = 8.0 if chart.kind == "dumbbell" else 2.0
    box = area.inset(left=gutter + (spot if above else left), top=top, right=spot if above else right + 2)
    low, high = domain(chart)
    box = Box(box.left, box.top, box.right, box.top + pitch * len(marks))
    return Rows(
        chart, pen, area, box, Linear(low, high or (0.0 if low < 0 else 1.0), box.left, box.right), pitch, narrow
    )


def _above(chart: Chart) -> float:
    """Room for the labels of vertical lines."""
    return LINE_HEIGHT * len(chart.rules) + 6.0 if chart.kind != "bullet" and chart.rules else 0.0


def value_room(chart: Chart) -> float:
    """Pixels that the longest value needs."""
    kinds = signs(chart)
    widths = [text_width(value_words(chart, m, kinds), TEXT, bold=True) for m in chart.marks()]
    return max(widths, default=0.0) + 8


def value_words(chart: Chart, mark: Mark, kinds: dict[str, str]) -> str:
    """A value with its flags and sign."""
    if mark.value is None:
        return T["no_figure"][chart.lang]
    letters = suffix(mark, kinds)
    return chart.number(mark.value) + (f" {letters}" if letters else "")


def name(r: Rows, n: int, label: str) -> list[str]:
    """The name of the n-th row, left of its bar or above it."""
    if r.narrow:
        return [text(r.pen, (r.area.left, r.middle(n) - 14), label)]
    lines = wrap(label, _name_room(r.area.width), TEXT)
    first = r.middle(n) + 4.5 - (len(lines) - 1) * LINE_HEIGHT / 2
    return [text(r.pen, (r.area.left, first + k * LINE_HEIGHT), each) for k, each in enumerate(lines)]


def spot(r: Rows, n: int, series: str, mark: Mark) -> None:
    """The n-th row is where its mark is found, from the name to the value; the end of the bar is its point."""
    top = r.box.top + n * r.pitch
    room = Box(r.area.left, top, r.area.right, top + r.pitch)
    r.pen.put(series, mark.x, (r.across(mark.value or 0.0), r.middle(n)), room)


def bar(r: Rows, n: int, mark: Mark, style: TraceStyle) -> str:
    """The bar of the n-th row; nothing where there is no figure."""
    if mark.value is None:
        return ""
    left, right = sorted((r.across(0), r.across(mark.value)))
    half = min(BAR[r.chart.kind], r.pitch * 0.6) / 2
    box = Box(left, r.middle(n) - half, max(right, left + (1.5 if mark.value else 0)), r.middle(n) + half)
    return outlined(r.pen, box, style.token) if mark.provisional else rect(r.pen, box, style.token)
