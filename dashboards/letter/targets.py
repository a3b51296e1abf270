"""The letter's figure beside what the data said, and its targets with their status. Pure: picks, computes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Indicator, Target, Variant
from etl.letter.claims import ClaimResult, TargetResult, VariantResult
from etl.model.observations import Observation
from etl.model.period import frequency_of, newest


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


def letter_figure(claim: Claim, result: ClaimResult) -> LetterFigure:
    """The claim with its primary variant, where it has variants."""
    variant = next((v for v in claim.variant if v.primary), None)
    outcome = next((r for r in result.variants if r.primary), None)
    return LetterFigure(claim, result, variant, outcome)


def newest_figure(claim: Claim, result: ClaimResult) -> tuple[Variant, Observation] | None:
    """The newest of the figures that the statement names, with the definition it is of.

    Those of periods as long as the letter's own come first: a quarter does not stand beside a year.
    """
    now = {r.id: r.now for r in result.variants if r.now and r.now.value is not None}
    figures = [(v, point) for v in claim.variant if v.since and (point := now.get(v.id))]
    lengths = {frequency_of((v.period,)) for v in claim.variant if v.primary}
    figures = [each for each in figures if frequency_of((each[0].period,)) in lengths] or figures
    last = newest(v.period for v, _ in figures)
    return next(((v, point) for v, point in figures if v.period == last), None)


def target_states(indicator: Indicator, results: Sequence[ClaimResult]) -> tuple[TargetState, ...]:
    """The targets that the letter set on this indicator, in the order of their periods, each with its status."""
    by_id = {t.id: t for r in results for t in r.targets if t.indicator == indicator.id}
    ordered = sorted(indicator.target, key=lambda t: (t.period_start, t.kind))
    return tuple(TargetState(t, by_id[t.id]) for t in ordered if t.id in by_id)


def headline_indicators(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """Indicators with a place on the headline page, in that order."""
    chosen = [i for i in catalogue.indicators.values() if i.headline is not None]
    return tuple(sorted(chosen, key=lambda i: i.headline or 0))
