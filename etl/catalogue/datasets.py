"""The shape of data/catalogue/datasets: what is asked of a source, what is accepted, what the archive holds of it."""

from typing import Any, Literal

from etl.catalogue.texts import Declared, Period, Text

SourceName = Literal["eurostat", "frontex", "ind"]
Frequency = Literal["A", "Q", "M", "D"]


class Parts(Declared):
    """A total that must equal the sum of its parts."""

    dim: str
    """Dimension along which the parts are added up."""
    total: str
    """Code of the total."""
    members: tuple[str, ...] = ()
    """Codes of the parts; all other codes where none is named."""
    members_of: str = ""
    """Group of groups.toml whose members are the parts."""
    tolerance: float
    """Largest difference that rounding explains."""
    since: Period | None = None
    """First period for which it holds."""
    frozen: bool = False
    """The publisher no longer computes the total, while its parts are revised: held within archived vintages only."""


class Contract(Declared):
    """The only shape of a dataset that we accept; `etl.history.contracts` stops a payload that differs.

    Without a key of its own: the last period may not be earlier than in the last good data.
    """

    min_rows: int = 1
    """Fewest observations of one full payload."""
    low: float = 0
    """Smallest value that can be true."""
    high: float
    """Largest value that can be true."""
    step: float | None = None
    """Values are multiples of it: 5 where the publisher rounds to 5."""
    flags: str = "bcdefimnprsuz"
    """Letters that the publisher may put beside a value."""
    codes: dict[str, tuple[str, ...]] = {}
    """Accepted codes of a dimension: codes.unit = ["PER"]."""
    codes_from: dict[str, Literal["geo", "citizenships", "routes"]] = {}
    """Code list that holds the accepted codes of a dimension: codes_from.geo = "geo"."""
    first_period: Period | None = None
    """Period that must be present."""
    gapless: bool = False
    """Whether no period may be missing between the first and the last."""
    parts: tuple[Parts, ...] = ()
    """Totals that must equal the sum of their parts."""


class Archive(Declared):
    """Rows of one file of data/archive that belong to the dataset."""

    file: str
    """Name of the file in data/archive."""
    provenance_id: tuple[str, ...] = ()
    """Ids of PROVENANCE.csv whose rows are taken; all where none is named."""
    columns: dict[str, str] = {}
    """Column of the file -> column of the dataset: columns.TIME_PERIOD = "period"."""
    where: dict[str, tuple[str, ...]] = {}
    """Column of the file -> values that are taken; other rows are left out."""
    set: dict[str, str] = {}
    """Dimension that the file has no column for -> its code in every row."""
    drop: tuple[str, ...] = ()
    """Columns of the file that are not kept."""


class Rename(Declared):
    """Old names of dimensions and codes, as the publisher wrote them before, to the ones of the dataset."""

    dims: dict[str, str] = {}
    """Name of a dimension at the publisher -> its name here."""
    codes: dict[str, dict[str, str]] = {}
    """Dimension -> code or label at the publisher -> code here."""


class Correction(Declared):
    """A wrong value at the source. Applies only while the source still says `expect`; else the build stops."""

    where: dict[str, str]
    """The observation: every dimension and the period."""
    expect: float
    """The wrong value that the source still gives."""
    value: float | None
    """The right value."""
    reason: Text
    """Why it is wrong, for readers."""
    url: str
    """Where the right value stands."""


class Break(Declared):
    """From a period on the series means something else."""

    period: Period
    """First period with the new meaning."""
    geo: tuple[str, ...] = ()
    """Places that it concerns; all where none is named."""
    series: tuple[str, ...] = ()
    """Series that it concerns; all where none is named."""
    label: Text
    """What changed."""


class Dataset(Declared):
    """One table of a source. Its id is the file's name: `eurostat.migr_eiord`."""

    id: str
    """The file's name without its ending."""
    source: SourceName
    """Publisher; the part of the file's name before the point."""
    code: str
    """Code of the table at the publisher."""
    frequency: Frequency
    """A year, Q quarter, M month, D day."""
    dims: tuple[str, ...]
    """Columns that tell one observation from another, besides the period."""
    landing: str
    """Page of the publisher about the table."""
    licence: str
    """Terms of the publisher: a code of licences.csv, word for word."""
    lag_days: int
    """Days after the end of a period until the publisher shows it."""
    stale_after_days: int
    """Age of the newest period, in days, from which the pages say that the figures are old."""
    title: Text
    """Name of the table."""
    counts: Text
    """What it counts."""
    counts_not: Text
    """What it does not count, and what it is easily mistaken for."""
    request: dict[str, Any] = {}
    """What is asked of the source; the keys are those of its source. Empty where nothing is."""
    live: bool = True
    """Whether `pull` asks the publisher for it; false where only the archive has it."""
    rename: Rename = Rename()
    """Names that differ at the publisher."""
    contract: Contract
    """The only shape that is accepted."""
    archive: tuple[Archive, ...] = ()
    """Rows of data/archive that belong to it."""
    correction: tuple[Correction, ...] = ()
    """Wrong values at the source."""
    breaks: tuple[Break, ...] = ()
    """Where the series changes its meaning."""
