"""A map of Europe, each country in the shade of its class, with values where they fit; no request to any host.

Classes hold about equally many figures of all periods that the map can be stepped through (`Chart.scale`), so that a
country changes its shade only with its figure; they end at round values, and the legend says each in words. A country
that was asked for and has no figure is hatched, so that missing is not mistaken for little; neighbours are plain.
Small ones get a dot. The values of all countries are in the table beside the map and in each country's tooltip.
"""

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby, pairwise

from dashboards.charts.model import Chart, Mark, ranked
from dashboards.charts.notes import signs, suffix
from dashboards.charts.palette import HEAT, heat_shade
from dashboards.charts.svg.boundaries import Country, Point, Ring, framed, height_for
from dashboards.charts.svg.parts import SMALL, TEXT, Pen, num, rect, text
from dashboards.charts.svg.scale import Box, text_width
from dashboards.text.formats import T
from etl.catalogue.declarations import Text

NARROW, WIDEST = 560.0, 640.0
CLASSES, LEAST_FOR_CLASSES = 5, 8
SMALLEST = 9.0
DOT = 4.5
ROW = 22.0
FINE = 2  # units of an outline for each pixel
EDGE = 0.7
LEGEND_WIDTH = 210.0
UNDER = Text(en="under {high}", nl="onder {high}")
Told = tuple[Mark, str, str]
BETWEEN = Text(en="{low} to under {high}", nl="{low} tot {high}")
FROM = Text(en="{low} and more", nl="{low} en meer")


def height(chart: Chart, width: float) -> float:
    """The height that map and legend need at a width."""
    rows = len(_steps(chart)) + 3
    if width < NARROW:
        return height_for(width) + 14 + rows * ROW
    return max(height_for(_map_width(width)), rows * ROW + 24)


def draw(chart: Chart, pen: Pen, area: Box) -> list[str]:
    """Map and legend in an area: the legend beside a wide map, below a narrow one."""
    narrow = area.width < NARROW
    across = area.width if narrow else _map_width(area.width)
    box = Box(area.left, area.top, area.left + across, area.top + height_for(across))
    steps, marks = _steps(chart), _told(chart)
    hatch = f"hatch-{chart.id}-{num(area.width)}"
    shapes = framed(box)
    outlines = "".join(_country(pen, c, marks.get(c.geo), steps, hatch) for c in shapes)
    for c in shapes:
        if c.geo in marks:
            pen.put(chart.traces[0].id, c.geo, _within(box, c.middle))
    drawn = [f'<g transform="scale({num(1 / FINE)})" stroke-width="{num(EDGE * FINE)}">{outlines}</g>']
    drawn += [_dot(pen, c, marks[c.geo], steps) for c in shapes if c.geo in marks and _is_small(c)]
    drawn += [] if narrow else _labels(chart, pen, shapes, steps)
    start = (area.left, box.bottom + 14) if narrow else (box.right + 24, area.top + 8)
    clipped = f'<g clip-path="url(#{hatch}-clip)">{"".join(drawn)}</g>'
    return [_definitions(pen, hatch, box), clipped, *_legend(chart, pen, start, steps, hatch)]


def classes(values: Sequence[float]) -> tuple[float, ...]:
    """The values at which one class passes into the next: quantiles, rounded to two digits; none for few countries."""
    if len(values) < LEAST_FOR_CLASSES or min(values) == max(values):
        return ()
    order = sorted(values)
    cuts = [_rounded(order[len(order) * n // CLASSES]) for n in range(1, CLASSES)]
    return tuple(cut for cut in dict.fromkeys(cuts) if order[0] < cut <= order[-1])


def class_of(value: float, steps: Sequence[float]) -> int:
    """The class of a value, from 0."""
    return sum(value >= step for step in steps)


def class_words(chart: Chart, steps: Sequence[float]) -> tuple[str, ...]:
    """Each class in words, the lowest first."""
    if not steps:
        return (T["value"][chart.lang],)
    said = [chart.number(step) for step in steps]
    lang = chart.lang
    between = [BETWEEN[lang].format(low=low, high=high) for low, high in pairwise(said)]
    return (UNDER[lang].format(high=said[0]), *between, FROM[lang].format(low=said[-1]))


def _rounded(value: float) -> float:
    if value == 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(abs(value))))


def _steps(chart: Chart) -> tuple[float, ...]:
    """The classes of its scale; without one, those of its own values."""
    return classes(chart.scale or [m.value for m in chart.marks() if m.value is not None])


def _map_width(width: float) -> float:
    return min(WIDEST, width - LEGEND_WIDTH)


def _shade(value: float, steps: Sequence[float]) -> int:
    return heat_shade(class_of(value, steps), len(steps) + 1) if steps else HEAT // 2


def _told(chart: Chart) -> dict[str, Told]:
    """Country -> its mark, with what tells a reader about it: its number in the ranking and its words."""
    return {
        m.x: (m, f' data-n="{n}"', f"<title>{escape(str(trace.reading(m)), quote=False)}</title>")
        for trace in chart.traces[:1]
        for n, m in enumerate(ranked(trace))
    }


def _within(box: Box, at: Point) -> Point:
    """The nearest place in the frame: some countries reach out of it."""
    return max(box.left, min(at[0], box.right)), max(box.top, min(at[1], box.bottom))


def _fill(pen: Pen, mark: Mark | None, steps: Sequence[float], hatch: str) -> str:
    if mark is None:
        return "none"
    return f"url(#{hatch})" if mark.value is None else pen.colour(f"heat-{_shade(mark.value, steps)}")


def _country(pen: Pen, c: Country, known: Told | None, steps: Sequence[float], hatch: str) -> str:
    mark, number, title = known or (None, "", "")
    d = "".join(map(_outline, c.rings))
    edge = f' stroke-dasharray="{3 * FINE} {2 * FINE}"' if mark and mark.provisional else ""
    token = "grid" if mark is None else "line" if mark.value is None else "surface"
    line = f'stroke="{pen.colour(token)}"{edge}'
    return f'<path d="{d}" fill="{_fill(pen, mark, steps, hatch)}" {line}{number}>{title}</path>'


def _outline(ring: Ring) -> str:
    """Path data in steps from corner to corner, in whole units of the map's grid: half as long as tenths of pixels."""
    (x, y), *others = [corner for corner, _ in groupby((round(x * FINE), round(y * FINE)) for x, y in ring)]
    d = f"M{x} {y}l"
    for next_x, next_y in others:
        d += f"{next_x - x} {next_y - y} "
        x, y = next_x, next_y
    return d.rstrip().replace(" -", "-") + "z"


def _is_small(c: Country) -> bool:
    return max(c.room.width, c.room.height) < SMALLEST


def _dot(pen: Pen, c: Country, known: Told, steps: Sequence[float]) -> str:
    mark, number, title = known
    fill = "surface" if mark.value is None else f"heat-{_shade(mark.value, steps)}"
    at = f'cx="{num(c.middle[0])}" cy="{num(c.middle[1])}" r="{num(DOT)}"'
    return f'<circle {at} fill="{pen.colour(fill)}" stroke="{pen.colour("ink")}"{number}>{title}</circle>'


def _labels(chart: Chart, pen: Pen, shapes: Sequence[Country], steps: Sequence[float]) -> list[str]:
    """The values of countries that have room for them."""
    kinds, drawn = signs(chart), []
    marks = chart.traces[0].by_x if chart.traces else {}
    for c in shapes:
        mark = marks.get(c.geo)
        if mark is None or mark.value is None:
            continue
        said = chart.number(mark.value) + suffix(mark, kinds)
        if _has_room(c, text_width(said, SMALL) / 2):
            ink = "ink" if _shade(mark.value, steps) <= HEAT // 2 else "surface"
            at = (c.middle[0], c.middle[1] + 4)
            drawn.append(text(pen, at, said, size=SMALL, anchor="middle", token=ink))
    return drawn


def _has_room(c: Country, half: float) -> bool:
    """Whether words of that half width, centred, lie within the country."""
    x, y = c.middle
    return all(c.holds((x + dx, y + dy)) for dx in (-half - 1, 0, half + 1) for dy in (-6, 6))


def _definitions(pen: Pen, name: str, box: Box) -> str:
    """The hatch of a missing figure, and the frame beyond which nothing is drawn."""
    size = 6 * FINE  # in the units of the outlines that it fills
    line = f'<path d="M0 {size}L{size} 0" stroke="{pen.colour("line")}" stroke-width="{FINE}"/>'
    ground = f'<rect width="{size}" height="{size}" fill="{pen.colour("surface")}"/>'
    shape = f'width="{size}" height="{size}" patternUnits="userSpaceOnUse"'
    hatch = f'<pattern id="{name}" {shape}>{ground}{line}</pattern>'
    return f'<defs>{hatch}<clipPath id="{name}-clip">{rect(pen, box, "surface")}</clipPath></defs>'


def _legend(chart: Chart, pen: Pen, start: Point, steps: Sequence[float], hatch: str) -> list[str]:
    """A row for each class in words, then the one without a figure."""
    x, y = start
    drawn = [text(pen, (x, y + 11), chart.unit, size=TEXT, token="muted")]
    edge = f'stroke="{pen.colour("line")}"'
    for n, said in enumerate(class_words(chart, steps)):
        top = y + (n + 1) * ROW
        shade = heat_shade(n, len(steps) + 1) if steps else HEAT // 2
        drawn += [rect(pen, Box(x, top, x + 22, top + 14), f"heat-{shade}", edge), text(pen, (x + 30, top + 12), said)]
    if any(m.value is None for m in chart.marks()):
        top = y + (len(steps) + 2) * ROW
        size = f'x="{num(x * FINE)}" y="{num(top * FINE)}" width="{22 * FINE}" height="{14 * FINE}"'
        scale = f'transform="scale({num(1 / FINE)})" stroke-width="{FINE}"'
        drawn.append(f'<rect {size} {scale} fill="url(#{hatch})" {edge}/>')
        drawn.append(text(pen, (x + 30, top + 12), T["no_figure"][chart.lang]))
    return drawn
