"""`build` and `rollback`: which release is served, and that one writer works at a time."""

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
from etl.model.places import DATA, Places
from etl.release import store

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def three(release_root: Path, folders: Places) -> tuple[str, ...]:
    """A warehouse with three whole releases, the last one current."""
    first = store.current_id(release_root)
    for n, name in enumerate((first, "2026-11-24-bbbbbb", "2026-11-25-cccccc")):
        folder = folders.warehouse / "releases" / name
        shutil.copytree(release_root / "releases" / first, folder)
        facts = (folder / "release.json").read_text("utf-8")
        facts = facts.replace('"built_at": "2026-11-23', f'"built_at": "2026-11-2{3 + n}')
        (folder / "release.json").write_text(facts, "utf-8")
    (folders.warehouse / "CURRENT").write_text("2026-11-25-cccccc\n", "utf-8")
    return first, "2026-11-24-bbbbbb", "2026-11-25-cccccc"


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


def test_a_build_of_the_same_inputs_says_so(
    here: Callable[..., tuple[int, str]], release_root: Path, folders: Places
) -> None:
    """A release is recognised by what it was made of, not by its name."""
    shutil.copytree(release_root, folders.warehouse)
    facts = store.release(root=folders.warehouse).facts
    if facts["fingerprint"] != build._fingerprint(catalogue.load(), folders):
        pytest.skip("the code or the catalogue was changed while the tests ran")
    code, said = here("build")
    assert (code, said.count("stands: nothing has changed.")) == (0, 1)
    code, said = here("status")
    assert code == 0
    assert f"Release {facts['id']}" in said
    assert re.search(r"frontex\.ibc_route_month +│ 1890 +│ 2009-01 +│ 2026-06 +│ 2026-08-04", said)


def test_a_second_build_is_refused_and_a_killed_one_leaves_the_old_release_serving(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...], tree: Any, environment: Any
) -> None:
    """The first is watched through its progress on a terminal, and killed while it writes."""
    before = tree(folders.warehouse)
    terminal, its_end = pty.openpty()
    words = [sys.executable, "-m", "etl", "build"]
    env = {**os.environ, **environment(), "TERM": "xterm", "COLUMNS": "120"}
    archive = folders.warehouse.parent / "archive"
    shutil.copytree(DATA / "archive", archive)
    with (archive / "PROVENANCE.csv").open("a", encoding="utf-8") as f:
        f.write("\n")  # a changed input makes a new release
    env["MONITOR_ARCHIVE"] = str(archive)
    running = subprocess.Popen(words, cwd=REPOSITORY, env=env, stdout=its_end, stderr=its_end)
    try:
        os.close(its_end)
        _shown(terminal, "dataset eurostat.migr_a", seconds=100)
        code, said = here("build")
        assert code == 6
        assert "Another pull or build is writing to warehouse: try again when it has ended." in said
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
            text += os.read(terminal, 4096).decode("utf-8", "replace")
    return text
