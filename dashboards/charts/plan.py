"""Where words have room in a picture that another program draws: reckoned at about the size that it will have.

Neither Plotly nor an office program keeps words apart. What stands at a mark moves with it when a reader zooms; places
are those of the whole picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dashboards.charts.model import Chart, Mark, Trace, break_places, columns, domain, position
from dashboards.charts.notes import Signs, signs, suffix
from dashboards.charts.pieces import runs
from dashboards.charts.svg.scale import Box, along, freest, near_ticks, text_width

TEXT, LINE = 13.0, 17.0
AROUND = 5.0  # pixels around a marker
ROOM_FOR_LETTER = 14.0
MOST_LIFTED = 9  # lines
FILL = 0.72  # of a period, by its columns
OVER_TIME = ("line", "column", "stacked")
Letters = Mapping[tuple[str, str], str]
AWAY = (8.0, 20.0, 36.0, 56.0, 80.0)


@dataclass(frozen=True)
class Dimensions:
    """The plot within its axes, in pixels, and about how many steps its value axis has."""

    width: float
    height: float
    steps: int = 5


WIDE, NARROW = Dimensions(680, 240), Dimensions(215, 150)
PANEL, NARROW_PANEL = Dimensions(165, 80, 2), Dimensions(115, 80, 2)


@dataclass(frozen=True)
class Plan:
    """A plot and what stands in it: lines and columns in `taken`, words in `written`."""

    chart: Chart
    size: Dimensions
    codes: tuple[str, ...]
    range: tuple[float, float]
    taken: list[Box] = field(default_factory=list)
    written: list[Box] = field(default_factory=list)

    @property
    def band(self) -> float:
        """Pixels from one period to the next."""
        return self.size.width / self._count

    @property
    def _count(self) -> int:
        return self._at(self.codes[-1]) + 1 if self.codes else 1

    def _at(self, code: str) -> int:
        return position(code) - position(self.codes[0]) if self.chart.frequency else self.codes.index(code)

    def across(self, place: float) -> float:
        """The pixel from the left of a place that is counted in periods from the first."""
        return (place + 0.5) * self.band

    def at(self, mark: Mark) -> tuple[float, float]:
        """The pixels of a mark, from the left and from the top."""
        return self.across(self._at(mark.x)), self.down(mark.value or 0.0)

    def down(self, value: float) -> float:
        """The pixel from the top of a value."""
        low, high = self.range
        return (high - value) / (high - low) * self.size.height

    def hides(self, box: Box) -> float:
        """The area of lines, columns and words below a box."""
        return sum(map(box.overlap, (*self.taken, *self.written)))


def axis_range(steps: Sequence[float]) -> tuple[float, float]:
    """From where to where the value axis goes: a little beyond its outer steps."""
    room = (steps[-1] - steps[0]) * 0.04
    return steps[0] - (room if steps[0] < 0 else 0), steps[-1] + room


def plans_of(chart: Chart, narrow: bool) -> tuple[Plan, ...]:
    """The plot of a chart over time, or each of its small ones; none of other charts, and without words yet."""
    if chart.kind == "multiples":
        return tuple(_panel(chart, trace, NARROW_PANEL if narrow else PANEL) for trace in chart.traces)
    return (plan_of(chart, NARROW if narrow else WIDE, columns(chart)),) if chart.kind in OVER_TIME else ()


def _panel(chart: Chart, trace: Trace, size: Dimensions) -> Plan:
    """The plot of one series of small ones; its heading is above it."""
    own = replace(chart, traces=(trace,), breaks=tuple(b for b in chart.breaks if b.about(trace)))
    made = plan_of(own, size, columns(chart))
    made.written.append(Box(0, -size.height, size.width, -2))
    return made


def plan_of(chart: Chart, size: Dimensions, codes: tuple[str, ...]) -> Plan:
    """A plot with its lines, columns and rules. codes: the periods of the whole picture."""
    made = Plan(chart, size, codes, axis_range(near_ticks(*domain(chart), size.steps)))
    if chart.kind in ("column", "stacked"):
        made.taken.extend(box for boxes in _columns(made) for box in boxes.values())
    else:
        for trace in chart.traces:
            for run in runs(chart, trace):
                made.taken.extend(along([made.at(m) for m in run], AROUND))
    for value in (v for rule in chart.rules for v in (rule.value, rule.value_high) if v is not None):
        made.taken.append(Box(0, made.down(value) - 1, size.width, made.down(value) + 1))
    for place, _ in break_places(chart) if made.codes else ():
        x = made.across(place - position(made.codes[0]) - 0.5)
        made.taken.append(Box(x - 1, 0, x + 1, size.height))
    return made


def _columns(plan: Plan) -> list[dict[str, Box]]:
    """The columns of each series by their periods; those of a stack from zero to its top."""
    traces = plan.chart.traces
    side = plan.band * FILL
    there = [m.x for m in plan.chart.marks() if m.value is not None]
    alone = plan.chart.kind == "stacked" or len(there) == len(set(there))
    width = side if alone else side / len(traces)
    sums: dict[str, float] = {}
    made = []
    for n, trace in enumerate(traces):
        boxes = {}
        for mark in (m for m in trace.marks if m.value is not None):
            sums[mark.x] = sums.get(mark.x, 0.0) + (mark.value or 0.0)
            end = sums[mark.x] if plan.chart.kind == "stacked" else mark.value or 0.0
            left = plan.at(mark)[0] - side / 2 + (0 if alone else n * width)
            top, bottom = sorted((plan.down(0), plan.down(end)))
            boxes[mark.x] = Box(left, top, left + width, bottom)
        made.append(boxes)
    return made


def letters(plan: Plan, kinds: Signs) -> Letters:
    """Trace and period -> where the letters of a mark stand, above or below it; none of those without room.

    On dense lines only where a stretch of equal letters begins. The newest mark has them behind its value.
    """
    places: dict[tuple[str, str], str] = {}
    for trace in plan.chart.traces:
        for run in runs(plan.chart, trace):
            for before, mark in pairwise((None, *run)):
                if mark and mark is not trace.latest and _begins(plan, kinds, before, mark):
                    places[trace.id, mark.x] = _letter(plan, suffix(mark, kinds), plan.at(mark))
    return {key: where for key, where in places.items() if where}


def _begins(plan: Plan, kinds: Signs, before: Mark | None, mark: Mark) -> bool:
    label = suffix(mark, kinds)
    same = before is not None and suffix(before, kinds) == label
    return bool(label) and (not same or plan.band >= ROOM_FOR_LETTER)


def _letter(plan: Plan, label: str, at: tuple[float, float]) -> str:
    x, y = at
    half = text_width(label, TEXT) / 2
    tops = [y - 20, y + AROUND] if y + 20 <= plan.size.height else [y - 20]
    boxes = [Box(x - half, top, x + half, top + 15) for top in tops]
    best = freest(boxes, plan.taken, plan.written)
    if any(boxes[best].overlap(w) > 2 for w in plan.written):
        return ""
    plan.written.append(boxes[best])
    return ("top center", "bottom center")[best]


def valued(plan: Plan, trace: Trace) -> Sequence[Mark]:
    """The columns whose values are written, as in the SVG: all where each has room, else the newest; of one series."""
    chart, kinds = plan.chart, signs(plan.chart)
    there = [m for m in trace.marks if m.value is not None]
    widest = max((text_width(f"{chart.number(m.value or 0.0)} {suffix(m, kinds)}", TEXT) for m in there), default=0.0)
    return () if len(chart.traces) > 1 else there if widest + 4 <= plan.band else there[-1:]


def lifted(plan: Plan, trace: Trace, said: Sequence[str]) -> list[str]:
    """The words at the end of columns, with empty lines between where they would lie on a line or on a column."""
    boxes = _columns(plan)[plan.chart.traces.index(trace)]
    made = []
    for mark, label in zip(trace.marks, said, strict=True):
        made.append(_lift(plan, boxes[mark.x], label, (mark.value or 0.0) < 0) if label else "")
    return made


def _lift(plan: Plan, bar: Box, label: str, down: bool) -> str:
    half, middle = text_width(label, TEXT) / 2, (bar.left + bar.right) / 2
    ends = [bar.bottom + 3 + n * LINE if down else bar.top - 3 - (n + 1) * LINE for n in range(MOST_LIFTED)]
    within = [top for n, top in enumerate(ends) if down or not n or top > -LINE / 2]
    boxes = [Box(middle - half, top + 2, middle + half, top + LINE - 2) for top in within]
    best = freest(boxes, plan.taken, plan.written)
    plan.written.append(boxes[best])
    empty = ["\u00a0"] * best
    return "<br>".join((*empty, label) if down else (label, *empty))
