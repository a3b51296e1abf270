"""`pull --from DIR`: files that a person downloaded."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.fetch import snapshots
from etl.model.places import Places

FIXTURES = Path(__file__).parents[2] / "fixtures"
RESA, RESETTLED, PROTECTED = "eurostat.migr_asyresa", "ind.82025ned", "eurostat.migr_asytpsm"


def test_files_brought_by_hand_are_taken_and_strange_ones_named(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path, archived: Any, json_stat: Any
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "estat_migr_asytpsm.json").write_bytes(json_stat("migr_asytpsm", archived(PROTECTED), "2026-09-03"))
    (given / "[red]holiday.jpg").write_bytes(b"\xff\xd8")
    code, said = here("pull", "--from", str(given))
    assert code == 4, "a file was left out"
    assert re.search(rf"{PROTECTED} +│ new +│ 1,131 +│ 2026-09-03T11:00:00", said)
    assert "[red]holiday.jpg: no code of " in said
    (receipt,) = snapshots.receipts(PROTECTED, folders.snapshots)
    assert receipt.parts[0].url == "estat_migr_asytpsm.json"
    (given / "[red]holiday.jpg").unlink()
    code, said = here("pull", "--from", str(given))
    assert code == 0
    assert "unchanged" in said


def test_a_folder_without_a_file_for_us_is_said_to_be_so(here: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert here("pull", "--from", str(tmp_path / "in"))[0] == 1
    code, said = here("pull", "--from", str(tmp_path / "absent"))
    assert code == 1
    assert "absent is not a folder." in said


def test_a_downloaded_file_that_breaks_its_contract_is_quarantined_by_its_name(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    shutil.copy(FIXTURES / "eurostat" / "sdmx_csv_1.0_2021_migr_asyresa.csv", given / "estat_migr_asyresa.csv")
    code, said = here("pull", RESA, "--from", str(given))
    assert code == 4
    assert re.search(
        rf"{RESA}: refused: .* rows, expected at least 50\. estat_migr_asyresa\.csv kept in quarantine", said
    )
    assert (folders.quarantine / RESA).is_dir()
    assert not folders.snapshots.exists()


def portal_csv(frame: pd.DataFrame) -> bytes:
    """Months of 83102NED as a person saves them from CBS."""
    topics = {
        "TotaalAsielverzoeken_1": "first_and_repeat", "EersteAsielverzoekenPersonen_2": "first",
        "VolgendeAsielverzoeken_3": "repeat", "NareizigersPersonen_4": "nareis",
    }  # fmt: skip
    wide = frame.pivot(index=["nationality", "period"], columns="measure", values="value")
    lines = [";".join(f'"{c}"' for c in ("ID", "Geslacht", "Leeftijd", "Nationaliteit", "Perioden", *topics))]
    for n, row in enumerate(wide.reset_index().to_dict("records")):
        cells = ["." if pd.isna(v := row.get(m)) else str(int(v)) for m in topics.values()]
        keys = ("T001038", "10000  ", row["nationality"], row["period"].replace("-", "MM"))
        lines.append(";".join([str(n), *(f'"{k}"' for k in keys), *cells]))
    return "\r\n".join([*lines, ""]).encode()


def test_a_file_of_months_goes_to_the_dataset_of_months_only(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path, archived: Any
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "83102NED_TypedDataSet.csv").write_bytes(portal_csv(archived("ind.83102ned_month")))
    code, said = here("pull", "--from", str(given))
    assert code == 0, said
    assert "83102NED_TypedDataSet.csv: taken by ind.83102ned_month\n" in said
    assert "refused" not in said
    assert snapshots.receipts("ind.83102ned_month", folders.snapshots)
    assert not folders.quarantine.exists()


def test_a_file_that_fits_no_dataset_asked_for_is_refused_once(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path, archived: Any
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "83102NED_TypedDataSet.csv").write_bytes(portal_csv(archived("ind.83102ned_month")))
    code, said = here("pull", "ind.83102ned_quarter", "ind.83102ned_year", "--from", str(given))
    assert code == 4
    assert said.count("kept in quarantine") == 1
    assert re.search(r"refused: .*no period of frequency [AQ]; found 201\dMM", said)
    assert len(list(folders.quarantine.iterdir())) == 1


REAL = (
    ("eurostat/sdmx_csv_2.0_migr_asytpsm.csv", "estat_migr_asytpsm_en.csv", PROTECTED, "1,136"),
    ("eurostat/sdmx_csv_1.0_labels_crlf_tps00170.csv", "tps00170_page_linear.csv", "eurostat.tps00170", "387"),
    ("eurostat/sdmx_csv_2.0_lfsa_ergan.csv", "estat_lfsa_ergan.csv", "eurostat.lfsa_ergan", "2,661"),
)


def test_real_downloads_are_taken_as_they_are(
    here: Callable[..., tuple[int, str]], shared: Path, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Whole files, since a contract refuses parts of them."""
    for payload, name, dataset, rows in REAL:
        with subtests.test(name):
            given = tmp_path / dataset
            given.mkdir()
            (given / name).write_bytes((shared / "payloads" / payload).read_bytes())
            code, said = here("pull", "--from", str(given))
            assert re.search(rf"{re.escape(dataset)} +│ new +│ {rows} ", said), said
            assert code == 0
