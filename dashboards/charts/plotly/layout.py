"""The layout of the interactive picture, as plain values: axes, lines across, breaks, words. Does not import Plotly.

The value axis has the same steps and words as the SVG's and does not zoom; the time axis does.
"""

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import Any

from dashboards.charts.model import Chart, Rule, by_year, code_at, columns, domain, position, ranked
from dashboards.charts.palette import FONT, REFERENCE_DASH, THEMES, Theme
from dashboards.charts.plan import LINE, Plan, axis_range
from dashboards.charts.plotly.traces import dash, place
from dashboards.charts.plotly.words import beside_rows, both, breaks, latest, missing, newest_of, panel_breaks
from dashboards.charts.svg.rows import value_room
from dashboards.charts.svg.scale import near_ticks, wrap
from dashboards.text import formats

Made = dict[str, Any]
SIDEWAYS = ("ranked", "bullet", "dumbbell")
ACROSS, NARROW_ACROSS = 4, 2  # as in the SVG, whose height the box has
LEAST_END = 0.02  # of a time axis, beyond its last period: room for half a marker
PANEL, BELOW = 118, 24  # pixels of a small plot and of the periods below it; as high as the SVG’s
CLOSE = 0.12  # of a small plot: values nearer to one another have names that meet
TICK = 0.45  # of a row on either side of its middle; less where words stand below the bar
SHORT_TICK = 0.2
QUARTERS = {"en": "Q%q\n%Y", "nl": "%qe kw.\n%Y"}  # the year on a line of its own, and once
MONTHS = "%b\n%Y"
NAMES, NARROW_NAMES = 240.0, 140.0  # pixels for the names of rows


def layout(chart: Chart, theme: Theme, narrow: bool = False, plans: Sequence[Plan] = ()) -> Made:
    """Everything of the picture but its traces. plans: the words of the layout are added to them."""
    colours = THEMES[theme]
    made: Made = {
        "template": {},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT.replace("'", '"'), "size": 13, "color": colours["ink"]},
        "separators": ".," if chart.lang == "en" else ",.",
        "margin": {"l": 8, "r": 12, "t": 28, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": colours["surface"], "font": {"color": colours["ink"], "size": 13}},
        "showlegend": _named(chart),
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "itemsizing": "constant",
            "maxheight": 0.7,
        },
        "dragmode": False,
        "barmode": "relative" if chart.kind == "stacked" else "overlay" if alone(chart) else "group",
        "modebar": {"bgcolor": colours["surface"], "color": colours["muted"], "activecolor": colours["ink"]},
        "bargap": 0.28,
    }
    if chart.empty:
        nothing = {"text": formats.T["no_choice"][chart.lang], "showarrow": False, "font": {"color": colours["muted"]}}
        return {**made, "annotations": [nothing], "xaxis": {"visible": False}, "yaxis": {"visible": False}}
    if chart.kind == "heatmap":
        return {**made, **_grid_axes(chart, colours, 6 if narrow else None)}
    if chart.kind == "multiples":
        return {**made, **_panel_axes(chart, colours, NARROW_ACROSS if narrow else ACROSS, plans)}
    across, up = (
        _places(chart, colours, *((4, NARROW_NAMES) if narrow else (8, NAMES))),
        _values(chart, colours, 3 if narrow and chart.kind in SIDEWAYS else 5),
    )
    across, up = (up, across) if chart.kind in SIDEWAYS else (across, up)
    held = [r for r in chart.rules if any(r.holds(c) for c in columns(chart))]
    tick = SHORT_TICK if chart.kind == "bullet" and narrow else TICK
    shapes = [shape for rule in held for shape in _rule(chart, rule, colours, tick)]
    newest, right = latest(plans[0], colours) if plans else ([], 0)
    said = [_words(chart, rule, colours) for rule in held if not _everywhere(rule) and chart.kind not in SIDEWAYS]
    if chart.kind in ("bullet", "dumbbell"):
        said, right = beside_rows(chart, colours, narrow)
    dotted, worded = breaks(plans[0], colours, narrow) if plans else ([], [])
    right += round(value_room(chart)) if chart.kind == "ranked" else 0
    made["margin"] = {**made["margin"], "r": made["margin"]["r"] + right}
    notes = said + worded + newest + missing(chart, colours) + both(chart, colours)
    return {**made, "xaxis": across, "yaxis": up, "shapes": shapes + dotted, "annotations": notes}


def alone(chart: Chart) -> bool:
    """Whether no period has two columns: each is then as wide as its period, as in the SVG."""
    there = [m.x for m in chart.marks() if m.value is not None]
    return chart.kind == "column" and len(there) == len(set(there))


def _values(chart: Chart, colours: dict[str, str], count: int = 5) -> Made:
    steps = near_ticks(*domain(chart), count)
    return {
        "range": list(axis_range(steps)),
        "tickmode": "array",
        "tickangle": 0,
        "tickvals": list(steps),
        "ticktext": _value_names(chart, steps),
        "fixedrange": True,
        "automargin": True,
        "gridcolor": colours["grid"],
        "zeroline": True,
        "zerolinecolor": colours["line"],
        "zerolinewidth": 1,
        "tickfont": {"color": colours["muted"]},
    }


def _value_names(chart: Chart, steps: Sequence[float]) -> list[str]:
    """The words of values; in a small picture that of a lowest one just below zero stands a little lower."""
    first, *others = formats.axis_numbers(steps, chart.unit, chart.lang)
    close = chart.kind == "multiples" and steps[1] - steps[0] < CLOSE * (steps[-1] - steps[0])
    return [f"<br>{first}" if close else first, *others]


def _places(chart: Chart, colours: dict[str, str], most: int = 8, room: float = NAMES) -> Made:
    """The axis of periods or categories. most: labels along it; room: pixels for the name of a row."""
    axis: Made = {"showgrid": False, "zeroline": False, "automargin": True, "tickangle": 0, "ticklabelstandoff": 3}
    axis |= {"range": _whole(chart)} if chart.kind in ("line", "multiples") and chart.frequency else {}
    axis["tickfont"] = {"color": colours["ink" if chart.kind in SIDEWAYS else "muted"]}
    if chart.frequency in ("Q", "M", "D") and chart.kind not in SIDEWAYS:
        fine = QUARTERS[chart.lang] if chart.frequency == "Q" else MONTHS
        stops = [{"dtickrange": [None, "M11"], "value": fine}, {"dtickrange": ["M12", None], "value": "%Y"}]
        return {**axis, "type": "date", "tickformatstops": stops, "nticks": most}
    codes = [m.x for m in ranked(chart.traces[0])] if chart.kind == "ranked" and chart.traces else list(columns(chart))
    axis |= {"type": "category", "categoryorder": "array", "categoryarray": codes, "nticks": most}
    if not chart.frequency or chart.kind in SIDEWAYS:
        names = {m.x: m.label for m in chart.marks()}
        axis |= {"tickmode": "array", "tickvals": codes}
        axis["ticktext"] = [_lines(wrap(names.get(c) or formats.period(c, chart.lang), room, 13)) for c in codes]
    return {**axis, "autorange": "reversed", "fixedrange": True} if chart.kind in SIDEWAYS else axis


def _named(chart: Chart) -> bool:
    """Whether a legend is needed: for several series, and for a line across the whole picture."""
    if chart.kind in ("heatmap", "multiples"):
        return False
    return len(chart.traces) > 1 or any(_everywhere(r) for r in chart.rules)


def _rule(chart: Chart, rule: Rule, colours: dict[str, str], tick: float) -> list[Made]:
    """The line or band of a rule; across the whole picture its words are in the legend, where they hide nothing.

    Widths are given: without one Plotly may draw nothing.
    """
    reference = rule.role == "reference"
    colour = colours["line" if reference else "target"]
    line: Made = {
        "color": colour,
        "width": 1.5 if reference else 2.5,
        "dash": dash(REFERENCE_DASH) if reference else "solid",
    }
    v, w = ("x", "y") if chart.kind in SIDEWAYS else ("y", "x")
    along: Made = {f"{w}0": 0, f"{w}1": 1, f"{w}ref": "paper"} if _everywhere(rule) else _along(chart, rule, w, tick)
    high = rule.value if rule.value_high is None else rule.value_high
    named = {"showlegend": True, "name": escape(rule.label, quote=False)} if _everywhere(rule) else {}
    shape = {"type": "line", "line": line, f"{v}0": rule.value, f"{v}1": rule.value, **along}
    if high == rule.value:  # on a dark bar a dark line shows by its edge, as in the SVG
        edge = [{**shape, "line": {**line, "color": colours["surface"], "width": line["width"] + 2}}]
        return [*(edge if chart.kind == "bullet" else []), {**shape, **named}]
    band = {"type": "rect", "fillcolor": colour, "opacity": 0.14, "line": {"width": 0}, **along}
    return [{**shape, **named}, {**shape, f"{v}0": high, f"{v}1": high}, {**band, f"{v}0": rule.value, f"{v}1": high}]


def _words(chart: Chart, rule: Rule, colours: dict[str, str]) -> Made:
    """The words of a rule for some periods, above its line."""
    ink = colours["muted" if rule.role == "reference" else "target"]
    said: Made = {"text": escape(rule.label, quote=False), "showarrow": False, "font": {"color": ink, "size": 12}}
    where = {"x": _along(chart, rule, "x", TICK)["x1"], "y": rule.value, "xanchor": "right", "yanchor": "bottom"}
    return said | where | {"bgcolor": colours["surface"]}


def _everywhere(rule: Rule) -> bool:
    return rule.x_from is None and rule.x_to is None


def _along(chart: Chart, rule: Rule, axis: str, tick: float) -> Made:
    """From half a period before the first to half a period after the last that the rule holds for."""
    codes = columns(chart)
    held = [n for n, c in enumerate(codes) if rule.holds(c)] or [0]
    if chart.frequency in ("Q", "M", "D") and chart.kind not in SIDEWAYS:
        ends = place(chart, codes[held[0]]), place(chart, code_at(position(codes[held[-1]]) + 1, chart.frequency))
        return {f"{axis}0": ends[0], f"{axis}1": ends[1], f"{axis}ref": axis}
    return {f"{axis}0": held[0] - tick, f"{axis}1": held[-1] + tick, f"{axis}ref": axis}


def _whole(chart: Chart) -> list[str | float]:
    """All periods of the picture, half a period beyond both ends."""
    codes = columns(chart)
    if chart.frequency not in ("Q", "M", "D"):
        return [-0.5, len(codes) - 0.5]
    first, last = (dt.date.fromisoformat(place(chart, codes[n])) for n in (0, -1))
    half = max((last - first) / max(1, len(codes) - 1) / 2, (last - first) * LEAST_END)
    return [(first - half).isoformat(), (last + half).isoformat()]


def _grid_axes(chart: Chart, colours: dict[str, str], most: int | None) -> Made:
    """most: names above the columns."""
    grid = by_year(chart)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "type": "category",
        "ticks": "",
    }
    axis |= {"tickfont": {"color": colours["muted"]}}
    rows = [t.label for t in grid.traces]
    up = {**axis, "autorange": "reversed", "tickmode": "array", "tickvals": rows}
    return {"xaxis": {**axis, "side": "top", "tickangle": 0, "nticks": most}, "yaxis": up}


def _panel_axes(chart: Chart, colours: dict[str, str], most: int, panels: Sequence[Plan]) -> Made:
    """A grid of panels on one value scale, each headed by the name of its series and its newest value."""
    across = min(most, len(chart.traces))
    names = [wrap(t.name, 145 if most == ACROSS else 115, 13, bold=True) for t in chart.traces]
    head = (max(map(len, names)) + 1) * LINE
    gap = (head + BELOW) / (head + PANEL)
    rows = -(-len(chart.traces) // across)
    made: Made = {"grid": {"rows": rows, "columns": across, "pattern": "independent", "ygap": gap}}
    made |= {"annotations": [], "shapes": [], "margin": {"l": 8, "r": 12, "t": head + 8, "b": 8}}
    where = {"x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "showarrow": False, "align": "left"}
    for n, (trace, plan, lines) in enumerate(zip(chart.traces, panels, names, strict=True)):
        tail = str(n + 1) if n else ""
        made[f"xaxis{tail}"] = {**_places(chart, colours, 3), "range": _whole(chart)}
        made[f"yaxis{tail}"] = {**_values(chart, colours, 2), "showticklabels": n % across == 0}
        said = f"<b>{_lines(lines)}</b><br>{escape(newest_of(chart, trace), quote=False)}"
        made["annotations"].append({"text": said, **where, "xref": f"x{tail} domain", "yref": f"y{tail} domain"})
        dotted, letters = panel_breaks(plan, tail, colours)
        made["shapes"] += dotted
        made["annotations"] += letters
    return made


def _lines(lines: Sequence[str]) -> str:
    return "<br>".join(escape(each, quote=False) for each in lines)
