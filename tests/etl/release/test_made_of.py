"""Hashes of what a release is made of change with each thing that it is made of, and with nothing else."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from etl.model.places import places
from etl.release.made_of import add, key, machine, written_by_people


def test_plain_values_have_the_same_hash_whatever_their_order() -> None:
    assert key({"a": 1, "b": [2, 3]}) == key({"b": [2, 3], "a": 1})
    assert key(date(2026, 11, 23)) == key("2026-11-23")
    different = [key(), key(1), key("1"), key(1, 2), key([1, 2]), key(None), key({"a": 1}), key({"a": 2})]
    assert len(set(different)) == len(different)
    assert len(key(1)) == 64


def hashed(*files: tuple[Path, str]) -> str:
    total = hashlib.sha256()
    add(total, *files)
    return total.hexdigest()


def test_files_are_hashed_by_their_names_and_bytes(tmp_path: Path) -> None:
    for name, text in (("a.csv", "1"), ("b.csv", "2"), ("below/c.csv", "3"), ("d.txt", "4")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    flat, deep = hashed((tmp_path, "*.csv")), hashed((tmp_path, "**/*.csv"))
    assert flat != deep
    (tmp_path / "d.txt").write_text("5", "utf-8")
    assert (hashed((tmp_path, "*.csv")), hashed((tmp_path, "**/*.csv"))) == (flat, deep)
    (tmp_path / "below/c.csv").rename(tmp_path / "below/e.csv")
    assert hashed((tmp_path, "*.csv")) == flat
    assert hashed((tmp_path, "**/*.csv")) != deep
    (tmp_path / "a.csv").write_text("6", "utf-8")
    assert hashed((tmp_path, "*.csv")) != flat
    assert hashed((tmp_path, "*.csv")) == hashed((tmp_path, "a.csv"), (tmp_path, "b.csv"))


@pytest.mark.parametrize(
    ("file", "counts"),
    [("archive/a.csv", True), ("archive/notes.txt", False), ("catalogue/indicators/a.toml", True),
     ("catalogue/codes/geo.csv", True), ("archive/below/a.csv", False)],
)  # fmt: skip
def test_what_people_write_is_the_archive_the_catalogue_and_the_code(tmp_path: Path, file: str, counts: bool) -> None:
    where = replace(places(), archive=tmp_path / "archive")
    before = written_by_people(where, tmp_path / "catalogue")
    assert before != machine()
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text("1", "utf-8")
    assert (written_by_people(where, tmp_path / "catalogue") != before) is counts
