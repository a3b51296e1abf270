"""The shape of data/catalogue/datasets: what is asked of a source, what is accepted, what the archive holds of it."""

from typing import Any, Literal

from etl.catalogue.texts import Declared, Period, Text

SourceName = Literal["eurostat", "frontex", "ind"]
Frequency = Literal["A", "Q", "M", "D"]


class Parts(Declared):
    """`dim` = `total` must equal the sum over `members` (all other codes when empty) within `tolerance`."""

    dim: str
    total: str
    members: tuple[str, ...] = ()
    tolerance: float
    since: Period | None = None


class Contract(Declared):
    """The only shape of a dataset that we accept; see `etl.history.contracts` for what each key does.

    min_rows: fewest observations of one full payload. low, high: bounds of a value. step: values are multiples of it.
    codes: accepted codes per dimension; `codes_from` names a code list instead. first_period: must be present.
    gapless: no period may be missing between the first and the last. parts: total rows that must equal the sum of their
    parts within `tolerance`. Without a key of its own: the last period may not be earlier than in the last good data.
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
    parts: tuple[Parts, ...] = ()


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
