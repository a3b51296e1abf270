"""What was revised after a day: each figure as it stood on that day, or came after it, and what stands there now. Pure.

A day of a reading is that of the version in which we hold it: the publisher may have revised earlier.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from dashboards.figures.index import RATES
from dashboards.figures.revisions import Replaced, still_told
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Indicator
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation, Series
from etl.model.provenance import Provenance

Cell = tuple[str, str, str, str]  # indicator, place, series, period
LARGE, NOTABLE = 5_000, 10.0  # a yearly count of this size that changed by so many per cent is named on top


class RevisedFigures(Protocol):
    """What a release knows of an indicator; `etl.release.store.Release` has this shape."""

    def revisions(self, indicator: str, geo: str = "", series: str = "") -> Sequence[Replaced]: ...
    def series(self, indicator: str, geos: Sequence[str] = (), series: Sequence[str] = ()) -> Sequence[Series]: ...


@dataclass(frozen=True)
class Replacement:
    """A figure and what stands in its place. was, became: None where there is no figure.

    published, replaced: ISO days of the versions in which each first stood, "" where not known. provenance: of
    what became, was_provenance: of what was; a quoted figure is often a rounded one.
    """

    indicator: Indicator
    geo: str
    series: str
    period: str
    was: float | None
    was_flag: str
    became: float | None
    became_flag: str
    published: str
    replaced: str
    provenance: Provenance
    was_provenance: Provenance

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return self.indicator.id, self.geo, self.series, self.period

    @property
    def difference(self) -> float | None:
        """Became less was, in the unit of the indicator."""
        return None if self.was is None or self.became is None else self.became - self.was

    @property
    def percent(self) -> float | None:
        """The change of a count in per cent; None for rates and shares, which have a difference only."""
        if self.difference is None or not self.was or self.indicator.unit in RATES:
            return None
        return 100 * self.difference / self.was


def replacements(release: RevisedFigures, indicator: Indicator, day: str) -> tuple[Replacement, ...]:
    """Figures of an indicator that are others now, the largest difference first; flags alone do not count.

    Nor does a series that is told no more: of a year so far, the span of months is another with each version.
    """
    replaced = release.revisions(indicator.id)
    if not replaced:
        return ()
    geos, names = ({getattr(r, part) for r in replaced} for part in ("geo", "series"))
    now = release.series(indicator.id, tuple(sorted(geos)), tuple(sorted(names)))
    standing = {(s.geo, s.series, p.period): p for s in now for p in s.points}
    nothing = Observation("", None)
    changes = []
    for key, each in groupby(sorted(still_told(replaced, now), key=_key), key=lambda r: (r.geo, r.series, r.period)):
        readings = list(each)
        then = _standing(readings, day)
        current = standing.get(key, nothing)
        if then is None or then.value == current.value:
            continue
        changes.append(
            Replacement(
                indicator, *key, then.value, then.flag, current.value, current.flag, then.seen_from or "",
                readings[-1].seen_until or "", current.provenance, then.provenance,
            )
        )  # fmt: skip
    return tuple(sorted(changes, key=lambda r: (-abs(r.difference or 0), r.geo, r.series, r.period)))


def every(release: RevisedFigures, c: Catalogue, source: str, day: str) -> tuple[Replacement, ...]:
    """Those of all indicators of a source ("" for all), in the order of the catalogue."""
    changes: list[Replacement] = []
    for i in c.indicators.values():
        if source and source not in {c.datasets[d].source for d in i.datasets if d in c.datasets}:
            continue
        with suppress(UnknownValueError):  # declared after this release was built
            changes += replacements(release, i, day)
    return tuple(changes)


def touched(claims: Iterable[Claim]) -> Mapping[Cell, tuple[str, ...]]:
    """Ids of the statements that are recomputed from a cell."""
    ids_by_cell: dict[Cell, tuple[str, ...]] = {}
    for claim in claims:
        for v in claim.variant:
            cell = (v.indicator, v.geo, v.series, v.period)
            ids_by_cell[cell] = (*ids_by_cell.get(cell, ()), claim.id)
    return {cell: tuple(dict.fromkeys(ids)) for cell, ids in ids_by_cell.items()}


def notable(changes: Iterable[Replacement], most: int = 6) -> tuple[Replacement, ...]:
    """Published yearly counts that go with the letter, are of LARGE or more and changed by NOTABLE per cent or more."""
    chosen = [
        r
        for r in changes
        if not (r.provenance.computed or r.indicator.context)
        and r.indicator.frequency == "A"
        and (r.was or 0) >= LARGE
        and abs(r.percent or 0) >= NOTABLE
    ]
    return tuple(sorted(chosen, key=lambda r: -abs(r.percent or 0))[:most])


def _standing(readings: Sequence[Replaced], day: str) -> Replaced | None:
    """The reading that stood on the day, else the first that came after it; None where all were replaced before it.

    One of which the last day is not known is taken to have stood until after the day.
    """
    stood = [r for r in readings if (r.seen_from or "") <= day and (r.seen_until or "9") > day]
    return next(iter(stood or [r for r in readings if (r.seen_from or "") > day]), None)


def _key(r: Replaced) -> tuple[str, str, str, str]:
    return r.geo, r.series, r.period, r.seen_from or ""
