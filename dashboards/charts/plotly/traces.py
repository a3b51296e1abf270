"""The traces of the interactive picture, as plain values: the marks of a Chart, kind by kind. Does not import Plotly.

Every trace that carries figures has `meta` = the id of its Trace; the others are lines between them, without a tooltip.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from dashboards.charts.model import Chart, Mark, Trace, by_year, columns, domain, ranked
from dashboards.charts.notes import Signs, signs, suffix
from dashboards.charts.palette import PROVISIONAL_DASH, THEMES, Theme, TraceStyle, heat_shade, trace_styles
from dashboards.charts.pieces import covered, runs, segments
from dashboards.charts.plan import Letters, Plan, letters, lifted, valued
from dashboards.charts.svg.scale import ticks
from etl.model.period import period_start

Made = dict[str, Any]
Plans = Sequence[Plan]
CELLS, NARROW_CELLS = 84, 36  # letters that a row of cells has room for
TOOLTIP = "%{hovertext}<extra></extra>"
DENSE = 40
DOT, RIM = 2, 5  # pixels: a point that is only the line's; by how much one is wider for each that lies on it
READABLE = {"textfont": {"size": 13}, "constraintext": "none"}  # else Plotly shrinks words to the width of a bar
THICK, THIN = 0.6, 0.34  # of a row, by its bar: the latter where words stand below it


def traces(chart: Chart, theme: Theme, narrow: bool = False, plans: Plans = ()) -> list[Made]:
    """All traces of a chart of any kind. plans: with the words that its layout has."""
    make: dict[str, Callable[[Chart, Theme, bool, Plans], Iterable[Made]]] = {
        "line": _lines, "multiples": _panels, "column": _columns, "stacked": _columns,
        "ranked": _bars, "bullet": _bars, "dumbbell": _dumbbells, "heatmap": _cells,
    }  # fmt: skip
    if chart.kind not in make:
        raise ValueError(f"chart {chart.id}: kind {chart.kind!r} has no Plotly form; accepted are {', '.join(make)}")
    return [] if chart.empty else list(make[chart.kind](chart, theme, narrow, plans))


def place(chart: Chart, code: str) -> str:
    """A period or category as a value of the x axis: years and categories as such, others by their first day."""
    return period_start(code) if chart.frequency in ("Q", "M") else code


def dash(pattern: str) -> str:
    """An SVG dash pattern as Plotly writes it."""
    return "solid" if not pattern else ",".join(f"{n}px" for n in pattern.split())


def styled(chart: Chart) -> Iterable[tuple[Trace, TraceStyle]]:
    """Every series with its look."""
    return zip(chart.traces, trace_styles([t.role for t in chart.traces]), strict=True)


def _lines(chart: Chart, theme: Theme, _narrow: bool, plans: Plans) -> Iterable[Made]:
    kinds = signs(chart)
    return _joined(chart, theme, letters(plans[0], kinds), kinds, plans[0].down)


def _joined(
    chart: Chart, theme: Theme, places: Letters, kinds: Signs, down: Callable[[float], float], axis: str = ""
) -> Iterable[Made]:
    """Lines and their points. places: of their letters; down: the pixel of a value; axis: the number of the panel."""
    sizes = {trace.id: _sizes(chart, trace) for trace in chart.traces}
    points = {t.id: [m for m in t.marks if sizes[t.id][m.x] > DOT] for t in chart.traces}
    under = covered(points, down)
    for trace, style in styled(chart):
        colour = THEMES[theme][style.token]
        for run in runs(chart, trace):
            for marks, firm in segments(run):
                if len(marks) > 1:
                    pattern = dash(style.dash if firm else PROVISIONAL_DASH)
                    yield _join(chart, trace, marks, {"color": colour, "width": style.width, "dash": pattern}, axis)
        larger = {x: size + RIM * under.get((trace.id, x), 0) for x, size in sizes[trace.id].items()}
        yield {**_points(chart, trace, style, theme, larger), **_letters(trace, places, kinds), **_axes(axis)}


def _axes(axis: str) -> Made:
    return {"xaxis": f"x{axis}", "yaxis": f"y{axis}"} if axis else {}


def _join(chart: Chart, trace: Trace, marks: Sequence[Mark], line: Made, axis: str) -> Made:
    """A piece of line between figures; the figures themselves are in the trace of points."""
    where = {"x": [place(chart, m.x) for m in marks], "y": [m.value for m in marks]}
    silent = {"hoverinfo": "skip", "showlegend": False, "legendgroup": trace.id}
    return {"type": "scatter", "mode": "lines", **where, "line": line, "connectgaps": False, **silent, **_axes(axis)}


def _sizes(chart: Chart, trace: Trace) -> dict[str, int]:
    """How wide each point is by its period; on dense lines those that are not special are no wider than the line."""
    alone = {run[0].x for run in runs(chart, trace) if len(run) == 1}
    dense = len(trace.marks) > DENSE or len(chart.traces) == 1
    seen = {m.x for m in trace.marks if not dense or m.x in alone or m.provisional}
    return {m.x: 10 if m is trace.latest else 7 if m.x in seen else DOT for m in trace.marks}


def _points(chart: Chart, trace: Trace, style: TraceStyle, theme: Theme, sizes: Mapping[str, int]) -> Made:
    """Every mark, a missing one as None, as wide as `sizes` says."""
    marker = {
        "symbol": [style.marker + ("-open" if m.provisional or trace.role == "then" else "") for m in trace.marks],
        "size": [sizes[m.x] for m in trace.marks],
        "color": THEMES[theme][style.token],
        "opacity": 1,
        "line": {"width": [1.75 if m.provisional or trace.role == "then" else 0 for m in trace.marks]},
    }
    where = {"x": [place(chart, m.x) for m in trace.marks], "y": [m.value for m in trace.marks]}
    return {"type": "scatter", "mode": "markers", **where, "marker": marker, **_told(trace)}


def _letters(trace: Trace, places: Letters, kinds: Signs) -> Made:
    """Flag letters above or below the marks that have room for them."""
    where = [places.get((trace.id, m.x), "") for m in trace.marks]
    if not any(where):
        return {}
    shown = [suffix(m, kinds) if place else "" for m, place in zip(trace.marks, where, strict=True)]
    labelled = {"texttemplate": shown, "textposition": [place or "top center" for place in where]}
    return {"mode": "markers+text", **labelled, "textfont": {"size": 13}, "cliponaxis": False}


def _said(chart: Chart, marks: Sequence[Mark], valued: Sequence[Mark]) -> list[str]:
    """What stands at the end of bars: the value of those that are `valued`; flag letters always."""
    kinds, said = signs(chart), []
    for m in marks:
        value = chart.number(m.value) if m.value is not None and m in valued else ""
        said.append(f"{value} {suffix(m, kinds)}".strip() if m.value is not None else "")
    return said


def _outside(said: Sequence[str]) -> Made:
    shown = list(said)
    return {"texttemplate": shown, "textposition": "outside", "textangle": 0, "cliponaxis": False, **READABLE}


def _told(trace: Trace, marks: Sequence[Mark] | None = None) -> Made:
    """Name, and each mark's reading as its tooltip."""
    marks = trace.marks if marks is None else marks
    return {
        "name": escape(trace.name, quote=False),
        "meta": trace.id,
        "legendgroup": trace.id,
        "hovertext": [trace.reading(m).html() for m in marks],
        "hovertemplate": TOOLTIP,
    }


def _fill(marks: Sequence[Mark], colour: str, apart: str = "") -> Made:
    """Provisional bars are hatched and outlined, final ones solid; apart: the colour of groups of countries."""
    pattern = {"shape": ["/" if m.provisional else "" for m in marks], "fillmode": "replace", "size": 6}
    if any(m.aggregate for m in marks):
        colours = [apart if m.aggregate else colour for m in marks]
        return {"color": colours, "pattern": pattern, "line": {"color": colours, "width": 1}}
    return {"color": colour, "pattern": pattern, "line": {"color": colour, "width": 1}}


def _columns(chart: Chart, theme: Theme, _narrow: bool, plans: Plans) -> Iterable[Made]:
    for trace, style in styled(chart):
        colour = THEMES[theme][style.token]
        where = {"x": [place(chart, m.x) for m in trace.marks], "y": [m.value for m in trace.marks]}
        said: Made = {"textposition": "none"}
        if chart.kind == "column":
            labels = _said(chart, trace.marks, valued(plans[0], trace))
            said = _outside(lifted(plans[0], trace, labels))
        yield {"type": "bar", **where, "marker": _fill(trace.marks, colour), **_told(trace), **said}


def _bars(chart: Chart, theme: Theme, narrow: bool, _plans: Plans) -> Iterable[Made]:
    """The values of bars with targets are beside them, in the layout: the targets would go through them."""
    for trace, style in list(styled(chart))[:1]:
        marks = ranked(trace) if chart.kind == "ranked" else trace.marks
        marker = _fill(marks, THEMES[theme][style.token], THEMES[theme]["context"])
        where = {"x": [m.value for m in marks], "y": [m.x for m in marks], "orientation": "h"}
        bullet = chart.kind == "bullet"
        said: Made = {"textposition": "none"} if bullet else _outside(_said(chart, marks, marks))
        width = THIN if bullet and narrow else THICK
        yield {"type": "bar", **where, "marker": marker, "width": width, **_told(trace, marks), **said}


def _dumbbells(chart: Chart, theme: Theme, _narrow: bool, _plans: Plans) -> Iterable[Made]:
    for code in columns(chart):
        values = [m.value for t in chart.traces if (m := t.by_x.get(code)) and m.value is not None]
        if len(values) > 1:
            line = {"color": THEMES[theme]["line"], "width": 2.5}
            where = {"x": [min(values), max(values)], "y": [code, code]}
            yield {"type": "scatter", "mode": "lines", **where, "line": line, "hoverinfo": "skip", "showlegend": False}
    for n, (trace, style) in enumerate(styled(chart)):
        points = _points(chart, trace, style, theme, _sizes(chart, trace))
        marker = {**points["marker"], "size": 8 if n else 14}  # the later ones do not hide the first
        yield {**points, "x": points["y"], "y": [m.x for m in trace.marks], "marker": marker}


def _cells(chart: Chart, theme: Theme, narrow: bool, _plans: Plans) -> Iterable[Made]:
    grid = by_year(chart)
    codes = tuple(sorted(columns(grid))) if chart.frequency else columns(grid)
    names = {m.x: m.label for m in grid.marks()}
    rows = [t.by_x for t in grid.traces]
    steps = ticks(*domain(grid), 5)
    count = len(steps) - 1
    shades = [THEMES[theme][f"heat-{heat_shade(n, count)}"] for n in range(count)]
    yield {
        "type": "heatmap",
        "meta": chart.traces[0].id if chart.frequency else chart.id,
        "x": [names.get(c, c) for c in codes],
        "y": [t.label for t in grid.traces],
        "z": [[m.value if (m := row.get(c)) else None for c in codes] for row in rows],
        "hovertext": [[t.reading(m).html() if (m := t.by_x.get(c)) else "" for c in codes] for t in grid.traces],
        "hovertemplate": TOOLTIP,
        **_written(chart, [[row.get(c) for c in codes] for row in rows], NARROW_CELLS if narrow else CELLS),
        "zmin": steps[0],
        "zmax": steps[-1],
        "colorscale": [[(n + end) / count, shade] for n, shade in enumerate(shades) for end in (0, 1)],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
    }


def _written(chart: Chart, cells: Sequence[Sequence[Mark | None]], most: int) -> Made:
    """The values in the cells of a heat map, a colon where there is none; nothing where they have no room."""
    kinds = signs(chart)
    said = [[_figure(chart, m, kinds) for m in row] for row in cells]
    if max(len(text) for row in said for text in row) * len(said[0]) > most:
        return {}
    return {"texttemplate": "%{text}", "text": said, "textfont": {"size": 12}}


def _figure(chart: Chart, mark: Mark | None, marks: Signs) -> str:
    return f"{chart.number(mark.value)}{suffix(mark, marks)}" if mark and mark.value is not None else ":"


def _panels(chart: Chart, theme: Theme, _narrow: bool, plans: Plans) -> Iterable[Made]:
    """One panel per trace, all in the look of the first."""
    kinds = signs(chart)
    for n, plan in enumerate(plans):
        for made in _joined(plan.chart, theme, letters(plan, kinds), kinds, plan.down, str(n + 1) if n else ""):
            yield {**made, "showlegend": False}
