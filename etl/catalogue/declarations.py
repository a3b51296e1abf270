"""The shapes of data/catalogue: statements of the letter, pillars and terms here, datasets and indicators beside it.

Frozen values, checked on reading by pydantic: an unknown key, a missing language or a wrong type is a fault that
`etl.catalogue.reading` turns into a sentence naming file and key. Nothing here reads a file.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from etl.catalogue.datasets import Archive, Break, Contract, Correction, Dataset, Parts, Rename
from etl.catalogue.indicators import Breakdown, Chart, Indicator, Measured, PillarNumber, Reference, Target
from etl.catalogue.texts import LANGS, Declared, Id, Label, Lang, Period, Text, Words

__all__ = [
    "LANGS", "Archive", "Break", "Breakdown", "Chart", "Claim", "Contract", "Correction", "Dataset", "Declared",
    "Dimension", "Group", "Indicator", "Label", "Lang", "Macro", "Measured", "Parts", "Pillar", "Reference",
    "Rename", "Target", "Term", "Text", "Variant", "View",
]  # fmt: skip

ClaimKind = Literal["observation", "quota", "ceiling", "budget", "pledge", "commitment", "milestone", "direction"]
Comparator = Literal["about", "at_most", "at_least", "exactly", "range", "none"]
Verdict = Literal[
    "consistent", "consistent_rounded", "loose", "context_missing", "not_checkable",
    "met", "late", "exceeded", "below", "reversed", "open",
]  # fmt: skip


class Variant(Declared):
    """One defensible way to compute a claim: a cell of an indicator. Exactly one variant per claim is `primary`."""

    id: Id
    """Its name, once in the statement."""
    label: Text
    """What is computed, in a few words."""
    indicator: Id
    """Id of the indicator."""
    geo: str
    """Place of the cell."""
    series: str
    """Series of the cell."""
    period: Period
    """Period of the cell."""
    primary: bool = False
    """Whether this is the letter's own definition."""
    not_counted: Text | None = None
    """Why it does not measure what the letter says (a part of the total, another place or base year).

    Such a variant is shown for context and counts neither in the verdict nor in "holds under n of m definitions".
    """
    since: bool = False
    """Whether its figure is named under what happened since; it is of a later period, so it never counts."""

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
    """p, the number of the pillar, and a name: p4_return_rate."""
    pillar: PillarNumber
    """Pillar of the letter in which it stands."""
    quote_nl: str
    """The letter's own words; they must occur exactly once in letter.txt."""
    quote_en: str | None = None
    """These words in English, translated by this monitor; none where the letter itself has them in English."""
    paraphrase: Text
    """What the letter says, in our words."""
    number: float | None = None
    """The number of the letter."""
    number_low: float | None = None
    """Smallest value that the letter's words allow."""
    number_high: float | None = None
    """Largest value that the letter's words allow."""
    comparator: Comparator
    """How the number is meant; none where there is none."""
    unit: Text
    """Unit of the number."""
    period_start: Period | None = None
    """First period that it is about."""
    period_end: Period | None = None
    """Last period that it is about."""
    kind: ClaimKind
    """observation where it reports; only quota and ceiling are targets with a number."""
    letter_source: Text
    """Source that the letter itself names."""
    tracked_by: Text
    """Public series that can tell, or that there is none."""
    check: Text
    """How it is checked."""
    variants: Text | None = None
    """Other definitions under which the number can be computed."""
    verdict_hint: Verdict
    """What the check found, where no variant is computed."""
    outcome: Text
    """What happened since."""
    outcome_sources: tuple[str, ...] = ()
    """Addresses on which the outcome rests."""
    trap: Text | None = None
    """How it is easily misread."""
    variant: tuple[Variant, ...] = ()
    """Ways to compute it from indicators."""

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
    """One of the letter's six pillars."""

    number: PillarNumber
    """Its number in the letter."""
    title: Text
    """Its heading; the Dutch one is the letter's, word for word."""
    summary: Text
    """What the letter reports in it."""
    no_series: Text | None = None
    """Said where its own numbers have no public series."""
    sheet: tuple[Id, ...] = Field(default=(), max_length=4)
    """Indicators in the table of its fact sheet, in that order; the first two are drawn."""


class Dimension(Label):
    """One dimension of datasets: its name, and where its codes have theirs."""

    codes: Literal["geo", "citizenships", "routes", "values", "text", "period"]
    """The code list of its codes; values: lines `dimension:code` of values.csv; text and period need no names."""
    note: Words
    """What it is, in English, for people who open monitor.duckdb."""


class Group(Declared):
    """A group of countries, as SQL and contracts name it: members('EU28')."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    """Its name; Eurostat's code where Eurostat has one."""
    about: Words
    """What it is."""
    members: tuple[str, ...]
    """Codes of its countries."""


class Macro(Declared):
    """An SQL expression that several indicators share, as a macro."""

    id: Id
    """Its name in SQL."""
    about: Words
    """What it gives."""
    arguments: tuple[Id, ...]
    """Names of its arguments."""
    sql: str
    """The expression."""


class View(Declared):
    """SQL that several indicators share, as a view."""

    id: Id
    """Its name in SQL."""
    about: Words
    """What it holds, and which rows come first."""
    datasets: tuple[str, ...]
    """Ids of the datasets that it reads; an indicator that reads it names them too."""
    sql: str
    """The query; it may read views above it whose datasets are among its own."""


class Term(Declared):
    """One term of the glossary."""

    id: Id
    """Its anchor on the page."""
    term: Text
    """The word as it stands on the pages."""
    explanation: Text
    """What it means, in our own words."""
