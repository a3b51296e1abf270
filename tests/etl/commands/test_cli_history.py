"""`pull --history DIR`: earlier vintages, for readings of the past only, each with its day."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etl import build
from etl.fetch import snapshots
from etl.model.places import Places
from etl.release import store
from tests.frontex_workbook import archived_months, own_workbook

RESA = "eurostat.migr_asyresa"
MONTHS = "frontex.ibc_route_month"
FRANCE = "citizen == 'TOTAL' and geo == 'FR' and period == '2019'"


def with_france(frame: Any, value: float) -> Any:
    row = frame.query(FRANCE).index
    assert len(row) == 1
    return frame.assign(value=frame["value"].where(~frame.index.isin(row), value))


@pytest.fixture
def two(tmp_path: Path, archived: Any, json_stat: Any) -> Path:
    """Two earlier vintages of resettled persons, with 5 and 10 for France in 2019."""
    folder = tmp_path / "old"
    folder.mkdir()
    for day, value in (("2020-05-04", 5.0), ("2020-09-04", 10.0)):
        body = json_stat("migr_asyresa", with_france(archived(RESA), value), day)
        (folder / f"migr_asyresa_{day}.json").write_bytes(body)
    return folder


def test_earlier_editions_stand_in_readings_of_the_past_and_not_in_the_present(
    here: Callable[..., tuple[int, str]], two: Path, folders: Places, cut: Any, archived: Any
) -> None:
    now = float(archived(RESA).query(FRANCE)["value"].iloc[0])
    code, said = here("pull", RESA, "--history", str(two))
    assert code == 0, said
    assert snapshots.receipts(RESA, folders.snapshots) == []
    kept = snapshots.receipts(RESA, folders.snapshots, past=True)
    assert [r.vintage[:10] for r in kept] == ["2020-05-04", "2020-09-04"]
    told = " ".join(said.split())
    assert f"{RESA}: the vintage of 2020-09-04 against the vintage of 2020-05-04: 1 value revised, largest +5" in told
    assert re.search(rf"{RESA}: the archive against the vintage of 2020-09-04: 1 value revised", told)
    build.build(cut("resettled"), folders, datetime(2026, 11, 23, tzinfo=UTC), lambda *_: None)
    release = store.release(root=folders.warehouse)

    def france(as_of: str = "") -> float | None:
        found = release.observation("resettled", "FR", "eurostat", "2019", as_of)
        return found.value if found else None

    assert france() == now
    assert (france("2020-05-03"), france("2020-05-04"), france("2020-09-03"), france("2020-09-04")) == (None, 5, 5, 10)
    assert {i.provenance_id for i in release.inputs.values() if "history" in i.provenance_id} == {
        f"{RESA}#history1", f"{RESA}#history2",
    }  # fmt: skip


def test_the_same_editions_again_are_unchanged_and_a_pull_afterwards_does_not_meet_them(
    here: Callable[..., tuple[int, str]], two: Path, folders: Places, serve: Any, archived: Any, eurostat_api: Any
) -> None:
    here("pull", RESA, "--history", str(two))
    _, said = here("pull", RESA, "--history", str(two))
    assert said.count("unchanged") == 2
    server = serve({"/statistics/1.0/data/migr_asyresa": eurostat_api("migr_asyresa", archived(RESA), "2026-09-03")})
    assert here("pull", RESA, url=server.url)[0] == 0
    assert len(snapshots.receipts(RESA, folders.snapshots, past=True)) == 2
    assert snapshots.receipts(RESA, folders.snapshots)[0].number == 1


def test_an_edition_without_a_day_needs_one_and_one_that_is_too_new_is_no_history(
    here: Callable[..., tuple[int, str]], tmp_path: Path, folders: Places, archived: Any, json_stat: Any
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    rows = archived(RESA).query("citizen == 'TOTAL' and geo == 'FR'")
    lines = [f"A,{r.citizen},T,TOTAL,PER,{r.geo},{r.period},{r.value:g}" for r in rows.itertuples()]
    header = "DATAFLOW,freq,citizen,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE"
    text = "\n".join([header, *(f"ESTAT:MIGR_ASYRESA(1.0),{line}" for line in lines), ""])
    (old / "migr_asyresa.csv").write_text(text, "utf-8")
    code, said = here("pull", RESA, "--history", str(old))
    assert code == 4
    assert "the file does not say its day; give it with --day YYYY-MM-DD" in said
    assert here("pull", RESA, "--history", str(old), "--day", "2020-02-30")[0] == 1
    code, said = here("pull", RESA, "--history", str(old), "--day", "2020-02-03")
    assert code == 0, said
    assert snapshots.receipts(RESA, folders.snapshots, past=True)[0].vintage == "2020-02-03"
    (old / "migr_asyresa.csv").unlink()
    (old / "migr_asyresa.json").write_bytes(json_stat("migr_asyresa", archived(RESA), "2026-11-01"))
    code, said = here("pull", RESA, "--history", str(old))
    assert code == 4
    assert "it is no history; bring it with --from" in said


def test_a_day_without_history_and_both_folders_at_once_are_said_to_be_wrong(
    here: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    assert "accepted is a day like 2019-10-14, together with --history" in here("pull", "--day", "2020-02-03")[1]
    assert "one of them at a time" in here("pull", "--from", str(tmp_path), "--history", str(tmp_path))[1]


def test_an_earlier_workbook_comes_in_though_the_newest_contract_would_refuse_it(
    here: Callable[..., tuple[int, str]], tmp_path: Path, folders: Places
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    body = own_workbook(archived_months("2025-06-03"), "03JUN25", empty=900)
    (old / "Monthly_detections_of_IBC_2025_06_03.xlsx").write_bytes(body)
    assert "went backwards" in here("pull", MONTHS, "--from", str(old))[1]
    code, said = here("pull", MONTHS, "--history", str(old))
    assert code == 0, said
    (receipt,) = snapshots.receipts(MONTHS, folders.snapshots, past=True)
    assert receipt.vintage == "2025-06-03"
    assert re.search(
        rf"{MONTHS}: the archive against the vintage of 2025-06-03: \d+ values revised", " ".join(said.split())
    )
