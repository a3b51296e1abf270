"""Earlier vintages, brought for readings of the past: each with its day, judged by a contract of its own.

They never change what stands now. A vintage says its own day (SDMX-CSV and JSON of Eurostat, Frontex's workbook, CBS's
lists); for one that does not, a person gives it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.fetch import pull, snapshots
from etl.fetch.pull import Pulled
from etl.history import archive, contracts
from etl.history.changes import Changes, compare
from etl.history.corrections import corrected
from etl.model.errors import ContractError, OtherPeriodsError
from etl.model.period import day as day_of
from etl.model.places import Places
from etl.payloads import Parsed, Part
from etl.sources import source_of

Payload = tuple[Part, ...]


def accept(
    files: Mapping[str, Payload], day: str, catalogue: Catalogue, where: Places, now: datetime,
    tell: Callable[[Dataset], None],
) -> Iterator[Pulled]:  # fmt: skip
    """Keep each file as a vintage of the past, or in quarantine. day: of vintages that do not say theirs, or ""."""
    placed: set[str] = set()
    misfits = []
    for name, parts in files.items():
        dataset = catalogue.datasets[name]
        tell(dataset)
        for payload in source_of(dataset).alone(parts, dataset):
            try:
                yield _kept(payload, day, dataset, catalogue, where, now)
                placed |= {part.name for part in payload}
            except OtherPeriodsError as e:
                misfits.append((dataset, payload, e))
            except ContractError as e:
                yield pull.refused(dataset, payload, e, where, now)
    for dataset, payload, why in misfits:
        if not placed.issuperset(part.name for part in payload):
            yield pull.refused(dataset, payload, why, where, now)
            placed |= {part.name for part in payload}


def _kept(payload: Payload, day: str, dataset: Dataset, catalogue: Catalogue, where: Places, now: datetime) -> Pulled:
    parsed = read(payload, dataset, catalogue)
    vintage = parsed.vintage or day
    if not vintage:
        raise ContractError(f"{dataset.id}: the file does not say its day; give it with --day YYYY-MM-DD.")
    newest = max((v for v in _held_days(dataset, where)), default="")
    if newest and day_of(vintage) > newest:
        raise ContractError(
            f"{dataset.id}: the vintage of {day_of(vintage)} is newer than the newest one held, of {newest}: it is no "
            "history; bring it with --from."
        )
    names = tuple(part.name for part in payload)
    _, new = snapshots.save(dataset.id, payload, vintage, dataset.licence, now, where.snapshots, past=True)
    return Pulled(
        dataset.id, "new" if new else "unchanged", len(parsed.frame), vintage, " ".join(parsed.warnings), files=names
    )


def read(payload: Payload, dataset: Dataset, catalogue: Catalogue) -> Parsed:
    """An earlier vintage as a table that keeps the contract of history; ContractError where it does not."""
    lenient = contracts.for_history(dataset)
    parsed = source_of(dataset).parse(payload, lenient)
    frame, left = contracts.sifted(parsed.frame, dataset, catalogue)
    contracts.check(frame, lenient, catalogue, full=False)
    said = (*parsed.warnings, *((contracts.left_out(left, dataset),) if len(left) else ()))
    return Parsed(corrected(frame, dataset), parsed.vintage, said, parsed.whole)


def vintages(dataset: Dataset, catalogue: Catalogue, where: Places) -> Iterator[tuple[snapshots.Receipt, Parsed]]:
    """The earlier vintages kept of a dataset, oldest first; one that is damaged is passed over."""
    for receipt in sorted(snapshots.receipts(dataset.id, where.snapshots, past=True), key=lambda r: day_of(r.vintage)):
        try:
            yield receipt, read(snapshots.load(receipt, where.snapshots), dataset, catalogue)
        except ContractError as e:
            pull.log.warning("%s", e)


def revisions(dataset: Dataset, catalogue: Catalogue, where: Places) -> Iterator[tuple[str, Changes]]:
    """What each later vintage revised: its name, and its changes against the one before; the held one comes last."""
    before = None
    keys = [*dataset.dims, "period"]
    for receipt, parsed in vintages(dataset, catalogue, where):
        name = f"the vintage of {day_of(receipt.vintage)}"
        if before:
            yield name, compare(before[1], parsed.frame, keys, before[0], parsed.whole)
        before = name, parsed.frame
    held = pull.held(dataset, catalogue, where)
    if before and held.frame is not None:
        yield held.what, compare(before[1], held.frame, keys, before[0], whole=False)


def _held_days(dataset: Dataset, where: Places) -> Iterator[str]:
    for receipt in snapshots.receipts(dataset.id, where.snapshots):
        yield day_of(receipt.vintage or receipt.fetched_at)
    for batch in archive.batches(dataset, where.archive):
        yield day_of(batch.vintage)
