"""The shape of data/catalogue/indicators: one published number, what it means and how it is computed and shown."""

from typing import Annotated, Literal

from pydantic import Field

from etl.catalogue.datasets import Break, Frequency
from etl.catalogue.texts import Declared, Id, Period, Text

Chart = Literal["line", "column", "stacked", "bullet", "dumbbell", "heatmap", "ranked", "multiples", "map"]
PillarNumber = Literal[1, 2, 3, 4, 5, 6]


class Breakdown(Declared):
    """What `series` means for an indicator and how its values are called: own labels first, then the code list."""

    name: Text
    """What the series differ in: route, citizenship, definition."""
    labels: dict[str, Text] = {}
    """Series code -> its name; every code that the SQL gives needs one here or in `code_list`.

    For example: labels.all = { en = "all grounds", nl = "alle gronden" }
    """
    code_list: Literal["routes", "citizenships", "geo"] | None = None
    """Code list that names the series."""
    default: tuple[str, ...]
    """Series that are shown first."""
    total: str | None = None
    """Code of the series that the others are parts of."""
    aggregates: tuple[str, ...] = ()
    """Codes of further series that hold others: a ranking shows them apart."""


class Reference(Declared):
    """A figure of the letter that is an observation: a reference line, never a target."""

    claim: Id
    """Id of the statement."""
    value: float
    """The figure."""
    value_high: float | None = None
    """Upper end where the letter gives two."""
    geo: str
    """Place that it is about."""
    series: tuple[str, ...] = ()
    """Series that it is about; all where none is named."""
    label: Text
    """What stands beside the line."""


class Measured(Declared):
    """What a target is held against: one observation of the indicator, and what that observation covers."""

    series: str
    """Series of the observation."""
    period: Period
    """Period of the observation."""
    bound: Literal["exact", "upper"]
    """upper where it counts more than the target does (all programmes against one): the real figure is at most this."""
    start: Period
    """First period that the observation covers."""
    end: Period
    """Last period that the observation covers."""
    mean: bool = False
    """Whether the observation is the mean of a year over its period."""


class Target(Declared):
    """A quota (reach it) or a ceiling (stay under it) that somebody with authority set for a period."""

    id: Id
    """Its name, once in the file."""
    kind: Literal["quota", "ceiling"]
    """quota is to be reached, ceiling is to be kept."""
    value: float
    """The number that was set."""
    geo: str
    """Place that it is set for."""
    period_start: Period
    """First period in force."""
    period_end: Period
    """Last period in force."""
    certainty: Literal["published", "reported"]
    """published where the document itself was read, reported where it rests on press or inference."""
    measured: Measured | None = None
    """What it is held against; without it no status is given."""
    claim: Id | None = None
    """Id of the statement that names it."""
    part_of: Id | None = None
    """Id of the quota over several years, held against a mean, of which this is one year: its status is of it alone."""
    shown_at: tuple[str, ...] = ()
    """Series beside whose figure of the same period it is shown too, without being held against it."""
    label: Text
    """What stands beside the line."""
    note: Text | None = None
    """What a reader has to know about it."""
    url: str
    """Where it was set."""

    @property
    def seen_at(self) -> tuple[str, ...]:
        """The series beside which it is shown."""
        return (self.measured.series, *self.shown_at) if self.measured else ()

    def beside(self, geo: str, series: str) -> bool:
        """Whether it is shown beside figures of this place and series."""
        return geo == self.geo and series in self.seen_at


class Indicator(Declared):
    """One published number: what it means, how it is computed, how it is shown. Its id is the file's name."""

    id: Id
    """The file's name without its ending."""
    pillar: PillarNumber
    """Pillar of the letter under which it is shown."""
    context: bool = False
    """Whether the letter has no figure of this kind, so that it is shown for context."""
    datasets: tuple[str, ...]
    """Ids of the datasets that the SQL reads."""
    unit: str
    """Unit of the values: a code of units.csv."""
    decimals: Annotated[int, Field(ge=0, le=3)]
    """Decimals to which values are rounded, once, when a release is built."""
    frequency: Frequency
    """A year, Q quarter, M month, D day."""
    chart: Chart
    """Form of its figure."""
    counterparts: tuple[Id, ...] = ()
    """Ids of indicators of the same count per 100,000 inhabitants, or by month or quarter."""
    headline: int | None = None
    """Place on the headline page."""
    headline_claim: Id | None = None
    """Id of the statement whose words stand on its card."""
    geo_default: tuple[str, ...]
    """Places that are shown first: codes of geo.csv."""
    sql: str
    """A query that gives geo, series, period, value, flag, src over the views of `datasets`, in this order.

    For example: SELECT geo, 'all' AS series, period, value, flag, [src] AS src FROM "eurostat.tps00170" WHERE reason =
    'TOTAL'. A missing value stays NULL; full_sum(value) is missing when a part is; docs/figures.md has more.
    """
    title: Text
    """Heading of its figure."""
    short: Text | None = None
    """Its name on a card of the headline page, where the title is too long for it."""
    measure: Text
    """What the values are, in one line under the heading."""
    definition: Text
    """How the figure is made, from which table."""
    caveat: Text
    """What a reader must know before using it."""
    breakdown: Breakdown
    """What its series are and how they are called."""
    reference: tuple[Reference, ...] = ()
    """Observations of the letter, drawn as lines."""
    target: tuple[Target, ...] = ()
    """Quotas and ceilings."""
    breaks: tuple[Break, ...] = ()
    """Where the series changes its meaning, besides the breaks of its datasets."""

    @property
    def checks(self) -> frozenset[str]:
        """Ids of the claims for which it stands: on its card, as a line of the letter, or as a quota or ceiling."""
        named = {self.headline_claim, *(r.claim for r in self.reference), *(t.claim for t in self.target)}
        return frozenset(claim for claim in named if claim)

    def targets_at(self, geo: str, series: str, period: str) -> tuple[Target, ...]:
        """The targets that are shown beside this very observation, at most one of a kind."""
        return tuple(t for t in self.target if t.measured and t.measured.period == period and t.beside(geo, series))
