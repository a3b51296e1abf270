"""Lines across a chart over time, in words: references, quotas and ceilings, and breaks in the series.

An observation is a thin dashed line, a target a strong whole one; neither judges. Words go where they hide nothing.
"""

from collections.abc import Iterator

from dashboards.charts.model import BreakLine, Chart, Rule, break_places, position
from dashboards.charts.notes import BREAK_LETTER, break_label
from dashboards.charts.palette import REFERENCE_DASH
from dashboards.charts.svg.axes import Plot
from dashboards.charts.svg.parts import LINE_HEIGHT, TEXT, Anchor, Pen, Point, block, line, rect
from dashboards.charts.svg.scale import Box, balanced, freest, text_width

KEY = 30.0
NARROW = 480.0
LITTLE_HIDDEN, MOST_HIDDEN = 4.0, 60.0  # square pixels; the latter where a letter can stand for words
MOST_LINES = 4  # of the words of a break
LETTER_APART = 4.0  # pixels between the letter of a break and words beside it, not to be read as theirs


def break_lines(p: Plot) -> tuple[tuple[float, BreakLine], ...]:
    """The breaks within the plot, each with its place from left to right."""
    first, last = (position(p.codes[0]), position(p.codes[-1])) if p.codes else (0, 0)
    return tuple((p.across(at - first) - p.band / 2, b) for at, b in break_places(p.chart) if first < at <= last)


def lines_in(p: Plot) -> tuple[Box, ...]:
    """What words should not hide: lines, columns, and those of breaks."""
    return (*p.taken, *(Box(x - 1, p.box.top, x + 1, p.box.bottom) for x, _ in break_lines(p)))


def breaks(p: Plot) -> list[str]:
    """Dotted vertical lines where a series changes its meaning, each with its label."""
    drawn = []
    for x, b in break_lines(p):
        drawn.append(line(p.pen, (x, p.box.top), (x, p.box.bottom), "line", 1.25, "1.5 3"))
        drawn.append(_break_label(p, break_label(p.chart, b), x))
    return drawn


def _break_label(p: Plot, label: str, x: float) -> str:
    """The words of a break beside its line, as far up as they hide nothing, in narrow or in wide lines.

    Where they would hide too much of a line, the letter b stands for them; the notes say what it means.
    """
    spots: list[tuple[tuple[str, ...], Box, Anchor]] = []
    for width in (min(150.0, p.box.width * 0.45), p.box.width * 0.7, 90.0):
        lines = balanced(label, width, TEXT)
        if len(lines) > MOST_LINES:
            continue
        for down in range(0, int(p.box.height - len(lines) * LINE_HEIGHT), 8):
            right = text_box(p, lines, x + 5, p.box.top + down, "start")
            left = text_box(p, lines, x - 5, p.box.top + down, "end")
            spots += [(lines, right, "start")] if right.left > x else []
            spots += [(lines, left, "end")] if left.right < x else []
    if spots:
        lines, box, anchor = spots[freest([box for _, box, _ in spots], p.taken, p.written)]
        meets = any(box.overlap(w) > 2 for w in p.written)
        if not meets and sum(box.overlap(t) for t in p.taken) <= MOST_HIDDEN:
            return written(p, lines, box, anchor, "muted")
    steps = range(-int(LINE_HEIGHT), int(p.box.height - LINE_HEIGHT), 8)
    letters = [text_box(p, (BREAK_LETTER,), x, p.box.top + each, "middle") for each in steps]
    apart = [box.inset(-LETTER_APART, 0, -LETTER_APART, 0) for box in letters]
    return written(p, (BREAK_LETTER,), letters[freest(apart, (), p.written)], "middle", "muted")


def in_legend(chart: Chart, width: float, pen: Pen) -> tuple[Rule, ...]:
    """Lines across all of the picture whose words have no place in it: between narrow columns, or among lines."""
    between = chart.kind in ("column", "stacked") and width < NARROW
    across = {r.label: r for r in chart.rules if r.x_from is None and r.x_to is None}
    return tuple(r for r in across.values() if between or r.label in pen.named_above)


def rule_lines(p: Plot) -> list[str]:
    """Reference and target lines of the periods in the picture; their places are marked as taken."""
    drawn = []
    for rule in _drawn(p):
        x0, x1 = _extent(p, rule)
        levels = [p.y(v) for v in (rule.value, rule.value_high) if v is not None]
        p.taken.extend(Box(x0, y - 1, x1, y + 1) for y in levels)
        drawn.append(_rule(p, rule))
    return drawn


def rule_labels(p: Plot) -> list[str]:
    """The words of the lines, each label once."""
    by_label: dict[str, list[Rule]] = {}
    elsewhere = in_legend(p.chart, p.area.width, p.pen)
    for rule in (r for r in _drawn(p) if r.label and r not in elsewhere):
        by_label.setdefault(rule.label, []).append(rule)
    return [_rule_label(p, rules) for rules in by_label.values()]


def _drawn(p: Plot) -> list[Rule]:
    """The rules that are about a period in the picture."""
    return [r for r in p.chart.rules if any(r.holds(c) for c in p.codes)]


def _extent(p: Plot, r: Rule) -> tuple[float, float]:
    """From where to where a rule is drawn: half a period beyond its first and last, within the box."""
    if r.x_from is None and r.x_to is None:
        return p.box.left, p.box.right
    held = [c for c in p.codes if r.holds(c)]
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
        edged = dash and p.chart.kind in ("column", "stacked")  # each dash, so that columns stay whole between them
        casing = line(p.pen, (x0, y), (x1, y), "surface", width + 2, dash) if edged else ""
        drawn += casing + line(p.pen, (x0, y), (x1, y), token, width, dash)
    return drawn


def _rule_label(p: Plot, rules: list[Rule]) -> str:
    """The words beside their line; where they hide something there, the legend names it if it can."""
    ink = "muted" if rules[0].role == "reference" else "target"
    beside = [spot for r in rules for spot in _beside(p, r)]
    lies = lines_in(p)
    lines, box, anchor = beside[freest([box for _, box, _ in beside], lies, p.written)]
    hidden = sum(box.overlap(t) for t in (*lies, *p.written))
    alike = [r for r in _drawn(p) if _look(r) == _look(rules[0]) and r.label != rules[0].label]
    if hidden > (MOST_HIDDEN if alike else LITTLE_HIDDEN):
        p.pen.crowded.add(rules[0].label)
    return written(p, lines, box, anchor, ink)


def sample(pen: Pen, rule: Rule, at: Point) -> str:
    """A piece of the line, as it stands before its words."""
    token, width, dash = _look(rule)
    return line(pen, at, (at[0] + KEY - 6, at[1]), token, width, dash)


def _beside(p: Plot, r: Rule) -> Iterator[tuple[tuple[str, ...], Box, Anchor]]:
    """Places directly above and below the line: on one line of text, then on more."""
    x0, x1 = _extent(p, r)
    places: tuple[tuple[float, Anchor], ...] = ((x1, "end"), (x0 + 2, "start"), ((x0 + x1) / 2, "middle"))
    for width in (p.box.width, max(110.0, p.box.width * 0.5)):
        lines = balanced(r.label, width, TEXT)
        top = p.y(r.value if r.value_high is None else r.value_high) - len(lines) * LINE_HEIGHT - 3
        for x, anchor in places:
            for y in (top, p.y(r.value) + 3):
                yield lines, text_box(p, lines, x, y, anchor), anchor


def text_box(p: Plot, lines: tuple[str, ...], x: float, top: float, anchor: Anchor) -> Box:
    """The place of lines of text, kept inside the plot."""
    width, tall = max(text_width(each, TEXT) for each in lines), len(lines) * LINE_HEIGHT
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    left = max(p.box.left, min(left, p.box.right - width))
    top = max(p.box.top - LINE_HEIGHT, min(top, p.box.bottom - tall))
    return Box(left, top, left + width, top + tall)


def written(p: Plot, lines: tuple[str, ...], box: Box, anchor: Anchor, token: str) -> str:
    """Text in a box, which is marked as taken by words."""
    p.written.append(box)
    x = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}[anchor]
    return block(p.pen, (x, box.top + 12), lines, anchor=anchor, token=token, halo=True)
