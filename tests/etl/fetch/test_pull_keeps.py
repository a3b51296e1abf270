"""What a pull asks for and what it keeps of the answer."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from etl.catalogue import catalogue
from etl.fetch import pull, snapshots
from etl.fetch.http import Client
from etl.model.errors import CatalogueError, SourceError
from etl.model.places import Places
from etl.sources import ind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLE = "/statistics/1.0/data/migr_eiord"
ORDERS, PROTECTED, RESETTLED = "eurostat.migr_eiord", "eurostat.migr_asytpsm", "ind.82025ned"


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
    ask: Any, reply: Any, folders: Places, archived: Any, json_stat: Any, kept: Any
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
    assert len(kept(PROTECTED)) == 1


def test_one_answer_serves_every_dataset_that_asks_for_it(serve: Any, reply: Any, folders: Places) -> None:
    server = serve({"/a": reply(b"once"), "/b": reply(b"other")})
    get = pull.remembering(Client(pause=0).get, folders)
    assert [get(f"{server.url}/a").body for _ in range(3)] == [b"once"] * 3
    assert get(f"{server.url}/a", fresh=True).body == b"once"
    assert server.paths() == ["/a"]
    assert get(f"{server.url}/a", fresh=True, again=True).body == b"once"
    assert server.paths() == ["/a", "/a"]


def test_damage_to_the_bytes_kept_before_does_not_stop_the_next_pull(
    ask: Any, folders: Places, orders: pd.DataFrame, eurostat_api: Any
) -> None:
    ask(ORDERS, {TABLE: eurostat_api("migr_eiord", orders, "2026-09-03")})
    for path in (folders.snapshots / "objects").iterdir():
        path.write_bytes(b"?")
    assert ask(ORDERS, {TABLE: eurostat_api("migr_eiord", orders, "2026-09-04")}).outcome == "new"


def test_years_without_figures_yet_are_no_failure(
    ask: Any, reply: Any, folders: Places, orders: pd.DataFrame, eurostat_api: Any
) -> None:
    servers: list[Any] = []
    orders = orders[orders["period"] >= "2010"]
    found = ask(ORDERS, {TABLE: eurostat_api("migr_eiord", orders, "2026-09-03", most_years=3)}, servers)
    assert (found.outcome, found.rows) == ("new", len(orders)), found.message
    (receipt,) = snapshots.receipts(ORDERS, folders.snapshots)
    assert 0 < len(receipt.parts) < len(servers[0].log)
    none = reply(b'{"error": [{"status": 400, "id": 100, "label": "No results found"}]}', 400)
    assert "No results found" in ask(ORDERS, {TABLE: none}).message


def test_resettled_refugees_come_from_cbs_with_provisional_as_a_flag(
    ask: Any, cbs_82025: Any, folders: Places, archived: Any
) -> None:
    frame = archived(RESETTLED)
    found = ask(RESETTLED, cbs_82025(frame, "2026-10-30", status="Voorlopig"))
    assert (found.outcome, found.rows, found.vintage) == ("new", len(frame), "2026-10-30T02:00:00"), found.message
    (receipt,) = snapshots.receipts(RESETTLED, folders.snapshots)
    kept = ind.parse(snapshots.load(receipt, folders.snapshots), catalogue.load().datasets[RESETTLED]).frame
    assert dict(zip(kept["period"], kept["flag"], strict=True)) == {
        y: "p" if y == "2023" else "" for y in frame["period"]
    }


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
        list(pull.pull([wrong], replace(declared, datasets={ORDERS: wrong}), never, folders, NOW, lambda _: None))
