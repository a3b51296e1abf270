"""Eurostat's answers other than data: queued ones are waited for, refusals and pages are named."""

from pathlib import Path
from typing import Any

import pytest

from etl.model.errors import ContractError, SettingError, SourceError
from etl.sources import eurostat
from etl.sources.eurostat import parse

FIXTURES = Path(__file__).parents[3] / "fixtures" / "eurostat"
CUBE = (FIXTURES / "json_stat_migr_asyappctza.json").read_bytes()
TABLE = "/statistics/1.0/data/migr_asyappctza"
WAIT = b'{"error": [{"status": 413,"id": 413,"label": "ASYNCHRONOUS_RESPONSE. Please try again later."}]}'
WARNING = b'{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE. Please try again later."}}'
QUEUED = b"<e:Envelope><e:Body><s:syncResponse><queued><id>98de-05</id><status>%s</status></queued></s:syncResponse>"


@pytest.mark.parametrize(("body", "status"), [(WAIT, 413), (WARNING, 200)])
def test_a_queued_answer_is_waited_for(
    asked: Any, reply: Any, declared: Any, slept: list[float], body: bytes, status: int
) -> None:
    queue = [reply(body, status), reply(body, status), reply(CUBE)]
    parts, server = asked(declared("eurostat.migr_asyappctza"), {TABLE: queue})
    assert parts[0].body == CUBE
    assert len({one.raw_query for one in server.log}) == 1
    assert slept == [eurostat.POLL_PAUSE] * 2


def test_the_pause_before_asking_again_is_set_by_environment(
    asked: Any, reply: Any, declared: Any, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_EUROSTAT_POLL", "2.5")
    asked(declared("eurostat.migr_asyappctza"), {TABLE: [reply(WAIT, 413), reply(CUBE)]})
    assert slept == [2.5]
    monkeypatch.setenv("MONITOR_EUROSTAT_POLL", "often")
    with pytest.raises(SettingError, match="MONITOR_EUROSTAT_POLL is 'often'; accepted is a number of 0 or more"):
        asked(declared("eurostat.migr_asyappctza"), {TABLE: reply(CUBE)})


def test_waiting_ends(asked: Any, reply: Any, declared: Any, slept: list[float]) -> None:
    with pytest.raises(SourceError, match=r"still preparing the answer after 600 seconds"):
        asked(declared("eurostat.migr_asyappctza"), {TABLE: reply(WAIT, 413)})
    assert len(slept) == eurostat.polls


def test_an_sdmx_queue_is_asked_for_its_status_and_then_for_the_data(
    asked: Any, reply: Any, declared: Any, figure_of: Any
) -> None:
    answers = {
        TABLE: reply(QUEUED % b"SUBMITTED"),
        "/1.0/async/status/98de-05": [reply(QUEUED % b"PROCESSING"), reply(QUEUED % b"AVAILABLE")],
        "/1.0/async/data/98de-05": reply((FIXTURES / "sdmx_csv_2.0_migr_asyappctza.csv").read_bytes()),
    }
    dataset = declared("eurostat.migr_asyappctza")
    parts, server = asked(dataset, answers)
    status, data = "/1.0/async/status/98de-05", "/1.0/async/data/98de-05"
    assert server.paths() == [TABLE, status, status, data]
    assert parts[0].name == "data.csv"
    assert figure_of(parse(parts, dataset).frame, period="2015", geo="NL") == 44970


def test_an_expired_queue_is_an_error(asked: Any, reply: Any, declared: Any) -> None:
    answers = {TABLE: reply(QUEUED % b"SUBMITTED"), "/1.0/async/status/98de-05": reply(QUEUED % b"EXPIRED")}
    with pytest.raises(SourceError, match="EXPIRED; expected is SUBMITTED, PROCESSING or AVAILABLE"):
        asked(declared("eurostat.migr_asyappctza"), answers)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b'{"error": [{"status": 404, "label": "NOT_A_DATASET is not available."}]}', 404, "HTTP 404: NOT_A_DATASET"),
        (
            b"<S:Fault><faultcode>150</faultcode><faultstring>Semantic</faultstring></S:Fault>",
            400,
            "HTTP 400: Semantic",
        ),
    ],
)
def test_a_refusal_is_a_source_error(
    asked: Any, reply: Any, declared: Any, body: bytes, status: int, says: str
) -> None:
    with pytest.raises(SourceError, match=rf"{TABLE}\?.*{says}"):
        asked(declared("eurostat.migr_asyappctza"), {TABLE: reply(body, status)})


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the file is empty; accepted is SDMX-CSV"),
        (b" \n", "the file is empty"),
        (b"<html><head><title>Technical difficulties</title></head></html>", "page or message.*Technical difficulties"),
        (b'{"error": [{"status": 400, "id": 100, "label": "No results found"}]}', "No results found"),
        (b"<S:Fault><faultcode>150</faultcode><faultstring>Semantic</faultstring></S:Fault>", "'Semantic'"),
        (CUBE[:900], "not valid JSON, perhaps cut off"),
    ],
)
def test_an_answer_that_is_not_data_breaks_the_contract(
    asked: Any, reply: Any, declared: Any, body: bytes, says: str
) -> None:
    dataset = declared("eurostat.migr_asyappctza")
    parts, _ = asked(dataset, {TABLE: reply(body)})
    with pytest.raises(ContractError, match=rf"^{parts[0].name}: .*{says}"):
        parse(parts, dataset)
