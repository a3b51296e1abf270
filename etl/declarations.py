"""The shapes of data/catalogue: what a dataset, an indicator and a claim must say about themselves.

Frozen values, checked on reading by pydantic: an unknown key, a missing language or a wrong type is an error that
`etl.catalogue` turns into a sentence naming file and key. Nothing here reads a file.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Lang = Literal["en", "nl"]
LANGS: tuple[Lang, ...] = ("en", "nl")
SourceName = Literal["eurostat", "frontex", "ind"]
Kind = Literal["original", "derived", "transcribed", "quoted"]
ClaimKind = Literal["observation", "quota", "ceiling", "budget", "pledge", "commitment", "milestone", "direction"]
Comparator = Literal["about", "at_most", "at_least", "exactly", "range", "none"]
Verdict = Literal[
    "consistent", "consistent_rounded", "loose", "context_missing", "not_checkable",
    "met", "late", "exceeded", "below", "reversed", "open",
]  # fmt: skip
Chart = Literal["line", "column", "stacked", "bullet", "dumbbell", "heatmap", "ranked", "multiples", "map"]
Period = Annotated[str, Field(pattern=r"^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Declared(BaseModel):
    """Base of all declarations: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Text(Declared):
    """The same words in every language we publish; both are required and not empty."""

    en: Annotated[str, Field(min_length=1)]
    nl: Annotated[str, Field(min_length=1)]

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.nl


class Contract(Declared):
    """The only shape of a dataset that we accept; see `etl.contracts` for what each key does.

    min_rows: fewest observations of one full payload. low, high: bounds of a value. step: values are multiples of it.
    codes: accepted codes per dimension; `codes_from` names a code list instead. first_period: must be present.
    gapless: no period may be missing between the first and the last. max_step_back: 0 = the last period may not be
    earlier than in the last good payload. parts: total rows that must equal the sum of their parts within `tolerance`.
    """

    min_rows: int = 1
    low: float = 0
    high: float
    step: float | None = None
    flags: str = "bcdefimnprsuz"
    codes: dict[str, tuple[str, ...]] = {}
    codes_from: dict[str, Literal["geo", "citizenships", "routes"]] = {}
    first_period: Period | None = None
    gapless: bool = False
    parts: tuple["Parts", ...] = ()


class Parts(Declared):
    """`dim` = `total` must equal the sum over `members` (all other codes when empty) within `tolerance`."""

    dim: str
    total: str
    members: tuple[str, ...] = ()
    tolerance: float
    since: Period | None = None


class Archive(Declared):
    """Rows of one archive file that belong to a dataset.

    provenance: ids of PROVENANCE.csv to take (all when empty). columns: archive column -> dataset column.
    where: column -> accepted values; other rows are left out. set: constant dimensions. drop: columns not kept.
    """

    file: str
    provenance: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    where: dict[str, tuple[str, ...]] = {}
    set: dict[str, str] = {}
    drop: tuple[str, ...] = ()


class Rename(Declared):
    """Old names of dimensions and codes, as the publisher wrote them before, to the ones of the dataset."""

    dims: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}


class Correction(Declared):
    """A wrong value at the source. Applies only while the source still says `expect`; else the build stops."""

    where: dict[str, str]
    expect: float
    value: float | None
    reason: Text
    url: str


class Break(Declared):
    """From `period` on the series means something else. Empty geo or series: everywhere."""

    period: Period
    geo: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    label: Text


class Dataset(Declared):
    """One table of a source. Its id is the file's name: `eurostat.migr_eiord`."""

    id: str
    source: SourceName
    code: str
    frequency: Literal["A", "Q", "M", "D"]
    dims: tuple[str, ...]
    landing: str
    licence: str
    lag_days: int
    stale_after_days: int
    title: Text
    counts: Text
    counts_not: Text
    request: dict[str, Any] = {}
    live: bool = True
    rename: Rename = Rename()
    contract: Contract
    archive: tuple[Archive, ...] = ()
    correction: tuple[Correction, ...] = ()
    breaks: tuple[Break, ...] = ()


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
    at most this. start, end: the period that it covers.
    """

    series: str
    period: Period
    bound: Literal["exact", "upper"]
    start: Period
    end: Period


class Target(Declared):
    """A quota (reach it) or a ceiling (stay under it) that somebody with authority set for a period.

    certainty: "published" where the document itself was read, "reported" where it rests on press or inference.
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
    label: Text
    note: Text | None = None
    url: str


class Indicator(Declared):
    """One published number: what it means, how it is computed, how it is shown. Its id is the file's name.

    sql returns geo, series, period, value, flag, src over the views of `datasets`; see `etl.store`.
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


class Variant(Declared):
    """One defensible way to compute a claim: a cell of an indicator. Exactly one variant per claim is `primary`.

    before_letter: the vintage that was current on the letter's date is wanted too.
    """

    id: Id
    label: Text
    indicator: Id
    geo: str
    series: str
    period: Period
    primary: bool = False


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


class Label(Declared):
    """One code of a code list with its names."""

    code: str
    en: Annotated[str, Field(min_length=1)]
    nl: Annotated[str, Field(min_length=1)]

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.nl
