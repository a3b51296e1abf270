"""When a dataset's next figures are due, and whether what we have is old. Pure; days are ISO text or dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from etl.catalogue.declarations import Dataset
from etl.model.observations import Coverage, Input, newest, undated
from etl.model.period import period


@dataclass(frozen=True)
class Facts:
    """A dataset as this release has it. vintage: newest edition, ISO or ""; undated: the day of some is not known.

    due: day about which `next` is expected. next: the period after the last; both "" where nothing is expected.
    age: days since the vintage; stale: too many.
    """

    dataset: Dataset
    coverage: Coverage
    provenances: tuple[str, ...]
    vintage: str
    undated: bool = False
    next: str = ""
    due: str = ""
    age: int | None = None
    stale: bool = False


def facts(dataset: Dataset, coverage: Coverage, used: Iterable[Input], today: date) -> Facts:
    """What can be said of a dataset on a day; only one that is pulled live has figures to come or can be stale."""
    inputs = tuple(used)
    provenances = tuple(dict.fromkeys(i.provenance for i in inputs))
    vintage, some_undated = newest(inputs), undated(inputs)
    if not dataset.live or not coverage.rows:
        return Facts(dataset, coverage, provenances, vintage, some_undated)
    known = len(vintage) == len("2019-10-14")
    age = (today - date.fromisoformat(vintage)).days if known else None
    following = period(coverage.last).next
    due = (following.last + timedelta(days=dataset.lag_days)).isoformat()
    return Facts(
        dataset,
        coverage,
        provenances,
        vintage,
        some_undated,
        following.text,
        due,
        age,
        age is not None and age > dataset.stale_after_days,
    )
