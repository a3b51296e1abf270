"""Whether a number that somebody quoted still stands: what is published now, what was, and what else gives it. Pure.

stands            the present figure may be printed as quoted
revised           an earlier version of the figure may, the present one may not
other_definition  another category or composition of the same place and period may
differs           none of the figures that we hold for that place and period may
no_figure         we hold no figure for that place and period
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from dashboards.figures.quoted import Quoted
from dashboards.figures.revisions import Replaced
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation, Series

Outcome = Literal["stands", "revised", "other_definition", "differs", "no_figure"]
OUTCOMES: tuple[Outcome, ...] = ("stands", "revised", "other_definition", "differs", "no_figure")
EU = ("EU28", "EU27_2020", "EU27_2007", "EU", "EU_EFTA")  # compositions of one place, not places of their own
MOST_OTHERS = 6


class HeldFigures(Protocol):
    """What a release knows; `etl.release.store.Release` has this shape."""

    def revisions(self, indicator: str, geo: str = "", series: str = "") -> Sequence[Replaced]: ...
    def series(
        self, indicator: str, geos: Sequence[str] = (), series: Sequence[str] = (), start: str = "", end: str = ""
    ) -> Sequence[Series]: ...


@dataclass(frozen=True)
class Cell:
    """Where the number is said to stand."""

    indicator: Indicator
    geo: str
    series: str
    period: str


@dataclass(frozen=True)
class Other:
    """A figure of another definition that may be printed as quoted."""

    cell: Cell
    point: Observation


@dataclass(frozen=True)
class Check:
    """The answer. now: the present figure; past: earlier readings, oldest first; was: the one that was quoted.

    others: other definitions that give it, whatever the outcome.
    """

    outcome: Outcome
    cell: Cell
    quoted: Quoted
    now: Observation | None
    past: tuple[Replaced, ...]
    was: Replaced | None
    others: tuple[Other, ...]


def check(cell: Cell, number: Quoted, release: HeldFigures, c: Catalogue) -> Check:
    """What is known of a quoted number."""
    now = _point(release.series(cell.indicator.id, (cell.geo,), (cell.series,), cell.period, cell.period), cell.period)
    replaced = [r for r in release.revisions(cell.indicator.id, cell.geo, cell.series) if r.period == cell.period]
    past = tuple(sorted(replaced, key=lambda r: r.seen_from or ""))
    was = next((r for r in reversed(past) if _fits(r.value, number)), None)
    others = tuple(_others(cell, number, release, c))[:MOST_OTHERS]
    return Check(_outcome(number, now, past, was, others), cell, number, now, past, was, others)


def _outcome(
    number: Quoted,
    now: Observation | None,
    past: Sequence[Replaced],
    was: Replaced | None,
    others: Sequence[Other],
) -> Outcome:
    if now is not None and _fits(now.value, number):
        return "stands"
    if was is not None:
        return "revised"
    if others:
        return "other_definition"
    is_held = (now is not None and now.value is not None) or any(r.value is not None for r in past)
    return "differs" if is_held else "no_figure"


def _others(cell: Cell, number: Quoted, release: HeldFigures, c: Catalogue) -> Iterable[Other]:
    """Cells of the same period and place, or another composition of it, in the same unit from the same datasets.

    A part of a total (one nationality, one route) is no other definition of it.
    """
    geos = tuple(dict.fromkeys((cell.geo, *(EU if cell.geo in EU else ()))))
    for i in _akin(cell.indicator, c):
        same = i.id == cell.indicator.id
        names = () if not i.breakdown.code_list else (cell.series,) if same else i.breakdown.default
        try:
            same_cells = release.series(i.id, geos, names, cell.period, cell.period)
        except UnknownValueError:  # declared after this release was built
            continue
        for s in same_cells:
            here, point = Cell(i, s.geo, s.series, cell.period), _point((s,), cell.period)
            if here != cell and point is not None and _fits(point.value, number):
                yield Other(here, point)


def _akin(indicator: Indicator, c: Catalogue) -> Iterable[Indicator]:
    """The indicator, then those of its unit that are made from its datasets."""
    yield indicator
    for other in c.indicators.values():
        if other.id != indicator.id and other.unit == indicator.unit and set(other.datasets) & set(indicator.datasets):
            yield other


def _point(series: Sequence[Series], period: str) -> Observation | None:
    return next((p for s in series for p in s.points if p.period == period), None)


def _fits(value: float | None, number: Quoted) -> bool:
    return value is not None and number.allows(value)
