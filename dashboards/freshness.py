"""When a dataset's next figures are due, and whether what we have is old. Pure; days are ISO text or dates."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from etl.catalogue.declarations import Dataset
from etl.model.observations import Coverage, Input, newest, undated


@dataclass(frozen=True)
class Facts:
    """A dataset as this release has it. vintage: newest edition, ISO or ""; undated: the day of some is not known.

    due: day about which `next` is expected. next: the period after the last; both "" where nothing is expected.
    age: days since the vintage; stale: too many.
    """

    dataset: Dataset
    coverage: Coverage
    kinds: tuple[str, ...]
    vintage: str
    undated: bool = False
    next: str = ""
    due: str = ""
    age: int | None = None
    stale: bool = False


def facts(dataset: Dataset, coverage: Coverage, used: Iterable[Input], today: date) -> Facts:
    """What can be said of a dataset on a day; only one that is pulled live has figures to come or can be stale."""
    inputs = tuple(used)
    kinds = tuple(dict.fromkeys(i.kind for i in inputs))
    vintage, some_undated = newest(inputs), undated(inputs)
    if not dataset.live or not coverage.rows:
        return Facts(dataset, coverage, kinds, vintage, some_undated)
    known = len(vintage) == len("2019-10-14")
    age = (today - date.fromisoformat(vintage)).days if known else None
    following = next_period(coverage.last)
    due = (last_day(following) + timedelta(days=dataset.lag_days)).isoformat()
    return Facts(
        dataset,
        coverage,
        kinds,
        vintage,
        some_undated,
        following,
        due,
        age,
        age is not None and age > dataset.stale_after_days,
    )


def next_period(period: str) -> str:
    """The period after a year, quarter or month.

    >>> next_period("2018"), next_period("2018-Q4"), next_period("2018-08"), next_period("2018-12")
    ('2019', '2019-Q1', '2018-09', '2019-01')
    """
    year = int(period[:4])
    if len(period) == 4:
        return str(year + 1)
    if "Q" in period:
        quarter = int(period[-1])
        return f"{year}-Q{quarter + 1}" if quarter < 4 else f"{year + 1}-Q1"
    month = int(period[5:7])
    return f"{year}-{month + 1:02d}" if month < 12 else f"{year + 1}-01"


def last_day(period: str) -> date:
    """The last day of a year, quarter or month."""
    year = int(period[:4])
    month = 12 if len(period) == 4 else int(period[-1]) * 3 if "Q" in period else int(period[5:7])
    return date(year, month, calendar.monthrange(year, month)[1])
