"""Everything that people wrote, looked at as a whole and without a build: the catalogue, the archive, and every
indicator's SQL on the archive. All faults at once; nothing is written.

`build` refuses what is refused here. What publishers send is not looked at: contracts do that when it is pulled.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

import pandas as pd
import pyarrow as pa

from etl.catalogue.catalogue import ROOT, Catalogue, Inspected, inspect, read
from etl.catalogue.declarations import Contract, Dataset, Verdict
from etl.catalogue.entries import names
from etl.catalogue.references import nameless, nearest
from etl.history import archive, archive_rows, archive_use, contracts
from etl.history.archived import Archived, first_numbers, numbered
from etl.history.corrections import corrected
from etl.letter.claims import Computed
from etl.letter.status import Status
from etl.model.errors import CatalogueError, ContractError, Fault
from etl.model.observations import Input
from etl.model.places import Places
from etl.model.provenance import COMPUTED, WEAKEST_LAST
from etl.release import binding, engine, made_of, parts, warehouse

VOCABULARIES = {
    "provenances": (*WEAKEST_LAST, COMPUTED), "statuses": get_args(Status),
    "verdicts": get_args(Verdict) + get_args(Computed),
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What stands in the catalogue, how many rows the archive has for it, what is wrong, and the rows that are not."""

    catalogue: Catalogue
    rows: int
    faults: tuple[Fault, ...]
    held: Mapping[str, Archived]


@dataclass
class _Held:
    """What the archive holds of each dataset, where their inputs' numbers begin, and rows in all."""

    first: Mapping[str, int]
    of: dict[str, Archived] = field(default_factory=dict)
    rows: int = 0


def check(where: Places, root: Path = ROOT) -> Checked:
    """The catalogue below `root` with the archive, and every fault in them, each once."""
    return look_at(inspect(root), where)


def look_at(inspected: Inspected, where: Places) -> Checked:
    """The same of a catalogue that has been read."""
    held = _Held(first_numbers(inspected.catalogue.datasets))
    faults = [*inspected.faults, *_vocabularies(inspected.catalogue)]
    for dataset in inspected.catalogue.datasets.values():
        faults += _archived(dataset, inspected, where, held)
    said = {(fault.file, fault.key) for fault in faults}
    faults += [fault for fault in archive_use.same_rows(where.archive) if (fault.file, fault.key) not in said]
    faults += [*_left_over(inspected, where), *_sql(inspected, held)]
    return Checked(inspected.catalogue, held.rows, tuple(dict.fromkeys(faults)), held.of)


def refuse_faults(where: Places) -> tuple[Catalogue, Mapping[str, Archived]]:
    """The project's own catalogue, and what the archive holds, as `build` takes it; CatalogueError with every fault.

    What had none and has not changed since, the code included, is not looked at again: nothing of it is held then.
    """
    mark = made_of.written_by_people(where, ROOT)
    if parts.found_faultless(mark, where.warehouse):
        return read(), {}
    checked = check(where)
    if checked.faults:
        raise CatalogueError(*checked.faults)
    parts.note_faultless(mark, where.warehouse)
    return checked.catalogue, checked.held


def _vocabularies(c: Catalogue) -> Iterator[Fault]:
    """Code lists that name the words of the code."""
    for name, wanted in VOCABULARIES.items():
        for code in sorted(set(wanted) - set(c.codes[name])) if c.codes[name] else ():
            yield Fault(f"{name}.csv", code, "missing", f"a line for each of {', '.join(wanted)}")


def _archived(dataset: Dataset, inspected: Inspected, where: Places, held: _Held) -> Iterator[Fault]:
    """What is wrong with a dataset's rows; the others go to `held`, without the batches that are refused."""
    file, c = f"datasets/{dataset.id}.toml", inspected.catalogue
    sound, batches, faults = list[archive.ArchiveBatch](), list[archive.ArchiveBatch](), list[Fault]()
    if _readable(dataset, inspected):
        batches, faults = archive.read(dataset, where.archive)
    yield from faults
    for batch in batches:
        held.rows += len(batch.frame)
        wrong = list(_of_rows(batch, dataset, inspected))
        yield from wrong
        if wrong:
            continue
        sound.append(batch)
        if (terms := batch.provenance.licence_note) not in c.codes["licences"] and c.codes["licences"]:
            accepted = nearest(terms, c.codes["licences"], "licences.csv")
            yield Fault("PROVENANCE.csv", f"{batch.provenance.id}: licence_note", f"{terms!r} is not known", accepted)
    held.of[dataset.id] = numbered(dataset, sound, held.first[dataset.id])
    for dim in dataset.dims:
        codes = {code for b in held.of[dataset.id].batches for code in b.frame[dim].unique()}
        yield from nameless(file, dim, codes, c)


def _readable(dataset: Dataset, inspected: Inspected) -> bool:
    """Whether what says which rows it takes is sound."""
    return inspected.sound(f"datasets/{dataset.id}.toml", "dims", "archive", "rename")


def _of_rows(batch: archive.ArchiveBatch, dataset: Dataset, inspected: Inspected) -> Iterator[Fault]:
    """Every fault of the rows of a batch; totals and corrections are said where each row is right.

    Where the contract holds, rows are not looked at one by one.
    """
    file, contract = f"datasets/{dataset.id}.toml", dataset.contract
    if not inspected.sound(file, "contract"):
        contract = Contract(high=math.inf, low=-math.inf)
    unread = {name for name in contract.codes_from.values() if not inspected.sound(f"{name}.csv")}
    whole, said = contract is dataset.contract and not unread, ""
    if whole:
        try:
            contracts.check(batch.frame, dataset, inspected.catalogue, full=False)
            corrected(batch.frame, dataset)
            if archive_rows.only_periods(batch):
                return
        except ContractError as e:
            said = str(e).removeprefix(f"{dataset.id}: ").removeprefix(f"{file}: ")
    lenient = dataset.model_copy(update={"contract": contract})
    faults = list(archive_rows.faults(batch, lenient, inspected.catalogue, unread))
    yield from faults
    if whole and said and not faults:
        yield Fault(file, "contract", f"archive rows of {batch.provenance.id}: {said}")


def _left_over(inspected: Inspected, where: Places) -> Iterator[Fault]:
    """Rows of the archive that no dataset takes, and nobody says why; none where a dataset cannot be read."""
    known = {f"datasets/{name}.toml" for name in inspected.catalogue.datasets}
    wrong = [f for f in inspected.faults if f.file.startswith("datasets/")]
    if any(f.file not in known or f.key.startswith("archive") for f in wrong):
        return
    try:
        archive_use.check_use(inspected.catalogue.datasets.values(), where.archive)
    except CatalogueError as e:
        yield from e.faults


def _sql(inspected: Inspected, held: _Held) -> Iterator[Fault]:
    """What is wrong with the SQL of each indicator, read on what the archive holds."""
    db = engine.memory()
    inputs = [vars(i) for one in held.of.values() for i in one.inputs]
    table = pd.DataFrame(inputs, columns=list(Input.__dataclass_fields__))
    histories = {name: warehouse.history_table(one.history) for name, one in held.of.items()}
    engine.load_tables(db, histories, pa.Table.from_pandas(table))
    c = inspected.catalogue
    unsound = {d for v in c.views.values() for d in v.datasets} - held.of.keys()
    known = {
        n: v for n, v in c.views.items() if inspected.sound("views.toml", f"view[{n}]") and not unsound & {*v.datasets}
    }
    c, broken, wrong = binding.shared(db, replace(c, views=known))
    broken |= inspected.catalogue.views.keys() - known.keys()
    yield from (f for f in wrong if inspected.sound(f.file, f.key))
    for i in c.indicators.values():
        file = f"indicators/{i.id}.toml"
        if not inspected.sound(file, "sql", "datasets") or set(i.datasets) - held.of.keys() or names(i.sql, broken):
            continue
        yield from (f for f in binding.faults(db, i, c) if inspected.sound(file, f.key))
