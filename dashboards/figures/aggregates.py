"""What is a whole of others: groups of countries, totals of categories. A ranking shows it apart, unranked. Pure."""

from collections.abc import Iterable, Sequence

from etl.catalogue.declarations import Indicator
from etl.model.observations import Series

GROUPS = ("EU", "EA", "EFTA", "TOTAL", "European Free Trade Association")
BORDERS = "EU"  # Frontex's external borders: no group of countries, but the whole of its routes
Pair = tuple[str, str]  # geo, series


def is_group(geo: str) -> bool:
    """Whether a place is a group of countries; Frontex's external borders are a place of their own."""
    return geo.startswith(GROUPS) and geo != BORDERS


def wholes(indicator: Indicator, shown: Iterable[Series]) -> frozenset[Pair]:
    """Those of the series that hold others of them: none where only wholes are shown."""
    pairs = [(s.geo, s.series) for s in shown]
    geos, names = {geo for geo, _ in pairs}, {name for _, name in pairs}
    groups = {geo for geo in geos if is_group(geo) or geo == BORDERS}
    totals = {name for name in names if name in (indicator.breakdown.total, *indicator.breakdown.aggregates)}
    apart = (groups if geos - groups else set(), totals if names - totals else set())
    return frozenset(pair for pair in pairs if pair[0] in apart[0] or pair[1] in apart[1])


def can_be_ranked(indicator: Indicator, shown: Sequence[Series]) -> bool:
    """Whether one of the series can be called the highest: places of one category, or categories of one place.

    Categories are parts of one whole (the indicator names its total) or members of a code list. Definitions, measures
    and publishers of one thing are none.
    """
    places, names = {s.geo for s in shown}, {s.series for s in shown}
    b = indicator.breakdown
    return len(names) == 1 or (len(places) == 1 and bool(b.code_list or b.total))
