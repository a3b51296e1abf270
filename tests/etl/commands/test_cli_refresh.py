"""`python -m etl refresh`: pull, build, report; patience with CBS; a report that a machine reads."""

import json
import re
import shutil
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etl.commands import refreshing
from etl.fetch import snapshots
from etl.model.places import Places
from etl.release import publish, store

RESA, RESETTLED = "eurostat.migr_asyresa", "ind.82025ned"
pytestmark = pytest.mark.usefixtures("release_root")  # its parts are taken, so that builds are quick
TABLE = "/statistics/1.0/data/migr_asyresa"


@contextmanager
def closing() -> Iterator[tuple[str, list[int]]]:
    """A host that takes connections and resets them, as CBS does for days: its address, and a count of them."""
    listening = socket.create_server(("127.0.0.1", 0))
    seen: list[int] = []

    def serve() -> None:
        while True:
            try:
                taken, _ = listening.accept()
            except OSError:
                return
            seen.append(1)
            taken.recv(65_536)
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            taken.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", seen
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def test_asked_by_hand_a_closed_connection_is_said_at_once_and_clearly(here: Callable[..., tuple[int, str]]) -> None:
    with closing() as (url, seen):
        code, said = here("pull", RESETTLED, url=url)
    assert code == 4
    assert len(seen) == 2, "one repetition, as the settings say, and no more"
    assert re.search(rf"{RESETTLED} +│ unreachable", said)
    assert "TableInfos?%24format=json: the connection was closed without an answer. CBS does so for hours" in said
    assert "Traceback" not in said


def test_a_refresh_asks_cbs_again_for_hours_while_the_others_are_served(
    here: Callable[..., tuple[int, str]], serve: Any, cbs_82025: Any, archived: Any, eurostat_api: Any,
    folders: Places, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    good = serve({
        TABLE: eurostat_api("migr_asyresa", archived(RESA), "2026-09-03"),
        **cbs_82025(archived(RESETTLED), "2026-10-30"),
    })  # fmt: skip
    pauses: list[float] = []
    served: list[str] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        served.append(store.current_id(folders.warehouse))
        if len(pauses) == 3:
            monkeypatch.setenv("MONITOR_CBS_URL", good.url)

    monkeypatch.setattr(refreshing, "sleep", sleep)
    with closing() as (url, _):
        code, said = here("refresh", RESA, RESETTLED, "--json", "--keep", "1", url=good.url, MONITOR_CBS_URL=url)
    report = json.loads(said[said.index("{\n") : said.rindex("}") + 1])
    assert pauses == [60, 120, 240]
    assert [p["outcome"] for p in report["pulled"]] == ["new", "new"]
    assert (report["exit_code"], report["rounds"], report["release_is_new"]) == (code, 4, True)
    assert report["release"] == store.current_id(folders.warehouse) != served[0], "built once before and once after"
    assert report["removed"] == [served[0]]
    assert store.release_ids(folders.warehouse) == (report["release"],)
    assert code == (4 if report["look_at"] else 0)
    assert len(snapshots.receipts(RESETTLED, folders.snapshots)) == 1


def test_patience_ends_and_what_is_missing_is_named(
    here: Callable[..., tuple[int, str]], built: None, serve: Any, archived: Any, eurostat_api: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    now = [0.0]
    monkeypatch.setattr(refreshing, "clock", lambda: now[0])
    monkeypatch.setattr(refreshing, "sleep", lambda s: now.__setitem__(0, now[0] + s))
    with closing() as (url, _):
        code, said = here("refresh", RESETTLED, "--json", "--patience", "1", url=url)
    report = json.loads(said[said.index("{\n") : said.rindex("}") + 1])
    assert code == report["exit_code"] == 4
    assert 3000 < now[0] <= 3600
    (look,) = [x for x in report["look_at"] if x["dataset"] == RESETTLED]
    assert look["what"] == "unreachable"
    assert "closed without an answer" in look["said"]


def test_without_network_one_sentence_what_is_held_is_served_and_nobody_waits(
    here: Callable[..., tuple[int, str]], built: None, folders: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "sleep", lambda _: pytest.fail("nobody should wait"))
    code, said = here("refresh", RESA, RESETTLED, MONITOR_HTTP_RETRIES="0")
    assert code == 3
    assert said.count("No network: none of the 2 datasets could be asked for; nothing was changed.") == 1
    assert re.search("stands: nothing has changed|built and served", said)
    assert store.current_id(folders.warehouse)


def test_under_a_held_rollback_a_refresh_says_so_in_words_and_as_json(
    here: Callable[..., tuple[int, str]], built: None, stocked: Callable[..., Path], folders: Places, serve: Any,
    archived: Any, eurostat_api: Any,
) -> None:  # fmt: skip
    earlier = "2026-11-22-aaaaaa"
    stocked(earlier, root=folders.warehouse)
    publish.hold(earlier, folders.warehouse, datetime(2026, 11, 23, 12, tzinfo=UTC))
    server = serve({TABLE: eurostat_api("migr_asyresa", archived(RESA), "2026-09-03")})
    code, said = here("refresh", RESA, url=server.url)
    why = f"a rollback holds {earlier} since 2026-11-23T12:00:00+00:00; `python -m etl resume` serves the newest."
    assert code == 4
    assert re.search(rf"Release 20\S+ built, but not served: {re.escape(why)}\n", said)
    assert "To look at: held.\n" in said
    assert "nothing has changed" not in said
    code, said = here("refresh", RESA, "--json", url=server.url)
    report = json.loads(said[said.index("{\n") : said.rindex("}") + 1])
    assert (code, report["exit_code"], report["release_is_served"], report["held_back"]) == (4, 4, False, why)
    (look,) = report["look_at"]
    assert (look["what"], look["said"]) == ("held", f"Release {report['release']} stands, but not served: {why}")
    assert store.current_id(folders.warehouse) == earlier
    assert here("resume")[0] == 0
    report = json.loads(here("refresh", RESA, "--json", url=server.url)[1].partition("\n}")[0] + "}")
    assert (report["exit_code"], report["release_is_served"], report["held_back"]) == (0, True, "")


@pytest.fixture
def built(release_root: Path, folders: Places) -> None:
    """A release of the archive alone."""
    shutil.copytree(release_root, folders.warehouse)
