"""Words in the plot of the interactive picture: newest values, breaks, missing figures. Does not import Plotly."""

import datetime as dt
from html import escape
from typing import Any

from dashboards.charts.model import BreakLine, Chart, Mark, Trace, break_places, code_at, columns, domain, position
from dashboards.charts.notes import BREAK_LETTER, break_label, signs, suffix
from dashboards.charts.palette import PROVISIONAL_DASH
from dashboards.charts.plan import AWAY, LINE, TEXT, Plan
from dashboards.charts.plotly.traces import dash, place, styled
from dashboards.charts.svg.rows import value_room, value_words
from dashboards.charts.svg.scale import Box, along, freest, spread, text_width, wrap
from dashboards.text.formats import T

Made = dict[str, Any]
MOST_DIRECT = 4  # more lines than this have no room for their newest values
NEAR = 20.0  # pixels from the end of a line to its value, beyond which a thin line leads there
BREAK_WIDTH = 150


def spot(chart: Chart, code: str) -> str | int:
    """Where words of a period stand: on an axis of categories its number, since Plotly takes "2018" for one."""
    return place(chart, code) if chart.frequency in ("Q", "M", "D") else columns(chart).index(code)


def latest(plan: Plan, colours: dict[str, str]) -> tuple[list[Made], int]:
    """The newest value of each of a few lines, as the SVG writes it, and the room that takes on the right.

    Of lines that end together the values are pushed apart; the one of a line that stops earlier stands where it hides
    least, and a thin line leads there from afar.
    """
    chart = plan.chart
    if chart.kind == "column" and len(chart.traces) == 1 and (m := chart.traces[0].latest):
        beyond = text_width(f"{chart.number(m.value or 0.0)} {suffix(m, signs(chart))}", TEXT) - plan.band
        return [], round(max(0.0, beyond / 2))
    ends = [(t.id, m, s) for t, s in styled(chart) if (m := t.latest) and m.value is not None]
    if chart.kind != "line" or not chart.frequency or len(chart.traces) > MOST_DIRECT:
        return [], 0
    kinds, wide, made = signs(chart), 0.0, []
    beside = {key: plan.at(m)[1] for key, m, _ in ends if m.x == plan.codes[-1]}
    places = dict(zip(beside, spread(tuple(beside.values()), LINE, 0, plan.size.height), strict=True))
    for key, m, style in ends:
        value = f"{chart.number(m.value or 0.0)} {suffix(m, kinds)}".strip()
        ink = colours[style.word_token if len(chart.traces) > 1 else "ink"]
        said: Made = {"x": spot(chart, m.x), "y": m.value, "text": f"<b>{escape(value, quote=False)}</b>"}
        said |= {"showarrow": False, "font": {"color": ink, "size": TEXT}}
        width = text_width(value, TEXT, bold=True)
        if key in places:
            wide = max(wide, width + 10)
            said |= {"xanchor": "left", "xshift": 8, "yshift": beside[key] - places[key]}
        else:
            said |= _away(plan, m, width, ink)
        made.append(said)
    return made, round(wide)


def _away(plan: Plan, mark: Mark, width: float, ink: str) -> Made:
    """Where the value of a line that stops earlier stands: above or below its end, as near as it hides nothing."""
    x, y = plan.at(mark)
    spots = [
        (dx, away, down)
        for away in AWAY
        for dx in (0.0, width / 2 + 4, -width / 2 - 4)
        for down in (False, True)
        if 0 <= (y + away + LINE if down else y - away - LINE) <= plan.size.height
    ]
    boxes = [
        Box(x + dx - width / 2, top, x + dx + width / 2, top + LINE)
        for dx, away, down in spots
        for top in [y + away if down else y - away - LINE]
    ]
    best = freest(boxes, plan.taken, plan.written)
    dx, away, down = spots[best]
    plan.written.append(boxes[best])
    sign, anchor = (1, "top") if down else (-1, "bottom")
    if away <= NEAR:
        return {"yanchor": anchor, "yshift": -sign * away, "xshift": dx}
    plan.taken.extend(along(((x, y), (x + dx, y + sign * away)), 1))
    leader = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": ink, "standoff": 5}
    return {**leader, "ax": dx, "ay": sign * away, "yanchor": anchor}


def newest_of(chart: Chart, trace: Trace) -> str:
    """The newest value of a panel, with its period, as the SVG writes it below the panel's name."""
    mark = trace.latest
    if mark is None or mark.value is None:
        return T["no_figure"][chart.lang]
    return f"{f'{chart.number(mark.value)} {suffix(mark, signs(chart))}'.strip()} ({mark.label})"


def both(chart: Chart, colours: dict[str, str]) -> list[Made]:
    """The values of a row of dots above it, the earlier one first, a colon where there is none."""
    if chart.kind != "dumbbell":
        return []
    kinds, middle, made = signs(chart), sum(domain(chart)) / 2, []
    for row, code in enumerate(columns(chart)):
        marks = [t.by_x.get(code) for t in sorted(chart.traces, key=lambda t: t.role != "then")]
        values = [m.value for m in marks if m and m.value is not None]
        said = [
            f"{chart.number(m.value)} {suffix(m, kinds)}".strip() if m and m.value is not None else ":" for m in marks
        ]
        right = bool(values) and max(values) > middle
        where = {"x": max(values, default=0.0), "y": row, "xanchor": "right" if right else "left", "showarrow": False}
        where |= {"yshift": 13, "xshift": 7 if right else -7}
        made.append({"text": " → ".join(said), **where, "font": {"color": colours["ink"], "size": 12}})
    return made


def beside_rows(chart: Chart, colours: dict[str, str], narrow: bool) -> tuple[list[Made], int]:
    """The targets of each row in words, for bars after their values: right of the plot, where no bar or line is.

    On a phone the targets stand below the bar. And the pixels that this takes on the right.
    """
    kinds, valued = signs(chart), chart.kind == "bullet"
    first = value_room(chart) if valued else 0.0
    made, wide = [], 0.0
    for row, code in enumerate(columns(chart)):
        mark = next((m for m in chart.marks() if m.x == code), None)
        held = [r.label for r in chart.rules if (r.x_from or r.x_to) and r.holds(code)]
        at: Made = {"y": row, "x": 1, "xref": "paper", "showarrow": False}
        if held:
            said = "<br>".join(escape(each, quote=False) for each in held)
            below = {"x": 0, "xanchor": "left", "yanchor": "top", "y": row + 0.21}
            beside = {"xanchor": "left", "yanchor": "middle", "xshift": first + 12}
            made.append(at | (below if narrow else beside) | {"text": said, "align": "left", **_small(colours)})
            wide = max(wide, *(0.0 if narrow else text_width(each, 12) + 12 for each in held))
        if valued and mark:
            value = escape(value_words(chart, mark, kinds), quote=False)
            ink = {"font": {"color": colours["ink"], "size": TEXT}}
            made.append(at | {"text": f"<b>{value}</b>", "xanchor": "right", "xshift": first, **ink})
    return made, round(first + wide)


def _small(colours: dict[str, str]) -> Made:
    return {"font": {"color": colours["muted"], "size": 12}}


def missing(chart: Chart, colours: dict[str, str]) -> list[Made]:
    """A colon where a period of columns has no figure at all, and above a stack that lacks a part."""
    if chart.kind not in ("column", "stacked"):
        return []
    annotations = []
    for code in columns(chart):
        values = [m.value for m in chart.marks() if m.x == code and m.value is not None]
        if (len(values) < len(chart.traces)) if chart.kind == "stacked" else not values:
            top = sum(v for v in values if v > 0)
            where = {"x": spot(chart, code), "y": top, "yanchor": "bottom", "showarrow": False}
            annotations.append({"text": "<b>:</b>", **where, "font": {"color": colours["muted"]}})
    return annotations


def breaks(plan: Plan, colours: dict[str, str], narrow: bool = False) -> tuple[list[Made], list[Made]]:
    """A dotted line before each period from which the series means something else, and its words.

    Where these would hide figures the letter b stands for them; the notes below the picture say what it means.
    """
    chart, shapes, annotations = plan.chart, [], []
    for at, b in break_places(chart):
        if not plan.codes or not position(plan.codes[0]) < at <= position(plan.codes[-1]):
            continue
        x = at - position(plan.codes[0]) - 0.5 if chart.frequency == "A" else _midway(chart, at)
        shapes.append({**_break_line(colours), "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "paper"})
        annotations.append(_break_words(plan, at, b, narrow) | {"x": x, "font": {"color": colours["muted"]}})
    return shapes, annotations


def _break_line(colours: dict[str, str]) -> Made:
    return {"type": "line", "line": {"color": colours["line"], "width": 1.25, "dash": dash(PROVISIONAL_DASH)}}


def _break_words(plan: Plan, at: int, b: BreakLine, narrow: bool) -> Made:
    """What a break is at the top beside its line, on the side that has room."""
    label = break_label(plan.chart, b)
    lines = wrap(label, BREAK_WIDTH, TEXT)
    wide, tall = max(text_width(each, TEXT) for each in lines), len(lines) * LINE
    x = plan.across(at - position(plan.codes[0]) - 0.5)
    where: Made = {"y": 1, "yref": "paper", "yanchor": "top", "showarrow": False}
    for side, left in (("left", x + 4), ("right", x - 4 - wide)):
        box = Box(left, 0, left + wide, tall)
        if not narrow and left >= 0 and box.right <= plan.size.width and not plan.hides(box):
            plan.written.append(box)
            said = "<br>".join(escape(each, quote=False) for each in lines)
            return where | {"text": said, "xanchor": side, "align": side}
    sides = {"left": Box(x, 0, x + 14, LINE), "right": Box(x - 14, 0, x, LINE)}
    side = min(sides, key=lambda each: sum(map(sides[each].overlap, plan.written)))
    plan.written.append(sides[side])
    return where | {"text": f"<b>{BREAK_LETTER}</b>", "xanchor": side, "hovertext": escape(label, quote=False)}


def panel_breaks(plan: Plan, tail: str, colours: dict[str, str]) -> tuple[list[Made], list[Made]]:
    """The same in the panel of one series, with the letter alone. tail: the number of the panel's axes."""
    shapes, letters = breaks(plan, colours, narrow=True)
    where = {"xref": f"x{tail}", "yref": f"y{tail} domain"}
    return [each | where for each in shapes], [each | where for each in letters]


def _midway(chart: Chart, at: int) -> str:
    """The day halfway between a period's start and that of the one before."""
    days = [dt.date.fromisoformat(place(chart, code_at(at - n, chart.frequency))) for n in (1, 0)]
    return (days[0] + (days[1] - days[0]) / 2).isoformat()
