"""What is noted of each time that a publisher was asked: on disk, and between machines through the bucket."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl.model.places import DATA, Places, places
from etl.release import bucket, contacts
from tests.s3_server import names

TABLE, NOON = "ind.82025ned", datetime(2026, 11, 24, 12, 0, 0, 999, tzinfo=UTC)


def test_a_note_is_read_as_it_was_written_and_the_last_one_stands(tmp_path: Path) -> None:
    assert contacts.last(tmp_path, "pull", TABLE) is None
    assert contacts.version(tmp_path) == ""
    contacts.note(tmp_path, "pull", TABLE, NOON, "unchanged")
    contacts.note(tmp_path, "pull", TABLE, NOON, "new", vintage="2026-11", told="Türkiye")
    contacts.note(tmp_path, "probe", TABLE, NOON, "new code")
    found = contacts.last(tmp_path, "pull", TABLE)
    assert found == contacts.Contact("2026-11-24T12:00:00+00:00", "new", {"vintage": "2026-11", "told": "Türkiye"})
    path = tmp_path / "contacts" / f"{TABLE}.pull.json"
    assert path.read_text("utf-8") == (
        '{\n "at": "2026-11-24T12:00:00+00:00",\n "outcome": "new",\n "details": {\n  "vintage": "2026-11",\n'
        '  "told": "Türkiye"\n }\n}\n'
    )
    assert sorted(p.name for p in path.parent.iterdir()) == [f"{TABLE}.probe.json", path.name]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"at": "", "outcome": "", "details": []}', "\x00"])
def test_a_note_that_cannot_be_read_counts_as_none(tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str) -> None:
    contacts.note(tmp_path, "pull", TABLE, NOON, "new")
    (tmp_path / "contacts" / f"{TABLE}.pull.json").write_text(text, "utf-8")
    assert contacts.last(tmp_path, "pull", TABLE) is None
    assert f"{TABLE}.pull.json cannot be read" in caplog.text


def test_a_disk_that_cannot_be_written_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "contacts" / f"{TABLE}.pull.json").mkdir(parents=True)
    contacts.note(tmp_path, "pull", TABLE, NOON, "new")
    assert f"{TABLE}.pull.json was not noted" in caplog.text
    assert [p.name for p in (tmp_path / "contacts").iterdir()] == [f"{TABLE}.pull.json"]
    caplog.clear()
    (tmp_path / "file").write_text("no folder", "utf-8")
    contacts.note(tmp_path / "file", "pull", TABLE, NOON, "new")
    assert caplog.text.count(f"{TABLE}.pull.json was not noted") == 1


def test_the_version_of_all_notes_changes_with_each_and_is_alike_on_all_machines(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for what in ("pull", "probe"):
        contacts.note(one, what, TABLE, NOON, "new")
    for what in ("probe", "pull"):
        contacts.note(two, what, TABLE, NOON, "new")
    (two / "contacts" / f".{TABLE}.pull.json.7.part").write_text("half", "utf-8")
    (two / "contacts" / "note.txt").write_text("no note", "utf-8")
    version = contacts.version(one)
    assert len(version) == 16
    assert contacts.version(two) == version
    before = (one / "contacts").stat().st_mtime_ns
    contacts.note(one, "pull", TABLE, NOON, "unchanged")
    os.utime(one / "contacts", ns=(before + 1, before + 1))
    assert contacts.version(one) != version


def test_notes_go_to_the_bucket_and_from_there_only_where_they_are_newer(
    settings: dict[str, str], objects: S3Store, other_machine: Callable[..., Places]
) -> None:
    where = places()
    for name in (TABLE, "ind.83102ned_month"):
        contacts.note(where.warehouse, "pull", name, NOON, "new")
    contacts.send(where, "pull", [TABLE, "nobody"])
    assert names(objects) == [f"contacts/{TABLE}.pull.json"]
    node = other_machine()
    node.warehouse.mkdir(parents=True)
    one = bucket.Bucket(where.bucket)
    contacts.receive(node.warehouse, one)
    path = node.warehouse / "contacts" / f"{TABLE}.pull.json"
    assert path.read_bytes() == (where.warehouse / "contacts" / path.name).read_bytes()
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    contacts.note(node.warehouse, "pull", TABLE, NOON, "later")
    obstore.put(objects, "contacts/zz.pull.json", b"{}")
    contacts.receive(node.warehouse, one)
    assert (node.warehouse / "contacts" / "zz.pull.json").exists()
    assert (contacts.last(node.warehouse, "pull", TABLE) or contacts.Contact("", "", {})).outcome == "later"
    os.utime(path, (0, 0))
    obstore.put(objects, f"contacts/{TABLE}.probe.json", b"{}")
    contacts.receive(node.warehouse, one)
    assert (contacts.last(node.warehouse, "pull", TABLE) or contacts.Contact("", "", {})).outcome == "new"
    assert (node.warehouse / "contacts" / f"{TABLE}.probe.json").read_bytes() == b"{}"


def test_without_a_bucket_nothing_is_sent_and_one_that_is_away_stops_nothing(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    where = places()
    contacts.note(where.warehouse, "pull", TABLE, NOON, "new")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(bucket, "ATTEMPTS", 0)
    begun = time.monotonic()
    contacts.send(where, "pull", [TABLE])
    assert time.monotonic() - begun < 5, "it is asked as often as is allowed"
    assert "was not noted in the bucket: http://127.0.0.1:9 does not answer" in caplog.text
    caplog.clear()
    folder = Places(DATA / "archive", tmp_path / "s", tmp_path / "q", where.warehouse)
    contacts.send(folder, "pull", [TABLE])
    assert caplog.text == ""
