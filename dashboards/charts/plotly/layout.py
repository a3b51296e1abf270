"""The layout of the interactive picture, as plain values: axes, lines across, breaks, words. Does not import Plotly.

The value axis has the same steps and words as the SVG's and does not zoom; the time axis does.
"""

from html import escape
from typing import Any

from dashboards.charts.model import Chart, Rule, by_year, code_at, columns, domain, position, ranked
from dashboards.charts.palette import FONT, REFERENCE_DASH, THEMES, Theme
from dashboards.charts.plotly.traces import dash, place
from dashboards.charts.plotly.words import both, breaks, latest, missing, newest_of
from dashboards.charts.svg.rows import value_room
from dashboards.charts.svg.scale import near_ticks, wrap
from dashboards.text import formats

Made = dict[str, Any]
SIDEWAYS = ("ranked", "bullet", "dumbbell")
ACROSS = 3
MOST_LETTERS = 42  # of one line below a bar on a phone
QUARTERS = {"en": "Q%q %Y", "nl": "%qe kw. %Y"}
MONTHS = "%b %Y"


def layout(chart: Chart, theme: Theme, narrow: bool = False) -> Made:
    """Everything of the picture but its traces."""
    colours = THEMES[theme]
    made: Made = {
        "template": {},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT.replace("'", '"'), "size": 13, "color": colours["ink"]},
        "separators": ".," if chart.lang == "en" else ",.",
        "margin": {"l": 8, "r": 12, "t": 64 if chart.kind == "multiples" else 28, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": colours["surface"], "font": {"color": colours["ink"], "size": 13}},
        "showlegend": _named(chart),
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemsizing": "constant"},
        "dragmode": False,
        "barmode": "relative" if chart.kind == "stacked" else "overlay" if alone(chart) else "group",
        "modebar": {"bgcolor": colours["surface"], "color": colours["muted"], "activecolor": colours["ink"]},
        "bargap": 0.28,
    }
    if chart.empty:
        nothing = {"text": formats.T["no_choice"][chart.lang], "showarrow": False, "font": {"color": colours["muted"]}}
        return {**made, "annotations": [nothing], "xaxis": {"visible": False}, "yaxis": {"visible": False}}
    if chart.kind == "heatmap":
        return {**made, **_grid_axes(chart, colours)}
    if chart.kind == "multiples":
        return {**made, **_panel_axes(chart, colours, 2 if narrow else ACROSS)}
    across, up = (
        _places(chart, colours, 4 if narrow else 8),
        _values(chart, colours, 3 if narrow and chart.kind in SIDEWAYS else 5),
    )
    across, up = (up, across) if chart.kind in SIDEWAYS else (across, up)
    held = [r for r in chart.rules if any(r.holds(c) for c in columns(chart))]
    shapes = [shape for rule in held for shape in _rule(chart, rule, colours)]
    said = [_words(chart, rule, colours) for rule in held if not _everywhere(rule)]
    dotted, worded = breaks(chart, colours, narrow)
    newest, room = latest(chart, colours)
    room += round(value_room(chart)) if chart.kind in ("ranked", "bullet") else 0
    made["margin"] = {**made["margin"], "r": made["margin"]["r"] + room}
    notes = said + worded + newest + missing(chart, colours) + both(chart, colours)
    return {**made, "xaxis": across, "yaxis": up, "shapes": shapes + dotted, "annotations": notes}


def alone(chart: Chart) -> bool:
    """Whether no period has two columns: each is then as wide as its period, as in the SVG."""
    there = [m.x for m in chart.marks() if m.value is not None]
    return chart.kind == "column" and len(there) == len(set(there))


def _values(chart: Chart, colours: dict[str, str], count: int = 5) -> Made:
    steps = near_ticks(*domain(chart), count)
    room = (steps[-1] - steps[0]) * 0.04
    return {
        "range": [steps[0] - (room if steps[0] < 0 else 0), steps[-1] + room],
        "tickmode": "array",
        "tickvals": list(steps),
        "ticktext": list(formats.axis_numbers(steps, chart.unit, chart.lang)),
        "fixedrange": True,
        "automargin": True,
        "gridcolor": colours["grid"],
        "zeroline": True,
        "zerolinecolor": colours["line"],
        "zerolinewidth": 1,
        "tickfont": {"color": colours["muted"]},
    }


def _places(chart: Chart, colours: dict[str, str], most: int = 8) -> Made:
    """The axis of periods or categories. most: labels along it."""
    axis: Made = {"showgrid": False, "zeroline": False, "automargin": True, "tickangle": 0}
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
        axis["ticktext"] = [escape(names.get(c) or formats.period(c, chart.lang), quote=False) for c in codes]
    return {**axis, "autorange": "reversed", "fixedrange": True} if chart.kind in SIDEWAYS else axis


def _named(chart: Chart) -> bool:
    """Whether a legend is needed: for several series, and for a line across the whole picture."""
    if chart.kind in ("heatmap", "multiples"):
        return False
    return len(chart.traces) > 1 or any(_everywhere(r) for r in chart.rules)


def _rule(chart: Chart, rule: Rule, colours: dict[str, str]) -> list[Made]:
    """The line or band of a rule; across the whole picture its words are in the legend, where they hide nothing.

    Widths are given: without one Plotly may draw nothing.
    """
    reference = rule.role == "reference"
    colour = colours["line" if reference else "target"]
    line = {"color": colour, "width": 1.5 if reference else 2.5, "dash": dash(REFERENCE_DASH) if reference else "solid"}
    v, w = ("x", "y") if chart.kind in SIDEWAYS else ("y", "x")
    along: Made = {f"{w}0": 0, f"{w}1": 1, f"{w}ref": "paper"} if _everywhere(rule) else _along(chart, rule, w)
    high = rule.value if rule.value_high is None else rule.value_high
    named = {"showlegend": True, "name": escape(rule.label, quote=False)} if _everywhere(rule) else {}
    shape = {"type": "line", "line": line, f"{v}0": rule.value, f"{v}1": rule.value, **along}
    if high == rule.value:
        return [{**shape, **named}]
    band = {"type": "rect", "fillcolor": colour, "opacity": 0.14, "line": {"width": 0}, **along}
    return [{**shape, **named}, {**shape, f"{v}0": high, f"{v}1": high}, {**band, f"{v}0": rule.value, f"{v}1": high}]


def _words(chart: Chart, rule: Rule, colours: dict[str, str]) -> Made:
    """The words of a rule for some periods: below the bar of its row, or above its line."""
    ink = colours["muted" if rule.role == "reference" else "target"]
    said: Made = {"text": escape(rule.label, quote=False), "showarrow": False, "font": {"color": ink, "size": 12}}
    along = _along(chart, rule, "y" if chart.kind in SIDEWAYS else "x")
    if chart.kind in SIDEWAYS:
        here = [r.label for r in chart.rules if _along(chart, r, "y") == along]
        said["text"] = (
            ("<br>" if len(" · ".join(here)) > MOST_LETTERS else " · ").join(escape(h, quote=False) for h in here)
            if here[0] == rule.label
            else ""
        )
        return said | {"y": along["y1"] + 0.05, "x": 0, "xref": "paper", "xanchor": "left", "xshift": 4}
    return said | {
        "x": along["x1"],
        "y": rule.value,
        "xanchor": "right",
        "yanchor": "bottom",
        "bgcolor": colours["surface"],
    }


def _everywhere(rule: Rule) -> bool:
    return rule.x_from is None and rule.x_to is None


def _along(chart: Chart, rule: Rule, axis: str) -> Made:
    """From half a period before the first to half a period after the last that the rule holds for."""
    codes = columns(chart)
    held = [n for n, c in enumerate(codes) if rule.holds(c)] or [0]
    if chart.frequency in ("Q", "M", "D") and chart.kind not in SIDEWAYS:
        ends = place(chart, codes[held[0]]), place(chart, code_at(position(codes[held[-1]]) + 1, chart.frequency))
        return {f"{axis}0": ends[0], f"{axis}1": ends[1], f"{axis}ref": axis}
    return {f"{axis}0": held[0] - 0.45, f"{axis}1": held[-1] + 0.45, f"{axis}ref": axis}


def _whole(chart: Chart) -> list[str | float]:
    """All periods of the picture, half a period beyond both ends."""
    codes = columns(chart)
    if chart.frequency in ("Q", "M", "D"):
        return [place(chart, codes[0]), place(chart, codes[-1])]
    return [-0.5, len(codes) - 0.5]


def _grid_axes(chart: Chart, colours: dict[str, str]) -> Made:
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
    return {"xaxis": {**axis, "side": "top", "tickangle": 0}, "yaxis": up}


def _panel_axes(chart: Chart, colours: dict[str, str], most: int) -> Made:
    """A grid of panels on one value scale, each headed by the name of its series and its newest value."""
    across = min(most, len(chart.traces))
    rows = -(-len(chart.traces) // across)
    made: Made = {"grid": {"rows": rows, "columns": across, "pattern": "independent", "ygap": 0.5}, "annotations": []}
    for n, trace in enumerate(chart.traces):
        tail = str(n + 1) if n else ""
        made[f"xaxis{tail}"] = {**_places(chart, colours, 3), "range": _whole(chart)}
        made[f"yaxis{tail}"] = {**_values(chart, colours, 2), "showticklabels": n % across == 0}
        head = {
            "xref": f"x{tail} domain",
            "yref": f"y{tail} domain",
            "x": 0,
            "y": 1,
            "xanchor": "left",
            "yanchor": "bottom",
        }
        name = "<br>".join(
            escape(each, quote=False) for each in wrap(trace.label, 150 if most == ACROSS else 115, 13, bold=True)
        )
        newest = f"<br>{escape(newest_of(chart, trace), quote=False)}"
        made["annotations"].append({"text": f"<b>{name}</b>{newest}", "showarrow": False, "align": "left", **head})
    return made
