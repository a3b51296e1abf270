"""What all tests share: a real release, built once from the archive; folders; no network but this machine.

No mocks of our own code: small real files go through the real pipeline.
"""

import gc
import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from hypothesis import settings

from etl import build, check
from etl.catalogue import catalogue
from etl.model.errors import MonitorError
from etl.model.places import DATA, Places
from etl.release import made_of, publish, store, whole
from tests.s3_server import S3Server

REPOSITORY = Path(__file__).parents[1]
settings.register_profile("monitor", deadline=None)  # no test is a question of time
settings.load_profile("monitor")
os.environ.setdefault("MONITOR_DRAW_AHEAD", "0")  # a dozen servers are begun, each of them for a few answers
NOT_PULLED = (
    "eurostat.migr_asyappctzm", "eurostat.asylum_monthly_quoted", "eurostat.migr_asydcfsta", "eurostat.migr_asydcfstq",
)  # fmt: skip
KEPT = REPOSITORY / "tests" / "output" / "releases"
BUILT_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: Python does not look through all of it for garbage, again and again."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


DEAR = ("test_every_form_differs.py", "test_deploy.py", "test_scripts.py", "browser/")  # what they begin serves many


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where processes share the tests: while one builds the release, the others begin with those that need none.

    The first process begins with the dearest, of which none is left for the end; so a server of pages and a browser are
    begun once. Each process has a stretch of the list, and takes from the end of another's when its own is done.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes == 1:
        return
    built_on = {i.path for i in items if "release_root" in getattr(i, "fixturenames", ())}
    apart = [i for i in items if i.path not in built_on]
    others = sorted((i for i in items if i.path in built_on), key=_turn)
    stretch, share = -(-len(items) // processes), -(-len(apart) // (processes - 1))
    shares = [apart[n * share : (n + 1) * share] for n in range(processes - 1)]
    left = iter(others)
    items[:] = [i for own in ([], *shares) for i in (*own, *islice(left, max(0, stretch - len(own))))] + [*left]


def _turn(item: pytest.Item) -> int:
    """Where a test of the release stands: its group in `DEAR`, or behind all of them."""
    path = item.path.relative_to(REPOSITORY / "tests").as_posix()
    return next((n for n, name in enumerate(DEAR) if path.startswith(name)), len(DEAR))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real payloads beside the repository; a test that needs it is skipped where it is not."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared with real payloads beside the repository")
    return folder


def built(root: Path) -> Path:
    """The warehouse in `root` with one release built from the archive alone, made where it is not there yet."""
    if not (root / "warehouse" / "CURRENT").exists():
        where = Places(DATA / "archive", root / "snapshots", root / "quarantine", root / "warehouse")
        declared, held = check.refuse_faults(where)
        build.build(declared, where, BUILT_AT, lambda *_: None, held=held)
    return root / "warehouse"


def kept(root: Path) -> Path:
    """The same, as an earlier run of the tests built it of the same things, where that is still whole."""
    mark = made_of.written_by_people(Places(DATA / "archive", root, root, root), catalogue.ROOT)
    before, warehouse = KEPT / f"release-{mark[:16]}", root / "warehouse"
    if before.is_dir() and not warehouse.exists():
        shutil.copytree(before, warehouse)
        if not _is_whole(warehouse):
            shutil.rmtree(warehouse)
    if not warehouse.exists():
        built(root)
        shutil.rmtree(KEPT, ignore_errors=True)
        shutil.copytree(warehouse, KEPT / "half").rename(before)
    return warehouse


def _is_whole(warehouse: Path) -> bool:
    try:
        return not whole.faults(warehouse / "releases" / store.current_id(warehouse), every=True)
    except MonitorError:
        return False


@pytest.fixture(scope="session")
def release_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A warehouse with one release built from the archive alone; MONITOR_WAREHOUSE names it.

    MONITOR_PARTS names it too: what a later build makes of the same things it takes from there.
    MONITOR_TEST_RELEASE names one that `scripts/mutants` has built before, for tests that do not concern its making.
    """
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "release"
    given = os.environ.get("MONITOR_TEST_RELEASE")
    with FileLock(f"{root}.lock"):
        warehouse = Path(given) if given else kept(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_WAREHOUSE", str(warehouse))
        patch.setenv("MONITOR_PARTS", str(warehouse))
        yield warehouse


@pytest.fixture(scope="session")
def recorded(release_root: Path) -> Callable[..., list[dict[str, Any]]]:
    """The rows of an indicator in that release as they lie in its Parquet, read without the code under test.

    `recorded("returned")`: those that stand. `recorded("returned", "2019-10-14")`: those that stood on that day.
    """

    @cache
    def rows(indicator: str, as_of: str = "") -> list[dict[str, Any]]:
        current = (release_root / "CURRENT").read_text("utf-8").strip()
        found = pq.read_table(release_root / "releases" / current / "indicators" / f"{indicator}.parquet").to_pylist()
        if not as_of:
            return [r for r in found if r["current"]]
        return [r for r in found if r["seen_from"] and r["seen_from"] <= as_of < (r["seen_until"] or "9")]

    return rows


@pytest.fixture(scope="session")
def bare_root(release_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a release in which the tables of `NOT_PULLED` have no figures: no archive, nothing pulled."""
    root, whole = tmp_path_factory.mktemp("bare"), catalogue.load()
    archive = Path(shutil.copytree(DATA / "archive", root / "archive"))
    for name in NOT_PULLED:
        for part in whole.datasets[name].archive:
            (archive / part.file).unlink()
    datasets = {n: d.model_copy(update={"archive": ()}) if n in NOT_PULLED else d for n, d in whole.datasets.items()}
    where = Places(archive, root / "snapshots", root / "quarantine", root / "warehouse")
    build.build(replace(whole, datasets=datasets), where, BUILT_AT, lambda *_: None)
    return root / "warehouse"


@pytest.fixture
def not_pulled(bare_root: Path, monkeypatch: pytest.MonkeyPatch) -> store.Release:
    """That release, served instead of the other one while the test runs."""
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(bare_root))
    return store.release(root=bare_root)


@pytest.fixture
def stocked(release_root: Path, tmp_path: Path) -> Callable[..., Path]:
    """A warehouse with that release under other names, built a day apart, the last one current: `stocked("a", "b")`."""

    def stock(*names: str, root: Path = tmp_path / "warehouse") -> Path:
        whole_one = release_root / "releases" / store.current_id(release_root)
        for n, name in enumerate(names):
            folder = root / "releases" / name
            shutil.copytree(whole_one, folder, copy_function=link)
            facts = json.loads((folder / "release.json").read_text("utf-8"))
            facts["built_at"] = facts["built_at"].replace("-23T", f"-{23 + n}T")
            write_anew(folder / "release.json", json.dumps(whole.sealed(facts), indent=2) + "\n")
        publish.make_current(names[-1], root)
        return root

    return stock


def link(source: str, target: str) -> None:
    """The same file under another name; a copy where that lies on another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def write_anew(path: Path, text: str) -> None:
    """Another file under that name: what was linked elsewhere stays as it is."""
    path.unlink()
    path.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def damage() -> Callable[[Path, str], None]:
    """Damage a file: it is deleted, emptied, cut in half, or its bytes become zeros or others of the same number."""

    def do(path: Path, how: str) -> None:
        content = path.read_bytes()
        middle = len(content) // 2
        path.unlink()
        if how != "deleted":
            path.write_bytes({
                "emptied": b"", "cut": content[:middle], "zeros": bytes(len(content)),
                "one byte": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            }[how])  # fmt: skip

    return do


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3 server with an empty bucket; where faults are tried, one that MONITOR_TEST_S3 names."""
    running = os.environ.get("MONITOR_TEST_S3", "")
    server = S3Server(tmp_path_factory.mktemp("s3"), running)
    yield server
    if not running:
        server.kill()


@pytest.fixture
def release(release_root: Path) -> store.Release:
    """The release itself."""
    return store.release(root=release_root)


@pytest.fixture(scope="session")
def site(release_root: Path) -> Any:
    """The Flask server of the whole site on that release."""
    from dashboards import create_app

    return create_app().server


@pytest.fixture
def client(site: Any) -> Any:
    """A client of that server, in this process."""
    return site.test_client()


@pytest.fixture
def clock_far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is a day ahead of Greenwich."""
    with monkeypatch.context() as there:
        there.setenv("TZ", "EAST-24")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but to this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
