"""The frame of a chart over time: value axis, grid, period labels, breaks, reference and target lines, in words.

Labels are put where they overlap least with what is already drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboards import words
from dashboards.chart import Chart, Frequency, Rule, code_at, columns, domain, position
from dashboards.palette import REFERENCE_DASH
from dashboards.render.scale import Box, Linear, freest, text_width, ticks, wrap
from dashboards.render.svg_parts import LINE_HEIGHT, TEXT, Anchor, Pen, block, line, rect, text

X_AXIS = 22.0
KEY = 30.0
STEPS: dict[Frequency, tuple[int, ...]] = {
    "A": (1, 2, 5, 10, 20), "Q": (1, 2, 4, 8, 20, 40), "M": (1, 3, 6, 12, 24, 60, 120), "D": (), "": (),
}  # fmt: skip
PER_YEAR: dict[Frequency, int] = {"A": 1, "Q": 4, "M": 12}


@dataclass(frozen=True)
class Plot:
    """Where data are drawn: the box, its scales, and the places that are taken by lines and labels."""

    chart: Chart
    pen: Pen
    box: Box
    codes: tuple[str, ...]
    across: Linear
    up: Linear
    steps: tuple[float, ...]
    labelled: bool = True
    full: bool = True
    taken: list[Box] = field(default_factory=list)

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
    """Scales for a chart in an area; banded gives each period a column of its own."""
    steps = panel.steps if panel else value_steps(chart, area.height)
    gutter = value_gutter(chart, steps) if panel is None or panel.labelled else 0.0
    box = area.inset(left=gutter, top=LINE_HEIGHT, right=right, bottom=X_AXIS)
    codes = columns(chart)
    count = position(codes[-1]) - position(codes[0]) + 1 if chart.frequency and codes else max(1, len(codes))
    half = box.width / count / 2 if banded else min(8.0, box.width / count / 2)
    across = Linear(0, max(1, count - 1), box.left + half, box.right - half)
    if count == 1:
        across = Linear(0, 1, (box.left + box.right) / 2, (box.left + box.right) / 2 + box.width)
    return Plot(
        chart,
        pen,
        box,
        codes,
        across,
        Linear(steps[0], steps[-1], box.bottom, box.top),
        steps,
        panel is None or panel.labelled,
    )


def value_steps(chart: Chart, height: float) -> tuple[float, ...]:
    """The values that get a grid line."""
    return ticks(*domain(chart), max(2, min(5, int(height // 55))))


def value_gutter(chart: Chart, steps: tuple[float, ...]) -> float:
    """Pixels that value labels need; the top one may reach into the plot, above its grid line."""
    return max(text_width(each, TEXT) for each in words.axis_numbers(steps, chart.unit, chart.lang)[:-1]) + 8


def frame(p: Plot) -> list[str]:
    """Grid, value labels and period labels."""
    return [*_values(p), *_periods(p)]


def breaks(p: Plot) -> list[str]:
    """Dotted vertical lines where a series changes its meaning, each with its label."""
    drawn = []
    for b in p.chart.breaks:
        if not p.codes or not position(p.codes[0]) < position(b.x) <= position(p.codes[-1]):
            continue
        x = p.x(b.x) - p.band / 2
        drawn.append(line(p.pen, (x, p.box.top), (x, p.box.bottom), "line", 1.25, "1.5 3"))
        lines = wrap(b.label, min(150.0, p.box.width * 0.45), TEXT)
        drawn.append(placed(p, lines, [(x + 5, p.box.top, "start"), (x - 5, p.box.top, "end")], "muted"))
    return drawn


def rule_lines(p: Plot) -> list[str]:
    """Reference and target lines; their places are marked as taken."""
    drawn = []
    for rule in p.chart.rules:
        x0, x1 = _extent(p, rule)
        p.taken += [Box(x0, p.y(v) - 1, x1, p.y(v) + 1) for v in (rule.value, rule.value_high) if v is not None]
        drawn.append(_rule(p, rule))
    return drawn


def rule_labels(p: Plot) -> list[str]:
    """The words of the lines, each label once."""
    return [_rule_label(p, rule) for rule in {r.label: r for r in p.chart.rules}.values()]


def _values(p: Plot) -> list[str]:
    names = words.axis_numbers(p.steps, p.chart.unit, p.chart.lang)
    drawn = [line(p.pen, (p.box.left, p.y(v)), (p.box.right, p.y(v)), "line" if v == 0 else "grid") for v in p.steps]
    if not p.labelled:
        return drawn
    gutter = value_gutter(p.chart, p.steps)
    for value, name in zip(p.steps, names, strict=True):
        if text_width(name, TEXT) + 8 > gutter:
            drawn.append(text(p.pen, (p.box.left - gutter, p.y(value) - 5), name, token="muted"))
        else:
            drawn.append(text(p.pen, (p.box.left - 8, p.y(value) + 4.5), name, anchor="end", token="muted"))
    return drawn


def _periods(p: Plot) -> list[str]:
    return [
        text(p.pen, (x, p.box.bottom + X_AXIS - 5), label, anchor=anchor, token="muted")
        for x, label, anchor in labels(p)
    ]


def labels(p: Plot) -> list[tuple[float, str, Anchor]]:
    """The period labels that have room: the last one first, then the first, then a regular step between them."""
    if not p.codes:
        return []
    shown: list[tuple[float, str, Anchor]] = []
    extents: list[tuple[float, float]] = []
    for code, name in _wanted(p):
        width, x = text_width(name, TEXT), p.x(code)
        anchor: Anchor = "middle"
        start = x - width / 2
        if start + width > p.box.right + 4:
            anchor, start = "end", x - width + min(p.band / 2, 8)
        elif start < p.box.left - 8:
            anchor, start = "start", x - min(p.band / 2, 8)
        if all(start + width + 10 <= a or start >= b + 10 for a, b in extents):
            extents.append((start, start + width))
            shown.append((start + {"start": 0.0, "middle": width / 2, "end": width}[anchor], name, anchor))
    return sorted(shown)


def _wanted(p: Plot) -> list[tuple[str, str]]:
    """Codes with their labels, most wanted first."""
    chart = p.chart
    if not chart.frequency:
        names = {m.x: m.label for m in chart.marks()}
        return [(c, names[c]) for c in p.codes]
    ends = [(c, words.period(c, chart.lang, short=True)) for c in dict.fromkeys((p.codes[-1], p.codes[0]))]
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
    return code[:4] if step % PER_YEAR[chart.frequency] == 0 else words.period(code, chart.lang, short=True)


def _extent(p: Plot, r: Rule) -> tuple[float, float]:
    """From where to where a rule is drawn: half a period beyond its first and last, within the box."""
    held = [c for c in p.codes if r.holds(c)]
    if not held or (r.x_from is None and r.x_to is None):
        return p.box.left, p.box.right
    half = p.band / 2
    return max(p.box.left, p.x(held[0]) - half), min(p.box.right, p.x(held[-1]) + half)


def _look(r: Rule) -> tuple[str, float, str]:
    """Colour, width and pattern: an observation is thin and dashed, a target strong and whole."""
    return ("line", 1.5, REFERENCE_DASH) if r.role == "reference" else ("target", 2.25, "")


def _rule(p: Plot, r: Rule) -> str:
    (x0, x1), (token, width, dash) = _extent(p, r), _look(r)
    levels = [p.y(v) for v in (r.value, r.value_high) if v is not None]
    drawn = ""
    if len(levels) > 1:
        drawn += rect(p.pen, Box(x0, levels[1], x1, levels[0]), token, 'fill-opacity="0.14"')
    for y in levels:
        casing = line(p.pen, (x0, y), (x1, y), "surface", width + 2) if p.chart.kind in ("column", "stacked") else ""
        drawn += casing + line(p.pen, (x0, y), (x1, y), token, width, dash)
    return drawn


def _rule_label(p: Plot, r: Rule) -> str:
    """The words beside their line where they hide nothing; else in a free place of the plot behind a piece of it."""
    token = "muted" if r.role == "reference" else "target"
    beside = _beside(p, r)
    best = freest([box for _, box, _ in beside], p.taken)
    lines, box, anchor = beside[best]
    if sum(box.overlap(t) for t in p.taken) < 4:
        return _written(p, lines, box, anchor, token)
    free = next((b for b in _elsewhere(p, r) if not any(b.overlap(t) for t in p.taken)), None)
    if free is None:
        return _written(p, lines, box, anchor, token)
    _, width, dash = _look(r)
    y = free.top + LINE_HEIGHT / 2
    sample = line(p.pen, (free.left, y), (free.left + KEY - 6, y), _look(r)[0], width, dash)
    p.taken.append(free)
    text_box = free.inset(left=KEY)
    return sample + _written(p, wrap(r.label, text_box.width + 1, TEXT), text_box, "start", token)


def _beside(p: Plot, r: Rule) -> list[tuple[tuple[str, ...], Box, Anchor]]:
    """Places directly above and below the line: on one line of text, then on more."""
    x0, x1 = _extent(p, r)
    places: tuple[tuple[float, Anchor], ...] = ((x1, "end"), (x0 + 2, "start"), ((x0 + x1) / 2, "middle"))
    found = []
    for width in (p.box.width, max(110.0, p.box.width * 0.5)):
        lines = wrap(r.label, width, TEXT)
        top = p.y(r.value if r.value_high is None else r.value_high) - len(lines) * LINE_HEIGHT - 3
        for x, anchor in places:
            found += [(lines, _box(p, lines, x, y, anchor), anchor) for y in (top, p.y(r.value) + 3)]
    return found


def _elsewhere(p: Plot, r: Rule) -> Iterator[Box]:
    """Places for a key anywhere in the plot, from the upper right on."""
    lines = wrap(r.label, max(110.0, p.box.width * 0.6), TEXT)
    width = max(text_width(each, TEXT) for each in lines) + KEY
    tall = len(lines) * LINE_HEIGHT
    for step in range(int((p.box.height - tall) // 6) + 1):
        top = p.box.top + step * 6
        for left in (p.box.right - width, p.box.left + 4, (p.box.left + p.box.right - width) / 2):
            yield Box(left, top, left + width, top + tall)


def _box(p: Plot, lines: tuple[str, ...], x: float, top: float, anchor: Anchor) -> Box:
    """The place of lines of text, kept inside the plot."""
    width, tall = max(text_width(each, TEXT) for each in lines), len(lines) * LINE_HEIGHT
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    left = max(p.box.left, min(left, p.box.right - width))
    top = max(p.box.top - LINE_HEIGHT, min(top, p.box.bottom - tall))
    return Box(left, top, left + width, top + tall)


def placed(p: Plot, lines: tuple[str, ...], spots: list[tuple[float, float, Anchor]], token: str) -> str:
    """Text at the freest of the spots, given as x, top and anchor; its place is marked as taken."""
    boxes = [_box(p, lines, *spot) for spot in spots]
    best = freest(boxes, p.taken)
    return _written(p, lines, boxes[best], spots[best][2], token)


def _written(p: Plot, lines: tuple[str, ...], box: Box, anchor: Anchor, token: str) -> str:
    p.taken.append(box)
    x = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}[anchor]
    return block(p.pen, (x, box.top + 12), lines, anchor=anchor, token=token, halo=True)
