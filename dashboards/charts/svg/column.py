"""Columns over time, side by side or stacked: always from zero, provisional ones outlined, a missing one marked ":"."""

from dataclasses import dataclass

from dashboards.charts.model import Chart, Mark
from dashboards.charts.notes import suffix
from dashboards.charts.palette import TraceStyle, trace_styles
from dashboards.charts.svg.axes import X_AXIS, Plot, frame, plot
from dashboards.charts.svg.parts import LINE_HEIGHT, SMALL, Pen, outlined, rect, text
from dashboards.charts.svg.rules import breaks, rule_labels, rule_lines
from dashboards.charts.svg.scale import Box, freest, text_width

FILL = 0.74
WIDEST = 64.0


@dataclass(frozen=True)
class Bar:
    """A column or a part of one."""

    box: Box
    mark: Mark
    style: TraceStyle
    series: str

    @property
    def middle(self) -> float:
        """Its centre from left to right."""
        return (self.box.left + self.box.right) / 2


def draw(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """The whole chart in its area."""
    p = plot(chart, pen, area, banded=True)
    if beyond := _beyond(p):
        p = plot(chart, pen, area, banded=True, right=beyond)
    bars = _stacks(p) if chart.kind == "stacked" else _groups(p)
    _spots(p, bars)
    for bar in bars:
        p.taken.append(bar.box)
    drawn = [*frame(p), *(_column(p, bar) for bar in bars), *_missing(p), *rule_lines(p)]
    drawn += [*_labels(p, bars), *breaks(p), *rule_labels(p)]
    return [d for d in drawn if d]


def _spots(p: Plot, bars: list[Bar]) -> None:
    """Where marks are found: a column anywhere above or below it too, a part of a stack in its own height."""
    half, whole = p.band / 2, (p.box.top, p.box.bottom)
    for trace in p.chart.traces:
        for m in trace.marks:
            x = p.x(m.x)
            p.pen.put(trace.id, m.x, (x, p.box.bottom), Box(x - half, p.box.bottom - 12, x + half, p.area.bottom))
    for bar in bars:
        top, bottom = (bar.box.top, bar.box.bottom) if p.chart.kind == "stacked" else whole
        end = bar.box.bottom if (bar.mark.value or 0.0) < 0 else bar.box.top
        at = (bar.middle, (top + bottom) / 2 if p.chart.kind == "stacked" else end)
        p.pen.put(bar.series, bar.mark.x, at, Box(bar.box.left, top, bar.box.right, bottom))


def _groups(p: Plot) -> list[Bar]:
    """Columns of one period side by side; each as wide as the period where no two series have the same one."""
    styles = trace_styles([t.role for t in p.chart.traces])
    alone = not any(len(values) > 1 for values in _by_code(p).values())
    band = min(p.band * FILL, WIDEST * len(styles))
    width = band if alone else band / max(1, len(styles))
    bars = []
    for n, (trace, style) in enumerate(zip(p.chart.traces, styles, strict=True)):
        marks = trace.by_x
        for code in p.codes:
            mark = marks.get(code)
            left = p.x(code) - band / 2 + (0 if alone else n * width)
            if mark and mark.value is not None:
                bars.append(Bar(_box(p, left + 0.5, left + width - 0.5, 0.0, mark.value), mark, style, trace.id))
    return bars


def _by_code(p: Plot) -> dict[str, list[float]]:
    """The figures of each period, none for some."""
    values: dict[str, list[float]] = {code: [] for code in p.codes}
    for mark in p.chart.marks():
        if mark.value is not None:
            values[mark.x].append(mark.value)
    return values


def _stacks(p: Plot) -> list[Bar]:
    """Parts on top of one another, upwards and downwards from zero."""
    styles = trace_styles([t.role for t in p.chart.traces])
    width = min(p.band * FILL, WIDEST)
    sums: dict[tuple[str, bool], float] = {}
    bars = []
    for trace, style in zip(p.chart.traces, styles, strict=True):
        for mark in trace.marks:
            if mark.value is None:
                continue
            key = (mark.x, mark.value >= 0)
            base = sums.get(key, 0.0)
            sums[key] = base + mark.value
            left = p.x(mark.x) - width / 2
            box = _box(p, left, left + width, base, base + mark.value)
            bars.append(Bar(box.inset(top=min(1.0, box.height / 2)), mark, style, trace.id))
    return bars


def _missing(p: Plot) -> list[str]:
    """A colon where a period has no figure at all, and above a stack that lacks a part: its height is not a total."""
    drawn = []
    for code, values in _by_code(p).items():
        short = len(values) < len(p.chart.traces) if p.chart.kind == "stacked" else not values
        if short:
            top = p.y(sum(v for v in values if v > 0)) - 5
            p.written.append(Box(p.x(code) - 3, top - SMALL, p.x(code) + 3, top + 2))
            drawn.append(text(p.pen, (p.x(code), top), ":", anchor="middle", token="muted", strong=True))
    return drawn


def _box(p: Plot, left: float, right: float, base: float, value: float) -> Box:
    top, bottom = sorted((p.y(base), p.y(value)))
    return Box(left, top, right, bottom)


def _column(p: Plot, bar: Bar) -> str:
    box, token = bar.box, bar.style.token
    if bar.mark.value == 0:
        return rect(p.pen, Box(box.left, box.top - 1.5, box.right, box.top), token)
    return outlined(p.pen, box, token) if bar.mark.provisional else rect(p.pen, box, token)


def _labels(p: Plot, bars: list[Bar]) -> list[str]:
    """Each column's value where all have room, else only the latest one's; flag letters always."""
    if p.chart.kind == "stacked":
        return []
    latest, fit = _latest(p), _all_fit(p, bars)
    drawn = []
    for bar in bars:
        full = fit or bar.mark is latest
        label = _value(p, bar.mark) if full else suffix(bar.mark, p.signs)
        drawn.append(_label(p, bar, label, bar.mark is latest) if label else "")
    return drawn


def _latest(p: Plot) -> Mark | None:
    """The mark whose value is written in any case: the newest, where there is one series."""
    return p.chart.traces[0].latest if len(p.chart.traces) == 1 else None


def _all_fit(p: Plot, bars: list[Bar]) -> bool:
    """Whether every column has room for its value."""
    room = min((b.box.width / FILL for b in bars), default=0.0)
    return all(text_width(_value(p, b.mark), SMALL) + 4 <= room for b in bars)


def _beyond(p: Plot) -> float:
    """Pixels right of the plot for the newest value where it is wider than a period: it would lie on an earlier one."""
    latest = _latest(p)
    if p.chart.kind == "stacked" or latest is None or _all_fit(p, _groups(p)):
        return 0.0
    width, count = text_width(_value(p, latest), SMALL, bold=True), len(p.codes)
    if width <= p.band or latest.x != p.codes[-1]:
        return 0.0
    reach = (1 + FILL) / 2  # of a period, from the left of its column to its end
    return max(0.0, (width - reach * p.band) / (1 - reach / count))


def _value(p: Plot, mark: Mark) -> str:
    if mark.value is None:
        return ""
    letters = suffix(mark, p.signs)
    return p.chart.number(mark.value) + (f" {letters}" if letters else "")


def _label(p: Plot, bar: Bar, label: str, strong: bool) -> str:
    """Words at the end of a column, moved away from it as far as they need to hide no line and no other column.

    Where the plot ends before that, they stand inside the column. The last column's begin where it does, if wider.
    """
    width = text_width(label, SMALL, strong)
    start = bar.box.left if strong and width > p.band else bar.middle - width / 2
    left = max(p.box.left, min(start, p.area.right - width))
    down = (bar.mark.value or 0.0) < 0
    tops = [bar.box.bottom + 3 + step * 5 if down else bar.box.top - 4 - SMALL - step * 5 for step in range(12)]
    outside = [top for top in tops if p.box.top - LINE_HEIGHT <= top <= p.area.bottom - X_AXIS - SMALL]
    boxes = [Box(left, top, left + width, top + SMALL) for top in outside]
    if boxes:
        box = boxes[freest(boxes, p.taken, p.written)]
        p.written.append(box)
        return text(p.pen, (box.left, box.bottom - 1), label, size=SMALL, strong=strong, halo=True)
    ink = "ink" if bar.mark.provisional else "surface"
    y = bar.box.bottom - 6 if down else bar.box.top + SMALL + 2
    return text(p.pen, (bar.middle, y), label, size=SMALL, anchor="middle", strong=strong, token=ink)
