"""What is written to a bucket, step by step, with releases of one small file: damage, the lock, what is removed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl.model.errors import BucketAwayError, BusyError
from etl.model.places import Places
from etl.release import bucket, lock, mirror, publish, serving, whole, writing
from tests.etl.release.of_one_file import FILE, FIRST, LAST, SECOND, THIRD, fill, ids, publish_all
from tests.s3_server import body, names

Machine = Callable[..., Places]


def test_all_that_is_damaged_in_a_bucket_is_listed_also_that_current_names_nothing(
    where: Places, one: bucket.Bucket, objects: S3Store
) -> None:
    publish_all(where, FIRST, SECOND, THIRD)
    assert writing.faults(one) == ()
    obstore.put(objects, f"releases/{FIRST}/release.json", b"{}")
    obstore.put(objects, f"releases/{SECOND}/{FILE}", b"other")
    obstore.put(objects, f"releases/{LAST}/{FILE}", b"half")
    obstore.put(objects, "CURRENT", f"{LAST}\n".encode())
    assert [(d.release, d.file, d.why) for d in writing.faults(one)] == [
        (LAST, "", "missing"), (FIRST, "release.json", "changed"), (SECOND, FILE, "changed"),
    ]  # fmt: skip
    obstore.put(objects, "CURRENT", b"?")
    first, *rest = writing.faults(one)
    assert (first.file, first.why, len(rest)) == ("CURRENT", "changed", 2)


def test_what_is_damaged_in_the_bucket_is_written_again_where_it_is_whole_here_or_else_moved_away(
    where: Places, one: bucket.Bucket, objects: S3Store
) -> None:
    assert writing.mended(where) == (), "without a session nothing is written"
    publish_all(where, FIRST, SECOND, THIRD, LAST)
    obstore.delete(objects, f"releases/{LAST}/{FILE}")
    before = body(objects, "CURRENT")
    obstore.put(objects, f"releases/{FIRST}/release.json", b"{}")
    obstore.put(objects, f"releases/{SECOND}/{FILE}", b"other")
    obstore.delete(objects, f"releases/{THIRD}/{FILE}")
    with lock.building(where):
        (where.warehouse / "releases" / SECOND / FILE).write_bytes(b"other here too")
        (where.warehouse / "releases" / LAST / FILE).unlink()
        *sentences, gone = writing.mended(where)
    assert gone.startswith(f"Release {LAST}: {FILE} is missing in the bucket, and no whole copy is here: moved to dam")
    assert body(objects, "CURRENT") != before
    place = next(n for n in names(objects) if n.startswith("damaged/")).split("/")[1]
    made = datetime.strptime(place.rpartition(".")[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - made) < timedelta(seconds=60)
    assert sorted(sentences) == sorted([
        f"{where.bucket}: release.json of release {FIRST} was written again.",
        f"{where.bucket}: {FILE} of release {THIRD} was written again.",
        f"Release {SECOND}: {FILE} was changed in the bucket, and no whole copy is here: moved to damaged/{place}.",
    ])  # fmt: skip
    assert place.startswith(f"{SECOND}.20")
    moved = {n for n in names(objects) if f"damaged/{SECOND}" in n}
    assert moved == {f"damaged/{place}/{f}" for f in (FILE, "release.json")}
    [nothing] = writing.faults(one)
    assert (nothing.release, nothing.file) == (LAST, "")
    assert ids(where) == (FIRST, THIRD)
    obstore.put(objects, "CURRENT", f"{LAST}\n".encode())
    with lock.building(where):
        [sentence] = writing.mended(where)
    assert sentence.startswith(f"Release {LAST}: its folder is missing in the bucket, and no whole copy is here: moved")


def test_other_machines_are_told_that_something_was_written_again(where: Places, objects: S3Store) -> None:
    publish_all(where, FIRST)
    before = body(objects, "CURRENT")
    obstore.delete(objects, f"releases/{FIRST}/{FILE}")
    with lock.building(where):
        assert len(writing.mended(where)) == 1
    assert body(objects, "CURRENT") != before


def test_a_lock_is_kept_from_others_until_it_is_old(
    where: Places, one: bucket.Bucket, objects: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    obstore.put(objects, "LOCK", b"another machine 17")
    with pytest.raises(BusyError) as e, lock.switching(where):
        pass
    assert str(e.value) == (
        f"Another build is writing to {where.bucket}: try again when it has ended, or in 5 minutes if it was killed."
    )
    assert body(objects, "LOCK") == b"another machine 17"
    monkeypatch.setattr(writing, "LEASE", 0.0)
    with monkeypatch.context() as other:  # somebody else takes it over at the same moment
        old = bucket.S3Entry("LOCK", '"stale"', 1, datetime(2026, 1, 1, tzinfo=UTC))
        other.setattr(bucket.Bucket, "head", lambda *_: old)
        with pytest.raises(BusyError, match="Another build is writing"), lock.switching(where):
            pass
    assert body(objects, "LOCK") == b"another machine 17"
    with lock.switching(where):
        assert body(objects, "LOCK") != b"another machine 17"
    assert names(objects) == []


def test_a_lock_is_made_anew_while_it_is_held_and_one_that_was_taken_over_stops_the_build(
    where: Places, objects: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "RENEWED", 0.02)
    put, failed = bucket.Bucket.put, list[str]()

    def put_in_trouble(self: bucket.Bucket, name: str, content: bytes | Path, after: str | None = None) -> str:
        if name == "LOCK" and after and not failed:
            failed.append(name)
            raise BucketAwayError("it may be back in a minute")
        return put(self, name, content, after)

    monkeypatch.setattr(bucket.Bucket, "put", put_in_trouble)
    with lock.building(where):
        seen, end = set[bytes](), time.monotonic() + 10
        while len(seen) < 3 and time.monotonic() < end:
            seen.add(body(objects, "LOCK"))
        assert (len(seen), failed) == (3, ["LOCK"])
        publish.publish(FIRST, where.warehouse, fill(FIRST))
        obstore.put(objects, "LOCK", b"another machine 17")
        session = writing.session_of(where.warehouse)
        assert session is not None
        assert session.lost.wait(5)
        with pytest.raises(BusyError, match=f"Another build has taken over {where.bucket}: nothing was changed by"):
            publish.make_current(FIRST, where.warehouse)
        session.unsaid = False
    assert body(objects, "LOCK") == b"another machine 17", "it is not ours to delete"


def test_where_two_write_all_the_same_the_one_that_comes_later_is_told(where: Places, objects: S3Store) -> None:
    publish_all(where, FIRST, SECOND)
    with lock.switching(where):
        obstore.put(objects, "CURRENT", f"{SECOND}\nfrom 2026-11-30T00:00:00+00:00\n".encode())
        with pytest.raises(BusyError) as e:
            publish.make_current(FIRST, where.warehouse)
    assert str(e.value) == (
        f"Another build has changed which release {where.bucket} serves; this one has not: try again."
    )
    assert body(objects, "CURRENT").startswith(SECOND.encode())
    assert serving.named(where.warehouse) == SECOND


def test_what_a_killed_build_left_is_deleted_and_whole_releases_stay(where: Places, objects: S3Store) -> None:
    publish_all(where, FIRST)
    for name in (FILE, "claims.json"):
        obstore.put(objects, f"releases/{SECOND}/{name}", b"half")
    with lock.switching(where):
        pass
    assert {n.split("/")[1] for n in names(objects) if n != "CURRENT"} == {FIRST}


def test_a_broken_current_is_written_anew_by_the_next_build(
    where: Places, one: bucket.Bucket, objects: S3Store, caplog: pytest.LogCaptureFixture
) -> None:
    publish_all(where, THIRD, FIRST)
    obstore.put(objects, "CURRENT", b"?")
    with lock.switching(where):
        publish.remove(THIRD, where.warehouse)
    assert body(objects, "CURRENT") == b"?", "nothing is known of what was served"
    publish_all(where, SECOND)
    assert caplog.messages[0].startswith(f"{where.bucket}: CURRENT was changed")
    assert mirror.state(one.get("CURRENT")).release == SECOND
    assert ids(where) == (FIRST, SECOND)


def test_a_removed_release_is_gone_from_the_bucket_and_current_tells_that_something_changed(
    where: Places, one: bucket.Bucket, objects: S3Store
) -> None:
    publish_all(where, FIRST, SECOND)
    before = body(objects, "CURRENT")
    with lock.switching(where):
        publish.remove(FIRST, where.warehouse)
    assert not [n for n in names(objects) if FIRST in n]
    assert body(objects, "CURRENT") != before
    assert mirror.state(one.get("CURRENT")).release == SECOND
    before = body(objects, "CURRENT")
    with lock.switching(where):
        place = publish.take_out(SECOND, where.warehouse)
    assert body(objects, "CURRENT") != before
    assert {n for n in names(objects) if SECOND in n} == {
        f"damaged/{SECOND}.1/{name}" for name in (FILE, "release.json")
    }  # fmt: skip
    assert whole.faults(place) == ()


def test_a_release_loses_its_release_json_first_so_that_none_is_ever_half_there(
    where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all(where, FIRST, SECOND)
    moved = list[str]()
    with lock.switching(where), monkeypatch.context() as watched:
        watched.setattr(bucket.Bucket, "delete", lambda _, gone: moved.extend(gone))
        watched.setattr(bucket.Bucket, "move", lambda _, name, new: moved.append(f"{name} {new}"))
        publish.remove(FIRST, where.warehouse)
        publish.take_out(SECOND, where.warehouse)
    release, aside = f"releases/{SECOND}", f"damaged/{SECOND}.1"
    assert moved == [
        f"releases/{FIRST}/release.json", f"releases/{FIRST}/{FILE}",
        f"{release}/release.json {aside}/release.json", f"{release}/{FILE} {aside}/{FILE}",
    ]  # fmt: skip
