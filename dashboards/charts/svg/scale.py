"""Geometry of pictures: scales, round ticks, widths of text, labels that do not overlap. Pure numbers, no drawing.

Widths are estimated from the metrics of Helvetica and its like (Arial, Liberation Sans), a little on the wide side:
nothing here can ask the reader's browser.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

WIDE = frozenset("mwMW%@—…")
NARROW = frozenset("ijlftrI.,:;'|!()[]·-‑ \u00a0")
CAPITALS = frozenset("ABCDEFGHJKLNOPQRSTUVXYZ&")
MARGIN = 1.04
MOST_EMPTY = 1.5  # of the range of figures: how far an axis may reach
CUT = "\u200b"  # zero-width space


class _Ems(dict[str, float]):
    """The width of a letter in ems; each is looked up once."""

    def __missing__(self, char: str) -> float:
        wide = 0.29 if char in NARROW else 0.86 if char in WIDE else 0.70 if char in CAPITALS else 0.556
        self[char] = wide
        return wide


EMS = _Ems()


class Box(NamedTuple):
    """A rectangle in pixels; top is smaller than bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    def overlap(self, other: "Box") -> float:
        """The area that two boxes share, in square pixels."""
        if self.right <= other.left or other.right <= self.left or self.bottom <= other.top or other.bottom <= self.top:
            return 0.0
        across = min(self.right, other.right) - max(self.left, other.left)
        return across * (min(self.bottom, other.bottom) - max(self.top, other.top))

    def inset(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> "Box":
        """The box with room taken off its sides."""
        return Box(self.left + left, self.top + top, self.right - right, self.bottom - bottom)


@dataclass(frozen=True)
class Linear:
    """A linear scale from values [low, high] to pixels [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value; the middle where the scale has no extent."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


class Cells:
    """Which cells of an area are covered by boxes: quick to ask for thousands of places."""

    SIDE = 4.0

    def __init__(self, area: Box, boxes: Iterable[Box]) -> None:
        """Cover the area with cells, a number for each row of them."""
        self.area = area
        self.rows = [0] * (int(area.height // self.SIDE) + 2)
        for box in boxes:
            columns = self._columns(box.left, box.right)
            for n in self._rows(box.top, box.bottom):
                self.rows[n] |= columns

    def free(self, size: Box, lefts: Iterable[float], tops: Iterable[float], pad: float) -> Iterator[Box]:
        """Where a box of that size, with `pad` around it, touches no cell that is covered."""
        width, height = size.width, size.height
        down = [(top, self._rows(top - pad, top + height + pad)) for top in tops]
        covered = [(top, reduce(or_, self.rows[rows.start : rows.stop], 0)) for top, rows in down]
        for left in lefts:
            columns = self._columns(left - pad, left + width + pad)
            yield from (Box(left, top, left + width, top + height) for top, cells in covered if not cells & columns)

    def _rows(self, top: float, bottom: float) -> range:
        first, last = (max(0, int((y - self.area.top) // self.SIDE)) for y in (top, bottom))
        return range(first, min(last + 1, len(self.rows)))

    def _columns(self, left: float, right: float) -> int:
        first, last = (max(0, int((x - self.area.left) // self.SIDE)) for x in (left, right))
        return (1 << last + 1) - (1 << first)


def ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """Round values (1, 2 or 5 times a power of ten) from at or below `low` to at or above `high`, in about `count`."""
    if high <= low:
        return (low, low + 1.0)
    rough = (high - low) / max(1, count)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def near_ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """The same, with one more of them where much of the picture would stay empty, or a nearer one below zero.

    A decrease is never of more than 100 per cent: beside an increase of 1,500 the axis does not go down to minus 500.
    """
    steps = ticks(low, high, count)
    if steps[-1] - steps[0] > MOST_EMPTY * (high - low) > 0:
        steps = ticks(low, high, count + 1)
    if not steps[0] < 2 * low < 0 < high:
        return steps
    return (ticks(low, 0, 1)[0], *steps[1:])


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """About how many pixels a line of text takes."""
    return sum(map(EMS.__getitem__, text)) * size * MARGIN * (1.06 if bold else 1.0)


def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that fit the width; a word that is longer than a line, such as an address, is cut."""
    lines: list[str] = []
    for word in (piece for whole in text.split(" ") for piece in _pieces(whole, width, size, bold)):
        longer = f"{lines[-1]} {word.removeprefix(CUT)}" if lines else word.removeprefix(CUT)
        if lines and not word.startswith(CUT) and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word.removeprefix(CUT))
    return tuple(lines)


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A word in pieces that fit a line; all but the first begin with CUT."""
    if text_width(word, size, bold) <= width:
        return [word]
    pieces = [""]
    for char in word:
        if len(pieces[-1]) > 1 and text_width(pieces[-1].removeprefix(CUT) + char, size, bold) > width:
            pieces.append(CUT)
        pieces[-1] += char
    return pieces


def balanced(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The text in as few lines as fit the width, of about equal length; wider than asked for rather than cut a word."""
    longest = max(text_width(word, size, bold) for word in text.split(" "))
    width = max(width, longest)
    lines = wrap(text, width, size, bold)
    while len(lines) > 1 and width * 0.95 > longest:
        narrower = wrap(text, width * 0.95, size, bold)
        if len(narrower) > len(lines):
            break
        lines, width = narrower, width * 0.95
    return lines


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Places as near to `wanted` as can be, `gap` apart, within [low, high] where that has room; in the order given."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    groups: list[tuple[float, list[int]]] = []
    for i in order:
        groups.append((_within(wanted[i], 1, gap, low, high), [i]))
        while len(groups) > 1 and _bottom(groups[-2], gap) + gap > _top(groups[-1], gap) + 1e-9:
            members = groups[-2][1] + groups[-1][1]
            del groups[-2:]
            centre = sum(wanted[m] for m in members) / len(members)
            groups.append((_within(centre, len(members), gap, low, high), members))
    places = {m: centre + (k - (len(ms) - 1) / 2) * gap for centre, ms in groups for k, m in enumerate(ms)}
    return tuple(places[i] for i in range(len(wanted)))


def freest(candidates: Iterable[Box], taken: Sequence[Box], written: Sequence[Box] = ()) -> int:
    """The index of the candidate that overlaps least with what is taken; the earliest of equals.

    Text on text (`written`) is far worse than text on a line or a column.
    """
    least, best = math.inf, 0
    for n, c in enumerate(candidates):
        cost = round(_hidden(c, taken) + 500 * _hidden(c, written), 3)
        if cost < least:
            least, best = cost, n
        if not cost:  # no other can be better
            break
    return best


def _hidden(box: Box, others: Sequence[Box]) -> float:
    """The area of others that a box covers; most of thousands do not meet it, and are passed over quickly."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    meets = [o for o in others if o.left < right and o.right > left and o.top < bottom and o.bottom > top]
    return sum(box.overlap(o) for o in meets)


def along(points: Sequence[tuple[float, float]], pad: float = 3.0) -> list[Box]:
    """Small boxes that cover a line through points, for keeping labels off it."""
    return list(steps_along(points, pad))


def steps_along(points: Sequence[tuple[float, float]], pad: float) -> Iterator[Box]:
    """The same one by one: those of the points, then those between."""
    yield from (Box(x - pad, y - pad, x + pad, y + pad) for x, y in points)
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = int(max(abs(x1 - x0), abs(y1 - y0)) // (2 * pad))
        for n in range(1, steps):
            x, y = x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps
            yield Box(x - pad, y - pad, x + pad, y + pad)


def _within(centre: float, members: int, gap: float, low: float, high: float) -> float:
    half = (members - 1) * gap / 2
    return max(low + half, min(high - half, centre)) if high - low >= 2 * half else (low + high) / 2


def _top(group: tuple[float, list[int]], gap: float) -> float:
    return group[0] - (len(group[1]) - 1) * gap / 2


def _bottom(group: tuple[float, list[int]], gap: float) -> float:
    return group[0] + (len(group[1]) - 1) * gap / 2
