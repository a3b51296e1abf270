"""A bucket step by step, with releases of one small file: objects, conditions, what CURRENT says, copies, the lock."""

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

from etl.model.errors import BucketAwayError, BusyError, DamagedError
from etl.model.places import Places, places
from etl.release import bucket, contacts, follow, lock, mirror, publish, serving, whole, writing
from tests.etl.release.conftest import DAY_1
from tests.etl.release.of_one_file import FILE, FIRST, HELD_AT, LAST, SECOND, THIRD, fill
from tests.s3_server import S3Server, body, names

Machine = Callable[..., Places]


@pytest.fixture
def where(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Places:
    """A machine with an empty bucket, at which all look a hundred times a second."""
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "0.01")
    found = places()
    mirror.prepare(found)
    return found


@pytest.fixture
def one(where: Places) -> bucket.Bucket:
    return bucket.Bucket(where.bucket)


def publish_all(where: Places, *ids: str) -> None:
    for release_id in ids:
        with lock.building(where):
            publish.publish(release_id, where.warehouse, fill(release_id))


def ids(where: Places) -> tuple[str, ...]:
    return serving.ids_in_order(where.warehouse)


def test_an_object_is_written_and_read_with_its_tag_on_a_condition_or_none(
    one: bucket.Bucket, objects: S3Store, tmp_path: Path
) -> None:
    assert one.get("a/b") is one.head("a/b") is None
    tag = one.put("a/b", b"one")
    assert one.get("a/b") == bucket.S3Object(b"one", tag)
    assert one.get("a/b", unless=tag) is None
    assert one.get("a/b", unless='"other"') == bucket.S3Object(b"one", tag)
    entry = one.head("a/b")
    assert entry is not None
    assert (entry.name, entry.tag, entry.size) == ("a/b", tag, 3)
    assert abs(entry.modified - datetime.now(UTC)) < timedelta(seconds=60)
    assert list(one.objects("a")) == [entry]
    assert list(one.objects("b")) == []
    for condition in ("", '"other"'):
        with pytest.raises(bucket.TakenError, match="a/b"):
            one.put("a/b", b"two", after=condition)
    path = tmp_path / "file"
    path.write_bytes(b"three")
    other = one.put("a/b", path, after=tag)
    assert other != tag
    assert body(objects, "a/b") == b"three"
    assert one.put("c", b"", after="")
    one.move("c", "d/c")
    one.delete(["a/b", "never"])
    assert names(objects) == ["d/c"]
    with pytest.raises(bucket.TakenError):
        one.put("a/b", b"four", after=other)
    assert one.put("a/b", b"five") == one.put("a/b", b"five")


def test_the_address_of_the_server_for_s3_alone_goes_before_that_of_all(
    one: bucket.Bucket, monkeypatch: pytest.MonkeyPatch, s3: S3Server
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3.endpoint)
    assert bucket.Bucket(one.address).endpoint == s3.endpoint
    assert bucket.Bucket(one.address).get("CURRENT") is None
    whole_bucket = bucket.Bucket(f"s3://{one.name}")
    assert (whole_bucket.name, whole_bucket.get("nothing")) == (one.name, None)


def test_where_a_bucket_is_and_in_which_region_is_said_by_the_environment(
    one: bucket.Bucket, monkeypatch: pytest.MonkeyPatch, s3: S3Server
) -> None:
    """AWS_REGION before AWS_DEFAULT_REGION; without an address it is Amazon's own."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    config = bucket.Bucket(one.address)._store.config
    assert (config.get("region"), config.get("endpoint")) == ("us-east-1", s3.endpoint)
    tries = bucket.Bucket(one.address)._store.retry_config or {}
    assert (tries.get("max_retries"), tries.get("retry_timeout")) == (2, timedelta(seconds=15))
    for name, region in (("AWS_DEFAULT_REGION", "eu-west-1"), ("AWS_REGION", "eu-central-1")):
        monkeypatch.setenv(name, region)
        assert bucket.Bucket(one.address)._store.config.get("region") == region
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    amazon = bucket.Bucket(one.address)
    assert (amazon.endpoint, amazon._where()) == ("", "Amazon S3")
    assert str(amazon._refused("403 ExpiredToken")).startswith("Amazon S3 does not know us (ExpiredToken): accepted ")


def test_a_refusal_says_what_may_not_be_done_and_what_the_server_said(one: bucket.Bucket) -> None:
    for verb, doing in {"PUT": "written", "POST": "written", "DELETE": "written", "GET": "read"}.items():
        assert str(one._refused(f"403 of {verb} /monitor")) == (
            f"{one.address} may not be {doing} with the key in AWS_ACCESS_KEY_ID: accepted is one that may list and "
            "read, and for commands that change releases also write and delete."
        )
    assert (
        bucket._first_line(OSError("S3 error - after 2 tries - no route to host X.\nand more")) == "no route to host X"
    )


def test_what_current_says_is_read_as_it_was_written() -> None:
    start = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=UTC)
    for state in (mirror.State(FIRST, "", start, "t"), mirror.State(FIRST, f"{FIRST} 2026-11-26T08:30:15", start, "t")):
        assert mirror.state(bucket.S3Object(state.text().encode(), "t")) == state
    assert mirror.State(FIRST, "", start).text() == f"{FIRST}\nfrom 2026-11-23T12:00:00.000005+00:00\n"
    assert mirror.State(FIRST, "x y", start).text() == f"{FIRST}\nheld x y\nfrom 2026-11-23T12:00:00.000005+00:00\n"
    bare = mirror.state(bucket.S3Object(f"{FIRST}\n".encode(), "t"))
    assert (bare.release, bare.held, bare.tag) == (FIRST, "", "t")
    assert bare.start < datetime.now(UTC)
    assert mirror.state(None) == mirror.State("")
    for broken in (b"", b"../x\n", b"\xff\n"):
        with pytest.raises(DamagedError) as e:
            mirror.state(bucket.S3Object(broken, "t"))
        assert (e.value.release, e.value.file, e.value.why) == ("", "CURRENT", "changed")


def test_the_folder_of_a_copy_says_of_which_bucket(where: Places, tmp_path: Path) -> None:
    assert (where.warehouse / "BUCKET").read_text("utf-8") == f"{where.bucket}\n"
    assert (tmp_path / "cache" / ".gitignore").read_text("utf-8") == "*\n"
    (where.warehouse / "BUCKET").write_text("as it was", "utf-8")
    mirror.prepare(where)
    assert (where.warehouse / "BUCKET").read_text("utf-8") == "as it was"


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
