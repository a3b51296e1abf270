"""Figures that were replaced: what stood there, until when, and what came instead. Pure: it pairs readings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from dashboards.query.selection import Selection
from etl.letter.claims import LETTER_DATE
from etl.model.observations import Series
from etl.model.period import within
from etl.model.provenance import ORIGINAL, Provenance


class Replaced(Protocol):
    """A value that no longer stands; `etl.release.store.Revision` has this shape. None: day not known."""

    @property
    def geo(self) -> str: ...
    @property
    def series(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def flag(self) -> str: ...
    @property
    def seen_from(self) -> str | None: ...
    @property
    def seen_until(self) -> str | None: ...
    @property
    def provenance(self) -> Provenance: ...


@dataclass(frozen=True)
class Change:
    """One value and its successor; `new` None: none stands there now. days: ISO, "" where not known.

    was_provenance, provenance: where the one and the other come from; that of none is that of the publisher's own.
    """

    geo: str
    series: str
    period: str
    old: float | None
    old_flag: str
    new: float | None
    new_flag: str
    seen_from: str
    seen_until: str
    was_provenance: Provenance = ORIGINAL
    provenance: Provenance = ORIGINAL


def changes(replaced: Sequence[Replaced], now: Sequence[Series], chosen: Selection) -> tuple[Change, ...]:
    """The replaced values of a choice with what came instead, the newest period and replacement first."""
    standing = {(s.geo, s.series, p.period): p for s in now for p in s.points}
    mine = [r for r in still_told(replaced, now) if r.geo in chosen.geos and r.series in chosen.series]
    mine = [r for r in mine if _within(r.period, chosen)]
    all_changes: list[Change] = []
    for key, each in groupby(sorted(mine, key=_key), key=lambda r: (r.geo, r.series, r.period)):
        readings = list(each)
        last = standing.get(key)
        successors = [(r.value, r.flag, r.provenance) for r in readings[1:]]
        successors.append((last.value, last.flag, last.provenance) if last else (None, "", ORIGINAL))
        all_changes += [
            Change(*key, r.value, r.flag, new, flag, r.seen_from or "", r.seen_until or "", r.provenance, provenance)
            for r, (new, flag, provenance) in zip(readings, successors, strict=True)
        ]
    return tuple(sorted(all_changes, key=lambda c: (c.period, c.seen_until), reverse=True))


def still_told(replaced: Iterable[Replaced], now: Iterable[Series]) -> tuple[Replaced, ...]:
    """Those of series that there are today. A span of months that a longer one follows was not revised by anybody."""
    shown = {(s.geo, s.series) for s in now if s.points}
    return tuple(r for r in replaced if (r.geo, r.series) in shown)


def days(replaced: Sequence[Replaced]) -> tuple[str, ...]:
    """Days as of which figures can be read and were others than now, the newest first, with the letter's if it is."""
    known = {r.seen_from for r in replaced if r.seen_from}
    letter = {LETTER_DATE} if any(day <= LETTER_DATE for day in known) else set()
    return tuple(sorted(known | letter, reverse=True))


def _key(r: Replaced) -> tuple[str, str, str, str]:
    return r.geo, r.series, r.period, r.seen_from or ""


def _within(period: str, chosen: Selection) -> bool:
    return bool(within((period,), chosen.start, chosen.end))
