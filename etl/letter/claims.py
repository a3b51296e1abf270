"""Evaluate the letter's claims on a release: every variant, the tolerance its words earn, then and now.

A variant is one cell of an indicator: nothing is computed here, so a claim, a page and a CSV cannot disagree.
The verdict of an observation with a number, first rule that fits (the method page prints them):

no_figure          the archive holds no figure under the letter's own definition
reproduced         every counted variant with a figure lies within the letter's words
partly             the letter's own definition lies within, others do not
other_definition   the letter's own definition lies outside, another lies within
differs            every variant lies outside

A variant that is there for context (`not_counted`: a part of the total, another place or base year) measures something
else than the letter says: it has its figure and whether that fits, and counts in nothing above.
Claims without such a variant keep the verdict of the ledger, with its outcome in words.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from etl.catalogue.declarations import Claim, Target, Variant
from etl.letter.status import Status, target_status
from etl.model.observations import Observation
from etl.model.provenance import Provenance

LETTER_DATE = "2019-10-14"
Computed = Literal["no_figure", "reproduced", "partly", "other_definition", "differs"]
Cell = Callable[[str, str, str, str, str], Observation | None]  # indicator, geo, series, period, as_of


@dataclass(frozen=True)
class VariantResult:
    """One variant: the cell now and as it stood on the letter's date; `fits` is None without a figure or a number.

    counts: False for what is there for context only.
    """

    id: str
    primary: bool
    now: Observation | None
    then: Observation | None
    fits: bool | None
    fits_then: bool | None
    counts: bool = True


@dataclass(frozen=True)
class TargetResult:
    """One quota or ceiling and how the realised figure stands against it."""

    id: str
    indicator: str
    status: Status
    realised: Observation | None


@dataclass(frozen=True)
class ClaimResult:
    """One claim, evaluated. verdict: a computed one, or the ledger's. holds: of `counted` variants, those that fit."""

    id: str
    basis: Literal["computed", "ledger"]
    verdict: str
    holds: int
    counted: int
    variants: tuple[VariantResult, ...]
    targets: tuple[TargetResult, ...]


def evaluate(claim: Claim, targets: tuple[tuple[str, Target], ...], cell: Cell) -> ClaimResult:
    """`claim` on the figures that `cell` gives; `targets` are (indicator, target) pairs that name the claim."""
    variants = tuple(_variant(claim, v, cell) for v in claim.variant)
    judged = [v for v in variants if v.counts and v.fits is not None]
    computed = bool(claim.variant) and claim.kind == "observation" and _has_interval(claim)
    return ClaimResult(
        claim.id,
        "computed" if computed else "ledger",
        _verdict(variants) if computed else claim.verdict_hint,
        sum(1 for v in judged if v.fits),
        len(judged),
        variants,
        tuple(_target(indicator, t, cell) for indicator, t in targets),
    )


def fits(claim: Claim, value: float) -> bool:
    """Whether `value` lies within what the claim's words allow: both ends included, an absent end is open."""
    low = claim.number_low is None or value >= claim.number_low
    return low and (claim.number_high is None or value <= claim.number_high)


def _has_interval(claim: Claim) -> bool:
    return claim.number_low is not None or claim.number_high is not None


def _variant(claim: Claim, v: Variant, cell: Cell) -> VariantResult:
    now = cell(v.indicator, v.geo, v.series, v.period, "")
    then = cell(v.indicator, v.geo, v.series, v.period, LETTER_DATE)
    return VariantResult(v.id, v.primary, now, then, _fits(claim, now), _fits(claim, then), v.not_counted is None)


def _fits(claim: Claim, seen: Observation | None) -> bool | None:
    if seen is None or seen.value is None or not _has_interval(claim):
        return None
    return fits(claim, seen.value)


def _verdict(variants: tuple[VariantResult, ...]) -> Computed:
    primary = next(v for v in variants if v.primary)
    others = [v for v in variants if v.counts and not v.primary and v.fits is not None]
    if primary.fits is None:
        return "no_figure"
    if primary.fits:
        return "reproduced" if all(v.fits for v in others) else "partly"
    return "other_definition" if any(v.fits for v in others) else "differs"


def _target(indicator: str, target: Target, cell: Cell) -> TargetResult:
    m = target.measured
    realised = cell(indicator, target.geo, m.series, m.period, "") if m else None
    return TargetResult(target.id, indicator, target_status(target, realised), realised)


def to_json(result: ClaimResult) -> dict[str, Any]:
    """`result` as plain values."""
    return asdict(result)


def from_json(raw: dict[str, Any]) -> ClaimResult:
    """What `to_json` wrote."""

    def seen(entry: dict[str, Any] | None) -> Observation | None:
        if not entry:
            return None
        return Observation(**{**entry, "src": tuple(entry["src"]), "provenance": Provenance(**entry["provenance"])})

    variants = (VariantResult(**{**v, "now": seen(v["now"]), "then": seen(v["then"])}) for v in raw["variants"])
    targets = (TargetResult(**{**t, "realised": seen(t["realised"])}) for t in raw["targets"])
    return ClaimResult(**{**raw, "variants": tuple(variants), "targets": tuple(targets)})
