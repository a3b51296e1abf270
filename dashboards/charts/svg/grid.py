"""Charts in a grid: a heat map of months by years (or series by categories), and small lines that share one scale."""

from dataclasses import replace

from dashboards.charts.model import Chart, Mark, by_year, columns, domain
from dashboards.charts.notes import Signs, signs, suffix
from dashboards.charts.palette import HEAT, heat_shade
from dashboards.charts.svg import line as svg_line
from dashboards.charts.svg.axes import Panel, value_gutter, value_steps
from dashboards.charts.svg.parts import LINE_HEIGHT, SMALL, TEXT, Pen, block, num, rect, text
from dashboards.charts.svg.scale import Box, text_width, ticks, wrap
from dashboards.text.formats import T, axis_numbers

NARROW, MEDIUM = 480.0, 700.0
CELL = 26.0
LEGEND = 46.0
LEAST_CELL = 17.0
PANEL, LEAST_PANEL, PANEL_GAP = 124.0, 92.0, 16.0
NAMES = 0.38  # of the width of a heat map, at most, for the names of its rows


def height(chart: Chart, width: float, least: bool = False) -> float:
    """The height that suits the grid, or the least in which it can be read."""
    if chart.kind == "heatmap":
        grid = by_year(chart)
        lines = max(map(len, _row_names(grid, width)), default=1)
        tall = max(LEAST_CELL if least else CELL, lines * LINE_HEIGHT + 2 if lines > 1 else 0.0)
        return LINE_HEIGHT + 4 + len(grid.traces) * tall + LEGEND
    rows = -(-len(chart.traces) // _across(chart, width))
    return rows * (_head(chart, width) + (LEAST_PANEL if least else PANEL)) + (rows - 1) * PANEL_GAP


def heatmap(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """Cells in steps of one hue, with their values where these fit; a missing one is empty and marked ":"."""
    grid = by_year(chart)
    codes, kinds = tuple(sorted(columns(grid))) if chart.frequency else columns(grid), signs(chart)
    steps = ticks(*domain(grid), 5)
    names = _row_names(grid, area.width)
    gutter = max(text_width(each, TEXT) for lines in names for each in lines) + 8
    box = area.inset(left=gutter, top=LINE_HEIGHT + 4, bottom=LEGEND)
    wide, tall = box.width / len(codes), box.height / len(grid.traces)
    gap = min(0.5, wide / 10)  # half of what is left between two months
    fits = all(text_width(_words(chart, m, kinds), SMALL) + 4 <= wide for m in grid.marks())
    drawn = _column_names(grid, pen, box, codes)
    cells: list[tuple[Box, Mark | None]] = []
    for n, trace in enumerate(grid.traces):
        top, marks = box.top + n * tall, trace.by_x
        first = top + tall / 2 + 4.5 - (len(names[n]) - 1) * LINE_HEIGHT / 2
        drawn.append(block(pen, (area.left, first), names[n], token="muted"))
        for k, code in enumerate(codes):
            cell = Box(box.left + k * wide + gap, top + 0.5, box.left + (k + 1) * wide - gap, top + tall - 0.5)
            cells.append((cell, marks.get(code)))
            pen.put(trace.id, code, ((cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2), cell)
    drawn += _shades(pen, cells, steps) + _figures(chart, pen, cells, steps, fits)
    return [*drawn, *_scale(chart, pen, Box(box.left, box.bottom + 12, area.right, area.bottom), steps)]


def multiples(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """One small line chart per series, all on the same two axes; each is headed by its name and its latest value."""
    across = _across(chart, area.width)
    head = _head(chart, area.width)
    rows = -(-len(chart.traces) // across)
    tall = (area.height - (rows - 1) * PANEL_GAP) / rows
    steps = value_steps(chart, tall)
    gutter = value_gutter(chart, steps)
    wide = (area.width - gutter - (across - 1) * PANEL_GAP) / across
    drawn = []
    for n, trace in enumerate(chart.traces):
        row, k = divmod(n, across)
        left, top = area.left + gutter + k * (wide + PANEL_GAP), area.top + row * (tall + PANEL_GAP)
        lines = wrap(trace.name, wide, TEXT, bold=True)
        drawn += [text(pen, (left, top + 12 + i * LINE_HEIGHT), s, strong=True) for i, s in enumerate(lines)]
        drawn.append(block(pen, (left, top + 12 + len(lines) * LINE_HEIGHT), [_latest(chart, n)], token="muted"))
        panel = Box(left - (0 if k else gutter), top + head - 4, left + wide, top + tall)
        own = replace(chart, traces=(trace,), breaks=tuple(b for b in chart.breaks if b.about(trace)))
        drawn += svg_line.draw(own, pen, panel, Panel(steps, k == 0, columns(chart), signs(chart)))
    return drawn


def _across(chart: Chart, width: float) -> int:
    most = 2 if width < NARROW else 3 if width < MEDIUM else 4
    return max(1, min(most, len(chart.traces)))


def _head(chart: Chart, width: float) -> float:
    """Room for the longest name and the value above a panel."""
    across = _across(chart, width)
    wide = (width - 50 - (across - 1) * PANEL_GAP) / across
    return (max(len(wrap(t.name, wide, TEXT, bold=True)) for t in chart.traces) + 1) * LINE_HEIGHT + 4


def _latest(chart: Chart, n: int) -> str:
    mark = chart.traces[n].latest
    if mark is None or mark.value is None:
        return T["no_figure"][chart.lang]
    letters = suffix(mark, signs(chart))
    return f"{chart.number(mark.value)}{' ' + letters if letters else ''} ({mark.label})"


def _words(chart: Chart, mark: Mark | None, kinds: Signs) -> str:
    if mark is None or mark.value is None:
        return ":"
    letters = suffix(mark, kinds)
    return chart.number(mark.value) + (f"\u202f{letters}" if letters else "")


def _row_names(grid: Chart, width: float) -> list[tuple[str, ...]]:
    """The names of a heat map's rows, in lines that leave room for its cells."""
    return [wrap(t.label, width * NAMES, TEXT) for t in grid.traces]


def _column_names(grid: Chart, pen: Pen, box: Box, codes: tuple[str, ...]) -> list[str]:
    """As many names above the columns as have room, from the first on."""
    names, wide = {m.x: m.label for m in grid.marks()}, box.width / len(codes)
    widest = max(text_width(n, TEXT) for n in names.values()) + 4
    stride = next((s for s in (1, 2, 3, 4, 6, 12, 24, 60) if widest <= s * wide), len(codes))
    return [
        text(pen, (box.left + (k + 0.5) * wide, box.top - 6), names.get(c, c), anchor="middle", token="muted")
        for k, c in enumerate(codes)
        if k % stride == 0
    ]


def _shades(pen: Pen, cells: list[tuple[Box, Mark | None]], steps: tuple[float, ...]) -> list[str]:
    """One path per shade; provisional cells are outlined."""
    by_shade: dict[tuple[int, bool], str] = {}
    for cell, mark in cells:
        if mark and mark.value is not None:
            place = cell.inset(0.5, 0.5, 0.5, 0.5) if mark.provisional else cell
            d = f"M{num(place.left)} {num(place.top)}h{num(place.width)}v{num(place.height)}h-{num(place.width)}z"
            key = (_shade(mark.value, steps), mark.provisional)
            by_shade[key] = by_shade.get(key, "") + d
    drawn = []
    for (shade, provisional), d in sorted(by_shade.items()):
        edge = f' stroke="{pen.colour(_ink(shade))}" stroke-dasharray="2 2"' if provisional else ""
        drawn.append(f'<path d="{d}" fill="{pen.colour(f"heat-{shade}")}"{edge}/>')
    return drawn


def _figures(
    chart: Chart, pen: Pen, cells: list[tuple[Box, Mark | None]], steps: tuple[float, ...], fits: bool
) -> list[str]:
    """The values on their shades where they fit; a colon wherever there is none."""
    kinds = signs(chart)
    by_ink: dict[str, list[str]] = {}
    for cell, mark in cells:
        value = mark.value if mark else None
        if fits or value is None:
            ink = "muted" if value is None else _ink(_shade(value, steps))
            x, y = (cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2 + 4
            by_ink.setdefault(ink, []).append(f'<text x="{num(x)}" y="{num(y)}">{_words(chart, mark, kinds)}</text>')
    return [
        f'<g font-size="{num(SMALL)}" text-anchor="middle" fill="{pen.colour(ink)}">{"".join(each)}</g>'
        for ink, each in sorted(by_ink.items())
    ]


def _ink(shade: int) -> str:
    """The colour of text on a shade."""
    return "ink" if shade <= HEAT // 2 else "surface"


def _shade(value: float, steps: tuple[float, ...]) -> int:
    """1 (palest) to 6: the step that the value falls into."""
    classes = len(steps) - 1
    place = min(classes - 1, int((value - steps[0]) / (steps[1] - steps[0])))
    return heat_shade(place, classes)


def _scale(chart: Chart, pen: Pen, area: Box, steps: tuple[float, ...]) -> list[str]:
    """The shades with the values where one passes into the next."""
    names = axis_numbers(steps, chart.unit, chart.lang)
    widest = max(text_width(n, SMALL) for n in names)
    wide = min(72.0, (area.width - widest / 2) / (len(steps) - 1))
    stride = 1 if widest + 6 <= wide else len(steps) - 1
    drawn = []
    for n, low in enumerate(steps[:-1]):
        swatch = Box(area.left + n * wide, area.top, area.left + (n + 1) * wide, area.top + 10)
        drawn.append(rect(pen, swatch, f"heat-{_shade(low, steps)}"))
    for n, name in enumerate(names[::stride]):
        at = (area.left + n * stride * wide, area.top + 25)
        drawn.append(text(pen, at, name, size=SMALL, anchor="middle" if n else "start", token="muted"))
    return drawn
