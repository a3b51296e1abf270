"""Keys: of each part of a release the hash of all that it is made of. The same key means the same bytes.

Every part depends on all code of the ETL and on the versions of what it runs on: a changed line makes all of it anew.
A dataset depends on its declaration, on code lists, on its files of the archive and on the bytes of its snapshots; an
indicator on its declaration, on what SQL may name, on the bytes of its datasets and on their inputs.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from etl.catalogue.catalogue import ROOT as CATALOGUE_ROOT
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Dataset, Indicator, Target
from etl.fetch import snapshots
from etl.model.observations import Input
from etl.model.places import Places
from etl.release import whole
from etl.release.made_of import CODE, add, key, machine

Hashes = Mapping[str, str]  # file of a release -> sha256


def fingerprint(catalogue: Catalogue, where: Places) -> str:
    """Hash over everything a release is made of: archive, snapshots, catalogue and this code."""
    total = hashlib.sha256()
    add(total, (where.archive, "*.csv"), (CATALOGUE_ROOT, "**/*.*"), (CODE, "**/*.py"))
    for dataset in sorted(catalogue.datasets):
        for earlier in (False, True):
            for receipt in snapshots.receipts(dataset, where.snapshots, earlier):
                total.update(f"{dataset} {earlier:d} {receipt.number} {receipt.sha256}".encode())
    return total.hexdigest()


def of_datasets(catalogue: Catalogue, where: Places) -> Callable[[Dataset, int], str]:
    """The key of a dataset whose inputs are numbered from there on."""
    lists = {p.name: whole.digest(p) for p in sorted(CATALOGUE_ROOT.glob("*.csv"))}
    codes = {name: sorted(labels) for name, labels in catalogue.codes.items()}
    common = key(machine(), lists, codes, _digest(where.archive / "PROVENANCE.csv"))

    def of(dataset: Dataset, first: int) -> str:
        archived = [_digest(where.archive / part.file) for part in dataset.archive]
        kept = [
            (
                asdict(replace(r, checked_at="", changes={})),
                [_digest(where.snapshots / "objects" / part.sha256) for part in r.parts],
            )
            for past in (False, True)
            for r in snapshots.receipts(dataset.id, where.snapshots, past)
        ]
        return key(common, first, dataset.model_dump_json(), archived, kept)

    return of


def _digest(path: Path) -> str:
    return whole.digest(path) if path.exists() else ""


def of_indicators(
    catalogue: Catalogue, made: Hashes, inputs: Mapping[str, Iterable[Input]]
) -> Callable[[Indicator], str]:
    """The key of an indicator. inputs: those of each dataset."""
    shared = {name: m.model_dump_json() for name, m in catalogue.macros.items()}
    common = key(machine(), shared, catalogue.groups)

    def of(indicator: Indicator) -> str:
        tables = [(made[f"datasets/{d}.parquet"], _plain(inputs[d])) for d in indicator.datasets]
        views = list(catalogue.views_over(indicator.datasets).items())
        return key(common, indicator.model_dump_json(), views, tables)

    return of


def of_claims(
    catalogue: Catalogue, made: Hashes, inputs: Mapping[str, Iterable[Input]]
) -> Callable[[Claim, Iterable[tuple[str, Target]]], str]:
    """The key of a claim and the quotas and ceilings that name it."""

    @cache
    def state(indicator: str) -> str:
        used = [_plain(inputs[d]) for d in catalogue.indicators[indicator].datasets]
        return key(made[f"indicators/{indicator}.parquet"], used)

    def of(claim: Claim, targets: Iterable[tuple[str, Target]]) -> str:
        aims = [(i, t.model_dump_json(), state(i)) for i, t in targets]
        return key(machine(), claim.model_dump_json(), [state(v.indicator) for v in claim.variant], aims)

    return of


def of_table(parquet: str, comment: str, columns: Mapping[str, str]) -> str:
    """The key of a table in the database for people. parquet: the hash of its file."""
    return key(machine(), parquet, comment, dict(columns))


def _plain(inputs: Iterable[Input]) -> list[list[Any]]:
    return [list(vars(i).values()) for i in inputs]
