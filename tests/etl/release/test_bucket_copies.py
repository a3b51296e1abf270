"""What another machine has of a warehouse in a bucket: a copy that heals, changes made by all at one moment."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl.model.places import Places, places
from etl.release import bucket, contacts, follow, lock, mirror, publish, repair, serving, store, whole
from tests.etl.release.conftest import DAY_1 as DAY
from tests.etl.release.conftest import Stock
from tests.s3_server import body


def test_a_second_machine_copies_what_the_site_reads_and_holds_it_against_its_hashes(
    other_machine: Callable[..., Places], stock: Stock, objects: S3Store
) -> None:
    [first] = stock(1)
    node = other_machine()
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
    other_machine: Callable[..., Places], stock: Stock, damage: Callable[[Path, str], None]
) -> None:
    [first] = stock(1)
    node = other_machine()
    follow.look(node)
    damage(node.warehouse / "releases" / first / "claims.json", "cut")
    serving.forget(first)
    follow.look(node)
    assert whole.faults(node.warehouse / "releases" / first) == ()
    assert serving.served(node.warehouse) == serving.Served(first)


def test_a_change_is_announced_and_made_by_all_at_one_moment(
    other_machine: Callable[..., Places], stock: Stock, objects: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "0.3")
    first, second = stock(2)
    one, node = places(), other_machine()
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


def test_the_bucket_may_go_away_and_come_back(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = stock(1)
    where = places()
    follow.look(where)
    answered = follow.reached().at
    with monkeypatch.context() as away, socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # nobody else takes its port, and it does not listen
        away.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{deaf.getsockname()[1]}")
        away.setattr(bucket, "ATTEMPTS", 0)
        follow.look(where)
        assert follow.reached().why.startswith("http://127.0.0.1:")
        assert "does not answer for s3://" in follow.reached().why
        assert follow.reached().at == answered
        assert serving.served(where.warehouse) == serving.Served(first)
    follow.look(where)
    assert follow.reached().why == ""


def test_when_publishers_were_asked_reaches_the_other_machines(
    other_machine: Callable[..., Places], stock: Stock
) -> None:
    stock(1)
    where = places()
    contacts.note(where.warehouse, "pull", "ind.82025ned", DAY, "new")
    contacts.send(where, "pull", ["ind.82025ned"])
    node = other_machine()
    follow.look(node)
    assert contacts.last(node.warehouse, "pull", "ind.82025ned") == contacts.Contact(DAY.isoformat(), "new", {})


def test_old_copies_are_left_out_where_there_are_many(
    other_machine: Callable[..., Places], stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = stock(3)
    monkeypatch.setenv("MONITOR_COPIED_RELEASES", "1")
    node = other_machine()
    follow.look(node)
    assert store.release_ids(node.warehouse) == ids[2:]
    assert repair.faults(node.warehouse) == ()
