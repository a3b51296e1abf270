"""A Chart as SVG text, without a browser or a library: for a page (follows its colours) or as a file of its own.

The same bytes for the same Chart. Drawn at its real size: ask for the width it will be shown at, and no text is smaller
than 12 px. `width` is a matter of layout: narrow ones put labels above bars and names of lines in a legend.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Literal

from dashboards.charts import walk
from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import Chart, drawable
from dashboards.charts.notes import legend_notes, origin
from dashboards.charts.palette import FONT, TraceStyle, trace_styles
from dashboards.charts.svg import bars as svg_bars
from dashboards.charts.svg import column as svg_column
from dashboards.charts.svg import grid as svg_grid
from dashboards.charts.svg import line as svg_line
from dashboards.charts.svg import map as svg_map
from dashboards.charts.svg import rows as svg_rows
from dashboards.charts.svg import rules as svg_rules
from dashboards.charts.svg.parts import LINE_HEIGHT, SMALL, TEXT, Pen, Point, block, line, markers, num, rect, text
from dashboards.charts.svg.scale import Box, balanced, text_width, wrap
from dashboards.text.formats import T

Theme = Literal["css", "light", "dark"]
Draw = Callable[[Chart, Pen, Box], list[str]]
PADDING = 20.0
BETWEEN = " · "  # parts of what stands below
NARROW = 480.0
LEAST_BODY = 110.0
OVER_TIME = ("line", "column", "stacked")
TALL_NAMES, LEAST_UNDER_NAMES = 56.0, 150.0  # a legend of three rows or more takes nothing from the data of a card
DRAW: dict[str, Draw] = {
    "line": svg_line.draw,
    "column": svg_column.draw,
    "stacked": svg_column.draw,
    "ranked": svg_bars.ranked,
    "bullet": svg_bars.bullet,
    "dumbbell": svg_bars.dumbbell,
    "heatmap": svg_grid.heatmap,
    "multiples": svg_grid.multiples,
    "map": svg_map.draw,
}


def svg(
    chart: Chart, *, width: int, height: int | None = None, theme: Theme = "css", bare: bool = False, read: bool = False
) -> str:
    """The picture as one SVG element, `width` pixels wide.

    theme: "css" follows the page's tokens; "light" and "dark" stand alone. bare: without title, notes and source, which
    the page then shows itself. height: of the whole picture, by default what suits its kind; it becomes more where
    rows, panels or a legend would otherwise run into one another. read: with the places of its marks, in the order of
    `dashboards.charts.walk`, for assets/reading.js.
    """
    if chart.kind not in DRAW:
        raise ValueError(f"chart {chart.id}: kind {chart.kind!r} has no SVG; accepted are {', '.join(DRAW)}")
    chart, pen = drawable(chart), Pen(theme)
    picture = _drawn(chart, pen, width, height, bare, read)
    if pen.crowded and svg_rules.in_legend(chart, width, above := Pen(theme, named_above=frozenset(pen.crowded))):
        return _drawn(chart, above, width, height, bare, read)
    return picture


def _drawn(chart: Chart, pen: Pen, width: int, height: int | None, bare: bool, read: bool) -> str:
    side = 0.0 if bare else PADDING
    inner = Box(side, 0, width - side, 0)
    head, top = ([], 0.0) if bare else _header(chart, pen, inner)
    legend, top = ([], top) if chart.empty else _legend(chart, pen, inner, top)
    foot = [] if bare else _footer_lines(chart, inner.width)
    below = len(foot) * LINE_HEIGHT + (PADDING + 8 if foot else 0.0)
    wanted = height - below - top if height else body_height(chart, inner.width)
    under_names = LEAST_UNDER_NAMES if bare and top > TALL_NAMES and chart.kind in OVER_TIME else 0.0
    bottom = top + max(wanted, least_height(chart, inner.width), under_names)
    draw = _nothing if chart.empty else DRAW[chart.kind]
    body = draw(chart, pen, Box(inner.left, top, inner.right, bottom))
    total = math.ceil(bottom + below)
    return _element(chart, pen, width, total, [*head, *legend, *body, *_footer(pen, foot, inner, bottom)], read)


def body_height(chart: Chart, width: float) -> float:
    """The height that the data part needs at this width."""
    if chart.empty:
        return LEAST_BODY
    if chart.kind in OVER_TIME:
        return 230.0 if width < NARROW else 340.0
    if chart.kind in ("heatmap", "multiples"):
        return svg_grid.height(chart, width)
    return svg_map.height(chart, width) if chart.kind == "map" else svg_rows.height(chart, width)


def least_height(chart: Chart, width: float) -> float:
    """The height below which the data part cannot be read at this width."""
    if chart.empty or chart.kind in OVER_TIME:
        return LEAST_BODY
    if chart.kind in ("heatmap", "multiples"):
        return svg_grid.height(chart, width, least=True)
    return svg_map.height(chart, width) if chart.kind == "map" else svg_rows.least_height(chart, width)


def _nothing(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """One sentence where there is nothing to draw."""
    return [text(pen, (area.left, (area.top + area.bottom) / 2), T["no_choice"][chart.lang], token="muted")]


def _element(chart: Chart, pen: Pen, width: int, height: int, parts: Sequence[str], read: bool) -> str:
    said = escape(alt_text(chart))
    alone = pen.theme != "css"
    font = f' font-family="{FONT}"' if alone else ""
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{said}"{font} font-size="{num(TEXT)}" '
        f'fill="{pen.colour("ink")}"{_places(chart, pen) if read else ""}>'
    )
    named = f"<title>{escape(chart.title)}</title><desc>{said}</desc>" if alone else ""
    paper = rect(pen, Box(0, 0, width, height), "surface") if alone else ""
    return f"{start}{named}{paper}{''.join(parts)}</svg>"


def _places(chart: Chart, pen: Pen) -> str:
    """Where each mark is: rows apart by a semicolon, marks by a space; "-" for one that is not drawn.

    A row with a panel of its own begins with the panel's top and bottom.
    """
    places = []
    for trace, marks in walk.rows(chart):
        panel = pen.panels.get(trace.id)
        head = f"{round(panel.top)},{round(panel.bottom)}|" if panel else ""
        places.append(head + " ".join(str(pen.spots.get((trace.id, m.x), "-")) for m in marks))
    return f' data-marks="{";".join(places)}"'


def _header(chart: Chart, pen: Pen, inner: Box) -> tuple[list[str], float]:
    """Title and subtitle, and where they end."""
    size, step = (17.0, 22.0) if inner.width < NARROW else (20.0, 26.0)
    y, drawn = PADDING - 4, []
    for each in balanced(chart.title, inner.width, size, bold=True):
        y += step
        drawn.append(text(pen, (inner.left, y - 4), each, size=size, strong=True))
    for each in balanced(chart.subtitle, inner.width, 14) if chart.subtitle else ():
        y += 19
        drawn.append(text(pen, (inner.left, y), each, size=14, token="muted"))
    return drawn, y + 16


def needs_legend(chart: Chart, width: float) -> bool:
    """Whether the series are named in rows above the picture, and not where they are drawn."""
    inside = chart.kind == "line" and svg_line.direct(chart, width)
    return len(chart.traces) > 1 and chart.kind in ("line", "column", "stacked", "dumbbell") and not inside


def _legend(chart: Chart, pen: Pen, inner: Box, top: float) -> tuple[list[str], float]:
    """Names of the series in rows, and where they end."""
    drawn: list[str] = []
    rules = svg_rules.in_legend(chart, inner.width, pen)
    if not needs_legend(chart, inner.width) and not rules:
        return drawn, top
    named: list[tuple[str, float, str, Callable[[Point], str]]] = []  # label, room before it, ink, what is drawn there
    if needs_legend(chart, inner.width):
        lead = 30.0 if chart.kind == "line" else 20.0
        for trace, style in zip(chart.traces, trace_styles([t.role for t in chart.traces]), strict=True):
            named.append((trace.name, lead, "ink", partial(_sample, chart, pen, style, trace.role == "then")))
    named += [(rule.label, 30.0, "muted", partial(svg_rules.sample, pen, rule)) for rule in rules]
    x, y = inner.left, top + 14
    for label, lead, ink, sample in named:
        said = wrap(label, inner.width - lead, TEXT)
        needed = lead + max(text_width(each, TEXT) for each in said)
        if x > inner.left and x + needed > inner.right:
            x, y = inner.left, y + 20
        drawn += [sample((x, y - 4.5)), block(pen, (x + lead, y), said, token=ink)]
        x, y = x + needed + 18, y + (len(said) - 1) * LINE_HEIGHT
    return drawn, y + 10


def _sample(chart: Chart, pen: Pen, style: TraceStyle, hollow: bool, at: Point) -> str:
    """A bit of line with its marker, or a square of a column's colour."""
    x, y = at
    if chart.kind in ("column", "stacked"):
        return rect(pen, Box(x, y - 6, x + 12, y + 6), style.token)
    if chart.kind == "dumbbell":
        return markers(pen, style.marker, [(x + 7, y)], style.token, 5, hollow)
    marker = markers(pen, style.marker, [(x + 12, y)], style.token, 4, hollow)
    return line(pen, (x, y), (x + 24, y), style.token, style.width, style.dash) + marker


def _footer_lines(chart: Chart, width: float) -> list[str]:
    """Notes, then source, date, release and address, on lines of whole parts."""
    release = f"{T['release'][chart.lang]} {chart.release}" if chart.release else ""
    whence = [*origin(chart).split(BETWEEN), release, chart.address]
    return [*_packed(legend_notes(chart), width), *_packed(whence, width)]


def _packed(parts: Sequence[str], width: float) -> list[str]:
    """Parts on as few lines as they need, a dot between two on one line and none at its ends; a long one is wrapped."""
    lines: list[str] = []
    for part in filter(None, parts):
        first, *more = wrap(part, width, SMALL)
        if lines and len(wrap(joined := f"{lines[-1]}{BETWEEN}{first}", width, SMALL)) == 1:
            lines[-1:], first = [], joined
        lines += [first, *more]
    return lines


def _footer(pen: Pen, lines: Sequence[str], inner: Box, top: float) -> list[str]:
    if not lines:
        return []
    rule = line(pen, (inner.left, top + 8), (inner.right, top + 8), "hairline")
    return [
        rule,
        *(
            text(pen, (inner.left, top + 26 + n * LINE_HEIGHT), each, size=SMALL, token="muted")
            for n, each in enumerate(lines)
        ),
    ]
