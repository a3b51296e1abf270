"""What is wrong in archived rows, all of it: the file, its lines and column, what stands there and what is accepted."""

from collections.abc import Collection, Iterator

import pandas as pd

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.catalogue.references import nearest
from etl.history.archive import ArchiveBatch, lines
from etl.history.contracts import amount, off_step, out_of_bounds
from etl.model.errors import Fault
from etl.model.period import ACCEPTED, parse

MOST_TWICE = 20  # observations, a fault each
MOST_VALUES = 5  # of one fault


def faults(batch: ArchiveBatch, dataset: Dataset, catalogue: Catalogue, unread: Collection[str]) -> Iterator[Fault]:
    """Every fault of the rows. unread: code lists that have faults of their own, so that nothing is known from them."""
    yield from _codes(batch, dataset, catalogue, unread)
    yield from _flags_and_periods(batch, dataset)
    yield from _values(batch, dataset)
    yield from _twice(batch, dataset)


def only_periods(batch: ArchiveBatch) -> bool:
    """Whether every period of the rows is one."""
    return all(parse(printed) is not None for printed in batch.frame["period"].unique())


def _fault(batch: ArchiveBatch, rows: "pd.Series[bool]", column: str, actual: str, accepted: str) -> Fault:
    where = lines(batch.lines[rows.to_numpy()])
    return Fault(batch.file, f"{where}: {batch.columns.get(column, column)}", actual, accepted)


def _codes(batch: ArchiveBatch, dataset: Dataset, catalogue: Catalogue, unread: Collection[str]) -> Iterator[Fault]:
    contract = dataset.contract
    accepted = {dim: (codes, f"contract.codes.{dim} of {dataset.id}") for dim, codes in contract.codes.items()}
    for dim, name in contract.codes_from.items():
        accepted[dim] = (tuple(catalogue.codes[name]), f"{name}.csv")
        if name in unread or not catalogue.codes[name]:
            del accepted[dim]
    for dim, (known, listed) in accepted.items():
        column = batch.frame[dim]
        for code in sorted(set(column.unique()) - set(known)):
            yield _fault(batch, column == code, dim, f"{code!r} is not known", nearest(code, known, listed))


def _flags_and_periods(batch: ArchiveBatch, dataset: Dataset) -> Iterator[Fault]:
    letters, flag, when = dataset.contract.flags, batch.frame["flag"], batch.frame["period"]
    for printed in sorted(flag.unique()):
        if not set(printed) <= set(letters):
            yield _fault(batch, flag == printed, "flag", repr(printed), ", ".join(letters) or "nothing")
    for printed in sorted(when.unique()):
        if parse(printed) is None:
            yield _fault(batch, when == printed, "period", repr(printed), ACCEPTED)


def _values(batch: ArchiveBatch, dataset: Dataset) -> Iterator[Fault]:
    contract, values = dataset.contract, batch.frame["value"]
    bounds, steps = f"{amount(contract.low)} to {amount(contract.high)}", f"multiples of {amount(contract.step or 1)}"
    for wrong, accepted in ((out_of_bounds(values, contract), bounds), (off_step(values, contract), steps)):
        if wrong.any():
            shown = list(dict.fromkeys(amount(value) for value in values[wrong]))
            more = f" and {len(shown) - MOST_VALUES:,} more" if len(shown) > MOST_VALUES else ""
            yield _fault(batch, wrong, "value", ", ".join(shown[:MOST_VALUES]) + more, accepted)


def _twice(batch: ArchiveBatch, dataset: Dataset) -> Iterator[Fault]:
    keys = [*dataset.dims, "period"]
    twice = batch.frame[batch.frame.duplicated(keys, keep=False)]
    groups = list(twice.groupby(keys, sort=False))
    for codes, rows in groups[:MOST_TWICE]:
        place = ", ".join(f"{batch.columns.get(key, key)}={code}" for key, code in zip(keys, codes, strict=True))
        yield Fault(batch.file, lines(batch.lines[rows.index]), f"the same observation: {place}", "each once")
    if len(groups) > MOST_TWICE:
        yield Fault(batch.file, "", f"{len(groups) - MOST_TWICE:,} more observations stand there twice", "each once")
