"""The histories of datasets, from the archive, snapshots and earlier vintages; with the inputs that each came from."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.fetch import past, pull, snapshots
from etl.history import contracts
from etl.history.archived import APART, Archived, first_numbers
from etl.history.corrections import corrected
from etl.history.vintages import Batch, history
from etl.model.errors import CatalogueError, ContractError, Fault
from etl.model.observations import Input
from etl.model.period import day, in_order, newest
from etl.model.places import Places
from etl.payloads import Parsed
from etl.release import warehouse
from etl.sources import PUBLISHERS, source_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """What is known of a dataset beside its file: its inputs, its coverage, and what a person should know."""

    inputs: tuple[Input, ...]
    coverage: dict[str, Any]
    warnings: tuple[str, ...] = ()

    @property
    def days(self) -> set[str]:
        """Days on which something was published, where they are known."""
        return {day(i.vintage) for i in self.inputs} - {""}


def write(dataset: Dataset, catalogue: Catalogue, where: Places, path: Path, held: Archived) -> Made:
    """The history of a dataset as Parquet; its inputs are numbered on from those that the archive holds."""
    first = first_numbers(catalogue.datasets)[dataset.id]
    inputs, batches = list(held.inputs), list(held.batches)
    warnings: list[str] = []
    for frame, seen, scope, made in _pulled(dataset, catalogue, where, warnings):
        inputs.append(made(first + len(inputs)))
        batches.append(Batch(frame, seen, inputs[-1].id, scope))
    for receipt, parsed in past.vintages(dataset, catalogue, where):
        inputs.append(_from_history(first + len(inputs), receipt, dataset))
        scope = "all" if parsed.whole else ""
        batches.append(Batch(parsed.frame, day(receipt.vintage), inputs[-1].id, scope, past=True))
    if len(inputs) > APART:
        said = f"{len(inputs):,} inputs"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "archive", said, f"at most {APART:,}"))
    frame = held.history if len(batches) == len(held.batches) else history(batches, [*dataset.dims, "period"])
    warehouse.write_dataset(frame, path)
    now = frame[frame["current"]]
    coverage = {
        "rows": len(now),
        "first_period": next(iter(in_order(now["period"].unique())), ""),
        "last_period": newest(now["period"].unique()),
        "vintage": max((i.vintage for i in inputs), default=""),
    }
    log.info("%s: %d rows, %d changes kept", dataset.id, len(now), len(frame) - len(now))
    return Made(tuple(inputs), coverage, tuple(warnings))


def _pulled(
    dataset: Dataset, catalogue: Catalogue, where: Places, warnings: list[str]
) -> Iterator[tuple[pd.DataFrame, str, str, Callable[[int], Input]]]:
    """Rows, day, scope and input of every pull of a dataset."""
    for receipt in snapshots.receipts(dataset.id, where.snapshots):
        try:
            parsed, said = tidy(receipt, dataset, catalogue, where)
            frame = corrected(parsed.frame, dataset)
        except ContractError as e:
            warnings.append(f"{e} (snapshot {receipt.number} is left out)")
            continue
        warnings += [f"{sentence} (snapshot {receipt.number})" for sentence in said]
        vintage = receipt.vintage or receipt.fetched_at

        def as_input(number: int, r: snapshots.Receipt = receipt, vintage: str = vintage) -> Input:
            return Input(
                number, dataset.id, dataset.source, "original", vintage, r.sha256, f"{dataset.id}#{r.number}",
                PUBLISHERS[dataset.source], r.parts[0].url, r.licence,
            )  # fmt: skip

        yield frame, day(vintage), "all" if parsed.whole else _scope(receipt), as_input


def _from_history(number: int, r: snapshots.Receipt, dataset: Dataset) -> Input:
    return Input(
        number, dataset.id, dataset.source, "original", r.vintage, r.sha256, f"{dataset.id}#history{r.number}",
        PUBLISHERS[dataset.source], r.parts[0].url, r.licence,
    )  # fmt: skip


def _scope(receipt: snapshots.Receipt) -> str:
    """What was asked for; files that a person brought prove nothing about rows they lack."""
    return "\n".join(sorted(p.url for p in receipt.parts)) if pull.answers_us(receipt.parts) else ""


def tidy(
    receipt: snapshots.Receipt, dataset: Dataset, catalogue: Catalogue, where: Places
) -> tuple[Parsed, tuple[str, ...]]:
    """The snapshot as a checked table, and what was left out of it; ContractError where it breaks its contract."""
    parsed = source_of(dataset).parse(snapshots.load(receipt, where.snapshots), dataset)
    frame, left = contracts.sifted(parsed.frame, dataset, catalogue)
    contracts.check(frame, dataset, catalogue, answered=pull.answers_us(receipt.parts))
    said = (contracts.left_out(left, dataset),) if len(left) else ()
    return replace(parsed, frame=frame), said
