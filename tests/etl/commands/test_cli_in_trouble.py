"""A full disk, Ctrl-C, SIGTERM, HTTP errors, two writers at once: a sentence, the table, the exit code, no debris."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.fetch import snapshots
from etl.model.places import Places
from etl.release import lock, parts

REPOSITORY = Path(__file__).parents[3]
RESA, RESETTLED, PROTECTED = "eurostat.migr_asyresa", "ind.82025ned", "eurostat.migr_asytpsm"
TABLE, SLOW = "/statistics/1.0/data/migr_asyresa", "/statistics/1.0/data/migr_asytpsm"


def started(environment: dict[str, str], *words: str, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "etl", *words], cwd=REPOSITORY, env={**os.environ, **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


def until(true: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def debris(root: Path) -> list[str]:
    """Half-written files, empty folders, bytes that no receipt names."""
    named = {
        p.sha256 for d in root.glob("snapshots/*.*") for r in snapshots.receipts(d.name, d.parent) for p in r.parts
    }
    left = [p.name for p in root.rglob("*") if p.name.endswith(".part") or (p.is_dir() and not any(p.iterdir()))]
    return left + [p.name for p in root.glob("snapshots/objects/*") if p.name not in named]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_pull_that_is_ended_says_what_it_took_and_keeps_it(
    environment: Any, serve: Any, reply: Any, archived: Any, eurostat_api: Any, folders: Places, tmp_path: Path,
    number: int, code: int,
) -> None:  # fmt: skip
    server = serve({TABLE: eurostat_api("migr_asyresa", archived(RESA), "2026-09-03"), SLOW: reply(b"{}", delay=30)})
    running = started(environment(server.url, MONITOR_HTTP_TIMEOUT="60"), "pull", RESA, PROTECTED)
    until(lambda: SLOW in server.paths())
    running.send_signal(number)
    out, err = running.communicate(timeout=20)
    assert running.returncode == code
    assert re.search(rf"{RESA} +│ new", out)
    assert re.search(rf"{PROTECTED} +│ not asked", out)
    assert "Interrupted: 1 of 2 datasets were done; what was taken is kept." in err
    assert "Traceback" not in err
    assert "2/2" not in err, "the bar counts what is done"
    assert len(snapshots.receipts(RESA, folders.snapshots)) == 1
    assert debris(tmp_path) == []


def test_a_pull_on_a_full_disk_says_so_and_leaves_nothing_half_written(
    environment: Any, serve: Any, archived: Any, eurostat_api: Any, cbs_82025: Any, tmp_path: Path
) -> None:
    """A limit on the size of files stands in for the disk's end: the first table fits, the second does not."""
    server = serve({
        TABLE: eurostat_api("migr_asyresa", archived(RESA), "2026-09-03"),
        **cbs_82025(archived(RESETTLED), "2026-10-30"),
    })  # fmt: skip

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_900, 1_900))

    running = started(environment(server.url), "pull", RESETTLED, RESA, preexec_fn=small)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 5, err
    assert "cannot be written: File too large" in err
    assert re.search(r": [01] of 2 datasets were done; what was taken is kept\.", err)
    assert re.search(rf"{RESA} +│ not asked", out)
    assert "Traceback" not in err
    assert debris(tmp_path) == []


@pytest.mark.usefixtures("release_root")
def test_a_build_on_a_full_disk_says_so_and_leaves_the_warehouse_as_it_was(
    environment: Any, folders: Places, tmp_path: Path
) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    running = started(environment(), "build", preexec_fn=small)
    _, err = running.communicate(timeout=110)
    assert running.returncode == 5, err
    assert "nothing that was kept or served before has changed." in err
    assert "Traceback" not in err
    assert not (folders.warehouse / "CURRENT").exists()
    assert [p for p in tmp_path.rglob("*") if p.name.endswith(".part")] == []


def test_a_note_that_a_full_disk_cuts_off_leaves_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk's end."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            parts.note_faultless("0" * 64, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ARCHIVE", "SNAPSHOTS", "QUARANTINE", "WAREHOUSE", "CACHE"])
@pytest.mark.parametrize("below", ["", "inner"])
def test_a_file_in_the_place_of_a_folder_is_a_wrong_setting(
    here: Callable[..., tuple[int, str]], tmp_path: Path, name: str, below: str
) -> None:
    (tmp_path / "a file").write_text("words", "utf-8")
    path = tmp_path / "a file" / below
    for words in (["build"], ["pull", RESETTLED], ["status"]):
        code, said = here(*words, **{f"MONITOR_{name}": str(path)})
        assert code == 1
        assert f"MONITOR_{name} is {str(path)!r}: a file is there; accepted is a folder" in said


@pytest.mark.parametrize("words", [["build"], ["rollback"], ["prune", "--keep", "1"]])
def test_a_warehouse_that_cannot_be_made_is_said_in_a_sentence(
    here: Callable[..., tuple[int, str]], words: list[str]
) -> None:
    code, said = here(*words, MONITOR_WAREHOUSE="/proc/nowhere/below")
    assert code == 5
    assert said.startswith("/proc/nowhere/below cannot be made: No such file or directory: nothing that was kept")


@pytest.mark.parametrize("name", ["SNAPSHOTS", "QUARANTINE"])
def test_a_folder_of_a_pull_that_cannot_be_made_ends_it_with_what_was_taken(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, archived: Any, eurostat_api: Any, name: str
) -> None:
    good = eurostat_api("migr_asyresa", archived(RESA), "2026-09-03") if name == "SNAPSHOTS" else reply(b"just words")
    code, said = here("pull", RESA, url=serve({TABLE: good}).url, **{f"MONITOR_{name}": "/proc/nowhere"})
    assert code == 5
    assert re.search(r"/proc/nowhere\S* cannot be written: .*: 0 of 1 datasets were done; what was taken is kept", said)


@pytest.mark.parametrize("name", ["EUROSTAT_URL", "FRONTEX_URL", "CBS_URL", "CBS_V4_URL"])
@pytest.mark.parametrize(
    "nonsense", ["not a url", "nonsense", "http://", "ftp://example.org", "http://[::1", "http://a:b"]
)
def test_an_address_that_is_none_is_said_before_anybody_is_asked(
    here: Callable[..., tuple[int, str]], name: str, nonsense: str
) -> None:
    for command in ("pull", "probe", "refresh"):
        code, said = here(command, RESA, **{f"MONITOR_{name}": nonsense})
        assert code == 1
        assert f"SettingError: MONITOR_{name} is {nonsense.rstrip('/')!r}; accepted is an address: https://" in said


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [("TIMEOUT", "0"), ("TIMEOUT", "nan"), ("RETRIES", "inf"), ("PAUSE", "-1"), ("PAUSE", "1e30"), ("RETRIES", "many")],
)
def test_a_number_that_is_none_is_said_before_anybody_is_asked(
    here: Callable[..., tuple[int, str]], name: str, nonsense: str
) -> None:
    code, said = here("pull", RESA, **{f"MONITOR_HTTP_{name}": nonsense})
    assert (code, f"MONITOR_HTTP_{name} is {nonsense!r}; accepted is a number " in said) == (1, True)


def test_an_http_error_is_told_from_no_network(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, archived: Any, eurostat_api: Any
) -> None:
    gone = b'{"error": [{"status": 404,"id": 100,"label": "ERR_NOT_FOUND_4: MIGR_ASYTPSM is not available."}]}'
    server = serve({TABLE: eurostat_api("migr_asyresa", archived(RESA), "2026-09-03"), SLOW: reply(gone, 404)})
    code, said = here("pull", RESA, PROTECTED, url=server.url)
    assert code == 4
    assert re.search(rf"{PROTECTED} +│ HTTP error", said)
    assert "HTTP 404: ERR_NOT_FOUND_4: MIGR_ASYTPSM is not available." in said


def test_two_pulls_at_once_and_a_build_during_a_pull_are_refused_with_a_sentence(
    here: Callable[..., tuple[int, str]], folders: Places
) -> None:
    folders.snapshots.parent.mkdir(exist_ok=True)
    with lock.pulling(folders):
        for words in (["pull", RESA], ["build"]):
            code, said = here(*words)
            assert code == 6
            assert f"Another pull or build is writing to {folders.snapshots.parent.name}: try again" in said


def test_the_bytes_of_a_killed_pull_are_cleared_away_by_the_next(
    here: Callable[..., tuple[int, str]], serve: Any, archived: Any, eurostat_api: Any, folders: Places, tmp_path: Path
) -> None:
    (folders.snapshots / "objects").mkdir(parents=True)
    (folders.snapshots / "objects" / "0123abcd").write_bytes(b"no receipt names me")
    (folders.snapshots / "objects" / ".0123abce.77.part").write_bytes(b"half")
    server = serve({TABLE: eurostat_api("migr_asyresa", archived(RESA), "2026-09-03")})
    assert here("pull", RESA, url=server.url)[0] == 0
    assert debris(tmp_path) == []


def test_each_accepted_pull_says_what_changed_on_the_terminal_and_in_its_receipt(
    here: Callable[..., tuple[int, str]], serve: Any, archived: Any, eurostat_api: Any, folders: Places
) -> None:
    resa = archived(RESA)
    server = serve({TABLE: eurostat_api("migr_asyresa", resa, "2026-09-03")})
    here("pull", RESA, url=server.url)
    row = resa["value"].notna() & (resa["citizen"] == "TOTAL") & (resa["geo"] == "FR") & (resa["period"] == "2019")
    revised = resa.assign(value=resa["value"].mask(row, resa["value"] + 5)).drop(resa[~row].index[-1:])
    server.answers[TABLE] = eurostat_api("migr_asyresa", revised.reset_index(drop=True), "2026-10-01")
    code, said = here("pull", RESA, url=server.url)
    assert code == 0
    assert re.search(
        rf"{RESA}: against the vintage of 2026-09-03: 1 value revised, largest \+5 \(0\.\d %\) at .*FR", said
    )
    assert "the table has shrunk by 1 rows." in said
    changes = snapshots.receipts(RESA, folders.snapshots)[-1].changes
    assert (changes["revised"], changes["largest"], changes["rows"]) == (1, 5.0, -1)
