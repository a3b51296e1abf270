"""A warehouse in an S3 bucket: whole releases or none, one writer, a copy that heals, a sentence for each trouble."""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl import build
from etl.catalogue.catalogue import Catalogue
from etl.fetch import snapshots
from etl.model.errors import BusyError, DamagedError
from etl.model.places import DATA, Places, places
from etl.payloads import Part
from etl.release import bucket, contacts, follow, lock, mirror, publish, repair, serving, store, whole, writing
from tests import s3_server
from tests.s3_server import S3Server

DAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
Here = Callable[..., tuple[int, str]]
Stock = Callable[..., tuple[str, ...]]


@pytest.fixture
def settings(s3: S3Server, tmp_path: Path, folders: Places, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a machine whose warehouse is an empty part of the bucket."""
    said = {
        **s3.settings(tmp_path.name), "MONITOR_CACHE": str(tmp_path / "cache"),
        "MONITOR_SNAPSHOTS": str(folders.snapshots), "MONITOR_QUARANTINE": str(folders.quarantine),
    }  # fmt: skip
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(follow, "_known", follow._Known())
    return said


@pytest.fixture
def objects(s3: S3Server, settings: dict[str, str], tmp_path: Path) -> S3Store:
    """What lies in the bucket, seen without the code under test."""
    return s3.store(tmp_path.name)


@pytest.fixture(scope="session")
def three_small(small: Catalogue, statline: Callable[[int], Part], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with three small releases, built a day apart."""
    root = tmp_path_factory.mktemp("three")
    where = Places(DATA / "archive", root / "snapshots", root / "quarantine", root / "warehouse")
    for day, value in enumerate((0, 835, 840)):
        now = DAY + timedelta(days=day)
        if value:
            snapshots.save("ind.82025ned", [statline(value)], "", "CC BY 4.0", now, where.snapshots)
        build.build(small, where, now, lambda *_: None)
    return where.warehouse


@pytest.fixture
def stock(three_small: Path, objects: S3Store) -> Stock:
    """Put so many of those into the bucket, file by file, the last one served; their ids. copied: they are here too."""

    def put(count: int, copied: bool = True) -> tuple[str, ...]:
        ids = store.release_ids(three_small)[:count]
        for path in (p for i in ids for p in (three_small / "releases" / i).rglob("*") if p.is_file()):
            obstore.put(objects, path.relative_to(three_small).as_posix(), path)
        obstore.put(objects, "CURRENT", f"{ids[-1]}\n".encode())
        if copied:
            mirror.prepare(places())
            mirror.read(places())
        return ids

    return put


@pytest.fixture
def make(settings: dict[str, str], small: Catalogue) -> Callable[[], str]:
    """Build and publish a small release as the command does; its id."""

    def made() -> str:
        where = places()
        mirror.prepare(where)
        with lock.building(where):
            return build.build(small, where, DAY, lambda *_: None).release_id

    return made


def other_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str = "other") -> Places:
    """The same bucket, seen from a machine that has copied nothing yet."""
    monkeypatch.setenv("MONITOR_CACHE", str(tmp_path / name))
    monkeypatch.setattr(follow, "_known", follow._Known())
    return places()


def names(objects: S3Store) -> list[str]:
    """All objects."""
    return sorted(one["path"] for several in obstore.list(objects) for one in several)


def body(objects: S3Store, name: str) -> bytes:
    """The content of one."""
    return bytes(obstore.get(objects, name).bytes())


def test_a_build_writes_all_files_then_the_release_then_current(make: Callable[[], str], objects: S3Store) -> None:
    release_id = make()
    found = names(objects)
    files = [n.removeprefix(f"releases/{release_id}/") for n in found if n.startswith("releases/")]
    facts = whole.read_facts(release_id, body(objects, f"releases/{release_id}/release.json"))
    assert set(files) == {*facts["files"], "release.json"}
    assert "monitor.duckdb" in files
    assert [n for n in found if not n.startswith("releases/")] == ["CURRENT"], "the lock is gone"
    assert body(objects, "CURRENT").startswith(f"{release_id}\n".encode())
    made = {n: obstore.head(objects, n)["last_modified"] for n in found}
    last = made[f"releases/{release_id}/release.json"]
    assert all(at <= last for n, at in made.items() if n != "CURRENT")
    assert made["CURRENT"] >= last


def test_a_second_machine_copies_what_the_site_reads_and_holds_it_against_its_hashes(
    stock: Stock, objects: S3Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [first] = stock(1)
    node = other_machine(monkeypatch, tmp_path)
    follow.look(node)
    assert follow.reached().why == ""
    assert store.current_id(node.warehouse) == first
    folder = node.warehouse / "releases" / first
    assert not (folder / "monitor.duckdb").exists()
    assert whole.faults(folder, every=True) == ()
    _, damaged = stock(2, copied=False)
    name = f"releases/{damaged}/indicators/resettled.parquet"
    content = body(objects, name)
    obstore.put(objects, name, content[:-1] + bytes([content[-1] ^ 1]))
    follow.look(node)
    assert serving.served(node.warehouse).id == first, "what is not whole in the bucket is not served"
    assert [d.release for d in serving.served(node.warehouse).damage] == [damaged]
    assert not (node.warehouse / "releases" / damaged).exists()
    obstore.put(objects, name, content)
    serving._looked.clear()
    follow.look(node)
    assert serving.served(node.warehouse) == serving.Served(damaged)


def test_a_damaged_copy_is_copied_again(
    stock: Stock, damage: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [first] = stock(1)
    node = other_machine(monkeypatch, tmp_path)
    follow.look(node)
    damage(node.warehouse / "releases" / first / "claims.json", "cut")
    serving.forget(first)
    follow.look(node)
    assert whole.faults(node.warehouse / "releases" / first) == ()
    assert serving.served(node.warehouse) == serving.Served(first)


def test_a_change_is_announced_and_made_by_all_at_one_moment(
    stock: Stock, objects: S3Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "0.3")
    first, second = stock(2)
    one, node = places(), other_machine(monkeypatch, tmp_path)
    follow.look(node)

    def back() -> None:
        with lock.switching(one):
            publish.make_current(first, one.warehouse)

    switching = threading.Thread(target=back)
    switching.start()
    while body(objects, "CURRENT").startswith(second.encode()):
        pass
    announced = mirror.state(bucket.Bucket(node.bucket).get("CURRENT"))
    looking = threading.Thread(target=follow.look, args=(node,))
    looking.start()
    seen: list[tuple[datetime, str]] = []
    while looking.is_alive():
        named = str(serving.named(node.warehouse))
        seen.append((datetime.now(UTC), named))
    switching.join()
    looking.join()
    assert announced.start > seen[0][0]
    assert {name for at, name in seen if at < announced.start} == {second}
    assert serving.named(node.warehouse) == serving.named(one.warehouse) == announced.release == first


def test_of_two_builders_at_once_one_is_told_and_nothing_is_lost(
    stock: Stock, here: Here, settings: dict[str, str], objects: S3Store, tmp_path: Path
) -> None:
    [first], where = stock(1), places()
    before = names(objects)
    with lock.switching(where):
        code, said = here("prune", "--keep", "1", **{**settings, "MONITOR_CACHE": str(tmp_path / "second")})
    assert code == 6
    assert said.strip().endswith("try again when it has ended, or in 5 minutes if it was killed.")
    assert len(said.strip().splitlines()) == 1
    assert names(objects) == before
    assert store.current_id(where.warehouse) == first
    assert here("prune", "--keep", "1", **settings)[0] == 0


def test_a_lock_that_a_killed_builder_left_is_taken_over_and_current_decides(
    stock: Stock, objects: S3Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [first] = stock(1)
    monkeypatch.setattr(writing, "LEASE", -1.0)
    one, other = places(), other_machine(monkeypatch, tmp_path)
    with ExitStack() as both:
        both.enter_context(lock.switching(one))
        mirror.prepare(other)
        both.enter_context(lock.switching(other))
        publish.make_current(first, other.warehouse)
        before = body(objects, "CURRENT")
        with pytest.raises(BusyError, match="has changed which release"):
            publish.make_current(first, one.warehouse)
    assert body(objects, "CURRENT") == before


def test_what_a_killed_build_left_is_no_release_and_is_swept(make: Callable[[], str], objects: S3Store) -> None:
    first = make()
    obstore.put(objects, "releases/2026-12-01-abcdef/claims.json", b"[]")
    mirror.read(places())
    assert store.release_ids(places().warehouse) == (first,)
    make()
    assert not [n for n in names(objects) if "abcdef" in n]


def test_rollback_resume_and_prune_reach_the_other_machines(
    stock: Stock, here: Here, settings: dict[str, str], objects: S3Store,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    ids = stock(3)
    node = other_machine(monkeypatch, tmp_path)
    follow.look(node)
    assert store.release_ids(node.warehouse) == ids

    def followed() -> tuple[str | DamagedError, str]:
        monkeypatch.setenv("MONITOR_CACHE", str(tmp_path / "other"))
        follow.look(node)
        assert follow.reached().why == ""
        return serving.named(node.warehouse), serving.held(node.warehouse)

    assert here("rollback", **settings)[0] == 0
    assert followed() == (ids[1], ids[1])
    assert here("resume", **settings)[0] == 0
    assert followed() == (ids[2], "")
    code, said = here("prune", "--keep", "2", **settings)
    assert (code, f"Removed: {ids[0]}. Releases left: 2." in said) == (0, True)
    assert followed() == (ids[2], "")
    assert store.release_ids(node.warehouse) == ids[1:]
    assert not [n for n in names(objects) if ids[0] in n]


def test_damage_in_the_bucket_is_said_and_mended_from_the_copy(stock: Stock, objects: S3Store) -> None:
    first, second = stock(2)
    where = places()
    obstore.put(objects, f"releases/{second}/claims.json", b"[]")
    obstore.delete(objects, f"releases/{first}/monitor.duckdb")
    found = writing.faults(bucket.Bucket(where.bucket))
    assert [(f.release, f.file, f.why) for f in found] == [
        (first, "monitor.duckdb", "missing"), (second, "claims.json", "changed"),
    ]  # fmt: skip
    with lock.building(where):
        said = writing.mended(where)
    assert said[0].endswith(f"claims.json of release {second} was written again.")
    assert f"Release {first}: monitor.duckdb is missing in the bucket, and no whole copy is here: moved to" in said[1]
    assert writing.faults(bucket.Bucket(where.bucket)) == ()
    assert store.release_ids(where.warehouse) == (second,)
    assert [n for n in names(objects) if n.startswith(f"damaged/{first}")]


def test_the_bucket_may_go_away_and_come_back(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = stock(1)
    where = places()
    follow.look(where)
    answered = follow.reached().at
    with monkeypatch.context() as away:
        away.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3_server.free_ports(1)[0]}")
        away.setattr(bucket, "ATTEMPTS", 0)
        follow.look(where)
        assert follow.reached().why.startswith("http://127.0.0.1:")
        assert "does not answer for s3://" in follow.reached().why
        assert follow.reached().at == answered
        assert serving.served(where.warehouse) == serving.Served(first)
    follow.look(where)
    assert follow.reached().why == ""


def test_when_publishers_were_asked_reaches_the_other_machines(
    stock: Stock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stock(1)
    where = places()
    contacts.note(where.warehouse, "pull", "ind.82025ned", DAY, "new")
    contacts.send(where, "pull", ["ind.82025ned"])
    node = other_machine(monkeypatch, tmp_path)
    follow.look(node)
    assert contacts.last(node.warehouse, "pull", "ind.82025ned") == contacts.Contact(DAY.isoformat(), "new", {})


def test_old_copies_are_left_out_where_there_are_many(
    stock: Stock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ids = stock(3)
    monkeypatch.setenv("MONITOR_COPIED_RELEASES", "1")
    node = other_machine(monkeypatch, tmp_path)
    follow.look(node)
    assert store.release_ids(node.warehouse) == ids[2:]
    assert repair.faults(node.warehouse) == ()


NO_PORT = "http://127.0.0.1:9"
TROUBLE = {
    "no bucket": (1, {"MONITOR_WAREHOUSE": "s3://nothing-here/x"}, ("MONITOR_WAREHOUSE", "accepted: s3://")),
    "no address": (1, {"MONITOR_WAREHOUSE": "gs://bucket/x"}, ("MONITOR_WAREHOUSE", "accepted: a folder, or s3://")),
    "no name": (1, {"MONITOR_WAREHOUSE": "s3:///x"}, ("MONITOR_WAREHOUSE", "accepted: a folder, or s3://")),
    "no key": (1, {"AWS_ACCESS_KEY_ID": ""}, ("No credentials", "AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY")),
    "wrong key": (5, {"AWS_SECRET_ACCESS_KEY": "wrong"}, ("does not know us (SignatureDoesNotMatch)", "accepted")),
    "unknown key": (5, {"AWS_ACCESS_KEY_ID": "nobody"}, ("does not know us (InvalidAccessKeyId)", "accepted")),
    "not allowed": (
        5, {"AWS_ACCESS_KEY_ID": s3_server.READER, "AWS_SECRET_ACCESS_KEY": s3_server.READER_SECRET},
        ("may not be written", "AWS_ACCESS_KEY_ID: accepted is one"),
    ),
    "nobody listens": (3, {"AWS_ENDPOINT_URL": NO_PORT}, ("does not answer", "accepted in AWS_ENDPOINT_URL")),
    "no endpoint": (1, {"AWS_ENDPOINT_URL": "nonsense"}, ("AWS_ENDPOINT_URL",)),
    "half a host": (1, {"AWS_ENDPOINT_URL": "http://[::1"}, ("AWS_ENDPOINT_URL",)),
    "no port": (1, {"AWS_ENDPOINT_URL": "http://a:b"}, ("AWS_ENDPOINT_URL",)),
}  # fmt: skip


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_with_the_bucket_is_one_sentence_and_its_exit_code(
    here: Here, settings: dict[str, str], objects: S3Store, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    code, changed, sentences = TROUBLE[kind]
    monkeypatch.setattr(bucket, "ATTEMPTS", 0)
    found, said = here("prune", "--keep", "3", **{**settings, **changed})
    assert (found, len(said.strip().splitlines())) == (code, 1), said
    assert all(part in said for part in sentences), said
    assert os.environ.get("AWS_SECRET_ACCESS_KEY", "-") not in said
    assert names(objects) == []
