"""Eurostat's formats: what stands in a file is what comes out."""

import csv
import gzip
import io
import json
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from etl.formats.raw import RawTable
from etl.model.errors import ContractError
from tests.etl.formats.plain import read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurostat"
PUBLISHED = Path(__file__).parents[2] / "fixtures" / "eurostat_published"
ONE_TABLE = ("one_table.sdmx1.csv", "one_table.sdmx2.csv", "one_table.tsv", "one_table.json")
LATIN_1 = "data_explorer_latin1_migr_eiord_allcitizens.csv"
ALL = sorted(p.name for p in FIXTURES.iterdir() if p.suffix != ".md")


def fixture(name: str) -> RawTable:
    return read((FIXTURES / name).read_bytes(), name)


def cell(raw: RawTable, period: str, **codes: str) -> tuple[float, str]:
    rows = raw.frame[raw.frame["period"] == period]
    for dim, code in codes.items():
        rows = rows[rows[dim] == code]
    assert len(rows) == 1
    return rows["value"].iloc[0], rows["flag"].iloc[0]


def confidentiality(raw: RawTable, period: str, **codes: str) -> str:
    """The confidentiality of the only cell with these codes."""
    rows = raw.frame[raw.frame["period"] == period]
    for dim, code in codes.items():
        rows = rows[rows[dim] == code]
    (found,) = rows["confidentiality"]
    return str(found)


def tidy(raw: RawTable) -> pd.DataFrame:
    columns = [*sorted(raw.dims), "period", "value", "flag"]
    return raw.frame[columns].sort_values(columns[:-2], ignore_index=True)


@pytest.mark.parametrize("name", ONE_TABLE)
def test_one_table_reads_the_same_in_every_format(name: str) -> None:
    raw = fixture(name)
    assert cell(raw, "2020", geo="NL") == (63.9, "")
    assert cell(raw, "2021", geo="RO") == (59.2, "bu")
    pd.testing.assert_frame_equal(tidy(raw), tidy(fixture("one_table.sdmx1.csv")))


@pytest.mark.parametrize("name", ONE_TABLE)
def test_missing_is_not_zero_and_keeps_its_flag(name: str) -> None:
    value, flag = cell(fixture(name), "2016", geo="RO")
    assert math.isnan(value)
    assert flag == "u"
    assert not (fixture(name).frame["value"] == 0).any()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "dress",
    [
        gzip.compress,
        lambda b: b"\xef\xbb\xbf" + b,
        lambda b: b.replace(b"\r\n", b"\n"),
        lambda b: b.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    ],
    ids=["gzip", "byte order mark", "LF", "CRLF"],
)
def test_wrapping_and_line_ends_change_nothing(name: str, dress: Callable[[bytes], bytes]) -> None:
    body = (FIXTURES / name).read_bytes()
    pd.testing.assert_frame_equal(read(dress(body), "another name.bin").frame, read(body, name).frame)


def test_formats_are_told_by_content_never_by_name() -> None:
    body = (FIXTURES / "one_table.tsv").read_bytes()
    assert len(read(body, "table.json").frame) == 18


def test_sdmx_csv_1_with_codes() -> None:
    raw = fixture("sdmx_csv_1.0_tps00176_crlf.csv")
    assert (raw.code, raw.updated, raw.labelled) == ("tps00176", "2024-11-29T11:00:00", False)
    assert raw.dims == ("freq", "citizen", "agedef", "age", "unit", "sex", "geo")
    assert cell(raw, "2018", geo="UK") == (603953.0, "p")


def test_sdmx_csv_1_of_2021_has_no_confidentiality() -> None:
    raw = fixture("sdmx_csv_1.0_2021_migr_asyresa.csv")
    assert raw.updated == "2021-06-10T23:00:00"
    assert cell(raw, "2019", citizen="TOTAL") == (5600.0, "")
    assert cell(raw, "2016", citizen="SD") == (0.0, "")


def test_sdmx_csv_1_with_labels_says_that_it_holds_labels() -> None:
    raw = fixture("sdmx_csv_1.0_labels_tps00170_crlf.csv")
    assert raw.labelled
    assert set(raw.frame["geo"]) == {"Czechia", "Netherlands", "European Union - 27 countries (from 2020)"}


def test_sdmx_csv_2_keeps_the_label_of_each_code() -> None:
    raw = fixture("sdmx_csv_2.0_migr_asyappctza.csv")
    assert (raw.code, raw.updated) == ("migr_asyappctza", "")
    assert raw.labels["asyl_app"] == {"ASY_APP": "Asylum applicant"}
    assert raw.labels["geo"] == {"NL": "Netherlands", "DE": "Germany"}


@pytest.mark.parametrize(
    ("printed", "kept"),
    [("", ""), ("F", ""), ("C", "C"), ("N", "N"), ("P", "P"), ("S", "S"), ("Z", "Z"),
     ("Free (free for publication)", ""), ("Confidential statistical information", "C"), ("secret", "?")],
)  # fmt: skip
def test_confidentiality_costs_neither_the_value_nor_the_flag_in_sdmx_csv(printed: str, kept: str) -> None:
    text = (FIXTURES / "sdmx_csv_1.0_tps00176_crlf.csv").read_text("utf-8")
    raw = read(text.replace("2018,603953,p,", f"2018,603953,p,{printed}").encode(), "x.csv")
    assert cell(raw, "2018", geo="UK") == (603953.0, "p")
    assert confidentiality(raw, "2018", geo="UK") == kept
    assert set(raw.frame["confidentiality"]) == {"", kept}


@pytest.mark.parametrize(
    ("status", "flag", "kept"),
    [("|C", "", "C"), ("b|N", "b", "N"), ("|F", "", ""), ("b", "b", ""), ("m|C", "m", "C")],
)
def test_confidentiality_stands_behind_a_bar_in_json_stat(status: str, flag: str, kept: str) -> None:
    cube = json.loads((FIXTURES / "one_table.json").read_text("utf-8"))
    at = next(iter(cube["value"]))
    cube["status"] = {**cube.get("status", {}), at: status}
    raw = read(json.dumps(cube).encode(), "x.json")
    marked = raw.frame[raw.frame["confidentiality"] != ""]
    assert marked["confidentiality"].tolist() == [kept] * bool(kept)
    assert marked["flag"].tolist() == [flag] * bool(kept)
    assert marked["value"].tolist() == [cube["value"][at]] * bool(kept)


@pytest.mark.parametrize(
    ("printed", "value", "flag", "kept"),
    [("5 b@C", 5.0, "b", "C"), ("5 @N", 5.0, "", "N"), ("5 ", 5.0, "", ""), (": @C", None, "", "C"),
     (": u@P", None, "u", "P")],
)  # fmt: skip
def test_confidentiality_stands_behind_an_at_sign_in_tsv(printed: str, value: float, flag: str, kept: str) -> None:
    body = f"freq,unit,geo\\TIME_PERIOD\t2015 \nA,PER,NL\t{printed}\n".encode()
    raw = read(body, "x.tsv")
    found, letters = cell(raw, "2015", geo="NL")
    assert (None if math.isnan(found) else found, letters) == (value, flag)
    assert confidentiality(raw, "2015", geo="NL") == kept


def test_lines_that_end_with_cr_alone_are_refused_in_words() -> None:
    body = (FIXTURES / "one_table.sdmx1.csv").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    with pytest.raises(ContractError, match="its lines end with CR alone; accepted is LF, or CR and LF"):
        read(body, "me.csv")


def test_codes_of_time_without_a_cell_are_not_judged() -> None:
    cube = json.loads((FIXTURES / "one_table.json").read_text("utf-8"))
    last, codes = cube["id"].index("time"), cube["dimension"]["time"]["category"]
    assert last == len(cube["id"]) - 1
    old, cube["size"][last] = cube["size"][last], cube["size"][last] + 1
    codes["index"] = {**codes["index"], "2021-W54": old}
    codes.pop("label", None)
    for name in ("value", "status"):
        cube[name] = {str(int(n) // old * (old + 1) + int(n) % old): cell for n, cell in cube[name].items()}
    found, expected = read(json.dumps(cube).encode(), "a.json"), fixture("one_table.json")
    pd.testing.assert_frame_equal(tidy(found), tidy(expected))


def test_tsv_cells() -> None:
    raw = fixture("tsv_migr_imm8.tsv")
    assert cell(raw, "2020", geo="DE") == (728606.0, "be")
    assert cell(raw, "2007", geo="AT") == (72862.0, "b")
    assert math.isnan(cell(raw, "2008", geo="BE")[0])
    assert len(raw.frame) == 7 * 6


def test_tsv_of_the_old_facility() -> None:
    body = b"unit,citizen,geo\\time\t2018M01 \t2017M12 \nPER,NA,NL\t5 \t: z\n"
    raw = read(body, "old.tsv")
    assert raw.dims == ("unit", "citizen", "geo")
    assert cell(raw, "2018-01", citizen="NA") == (5.0, "")
    assert cell(raw, "2017-12", citizen="NA")[1] == "z"


def test_data_explorer_in_latin_1_with_thousands() -> None:
    raw = fixture("data_explorer_latin1_migr_eiord.csv")
    assert cell(raw, "2015", geo="European Union (28 countries)", citizen="Total") == (533395.0, "")
    assert "Côte d'Ivoire" in set(raw.frame["citizen"])
    raw = fixture("data_explorer_migr_eirtn.csv")
    assert math.isnan(cell(raw, "2014", geo="Austria", indic_mg="Persons returned to a third country")[0])


def test_json_stat_is_decoded_by_key() -> None:
    raw = fixture("json_stat_migr_asyappctza.json")
    assert (raw.code, raw.updated) == ("migr_asyappctza", "2019-09-29T11:00:00")
    assert cell(raw, "2015", geo="EU28", applicant="FRST") == (1256610.0, "")
    assert cell(raw, "2018", geo="EU28", applicant="FRST") == (586235.0, "")
    assert "TOTAL" not in set(raw.frame["applicant"])
    assert len(raw.frame) == 18  # Iceland 2013 and 2014 are in no index: no rows


def test_json_stat_with_arrays_and_without_index_is_the_same() -> None:
    cube = json.loads((FIXTURES / "one_table.json").read_text("utf-8"))
    cells = math.prod(cube["size"])
    cube["value"] = [cube["value"].get(str(n)) for n in range(cells)]
    cube["status"] = [cube["status"].get(str(n)) for n in range(cells)]
    cube["dimension"]["geo"]["category"]["index"] = ["LT", "NL", "RO"]
    del cube["dimension"]["freq"]["category"]["index"]
    pd.testing.assert_frame_equal(tidy(read(json.dumps(cube).encode(), "x")), tidy(fixture("one_table.json")))


@pytest.mark.parametrize("name", sorted(p.name for p in PUBLISHED.glob("*_*.csv") if not p.name.startswith("codes_")))
def test_every_line_of_a_published_file_is_a_row_with_its_figure_and_flag(name: str) -> None:
    text = (PUBLISHED / name).read_bytes()
    raw = read(text, name)
    table = list(csv.DictReader(io.StringIO(text.decode("utf-8" if name != LATIN_1 else "latin-1"), newline="")))
    value, flag = ("OBS_VALUE", "OBS_FLAG") if "OBS_FLAG" in table[0] else ("Value", "Flag and Footnotes")
    told = [(row[value].replace(",", "").strip(": "), row[flag].strip()) for row in table]
    assert len(raw.frame) == len(table)
    found = zip(raw.frame["value"], raw.frame["flag"], strict=True)
    assert sorted((float(v), f) if v else (-1.0, f) for v, f in told) == sorted(
        (-1.0 if math.isnan(v) else v, f) for v, f in found
    )
