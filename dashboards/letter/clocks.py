"""The three clocks of a headline figure: what the letter said, its period as the figures tell it now, what is newest.

Pure: picks, computes nothing. Which series the newest figure comes from follows from the letter's own definitions: in
whichever of the indicator's usual places they reach furthest, the main one first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.letter.targets import LetterFigure, TargetState
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Variant
from etl.model.observations import Observation, Series
from etl.model.period import newest as period_newest


@dataclass(frozen=True)
class Definition:
    """Where a headline figure is looked up: indicator, places it may be of, and categories, most wanted first."""

    indicator: Indicator
    geos: tuple[str, ...]
    series: tuple[str, ...]


@dataclass(frozen=True)
class Recomputed:
    """The letter's period under one definition. geo, series: codes of that definition; bound: see `Measured`."""

    geo: str
    series: str
    point: Observation
    bound: str = "exact"


def definition(indicator: Indicator, letter: LetterFigure | None, catalogue: Catalogue) -> Definition:
    """The letter's own definition, then its other counted ones; the indicator's first category where it has none."""
    v = letter.variant if letter else None
    if letter is None or v is None:
        return Definition(indicator, indicator.geo_default, indicator.breakdown.default[:1])
    own = catalogue.indicators[v.indicator]
    others = [o.series for o in letter.claim.variant if o.not_counted is None and o.indicator == v.indicator]
    return Definition(own, tuple(dict.fromkeys((v.geo, *own.geo_default))), tuple(dict.fromkeys((v.series, *others))))


def newest(series: Sequence[Series], wanted: Definition) -> tuple[Series, Observation] | None:
    """The newest figure of the series that reaches furthest; among equals of the category most wanted."""
    latest = [(s, p) for s in series if (p := next((p for p in reversed(s.points) if p.value is not None), None))]
    if not latest:
        return None
    furthest = period_newest(p.period for _, p in latest)
    return min(
        ((s, p) for s, p in latest if p.period == furthest), key=lambda each: wanted.series.index(each[0].series)
    )


def period(letter: LetterFigure, states: Sequence[TargetState]) -> str:
    """The period that is recomputed: that of the letter's own definition, or the first that its quota holds for."""
    if letter.variant:
        return letter.variant.period
    return next((s.target.period_start for s in _years(letter, states)), "")


def recomputed(letter: LetterFigure, states: Sequence[TargetState]) -> tuple[Recomputed, ...]:
    """Every counted definition with a figure for that period, the letter's own first; of a quota what was realised."""
    if letter.variant is None:
        return _realised(_years(letter, states)[:1])
    now = {r.id: r.now for r in letter.result.variants if r.counts}
    alike = [v for v in letter.claim.variant if _same(v, letter.variant)]
    figures = [(v, point) for v in alike if (point := now.get(v.id)) is not None and point.value is not None]
    figures.sort(key=lambda each: not each[0].primary)
    return tuple(Recomputed(v.geo, v.series, point) for v, point in figures)


def state_of(newest: Observation, letter: LetterFigure | None, states: Sequence[TargetState]) -> TargetState | None:
    """The letter's own target up to the period of the newest figure, over several years where it is a mean of them.

    None where it set none.
    """
    own = _own(letter, states) if letter else ()
    there = [s for s in own if s.target.measured and s.target.measured.period == newest.period]
    return min(there, key=lambda s: not _is_mean(s), default=None)


def _own(letter: LetterFigure, states: Sequence[TargetState]) -> tuple[TargetState, ...]:
    return tuple(s for s in states if s.target.claim == letter.claim.id)


def _years(letter: LetterFigure, states: Sequence[TargetState]) -> tuple[TargetState, ...]:
    """Those that hold for one period, not as a mean of several."""
    return tuple(s for s in _own(letter, states) if not _is_mean(s))


def _is_mean(state: TargetState) -> bool:
    return state.target.measured is not None and state.target.measured.mean


def _same(v: Variant, primary: Variant) -> bool:
    return v.indicator == primary.indicator and v.period == primary.period


def _realised(states: Sequence[TargetState]) -> tuple[Recomputed, ...]:
    return tuple(
        Recomputed(s.target.geo, s.target.measured.series, s.result.realised, s.target.measured.bound)
        for s in states
        if s.target.measured is not None and s.result.realised is not None
    )
