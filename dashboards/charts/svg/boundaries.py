"""Country boundaries of Europe on a flat map: data/catalogue/europe.geojson in an equal-area projection. Pure numbers.

Lambert's azimuthal equal-area projection about 52° N, 10° E, as European statistics use it: areas may be compared.
Lengths are in radii of the earth; `framed` gives pixels. Boundaries are for display and say nothing about status.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path

from dashboards.charts.svg.scale import Box

PATH = Path(__file__).parents[3] / "data" / "catalogue" / "europe.geojson"
CENTRE = (radians(10), radians(52))
FRAME = ((-24.6, 66.0), (-10.7, 52.0), (-9.6, 36.9), (22.0, 34.8), (34.6, 34.8), (31.5, 70.0), (26.0, 71.2))
LEAST_AREA = 1.5  # square pixels: smaller islands are left out
CLOSER = 1.4  # pixels: corners nearer than this to the one before are left out
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Country:
    """A country in pixels: those of its outlines that can be seen, the largest first; its middle and extent."""

    geo: str
    rings: tuple[Ring, ...]
    middle: Point
    room: Box

    def holds(self, point: Point) -> bool:
        """Whether a point lies within the largest outline."""
        x, y = point
        ring, inside = self.rings[0], False
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                inside = not inside
        return inside


def countries() -> tuple[str, ...]:
    """The codes of all countries that have a boundary."""
    return tuple(_projected())


def height_for(width: float) -> float:
    """The height of the map at a width."""
    left, top, right, bottom = _frame()
    return width * (bottom - top) / (right - left)


@lru_cache(maxsize=32)
def framed(box: Box) -> tuple[Country, ...]:
    """Every country, fitted into a box in pixels; those beyond the frame reach out of it."""
    left, top, right, bottom = _frame()
    scale = min(box.width / (right - left), box.height / (bottom - top))
    return tuple(
        _country(geo, [[(box.left + (x - left) * scale, box.top + (y - top) * scale) for x, y in r] for r in rings])
        for geo, rings in _projected().items()
    )


def project(longitude: float, latitude: float) -> Point:
    """A place in degrees as radii of the earth to the right of the centre and below it."""
    lon, lat = radians(longitude) - CENTRE[0], radians(latitude)
    k = sqrt(2 / (1 + sin(CENTRE[1]) * sin(lat) + cos(CENTRE[1]) * cos(lat) * cos(lon)))
    x = k * cos(lat) * sin(lon)
    y = k * (cos(CENTRE[1]) * sin(lat) - sin(CENTRE[1]) * cos(lat) * cos(lon))
    return x, -y


@cache
def _projected() -> dict[str, list[Ring]]:
    """Code -> outer outlines; holes are left out, as the country inside is drawn on top."""
    features = json.loads(PATH.read_text("utf-8"))["features"]
    return {
        feature["properties"]["geo"]: [
            tuple(project(*point) for point in polygon[0]) for polygon in feature["geometry"]["coordinates"]
        ]
        for feature in features
    }


@cache
def _frame() -> tuple[float, float, float, float]:
    points = [project(*corner) for corner in FRAME]
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def _country(geo: str, rings: Sequence[Sequence[Point]]) -> Country:
    thin = sorted((_thinned(ring) for ring in rings), key=_area, reverse=True)
    largest = thin[0]
    middle = _centroid(largest)
    return Country(
        geo, tuple(r for n, r in enumerate(thin) if n == 0 or _area(r) >= LEAST_AREA), middle, _bounds(largest)
    )


def _thinned(ring: Sequence[Point]) -> Ring:
    kept = [ring[0]]
    for point in ring[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= CLOSER:
            kept.append(point)
    return tuple(kept) if len(kept) > 2 else tuple(ring)


def _area(ring: Ring) -> float:
    return abs(_twice_area(ring)) / 2


def _twice_area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True))


def _centroid(ring: Ring) -> Point:
    """The centre of mass; the mean of the corners where the outline has no area."""
    twice = _twice_area(ring)
    if abs(twice) < 1e-9:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)]
    return sum((a[0] + b[0]) * c for a, b, c in pairs) / (3 * twice), sum((a[1] + b[1]) * c for a, b, c in pairs) / (
        3 * twice
    )


def _bounds(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return Box(min(xs), min(ys), max(xs), max(ys))
