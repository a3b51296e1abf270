"""Pulling from a local server, without the command line: what is kept, what is refused, and what a refusal says.

Eurostat's and CBS's answers are built here from figures of the archive; see `json_stat` and `cbs_82025` in conftest.py.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import catalogue, pull, snapshots
from etl.errors import CatalogueError, SourceError
from etl.http import Client
from etl.places import Places
from etl.pull import Pulled
from etl.sources import Part, eurostat

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORDERS, PROTECTED, RESETTLED = "eurostat.migr_eiord", "eurostat.migr_asytpsm", "ind.82025ned"
TABLE = "/statistics/1.0/data/migr_eiord"
HTML = b"<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body>Back soon</body></html>"
CODE = {ORDERS: "migr_eiord", PROTECTED: "migr_asytpsm"}


@pytest.fixture
def orders(archived: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Orders to leave 2010 to 2016 over all citizenships."""
    frame = archived(ORDERS)
    return frame[frame["citizen"] == "TOTAL"].reset_index(drop=True)


@pytest.fixture
def ask(serve: Any, folders: Places, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pulled]:
    """Pull one dataset from a server with these answers; more arguments go to the client."""

    def asked(dataset: str, answers: Any, server: list[Any] | None = None, **client: Any) -> Pulled:
        running = serve(answers)
        if server is not None:
            server.append(running)
        for name in ("EUROSTAT", "FRONTEX", "CBS", "CBS_V4"):
            monkeypatch.setenv(f"MONITOR_{name}_URL", running.url)
        patience: dict[str, Any] = {"timeout": 2, "retries": 1, "pause": 0, "backoff": 0, **client}
        get = Client(validators=pull.validators(folders), **patience).get
        declared = catalogue.load()
        (found,) = pull.pull([declared.datasets[dataset]], declared, get, folders, NOW, lambda _: None)
        return found

    return asked


def kept(folders: Places, dataset: str) -> list[str]:
    return [r.sha256 for r in snapshots.receipts(dataset, folders.snapshots)]


def quarantined(folders: Places, dataset: str) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (folders.quarantine / dataset).rglob("*") if p.is_file()}


# What is kept


def test_an_answer_is_kept_byte_for_byte_with_a_receipt(
    ask: Any, reply: Any, folders: Places, archived: Any, json_stat: Any
) -> None:
    frame = archived(PROTECTED)
    body = json_stat("migr_asytpsm", frame, "2026-09-03")
    path = "/statistics/1.0/data/migr_asytpsm"
    found = ask(PROTECTED, {path: reply(body, headers={"ETag": '"7"', "Content-Type": "application/json"})})
    assert (found.outcome, found.rows, found.vintage) == ("new", len(frame), "2026-09-03T11:00:00"), found.message
    (receipt,) = snapshots.receipts(PROTECTED, folders.snapshots)
    assert snapshots.load(receipt, folders.snapshots)[0].body == body
    assert path in receipt.parts[0].url
    assert receipt.parts[0].headers == {"etag": '"7"', "content-type": "application/json"}


def test_the_next_question_is_conditional_and_304_means_unchanged(
    ask: Any, reply: Any, folders: Places, archived: Any, json_stat: Any
) -> None:
    frame = archived(PROTECTED)
    body = json_stat("migr_asytpsm", frame, "2026-09-03")
    servers: list[Any] = []

    def answer(one: Any) -> Any:
        if one.headers.get("if-none-match") == '"7"':
            return reply(status=304)
        return reply(body, headers={"ETag": '"7"', "Content-Type": "application/json"})

    first = ask(PROTECTED, {"/statistics/1.0/data/migr_asytpsm": answer}, servers)
    # the address of a receipt names the server, so the same one is asked again
    get = Client(validators=pull.validators(folders), pause=0).get
    declared = catalogue.load()
    (second,) = pull.pull([declared.datasets[PROTECTED]], declared, get, folders, NOW, lambda _: None)
    assert (first.outcome, second.outcome, second.rows) == ("new", "unchanged", len(frame))
    assert [a.headers.get("if-none-match") for a in servers[0].log] == [None, '"7"']
    assert len(kept(folders, PROTECTED)) == 1


def test_one_answer_serves_every_dataset_that_asks_for_it(serve: Any, reply: Any, folders: Places) -> None:
    server = serve({"/a": reply(b"once"), "/b": reply(b"other")})
    get = pull._remembering(Client(pause=0).get, folders)
    assert [get(f"{server.url}/a").body for _ in range(3)] == [b"once"] * 3
    assert get(f"{server.url}/a", fresh=True).body == b"once"
    assert server.paths() == ["/a", "/a"]


# What is refused

Spoil = Callable[[pd.DataFrame], pd.DataFrame]


def at(frame: pd.DataFrame, geo: str, period: str) -> pd.Series:
    return (frame["geo"] == geo) & (frame["period"] == period)


def put(geo: str, period: str, column: str, cell: Any) -> Spoil:
    return lambda f: f.assign(**{column: f[column].mask(at(f, geo, period), cell)})


SPOILED: list[tuple[str, Spoil, str]] = [
    (ORDERS, put("NL", "2015", "value", -5.0), "1 values are not in 0 to 1,000,000, first -5 at "),
    (ORDERS, put("NL", "2015", "value", 23_767.0), "values must be multiples of 5, first that is not: 23,767 at "),
    (ORDERS, put("EU28", "2015", "value", 5.0), "EU28 is not the sum of its parts within 30: 5 against "),
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
    ask: Any, folders: Places, archived: Any, eurostat_api: Any, dataset: str, spoil: Spoil, message: str
) -> None:
    frame = archived(dataset)
    frame = frame[frame["citizen"] == "TOTAL"].reset_index(drop=True) if dataset == ORDERS else frame
    code = CODE[dataset]
    path = f"/statistics/1.0/data/{code}"
    assert ask(dataset, {path: eurostat_api(code, frame, "2026-09-03")}).outcome == "new"
    before = kept(folders, dataset)
    found = ask(dataset, {path: eurostat_api(code, spoil(frame), "2026-09-03")})
    assert found.outcome == "refused"
    assert message in found.message
    assert re.search(rf" data[-0-9]*\.json.* kept in quarantine/{dataset}/20261123T120000Z\.$", found.message)
    assert kept(folders, dataset) == before
    files = quarantined(folders, dataset)
    assert any(name.endswith(".json") and json.loads(body)["value"] for name, body in files.items())
    assert message in files["why.txt"].decode()
    assert "data" in files["why.txt"].decode()


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
    ask: Any, reply: Any, folders: Places, body: bytes, message: str
) -> None:
    found = ask(ORDERS, {TABLE: reply(body)})
    assert found.outcome == "refused"
    assert message in found.message
    assert kept(folders, ORDERS) == []
    assert body in quarantined(folders, ORDERS).values()


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


def test_damage_to_the_bytes_kept_before_does_not_stop_the_next_pull(
    ask: Any, folders: Places, orders: pd.DataFrame, eurostat_api: Any
) -> None:
    ask(ORDERS, {TABLE: eurostat_api("migr_eiord", orders, "2026-09-03")})
    for path in (folders.snapshots / "objects").iterdir():
        path.write_bytes(b"?")
    assert ask(ORDERS, {TABLE: eurostat_api("migr_eiord", orders, "2026-09-04")}).outcome == "new"


# What does not come


def test_no_connection_is_told_from_an_answer_that_is_wrong(
    ask: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(ORDERS, {TABLE: reply(b"not here", 404)}).outcome == "unreachable"
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
    assert found.outcome == "unreachable"
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


def test_years_without_figures_yet_are_no_failure(
    ask: Any, reply: Any, folders: Places, orders: pd.DataFrame, eurostat_api: Any
) -> None:
    servers: list[Any] = []
    found = ask(ORDERS, {TABLE: eurostat_api("migr_eiord", orders, "2026-09-03")}, servers)
    assert (found.outcome, found.rows) == ("new", len(orders)), found.message
    (receipt,) = snapshots.receipts(ORDERS, folders.snapshots)
    assert 0 < len(receipt.parts) < len(servers[0].log)
    none = reply(b'{"error": [{"status": 400, "id": 100, "label": "No results found"}]}', 400)
    assert "No results found" in ask(ORDERS, {TABLE: none}).message


def test_a_question_that_eurostat_calls_wrong_is_unreachable_data_and_says_why(ask: Any, reply: Any) -> None:
    wrong = b'{"error": [{"status": 400, "id": 150, "label": "INVALID_QUERY_DIMENSION_VALUE: GEO=EU27."}]}'
    found = ask(ORDERS, {TABLE: reply(wrong, 400)})
    assert found.outcome == "unreachable"
    assert "HTTP 400: INVALID_QUERY_DIMENSION_VALUE: GEO=EU27." in found.message


# CBS


def test_resettled_refugees_come_from_cbs_with_provisional_as_a_flag(
    ask: Any, cbs_82025: Any, folders: Places, archived: Any
) -> None:
    frame = archived(RESETTLED)
    found = ask(RESETTLED, cbs_82025(frame, "2026-10-30", status="Voorlopig"))
    assert (found.outcome, found.rows, found.vintage) == ("new", len(frame), "2026-10-30T02:00:00"), found.message


def test_a_code_that_cbs_no_longer_lists_stops_that_dataset_and_not_the_pull(
    serve: Any, reply: Any, cbs_82025: Any, folders: Places, archived: Any, orders: pd.DataFrame, eurostat_api: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = reply(json.dumps({"odata.metadata": "x#Cbs.OData.WebAPI.Geslacht", "value": [
        {"Key": "1100", "Title": "Iedereen"}]}).encode())  # fmt: skip
    answers = cbs_82025(archived(RESETTLED), "2026-10-30", Geslacht=other)
    server = serve({**answers, TABLE: eurostat_api("migr_eiord", orders, "2026-09-03")})
    monkeypatch.setenv("MONITOR_CBS_URL", server.url)
    monkeypatch.setenv("MONITOR_EUROSTAT_URL", server.url)
    declared = catalogue.load()
    datasets = [declared.datasets[RESETTLED], declared.datasets[ORDERS]]
    found = pull.pull(datasets, declared, Client(retries=0, pause=0).get, folders, NOW, lambda _: None)
    assert [p.outcome for p in found] == ["refused", "new"]
    assert "has no code 'T001038'; accepted: 1100" in found[0].message
    assert "why.txt" in quarantined(folders, RESETTLED)


def test_a_table_that_is_broken_at_cbs_is_said_to_be_broken(
    ask: Any, reply: Any, cbs_82025: Any, archived: Any
) -> None:
    broken = reply(b"Invalid column name 'New0'.", 500)
    found = ask(RESETTLED, cbs_82025(archived(RESETTLED), "2026-10-30", TypedDataSet=broken))
    assert found.outcome == "unreachable"
    assert "the table is broken at CBS" in found.message


# Frontex: see test_frontex_workbook.py for the layouts; here what becomes of an answer


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
    ask: Any, reply: Any, folders: Places, page: bytes, workbook: bytes, message: str
) -> None:
    landing = "/what-we-do/monitoring-and-risk-analysis/migratory-map/"
    answers = {landing: reply(page), "/Monthly_detections_of_IBC_2026_11_04.xlsx": reply(workbook)}
    found = ask("frontex.ibc_route_month", answers)
    assert found.outcome == "refused"
    assert message in found.message
    assert (workbook or page) in quarantined(folders, "frontex.ibc_route_month").values()


# Files that a person downloaded


def test_files_are_told_by_the_code_in_their_name_or_first_lines(tmp_path: Path) -> None:
    datasets = pull.wanted(catalogue.load(), ())
    (tmp_path / "2025").mkdir()
    for name, text in {
        "estat_migr_eiord.tsv": "", "migr_eiord1.json": "", "2025/data.csv": "ESTAT:MIGR_ASYRESA(1.0),A\n",
        "holiday.jpg": "", "notes on migr_eiords.txt": "", ".hidden_migr_eiord.csv": "",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
    found, strange = pull.given(tmp_path, datasets)
    assert {name: [p.name for p in parts] for name, parts in found.items()} == {
        "eurostat.migr_eiord": ["estat_migr_eiord.tsv"],
        "eurostat.migr_eiord1": ["migr_eiord1.json"],
        "eurostat.migr_asyresa": ["2025/data.csv"],
    }
    assert strange == ("holiday.jpg", "notes on migr_eiords.txt")


def test_files_of_one_name_in_two_folders_are_both_kept_in_quarantine(tmp_path: Path, folders: Places) -> None:
    for year in ("2015", "2016"):
        (tmp_path / "in" / year).mkdir(parents=True)
        (tmp_path / "in" / year / "migr_eiord.csv").write_text(f"nothing of {year}\n", "utf-8")
    declared = catalogue.load()
    given, _ = pull.given(tmp_path / "in", [declared.datasets[ORDERS]])
    found = pull.accept(declared.datasets[ORDERS], given[ORDERS], declared, folders, NOW)
    assert found.outcome == "refused"
    files = quarantined(folders, ORDERS)
    assert {files["2015_migr_eiord.csv"], files["2016_migr_eiord.csv"]} == {b"nothing of 2015\n", b"nothing of 2016\n"}


def test_what_is_wanted_is_live_only() -> None:
    declared = catalogue.load()
    everything = pull.wanted(declared, ())
    assert everything
    assert all(d.live for d in everything)
    assert {d.source for d in pull.wanted(declared, ("frontex",))} == {"frontex"}
    assert [d.id for d in pull.wanted(declared, (ORDERS,))] == [ORDERS]


def test_a_declaration_that_is_wrong_is_not_blamed_on_the_source(folders: Places) -> None:
    declared = catalogue.load()
    wrong = declared.datasets[ORDERS].model_copy(update={"request": {"since": "long ago"}})

    def never(*_: Any, **__: Any) -> Any:
        raise SourceError("nobody should be asked")

    with pytest.raises(CatalogueError, match=r"eurostat\.migr_eiord\.toml: request\.since"):
        pull.pull([wrong], replace(declared, datasets={ORDERS: wrong}), never, folders, NOW, lambda _: None)


def test_parts_of_a_file_given_by_hand_carry_its_name_and_no_address(tmp_path: Path) -> None:
    (tmp_path / "migr_eiord.csv").write_text("x", "utf-8")
    given, _ = pull.given(tmp_path, [catalogue.load().datasets[ORDERS]])
    assert given == {ORDERS: (Part("migr_eiord.csv", b"x", "migr_eiord.csv"),)}
