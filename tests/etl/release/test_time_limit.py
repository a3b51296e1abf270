"""A query that takes too long, too much memory, or that nobody waits for, ends; others go on."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from etl.model import unwanted
from etl.model.errors import TooMuchError
from etl.release import engine, store, time_limit

ENDLESS = "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range + b.range = 7"


def test_a_query_ends_after_its_time_and_the_next_one_works() -> None:
    db, begun = engine.memory(megabytes=64), time.monotonic()
    with pytest.raises(TooMuchError, match=r"more than 0\.2 s"):
        engine.rows(db, ENDLESS, (), 0.2)
    assert time.monotonic() - begun < 5
    assert engine.rows(db, "SELECT 1", (), 0.2) == [(1,)]


def test_a_query_that_nobody_waits_for_ends() -> None:
    db, flag, begun = engine.memory(), unwanted.Flag(), time.monotonic()
    threading.Timer(0.2, flag.set).start()
    with pytest.raises(TooMuchError, match=r"A query was ended: nobody waits for it any longer\.$"):
        unwanted.during(flag, lambda: engine.rows(db, ENDLESS, (), 60))
    assert time.monotonic() - begun < 5


def test_the_thread_that_looks_is_there_while_something_runs_and_goes_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Longer than it would linger; and there is another one when it is needed again."""
    monkeypatch.setattr(time_limit, "LOOK", 0.01)
    monkeypatch.setattr(time_limit, "LINGER", 0.05)
    watch = time_limit.Watch()
    for seconds in (0.15, 0.0):
        before, ended, begun = set(threading.enumerate()), threading.Event(), time.monotonic()
        with watch.over(ended.set, seconds) as running:
            [looking] = set(threading.enumerate()) - before
            assert ended.wait(5)
            assert running.ended == "time"
        assert seconds <= time.monotonic() - begun < 3
        looking.join(3)
        assert not looking.is_alive()
    flag, ended = unwanted.Flag(), threading.Event()
    flag.set()

    def work() -> str:
        with watch.over(ended.set, 60) as running:
            assert ended.wait(5)
            return running.ended

    assert unwanted.during(flag, work) == "unwanted"


def test_a_query_that_needs_too_much_memory_ends() -> None:
    with pytest.raises(TooMuchError, match="memory"):
        engine.rows(engine.memory(megabytes=64), "SELECT list(range) FROM range(100000000)", (), 60)


def test_a_reader_is_told_in_a_sentence(
    client: Any, stocked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(stocked("2026-11-23-cccccc")))
    store.release().choices("returned")
    monkeypatch.setattr(engine.time_limit, "LOOK", 0.0)
    monkeypatch.setenv("MONITOR_QUERY_SECONDS", "0")
    said = set()
    for n in range(40):  # a query may be over before anybody looks
        answer = client.get(f"/data/returned.csv?from={1990 + n}")
        if answer.status_code != 200:
            said.add((answer.status_code, answer.json["error"][:40], answer.headers["Retry-After"]))
    assert said == {(503, "This took too long or too much memory an", "60")}
