"""Archive and snapshots in, a release out. The order of the steps; each step is a module of its own."""

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from etl.catalogue.catalogue import ROOT as CATALOGUE_ROOT
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset, Indicator
from etl.fetch import past, pull, snapshots
from etl.history import archive, contracts
from etl.history.corrections import corrected
from etl.history.vintages import Batch, day, history
from etl.letter.claims import evaluate, to_json
from etl.model.errors import ContractError
from etl.model.observations import Input, Observation
from etl.model.period import in_order, newest
from etl.model.places import Places
from etl.payloads import Parsed
from etl.release import engine, publish, repair, serving, warehouse, whole
from etl.sources import PUBLISHERS, source_of

log = logging.getLogger(__name__)
Tell = Callable[[str, int, int], None]  # what, done, of


@dataclass(frozen=True)
class Built:
    """What a build made: the release, whether it is new, and what a person should know. mended: by a repair."""

    release_id: str
    new: bool
    warnings: tuple[str, ...]
    mended: tuple[str, ...] = ()


def build(catalogue: Catalogue, where: Places, now: datetime, tell: Tell, mend: bool = False) -> Built:
    """Make and publish the release of today's archive and snapshots; the same inputs make no second one.

    What a rollback holds stays served. DamagedError where the release of these inputs is damaged, unless `mend`: then
    it is made again under its id, and damaged ones that cannot be made again are moved out of the way.
    """
    where.warehouse.mkdir(parents=True, exist_ok=True)
    publish.sweep(where.warehouse)
    fingerprint = _fingerprint(catalogue, where)
    same = repair.release_of(fingerprint, where.warehouse)
    damage = whole.faults(where.warehouse / "releases" / same, every=True) if same else ()
    if damage and not mend:
        raise damage[0]
    mended = repair.taken_out(where.warehouse, same) if mend else ()
    known = repair.known_hashes(damage, where.warehouse)
    if same and not damage:
        built = _standing(same, where.warehouse)
    else:
        release_id = same or f"{now:%Y-%m-%d}-{fingerprint[:6]}"
        built = _make(catalogue, where, now, tell, fingerprint, release_id)
    return replace(built, mended=(*mended, *repair.compared(built.release_id, damage, known, where.warehouse)))


def _standing(same: str, root: Path) -> Built:
    """The release that is there already, served unless another is held."""
    if not serving.held(root):
        publish.make_current(same, root)
    return Built(same, False, tuple(whole.files(root / "releases" / same).facts["warnings"]))


def _make(catalogue: Catalogue, where: Places, now: datetime, tell: Tell, fingerprint: str, release_id: str) -> Built:
    warnings: list[str] = []

    def write(folder: Path) -> dict[str, Any]:
        inputs, days, coverage = _write_datasets(catalogue, where, folder, warnings, tell)
        counts = _write_indicators(catalogue, folder, days, tell)
        _write_claims(catalogue, folder)
        warehouse.write_database(folder, catalogue)
        return {
            "id": release_id,
            "built_at": now.isoformat(timespec="seconds"),
            "fingerprint": fingerprint,
            "inputs": [vars(i) for i in inputs],
            "datasets": coverage,
            "indicators": counts,
            "warnings": warnings,
        }

    publish.publish(release_id, where.warehouse, write)
    log.info("release %s", release_id)
    return Built(release_id, True, tuple(warnings))


def _fingerprint(catalogue: Catalogue, where: Places) -> str:
    """Hash over everything a release is made of: archive, snapshots, catalogue and this code."""
    total = hashlib.sha256()
    code = Path(__file__).parent
    for root, pattern in ((where.archive, "*.csv"), (CATALOGUE_ROOT, "**/*.*"), (code, "**/*.py")):
        for path in sorted(root.glob(pattern)):
            total.update(path.relative_to(root).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    for dataset in sorted(catalogue.datasets):
        for earlier in (False, True):
            for receipt in snapshots.receipts(dataset, where.snapshots, earlier):
                total.update(f"{dataset} {earlier:d} {receipt.number} {receipt.sha256}".encode())
    return total.hexdigest()


def _write_datasets(
    catalogue: Catalogue, where: Places, folder: Path, warnings: list[str], tell: Tell
) -> tuple[list[Input], dict[str, list[str]], dict[str, Any]]:
    """Histories and inputs; also the known days of publication and the coverage of each dataset."""
    inputs: list[Input] = []
    days: dict[str, list[str]] = {}
    coverage: dict[str, Any] = {}
    for n, dataset in enumerate(catalogue.datasets.values()):
        tell(f"dataset {dataset.id}", n, len(catalogue.datasets))
        batches = []
        for frame, seen, scope, made in _batches(dataset, catalogue, where, warnings):
            inputs.append(made(len(inputs) + 1))
            batches.append(Batch(frame, seen, len(inputs), scope))
        for receipt, parsed in past.vintages(dataset, catalogue, where):
            inputs.append(_from_history(len(inputs) + 1, receipt, dataset))
            scope = "all" if parsed.whole else ""
            batches.append(Batch(parsed.frame, day(receipt.vintage), len(inputs), scope, past=True))
        keys = [*dataset.dims, "period"]
        frame = history(batches, keys)
        warehouse.write_dataset(frame, folder / "datasets" / f"{dataset.id}.parquet")
        days[dataset.id] = sorted({b.seen for b in batches} - {""})
        now = frame[frame["current"]]
        coverage[dataset.id] = {
            "rows": len(now),
            "first_period": next(iter(in_order(now["period"])), ""),
            "last_period": newest(now["period"]),
            "vintage": max((i.vintage for i in inputs if i.dataset == dataset.id), default=""),
        }
        log.info("%s: %d rows, %d changes kept", dataset.id, len(now), len(frame) - len(now))
    warehouse.write_inputs(inputs, folder / "inputs.parquet")
    return inputs, days, coverage


def _batches(
    dataset: Dataset, catalogue: Catalogue, where: Places, warnings: list[str]
) -> Iterator[tuple[pd.DataFrame, str, str, Callable[[int], Input]]]:
    """Rows, day, scope and input of everything known about a dataset."""
    for a in archive.batches(dataset, where.archive):
        contracts.check(a.frame, dataset, catalogue, full=False)
        yield corrected(a.frame, dataset), day(a.vintage), "", partial(archive.as_input, a, dataset.source)
    for receipt in snapshots.receipts(dataset.id, where.snapshots):
        try:
            parsed, said = tidy(receipt, dataset, catalogue, where)
            frame = corrected(parsed.frame, dataset)
        except ContractError as e:
            warnings.append(f"{e} (snapshot {receipt.number} is left out)")
            continue
        warnings += [f"{sentence} (snapshot {receipt.number})" for sentence in said]
        vintage = receipt.vintage or receipt.fetched_at

        def pulled(number: int, r: snapshots.Receipt = receipt, vintage: str = vintage) -> Input:
            return Input(
                number, dataset.id, dataset.source, "original", vintage, r.sha256, f"{dataset.id}#{r.number}",
                PUBLISHERS[dataset.source], r.parts[0].url, r.licence,
            )  # fmt: skip

        yield frame, day(vintage), "all" if parsed.whole else _scope(receipt), pulled


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


def _write_indicators(catalogue: Catalogue, folder: Path, days: dict[str, list[str]], tell: Tell) -> dict[str, int]:
    indicators = list(catalogue.indicators.values())

    paths = {d: folder / "datasets" / f"{d}.parquet" for d in catalogue.datasets}
    own = threading.local()  # an engine per thread: DuckDB leaves Python's lock while it works

    def make(indicator: Indicator) -> tuple[str, int]:
        if not hasattr(own, "db"):
            own.db = engine.memory(threads=1)
            engine.load_histories(own.db, paths, folder / "inputs.parquet")
        known = sorted({day for d in indicator.datasets for day in days[d]})
        table = warehouse.indicator_history(own.db, indicator, known, catalogue)
        warehouse.write_indicator(table, folder / "indicators" / f"{indicator.id}.parquet")
        return indicator.id, sum(table["current"].to_pylist())

    counts = {}
    with ThreadPoolExecutor(2) as pool:
        try:
            for n, (name, rows) in enumerate(pool.map(make, indicators), 1):
                tell(f"indicator {name}", n, len(indicators))
                counts[name] = rows
        except BaseException:  # somebody ends it, or the disk is full: those that wait are not begun
            pool.shutdown(cancel_futures=True)
            raise
    return counts


def _write_claims(catalogue: Catalogue, folder: Path) -> None:
    from etl.release.store import Release  # reads back what was just written, with the code that the pages use

    made = Release(folder)

    def cell(indicator: str, geo: str, series: str, period: str, as_of: str) -> Observation | None:
        return made.observation(indicator, geo, series, period, as_of)

    targets = [(i.id, t) for i in catalogue.indicators.values() for t in i.target]
    results = [
        to_json(evaluate(c, tuple((i, t) for i, t in targets if t.claim == c.id), cell))
        for c in catalogue.claims.values()
    ]
    (folder / "claims.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
