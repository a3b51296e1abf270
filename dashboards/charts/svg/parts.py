"""The few SVG elements that our charts are made of, as short deterministic text. Knows colours by name, no data.

In theme "css" a colour is `var(--name)` of assets/tokens.css, so the picture follows the page; else it is a literal.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from dashboards.charts.palette import THEMES
from dashboards.charts.svg.scale import Box

Anchor = Literal["start", "middle", "end"]
TEXT = 13.0
SMALL = 12.0
LINE_HEIGHT = 16.0
DENSE, UNSEEN = 40, 2.5  # tenths of a pixel: how near points are dense, and how far a line may miss them
Point = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """Where a mark is found: its point, and the place in which a pointer means it, the point alone where None."""

    at: Point
    room: Box | None = None

    def __str__(self) -> str:
        """Whole pixels: x, y, and the sides of the room."""
        sides = (self.room.left, self.room.top, self.room.right, self.room.bottom) if self.room else ()
        return ",".join(str(round(n)) for n in (*self.at, *sides))


@dataclass(frozen=True)
class Pen:
    """What colours are called in this picture, and where its marks are: by series' id and period or category.

    named_above: the lines across whose words stand in the legend; crowded: those whose words had no free place.
    """

    theme: Literal["css", "light", "dark"]
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)  # filled while drawing
    panels: dict[str, Box] = field(default_factory=dict)  # of series that have one each; filled while drawing
    named_above: frozenset[str] = frozenset()
    crowded: set[str] = field(default_factory=set)  # filled while drawing

    def put(self, series: str, x: str, at: Point, room: Box | None = None) -> None:
        """Keep where a mark stands."""
        self.spots[series, x] = Spot(at, room)

    def colour(self, token: str) -> str:
        """A colour as an attribute's value; "none" and "currentColor" stay."""
        if token in ("none", "currentColor"):
            return token
        return f"var(--{token})" if self.theme == "css" else THEMES[self.theme][token]


def num(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def text(
    pen: Pen,
    at: Point,
    content: str,
    *,
    size: float = TEXT,
    anchor: Anchor = "start",
    strong: bool = False,
    token: str = "ink",
    halo: bool = False,
) -> str:
    """One horizontal line of text, its baseline at `at`; halo keeps it readable where it crosses a line."""
    parts = [f'x="{num(at[0])}" y="{num(at[1])}"']
    parts += [f'font-size="{num(size)}"'] if size != TEXT else []
    parts += [f'text-anchor="{anchor}"'] if anchor != "start" else []
    parts += ['font-weight="600"'] if strong else []
    parts += [f'fill="{pen.colour(token)}"'] if token != "ink" else []
    if halo:
        parts.append(f'stroke="{pen.colour("surface")}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"')
    return f"<text {' '.join(parts)}>{escape(content, quote=False)}</text>"


def block(
    pen: Pen, at: Point, lines: Sequence[str], *, anchor: Anchor = "start", token: str = "ink", halo: bool = False
) -> str:
    """Lines of text below one another, the first one's baseline at `at`."""
    return "".join(
        text(pen, (at[0], at[1] + n * LINE_HEIGHT), line, anchor=anchor, token=token, halo=halo)
        for n, line in enumerate(lines)
    )


def line(pen: Pen, a: Point, b: Point, token: str, width: float = 1.0, dash: str = "") -> str:
    """A straight line."""
    d = f"M{num(a[0])} {num(a[1])}"
    d += f"H{num(b[0])}" if a[1] == b[1] else f"V{num(b[1])}" if a[0] == b[0] else f"L{num(b[0])} {num(b[1])}"
    return path(pen, d, token, width, dash)


def path(pen: Pen, d: str, token: str, width: float, dash: str = "") -> str:
    """A stroke without a fill."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="none" stroke="{pen.colour(token)}" stroke-width="{num(width)}"{dashed}/>'


def polyline(points: Sequence[Point]) -> str:
    """Path data through points, as steps from one to the next.

    Where they are dense, those that the line passes within a quarter of a pixel without them are left out: it looks the
    same, and is shorter.
    """
    places = [(_tenths(x), _tenths(y)) for x, y in points]
    dense = abs(places[-1][0] - places[0][0]) < DENSE * (len(places) - 1)
    (x, y), *others = _needed(places) if dense else places
    d = f"M{num(x / 10)} {num(y / 10)}l" if others else f"M{num(x / 10)} {num(y / 10)}"
    for next_x, next_y in others:
        d += f"{_step(next_x - x)} {_step(next_y - y)} "
        x, y = next_x, next_y
    return d.rstrip().replace(" -", "-")


def _needed(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Both ends, and the points that a line through the others would miss by UNSEEN or more (Douglas and Peucker)."""
    kept, open_pieces = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_pieces:
        first, last = open_pieces.pop()
        if last - first < 2:  # nothing between
            continue
        (x0, y0), (x1, y1) = points[first], points[last]
        right, down = x1 - x0, y1 - y0
        apart = right * y0 - down * x0
        away = [abs(right * y - down * x - apart) for x, y in points[first + 1 : last]]
        if max(away) >= UNSEEN * (math.hypot(right, down) or 1.0):
            furthest = first + 1 + away.index(max(away))
            kept.add(furthest)
            open_pieces += [(first, furthest), (furthest, last)]
    return [points[n] for n in sorted(kept)]


def _tenths(value: float) -> int:
    """Tenths of a pixel, rounded as `num` rounds."""
    return round(float(f"{value:.1f}") * 10)


def _step(tenths: int) -> str:
    """A difference in tenths of a pixel, without the zero before its point."""
    return num(tenths / 10).replace("0.", ".", 1) if abs(tenths) < 10 else num(tenths / 10)


def rect(pen: Pen, box: Box, token: str, more: str = "") -> str:
    """A filled rectangle; `more` holds further attributes."""
    size = f'x="{num(box.left)}" y="{num(box.top)}" width="{num(box.width)}" height="{num(box.height)}"'
    return f'<rect {size} fill="{pen.colour(token)}"{" " + more if more else ""}/>'


def outlined(pen: Pen, box: Box, token: str) -> str:
    """A bar for a provisional figure: faint, with a dashed outline where it is large enough for one."""
    if min(box.width, box.height) < 7:
        return rect(pen, box, token, 'fill-opacity="0.45"')
    edge = box.inset(0.75, 0.75, 0.75, 0)
    colour = pen.colour(token)
    return rect(pen, edge, token, f'fill-opacity="0.22" stroke="{colour}" stroke-width="1.5" stroke-dasharray="3 2"')


def markers(pen: Pen, shape: str, points: Iterable[Point], token: str, radius: float, hollow: bool = False) -> str:
    """One path with the same marker at every point; hollow ones are filled with the surface."""
    d = "".join(_shape(shape, x, y, radius) for x, y in points)
    if not d:
        return ""
    colour, surface = pen.colour(token), pen.colour("surface")
    if hollow:
        return f'<path d="{d}" fill="{surface}" stroke="{colour}" stroke-width="1.75"/>'
    return f'<path d="{d}" fill="{colour}" stroke="{surface}"/>'


def _shape(shape: str, x: float, y: float, r: float) -> str:
    if shape == "circle":
        return f"M{num(x - r)} {num(y)}a{num(r)} {num(r)} 0 1 0 {num(2 * r)} 0a{num(r)} {num(r)} 0 1 0-{num(2 * r)} 0"
    (x0, y0), *others = [(r * dx, r * dy) for dx, dy in SHAPES[shape]]
    d, at = f"M{num(x + x0)} {num(y + y0)}l", (x0, y0)
    for corner in others:
        step = num(corner[0] - at[0]), num(corner[1] - at[1])
        d += f"{step[0]} {step[1]} "
        at = at[0] + float(step[0]), at[1] + float(step[1])
    return d.rstrip().replace(" -", "-") + "z"


def _around(corners: int, *radii: float, turn: float = -90.0) -> tuple[Point, ...]:
    """Corners on circles of the given radii in turn, starting at the top."""
    angles = [math.radians(turn + n * 360 / corners) for n in range(corners)]
    return tuple(
        (radii[n % len(radii)] * math.cos(a), radii[n % len(radii)] * math.sin(a)) for n, a in enumerate(angles)
    )


def _cross(turn: float) -> tuple[Point, ...]:
    long, thin = 1.2, 0.42
    arm = [(-thin, -long), (thin, -long), (thin, -thin)]
    corners = [(x * c - y * s, x * s + y * c) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1)) for x, y in arm]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return tuple((x * cos - y * sin, x * sin + y * cos) for x, y in corners)


SHAPES: dict[str, tuple[Point, ...]] = {
    "square": _around(4, 1.25, turn=-45),
    "diamond": _around(4, 1.35),
    "triangle-up": _around(3, 1.35),
    "triangle-down": _around(3, 1.35, turn=90),
    "cross": _cross(0),
    "x": _cross(45),
    "hexagon": _around(6, 1.2),
    "star": _around(10, 1.5, 0.65),
}
