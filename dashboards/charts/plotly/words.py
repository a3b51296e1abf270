"""Words in the plot of the interactive picture: newest values, breaks, missing figures. Does not import Plotly."""

import datetime as dt
from html import escape
from typing import Any

from dashboards.charts.model import Chart, Trace, break_places, code_at, columns, domain, position
from dashboards.charts.notes import BREAK_LETTER, break_label, signs, suffix
from dashboards.charts.palette import PROVISIONAL_DASH
from dashboards.charts.plotly.traces import dash, place
from dashboards.charts.svg.scale import spread, text_width, ticks, wrap
from dashboards.text.formats import T

Made = dict[str, Any]
MOST_DIRECT = 4  # more lines than this have no room for their newest values
BODY = 240.0  # about how high the plot is: labels at its end are pushed apart by it
WIDTH = 680.0  # about how wide it is
BREAK_WIDTH, LINE_HEIGHT = 150, 17


def spot(chart: Chart, code: str) -> str | int:
    """Where words of a period stand: on an axis of categories its number, since Plotly takes "2018" for one."""
    return place(chart, code) if chart.frequency in ("Q", "M", "D") else columns(chart).index(code)


def latest(chart: Chart, colours: dict[str, str]) -> tuple[list[Made], int]:
    """The newest value of each of a few lines, as the SVG writes it, and the room that takes on the right."""
    ends = [(t, t.latest) for t in chart.traces if t.latest and t.latest.value is not None]
    if chart.kind != "line" or not chart.frequency or len(chart.traces) > MOST_DIRECT:
        return [], 0
    kinds, steps = signs(chart), ticks(*domain(chart), 5)
    made: list[Made] = []
    pixel = BODY / (steps[-1] - steps[0])
    heights = [(m.value or 0.0) * pixel for _, m in ends]
    last = columns(chart)[-1]
    at_end = [n for n, (_, m) in enumerate(ends) if m.x == last]
    places = dict(zip(at_end, spread([heights[n] for n in at_end], 16, 0, BODY), strict=True))
    wide = 0.0
    for n, (_, m) in enumerate(ends):
        value = f"{chart.number(m.value or 0.0)} {suffix(m, kinds)}".strip()
        said: Made = {"x": spot(chart, m.x), "y": m.value, "text": f"<b>{escape(value, quote=False)}</b>"}
        said |= {"showarrow": False, "font": {"color": colours["ink"], "size": 13}}
        if n in places:
            wide = max(wide, text_width(value, 13, bold=True) + 10)
            said |= {"xanchor": "left", "xshift": 8, "yshift": places[n] - heights[n]}
        else:
            under = any(o.x == m.x and (o.value or 0.0) > (m.value or 0.0) for _, o in ends)
            said |= {"yanchor": "top", "yshift": -6} if under else {"yanchor": "bottom", "yshift": 6}
        made.append(said)
    return made, round(wide)


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


def breaks(chart: Chart, colours: dict[str, str], narrow: bool = False) -> tuple[list[Made], list[Made]]:
    """A dotted line before each period from which the series means something else, and its words."""
    codes = columns(chart)
    shapes, annotations = [], []
    for at, b in break_places(chart):
        if not codes or not position(codes[0]) < at <= position(codes[-1]):
            continue
        x = at - position(codes[0]) - 0.5 if chart.frequency == "A" else _midway(chart, at)
        line = {"color": colours["line"], "width": 1.25, "dash": dash(PROVISIONAL_DASH)}
        shapes.append({"type": "line", "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line})
        late = 2 * (at - position(codes[0])) > position(codes[-1]) - position(codes[0])
        where = {"x": x, "y": 1, "yref": "paper", "xanchor": "right" if late else "left", "yanchor": "top"}
        where |= {"align": "right" if late else "left", "showarrow": False}
        label = break_label(chart, b)
        lines = wrap(label, BREAK_WIDTH, 13)
        said = "<br>".join(escape(each, quote=False) for each in lines)
        if narrow or _hides(chart, at, len(lines), late):  # the notes below the picture say what it means
            said = f"<b>{BREAK_LETTER}</b>"
            where["hovertext"] = escape(label, quote=False)
        annotations.append({"text": said, **where, "font": {"color": colours["muted"]}})
    return shapes, annotations


def _hides(chart: Chart, at: int, lines: int, late: bool) -> bool:
    """Whether words of so many lines at the top, before a late break or after an early one, would cover a figure."""
    codes, steps = columns(chart), ticks(*domain(chart), 5)
    reach = max(1.0, BREAK_WIDTH / WIDTH * (position(codes[-1]) - position(codes[0])))
    floor = steps[-1] - lines * LINE_HEIGHT * (steps[-1] - steps[0]) / BODY
    first, last = (at - reach - 1, at) if late else (at - 1, at + reach)
    tops: dict[str, list[float]] = {}
    for mark in chart.marks():
        if mark.value is not None and first <= position(mark.x) <= last:
            tops.setdefault(mark.x, []).append(mark.value)
    together = sum if chart.kind == "stacked" else max
    return any(together(values) > floor for values in tops.values())


def _midway(chart: Chart, at: int) -> str:
    """The day halfway between a period's start and that of the one before."""
    days = [dt.date.fromisoformat(place(chart, code_at(at - n, chart.frequency))) for n in (1, 0)]
    return (days[0] + (days[1] - days[0]) / 2).isoformat()
