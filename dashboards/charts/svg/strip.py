"""A strip of dots: the same quantity under several definitions, around a number and what its words allow.

Text in, SVG out; for a screen reader it is one picture whose description names every dot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from dashboards.text import formats
from etl.catalogue.declarations import Lang

HEIGHT, MIDDLE, RADIUS, LEFT = 132, 74, 6.0, 14
LABEL = 44  # pixels that a label of the axis needs
STEP = 2 * RADIUS + 2  # between dots that would lie on one another
Scale = Callable[[float], float]  # from a value to its place
TICKS, MOST_TICKS = (1, 2, 5, 10, 20, 50, 100), 8


@dataclass(frozen=True)
class Dot:
    """One definition. counted: whether it measures what was said; own: whether it is the letter's own."""

    label: str
    value: float
    counted: bool = True
    own: bool = False


@dataclass(frozen=True)
class Strip:
    """low, high: what the words allow, None where they are open; said, line: the number in words and as a value."""

    id: str
    dots: tuple[Dot, ...]
    line: float
    low: float | None
    high: float | None
    said: str
    alt: str
    decimals: int
    lang: Lang


def strip(s: Strip, width: int) -> str:
    """The picture; higher where many dots lie close together."""
    ends = [d.value for d in s.dots] + [x for x in (s.line, s.low, s.high) if x is not None]
    first, last, step = _scale(min(ends), max(ends))

    def x(value: float) -> float:
        return round(LEFT + (value - first) / (last - first) * (width - 2 * LEFT), 1)

    parts = [*_band(s, x), *_axis(first, last, step, x, s), *_line(s, x, width), *_dots(s, x)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'class="chart" role="img" aria-label="{escape(s.alt)}" font-size="13">{"".join(parts)}</svg>'
    )


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """First tick, last tick, and what lies between two, so that there are at most MOST_TICKS spaces."""
    scale = 1.0
    while True:
        for step in (scale * t for t in TICKS):
            first, last = low // step * step, -(-high // step) * step
            if last - first <= MOST_TICKS * step:
                return first, last, step
        scale *= TICKS[-1]


def _band(s: Strip, x: Scale) -> list[str]:
    if s.low is None or s.high is None:
        return []
    wide = round(x(s.high) - x(s.low), 1)
    return [f'<rect x="{x(s.low)}" y="24" width="{wide}" height="{MIDDLE + 4}" fill="var(--tint)"/>']


def _axis(first: float, last: float, step: float, x: Scale, s: Strip) -> list[str]:
    at, parts = first, list[str]()
    parts.append(f'<path d="M{x(first)} 102H{x(last)}" stroke="var(--line)" fill="none"/>')
    every = 2 if x(first + step) - x(first) < LABEL else 1
    n = 0
    while at <= last + step / 1000:
        anchor = "start" if at == first else "end" if at >= last else "middle"
        parts.append(f'<path d="M{x(at)} 102V107" stroke="var(--line)" fill="none"/>')
        shown = formats.percent(at, 0, s.lang)
        if n % every == 0:
            parts.append(f'<text x="{x(at)}" y="122" text-anchor="{anchor}" fill="var(--muted)">{shown}</text>')
        at, n = at + step, n + 1
    return parts


def _line(s: Strip, x: Scale, width: int) -> list[str]:
    """The number of the letter, its words on the side that has room."""
    at = x(s.line)
    anchor = "end" if at > width / 2 else "start"
    return [
        f'<path d="M{at} 22V102" stroke="var(--target)" stroke-width="2" stroke-dasharray="5 3" fill="none"/>',
        f'<text x="{at}" y="15" text-anchor="{anchor}" fill="var(--ink)" font-weight="600">{escape(s.said)}</text>',
    ]


def _dots(s: Strip, x: Scale) -> list[str]:
    """Dots that would lie on one another stand above and below each other; the letter's own comes last, on top."""
    placed: list[tuple[float, int]] = []
    parts = []
    for d in sorted(s.dots, key=lambda d: (d.own, d.value)):
        at, level = x(d.value), 0
        while any(abs(at - other) < STEP and level == taken for other, taken in placed):
            level = -level if level > 0 else -level + 1
        placed.append((at, level))
        fill = "var(--series-1)" if d.counted else "var(--surface)"
        ring = ' stroke="var(--ink)" stroke-width="3"' if d.own else ' stroke="var(--series-1)" stroke-width="2"'
        value = formats.percent(d.value, s.decimals, s.lang)
        parts.append(
            f'<circle cx="{at}" cy="{MIDDLE - 8 + level * STEP}" r="{RADIUS}" fill="{fill}"{ring}>'
            f"<title>{escape(d.label)}: {value}</title></circle>"
        )
    return parts
