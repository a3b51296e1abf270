"""Releases appear, are held, repaired and removed, each in one step: here of one small file each."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from etl.model.errors import BusyError, DamagedError, DiskError, MonitorError
from etl.model.places import DATA, Places
from etl.release import disk, lock, publish, repair, serving, whole
from tests.etl.release.of_one_file import FILE, FIRST, HELD_AT, LAST, MARKS, SECOND, THIRD, facts, fill, spoil


def current(root: Path) -> str:
    return (root / "CURRENT").read_text("utf-8")


def everything(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def test_what_was_published_is_whole_and_served_and_nothing_lies_beside_it(root: Path) -> None:
    folder = root / "releases" / SECOND
    text = (folder / "release.json").read_text("utf-8")
    said = json.loads(text)
    digest = whole.digest(DATA / "archive" / "cbs_82025ned_resettled.csv")
    assert said == {**facts(SECOND), "files": {FILE: digest}, "seal": said["seal"]}
    assert text.startswith('{\n  "id": "2026-11-24-bbbbbb",\n  "built_at": "2026-11-24T12:00:00+00:00",\n')
    assert text.endswith("}\n")
    assert "Türkiye" in text
    assert current(root) == f"{SECOND}\n"
    assert serving.heads(root) == tuple(
        serving.ReleaseHead(f"{name[:10]}T12:00:00+00:00", name, MARKS[name]) for name in (FIRST, SECOND)
    )
    parts = {f"releases/{name}{rest}" for name in (FIRST, SECOND) for rest in (
        "", "/datasets", "/indicators", f"/{FILE}", "/release.json")}  # fmt: skip
    assert everything(root) == {"CURRENT", "releases", *parts}


def test_a_build_that_fails_leaves_nothing_of_it(root: Path) -> None:
    before = everything(root)

    def fails(folder: Path) -> dict[str, Any]:
        (folder / FILE).write_text("half", "utf-8")
        raise MonitorError("no")

    with pytest.raises(MonitorError, match="no"):
        publish.publish(THIRD, root, fails)
    assert everything(root) == before
    assert current(root) == f"{SECOND}\n"


def test_what_an_earlier_try_of_the_same_process_left_is_not_in_the_release(root: Path) -> None:
    left = root / "releases" / f".{THIRD}.{os.getpid()}.part" / "datasets"
    left.mkdir(parents=True)
    (left / "old.parquet").write_bytes(b"old")
    publish.publish(THIRD, root, fill(THIRD))
    assert list(whole.files(root / "releases" / THIRD).known) == [FILE]


def test_a_release_of_that_id_is_moved_aside_as_often_as_it_is_made(root: Path) -> None:
    for number in (1, 2):
        spoil(root, SECOND)
        publish.publish(SECOND, root, fill(SECOND))
        assert whole.faults(root / "releases" / SECOND, every=True) == ()
        assert not any((root / "damaged" / f"{SECOND}.{number}" / FILE).read_bytes())
    assert sorted(p.name for p in (root / "damaged").iterdir()) == [f"{SECOND}.1", f"{SECOND}.2"]
    assert publish.take_out(FIRST, root) == root / "damaged" / f"{FIRST}.1"
    assert serving.ids_in_order(root) == (SECOND,)


def test_what_is_held_is_served_until_it_is_let_go(root: Path) -> None:
    assert (serving.held(root), serving.held_since(root)) == ("", "")
    publish.hold(FIRST, root, HELD_AT)
    assert (root / "HELD").read_text("utf-8") == f"{FIRST} 2026-11-26T08:30:15\n"
    assert (serving.held(root), serving.held_since(root)) == (FIRST, "2026-11-26T08:30:15")
    publish.publish(THIRD, root, fill(THIRD))
    assert current(root) == f"{FIRST}\n"
    publish.let_go(THIRD, root)
    assert current(root) == f"{THIRD}\n"
    assert not (root / "HELD").exists()
    publish.let_go(SECOND, root)
    assert current(root) == f"{SECOND}\n"
    (root / "HELD").write_text("", "utf-8")  # broken: something is held, it is not known what or since when
    assert (serving.held(root), serving.held_since(root)) == ("?", "")
    (root / "HELD").write_text(f"{FIRST}\n", "utf-8")
    assert (serving.held(root), serving.held_since(root)) == (FIRST, "")


def test_what_killed_builds_left_is_swept_and_nothing_else(root: Path) -> None:
    publish.hold(FIRST, root, HELD_AT)
    (root / "CHECKED").write_text("x", "utf-8")
    before = everything(root)
    for name in (".CURRENT.17", ".HELD.17", ".CHECKED.18", ".CURRENT.18"):
        (root / name).write_text("half", "utf-8")
    for name in (f".{THIRD}.17.part", f".{FIRST}.gone.part"):
        (root / "releases" / name / "datasets").mkdir(parents=True)
    (root / "releases" / ".note.part").write_text("no folder, and in nobody's way", "utf-8")
    publish.sweep(root)
    assert everything(root) == before | {"releases/.note.part"}


def test_a_removed_release_is_gone_and_the_others_are_as_they_were(root: Path) -> None:
    publish.remove(FIRST, root)
    assert [path.name for path in (root / "releases").iterdir()] == [SECOND]
    assert serving.served(root) == serving.Served(SECOND)


def test_a_small_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    disk.replace(tmp_path / "CURRENT", "Türkiye")
    assert (tmp_path / "CURRENT").read_bytes() == "Türkiye\n".encode()
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        disk.replace(tmp_path / "taken", "text")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["CURRENT", "taken"]
    disk.make(tmp_path / "a" / "b")
    disk.make(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    with pytest.raises(DiskError, match=r"CURRENT/below cannot be made: Not a directory\."):
        disk.make(tmp_path / "CURRENT" / "below")


def test_files_reach_the_disk_before_the_folders_that_name_them(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed = list[str]()
    monkeypatch.setattr(disk, "flush", lambda path: flushed.append(path.name))
    disk.flush_all(root / "releases" / FIRST)
    assert set(flushed[:2]) == {Path(FILE).name, "release.json"} or flushed[0] == Path(FILE).name
    assert flushed.index(Path(FILE).name) < flushed.index("datasets") < flushed.index(FIRST)
    assert len(flushed) == 5
    assert flushed[-1] == FIRST


def test_one_writes_at_a_time_and_another_is_told_which_folder_is_taken(tmp_path: Path) -> None:
    """A pull and a build exclude each other, and both change what a rollback changes; afterwards all is free."""
    where = Places(DATA / "archive", tmp_path / "in" / "snapshots", tmp_path / "q", tmp_path / "warehouse")
    for first, second, name in (
        (lock.pulling, lock.building, "in"), (lock.building, lock.pulling, "in"),
        (lock.building, lock.switching, "warehouse"), (lock.switching, lock.building, "warehouse"),
    ):  # fmt: skip
        message = f"Another pull or build is writing to {name}: try again when it has ended."
        with first(where), pytest.raises(BusyError, match=message), second(where):
            pass
    with lock.pulling(where), lock.switching(where):
        pass
    one = Places(DATA / "archive", tmp_path / "one" / "snapshots", tmp_path / "q", tmp_path / "one")
    with lock.building(one):  # snapshots and releases in one folder: it is taken once
        pass


def test_the_newest_release_of_the_same_inputs_is_known_by_its_fingerprint_or_else_by_its_name(root: Path) -> None:
    assert repair.release_of(MARKS[FIRST], root) == FIRST
    assert repair.release_of("f" * 64, root) == ""
    publish.publish(LAST, root, fill(LAST))
    assert repair.release_of(MARKS[FIRST], root) == LAST
    for name in (FIRST, LAST, SECOND):
        (root / "releases" / name / "release.json").write_text("", "utf-8")
    (root / "releases" / f".2026-11-30-{'a' * 6}").mkdir()
    assert repair.release_of(MARKS[FIRST], root) == LAST
    assert repair.release_of(MARKS[SECOND], root) == SECOND
    assert repair.release_of(MARKS[THIRD], root) == ""


def test_all_that_is_damaged_is_listed_with_what_current_names_first(root: Path) -> None:
    assert repair.faults(root) == ()
    spoil(root, FIRST)
    (root / "releases" / SECOND / FILE).unlink()
    (root / "CURRENT").write_text(f"{THIRD}\n", "utf-8")
    assert [(d.release, d.file, d.why) for d in repair.faults(root)] == [
        (THIRD, "", "missing"), (FIRST, FILE, "changed"), (SECOND, FILE, "missing"),
    ]  # fmt: skip
    (root / "CURRENT").write_text("..\n", "utf-8")
    first, *_ = repair.faults(root)
    assert (first.release, first.file, first.why) == ("", "CURRENT", "changed")
    shutil.rmtree(root / "releases")
    assert repair.faults(root) == ()


def test_damage_that_only_a_reading_of_every_file_shows_is_found_where_it_is_asked_for(root: Path) -> None:
    path = root / "releases" / FIRST / FILE
    stat = path.stat()
    assert repair.faults(root, every=False) == ()
    path.write_bytes(bytes(stat.st_size))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert repair.faults(root, every=False) == ()
    assert [d.release for d in repair.faults(root)] == [FIRST]


def spoil_unseen(root: Path, release_id: str) -> None:
    """Other bytes in a file that was looked at already, with the times it had."""
    path = root / "releases" / release_id / FILE
    assert whole.faults(path.parents[1]) == ()
    stat = path.stat()
    path.write_bytes(bytes(stat.st_size))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert whole.faults(path.parents[1]) == ()


def test_a_repair_and_a_rollback_read_every_file_again(root: Path) -> None:
    spoil_unseen(root, FIRST)
    with pytest.raises(DamagedError, match=f"Release {FIRST}: {FILE}"):
        repair.switched(FIRST, root)
    publish.take_out(FIRST, root)
    spoil_unseen(root, SECOND)
    [sentence] = repair.taken_out(root, keep="")
    assert sentence.startswith(f"Release {SECOND} is damaged")


def test_damaged_releases_are_taken_out_but_the_one_that_is_made_again(root: Path) -> None:
    publish.publish(THIRD, root, fill(THIRD))
    for name in (FIRST, THIRD):
        spoil(root, name)
    assert repair.taken_out(root, keep=THIRD) == (
        f"Release {FIRST} is damaged and not of today's inputs: moved to damaged/{FIRST}.1.",
    )
    assert serving.ids_in_order(root) == (SECOND, THIRD)
    assert current(root) == f"{THIRD}\n"


def test_where_a_held_release_is_taken_out_the_one_before_it_is_served(root: Path) -> None:
    publish.publish(THIRD, root, fill(THIRD))
    publish.hold(SECOND, root, HELD_AT)
    spoil(root, SECOND)
    repair.taken_out(root, keep="")
    assert current(root) == f"{FIRST}\n"
    publish.hold(THIRD, root, HELD_AT)
    assert repair.taken_out(root, keep="") == ()
    assert current(root) == f"{THIRD}\n"


def test_damage_of_a_held_release_that_was_looked_at_a_moment_ago_brings_back_no_later_one(root: Path) -> None:
    publish.publish(THIRD, root, fill(THIRD))
    publish.hold(SECOND, root, HELD_AT)
    assert serving.served(root).id == SECOND
    spoil_unseen(root, SECOND)
    repair.taken_out(root, keep="")
    assert current(root) == f"{FIRST}\n"


def test_where_nothing_before_a_held_release_is_whole_a_repair_serves_the_newest_that_is(root: Path) -> None:
    """One that is to be made again is not among those."""
    newest = "2026-11-27-aaaaaa"
    for name in (THIRD, LAST, newest):
        publish.publish(name, root, fill(name))
    publish.hold(FIRST, root, HELD_AT)
    for name in (FIRST, newest):
        spoil(root, name)
    assert len(repair.taken_out(root, keep=newest)) == 1
    assert current(root) == f"{LAST}\n"


def test_a_release_that_was_made_again_is_compared_with_what_it_was(root: Path) -> None:
    spoil(root, SECOND)
    damage = whole.faults(root / "releases" / SECOND)
    known = repair.known_hashes(damage, root)
    assert known == whole.files(root / "releases" / SECOND).known
    assert repair.known_hashes((), root) == {}
    assert repair.known_hashes((DamagedError(SECOND, "release.json", "changed"),), root) == {}
    again = f"Release {SECOND} was made again of the same inputs"
    assert repair.compared(SECOND, damage, known, root) == (f"{again}: 1 of 1 files have the bytes they had.",)
    assert repair.compared(SECOND, damage, {FILE: "other"}, root) == (
        f"{again}: 0 of 1 files have the bytes they had.",
    )
    assert repair.compared(SECOND, damage, {}, root) == (f"{again}.",)
    assert repair.compared(SECOND, (), known, root) == ()
    with pytest.raises(DamagedError, match=f"Release {SECOND}: {FILE}"):
        repair.switched(SECOND, root)
    repair.switched(FIRST, root)


def test_pruning_keeps_the_newest_what_is_served_what_is_held_and_what_current_names(root: Path) -> None:
    publish.publish(THIRD, root, fill(THIRD))
    with pytest.raises(MonitorError, match=r"--keep: 0 is too few; accepted: 1 and more\."):
        repair.pruned(root, 0)
    assert repair.pruned(root, 3) == ()
    publish.make_current(FIRST, root)
    assert repair.pruned(root, 1) == (SECOND,)
    publish.publish(SECOND, root, fill(SECOND))
    spoil(root, SECOND)  # FIRST is served in its place
    assert repair.pruned(root, 1) == ()
    publish.hold(FIRST, root, HELD_AT)
    publish.make_current(THIRD, root)
    assert repair.pruned(root, 1) == (SECOND,)
    assert serving.ids_in_order(root) == (FIRST, THIRD)
