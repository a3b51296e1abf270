"""What an earlier release holds is copied where it was made of the same things; the bytes are those of a full build."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import build, check
from etl.build import datasets
from etl.catalogue.catalogue import Catalogue, Inspected
from etl.model.places import Places
from etl.release import made_of, parts, publish, store, warehouse, whole
from tests.etl.release.conftest import DAY_1, DAY_2
from tests.etl.release.of_one_file import FILE, FIRST, LAST, THIRD, fill, spoil


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Datasets, indicators and tables that were made and not copied, in their order."""
    done: list[str] = []
    write, write_indicator = datasets.write, warehouse.write_indicator

    def dataset(declared: Any, *rest: Any) -> Any:
        done.append(declared.id)
        return write(declared, *rest)

    def indicator(table: Any, path: Path) -> None:
        done.append(path.stem)
        write_indicator(table, path)

    monkeypatch.setattr(datasets, "write", dataset)
    monkeypatch.setattr(warehouse, "write_indicator", indicator)
    monkeypatch.delenv("MONITOR_PARTS", raising=False)
    return done


def tables(path: Path) -> dict[str, Any]:
    """Everything in a database: rows, columns, comments."""
    with duckdb.connect(str(path), read_only=True) as db:
        names = [n for (n,) in db.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        found: dict[str, Any] = {n: db.execute(f'SELECT * FROM "{n}" ORDER BY ALL').fetchall() for n in names}
        found["comments"] = db.execute(
            "SELECT table_name, '', comment FROM duckdb_tables() UNION ALL "
            "SELECT table_name, column_name || data_type, comment FROM duckdb_columns() ORDER BY ALL"
        ).fetchall()
    return found


@pytest.fixture(scope="session")
def wide(cut: Callable[..., Catalogue]) -> Catalogue:
    """Indicators of several sources, some of datasets that a pull does not change."""
    return cut("resettled", "resettlement_quota", "irregular_arrivals", "employment_gap", "applicants_per_100k")


def test_after_a_pull_of_one_dataset_only_what_depends_on_it_is_made_and_the_bytes_are_those_of_a_full_build(
    wide: Catalogue, folders: Places, pulled: Any, work: list[str], tmp_path: Path
) -> None:
    build.build(wide, folders, DAY_1, lambda *_: None)
    assert set(work) == {*wide.datasets, *wide.indicators}
    work.clear()
    pulled(835)
    made = build.build(wide, folders, DAY_2, lambda *_: None).release_id
    assert set(work) == {"ind.82025ned", "resettled", "resettlement_quota"}
    other = Places(folders.archive, folders.snapshots, folders.quarantine, tmp_path / "other")
    held = check.look_at(Inspected(wide, ()), other).held  # what has been read is not read again
    assert held.keys() == wide.datasets.keys()
    work.clear()
    assert build.build(wide, other, DAY_2, lambda *_: None, held=held).release_id == made
    assert set(work) == {*wide.datasets, *wide.indicators}
    one, full = folders.warehouse / "releases" / made, other.warehouse / "releases" / made
    assert {**whole.hashes(one), "monitor.duckdb": ""} == {**whole.hashes(full), "monitor.duckdb": ""}
    facts = [{k: v for k, v in whole.files(f).facts.items() if k not in ("files", "seal")} for f in (one, full)]
    assert facts[0] == facts[1]
    assert tables(one / "monitor.duckdb") == tables(full / "monitor.duckdb")
    assert store.release(root=folders.warehouse).claims == store.release(root=other.warehouse).claims


def test_what_was_copied_is_no_link(small: Catalogue, folders: Places, first: str, built: Any, pulled: Any) -> None:
    """Bytes damaged in one release leave the other whole."""
    pulled(835)
    second = built(small, DAY_2).release_id
    for name in ("datasets/eurostat.migr_asyresa.parquet", "datasets/eurostat.tps00195.parquet"):
        paths = [folders.warehouse / "releases" / r / name for r in (first, second)]
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert paths[0].stat().st_ino != paths[1].stat().st_ino


def test_a_damaged_part_is_made_anew(
    small: Catalogue, folders: Places, first: str, built: Any, pulled: Any, damage: Any, work: list[str]
) -> None:
    names = ("datasets/eurostat.migr_asyresa.parquet", "datasets/eurostat.tps00195.parquet")
    before = whole.hashes(folders.warehouse / "releases" / first)
    for name in (*names, "claims.json", "monitor.duckdb"):
        damage(folders.warehouse / "releases" / first / name, "one byte")
    pulled(835)
    work.clear()
    second = built(small, DAY_2).release_id
    assert set(work) == {*small.datasets, *small.indicators} - {"ind.resettlement_targets"}
    after = whole.hashes(folders.warehouse / "releases" / second)
    assert [after[name] for name in names] == [before[name] for name in names]
    assert whole.faults(folders.warehouse / "releases" / second, every=True) == ()
    assert set(tables(folders.warehouse / "releases" / second / "monitor.duckdb")) == {
        "comments", "inputs", *small.indicators, *(f"dataset {d}" for d in small.datasets),
    }  # fmt: skip


def test_a_changed_line_of_code_and_another_version_make_everything_anew(
    small: Catalogue, folders: Places, built: Any, pulled: Any, work: list[str], monkeypatch: Any, tmp_path: Path
) -> None:
    code = Path(shutil.copytree(made_of.CODE, tmp_path / "etl", ignore=shutil.ignore_patterns("__pycache__")))
    path, versions = code / "formats" / "tsv.py", made_of.version
    monkeypatch.setattr(made_of, "CODE", code)
    try:
        for n, change in enumerate(("nothing is there yet", "a line of code", "another version")):
            if change == "a line of code":
                path.write_text(path.read_text("utf-8") + "# a line\n", "utf-8")
            if change == "another version":
                monkeypatch.setattr(made_of, "version", lambda name: versions(name) + "+1")
            made_of.machine.cache_clear()
            pulled(835 + 5 * n)
            work.clear()
            built(small, DAY_2)
            assert set(work) == {*small.datasets, *small.indicators}, change
    finally:
        made_of.machine.cache_clear()


def test_a_changed_word_of_an_indicator_and_a_changed_list_of_codes_make_what_depends_on_them(
    small: Catalogue, first: str, built: Any, pulled: Any, work: list[str]
) -> None:
    pulled(835)
    quota = small.indicators["resettlement_quota"]
    changed = replace(small, indicators={**small.indicators, quota.id: quota.model_copy(update={"decimals": 3})})
    work.clear()
    built(changed, DAY_2)
    assert set(work) == {"ind.82025ned", "resettled", "resettlement_quota"}
    pulled(840)
    more = {**small.codes, "citizenships": {**small.codes["citizenships"], "ZZ": small.codes["citizenships"]["SY"]}}
    work.clear()
    built(replace(changed, codes=more), DAY_2)
    assert set(work) >= set(small.datasets)


def test_a_snapshot_whose_bytes_are_damaged_is_not_hidden_by_what_was_built_before(
    small: Catalogue, folders: Places, built: Any, pulled: Any, damage: Any
) -> None:
    pulled(835)
    assert built(small).warnings == ()
    (kept,) = (folders.snapshots / "objects").iterdir()
    damage(kept, "one byte")
    pulled(840, DAY_2)
    made = built(small, DAY_2)
    assert len(made.warnings) == 1
    assert "changed on disk" in made.warnings[0]


def publish_part(root: Path, name: str, key: str, built: str = "") -> None:
    """One more release with a part that was made of what that key says."""

    def write(folder: Path) -> dict[str, Any]:
        return {**fill(name)(folder), "parts": {FILE: {"key": key, "days": built}}}

    publish.publish(name, root, write)


def test_a_part_is_of_the_newest_release_that_made_it_of_the_same_and_holds_it_whole(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else of the warehouse that lends; its words are those of its own release, and what is damaged is passed over."""
    monkeypatch.delenv("MONITOR_PARTS", raising=False)
    assert parts.Earlier(root).part(FILE, "k1") is parts.Earlier(root).newest(FILE) is None
    publish_part(root, THIRD, "k1", "third")
    publish_part(root, LAST, "k2", "last")
    for key, said in (("k1", "third"), ("k2", "last")):
        found = parts.Earlier(root).part(FILE, key)
        assert found is not None
        assert found.record == {"key": key, "days": said}
        assert found.facts["parts"][FILE] == found.record
        assert found.body == (root / "releases" / FIRST / FILE).read_bytes()
    newest = parts.Earlier(root).newest(FILE)
    assert newest is not None
    assert newest.record["days"] == "last"
    assert parts.Earlier(root).newest("datasets/other.parquet") is None
    spoil(root, LAST)
    newest = parts.Earlier(root).newest(FILE)
    assert newest is not None
    assert newest.record["days"] == "third"
    assert parts.Earlier(root).part(FILE, "k2") is None
    (root / "releases" / THIRD / FILE).unlink()
    assert parts.Earlier(root).newest(FILE) is None
    lender = tmp_path / "lender"
    publish_part(lender, FIRST, "k1", "lent")
    monkeypatch.setenv("MONITOR_PARTS", str(lender))
    assert parts.lenders(root) == (root, lender)
    lent = parts.Earlier(root).part(FILE, "k1")
    assert lent is not None
    assert lent.record["days"] == "lent"


def test_parts_are_looked_for_in_the_three_newest_releases_and_a_broken_one_hides_no_other(root: Path) -> None:
    """Of a release whose release.json was edited after it was listed nothing is believed."""
    for name, key in ((THIRD, "k3"), (LAST, "k4"), ("2026-11-27-aaaaaa", "k5"), ("2026-11-28-aaaaaa", "k6")):
        publish_part(root, name, key)
    earlier = parts.Earlier(root)
    assert [bool(earlier.part(FILE, key)) for key in ("k3", "k4", "k5", "k6")] == [False, True, True, True]
    path = root / "releases" / "2026-11-28-aaaaaa" / "release.json"
    path.write_text(path.read_text("utf-8").replace("k6", "k7"), "utf-8")
    earlier = parts.Earlier(root)
    assert [bool(earlier.part(FILE, key)) for key in ("k4", "k5", "k6", "k7")] == [True, True, False, False]


def test_what_was_found_without_fault_is_remembered_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONITOR_PARTS", raising=False)
    root, lender = tmp_path / "a" / "warehouse", tmp_path / "lender"
    assert not parts.found_faultless("ab", root)
    parts.note_faultless("ab", root)
    assert (root / "CHECKED").read_text("utf-8") == "ab\n"
    assert parts.found_faultless("ab", root)
    assert not parts.found_faultless("cd", root)
    parts.note_faultless("cd", lender)
    monkeypatch.setenv("MONITOR_PARTS", str(lender))
    assert parts.found_faultless("ab", root)
    assert parts.found_faultless("cd", root)
    assert not parts.found_faultless("ef", root)
