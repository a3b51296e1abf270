"""The numbers on a card: the newest figures of an indicator, and the letter's figure beside what the data said.

Pure: picks observations, computes none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Indicator, Target, Variant
from etl.letter.claims import ClaimResult, TargetResult, VariantResult
from etl.model.observations import Observation, Series


@dataclass(frozen=True)
class Newest:
    """The newest figure of one series."""

    geo: str
    series: str
    point: Observation


@dataclass(frozen=True)
class LetterFigure:
    """What the letter said, and its main variant as computed: then (on the letter's date) and now."""

    claim: Claim
    result: ClaimResult
    variant: Variant | None
    outcome: VariantResult | None


@dataclass(frozen=True)
class TargetState:
    """A target with its status and the realised figure."""

    target: Target
    result: TargetResult


def newest(series: Sequence[Series]) -> tuple[Newest, ...]:
    """The newest figure of the first series that reaches furthest, then those of the others for the same period."""
    found = [(s, point) for s in series if (point := last(s)) is not None]
    if not found:
        return ()
    period = max(point.period for _, point in found)
    return tuple(Newest(s.geo, s.series, point) for s, point in found if point.period == period)


def last(series: Series) -> Observation | None:
    """The last observation that has a value."""
    return next((p for p in reversed(series.points) if p.value is not None), None)


def letter_figure(claim: Claim, result: ClaimResult) -> LetterFigure:
    """The claim with its primary variant, where it has variants."""
    variant = next((v for v in claim.variant if v.primary), None)
    outcome = next((r for r in result.variants if r.primary), None)
    return LetterFigure(claim, result, variant, outcome)


def target_states(indicator: Indicator, results: Sequence[ClaimResult]) -> tuple[TargetState, ...]:
    """The targets that the letter set on this indicator, in the order of their periods, each with its status."""
    by_id = {t.id: t for r in results for t in r.targets if t.indicator == indicator.id}
    ordered = sorted(indicator.target, key=lambda t: (t.period_start, t.kind))
    return tuple(TargetState(t, by_id[t.id]) for t in ordered if t.id in by_id)


def headline_indicators(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """Indicators with a place on the headline page, in that order."""
    chosen = [i for i in catalogue.indicators.values() if i.headline is not None]
    return tuple(sorted(chosen, key=lambda i: i.headline or 0))
