"""A site that follows a bucket: what goes wrong is kept and told once, and all sites change at one moment."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from etl.model.places import DATA, Places
from etl.release import bucket, follow, lock, mirror, publish, serving
from tests.etl.release.of_one_file import FILE, FIRST, SECOND, fill

Machine = Callable[..., Places]


@pytest.fixture
def node(other_machine: Machine, objects: S3Store, root: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A machine that has copied nothing yet of a bucket with two releases, the second one served."""
    monkeypatch.setattr(bucket, "ATTEMPTS", 0)
    for path in (p for p in (root / "releases").rglob("*") if p.is_file()):
        obstore.put(objects, path.relative_to(root).as_posix(), path)
    obstore.put(objects, "CURRENT", f"{SECOND}\n".encode())
    return other_machine()


def test_a_bucket_that_is_away_and_comes_back_is_told_once_each(
    node: Places, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert follow.reached() == follow.Reached("", "")
    with monkeypatch.context() as away:
        away.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        follow.look(node)
        assert f"http://127.0.0.1:9 does not answer for {node.bucket}" in caplog.text
        follow.look(node)
        assert follow.reached().why.startswith("http://127.0.0.1:9 does not answer")
    assert caplog.text.count(f"http://127.0.0.1:9 does not answer for {node.bucket}") == 1
    assert follow.reached().at == ""
    for _ in range(2):
        follow.look(node)
    assert caplog.text.count(f"{node.bucket} answers again.") == 1
    assert follow.reached().why == ""
    assert abs(datetime.fromisoformat(follow.reached().at) - datetime.now(UTC)) < timedelta(seconds=60)
    assert len(follow.reached().at) == len("2026-11-24T12:00:00+00:00")
    assert serving.ids_in_order(node.warehouse) == (FIRST, SECOND)


def test_a_copy_that_another_process_makes_is_no_trouble(node: Places, caplog: pytest.LogCaptureFixture) -> None:
    mirror.prepare(node)
    with mirror.copying(node.warehouse):
        follow.look(node)
    assert follow.reached() == follow.Reached("", "")
    assert caplog.text == ""


def test_a_disk_that_cannot_be_written_is_told_with_when_the_bucket_last_answered(node: Places) -> None:
    follow.look(node)
    answered = follow.reached().at
    (node.warehouse / "releases" / SECOND / FILE).unlink()
    serving.forget(SECOND)
    (node.warehouse / "releases").rename(node.warehouse / "aside")
    (node.warehouse / "releases").write_text("no folder", "utf-8")
    follow.look(node)
    assert follow.reached().at == answered
    assert follow.reached().why.startswith("The copy cannot be written: [Errno 20] Not a directory")


def sleeping_here(monkeypatch: pytest.MonkeyPatch, instead: Callable[[float], object]) -> None:
    """Do something instead of sleeping, in this thread: others, such as a watch over queries, sleep on."""
    own, sleep = threading.get_ident(), time.sleep
    monkeypatch.setattr(time, "sleep", lambda s: (instead if threading.get_ident() == own else sleep)(s))


@pytest.mark.parametrize(("ahead", "least", "most"), [(-1000, 0, 0), (25, 5, 25), (1000, 30, 30)])
def test_another_release_is_served_from_the_moment_that_was_announced_and_within_three_looks(
    node: Places, objects: S3Store, monkeypatch: pytest.MonkeyPatch, ahead: int, least: int, most: int
) -> None:
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "10")
    slept = list[tuple[float, object]]()
    sleeping_here(monkeypatch, lambda s: slept.append((s, serving.named(node.warehouse))))
    follow.look(node)
    slept.clear()
    state = mirror.State(FIRST, start=datetime.now(UTC) + timedelta(seconds=ahead))
    obstore.put(objects, "CURRENT", state.text().encode())
    follow.look(node)
    [(seconds, named)] = slept
    assert least <= seconds <= most
    assert named == SECOND
    assert serving.named(node.warehouse) == FIRST
    obstore.put(objects, "CURRENT", state.text().encode() + b"\n")
    follow.look(node)
    assert len(slept) == 1, "nothing is waited for where the same is served"


def test_a_site_looks_again_and_again_but_never_where_its_warehouse_is_a_folder(
    node: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class EndError(Exception):
        pass

    slept = list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise EndError

    looked = list[Places]()
    sleeping_here(monkeypatch, sleep)
    monkeypatch.setattr(follow, "look", looked.append)
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "7")
    with pytest.raises(EndError):
        follow.keep_looking(node)
    assert (slept, looked) == ([7.0] * 3, [node] * 2)
    follow.keep_looking(Places(DATA / "archive", tmp_path, tmp_path, tmp_path))


def test_what_is_built_on_one_machine_comes_to_the_others_at_their_next_look(
    node: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_BUCKET_SECONDS", "0.01")
    third = "2026-11-25-cccccc"
    with lock.building(node):
        publish.publish(third, node.warehouse, fill(third))
    follow.look(node)
    assert serving.served(node.warehouse) == serving.Served(third)
