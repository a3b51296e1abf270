"""`python -m etl pull`: exit codes, sentences and what is on disk afterwards."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from etl import build
from etl.catalogue import catalogue
from etl.fetch import snapshots
from etl.model.places import Places
from etl.release import store

RESA, RESETTLED, PROTECTED = "eurostat.migr_asyresa", "ind.82025ned", "eurostat.migr_asytpsm"
LANDING = "/what-we-do/monitoring-and-risk-analysis/migratory-map/"
Ran = subprocess.CompletedProcess[str]


def france(frame: pd.DataFrame, year: str, **cells: Any) -> pd.DataFrame:
    """Resettled persons with the total of France in `year` changed."""
    row = (frame["citizen"] == "TOTAL") & (frame["geo"] == "FR") & (frame["period"] == year)
    assert row.sum() == 1
    return frame.assign(**{column: frame[column].mask(row, cell) for column, cell in cells.items()})


def test_new_then_unchanged_then_a_new_vintage_then_refused_with_the_good_data_kept(
    here: Callable[..., tuple[int, str]],
    serve: Any,
    reply: Any,
    cut: Any,
    folders: Places,
    archived: Any,
    eurostat_api: Any,
    cbs_82025: Any,
    tree: Any,
) -> None:
    resa, resettled = archived(RESA), archived(RESETTLED)
    table = "/statistics/1.0/data/migr_asyresa"
    server = serve({
        table: eurostat_api("migr_asyresa", resa, "2026-09-03"), **cbs_82025(resettled, "2026-09-30", "Voorlopig"),
    })  # fmt: skip

    code, said = here("pull", RESA, RESETTLED, url=server.url)
    assert code == 0, said
    assert re.search(rf"{RESA} +│ new +│ 83 +│ 2026-09-03T11:00:00", said)
    assert re.search(rf"{RESETTLED} +│ new +│ 16 +│ 2026-09-30T02:00:00", said)

    before = {p for p in tree(folders.snapshots) if p.startswith("objects/")}
    code, said = here("pull", RESA, RESETTLED, url=server.url)
    assert code == 0
    assert said.count("unchanged") == 2
    assert {p for p in tree(folders.snapshots) if p.startswith("objects/")} == before

    # France 2019 is revised, and what CBS says of 2023 becomes definite: a value and a flag
    was = float(resa.query("citizen == 'TOTAL' and geo == 'FR' and period == '2019'")["value"].iloc[0])
    revised = france(resa, "2019", value=was + 5)
    server.answers |= {
        table: eurostat_api("migr_asyresa", revised, "2026-10-01"),
        **{path: [answer] for path, answer in cbs_82025(resettled, "2026-10-30", "Definitief").items()},
    }
    code, said = here("pull", RESA, RESETTLED, url=server.url)
    assert code == 0
    assert said.count(" new ") == 2
    for name in (RESA, RESETTLED):
        assert [r.number for r in snapshots.receipts(name, folders.snapshots)] == [1, 2]

    # A negative count; a table in which every year but one is gone
    server.answers |= {
        table: eurostat_api("migr_asyresa", france(revised, "2019", value=-5.0), "2026-11-01"),
        **{path: [answer] for path, answer in cbs_82025(resettled.head(3), "2026-11-20").items()},
    }
    kept = tree(folders.snapshots)
    code, said = here("pull", RESA, RESETTLED, url=server.url)
    assert code == 4
    assert tree(folders.snapshots) == kept
    lines = said.splitlines()
    assert any(
        line.startswith(f"{RESA}: refused: 1 values are not in 0 to 100,000, first -5 at ")
        and "geo=FR, period=2019" in line
        and f"data.json kept in quarantine/{RESA}/" in line
        for line in lines
    ), said
    assert any(line.startswith(f"{RESETTLED}: refused: 3 rows, expected at least 16") for line in lines)
    assert len(list((folders.quarantine / RESA).glob("*/why.txt"))) == 1

    # Both vintages can be read from the release
    build.build(cut("resettled"), folders, datetime(2026, 11, 23, tzinfo=UTC), lambda *_: None)
    release = store.release(root=folders.warehouse)

    def cell(geo: str, series: str, period: str, as_of: str = "") -> tuple[float | None, str] | None:
        found = release.observation("resettled", geo, series, period, as_of)
        return (found.value, found.flag) if found else None

    assert cell("FR", "eurostat", "2019") == (was + 5, "")
    assert cell("FR", "eurostat", "2019", "2026-09-03") == (was, "")
    assert cell("FR", "eurostat", "2019", "2026-09-30") == (was, "")
    assert cell("FR", "eurostat", "2019", "2026-10-01") == (was + 5, "")
    assert cell("NL", "cbs", "2023") == (830, "")
    assert cell("NL", "cbs", "2023", "2026-09-30") == (830, "p")
    assert cell("NL", "cbs", "2023", "2026-10-30") == (830, "")
    assert cell("NL", "cbs", "2022", "2026-10-29") == cell("NL", "cbs", "2022")


def test_without_any_network_one_sentence_exit_code_3_and_nothing_touched(
    etl: Callable[..., Ran], folders: Places, tmp_path: Path, tree: Any
) -> None:
    folders.snapshots.mkdir()
    (folders.snapshots / "a").write_text("x", "utf-8")
    before = tree(tmp_path)
    ran = etl("pull", MONITOR_HTTP_RETRIES="0")
    assert ran.returncode == 3
    assert tree(tmp_path) == before
    assert ran.stdout == ""
    lines = [line for line in ran.stderr.splitlines() if "━" not in line and line.strip()]
    live = [d for d in catalogue.load().datasets.values() if d.live]
    assert lines == [f"No network: none of the {len(live)} datasets could be asked for; nothing was changed."]


def test_a_publisher_in_trouble_does_not_stop_the_others(
    here: Callable[..., tuple[int, str]], serve: Any, reply: Any, folders: Places, archived: Any, eurostat_api: Any,
    json_stat: Any,
) -> None:  # fmt: skip
    """One hangs, one answers HTML for a workbook, one breaks off, one answers at the second attempt, one is well."""
    protected, resa = archived(PROTECTED), archived(RESA)
    server = serve({
        "/82025NED/TableInfos": reply(b"{}", delay=3.0),
        LANDING: reply(b'<a href="/assets/Monthly_detections_of_IBC_2026_11_04.xlsx">November</a>'),
        "/assets/Monthly_detections_of_IBC_2026_11_04.xlsx": reply(b"<html><title>Not today</title></html>"),
        "/statistics/1.0/data/tps00170": reply(b"x" * 500, cut=100),
        "/statistics/1.0/data/migr_asytpsm": [
            reply(b"busy", 503), reply(json_stat("migr_asytpsm", protected, "2026-09-03")),
        ],
        "/statistics/1.0/data/migr_asyresa": eurostat_api("migr_asyresa", resa, "2026-09-03"),
    })  # fmt: skip
    names = (RESETTLED, "frontex.ibc_route_month", "eurostat.tps00170", PROTECTED, RESA)
    code, said = here("pull", *names, url=server.url)
    assert code == 4
    outcomes = dict(re.findall(r"([a-z]+\.\w+) +│ (\w+)", said))
    assert outcomes == {
        RESETTLED: "unreachable", "frontex.ibc_route_month": "refused", "eurostat.tps00170": "unreachable",
        PROTECTED: "new", RESA: "new",
    }  # fmt: skip
    assert f"{RESETTLED}: unreachable: {server.url}/82025NED/TableInfos" in said
    assert "no answer within 1 seconds" in said
    assert re.search(r"frontex\.ibc_route_month: refused: .*Monthly_detections_of_IBC_2026_11_04\.xlsx", said)
    assert "the answer broke off, 2 times" in said
    assert {p.name for p in folders.snapshots.iterdir()} == {PROTECTED, RESA, "objects"}
