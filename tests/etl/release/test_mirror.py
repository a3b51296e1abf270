"""The copy of a bucket on a machine, step by step, with releases of one small file: what comes, and when."""

import json
import shutil
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl.model.errors import BusyError
from etl.model.places import Places
from etl.release import bucket, contacts, follow, lock, mirror, publish, serving, whole, writing
from tests.etl.release.conftest import DAY_1
from tests.etl.release.of_one_file import FILE, FIRST, HELD_AT, SECOND, THIRD, fill, ids, publish_all
from tests.s3_server import names

Machine = Callable[..., Places]


def test_one_makes_a_copy_at_a_time_and_another_waits_as_long_as_it_may(where: Places) -> None:
    with mirror.copying(where.warehouse):
        begun = time.monotonic()
        for patience in (0.0, 0.2):
            message = f"The copy in {where.warehouse.name} is being made by another process"
            with pytest.raises(BusyError, match=message), mirror.copying(where.warehouse, patience):
                pass
        assert 0.2 <= time.monotonic() - begun < 10
    with mirror.copying(where.warehouse):
        pass


def test_what_is_published_is_in_the_bucket_and_here_and_is_not_copied_back(
    where: Places, objects: S3Store, other_machine: Machine
) -> None:
    """Another machine that reads it has the same; it waits while somebody else makes its copy."""
    more = "indicators/resettled.parquet"

    def both(folder: Path) -> dict[str, object]:
        (folder / "monitor.duckdb").write_bytes(b"database")
        (folder / more).write_bytes(b"rows")
        return fill(FIRST)(folder)

    with lock.building(where):
        publish.publish(FIRST, where.warehouse, both)
        session = writing.session_of(where.warehouse)
        assert session is not None
        assert not session.unsaid
        assert "LOCK" in names(objects)
    assert writing.session_of(where.warehouse) is None
    files = (FILE, more, "monitor.duckdb", "release.json")
    assert names(objects) == ["CURRENT", *(f"releases/{FIRST}/{name}" for name in files)]
    assert mirror.state(bucket.Bucket(where.bucket).get("CURRENT")).release == FIRST
    folder = where.warehouse / "releases" / FIRST
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == {
        FILE, more, "release.json",
    }  # fmt: skip
    assert serving.served(where.warehouse) == serving.Served(FIRST)
    number = (folder / FILE).stat().st_ino
    mirror.read(where)
    assert (folder / FILE).stat().st_ino == number
    node = other_machine()
    mirror.prepare(node)
    with mirror.copying(node.warehouse):
        reading = threading.Thread(target=mirror.read, args=(node,))
        reading.start()
        reading.join(0.1)
        assert reading.is_alive()
    reading.join(10)
    assert serving.named(node.warehouse) == FIRST
    assert whole.hashes(node.warehouse / "releases" / FIRST) == whole.hashes(folder)


def test_another_machine_has_all_that_is_held_served_and_noted_and_no_more(
    where: Places, other_machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A held release is among the copies whatever its age; what is gone from the bucket goes from the copies."""
    publish_all(where, FIRST, SECOND, THIRD)
    with lock.switching(where):
        publish.hold(FIRST, where.warehouse, HELD_AT)
    contacts.note(where.warehouse, "probe", "ind.82025ned", DAY_1, "new")
    contacts.send(where, "pull", ["ind.82025ned"])
    monkeypatch.setenv("MONITOR_COPIED_RELEASES", "1")
    node = other_machine()
    follow.look(node)
    assert (follow.reached().why, ids(node)) == ("", (FIRST, THIRD))
    assert contacts.last(node.warehouse, "probe", "ind.82025ned") is None, "it was not sent"
    contacts.send(where, "probe", ["ind.82025ned", "nobody"])
    assert (serving.named(node.warehouse), serving.held_since(node.warehouse)) == (FIRST, "2026-11-26T08:30:15")
    monkeypatch.setenv("MONITOR_COPIED_RELEASES", "9")
    with lock.switching(where):
        publish.let_go(THIRD, where.warehouse)
        publish.remove(FIRST, where.warehouse)
    follow.look(node)
    assert contacts.last(node.warehouse, "probe", "ind.82025ned") is not None
    assert ids(node) == (SECOND, THIRD)
    assert (serving.named(node.warehouse), serving.held(node.warehouse)) == (THIRD, "")
    assert not list((node.warehouse / "releases").glob(".*"))


def test_where_nothing_has_changed_nothing_is_listed_or_copied(
    where: Places, other_machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all(where, FIRST)
    node = other_machine()
    follow.look(node)
    looked = list[str]()
    listed = mirror.listed
    monkeypatch.setattr(mirror, "listed", lambda b: (looked.append(b.address), listed(b))[1])
    follow.look(node)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("MONITOR_CACHE", str(node.warehouse / "third"))  # its own copy is looked at, no other
        follow.look(node)
    assert looked == []
    shutil.rmtree(node.warehouse / "releases" / FIRST)
    serving.forget(FIRST)
    follow.look(node)
    assert looked == [node.bucket]
    assert ids(node) == (FIRST,)
    publish_all(where, SECOND)
    monkeypatch.setenv("MONITOR_CACHE", str(node.warehouse.parents[1]))
    follow.look(node)
    assert ids(node) == (FIRST, SECOND)


def test_files_that_are_here_already_are_not_asked_for(
    where: Places, other_machine: Machine, one: bucket.Bucket, objects: S3Store
) -> None:
    """They are taken from another release where their bytes are whole; it is a copy."""
    publish_all(where, FIRST)
    node = other_machine()
    follow.look(node)
    publish_all(where, SECOND)
    obstore.delete(objects, f"releases/{SECOND}/{FILE}")
    follow.look(node)
    paths = [node.warehouse / "releases" / name / FILE for name in (FIRST, SECOND)]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].stat().st_ino != paths[1].stat().st_ino
    assert [(d.release, d.file, d.why) for d in writing.faults(one)] == [(SECOND, FILE, "missing")]


def test_a_release_that_lacks_a_file_in_the_bucket_does_not_come_here(
    where: Places, other_machine: Machine, objects: S3Store, caplog: pytest.LogCaptureFixture
) -> None:
    """It hides no other."""
    publish_all(where, FIRST, SECOND)
    obstore.delete(objects, f"releases/{SECOND}/{FILE}")
    node = other_machine()
    follow.look(node)
    assert ids(node) == (FIRST,)
    said = [message for message in caplog.messages if "is missing" in message]
    assert said[0].startswith(f"{node.bucket}: Release {SECOND}: {FILE} is missing")
    assert [path.name for path in (node.warehouse / "releases").iterdir()] == [FIRST]


def test_tags_that_cannot_be_read_are_none(where: Places) -> None:
    mirror.note_tag(where.warehouse, FIRST, "t1")
    mirror.note_tag(where.warehouse, SECOND, "t2")
    assert json.loads((where.warehouse / "TAGS.json").read_text("utf-8")) == {FIRST: "t1", SECOND: "t2"}
    for broken in ("[]", "{"):
        (where.warehouse / "TAGS.json").write_text(broken, "utf-8")
        mirror.note_tag(where.warehouse, THIRD, "t3")
        assert json.loads((where.warehouse / "TAGS.json").read_text("utf-8")) == {THIRD: "t3"}


def test_what_is_built_while_another_is_held_comes_to_the_other_machines_too(
    where: Places, other_machine: Machine
) -> None:
    publish_all(where, FIRST)
    with lock.switching(where):
        publish.hold(FIRST, where.warehouse, HELD_AT)
    node = other_machine()
    follow.look(node)
    publish_all(where, SECOND)
    follow.look(node)
    assert (serving.named(node.warehouse), ids(node)) == (FIRST, (FIRST, SECOND))


def test_another_release_is_announced_some_looks_ahead_and_the_first_is_served_at_once(
    where: Places, one: bucket.Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sites change at that moment; the command returns when it has come."""
    slept = list[float]()
    monkeypatch.setattr(writing, "sleep", slept.append)
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "20")
    assert writing.poll() == 20
    publish_all(where, FIRST)
    assert slept == [0.0]
    publish_all(where, SECOND)
    assert 40 < slept[-1] <= 60
    ahead = mirror.state(one.get("CURRENT")).start - datetime.now(UTC)
    assert timedelta(seconds=40) < ahead <= timedelta(seconds=60)
    monkeypatch.delenv("MONITOR_BUCKET_SECONDS")
    assert writing.poll() == 10
