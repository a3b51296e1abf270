"""Files that a person downloaded: told by their code, kept apart in quarantine."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.catalogue import catalogue
from etl.fetch import pull
from etl.model.places import Places
from etl.payloads import Part

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORDERS = "eurostat.migr_eiord"


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


def test_files_of_one_name_in_two_folders_are_both_kept_in_quarantine(
    tmp_path: Path, folders: Places, quarantined: Any
) -> None:
    for year in ("2015", "2016"):
        (tmp_path / "in" / year).mkdir(parents=True)
        (tmp_path / "in" / year / "migr_eiord.csv").write_text(f"nothing of {year}\n", "utf-8")
    declared = catalogue.load()
    given, _ = pull.given(tmp_path / "in", [declared.datasets[ORDERS]])
    found = pull.accept(declared.datasets[ORDERS], given[ORDERS], declared, folders, NOW)
    assert found.outcome == "refused"
    files = quarantined(ORDERS)
    assert {files["2015_migr_eiord.csv"], files["2016_migr_eiord.csv"]} == {b"nothing of 2015\n", b"nothing of 2016\n"}


def test_parts_of_a_file_given_by_hand_carry_its_name_and_no_address(tmp_path: Path) -> None:
    (tmp_path / "migr_eiord.csv").write_text("x", "utf-8")
    given, _ = pull.given(tmp_path, [catalogue.load().datasets[ORDERS]])
    assert given == {ORDERS: (Part("migr_eiord.csv", b"x", "migr_eiord.csv"),)}
