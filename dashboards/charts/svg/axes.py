"""The frame of a chart over time: its scales, value axis, grid and period labels. Lines across are in `svg_rules`."""

from dataclasses import dataclass, field

from dashboards.charts.model import Chart, Frequency, code_at, columns, domain, position
from dashboards.charts.svg.parts import LINE_HEIGHT, TEXT, Pen, line, text
from dashboards.charts.svg.scale import Box, Linear, text_width, ticks
from dashboards.text import formats

X_AXIS = 22.0
STEPS: dict[Frequency, tuple[int, ...]] = {
    "A": (1, 2, 5, 10, 20), "Q": (1, 2, 4, 8, 20, 40), "M": (1, 3, 6, 12, 24, 60, 120), "D": (), "": (),
}  # fmt: skip
PER_YEAR: dict[Frequency, int] = {"A": 1, "Q": 4, "M": 12}


@dataclass(frozen=True)
class Plot:
    """Where data are drawn: the box within its area, its scales, and the places taken by lines and labels."""

    chart: Chart
    pen: Pen
    area: Box
    box: Box
    codes: tuple[str, ...]
    across: Linear
    up: Linear
    steps: tuple[float, ...]
    labelled: bool = True
    full: bool = True
    taken: list[Box] = field(default_factory=list)  # by lines and columns; filled while drawing
    written: list[Box] = field(default_factory=list)  # by words; filled while drawing

    @property
    def band(self) -> float:
        """Pixels from one period to the next."""
        return abs(self.across(1) - self.across(0))

    def x(self, code: str) -> float:
        """The pixel of a period or category."""
        if self.chart.frequency:
            return self.across(position(code) - position(self.codes[0]))
        return self.across(self.codes.index(code))

    def y(self, value: float) -> float:
        """The pixel of a value."""
        return self.up(value)


@dataclass(frozen=True)
class Panel:
    """One of several small charts: it shares the others' value axis and may leave its labels out."""

    steps: tuple[float, ...]
    labelled: bool


def plot(chart: Chart, pen: Pen, area: Box, *, banded: bool, right: float = 0.0, panel: Panel | None = None) -> Plot:
    """Scales for a chart in an area; banded gives each period a column of its own, and room below a negative one."""
    steps = panel.steps if panel else value_steps(chart, area.height)
    gutter = value_gutter(chart, steps) if panel is None or panel.labelled else 0.0
    below = X_AXIS + (LINE_HEIGHT if banded and steps[0] < 0 else 0.0)
    box = area.inset(left=gutter, top=LINE_HEIGHT, right=right, bottom=below)
    codes = columns(chart)
    count = position(codes[-1]) - position(codes[0]) + 1 if chart.frequency and codes else max(1, len(codes))
    half = box.width / count / 2 if banded else min(8.0, box.width / count / 2)
    across = Linear(0, max(1, count - 1), box.left + half, box.right - half)
    if count == 1:
        across = Linear(0, 1, (box.left + box.right) / 2, (box.left + box.right) / 2 + box.width)
    up = Linear(steps[0], steps[-1], box.bottom, box.top)
    labelled = panel is None or panel.labelled
    return Plot(chart, pen, area, box, codes, across, up, steps, labelled, full=panel is None)


def value_steps(chart: Chart, height: float) -> tuple[float, ...]:
    """The values that get a grid line."""
    return ticks(*domain(chart), max(2, min(5, int(height // 55))))


def value_gutter(chart: Chart, steps: tuple[float, ...]) -> float:
    """Pixels that value labels need; the top one may reach into the plot, above its grid line."""
    return max(text_width(each, TEXT) for each in formats.axis_numbers(steps, chart.unit, chart.lang)[:-1]) + 8


def frame(p: Plot) -> list[str]:
    """Grid, value labels and period labels."""
    return [*_values(p), *_periods(p)]


def _values(p: Plot) -> list[str]:
    names = formats.axis_numbers(p.steps, p.chart.unit, p.chart.lang)
    drawn = [line(p.pen, (p.box.left, p.y(v)), (p.box.right, p.y(v)), "line" if v == 0 else "grid") for v in p.steps]
    if not p.labelled:
        return drawn
    gutter = value_gutter(p.chart, p.steps)
    for value, name in zip(p.steps, names, strict=True):
        if text_width(name, TEXT) + 8 > gutter:
            left, top = p.box.left - gutter, p.y(value) - LINE_HEIGHT
            p.written.append(Box(left, top, left + text_width(name, TEXT), top + LINE_HEIGHT))
            drawn.append(text(p.pen, (left, p.y(value) - 5), name, token="muted"))
        else:
            drawn.append(text(p.pen, (p.box.left - 8, p.y(value) + 4.5), name, anchor="end", token="muted"))
    return drawn


def _periods(p: Plot) -> list[str]:
    """The period labels that have room: the last one first, then the first, then a regular step between them."""
    drawn: list[str] = []
    taken: list[tuple[float, float]] = []
    for code, name in _wanted(p):
        half = text_width(name, TEXT) / 2
        x = max(p.area.left + half, min(p.x(code), p.area.right - half))
        if all(x + half + 10 <= start or x - half >= end + 10 for start, end in taken):
            taken.append((x - half, x + half))
            drawn.append(text(p.pen, (x, p.area.bottom - 5), name, anchor="middle", token="muted"))
    return drawn


def _wanted(p: Plot) -> list[tuple[str, str]]:
    """Codes with their labels, most wanted first."""
    chart = p.chart
    if not chart.frequency:
        names = {m.x: m.label for m in chart.marks()}
        return [(c, names[c]) for c in p.codes]
    ends = [(c, formats.period(c, chart.lang, short=True)) for c in dict.fromkeys((p.codes[-1], p.codes[0]))]
    if not p.full:
        return ends
    first, last = position(p.codes[0]), position(p.codes[-1])
    for step in STEPS[chart.frequency]:
        from_last = last % step if chart.frequency == "A" and step < 5 else 0
        regular = [
            (code_at(n, chart.frequency), _tick(n, step, chart))
            for n in range(first, last + 1)
            if n % step == from_last
        ]
        if regular and max(text_width(name, TEXT) for _, name in regular) + 14 <= step * p.band:
            return ends + regular
    return ends


def _tick(place: int, step: int, chart: Chart) -> str:
    """A tick every year or rarer is called by its year alone."""
    code = code_at(place, chart.frequency)
    return code[:4] if step % PER_YEAR[chart.frequency] == 0 else formats.period(code, chart.lang, short=True)
