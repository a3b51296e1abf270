"""The rows of the archive as they go into a release: checked, corrected, numbered, with their history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.history import archive, contracts
from etl.history.corrections import corrected
from etl.history.vintages import Batch, history
from etl.model.observations import Input
from etl.model.period import day

APART = 10_000  # inputs that a dataset can have: its numbers begin where no other dataset's can


@dataclass(frozen=True)
class Archived:
    """What the archive holds of a dataset; batches and inputs belong together, in the order of the files."""

    dataset: Dataset
    batches: tuple[Batch, ...]
    inputs: tuple[Input, ...]

    @cached_property
    def history(self) -> pd.DataFrame:
        """Of these batches alone; see `etl.history.vintages`."""
        return history(list(self.batches), [*self.dataset.dims, "period"])


def first_numbers(datasets: Iterable[str]) -> Mapping[str, int]:
    """Where the numbers of each dataset's inputs begin: what one dataset has does not move those of the others."""
    return {name: n * APART + 1 for n, name in enumerate(datasets)}


def numbered(dataset: Dataset, sound: Iterable[archive.ArchiveBatch], first: int) -> Archived:
    """Batches without fault, their inputs numbered from `first`."""
    batches, inputs = list[Batch](), list[Input]()
    for n, one in enumerate(sound, first):
        inputs.append(archive.as_input(one, dataset.source, n))
        batches.append(Batch(corrected(one.frame, dataset), day(one.vintage), n))
    return Archived(dataset, tuple(batches), tuple(inputs))


def checked(dataset: Dataset, root: Path, first: int, catalogue: Catalogue) -> Archived:
    """All rows of a dataset below `root`; CatalogueError and ContractError as `archive` and `contracts` raise them."""
    batches = archive.batches(dataset, root)
    for one in batches:
        contracts.check(one.frame, dataset, catalogue, full=False)
    return numbered(dataset, batches, first)
