"""Files that a person downloaded: told by their code, kept apart in quarantine."""

from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.catalogue import catalogue
from etl.fetch import given, pull, snapshots
from etl.model.errors import ContractError
from etl.model.places import Places
from etl.payloads import Part
from etl.sources import ind
from tests.frontex_workbook import archived_months, own_workbook

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIXTURES = Path(__file__).parents[2] / "fixtures"
ORDERS = "eurostat.migr_eiord"
PROTECTED, DIMS = "eurostat.migr_asytpsm", ("freq", "unit", "citizen", "sex", "age", "geo")
ROUTES = "frontex.ibc_route_month"  # accepted here with nine rows


def test_files_are_told_by_the_code_in_their_name_or_first_lines(tmp_path: Path) -> None:
    datasets = pull.wanted(catalogue.load(), ())
    (tmp_path / "2025").mkdir()
    for name, text in {
        "estat_migr_eiord.tsv": "", "migr_eiord1.json": "", "2025/data.csv": "ESTAT:MIGR_ASYRESA(1.0),A\n",
        "holiday.jpg": "", "notes on migr_eiords.txt": "", ".hidden_migr_eiord.csv": "",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
    found, strange = given.given(tmp_path, datasets)
    assert {name: [p.name for p in parts] for name, parts in found.items()} == {
        "eurostat.migr_eiord": ["estat_migr_eiord.tsv"],
        "eurostat.migr_eiord1": ["migr_eiord1.json"],
        "eurostat.migr_asyresa": ["2025/data.csv"],
    }
    assert strange == {"holiday.jpg": "", "notes on migr_eiords.txt": ""}


@pytest.mark.parametrize("ask", [Part.open, attrgetter("body"), attrgetter("sha256"), attrgetter("size")])
def test_a_file_that_is_gone_is_named_whatever_is_asked_of_it(tmp_path: Path, ask: Any) -> None:
    with pytest.raises(ContractError, match=r"^migr_eirtn\.csv: cannot be read: No such file"):
        ask(Part("migr_eirtn.csv", tmp_path / "migr_eirtn.csv", ""))


def test_files_of_one_name_in_two_folders_are_both_kept_in_quarantine(
    tmp_path: Path, folders: Places, quarantined: Any
) -> None:
    for year in ("2015", "2016"):
        (tmp_path / "in" / year).mkdir(parents=True)
        (tmp_path / "in" / year / "migr_eiord.csv").write_text(f"nothing of {year}\n", "utf-8")
    declared = catalogue.load()
    files, _ = given.given(tmp_path / "in", [declared.datasets[ORDERS]])
    found = list(given.accept(files, declared, folders, NOW, lambda _: None))
    assert [p.outcome for p in found] == ["refused", "refused"]
    kept = quarantined(ORDERS)
    assert {kept["2015_migr_eiord.csv"], kept["2016_migr_eiord.csv"]} == {b"nothing of 2015\n", b"nothing of 2016\n"}


def test_parts_of_a_file_given_by_hand_carry_its_name_and_no_address(tmp_path: Path) -> None:
    (tmp_path / "migr_eiord.csv").write_text("x", "utf-8")
    files, _ = given.given(tmp_path, [catalogue.load().datasets[ORDERS]])
    assert files == {ORDERS: (Part("migr_eiord.csv", tmp_path / "migr_eiord.csv", "migr_eiord.csv"),)}


def brought(folder: Path, places: Places, *names: str, **files: bytes) -> dict[str, list[tuple[str, ...]]]:
    """Outcome -> the files of each payload, after bringing these files: `migr_eiord__csv` is migr_eiord.csv."""
    folder.mkdir(exist_ok=True)
    for name, body in files.items():
        (folder / name.replace("__", ".")).write_bytes(body)
    declared = catalogue.load()
    few = {n: declared.datasets[n].model_copy(update={"request": {"min_rows": 9}}) for n in names if n == ROUTES}
    datasets = [few.get(name, declared.datasets[name]) for name in names]
    found = given.accept(
        given.given(folder, datasets)[0],
        replace(declared, datasets=declared.datasets | few),
        places,
        NOW,
        lambda _: None,
    )
    outcomes: dict[str, list[tuple[str, ...]]] = {}
    for p in found:
        outcomes.setdefault(p.outcome, []).append(p.files)
    return outcomes


def test_a_bad_file_beside_a_good_workbook_costs_itself_only(tmp_path: Path, folders: Places) -> None:
    workbook = own_workbook(archived_months())
    ours = b"route,month,detections\nOther,2025-01,5\n"
    found = brought(tmp_path / "in", folders, ROUTES, ibc_2026_11_03__xlsx=workbook, frontex_ibc_monthly__csv=ours)
    assert found == {"new": [("ibc_2026_11_03.xlsx",)], "refused": [("frontex_ibc_monthly.csv",)]}


def test_files_that_are_whole_only_together_are_one_payload_and_a_bad_one_is_left_beside(
    tmp_path: Path, folders: Places, orders: pd.DataFrame, json_stat: Any
) -> None:
    early, late = orders[orders["period"] < "2013"], orders[orders["period"] >= "2013"]
    halves = [json_stat("migr_eiord", f.reset_index(drop=True), "2026-09-03") for f in (early, late)]
    files = {"migr_eiord_1__json": halves[0], "migr_eiord_2__json": halves[1], "migr_eiord_3__json": halves[1][:900]}
    found = brought(tmp_path / "in", folders, ORDERS, **files)
    assert found == {"new": [("migr_eiord_1.json", "migr_eiord_2.json")], "refused": [("migr_eiord_3.json",)]}
    assert brought(tmp_path / "in", folders, ORDERS)["unchanged"] == [("migr_eiord_1.json", "migr_eiord_2.json")]


def test_two_editions_are_two_vintages_and_the_same_file_twice_is_one(
    tmp_path: Path, folders: Places, orders: pd.DataFrame, json_stat: Any, kept: Any
) -> None:
    new, old = (json_stat("migr_eiord", orders, day) for day in ("2026-10-03", "2026-09-03"))
    files = {"migr_eiord__json": new, "migr_eiord_copy__json": new, "migr_eiord_old__json": old}
    found = brought(tmp_path / "in", folders, ORDERS, **files)
    assert found == {"new": [("migr_eiord_old.json",), ("migr_eiord.json",)]}
    assert [r.vintage[:10] for r in snapshots.receipts(ORDERS, folders.snapshots)] == ["2026-09-03", "2026-10-03"]
    again = brought(tmp_path / "in", folders, ORDERS)
    assert again == {"unchanged": [("migr_eiord_old.json",), ("migr_eiord.json",)]}
    assert len(kept(ORDERS)) == 2


def test_a_file_cut_off_at_the_end_of_a_line_says_which_places_it_lacks_and_that_their_figures_stay(
    tmp_path: Path, folders: Places, archived: Any
) -> None:
    """As a download that broke off: every line that is left is whole."""
    frame = archived(PROTECTED).sort_values(["geo", "period"], ignore_index=True)
    at = int(len(frame) * 0.6)
    while frame["geo"][at] != frame["geo"][at - 1]:
        at += 1
    gone = sorted(set(frame["geo"][at:]) - set(frame["geo"][:at]))
    parted = frame["geo"][at]
    columns, envelope = (*DIMS, "period", "value", "flag"), "ESTAT:MIGR_ASYTPSM(1.0),03/09/26 11:00:00"
    rows = [",".join([envelope, *(str(r[c]) for c in columns)]) for r in frame.to_dict("records")]
    header = f"DATAFLOW,LAST UPDATE,{','.join(DIMS)},TIME_PERIOD,OBS_VALUE,OBS_FLAG"
    for name, lines in (("whole", rows), ("cut", rows[:at])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "migr_asytpsm.csv").write_text(
            "\n".join([header, *lines, ""]).replace(",nan,", ",,"), "utf-8"
        )
    declared, found = catalogue.load(), []
    for name in ("whole", "cut", "cut"):
        files, _ = given.given(tmp_path / name, [declared.datasets[PROTECTED]])
        found += given.accept(files, declared, folders, NOW, lambda _: None)
    assert [p.outcome for p in found] == ["new", "new", "unchanged"]
    assert [bool(p.message) for p in found] == [False, True, False], "said once"
    said = found[1].message
    figures = int(frame["value"][at:].notna().sum())
    assert said.startswith(
        f"the table has shrunk by {len(frame) - at:,} rows. {figures:,} figures of the vintage of 2026-09-03 are not "
        f"in this file, which may be a choice of rows or cut off: geo {', '.join(gone[:12])}"
    )
    assert f"geo {parted} " in said
    assert said.endswith("; they stay as they were.")
    changes = snapshots.receipts(PROTECTED, folders.snapshots)[-1].changes
    assert (changes["lacks"], changes["lacking"] in said) == (figures, True)


def test_files_that_contradict_one_another_are_tried_one_by_one(
    tmp_path: Path, folders: Places, orders: pd.DataFrame, json_stat: Any
) -> None:
    whole = json_stat("migr_eiord", orders, "2026-09-03")
    few = json_stat("migr_eiord", orders.head(30), "2026-09-03")
    found = brought(tmp_path / "in", folders, ORDERS, migr_eiord__json=whole, migr_eiord_few__json=few)
    assert found == {"new": [("migr_eiord.json",)], "refused": [("migr_eiord_few.json",)]}


def test_of_cbs_each_file_of_figures_is_read_with_the_lists_beside_it(declared: Any) -> None:
    root = FIXTURES / "ind" / "v3"
    parts = tuple(Part(p.name, p.read_bytes(), p.name) for p in sorted(root.glob("*.json")))
    broken = Part("82025NED.csv", b"just words", "82025NED.csv")
    together, alone = ind.alone((*parts, broken), declared("ind.83102ned_month"))
    assert {p.name for p in together} == {p.name for p in parts}
    assert alone == (broken,)
