"""What there is: of every indicator one line with what is held of it, and the one series that stands for it. Pure.

The series is the indicator's own first one, or that of a place a reader named; where several are its own, the one that
reaches furthest. Nothing is added up or compared here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboards.freshness import Overdue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator
from etl.model.observations import Series

CURRENT, LATE = "current", "late"
STATES = (CURRENT, LATE)
Key = tuple[str, str, str]  # indicator, geo, series


class Extent(Protocol):
    """What is held of one series; `etl.release.overview.SeriesExtent` has this shape."""

    @property
    def geo(self) -> str: ...
    @property
    def series(self) -> str: ...
    @property
    def first(self) -> str: ...
    @property
    def last(self) -> str: ...


@dataclass(frozen=True)
class Listed:
    """One indicator of the list. series: the one shown. places: codes of all places with figures.

    sources: ids, in the order in which its datasets are declared. overdue: why its newest figure is old, if it is.
    """

    indicator: Indicator
    series: Series
    places: tuple[str, ...]
    first: str
    last: str
    sources: tuple[str, ...]
    overdue: Overdue | None = None


@dataclass(frozen=True)
class Filter:
    """What a reader wants listed; "" leaves each open. named: ids that words have found, None where none are asked."""

    pillar: str = ""
    source: str = ""
    geo: str = ""
    fresh: str = ""
    named: frozenset[str] | None = None


def shown_key(indicator: Indicator, extents: Sequence[Extent], geo: str) -> Key | None:
    """Of which series a line is drawn; None where the place has none."""
    there = [e for e in extents if not geo or e.geo == geo]
    own = [e for e in there if geo or e.geo in indicator.geo_default]
    usual = [e for e in own if e.series in indicator.breakdown.default]
    candidates = usual or own or there
    if not candidates:
        return None
    newest = max(e.last for e in candidates)
    names, geos = indicator.breakdown.default, indicator.geo_default
    reaching = (e for e in candidates if e.last == newest)
    first = min(reaching, key=lambda e: (_order(e.geo, geos), _order(e.series, names)))
    return indicator.id, first.geo, first.series


def _order(code: str, among: Sequence[str]) -> tuple[int, str]:
    return (among.index(code) if code in among else len(among)), code


def sources(indicator: Indicator, catalogue: Catalogue) -> tuple[str, ...]:
    """The publishers of an indicator's datasets."""
    return tuple(dict.fromkeys(catalogue.datasets[d].source for d in indicator.datasets if d in catalogue.datasets))


def passes(each: Listed, wanted: Filter) -> bool:
    """Whether a line is among what a reader wants listed."""
    state = LATE if each.overdue else CURRENT
    return (
        _declared(each.indicator, each.sources, wanted)
        and (not wanted.geo or wanted.geo in each.places)
        and wanted.fresh in ("", state)
    )


def not_held(
    indicators: Iterable[Indicator], extents: Mapping[str, Sequence[Extent]], wanted: Filter, catalogue: Catalogue
) -> tuple[Indicator, ...]:
    """Indicators without any figure that a reader wants listed; of a place or an age nothing can be said of them."""
    if wanted.geo or wanted.fresh:
        return ()
    empty = (i for i in indicators if not extents.get(i.id))
    return tuple(i for i in empty if _declared(i, sources(i, catalogue), wanted))


def _declared(indicator: Indicator, publishers: Sequence[str], wanted: Filter) -> bool:
    return (
        wanted.pillar in ("", str(indicator.pillar))
        and (not wanted.source or wanted.source in publishers)
        and (wanted.named is None or indicator.id in wanted.named)
    )
