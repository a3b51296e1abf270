"""Pulls from publishers that answer as the real ones were seen to in 2025 and 2026."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.build import build
from etl.catalogue import catalogue
from etl.fetch import pull, snapshots
from etl.fetch.http import Client
from etl.model.places import Places
from etl.release import store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORDERS, RETURNS, RESA = "eurostat.migr_eiord", "eurostat.migr_eirtn", "eurostat.migr_asyresa"
TABLES = {name: f"/statistics/1.0/data/{name.partition('.')[2]}" for name in (ORDERS, RETURNS, RESA)}


def real(frame: pd.DataFrame) -> pd.DataFrame:
    """As Eurostat answers today: sex and age pinned, THRD for third countries, and a row for Asia."""
    asia = frame[(frame["citizen"] == "TOTAL") & (frame["geo"] == "NL")].assign(citizen="ASI")
    frame = pd.concat([frame, asia], ignore_index=True).assign(sex="T", age="TOTAL")
    if "c_dest" in frame:
        frame["c_dest"] = frame["c_dest"].replace("Third country", "THRD")
    return frame


@pytest.mark.parametrize("name", [ORDERS, RETURNS])
def test_returns_and_orders_as_they_are_answered_today_are_taken_in_one_request(
    name: str, ask: Any, archived: Any, eurostat_api: Any
) -> None:
    servers: list[Any] = []
    frame = archived(name)
    frame = real(frame[~frame["geo"].isin(["EU28", "EU27_2007", "EU27_2020"])])  # of another vintage in the archive
    found = ask(name, {TABLES[name]: eurostat_api(name.partition(".")[2], frame, "2026-09-03")}, servers)
    assert (found.outcome, found.rows, found.left_out) == ("new", len(frame), 0), found.message
    assert len(servers[0].log) == 1


def test_a_dimension_added_with_a_total_costs_its_parts_and_is_said(
    ask: Any, orders: pd.DataFrame, eurostat_api: Any
) -> None:
    wide = pd.concat([real(orders).assign(form="TOTAL"), real(orders).assign(form="ENF", value=0.0)], ignore_index=True)
    found = ask(ORDERS, {TABLES[ORDERS]: eurostat_api("migr_eiord", wide, "2026-09-03")})
    assert (found.outcome, found.rows) == ("new", len(wide) // 2), found.message
    assert "a dimension that is not declared, form: kept TOTAL" in found.message
    alone = real(orders).assign(form="ENF")
    found = ask(ORDERS, {TABLES[ORDERS]: eurostat_api("migr_eiord", alone, "2026-09-04")})
    assert found.outcome == "refused"


def test_an_unknown_citizenship_costs_its_rows_counted_named_and_kept_apart(
    ask: Any, orders: pd.DataFrame, eurostat_api: Any, folders: Places, quarantined: Any, cut: Any
) -> None:
    new = orders.head(4).assign(citizen="QQ")
    answer = eurostat_api("migr_eiord", real(pd.concat([orders, new], ignore_index=True)), "2026-09-03")
    found = ask(ORDERS, {TABLES[ORDERS]: answer})
    assert (found.outcome, found.left_out) == ("new", 4), found.message
    assert "4 rows of a citizenship that is not in citizenships.csv are left out: citizen QQ; kept in quarantine" in (
        found.message
    )
    assert quarantined(ORDERS)["rows.csv"].decode().count("QQ") == 4
    built = build(cut("ordered_to_leave"), folders, NOW, lambda *_: None)
    assert [w for w in built.warnings if "citizen QQ (snapshot 1)" in w]
    assert "QQ" not in store.release(root=folders.warehouse).tables.codes(ORDERS, "citizen")


@pytest.mark.parametrize(
    ("dim", "code", "said"),
    [
        ("geo", "QQ", "unknown geo: QQ; accepted: "),
        ("unit", "KG", "unknown unit: KG; this dataset needs PER"),
        ("flag", "x", "unknown flag: x; accepted: "),
    ],
)
def test_an_unknown_place_unit_or_flag_stops_the_dataset(
    dim: str, code: str, said: str, ask: Any, orders: pd.DataFrame, eurostat_api: Any
) -> None:
    wrong = real(orders)
    wrong.loc[wrong.index[:3], dim] = code
    found = ask(ORDERS, {TABLES[ORDERS]: eurostat_api("migr_eiord", wrong, "2026-09-03")})
    assert found.outcome == "refused"
    assert said in found.message


def test_more_codes_of_a_pinned_dimension_cost_their_rows_and_a_total_that_is_gone_stops_the_dataset(
    ask: Any, orders: pd.DataFrame, eurostat_api: Any
) -> None:
    parts = [real(orders), real(orders.tail(6)).assign(sex="X"), real(orders.tail(2)).assign(unit="PC", value=0.0)]
    whole = pd.concat(parts, ignore_index=True).drop_duplicates(["citizen", "geo", "period", "sex", "unit"])
    found = ask(ORDERS, {TABLES[ORDERS]: eurostat_api("migr_eiord", whole, "2026-09-03")})
    assert (found.outcome, found.rows) == ("new", len(real(orders))), found.message
    assert "6 rows left out, sex X." in found.message
    assert "2 rows left out, unit PC." in found.message
    gone = real(orders).assign(sex="X")
    found = ask(ORDERS, {TABLES[ORDERS]: eurostat_api("migr_eiord", gone, "2026-09-04")})
    assert found.outcome == "refused"
    assert "sex is X; this dataset needs T." in found.message


def test_a_confidential_figure_is_kept_and_its_words_reach_the_release(
    ask: Any, archived: Any, eurostat_api: Any, folders: Places, cut: Any
) -> None:
    resa = archived(RESA)
    row = (resa["citizen"] == "TOTAL") & (resa["geo"] == "FR") & (resa["period"] == "2019")
    marked = resa.assign(confidentiality=row.map({True: "C", False: ""}), flag=resa["flag"].mask(row, "e"))
    found = ask(RESA, {TABLES[RESA]: eurostat_api("migr_asyresa", marked, "2026-09-03")})
    assert (found.outcome, found.rows) == ("new", len(resa)), found.message
    whole = cut("resettled")
    build(whole, folders, NOW, lambda *_: None)
    release = store.release(root=folders.warehouse)
    cell = release.observation("resettled", "FR", "eurostat", "2019")
    assert cell is not None
    assert (cell.value, sorted(cell.flag)) == (float(resa.loc[row, "value"].iloc[0]), ["C", "e"])
    (raw,) = release.tables.dataset(RESA, {"citizen": ["TOTAL"], "geo": ["FR"], "period": ["2019"]})
    assert raw.point.flag == "eC"
    assert whole.flag_words(raw.point.flag, raw.point.vintage, "nl") == (
        "geschat", "vertrouwelijke statistische gegevens",
    )  # fmt: skip


def test_the_lists_of_a_cbs_table_are_fetched_once_for_all_its_datasets(
    serve: Any, reply: Any, folders: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[2] / "fixtures" / "ind" / "v3"
    lists = {f"/83102NED/{p.stem}": reply(p.read_bytes()) for p in root.glob("*.json") if "-" not in p.stem}
    page = reply((root / "TypedDataSet-2.json").read_bytes())
    server = serve({**lists, "/83102NED/TypedDataSet": page})
    monkeypatch.setenv("MONITOR_CBS_URL", server.url)
    declared = catalogue.load()
    datasets = [d for d in declared.datasets.values() if d.live and d.code.lower() == "83102ned"]
    assert len(datasets) == 3
    get = Client(retries=0, pause=0).get
    list(pull.pull(datasets, declared, get, folders, NOW, lambda _: None))
    asked = [path for path in server.paths() if not path.endswith("TypedDataSet")]
    assert len(asked) == len(set(asked))
    assert {"/83102NED/TableInfos", "/83102NED/Perioden"} <= set(asked)
    assert snapshots.receipts(datasets[0].id, folders.snapshots) == []
