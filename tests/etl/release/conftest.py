"""Builds of two indicators, so that many can be made; what a full one holds is read from `release`."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl import build
from etl.catalogue.catalogue import Catalogue
from etl.fetch import snapshots
from etl.model.places import DATA, Places
from etl.payloads import Part

DAY_1, DAY_2 = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)
RESETTLED = "ind.82025ned"


@pytest.fixture(scope="session")
def small(cut: Callable[..., Catalogue]) -> Catalogue:
    """Two indicators of the resettled and their datasets."""
    return cut("resettled", "resettlement_quota")


@pytest.fixture
def built(folders: Places) -> Callable[..., build.Built]:
    """Build what a catalogue declares, today or on another day."""
    return lambda declared, now=DAY_1: build.build(declared, folders, now, lambda *_: None)


@pytest.fixture(scope="session")
def small_warehouse(small: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one build of that."""
    root = tmp_path_factory.mktemp("small")
    where = Places(DATA / "archive", root / "snapshots", root / "quarantine", root / "warehouse")
    build.build(small, where, DAY_1, lambda *_: None)
    return where.warehouse


@pytest.fixture
def first(small_warehouse: Path, folders: Places) -> str:
    """The id of a release of two indicators, as built on the first day from the archive alone."""
    shutil.copytree(small_warehouse, folders.warehouse)
    return (folders.warehouse / "CURRENT").read_text("utf-8").strip()


@pytest.fixture(scope="session")
def statline() -> Callable[[int], Part]:
    """Table 82025NED as a person saves it, 2008 to 2023: figures of the archive but for 2023."""

    def table(value: int) -> Part:
        with (DATA / "archive" / "cbs_82025ned_resettled.csv").open(encoding="utf-8", newline="") as f:
            rows = [(r["TIME_PERIOD"], r["value"]) for r in csv.DictReader(f)]
        rows[-1] = (rows[-1][0], str(value))
        head = '"ID";"Geslacht";"Leeftijd";"Nationaliteit";"Perioden";"UitgenodigdeVluchtelingen_1"'
        lines = [f'{n};"T001038";"10000  ";"T001059  ";"{year}JJ00";{v}' for n, (year, v) in enumerate(rows)]
        return Part("82025NED_TypedDataSet.csv", "\r\n".join([head, *lines, ""]).encode(), "82025NED_TypedDataSet.csv")

    return table


@pytest.fixture
def pulled(folders: Places, statline: Callable[[int], Part]) -> Callable[..., None]:
    """Keep that table as a pull would: `pulled(835)` with this figure for 2023."""

    def keep(value: int, now: datetime = DAY_1) -> None:
        snapshots.save(RESETTLED, [statline(value)], "", "CC BY 4.0", now, folders.snapshots)

    return keep
