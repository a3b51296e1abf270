"""When a dataset's next figures are due, and whether what we have is old: of a dataset, of a source, of one figure.

Pure; days are ISO text or dates.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from etl.catalogue.declarations import Dataset
from etl.model.observations import Coverage, Input, Observation, newest, undated
from etl.model.period import day, period


@dataclass(frozen=True)
class Facts:
    """A dataset as this release has it. vintage: newest, ISO or ""; undated: the day of some is not known.

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


@dataclass(frozen=True)
class Overdue:
    """A figure that has no successor though its rhythm says so.

    dataset: id of the dataset that the figure comes from. months: whole ones since the end of its period. next: the
    period that is missing; due: ISO day about which it was expected.
    """

    dataset: str
    months: int
    next: str
    due: str


@dataclass(frozen=True)
class SourceAge:
    """The newest dated vintage of a source, a day or a month: "" and no age where none is known.

    age: days since it was certainly public, of a month since its end. stale: more than allowed.
    """

    source: str
    vintage: str
    age: int | None
    stale: bool


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


def overdue(
    point: Observation,
    inputs: Mapping[int, Input],
    datasets: Mapping[str, Dataset],
    today: date,
    held: Mapping[str, Coverage] | None = None,
) -> Overdue | None:
    """What a newest figure's badge says; None while its successor is not due yet, or no dataset of it is declared.

    A figure made of several datasets waits for the slowest of them. held: by dataset; a year that its months have not
    reached the end of is as old as the last of these.
    """
    used = [datasets[inputs[n].dataset] for n in point.src if n in inputs and inputs[n].dataset in datasets]
    if not used:
        return None
    slowest = max(used, key=lambda d: d.lag_days)
    here = period(point.period)
    if held and slowest.id in held and (reached := period(held[slowest.id].last)).last < here.last:
        here = reached
    due = here.next.last + timedelta(days=slowest.lag_days)
    if due >= today:
        return None
    return Overdue(slowest.id, _months(here.last, today), here.next.text, due.isoformat())


def _months(start: date, end: date) -> int:
    """Whole months from one day to another; the last day of a month is a whole month after that of the one before."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    reached = min(start.day, calendar.monthrange(end.year, end.month)[1])
    return whole - (end.day < reached)


def source_ages(inputs: Iterable[Input], datasets: Mapping[str, Dataset], today: date) -> tuple[SourceAge, ...]:
    """The age of each source's newest figures in a release; it is stale by the limit of the dataset they belong to,
    of one that is pulled live where there is any.
    """
    by_source: dict[str, list[Input]] = {}
    for i in inputs:
        by_source.setdefault(i.source, []).append(i)
    return tuple(_source_age(source, used, datasets, today) for source, used in sorted(by_source.items()))


def _source_age(source: str, used: list[Input], datasets: Mapping[str, Dataset], today: date) -> SourceAge:
    vintage = newest(used)
    if not vintage:
        return SourceAge(source, "", None, False)
    age = max(0, (today - date.fromisoformat(day(vintage))).days)
    of_them = [datasets[i.dataset] for i in used if i.vintage[:10] == vintage and i.dataset in datasets]
    limits = [d.stale_after_days for d in of_them if d.live] or [d.stale_after_days for d in of_them]
    return SourceAge(source, vintage, age, bool(limits) and age > max(limits))
