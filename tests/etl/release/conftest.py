"""Builds of two indicators, so that many can be made; what a full one holds is read from `release`."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl import build
from etl.catalogue.catalogue import Catalogue
from etl.fetch import snapshots
from etl.model.places import DATA, Places, places
from etl.payloads import Part
from etl.release import bucket, follow, lock, mirror, publish, store
from tests.etl.release.of_one_file import FIRST, SECOND, fill
from tests.s3_server import S3Server

DAY_1, DAY_2 = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)
RESETTLED = "ind.82025ned"
Stock = Callable[..., tuple[str, ...]]


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


@pytest.fixture(name="root")
def two_releases(tmp_path: Path) -> Path:
    """A warehouse with two releases of one file, the second one served."""
    root = tmp_path / "warehouse"
    for name in (FIRST, SECOND):
        publish.publish(name, root, fill(name))
    return root


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


@pytest.fixture
def settings(s3: S3Server, tmp_path: Path, folders: Places, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a machine whose warehouse is an empty part of the bucket."""
    said = {
        **s3.settings(tmp_path.name), "MONITOR_CACHE": str(tmp_path / "cache"),
        "MONITOR_SNAPSHOTS": str(folders.snapshots), "MONITOR_QUARANTINE": str(folders.quarantine),
    }  # fmt: skip
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(follow, "_known", follow._Known())
    return said


@pytest.fixture
def objects(s3: S3Server, settings: dict[str, str], tmp_path: Path) -> S3Store:
    """What lies in the bucket, seen without the code under test."""
    return s3.store(tmp_path.name)


@pytest.fixture(scope="session")
def three_small(small: Catalogue, statline: Callable[[int], Part], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with three small releases, built a day apart."""
    root = tmp_path_factory.mktemp("three")
    where = Places(DATA / "archive", root / "snapshots", root / "quarantine", root / "warehouse")
    for day, value in enumerate((0, 835, 840)):
        now = DAY_1 + timedelta(days=day)
        if value:
            snapshots.save("ind.82025ned", [statline(value)], "", "CC BY 4.0", now, where.snapshots)
        build.build(small, where, now, lambda *_: None)
    return where.warehouse


@pytest.fixture
def stock(three_small: Path, objects: S3Store) -> Stock:
    """Put so many of those into the bucket, file by file, the last one served; their ids. copied: they are here too."""

    def put(count: int, copied: bool = True) -> tuple[str, ...]:
        ids = store.release_ids(three_small)[:count]
        for path in (p for i in ids for p in (three_small / "releases" / i).rglob("*") if p.is_file()):
            obstore.put(objects, path.relative_to(three_small).as_posix(), path)
        obstore.put(objects, "CURRENT", f"{ids[-1]}\n".encode())
        if copied:
            mirror.prepare(places())
            mirror.read(places())
        return ids

    return put


@pytest.fixture
def make(settings: dict[str, str], small: Catalogue) -> Callable[[], str]:
    """Build and publish a small release as the command does; its id."""

    def made() -> str:
        where = places()
        mirror.prepare(where)
        with lock.building(where):
            return build.build(small, where, DAY_1, lambda *_: None).release_id

    return made


@pytest.fixture
def other_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Places]:
    """The same bucket, seen from a machine that has copied nothing yet: `other_machine()`, by another name too."""

    def seen(name: str = "other") -> Places:
        monkeypatch.setenv("MONITOR_CACHE", str(tmp_path / name))
        monkeypatch.setattr(follow, "_known", follow._Known())
        return places()

    return seen


@pytest.fixture
def where(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Places:
    """A machine with an empty bucket, at which all look a hundred times a second."""
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "0.01")
    found = places()
    mirror.prepare(found)
    return found


@pytest.fixture
def one(where: Places) -> bucket.Bucket:
    return bucket.Bucket(where.bucket)
