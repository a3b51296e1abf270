"""Ranked bars, bullets against targets, and dumbbells of two moments, in the rows that `svg_rows` lays out."""

from collections.abc import Sequence

from dashboards.charts.model import Chart, Mark, Rule, columns, domain
from dashboards.charts.model import ranked as by_rank
from dashboards.charts.notes import signs
from dashboards.charts.palette import REFERENCE_DASH, TraceStyle, trace_styles
from dashboards.charts.svg.parts import LINE_HEIGHT, TEXT, Anchor, Pen, line, markers, rect, text
from dashboards.charts.svg.rows import (
    BESIDE,
    SMALL_LINE,
    Rows,
    bar,
    name,
    rows_in,
    spot,
    targets,
    value_room,
    value_words,
)
from dashboards.charts.svg.scale import Box, text_width, wrap
from dashboards.text.formats import T

Dot = tuple[Mark, bool, TraceStyle]  # whether it is of an older vintage, and its look
DOT = 5.5  # its radius


def ranked(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """Bars from highest to lowest, each with its value; those without a figure last, then groups of countries apart."""
    marks = by_rank(chart.traces[0]) if chart.traces else ()
    [style] = trace_styles([t.role for t in chart.traces[:1]] or ["main"])
    [aside] = trace_styles(["context"])
    room = value_room(chart)
    r = rows_in(chart, pen, area, marks, left=room if domain(chart)[0] < 0 else 0.0, right=room)
    drawn = _vertical_rules(r, len(marks))
    value = _value_above if r.narrow and domain(chart)[0] < 0 else _value
    for n, mark in enumerate(marks):
        look = aside if mark.aggregate else style
        drawn += [*name(r, n, mark.label), bar(r, n, mark, look), value(r, n, mark)]
        spot(r, n, chart.traces[0].id, mark)
    return [*drawn, *_zero(r, len(marks)), *_apart(r, marks)]


def _apart(r: Rows, marks: Sequence[Mark]) -> list[str]:
    """A line before the groups of countries, which are no part of the ranking; not over their names."""
    first = next((n for n, m in enumerate(marks) if m.aggregate and n), 0)
    y = r.box.top + first * r.pitch
    return [line(r.pen, (r.box.left, y), (r.area.right, y), "line", 1, REFERENCE_DASH)] if first else []


def bullet(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """A bar per row with a tick at each target that holds for it, named beside or below it."""
    trace = chart.traces[0]
    [style] = trace_styles([trace.role])
    held = [[rule for rule in chart.rules if rule.holds(m.x)] for m in trace.marks]
    said = [targets(chart, m) for m in trace.marks]
    beside = max((text_width(s, TEXT) for s in said), default=0.0) + value_room(chart) + 16
    r = rows_in(chart, pen, area, trace.marks, right=min(beside, area.width * BESIDE))
    drawn = []
    for n, (mark, rules, sentences) in enumerate(zip(trace.marks, held, said, strict=True)):
        drawn += [*name(r, n, mark.label), bar(r, n, mark, style)]
        spot(r, n, trace.id, mark)
        drawn += [_tick(r, n, rule) for rule in rules]
        drawn += _said(r, n, mark, sentences)
    return [*drawn, *_zero(r, len(trace.marks))]


def dumbbell(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """Two or more dots per row, joined; the outer two with their values. An older vintage is hollow. Oldest first."""
    by_x = {m.x: m for m in chart.marks()}
    rows = [by_x[x] for x in columns(chart) if x in by_x]
    room = value_room(chart) + 6
    r = rows_in(chart, pen, area, tuple(rows), left=room, right=room)
    styles = trace_styles([t.role for t in chart.traces])
    traces = [(t, t.by_x, style) for t, style in zip(chart.traces, styles, strict=True)]
    drawn = _vertical_rules(r, len(rows))
    for n, row in enumerate(rows):
        drawn += name(r, n, row.label)
        dots = [(m, t.role == "then", s) for t, marks, s in traces if (m := marks.get(row.x)) and m.value is not None]
        drawn += _dots(r, n, dots)
        for trace, marks, _ in traces:
            if mark := marks.get(row.x):
                x = r.box.left if mark.value is None else r.across(mark.value)
                pen.put(trace.id, row.x, (x, r.middle(n)))
        if r.narrow:
            drawn += _values_above(r, n, dots)
    return drawn


def _zero(r: Rows, count: int) -> list[str]:
    """The line that bars start from; only beside the bars where names stand above them."""
    x = r.across(0)
    if not r.narrow:
        return [line(r.pen, (x, r.box.top), (x, r.box.bottom), "line")]
    return [line(r.pen, (x, r.middle(n) - 10), (x, r.middle(n) + 10), "line") for n in range(count)]


def _value(r: Rows, n: int, mark: Mark) -> str:
    label = value_words(r.chart, mark, signs(r.chart))
    at = r.across(mark.value or 0.0)
    negative = mark.value is not None and mark.value < 0
    anchor: Anchor = "end" if negative else "start"
    token = "muted" if mark.value is None else "ink"
    return text(
        r.pen, (at - 6 if negative else at + 6, r.middle(n) + 4.5), label, anchor=anchor, token=token, halo=True
    )


def _value_above(r: Rows, n: int, mark: Mark) -> str:
    """The value at the right end of the name's line, for narrow bars that go both ways."""
    label = value_words(r.chart, mark, signs(r.chart))
    token = "muted" if mark.value is None else "ink"
    return text(r.pen, (r.area.right, r.middle(n) - 14), label, anchor="end", token=token)


def _tick(r: Rows, n: int, rule: Rule) -> str:
    """A target as a strong tick, an observation as a thin dashed one, a range as a pale band."""
    y, half = r.middle(n), min(13.0, r.pitch * 0.42)
    x = r.across(rule.value)
    token, width, dash = ("line", 1.5, REFERENCE_DASH) if rule.role == "reference" else ("target", 3.0, "")
    casing = line(r.pen, (x, y - half), (x, y + half), "surface", width + 2, dash) if dash else ""
    tick = casing + line(r.pen, (x, y - half), (x, y + half), token, width, dash)
    if rule.value_high is None:
        return tick
    return rect(r.pen, Box(x, y - half, r.across(rule.value_high), y + half), token, 'fill-opacity="0.16"') + tick


def _said(r: Rows, n: int, mark: Mark, targets: str) -> list[str]:
    """The value and the words of its targets: beside the bar, or above and below it where narrow."""
    label, y = value_words(r.chart, mark, signs(r.chart)), r.middle(n)
    if r.narrow:
        lines = wrap(targets, r.area.width, TEXT)
        value = text(r.pen, (r.area.right, y - 14), label, anchor="end", strong=True)
        return [
            value,
            *(text(r.pen, (r.area.left, y + 26 + k * SMALL_LINE), s, token="muted") for k, s in enumerate(lines)),
        ]
    room = value_room(r.chart)
    lines = wrap(targets, r.area.right - r.box.right - room - 16, TEXT)
    first = y + 4.5 - (len(lines) - 1) * SMALL_LINE / 2
    value = text(r.pen, (r.box.right + 12 + room - 8, y + 4.5), label, anchor="end", strong=True)
    x = r.box.right + 12 + room + 4
    return [value, *(text(r.pen, (x, first + k * SMALL_LINE), s, token="muted") for k, s in enumerate(lines))]


def _dots(r: Rows, n: int, dots: list[Dot]) -> list[str]:
    """Dots of one row, the join between them, and the values of the lowest and the highest outside them."""
    y, kinds = r.middle(n), signs(r.chart)
    if not dots:
        return [text(r.pen, (r.box.left, y + 4.5), T["no_figure"][r.chart.lang], token="muted")]
    order = sorted(dots, key=lambda f: f[0].value or 0.0)
    low, high = order[0][0], order[-1][0]
    x0, x1 = r.across(low.value or 0.0), r.across(high.value or 0.0)
    drawn = [line(r.pen, (r.box.left, y), (r.box.right, y), "grid"), line(r.pen, (x0, y), (x1, y), "line", 2.5)]
    for (mark, then, style), (x, down) in zip(
        order, _apart_by([r.across(m.value or 0.0) for m, _, _ in order]), strict=True
    ):
        drawn.append(markers(r.pen, style.marker, [(x, y + down)], style.token, DOT, then or mark.provisional))
    if r.narrow:
        return drawn
    drawn.append(text(r.pen, (x1 + 10, y + 4.5), value_words(r.chart, high, kinds), strong=not order[-1][1], halo=True))
    if len(order) > 1:
        low_words = value_words(r.chart, low, kinds)
        drawn.append(text(r.pen, (x0 - 10, y + 4.5), low_words, anchor="end", strong=not order[0][1], halo=True))
    return drawn


def _apart_by(across: Sequence[float]) -> list[tuple[float, float]]:
    """Dots from left to right with how far each stands below the middle: those that would hide one another, in turn."""
    groups: list[list[float]] = []
    for x in across:
        if groups and x - groups[-1][-1] < 2 * DOT:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [(x, (k - (len(group) - 1) / 2) * 1.5 * DOT) for group in groups for k, x in enumerate(group)]


def _values_above(r: Rows, n: int, dots: list[Dot]) -> list[str]:
    """The values of a row at the right end of its name's line, oldest first.

    An arrow leads from then to now; of two publications each value stands behind the sign of its dot.
    """
    right, y, kinds = r.area.right, r.middle(n) - 14, signs(r.chart)
    in_time = sorted(dots, key=lambda dot: not dot[1])
    if any(then for _, then, _ in dots):
        said = " → ".join(value_words(r.chart, mark, kinds) for mark, _, _ in in_time)
        return [text(r.pen, (right, y), said, anchor="end")]
    drawn = []
    for mark, _, style in reversed(in_time):
        label = value_words(r.chart, mark, kinds)
        at = (right - text_width(label, TEXT) - 10, y - 4.5)
        drawn += [text(r.pen, (right, y), label, anchor="end")]
        drawn += [markers(r.pen, style.marker, [at], style.token, 4, mark.provisional)]
        right = at[0] - 16
    return drawn


def _vertical_rules(r: Rows, count: int) -> list[str]:
    """Reference and target lines across the rows, their words on top; only beside the bars where names stand above."""
    drawn = []
    for n, rule in enumerate(r.chart.rules):
        x = r.across(rule.value)
        token, width, dash = ("line", 1.5, REFERENCE_DASH) if rule.role == "reference" else ("target", 2.25, "")
        y = r.box.top - 6 - (len(r.chart.rules) - 1 - n) * LINE_HEIGHT
        spans = (
            [(y + 3, r.box.bottom)] if not r.narrow else [(r.middle(k) - 11, r.middle(k) + 11) for k in range(count)]
        )
        drawn += [line(r.pen, (x, top), (x, bottom), token, width, dash) for top, bottom in spans]
        half = text_width(rule.label, TEXT) / 2
        centre = max(r.area.left + half, min(x, r.area.right - half))
        drawn.append(
            text(r.pen, (centre, y), rule.label, anchor="middle", token="muted" if dash else "target", halo=True)
        )
    return drawn
