"""Answers that break their contract: quarantined with the reason, while the last good data stay."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from etl.catalogue import catalogue
from etl.fetch import pull
from etl.fetch.http import Client
from etl.model.places import Places

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLE = "/statistics/1.0/data/migr_eiord"
HTML = b"<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body>Back soon</body></html>"
ORDERS, PROTECTED, RESETTLED = "eurostat.migr_eiord", "eurostat.migr_asytpsm", "ind.82025ned"
CODE = {ORDERS: "migr_eiord", PROTECTED: "migr_asytpsm"}
Spoil = Callable[[pd.DataFrame], pd.DataFrame]


def at(frame: pd.DataFrame, geo: str, period: str) -> pd.Series:
    return (frame["geo"] == geo) & (frame["period"] == period)


def put(geo: str, period: str, column: str, cell: Any) -> Spoil:
    return lambda f: f.assign(**{column: f[column].mask(at(f, geo, period), cell)})


SPOILED: list[tuple[str, Spoil, str]] = [
    (ORDERS, put("NL", "2015", "value", -5.0), "1 values are not in 0 to 1,000,000, first -5 at "),
    (ORDERS, put("NL", "2015", "value", 23_767.0), "values must be multiples of 5, first that is not: 23,767 at "),
    (ORDERS, put("EU27_2020", "2015", "value", 5.0), "EU27_2020 is not the sum of its parts within 70: 5 against "),
    (ORDERS, put("NL", "2015", "geo", "ZZ"), "unknown geo: ZZ; accepted: "),
    (ORDERS, put("NL", "2015", "flag", "x"), "unknown flag: x; accepted: b, c, d, "),
    (ORDERS, lambda f: f.head(100), "100 rows, expected at least 200"),
    (ORDERS, lambda f: f.rename(columns={"citizen": "nationality"}), "dimension citizen is missing; found "),
    (PROTECTED, lambda f: f[f["period"] != "2024-11"], "periods are missing: 2024-11; expected every one to 2025-03"),
    (PROTECTED, lambda f: f[f["period"] < "2025-03"], "last period is 2025-02, but the last good data reach 2025-03"),
    (PROTECTED, lambda f: f[f["period"] > "2022-03"], "first period is 2022-04, expected 2022-03"),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "spoil", "message"), SPOILED, ids=[message[:30] for *_, message in SPOILED])
def test_an_answer_that_breaks_its_contract_is_quarantined_and_the_last_good_data_stay(
    ask: Any,
    folders: Places,
    archived: Any,
    orders: pd.DataFrame,
    eurostat_api: Any,
    dataset: str,
    spoil: Spoil,
    message: str,
    kept: Any,
    quarantined: Any,
) -> None:
    frame = orders if dataset == ORDERS else archived(dataset)
    code = CODE[dataset]
    path = f"/statistics/1.0/data/{code}"
    assert ask(dataset, {path: eurostat_api(code, frame, "2026-09-03")}).outcome == "new"
    before = kept(dataset)
    found = ask(dataset, {path: eurostat_api(code, spoil(frame), "2026-09-03")})
    assert found.outcome == "refused"
    assert message in found.message
    assert re.search(
        rf" data[-0-9]*\.json.* kept in quarantine/{dataset}/20261123T120000Z-[0-9a-f]{{12}}\.$", found.message
    )
    assert kept(dataset) == before
    files = quarantined(dataset)
    assert any(name.endswith(".json") and json.loads(body)["value"] for name, body in files.items())
    assert message in files["why.txt"].decode()
    assert re.search(r"data[-0-9]*\.json", files["why.txt"].decode())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (HTML, "a page or message, not data: 'Scheduled maintenance'"),
        (b"", "the file is empty"),
        (b'{"error": [{"status": 400, "label": "No results"}]}', "not a JSON-stat dataset"),
        (b"a,b\n1,2\n", "a file that starts with 'a,b"),
    ],
)
def test_an_answer_that_is_no_data_is_quarantined(
    ask: Any, reply: Any, folders: Places, body: bytes, message: str, kept: Any, quarantined: Any
) -> None:
    found = ask(ORDERS, {TABLE: reply(body)})
    assert found.outcome == "refused"
    assert message in found.message
    assert kept(ORDERS) == []
    assert body in quarantined(ORDERS).values()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_an_answer_cut_off_under_a_correct_length_is_quarantined(
    ask: Any, reply: Any, archived: Any, json_stat: Any, share: float
) -> None:
    body = json_stat("migr_asytpsm", archived(PROTECTED), "2026-09-03")
    found = ask(PROTECTED, {"/statistics/1.0/data/migr_asytpsm": reply(body[: int(len(body) * share)])})
    assert found.outcome == "refused"
    assert "data.json: not valid JSON, perhaps cut off" in found.message


def test_an_answer_of_another_table_is_quarantined(ask: Any, reply: Any, orders: pd.DataFrame, json_stat: Any) -> None:
    found = ask(ORDERS, {TABLE: reply(json_stat("migr_eirtn", orders, "2026-09-03"))})
    assert "this is table migr_eirtn; expected is migr_eiord" in found.message


def test_a_code_that_cbs_no_longer_lists_stops_that_dataset_and_not_the_pull(
    serve: Any,
    reply: Any,
    cbs_82025: Any,
    folders: Places,
    archived: Any,
    orders: pd.DataFrame,
    eurostat_api: Any,
    monkeypatch: pytest.MonkeyPatch,
    quarantined: Any,
) -> None:
    other = reply(json.dumps({"odata.metadata": "x#Cbs.OData.WebAPI.Geslacht", "value": [
        {"Key": "1100", "Title": "Iedereen"}]}).encode())  # fmt: skip
    answers = cbs_82025(archived(RESETTLED), "2026-10-30", Geslacht=other)
    server = serve({**answers, TABLE: eurostat_api("migr_eiord", orders, "2026-09-03")})
    monkeypatch.setenv("MONITOR_CBS_URL", server.url)
    monkeypatch.setenv("MONITOR_EUROSTAT_URL", server.url)
    declared = catalogue.load()
    datasets = [declared.datasets[RESETTLED], declared.datasets[ORDERS]]
    found = [*pull.pull(datasets, declared, Client(retries=0, pause=0).get, folders, NOW, lambda _: None)]
    assert [p.outcome for p in found] == ["refused", "new"]
    assert "has no code 'T001038'; accepted: 1100" in found[0].message
    assert "why.txt" in quarantined(RESETTLED)


@pytest.mark.parametrize(
    ("page", "workbook", "message"),
    [
        (b"<html>no links today</html>", b"", "no link to any .xlsx file; accepted: a link to Monthly_detections_of"),
        (b'<a href="/Monthly_detections_of_IBC_2026_11_04.xlsx">', HTML, "Monthly_detections_of_IBC_2026_11_04.xlsx"),
        (b'<a href="/Monthly_detections_of_IBC_2026_11_04.xlsx">', b"PK\x03\x04cut", "truncated or damaged"),
    ],
    ids=["no link", "HTML in place of XLSX", "truncated"],
)
def test_a_frontex_answer_that_is_no_workbook_is_quarantined(
    ask: Any, reply: Any, folders: Places, page: bytes, workbook: bytes, message: str, quarantined: Any
) -> None:
    landing = "/what-we-do/monitoring-and-risk-analysis/migratory-map/"
    answers = {landing: reply(page), "/Monthly_detections_of_IBC_2026_11_04.xlsx": reply(workbook)}
    found = ask("frontex.ibc_route_month", answers)
    assert found.outcome == "refused"
    assert message in found.message
    assert (workbook or page) in quarantined("frontex.ibc_route_month").values()
