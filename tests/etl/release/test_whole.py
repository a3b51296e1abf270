"""A release is served as it was built, or not at all: damage, what stands in its place, and how it is mended."""

import json
import os
import resource
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from etl import build
from etl.catalogue.catalogue import Catalogue
from etl.model.errors import DamagedError
from etl.model.places import Places
from etl.release import publish, repair, serving, store, whole

FIRST, SECOND, THIRD = "2026-11-23-aaaaaa", "2026-11-24-bbbbbb", "2026-11-25-cccccc"
WAYS = ("deleted", "emptied", "cut", "zeros", "one byte")


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("file", ["indicators/returned.parquet", "inputs.parquet", "claims.json", "release.json"])
def test_the_release_before_a_damaged_one_is_served(
    stocked: Callable[..., Path], damage: Any, file: str, how: str
) -> None:
    root = stocked(FIRST, SECOND, THIRD)
    damage(root / "releases" / THIRD / file, how)
    found = serving.served(root)
    assert found.id == SECOND
    assert [(d.release, d.file) for d in found.damage] == [(THIRD, file)]
    with pytest.raises(DamagedError, match=f"Release {THIRD}: {file} "):
        _read(root)


def _read(root: Path) -> None:
    held = store.release(THIRD, root)
    held.observation("returned", "EU28", "all", "2015")
    assert held.claims
    assert held.inputs


@pytest.mark.parametrize("text", ["", "\n", "2019-10-14-abcdef\n", "../../etc\n", "x" * 5000, None])
def test_where_current_names_no_release_the_newest_whole_one_is_served(
    stocked: Callable[..., Path], damage: Any, text: str | None
) -> None:
    root = stocked(FIRST, SECOND, THIRD)
    damage(root / "releases" / THIRD / "claims.json", "cut")
    (root / "CURRENT").unlink()
    if text is not None:
        (root / "CURRENT").write_text(text, "utf-8")
    found = serving.served(root)
    assert found.damage
    assert found.id == SECOND
    repair.taken_out(root, "")
    assert serving.served(root).id == SECOND


def test_what_current_comes_to_name_is_served_at_once_however_it_is_written(stocked: Callable[..., Path]) -> None:
    root = stocked(FIRST, SECOND, THIRD)
    current = root / "CURRENT"
    for name in (FIRST, SECOND, THIRD) * 20:  # as long as each other, in the same file, within one tick of the clock
        current.write_text(f"{name}\n", "utf-8")
        assert serving.served(root).id == name
    os.utime(current, ns=(0, 0))  # settled: its name is kept
    assert serving.served(root).id == THIRD
    part = current.with_name("part")
    part.write_text(f"{FIRST}\n", "utf-8")
    os.utime(part, ns=(0, 0))
    part.replace(current)
    assert serving.served(root).id == FIRST


def test_one_reading_that_fails_is_not_remembered(
    stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many files may be open at one moment: CURRENT and the heads of releases are read again at the next."""
    root = stocked(FIRST, SECOND)
    os.utime(root / "CURRENT", ns=(0, 0))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        assert isinstance(serving.named(root), DamagedError)
        with pytest.raises(OSError, match="Too many open files"):
            serving.heads(root)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert serving.named(root) == SECOND
    assert [head.id for head in serving.heads(root)] == [FIRST, SECOND]


def test_a_release_that_was_rolled_back_from_does_not_come_back_because_of_damage(
    stocked: Callable[..., Path], damage: Any
) -> None:
    root = stocked(FIRST, SECOND, THIRD)
    publish.hold(SECOND, root, datetime(2026, 11, 26))
    (root / "CURRENT").write_text("", "utf-8")
    assert serving.served(root).id == SECOND, "what was held is known"
    damage(root / "releases" / SECOND / "claims.json", "cut")
    serving.forget(SECOND)
    assert serving.served(root).id == FIRST
    damage(root / "releases" / FIRST / "claims.json", "cut")
    serving.forget(FIRST)
    with pytest.raises(DamagedError):
        serving.served(root)


def test_a_file_damaged_while_it_is_open_is_seen_at_the_next_reading(stocked: Callable[..., Path], damage: Any) -> None:
    root = stocked(FIRST)
    found = store.release(root=root)
    assert found.series("returned")
    damage(root / "releases" / FIRST / "indicators" / "returned.parquet", "one byte")
    with pytest.raises(DamagedError, match=r"indicators/returned\.parquet was changed on disk"):
        found.series("returned")


def test_a_broken_release_of_before_is_left_out_of_the_list(
    stocked: Callable[..., Path], damage: Any, caplog: pytest.LogCaptureFixture
) -> None:
    root = stocked(FIRST, SECOND, THIRD)
    for release, how in ((FIRST, "emptied"), (SECOND, "cut")):
        damage(root / "releases" / release / "release.json", how)
    assert store.release_ids(root) == (THIRD,)
    assert serving.served(root) == serving.Served(THIRD)
    assert caplog.text.count("release.json was changed on disk") == 2


def test_release_json_holds_the_hash_of_every_file_and_its_own(release: store.Release) -> None:
    facts = json.loads((release.folder / "release.json").read_text("utf-8"))
    files = {p.relative_to(release.folder).as_posix() for p in release.folder.rglob("*") if p.is_file()}
    assert set(facts["files"]) == files - {"release.json"}
    assert facts["files"] == whole.hashes(release.folder)
    assert whole.sealed(facts) == facts != whole.sealed({**facts, "warnings": ["none"]})
    assert whole.faults(release.folder, every=True) == ()


@pytest.mark.parametrize(
    ("file", "how"),
    [
        ("indicators/resettled.parquet", "zeros"), ("indicators/resettled.parquet", "deleted"),
        ("release.json", "zeros"), ("release.json", "deleted"), ("monitor.duckdb", "deleted"),
    ],
)  # fmt: skip
def test_a_repair_makes_the_release_of_todays_inputs_again(
    small: Catalogue, folders: Places, first: str, built: Any, damage: Any, tree: Any, file: str, how: str
) -> None:
    made, root = first, folders.warehouse
    before = tree(root / "releases" / made)
    damage(root / "releases" / made / file, how)
    with pytest.raises(DamagedError, match=f"Release {made}: {file}"):
        built(small)
    again = build.build(small, folders, datetime(2026, 11, 30), lambda *_: None, mend=True)
    assert again.release_id == made == store.current_id(root)
    assert repair.faults(root) == ()
    assert f"Release {made} was made again of the same inputs" in again.mended[-1]
    after = tree(root / "releases" / made)
    same = {name for name in before if before[name] == after.get(name)}
    assert set(before) - same <= {"release.json", "monitor.duckdb"}, "figures changed"
    if file != "release.json":
        files = len([n for n in same if before[n] != "folder" and n != "monitor.duckdb"])
        assert again.mended[-1].endswith(f": {files} of {files} files have the bytes they had.")
    assert (root / "damaged" / f"{made}.1").is_dir(), "what was damaged is kept for those who want to know why"


def test_a_repair_sets_aside_what_cannot_be_made_again_and_mends_current(
    small: Catalogue, folders: Places, built: Any, stocked: Callable[..., Path], damage: Any
) -> None:
    root = stocked("2026-11-01-aaaaaa", "2026-11-02-bbbbbb", root=folders.warehouse)
    damage(root / "releases" / "2026-11-01-aaaaaa" / "claims.json", "zeros")
    damage(root / "releases" / "2026-11-02-bbbbbb" / "release.json", "emptied")
    (root / "CURRENT").write_text("", "utf-8")
    made = build.build(small, folders, datetime(2026, 11, 30), lambda *_: None, mend=True)
    assert made.new
    assert len(made.mended) == 2
    assert serving.served(root) == serving.Served(made.release_id)
    assert sorted(p.name for p in (root / "damaged").iterdir()) == ["2026-11-01-aaaaaa.1", "2026-11-02-bbbbbb.1"]
    assert repair.faults(root) == ()


def test_a_year_of_releases_slows_nothing_down(tmp_path: Path, stocked: Callable[..., Path]) -> None:
    root = stocked(FIRST)
    text = (root / "releases" / FIRST / "release.json").read_text("utf-8")
    for n in range(365):
        folder = root / "releases" / f"2025-{n // 31 + 1:02}-{n % 31 + 1:02}-dddddd"
        folder.mkdir()
        (folder / "release.json").write_text(text.replace("2026-11-23T", folder.name[:10] + "T"), "utf-8")
    started = time.perf_counter()
    for _ in range(10):
        assert len(store.release_ids(root)) == 366
        assert store.current_id(root) == FIRST
    listed = (time.perf_counter() - started) / 10
    started = time.perf_counter()
    for path in root.glob("releases/*/release.json"):
        json.loads(path.read_text("utf-8"))
    assert listed < (time.perf_counter() - started) / 5, "the list is not read from the first lines alone"
