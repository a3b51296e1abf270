"""A CSV of Eurostat that went through a Dutch Excel, and Eurostat's own spreadsheet."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from etl.formats.raw import RawTable
from etl.model.errors import ContractError
from tests.etl.formats.plain import read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurostat"


def dutch(name: str, encoding: str = "utf-8-sig") -> bytes:
    """The fixture as a Dutch Excel saves it: semicolons, decimal commas, days as 29-11-2024 11:00."""
    rows = list(csv.reader(io.StringIO((FIXTURES / name).read_text("utf-8"), newline="")))
    value = rows[0].index("OBS_VALUE" if "OBS_VALUE" in rows[0] else "Value")
    updated = rows[0].index("LAST UPDATE") if "LAST UPDATE" in rows[0] else None
    for row in rows[1:]:
        row[value] = row[value].replace(",", "").replace(".", ",")
        if updated is not None and row[updated]:
            day, time = row[updated].split()
            row[updated] = f"{day.replace('/', '-')[:6]}20{day[6:]} {time[:5]}"
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def same(one: RawTable, other: RawTable) -> None:
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert (one.code, one.labels, one.labelled, one.updated) == (
        other.code,
        other.labels,
        other.labelled,
        other.updated,
    )


@pytest.mark.parametrize(
    "name",
    ["sdmx_csv_1.0_tps00176_crlf.csv", "one_table.sdmx1.csv", "sdmx_csv_2.0_migr_asyappctza.csv",
     "data_explorer_migr_eirtn.csv"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_csv_saved_by_a_dutch_excel_reads_as_the_original(name: str, encoding: str) -> None:
    same(read(dutch(name, encoding), "x.csv"), read((FIXTURES / name).read_bytes(), "x.csv"))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (";603953;", ";603.953;", "OBS_VALUE is '603.953', which Excel may have changed"),
        (";603953;", ";12-mei;", "OBS_VALUE is '12-mei', which Excel may have changed"),
        (";2018;603953;", ";jan-18;603953;", "TIME_PERIOD is 'jan-18', which Excel has made of a period"),
        (";603953;", ";603953;;;;", "cells, expected"),
    ],
)
def test_what_excel_has_changed_is_refused_with_the_download_to_choose(was: str, now: str, said: str) -> None:
    body = dutch("sdmx_csv_1.0_tps00176_crlf.csv").replace(was.encode(), now.encode())
    with pytest.raises(ContractError, match=rf"x\.csv, line \d+: .*{said}.*download the table as SDMX-CSV or TSV"):
        read(body, "x.csv")


def test_a_thousands_comma_that_may_have_become_a_decimal_one_is_refused() -> None:
    body = b"TIME;GEO;UNIT;Value;Flag and Footnotes\r\n2010;Austria;Person;225,415;\r\n"
    with pytest.raises(ContractError, match="Value is '225,415', which Excel may have changed"):
        read(body, "x.csv")


def test_a_file_cut_off_is_still_seen() -> None:
    with pytest.raises(ContractError, match="cut off"):
        read(dutch("one_table.sdmx1.csv")[:-3], "x.csv")


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_spreadsheet_is_told_which_download_to_choose(start: bytes) -> None:
    with pytest.raises(ContractError, match=r"a spreadsheet; .* download the table as SDMX-CSV or TSV"):
        read(start + b"and more", "migr_eiord_spreadsheet.xlsx")
