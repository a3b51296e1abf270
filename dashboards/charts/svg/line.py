"""Line charts: lines that stop at gaps, hollow and dotted where figures are provisional, the latest value in words."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from dashboards.charts.model import Chart, Mark, Trace
from dashboards.charts.notes import signs, suffix
from dashboards.charts.palette import PROVISIONAL_DASH, TraceStyle, trace_styles
from dashboards.charts.pieces import covered, segments
from dashboards.charts.svg.axes import Panel, Plot, frame, plot
from dashboards.charts.svg.parts import (
    LINE_HEIGHT,
    SMALL,
    TEXT,
    Anchor,
    Pen,
    Point,
    block,
    markers,
    path,
    polyline,
    text,
)
from dashboards.charts.svg.rules import breaks, lines_in, rule_labels, rule_lines, text_box, written
from dashboards.charts.svg.scale import Box, Cells, along, freest, spread, steps_along, text_width, wrap

LABEL = 150.0
DIRECT_FROM = 560.0
MOST_DIRECT = 4
MOST_VALUES = 8  # lines whose newest value is written
ROOM_FOR_MARKER = 22.0
ROOM_FOR_LETTER = 14.0
RADIUS, SMALL_RADIUS = 4.25, 3.0
RIM = 2.5  # pixels by which a marker is larger that another one lies on
OFFSET = 26.0
HIDDEN = 12.0  # square pixels of lines that a label may hide before it is moved further away
CLEAR = 10.0  # pixels beside the end of a line, and four times so many above and below, that other labels leave free
STEP = 8  # pixels between the places that are tried for it
LEADER = ("line", 0.8)  # colour and width of the line from words to their point: that of no series
FAR = 24.0  # pixels from the end of a line to its words, from which on a thin line leads there


def direct(chart: Chart, width: float) -> bool:
    """Whether lines are named at their ends; otherwise they need a legend."""
    return 1 < len(chart.traces) <= MOST_DIRECT and width >= DIRECT_FROM


def draw(chart: Chart, pen: Pen, area: Box, panel: Panel | None = None) -> list[str]:
    """The whole chart in its area; as a panel its latest value is written elsewhere."""
    styles = dict(zip((t.id for t in chart.traces), trace_styles([t.role for t in chart.traces]), strict=True))
    ends = {} if panel else _end_lines(chart, area)
    widest = max((text_width(each, TEXT, bold=True) for lines in ends.values() for each in lines), default=0.0)
    p = plot(
        chart, pen, area, banded=False, right=widest + (OFFSET if len(ends) > 1 else 8) if ends else 6, panel=panel
    )
    for trace in chart.traces:
        for run in p.runs_of(trace):
            p.taken.extend(along(_points(p, run)))
    drawn = [*frame(p), *rule_lines(p)]
    lines = [each for trace in chart.traces for each in _joins(p, trace, styles[trace.id])]
    letters = [each for trace in chart.traces for each in _letters(p, trace)]
    said = _ends(p, ends, styles)
    labels = rule_labels(p)  # before those of breaks, for which a letter can stand
    points = _all_markers(p, styles)
    return [*drawn, *lines, *letters, *said, *labels, *breaks(p), *points]  # no edge of words hides a figure


def _points(p: Plot, marks: Sequence[Mark]) -> list[Point]:
    return [(p.x(m.x), p.y(m.value)) for m in marks if m.value is not None]


def _joins(p: Plot, trace: Trace, style: TraceStyle) -> list[str]:
    drawn = []
    for run in p.runs_of(trace):
        for marks, firm in segments(run):
            if len(marks) > 1:
                dash = style.dash if firm else PROVISIONAL_DASH
                drawn.append(path(p.pen, polyline(_points(p, marks)), style.token, style.width, dash))
    return drawn


def _all_markers(p: Plot, styles: dict[str, TraceStyle]) -> list[str]:
    """The markers of every series: one that others lie on is larger, so that its rim is seen."""
    shown = {t.id: [*_marked(p, t), *([t.latest] if t.latest else [])] for t in p.chart.traces}
    under = covered(shown, p.y)
    return [each for t in p.chart.traces for each in _markers(p, t, shown[t.id], styles[t.id], under)]


def _markers(
    p: Plot, trace: Trace, shown: Sequence[Mark], style: TraceStyle, under: Mapping[tuple[str, str], int]
) -> list[str]:
    """Those of one series, alike ones in one path, the newest figure last. under: see `covered`."""
    alike: dict[tuple[float, bool], list[Mark]] = {}
    for mark in shown:
        radius = RADIUS if mark is trace.latest else SMALL_RADIUS
        alike.setdefault((radius + RIM * under.get((trace.id, mark.x), 0), mark.provisional), []).append(mark)
    drawn = [
        markers(p.pen, style.marker, _points(p, marks), style.token, radius, hollow)
        for (radius, hollow), marks in sorted(alike.items(), key=lambda each: (trace.latest in each[1], each[0]))
    ]
    for mark in trace.marks:
        x, y = p.x(mark.x), p.box.bottom if mark.value is None else p.y(mark.value)
        p.pen.put(trace.id, mark.x, (x, y))
    if not p.full:
        p.pen.panels[trace.id] = p.area
    return [d for d in drawn if d]


def _marked(p: Plot, trace: Trace) -> list[Mark]:
    """The marks that get a marker: lone ones always, provisional ones where there is room, all where lines are many."""
    alone = {run[0].x for run in p.runs_of(trace) if len(run) == 1}
    latest = trace.latest
    few = len(p.chart.traces) <= MOST_DIRECT
    stride = 1 if few and p.band >= ROOM_FOR_MARKER else max(1, round(64 / p.band))
    count = len(trace.marks)
    shown = []
    for n, mark in enumerate(trace.marks):
        regular = len(p.chart.traces) > 1 and (count - 1 - n) % stride == 0
        hollow = mark.provisional and p.band >= ROOM_FOR_LETTER / 2
        if mark is not latest and (mark.x in alone or regular or hollow):
            shown.append(mark)
    return shown


def _letters(p: Plot, trace: Trace) -> list[str]:
    """Flag letters above the marks; on dense lines only where a stretch of equal flags begins, and not twice."""
    drawn, latest = [], trace.latest
    for run in p.runs_of(trace):
        for before, mark in pairwise((None, *run)):
            letters = suffix(mark, p.signs) if mark else ""
            begins = before is None or suffix(before, p.signs) != letters
            if mark and letters and mark is not latest and (begins or p.band >= ROOM_FOR_LETTER):
                drawn.append(_letter(p, letters, _points(p, [mark])[0]))
    return [d for d in drawn if d]


def _letter(p: Plot, letters: str, at: Point) -> str:
    """Letters above or below a mark, whichever hides less; nothing where others stand already."""
    x, y = at
    half = text_width(letters, SMALL) / 2
    boxes = [Box(x - half, base - SMALL + 3, x + half, base + 2) for base in (y - 8, y + 17) if base <= p.box.bottom]
    place = boxes[freest(boxes, p.taken, p.written)]
    if any(place.overlap(w) > 2 for w in p.written):
        return ""
    p.written.append(place)
    return text(p.pen, (x, place.bottom - 2), letters, size=SMALL, anchor="middle", token="muted", halo=True)


def _end_lines(chart: Chart, area: Box) -> dict[str, tuple[str, ...]]:
    """What is written at the end of each line: its name where direct, and its latest value; nothing for many lines."""
    kinds, named = signs(chart), direct(chart, area.width)
    lines: dict[str, tuple[str, ...]] = {}
    for trace in chart.traces if len(chart.traces) <= MOST_VALUES else ():
        if trace.latest and trace.latest.value is not None:
            letters = suffix(trace.latest, kinds)
            value = chart.number(trace.latest.value) + (f" {letters}" if letters else "")
            lines[trace.id] = (*(wrap(trace.name, LABEL, TEXT) if named else ()), value)
    tall = sum(len(each) for each in lines.values()) * LINE_HEIGHT
    return lines if tall <= area.height - 2 * LINE_HEIGHT else {}


def _ends(p: Plot, ends: dict[str, tuple[str, ...]], styles: dict[str, TraceStyle]) -> list[str]:
    """Labels right of the plot, pushed apart, the newest bold; that of a line that stops early is at its last point."""
    last = {t.id: _points(p, [t.latest])[0] for t in p.chart.traces if t.latest and t.id in ends}
    beside = {key: at for key, at in last.items() if p.box.right - at[0] < 30}
    newest = max((x for x, _ in last.values()), default=0.0)
    several = len(p.chart.traces) > 1
    ink = {key: styles[key].word_token if several else "ink" for key in last}
    within = {key: at for key, at in last.items() if key not in beside}
    near = {key: Box(x - CLEAR, y - 4 * CLEAR, x + CLEAR, y + 4 * CLEAR) for key, (x, y) in within.items()}
    drawn = [
        _inside(p, ends[key], at, ink[key], [box for other, box in near.items() if other != key])
        for key, at in within.items()
    ]
    gap = max((len(ends[key]) for key in beside), default=1) * LINE_HEIGHT
    limits = p.box.top - LINE_HEIGHT + gap / 2, p.box.bottom - gap / 2 + 6
    places = spread([y for _, y in beside.values()], gap, *limits)
    for (key, (end, y)), place in zip(beside.items(), places, strict=True):
        moved = len(beside) > 1 and max(abs(a - b) for a, (_, b) in zip(places, beside.values(), strict=True)) > 3
        x = p.box.right + (OFFSET if moved else 8)
        if moved:
            drawn.append(path(p.pen, polyline([(end + 6, y), (end + 9, y), (x - 4, place)]), *LEADER))
        *name, value = ends[key]
        top = place - len(ends[key]) * LINE_HEIGHT / 2 + 12
        drawn.append(block(p.pen, (x, top), name, token=ink[key]))
        drawn.append(text(p.pen, (x, top + len(name) * LINE_HEIGHT), value, strong=end == newest, token=ink[key]))
    return drawn


def _inside(p: Plot, lines: tuple[str, ...], at: Point, ink: str, others: Sequence[Box]) -> str:
    """The label of a line that ends within the plot: beside its end; where it would hide much, in a free place.

    others: around the ends of other such lines, from which words need a way too.
    """
    x, y = at
    tall = len(lines) * LINE_HEIGHT
    spots: list[tuple[float, float, Anchor]] = [(x + 9, y - tall / 2, "start")]
    for away in (8, 20, 36, 56, 80, 110):
        spots += [(x, y - tall - away, "middle"), (x, y + away, "middle")]
        spots += [(x + 9, y - tall - away, "start"), (x + 9, y + away, "start"), (x - 9, y - tall - away, "end")]
    boxes = [text_box(p, lines, *spot) for spot in spots]
    lies = [*lines_in(p), *others]
    best = freest(boxes, lies, p.written)
    box, anchor = boxes[best], spots[best][2]
    hidden = sum(map(box.overlap, lies)) + HIDDEN * sum(map(box.overlap, p.written))
    if hidden > HIDDEN or _leads_through_words(p, box, at):
        lines, box, anchor = _free(p, lines, at, lies) or (lines, box, anchor)
    near = _nearest(box, at)
    far = math.dist(near, at) > FAR or _nearer_to_another(p, box, at)
    p.taken.extend(along((at, near)) if far else ())
    return (path(p.pen, polyline([at, near]), *LEADER) if far else "") + written(p, lines, box, anchor, ink)


def _nearest(box: Box, at: Point) -> Point:
    return min(max(at[0], box.left), box.right), min(max(at[1], box.top), box.bottom)


def _nearer_to_another(p: Plot, box: Box, at: Point) -> bool:
    """Whether words would be read as those of another mark, which is nearer to them than their own."""
    own = math.dist(_nearest(box, at), at)
    points = (point for trace in p.chart.traces for point in _points(p, trace.marks) if point != at)
    return any(math.dist(_nearest(box, point), point) < own for point in points)


def _leads_through_words(p: Plot, box: Box, at: Point) -> bool:
    """Whether the line from a point to a label would cross other words."""
    (x, y), (end, height) = at, _nearest(box, at)
    around = Box(min(x, end), min(y, height), max(x, end), max(y, height)).inset(-1, -1, -1, -1)
    met = [box for box in p.written if around.overlap(box)]  # of a thousand places most meet none
    return bool(met) and any(piece.overlap(w) for piece in steps_along((at, (end, height)), 1) for w in met)


def _free(
    p: Plot, lines: tuple[str, ...], at: Point, lies: Sequence[Box]
) -> tuple[tuple[str, ...], Box, Anchor] | None:
    """The nearest place where the words, in narrow or in wide lines, hide nothing, and no words lie on the way."""
    held = Cells(p.area.inset(top=-LINE_HEIGHT), (*lies, *p.written))
    *name, value = lines
    places = []
    for each in dict.fromkeys((lines, (*wrap(" ".join(name), 1.6 * LABEL, TEXT), value) if name else lines)):
        size = text_box(p, each, 0, 0, "start")
        lefts = range(int(p.box.left) + 3, int(p.box.right - size.width), STEP)
        tops = range(int(p.box.top - LINE_HEIGHT), int(p.box.bottom - size.height), STEP)
        places += [(math.dist(_nearest(box, at), at), each, box) for box in held.free(size, lefts, tops, 2)]
    near = sorted(places, key=lambda place: place[0])
    return next(((each, box, "middle") for _, each, box in near if not _leads_through_words(p, box, at)), None)
