"""What asks for more than one answer holds, and the smaller requests that together give it. Pure.

Published with the description of all addresses; refused with 422 and a sentence, never cut off.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from dashboards.query.parameters import MOST_CODES, MOST_FIGURES, MOST_ROWS
from etl.model.errors import TooManyError
from etl.model.period import in_order

LIMITS = {"rows": MOST_ROWS, "codes": MOST_CODES, "figures": MOST_FIGURES}


def check_rows(periods: Iterable[str]) -> None:
    """TooManyError where there are more rows than one answer holds; its pieces are spans. periods: of each row."""
    counts, most = Counter(periods), LIMITS["rows"]
    if (count := counts.total()) > most:
        raise TooManyError("rows", count, most, tuple({"from": (a,), "to": (b,)} for a, b in _spans(counts, most)))


def check_count(name: str, what: str, given: Sequence[str], most: int) -> None:
    """TooManyError where a name has more values than it may; its pieces are so many at a time. what: they are."""
    if len(given) > most:
        every = tuple(dict.fromkeys(given))
        parts = tuple({name: every[n : n + most]} for n in range(0, len(every), most))
        raise TooManyError(what, len(given), most, parts)


def _spans(counts: Counter[str], most: int) -> list[tuple[str, str]]:
    """First and last period of each piece; none where one period alone is too much."""
    if max(counts.values()) > most:
        return []
    order = in_order(counts)
    starts, held = [0], 0
    for n, period in enumerate(order):
        if held + counts[period] > most:
            starts.append(n)
            held = 0
        held += counts[period]
    return [(order[a], order[b - 1]) for a, b in pairwise([*starts, len(order)])]
