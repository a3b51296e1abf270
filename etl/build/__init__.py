"""Archive and snapshots in, a release out. The order of the steps; each step is a module of its own.

May import: etl.catalogue, etl.fetch, etl.history, etl.letter, etl.model, etl.payloads, etl.release, etl.sources.

A part of the release that an earlier one holds, made of the same things, is copied from there (`etl.release.parts`);
what it is made of is said by `keys`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from etl.build import datasets, indicators, keys
from etl.build.keys import fingerprint
from etl.build.parts import ReleaseParts
from etl.catalogue.catalogue import Catalogue
from etl.history.archived import Archived, checked, first_numbers
from etl.model.places import Places
from etl.release import disk, publish, repair, serving, warehouse, whole
from etl.release.parts import PARTS, Earlier

__all__ = ["Built", "Tell", "build", "fingerprint"]
log = logging.getLogger(__name__)
Held = Mapping[str, Archived]
NOTHING_HELD: Held = MappingProxyType({})
Tell = Callable[[str, int, int], None]  # what, done, of


@dataclass(frozen=True)
class Built:
    """What a build made: the release, whether it is new, and what a person should know. mended: by a repair."""

    release_id: str
    new: bool
    warnings: tuple[str, ...]
    mended: tuple[str, ...] = ()


def build(
    catalogue: Catalogue, where: Places, now: datetime, tell: Tell, mend: bool = False, held: Held = NOTHING_HELD
) -> Built:
    """Make and publish the release of today's archive and snapshots; the same inputs make no second one.

    What a rollback holds stays served. DamagedError where the release of these inputs is damaged, unless `mend`: then
    it is made again under its id, and damaged ones that cannot be made again are moved out of the way. held: what the
    archive holds by dataset, where it has been read and checked; the others are read here.
    """
    disk.make(where.warehouse)
    publish.sweep(where.warehouse)
    made_of = fingerprint(catalogue, where)
    same = repair.release_of(made_of, where.warehouse)
    damage = whole.faults(where.warehouse / "releases" / same, every=True) if same else ()
    if damage and not mend:
        raise damage[0]
    mended = repair.taken_out(where.warehouse, same) if mend else ()
    known = repair.known_hashes(damage, where.warehouse)
    if same and not damage:
        built = _standing(same, where.warehouse)
    else:
        release_id = same or f"{now:%Y-%m-%d}-{made_of[:6]}"
        built = _make(catalogue, where, now, tell, made_of, release_id, held)
    return replace(built, mended=(*mended, *repair.compared(built.release_id, damage, known, where.warehouse)))


def _standing(same: str, root: Path) -> Built:
    """The release that is there already, served unless another is held."""
    if not serving.held(root):
        publish.make_current(same, root)
    return Built(same, False, tuple(whole.files(root / "releases" / same).facts["warnings"]))


def _make(
    catalogue: Catalogue, where: Places, now: datetime, tell: Tell, made_of: str, release_id: str, held: Held
) -> Built:
    warnings: list[str] = []

    def write(folder: Path) -> dict[str, Any]:
        parts = ReleaseParts(folder, Earlier(where.warehouse))
        tables = _datasets(catalogue, where, parts, tell, held)
        warnings.extend(w for made in tables.values() for w in made.warnings)
        inputs = [i for made in tables.values() for i in made.inputs]
        warehouse.write_inputs(inputs, folder / "inputs.parquet")
        counts = indicators.write(catalogue, tables, parts, tell)
        indicators.write_claims(catalogue, tables, parts)
        parts.write_database(catalogue)
        log.info("release %s: %d of %d parts are those of an earlier one", release_id, parts.copied, len(parts.records))
        return {
            "id": release_id,
            "built_at": now.isoformat(timespec="seconds"),
            "fingerprint": made_of,
            "inputs": [vars(i) for i in inputs],
            "datasets": {name: made.coverage for name, made in tables.items()},
            "indicators": counts,
            "warnings": warnings,
            PARTS: parts.records,
        }

    publish.publish(release_id, where.warehouse, write)
    log.info("release %s", release_id)
    return Built(release_id, True, tuple(warnings))


def _datasets(
    catalogue: Catalogue, where: Places, parts: ReleaseParts, tell: Tell, held: Held
) -> dict[str, datasets.Made]:
    """Histories as files; what is known of each beside it."""
    key_of, first = keys.of_datasets(catalogue, where), first_numbers(catalogue.datasets)
    made_of = {}
    for n, dataset in enumerate(catalogue.datasets.values()):
        tell(f"dataset {dataset.id}", n, len(catalogue.datasets))
        name, key = f"datasets/{dataset.id}.parquet", key_of(dataset, first[dataset.id])
        made = parts.dataset(dataset.id, name, key)
        if made is None:
            rows = held.get(dataset.id) or checked(dataset, where.archive, first[dataset.id], catalogue)
            made = datasets.write(dataset, catalogue, where, parts.folder / name, rows)
            parts.note(name, key, warnings=made.warnings)
        made_of[dataset.id] = made
    return made_of
