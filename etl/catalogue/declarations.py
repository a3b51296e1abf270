"""The shapes of data/catalogue: what a dataset, an indicator and a claim must say about themselves.

Frozen values, checked on reading by pydantic: an unknown key, a missing language or a wrong type is an error that
`etl.catalogue.catalogue` turns into a sentence naming file and key. Nothing here reads a file.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from etl.catalogue.datasets import Archive, Break, Contract, Correction, Dataset, Parts, Rename
from etl.catalogue.texts import LANGS, Declared, Id, Label, Lang, Period, Text

__all__ = [
    "LANGS", "Archive", "Break", "Breakdown", "Claim", "Contract", "Correction", "Dataset", "Declared", "Indicator",
    "Label", "Lang", "Measured", "Parts", "Pillar", "Reference", "Rename", "Target", "Term", "Text", "Variant",
]  # fmt: skip

Kind = Literal["original", "derived", "transcribed", "quoted"]
ClaimKind = Literal["observation", "quota", "ceiling", "budget", "pledge", "commitment", "milestone", "direction"]
Comparator = Literal["about", "at_most", "at_least", "exactly", "range", "none"]
Verdict = Literal[
    "consistent", "consistent_rounded", "loose", "context_missing", "not_checkable",
    "met", "late", "exceeded", "below", "reversed", "open",
]  # fmt: skip
Chart = Literal["line", "column", "stacked", "bullet", "dumbbell", "heatmap", "ranked", "multiples", "map"]


class Breakdown(Declared):
    """What `series` means for an indicator and how its values are called: own labels first, then the code list."""

    name: Text
    labels: dict[str, Text] = {}
    code_list: Literal["routes", "citizenships", "geo"] | None = None
    default: tuple[str, ...]
    total: str | None = None


class Reference(Declared):
    """A figure of the letter that is an observation: a reference line, never a target."""

    claim: Id
    value: float
    value_high: float | None = None
    geo: str
    series: tuple[str, ...] = ()
    label: Text


class Measured(Declared):
    """What a target is held against: one observation of the indicator, and what that observation covers.

    bound: "upper" where it counts more than the target does (all programmes against one), so that the real figure is
    at most this. start, end: the period that it covers. mean: it is the mean of a year over that period.
    """

    series: str
    period: Period
    bound: Literal["exact", "upper"]
    start: Period
    end: Period
    mean: bool = False


class Target(Declared):
    """A quota (reach it) or a ceiling (stay under it) that somebody with authority set for a period.

    certainty: "published" where the document itself was read, "reported" where it rests on press or inference.
    part_of: id of the quota over several years, as a mean of a year, of which this one year is a part: a quota that is
    an average is not held against one year. shown_at: series beside whose figure of the period it is shown too.
    """

    id: Id
    kind: Literal["quota", "ceiling"]
    value: float
    geo: str
    period_start: Period
    period_end: Period
    certainty: Literal["published", "reported"]
    measured: Measured | None = None
    claim: Id | None = None
    part_of: Id | None = None
    shown_at: tuple[str, ...] = ()
    label: Text
    note: Text | None = None
    url: str

    def beside(self, geo: str, series: str) -> bool:
        """Whether it is seen beside figures of this place and series."""
        return self.measured is not None and geo == self.geo and series in (self.measured.series, *self.shown_at)


class Indicator(Declared):
    """One published number: what it means, how it is computed, how it is shown. Its id is the file's name.

    sql returns geo, series, period, value, flag, src over the views of `datasets`; see `etl.release.store`.
    counterparts: ids of indicators of the same count per 100,000 inhabitants, or by month or quarter.
    headline: place on the headline page; headline_claim: the claim whose words stand on its card.
    """

    id: Id
    pillar: Literal[1, 2, 3, 4, 5, 6]
    context: bool = False
    datasets: tuple[str, ...]
    unit: str
    decimals: Annotated[int, Field(ge=0, le=3)]
    frequency: Literal["A", "Q", "M", "D"]
    chart: Chart
    counterparts: tuple[Id, ...] = ()
    headline: int | None = None
    headline_claim: Id | None = None
    geo_default: tuple[str, ...]
    sql: str
    title: Text
    measure: Text
    definition: Text
    caveat: Text
    breakdown: Breakdown
    reference: tuple[Reference, ...] = ()
    target: tuple[Target, ...] = ()
    breaks: tuple[Break, ...] = ()

    @property
    def checks(self) -> frozenset[str]:
        """Ids of the claims for which it stands: on its card, as a line of the letter, or as a quota or ceiling."""
        named = {self.headline_claim, *(r.claim for r in self.reference), *(t.claim for t in self.target)}
        return frozenset(claim for claim in named if claim)

    def targets_at(self, geo: str, series: str, period: str) -> tuple[Target, ...]:
        """The targets that are seen beside this very observation, at most one of a kind."""
        there = (t for t in self.target if t.measured and t.measured.period == period)
        return tuple(t for t in there if t.beside(geo, series))

    @model_validator(mode="after")
    def _targets_agree(self) -> "Indicator":
        known = {t.id: t for t in self.target}
        seen = set[tuple[str, str, str, str]]()
        for t in self.target:
            whole = known.get(t.part_of or t.id)
            if whole is None or (t.part_of and not (whole.measured and whole.measured.mean)):
                raise ValueError(
                    f"target {t.id}: part_of {t.part_of}; accepted: the id of a target with measured.mean"
                )
            for series in (t.measured.series, *t.shown_at) if t.measured else ():
                place = (t.kind, t.geo, series, t.measured.period if t.measured else "")
                if place in seen:
                    raise ValueError(f"target {t.id}: two of kind {t.kind} at {', '.join(place[1:])}")
                seen.add(place)
        return self


class Variant(Declared):
    """One defensible way to compute a claim: a cell of an indicator. Exactly one variant per claim is `primary`.

    not_counted: why it does not measure what the letter says (a part of the total, another place or base year). Such a
    variant is shown for context and counts neither in the verdict nor in "holds under n of m definitions".
    since: its figure is named under what happened since; of a later period, so it never counts.
    """

    id: Id
    label: Text
    indicator: Id
    geo: str
    series: str
    period: Period
    primary: bool = False
    not_counted: Text | None = None
    since: bool = False

    @model_validator(mode="after")
    def _primary_counts(self) -> "Variant":
        if self.primary and self.not_counted:
            raise ValueError("the primary variant is the letter's own definition: it counts")
        if self.since and not self.not_counted:
            raise ValueError("since: a later figure does not count; not_counted says why")
        return self


class Claim(Declared):
    """One checkable statement of the letter; the columns of the ledger, in both languages."""

    id: Annotated[str, Field(pattern=r"^p[1-6]_[a-z0-9_]+$")]
    pillar: Literal[1, 2, 3, 4, 5, 6]
    quote_nl: str
    paraphrase: Text
    number: float | None = None
    number_low: float | None = None
    number_high: float | None = None
    comparator: Comparator
    unit: Text
    period_start: Period | None = None
    period_end: Period | None = None
    kind: ClaimKind
    letter_source: Text
    tracked_by: Text
    check: Text
    variants: Text | None = None
    verdict_hint: Verdict
    outcome: Text
    outcome_sources: tuple[str, ...] = ()
    trap: Text | None = None
    variant: tuple[Variant, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "Claim":
        if self.variant and sum(v.primary for v in self.variant) != 1:
            raise ValueError("exactly one variant must be primary")
        numbers = (self.number, self.number_low, self.number_high)
        if self.comparator == "none" and any(n is not None for n in numbers):
            raise ValueError("comparator is none but a number is given")
        if self.comparator == "range" and (self.number_low is None or self.number_high is None):
            raise ValueError("a range needs number_low and number_high")
        if self.comparator in ("about", "at_most", "at_least", "exactly") and self.number is None:
            raise ValueError(f"comparator is {self.comparator} but no number is given")
        return self


class Pillar(Declared):
    """One of the letter's six pillars. no_series: said where its own numbers have no public series."""

    number: Literal[1, 2, 3, 4, 5, 6]
    title: Text
    summary: Text
    no_series: Text | None = None


class Term(Declared):
    """One term of the glossary."""

    id: Id
    term: Text
    explanation: Text
