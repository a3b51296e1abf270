"""`build` and `rollback`: which release is served, and that one writer works at a time."""

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import build
from etl.catalogue import catalogue
from etl.model.places import Places
from etl.release import parts, publish, store, whole
from tests.conftest import link

REPOSITORY = Path(__file__).parents[3]
pytestmark = pytest.mark.usefixtures("release_root")  # its parts are taken, so that builds are quick


@pytest.fixture
def three(stocked: Callable[..., Path], folders: Places) -> tuple[str, ...]:
    """A warehouse with three whole releases, the last one current."""
    names = ("2026-11-23-aaaaaa", "2026-11-24-bbbbbb", "2026-11-25-cccccc")
    stocked(*names, root=folders.warehouse)
    return names


def test_rollback_serves_the_release_before_and_then_the_one_before_that(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    for expected in (three[1], three[0]):
        code, said = here("rollback")
        assert code == 0
        assert f"Release {expected} is served" in said
        assert store.current_id(folders.warehouse) == expected
    code, said = here("rollback")
    assert code == 1
    assert f"There is no release before {three[0]}." in said
    assert store.current_id(folders.warehouse) == three[0]
    assert store.release_ids(folders.warehouse) == three


def test_rollback_goes_to_a_named_release_also_forward_again(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    for name in (three[0], three[2]):
        assert here("rollback", name)[0] == 0
        assert store.current_id(folders.warehouse) == name


def test_rollback_to_an_unknown_release_lists_those_that_exist(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    code, said = here("rollback", "2019-10-14-aaaaaa")
    assert code == 1
    assert f"Release '2019-10-14-aaaaaa' is not known. Accepted: {', '.join(three)}." in said
    assert store.current_id(folders.warehouse) == three[2]


def test_after_a_rollback_the_next_request_sees_the_older_release(
    here: Callable[..., tuple[int, str]], site: Any, folders: Places, three: tuple[str, ...]
) -> None:
    client = site.test_client()
    here("status")  # sets MONITOR_WAREHOUSE, which a server reads at every request
    assert client.get("/healthz").get_json()["release"] == three[2]
    here("rollback")
    assert client.get("/healthz").get_json()["release"] == three[1]
    answer = client.get("/data/irregular_arrivals.csv?from=2018&to=2018")
    assert three[1] in answer.get_data(as_text=True)


def sealed_anew(path: Path, **facts: Any) -> None:
    """Other facts in a release.json, which is whole with them."""
    said = json.loads(path.read_text("utf-8"))
    path.unlink()  # it may be linked elsewhere
    path.write_text(json.dumps(whole.sealed({**said, **facts})), "utf-8")


@pytest.fixture
def without_parts(release_root: Path, tmp_path: Path) -> Path:
    """Another lender of parts: it has none, but knows that today's catalogue and archive have no fault."""
    lender = tmp_path / "lender"
    lender.mkdir()
    shutil.copy(release_root / parts.CHECKED, lender)
    return lender


@pytest.fixture
def as_built(release_root: Path, folders: Places) -> str:
    """The release of the archive as it is, so that a build finds it standing; its id."""
    shutil.copytree(release_root, folders.warehouse, copy_function=link)
    facts = store.release(root=folders.warehouse).facts
    if facts["fingerprint"] != build.fingerprint(catalogue.load(), folders):
        pytest.skip("the code or the catalogue was changed while the tests ran")
    return str(facts["id"])


def test_a_build_of_the_same_inputs_says_so(here: Callable[..., tuple[int, str]], as_built: str) -> None:
    """A release is recognised by what it was made of, not by its name."""
    code, said = here("build")
    assert (code, said.count("stands: nothing has changed.")) == (0, 1)
    code, said = here("status")
    assert code == 0
    assert f"Release {as_built}" in said
    assert re.search(r"frontex\.ibc_route_month +│ 1890 +│ 2009-01 +│ 2026-06 +│ 2026-08-04", said)


def test_a_rollback_holds_until_it_is_ended_and_build_says_so(
    here: Callable[..., tuple[int, str]], as_built: str, stocked: Callable[..., Path], folders: Places
) -> None:
    earlier = "2026-11-22-aaaaaa"
    stocked(earlier, root=folders.warehouse)
    publish.make_current(as_built, folders.warehouse)
    sealed_anew(folders.warehouse / "releases" / earlier / "release.json", built_at="2026-11-22T12")
    code, said = here("rollback", earlier)
    assert (code, "and held: `python -m etl resume` serves the newest." in said) == (0, True)
    for _ in range(2):
        code, said = here("build")
        assert code == 4
        assert f"Release {as_built} stands, but not served: a rollback holds {earlier} since 20" in said
        assert store.current_id(folders.warehouse) == earlier
    assert f"A rollback holds {earlier} since" in here("status")[1]
    assert here("resume") == (0, f"Release {as_built} is served, and what is built from now on.\n")
    assert here("build")[0] == 0
    assert store.current_id(folders.warehouse) == as_built


@pytest.mark.parametrize(("file", "how"), [
    ("inputs.parquet", "deleted"), ("release.json", "one byte"), ("monitor.duckdb", "one byte"),
])  # fmt: skip
def test_a_build_over_a_damaged_release_names_the_file_and_the_cure(
    here: Callable[..., tuple[int, str]], as_built: str, folders: Places, damage: Any, file: str, how: str
) -> None:
    damage(folders.warehouse / "releases" / as_built / file, how)
    code, said = here("build")
    assert code == 1
    assert f"Release {as_built}: {file} " in said
    assert "`python -m etl build --repair`" in said


def test_check_names_a_damaged_release_beside_the_faults_of_files_and_changes_nothing(
    here: Callable[..., tuple[int, str]], as_built: str, folders: Places, damage: Any, tree: Any, archive_of_none: Path
) -> None:
    damage(folders.warehouse / "releases" / as_built / "inputs.parquet", "one byte")
    before = tree(folders.warehouse.parent)
    code, said = here("check", MONITOR_ARCHIVE=str(archive_of_none))
    assert code == 1
    assert f"Release {as_built}: inputs.parquet " in said
    assert "`python -m etl build --repair`" in said
    assert said.count("there is no ") > 40
    assert tree(folders.warehouse.parent) == before


def test_rollback_refuses_a_damaged_release(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...], damage: Any
) -> None:
    damage(folders.warehouse / "releases" / three[1] / "monitor.duckdb", "one byte")
    code, said = here("rollback")
    assert (code, f"Release {three[1]}: monitor.duckdb was changed on disk." in said) == (1, True)
    assert store.current_id(folders.warehouse) == three[2]


def test_prune_keeps_the_newest_the_served_and_the_held(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    here("rollback", three[0])
    assert here("prune", "--keep", "1") == (0, f"Removed: {three[1]}. Releases left: 2.\n")
    assert store.release_ids(folders.warehouse) == (three[0], three[2])
    here("resume")
    assert here("prune", "--keep", "1")[1] == f"Removed: {three[0]}. Releases left: 1.\n"
    assert here("prune", "--keep", "0")[0] == 1
    assert [p.name for p in (folders.warehouse / "releases").iterdir()] == [three[2]]


def test_a_second_build_is_refused_and_a_killed_one_leaves_the_old_release_serving(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...], tree: Any, environment: Any,
    without_parts: Path,
) -> None:  # fmt: skip
    """The first is watched through its progress on a terminal, and killed while it writes."""
    for name in three:  # releases of other inputs: those of today make a new one
        sealed_anew(folders.warehouse / "releases" / name / "release.json", fingerprint="0" * 64, parts={})
    before = tree(folders.warehouse)
    terminal, its_end = pty.openpty()
    words = [sys.executable, "-m", "etl", "build"]
    env = {**os.environ, **environment(), "TERM": "xterm", "COLUMNS": "120"}
    env["MONITOR_PARTS"] = str(without_parts)
    running = subprocess.Popen(words, cwd=REPOSITORY, env=env, stdout=its_end, stderr=its_end)
    try:
        os.close(its_end)
        _shown(terminal, "dataset ", seconds=100)
        code, said = here("build")
        assert code == 6
        assert f"Another pull or build is writing to {folders.warehouse.parent.name}: try again when it has" in said
        code, said = here("pull", "ind")
        assert (code, "Another pull or build is writing" in said) == (6, True), "snapshots change while a build reads"
        code, said = here("rollback")
        assert (code, "is writing to warehouse" in said) == (6, True)
        assert running.poll() is None
        running.send_signal(signal.SIGKILL)
        assert running.wait(30) == -signal.SIGKILL
    finally:
        running.kill()
        running.wait()
        os.close(terminal)
    assert store.current_id(folders.warehouse) == three[2]
    assert store.release(root=folders.warehouse).observation("irregular_arrivals", "EU", "total", "2018")
    left = [p for p in (folders.warehouse / "releases").iterdir() if p.name.startswith(".")]
    assert len(left) == 1
    assert before.items() <= tree(folders.warehouse).items()
    assert here("rollback")[0] == 0, "the lock of a killed process must be free"


def _shown(terminal: int, word: str, seconds: float) -> str:
    """What appears on the terminal until `word` does."""
    text, end = "", time.monotonic() + seconds
    while word not in text:
        assert time.monotonic() < end, f"{word!r} did not appear in {seconds:g} s: {text[-500:]}"
        if select.select([terminal], [], [], 0.5)[0]:
            try:
                text += os.read(terminal, 4096).decode("utf-8", "replace")
            except OSError:
                pytest.fail(f"The process ended without {word!r}: {text[-2000:]}")
    return text
