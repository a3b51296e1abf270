"""The frame of a chart over time: its scales, value axis, grid and period labels. Lines across are in `svg_rules`."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboards.charts.model import Chart, Frequency, Trace, code_at, columns, domain, position
from dashboards.charts.notes import Signs, signs
from dashboards.charts.pieces import Run, runs
from dashboards.charts.svg.parts import LINE_HEIGHT, TEXT, Pen, line, num, path, text
from dashboards.charts.svg.scale import Box, Linear, near_ticks, spread, text_width
from dashboards.text import formats
from etl.model.period import period

X_AXIS = 22.0
LEAST = 4  # labels along an axis of time
DAYS = 365.25
Labels = list[tuple[str, str]]
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
    signs: Signs
    labelled: bool = True
    full: bool = True
    taken: list[Box] = field(default_factory=list)  # by lines and columns; filled while drawing
    written: list[Box] = field(default_factory=list)  # by words; filled while drawing
    runs: dict[str, tuple[Run, ...]] = field(default_factory=dict)  # of each trace, when first asked for
    pixels: dict[str, float] = field(default_factory=dict)  # the pixel of each period, when first asked for

    @property
    def band(self) -> float:
        """Pixels from one period to the next."""
        return abs(self.across(1) - self.across(0))

    def x(self, code: str) -> float:
        """The pixel of a period or category."""
        if code not in self.pixels:
            start = position(self.codes[0]) if self.chart.frequency else 0
            place = position(code) - start if self.chart.frequency else self.codes.index(code)
            self.pixels[code] = self.across(place)
        return self.pixels[code]

    def runs_of(self, trace: Trace) -> tuple[Run, ...]:
        """The pieces of one of its traces that a line may connect."""
        if trace.id not in self.runs:
            self.runs[trace.id] = runs(self.chart, trace)
        return self.runs[trace.id]

    def y(self, value: float) -> float:
        """The pixel of a value."""
        return self.up(value)


@dataclass(frozen=True)
class Panel:
    """One of several small charts: it shares the others' axes and signs, and may leave its values' labels out."""

    steps: tuple[float, ...]
    labelled: bool
    codes: tuple[str, ...]
    signs: Signs


def plot(chart: Chart, pen: Pen, area: Box, *, banded: bool, right: float = 0.0, panel: Panel | None = None) -> Plot:
    """Scales for a chart in an area; banded gives each period a column of its own, and room below a negative one."""
    steps = panel.steps if panel else value_steps(chart, area.height)
    gutter = value_gutter(chart, steps) if panel is None or panel.labelled else 0.0
    below = X_AXIS + (LINE_HEIGHT if banded and steps[0] < 0 else 0.0)
    box = area.inset(left=gutter, top=LINE_HEIGHT, right=right, bottom=below)
    codes = panel.codes if panel else columns(chart)
    count = position(codes[-1]) - position(codes[0]) + 1 if chart.frequency and codes else max(1, len(codes))
    half = box.width / count / 2 if banded else min(8.0, box.width / count / 2)
    across = Linear(0, max(1, count - 1), box.left + half, box.right - half)
    if count == 1:
        across = Linear(0, 1, (box.left + box.right) / 2, (box.left + box.right) / 2 + box.width)
    up = Linear(steps[0], steps[-1], box.bottom, box.top)
    labelled = panel is None or panel.labelled
    kinds = panel.signs if panel else signs(chart)
    return Plot(chart, pen, area, box, codes, across, up, steps, kinds, labelled, full=panel is None)


def value_steps(chart: Chart, height: float) -> tuple[float, ...]:
    """The values that get a grid line."""
    return near_ticks(*domain(chart), max(2, min(5, int(height // 55))))


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
    middles = spread([p.y(v) for v in p.steps], TEXT, p.box.top, p.box.bottom)
    for value, middle, name in zip(p.steps, middles, names, strict=True):
        if text_width(name, TEXT) + 8 > gutter:
            left, top = p.box.left - gutter, p.y(value) - LINE_HEIGHT
            p.written.append(Box(left, top, left + text_width(name, TEXT), top + LINE_HEIGHT))
            drawn.append(text(p.pen, (left, p.y(value) - 5), name, token="muted"))
        else:
            drawn.append(text(p.pen, (p.box.left - 8, middle + 4.5), name, anchor="end", token="muted"))
    return drawn


def _periods(p: Plot) -> list[str]:
    """The period labels that have room: of several ways to label the axis the first that gives LEAST of them."""
    best: list[tuple[float, str]] = []
    for way in _ways(p):
        if len(placed := _placed(p, way)) > len(best):
            best = placed
        if len(best) >= LEAST:
            break
    said = [text(p.pen, (x, p.area.bottom - 5), name, anchor="middle", token="muted") for x, name in best]
    return [*_marks(p), *said]


def _marks(p: Plot) -> list[str]:
    """Small marks along an axis of lines: at every period, or at every first of a year, where they have room."""
    per_year = PER_YEAR.get(p.chart.frequency)
    if per_year is None or p.chart.kind != "line" or not p.full:
        return []
    step = next((s for s in (1, per_year, 5 * per_year, 10 * per_year) if s * p.band >= 6), 20 * per_year)
    at = [p.x(c) for c in p.codes if position(c) % step == 0]
    return [path(p.pen, "".join(f"M{num(x)} {num(p.box.bottom)}v4" for x in at), "line", 1)] if at else []


def _placed(p: Plot, wanted: Labels) -> list[tuple[float, str]]:
    """Those of the labels, the most wanted first, that are apart from the ones before."""
    placed: list[tuple[float, str]] = []
    taken: list[tuple[float, float]] = []
    for code, name in wanted:
        half = text_width(name, TEXT) / 2
        x = max(p.area.left + half, min(p.x(code), p.area.right - half))
        if all(x + half + 8 <= start or x - half >= end + 8 for start, end in taken):
            taken.append((x - half, x + half))
            placed.append((x, name))
    return placed


def _ways(p: Plot) -> Iterator[Labels]:
    """Ways to label the axis, the best first: both ends with a regular step; regular steps; years as ’25."""
    chart = p.chart
    if not chart.frequency:
        names = {m.x: m.label for m in chart.marks()}
        yield [(c, names[c]) for c in p.codes]
        return
    if chart.frequency == "D":
        yield from _days(p)
    ends = [(c, formats.period(c, chart.lang, short=True)) for c in dict.fromkeys((p.codes[-1], p.codes[0]))]
    yield ends + (_regular(p) if p.full else [])
    if p.full and chart.frequency != "D":
        yield from (_from_last(p, short) for short in (False, True))
        yield _first_of_years(p)


def _regular(p: Plot) -> Labels:
    """Labels at every so many periods, years at years that the step divides; none where not even those have room."""
    chart = p.chart
    first, last = position(p.codes[0]), position(p.codes[-1])
    for step in STEPS[chart.frequency]:
        from_last = last % step if chart.frequency == "A" and step < 5 else 0
        regular = [
            (code_at(n, chart.frequency), _tick(n, step, chart))
            for n in range(first, last + 1)
            if n % step == from_last
        ]
        if regular and max(text_width(name, TEXT) for _, name in regular) + 14 <= step * p.band:
            return regular
    return []


def _from_last(p: Plot, short: bool) -> Labels:
    """Labels back from the last period, as close as they have room. short: with years as ’25."""
    chart = p.chart
    names = {c: formats.period(c, chart.lang, short=True) for c in p.codes}
    if short:
        names = {c: name.replace(_year(c), f"’{_year(c)[-2:]}") for c, name in names.items()}
    step = math.ceil((max(text_width(name, TEXT) for name in names.values()) + 10) / p.band)
    return [(c, names[c]) for c in p.codes[::-1][::step]]


def _first_of_years(p: Plot) -> Labels:
    """The years where they begin, without the ends of the axis."""
    per_year = PER_YEAR[p.chart.frequency]
    starts = [c for c in p.codes if position(c) % per_year == 0]
    step = next((s for s in (1, 2, 5) if text_width("2000", TEXT) + 10 <= s * per_year * p.band), 10)
    return [(c, _year(c)) for c in starts if period(c).year % step == 0]


def _days(p: Plot) -> Iterator[Labels]:
    """Of an axis of days, the first days of years, or of months where it is short."""
    first, last = period(p.codes[0]), period(p.codes[-1])
    for step in (1, 2, 5, 10):
        years = [f"{y}" for y in range(first.year + 1, last.year + 1) if y % step == 0]
        if text_width("2000", TEXT) + 14 <= step * DAYS * p.band:
            yield [(f"{y}-01-01", y) for y in years]
            break
    months = [period(f"{y}-{m:02d}") for y in range(first.year, last.year + 1) for m in (1, 4, 7, 10)]
    there = [m for m in months if first.first <= m.first <= last.first]
    yield [(m.first.isoformat(), formats.period(m.text, p.chart.lang, short=True)) for m in there]


def _tick(place: int, step: int, chart: Chart) -> str:
    """A tick every year or rarer is called by its year alone."""
    code = code_at(place, chart.frequency)
    return _year(code) if step % PER_YEAR[chart.frequency] == 0 else formats.period(code, chart.lang, short=True)


def _year(code: str) -> str:
    return str(period(code).year)
