"""Which release is served, that one request is of one release, and whether files are as they were built."""

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from etl.model.errors import DamagedError, NotBuiltError
from etl.release import publish, serving, whole
from tests.etl.release.of_one_file import FILE, FIRST, HELD_AT, SECOND, THIRD, facts, fill, spoil


def test_in_the_place_of_a_damaged_release_the_one_before_is_served_then_a_later_one(root: Path) -> None:
    publish.publish(THIRD, root, fill(THIRD))
    publish.make_current(SECOND, root)
    spoil(root, SECOND)
    assert (serving.served(root).id, serving.served(root).damage[0].release) == (FIRST, SECOND)
    spoil(root, FIRST)
    assert serving.served(root).id == THIRD
    publish.hold(SECOND, root, HELD_AT)  # what was built later than a held one was rolled back from
    with pytest.raises(DamagedError, match=f"Release {SECOND}"):
        serving.served(root)


def test_where_the_release_that_current_names_is_gone_those_of_that_day_and_before_come_first(root: Path) -> None:
    publish.publish(THIRD, root, fill(THIRD))
    publish.make_current("2026-11-24-dddddd", root)
    assert serving.served(root).id == SECOND
    publish.make_current("2026-11-22-dddddd", root)
    assert serving.served(root).id == THIRD
    publish.make_current("2026-11-22-dddddd", root)
    spoil(root, THIRD)
    assert serving.served(root).id == SECOND


def test_without_a_release_that_is_said_with_what_to_do(tmp_path: Path) -> None:
    assert serving.ids_in_order(tmp_path) == ()
    assert serving.list_version(tmp_path) == ""
    with pytest.raises(NotBuiltError, match="No release has been built yet: run `python -m etl build`"):
        serving.served(tmp_path)
    named = serving.named(tmp_path)
    assert isinstance(named, DamagedError)
    assert (named.release, named.file, named.why) == ("", "CURRENT", "missing")
    publish.make_current(FIRST, tmp_path)
    with pytest.raises(DamagedError, match=f"Release {FIRST}"):
        serving.served(tmp_path)
    (tmp_path / "CURRENT").unlink()
    (tmp_path / "CURRENT").mkdir()
    named = serving.named(tmp_path)
    assert isinstance(named, DamagedError)
    assert (named.release, named.file, named.why) == ("", "CURRENT", "unreadable")


def test_a_later_release_of_the_same_day_is_no_earlier_one(root: Path) -> None:
    same_day = "2026-11-24-aaaaaa"
    publish.publish(same_day, root, fill(same_day, "13"))
    publish.make_current(SECOND, root)
    spoil(root, SECOND)
    assert serving.served(root).id == FIRST
    (root / "CURRENT").write_text("", "utf-8")
    publish.publish(SECOND, root, fill(SECOND))
    publish.hold(SECOND, root, HELD_AT)
    (root / "CURRENT").write_text("", "utf-8")
    serving.forget(SECOND)
    assert serving.served(root).id == SECOND, "HELD says what CURRENT named"
    for name in (FIRST, SECOND, same_day):
        spoil(root, name)
    with pytest.raises(DamagedError, match="CURRENT was changed"):
        serving.served(root)


def test_what_current_names_is_read_once_when_it_has_settled(root: Path) -> None:
    """Known by its time, size and number on disk; written a moment ago, it may be written once more within a tick."""
    current = root / "CURRENT"
    now = current.stat().st_mtime_ns
    assert serving.named(root) == SECOND
    current.write_text(f"{FIRST}\n", "utf-8")
    os.utime(current, ns=(now, now))
    assert serving.named(root) == FIRST
    os.utime(current, ns=(0, 0))
    assert serving.named(root) == FIRST
    current.write_text(f"{SECOND}\n", "utf-8")
    os.utime(current, ns=(0, 0))
    assert serving.named(root) == FIRST
    os.utime(current, ns=(0, 1000))
    assert serving.named(root) == SECOND


def test_a_request_is_of_one_release_from_its_first_question_to_its_end(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
    assert serving.bound() is None
    serving.begin()
    try:
        assert serving.bound() is None
        assert serving.served().id == SECOND
        publish.make_current(FIRST, root)
        assert serving.served().id == SECOND
        bound = serving.bound()
        assert bound is not None
        assert bound.id == SECOND
        assert serving.served(root).id == FIRST, "a folder that is named is looked at"
    finally:
        serving.end()
    assert serving.bound() is None
    assert serving.served().id == FIRST


def test_what_is_served_says_which_making_of_it_it_is(root: Path) -> None:
    seal = whole.files(root / "releases" / SECOND).facts["seal"]
    assert str(serving.served(root)) == f"{SECOND} {seal} ()"
    path = root / "releases" / SECOND / "release.json"
    path.write_text(json.dumps(facts(SECOND), indent=2) + "\n", "utf-8")  # one of before there were seals
    assert serving.served(root).made == str(whole.signature(path))
    assert whole.files(root / "releases" / SECOND).known == {}
    spoil(root, SECOND)
    path.write_text(json.dumps(facts(SECOND), indent=2) + " \n", "utf-8")
    seal = whole.files(root / "releases" / FIRST).facts["seal"]
    assert str(serving.served(root)) == f"{FIRST} {seal} {serving.served(root).damage}"
    assert [d.file for d in serving.served(root).damage] == ["inputs.parquet", "claims.json"]


def test_files_are_looked_at_again_after_a_pause_or_when_it_is_said(
    root: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert serving.PAUSE == 1
    monkeypatch.setattr(serving, "PAUSE", 60.0)  # the machine may be slow
    assert serving.served(root).id == SECOND
    path = root / "releases" / SECOND / FILE
    path.write_bytes(b"")
    assert serving.served(root).id == SECOND, "it was looked at a moment ago"
    serving.forget(FIRST)
    assert serving.served(root).id == SECOND
    serving.forget(SECOND)
    assert serving.served(root).id == FIRST
    assert f"Release {SECOND}: {FILE}" in caplog.text
    serving._looked[root / "releases" / FIRST] = (time.monotonic() - 60.1, ())
    spoil_quietly = root / "releases" / FIRST / FILE
    spoil_quietly.write_bytes(b"")
    with pytest.raises(DamagedError):
        serving.served(root)


def test_the_list_of_releases_leaves_out_what_is_not_whole_and_changes_with_them(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The order is that in which they were built, not that of their names."""
    version = serving.list_version(root)
    assert len(version) == 16
    assert serving.list_version(root) == version
    early = root / "releases" / "00"
    early.mkdir()
    assert serving.list_version(root) == version, "a folder without release.json is no release"
    (early / "release.json").write_text(json.dumps({**facts(FIRST), "built_at": "2026-11-01"}, indent=2), "utf-8")
    os.utime(root / "releases", ns=(0, 1))
    hidden = shutil.copytree(early, root / "releases" / ".zz.part")
    os.utime(root / "releases", ns=(0, 1))
    assert serving.ids_in_order(root) == ("00", FIRST, SECOND)
    assert serving.list_version(root) != version
    shutil.rmtree(hidden)
    for text in ("{}", '{\n  "id": "00", "built_at": "2026", "fingerprint": "ab"', ""):
        (early / "release.json").write_text(text, "utf-8")
        caplog.clear()
        assert serving.ids_in_order(root) == (FIRST, SECOND)
        assert "Release 00: release.json was changed on disk" in caplog.text
        caplog.clear()
        assert serving.ids_in_order(root) == (FIRST, SECOND)
        assert caplog.text == "", "it is told once"
    (early / "release.json").unlink()
    (early / "release.json").mkdir()
    assert serving.ids_in_order(root) == (FIRST, SECOND)
    assert "release.json cannot be read: Is a directory" in caplog.text


@pytest.mark.parametrize("before", ["", "x"])
def test_a_letter_of_two_bytes_may_stand_where_the_first_lines_end(root: Path, before: str) -> None:
    path = root / "releases" / FIRST / "release.json"
    path.write_text(
        json.dumps({**facts(FIRST), "warnings": [before + "ü" * 999]}, ensure_ascii=False, indent=2), "utf-8"
    )
    assert serving.ids_in_order(root) == (FIRST, SECOND)


def test_the_list_is_made_once_of_a_folder_that_has_settled(root: Path) -> None:
    """Written to a moment ago, it may change once more within a tick of the clock."""
    releases = root / "releases"
    now = releases.stat().st_mtime_ns
    young = serving.list_version(root)
    (releases / SECOND).rename(releases / THIRD)
    os.utime(releases, ns=(now, now))
    assert serving.list_version(root) != young
    os.utime(releases, ns=(0, 0))
    settled = serving.list_version(root)
    (releases / THIRD).rename(releases / SECOND)
    os.utime(releases, ns=(0, 0))
    assert serving.list_version(root) == settled
    os.utime(releases, ns=(0, 1000))
    assert serving.list_version(root) == young


def test_a_file_is_hashed_again_only_when_it_was_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = whole.Files(root / "releases" / FIRST)
    hashed, digest = list[Path](), whole.digest
    monkeypatch.setattr(whole, "digest", lambda path: (hashed.append(path), digest(path))[1])
    for _ in range(2):
        assert files.path(FILE) == root / "releases" / FIRST / FILE
    os.utime(root / "releases" / FIRST / FILE, ns=(0, 0))
    files.path(FILE)
    assert hashed == [root / "releases" / FIRST / FILE] * 2
    with pytest.raises(DamagedError, match=f"Release {FIRST}: indicators/no.parquet is missing"):
        files.path("indicators/no.parquet")
    (root / "releases" / FIRST / FILE).unlink()
    (root / "releases" / FIRST / FILE).mkdir()
    with pytest.raises(DamagedError, match=f"Release {FIRST}: {FILE} cannot be read"):
        files.path(FILE)


def test_names_of_files_are_those_that_were_built_or_where_that_is_not_known_those_that_are_there(root: Path) -> None:
    folder = root / "releases" / FIRST
    (folder / "datasets" / "b.parquet").write_bytes(b"")
    (folder / "datasets" / "a.parquet").write_bytes(b"")
    assert whole.files(folder).names("datasets") == ("ind.82025ned",)
    assert whole.files(folder).names("indicators") == ()
    (folder / "release.json").unlink()
    assert whole.files(folder).names("datasets") == ("a", "b")
    assert whole.files(folder).facts == {}


def test_what_the_site_does_not_read_is_looked_at_where_every_file_is_but_not_in_a_copy(tmp_path: Path) -> None:
    def fill_both(folder: Path) -> dict[str, Any]:
        (folder / "monitor.duckdb").write_bytes(b"database")
        return fill(FIRST)(folder)

    root = tmp_path / "warehouse"
    publish.publish(FIRST, root, fill_both)
    folder = root / "releases" / FIRST
    (folder / "monitor.duckdb").unlink()
    assert whole.faults(folder) == ()
    assert [d.file for d in whole.faults(folder, every=True)] == ["monitor.duckdb"]
    (root / "BUCKET").write_text("s3://b", "utf-8")
    assert whole.faults(folder, every=True) == ()


@pytest.mark.parametrize("change", [{"warnings": []}, {"seal": "0"}, {"files": {}}])
def test_a_release_json_that_was_edited_is_not_believed(root: Path, change: dict[str, Any]) -> None:
    path = root / "releases" / FIRST / "release.json"
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**said, **change}), "utf-8")
    [fault] = whole.faults(path.parent)
    assert (fault.release, fault.file, fault.why) == (FIRST, "release.json", "changed")
    for gone in ("seal", "files"):
        with pytest.raises(DamagedError, match=r"release\.json was changed on disk"):
            whole.read_facts(FIRST, json.dumps({name: value for name, value in said.items() if name != gone}).encode())
    in_order = json.dumps(said, sort_keys=True)
    assert whole.read_facts(FIRST, in_order.encode()) == said, "in which order it is written changes nothing"
    for text in ("[]", "{", '{"built_at": "", "inputs": []}', '{"files": {}}'):
        with pytest.raises(DamagedError, match=r"release\.json was changed on disk"):
            whole.read_facts(FIRST, text.encode())
    assert whole.read_facts(FIRST, b'{"built_at": "", "inputs": [], "warnings": []}')["inputs"] == []


def test_a_release_that_is_not_there_is_missing_as_a_whole_and_one_without_release_json_lacks_that(root: Path) -> None:
    [gone] = whole.faults(root / "releases" / THIRD)
    assert (gone.release, gone.file, gone.why) == (THIRD, "", "missing")
    (root / "releases" / FIRST / "release.json").unlink()
    [half] = whole.faults(root / "releases" / FIRST)
    assert (half.release, half.file, half.why) == (FIRST, "release.json", "missing")
