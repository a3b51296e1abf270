"""Publishers that do not answer, answer late, break off or say no: waited for, given up in bounded time, named."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etl.catalogue import catalogue
from etl.fetch import pull
from etl.fetch.http import Client
from etl.model.places import Places
from etl.sources import eurostat

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLE = "/statistics/1.0/data/migr_eiord"
HTML = b"<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body>Back soon</body></html>"
ORDERS, PROTECTED, RESETTLED = "eurostat.migr_eiord", "eurostat.migr_asytpsm", "ind.82025ned"


def test_no_connection_is_told_from_an_answer_that_is_wrong(
    ask: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(ORDERS, {TABLE: reply(b"not here", 404)}).outcome == "HTTP error"
    declared = catalogue.load()
    monkeypatch.setenv("MONITOR_EUROSTAT_URL", "http://127.0.0.1:9")
    get = Client(retries=0, pause=0).get
    places = Places(*(Path("nowhere"),) * 4)
    (found,) = pull.pull([declared.datasets[ORDERS]], declared, get, places, NOW, lambda _: None)
    assert found.outcome == "no network"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"delay": 2.0}, "no answer within 0.3 seconds"),
        ({"drip": 0.05}, "bytes came within 0.4 seconds"),
        ({"cut": 20}, "the answer broke off, 2 times"),
        ({"status": 500}, "HTTP 500"),
        ({"status": 302, "headers": {"Location": "https://sorry.ec.europa.eu/"}}, "is down for maintenance"),
    ],
    ids=["hang", "drip", "cut off", "500", "sorry host"],
)
def test_a_source_in_trouble_is_given_up_in_bounded_time_and_nothing_is_written(
    ask: Any, reply: Any, folders: Places, tmp_path: Path, given: dict[str, Any], message: str
) -> None:
    retries = {"retries": 0} if "delay" in given or "drip" in given else {"retries": 1}
    found = ask(ORDERS, {TABLE: reply(HTML, **given)}, timeout=0.3, deadline=0.4, **retries)
    assert found.outcome == ("HTTP error" if "status" in given and given["status"] == 500 else "unreachable")
    assert message in found.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "trouble",
    [[{"status": 500}], [{"status": 503}, {"cut": 30}], [{"status": 429, "headers": {"Retry-After": "0"}}]],
    ids=["500", "503, then broken off", "429"],
)
def test_trouble_that_passes_is_waited_out(
    ask: Any, reply: Any, archived: Any, json_stat: Any, trouble: list[dict[str, Any]]
) -> None:
    body = json_stat("migr_asytpsm", archived(PROTECTED), "2026-09-03")
    servers: list[Any] = []
    answers = {"*": [*(reply(body, **given) for given in trouble), reply(body)]}
    assert ask(PROTECTED, answers, servers, retries=2).outcome == "new"
    assert len(servers[0].log) == len(trouble) + 1


def test_an_answer_that_eurostat_prepares_is_waited_for(
    ask: Any, reply: Any, archived: Any, json_stat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(eurostat, "sleep", pauses.append)
    wait = b'{"error": [{"status": 413,"id": 413,"label": "ASYNCHRONOUS_RESPONSE. Please try again later."}]}'
    body = json_stat("migr_asytpsm", archived(PROTECTED), "2026-09-03")
    assert ask(PROTECTED, {"*": [reply(wait, 413), reply(wait, 413), reply(body)]}).outcome == "new"
    assert pauses == [eurostat.POLL_PAUSE] * 2


def test_a_question_that_eurostat_calls_wrong_is_unreachable_data_and_says_why(ask: Any, reply: Any) -> None:
    wrong = b'{"error": [{"status": 400, "id": 150, "label": "INVALID_QUERY_DIMENSION_VALUE: GEO=EU27."}]}'
    found = ask(ORDERS, {TABLE: reply(wrong, 400)})
    assert found.outcome == "HTTP error"
    assert "HTTP 400: INVALID_QUERY_DIMENSION_VALUE: GEO=EU27." in found.message


def test_a_table_that_is_broken_at_cbs_is_said_to_be_broken(
    ask: Any, reply: Any, cbs_82025: Any, archived: Any
) -> None:
    broken = reply(b"Invalid column name 'New0'.", 500)
    found = ask(RESETTLED, cbs_82025(archived(RESETTLED), "2026-10-30", TypedDataSet=broken))
    assert found.outcome == "HTTP error"
    assert "the table is broken at CBS" in found.message
