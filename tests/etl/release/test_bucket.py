"""A warehouse in an S3 bucket: whole releases or none, one writer, a sentence for each trouble."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl.model.errors import BusyError, DamagedError
from etl.model.places import Places, places
from etl.release import bucket, follow, lock, mirror, publish, serving, store, whole, writing
from tests import s3_server
from tests.etl.release.conftest import Stock
from tests.s3_server import body, names

Here = Callable[..., tuple[int, str]]


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
    other_machine: Callable[..., Places], stock: Stock, objects: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first] = stock(1)
    monkeypatch.setattr(writing, "LEASE", -1.0)
    one, other = places(), other_machine()
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
    other_machine: Callable[..., Places],
    stock: Stock,
    here: Here,
    settings: dict[str, str],
    objects: S3Store,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    ids = stock(3)
    node = other_machine()
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
