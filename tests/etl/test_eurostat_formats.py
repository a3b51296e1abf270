"""Eurostat's formats: what stands in a file is what comes out, and nothing that is not data gets through."""

import gzip
import json
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.errors import ContractError, MonitorError
from etl.formats.eurostat import read
from etl.formats.raw import Raw

FIXTURES = Path(__file__).parents[1] / "fixtures" / "eurostat"
SHARED = Path(__file__).parents[2].parent / "shared" / "payloads" / "eurostat"
ONE_TABLE = ("one_table.sdmx1.csv", "one_table.sdmx2.csv", "one_table.tsv", "one_table.json")
WHOLE = {"agedef": "COMPLET"}
ALL = sorted(p.name for p in FIXTURES.iterdir() if p.suffix != ".md")


def fixture(name: str) -> Raw:
    return read((FIXTURES / name).read_bytes(), name)


def cell(raw: Raw, period: str, **codes: str) -> tuple[float, str]:
    rows = raw.frame[raw.frame["period"] == period]
    for dim, code in codes.items():
        rows = rows[rows[dim] == code]
    assert len(rows) == 1
    return rows["value"].iloc[0], rows["flag"].iloc[0]


def tidy(raw: Raw) -> pd.DataFrame:
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


def test_confidential_becomes_a_flag() -> None:
    text = (FIXTURES / "sdmx_csv_1.0_tps00176_crlf.csv").read_text("utf-8")
    body = text.replace("2018,603953,p,", "2018,,p,C").encode()
    value, flag = cell(read(body, "x.csv"), "2018", geo="UK")
    assert math.isnan(value)
    assert flag == "pc"


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


def change_cube(**parts: object) -> bytes:
    return json.dumps({**json.loads((FIXTURES / "one_table.json").read_text("utf-8")), **parts}).encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html><head><title>Sorry, down</title></head></html>", "page or message.*Sorry, down"),
        (b"<S:Fault><faultstring>EXTRACTION_TOO_BIG: 1</faultstring></S:Fault>", "EXTRACTION_TOO_BIG"),
        (b"a;b;c\n1;2;3\n", "starts with 'a;b;c"),
        (gzip.compress(b"DATAFLOW,LAST UPDATE\n" * 99, mtime=0)[:40], "cut off or damaged"),
        (b'{"version":"2.0","class":"dataset","value":{"1":', "not valid JSON, perhaps cut off"),
        (b'{"error":[{"status":400,"id":100,"label":"No results found"}]}', "No results found"),
        (change_cube(size=[1, 1, 1, 1, 2, 0, 6]), "nothing matches in geo"),
        (change_cube(size=[1, 1, 1, 1, 2, 4, 6]), "index of 'geo' must number its 4 codes"),
        (change_cube(value={"36": 1}), "value has the index '36'; accepted is 0 to 35"),
        (change_cube(value={"0": "1,5"}), "value 0 is '1,5'"),
        (change_cube(status={"0": "B!"}), "accepted are small letters"),
        (change_cube(updated="yesterday"), "updated is 'yesterday'"),
        (b"DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_FLAG\nE:A(1.0),,A,NL,2015,\n", "OBS_VALUE is missing"),
        (b"DATAFLOW,LAST UPDATE,freq,Geo,TIME_PERIOD,OBS_VALUE\nE:A(1.0),,A,NL,2015,1\n", "column 'Geo' is not known"),
        (b"DATAFLOW,LAST UPDATE,freq,freq,TIME_PERIOD,OBS_VALUE\nE:A(1.0),,A,NL,2015,1\n", "'freq' stands there twice"),
        (b"DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE\nE:A(1.0),,A,2015,1\nE:A(1.0),,A,2016\n", "fit its header"),
        (b"DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE\nE:A(1.0),,A,2015,128\nE:A(1.0),,A,2016,12", "cut off"),
        (b"DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE\nE:A(1.0),,A,2015,1 280\n", "data row 1 is '1 280'"),
        (b"DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE\nE:A(1.0),,A,2015-S1,1\n", "period '2015-S1'"),
        (b"DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE\nE:A(1.0),3 Aug,A,2015,1\n", "LAST UPDATE is '3 Aug'"),
        (b"DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE\n", "no rows"),
        (b"freq,geo\\TIME_PERIOD\t2015 \nA,NL\t12,5 \n", "cell A,NL, 2015 is '12,5 '"),
        (b"freq,geo\\TIME_PERIOD\t2015 \nA,NL,X\t12 \n", "row 1 has the key 'A,NL,X'"),
        (b'"TIME","GEO","Value"\n"2015","Austria","1"\n', "Flag and Footnotes is missing"),
        (b'"TIME","GEO","Value","Flag and Footnotes"\n"2015","Austria","1,2",""\n', "Value is '1,2'"),
    ],
)
def test_what_is_not_data_is_refused_with_its_reason(body: bytes, says: str) -> None:
    with pytest.raises(ContractError, match=r"(?s)^file\.csv: .*" + says):
        read(body, "file.csv")


NUMBERS = st.integers(0, 10**9).map(str) | st.decimals(0, 100, places=1).map(str)
FLAGS = st.sampled_from(["", "b", "p", "bep", "u", "d"])


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.tuples(st.none() | NUMBERS, FLAGS), min_size=1, max_size=8), crlf=st.booleans())
def test_every_tsv_cell_comes_back_as_written(cells: list[tuple[str | None, str]], crlf: bool) -> None:
    times = [str(2000 + n) for n in range(len(cells))]
    lines = ["freq,geo\\TIME_PERIOD\t" + "\t".join(f"{t} " for t in times)]
    lines.append("A,NL\t" + "\t".join(f"{value or ':'} {flag}" for value, flag in cells))
    end = "\r\n" if crlf else "\n"
    frame = read((end.join(lines) + end).encode(), "x.tsv").frame
    assert list(frame["flag"]) == [flag for _, flag in cells]
    for found, (value, _) in zip(frame["value"], cells, strict=True):
        assert math.isnan(found) if value is None else found == float(value)


@settings(max_examples=60, deadline=None)
@given(
    values=st.dictionaries(st.integers(0, 35), st.integers(0, 10**9)),
    status=st.dictionaries(st.integers(0, 35), st.sampled_from(["b", "u", "m"])),
)
def test_every_json_stat_cell_comes_back_as_written(values: dict[int, int], status: dict[int, str]) -> None:
    body = change_cube(value={str(k): v for k, v in values.items()}, status={str(k): v for k, v in status.items()})
    frame = read(body, "x.json").frame
    assert len(frame) == len({*values, *status})
    assert frame["value"].count() == len(values)
    assert frame["value"].sum() == sum(values.values())
    assert sorted("".join(frame["flag"])) == sorted("".join(status.values()))


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(ALL),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    new=st.binary(max_size=12) | st.sampled_from([b"\n", b'"', b",", b"\t", b"{", b"null", b"-", b"1e999", b"\x00"]),
)
@example(name="one_table.json", at=0.0, length=1, new=b"[")
def test_a_damaged_file_is_read_or_refused_but_never_crashes(name: str, at: float, length: int, new: bytes) -> None:
    body = (FIXTURES / name).read_bytes()
    place = int(at * len(body))
    try:
        frame = read(body[:place] + new + body[place + length :], name).frame
    except MonitorError:
        return
    assert frame["value"].dtype == "float64"


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 0.999))
def test_a_file_that_is_cut_off_within_a_line_is_refused(name: str, share: float) -> None:
    body = (FIXTURES / name).read_bytes().rstrip()
    part = body[: int(share * len(body))].rstrip(b"\r\n")
    with pytest.raises(ContractError):
        read(part, name)


@pytest.mark.parametrize(
    ("name", "rows", "known"),
    [
        ("sdmx_csv_2.0_migr_asyappctza.csv", 1080, ("2015", {"geo": "NL", "citizen": "TOTAL"}, 44970.0, "")),
        ("sdmx_csv_2.0_migr_asytpsm.csv", 1136, ("2025-03", {"geo": "SK"}, 131870.0, "")),
        ("sdmx_csv_1.0_codes_crlf_tps00176.csv", 848, ("2018", {"geo": "UK", "agedef": "REACH"}, 603953.0, "p")),
        ("tsv_bulk_migr_imm8.tsv", 603_603, ("2022", {"geo": "NL", "age": "TOTAL", "sex": "T", **WHOLE}, 326798.0, "")),
        ("data_explorer_migr_eiord_1_Data.csv", 238, ("2010", {"geo": "European Union (28 countries)"}, 540080.0, "d")),
    ],
)  # fmt: skip
def test_whole_payloads(name: str, rows: int, known: tuple[str, dict[str, str], float, str]) -> None:
    if not (SHARED / name).exists():
        pytest.skip(f"the payload {name} is not beside this repository")
    raw = read((SHARED / name).read_bytes(), name)
    period, codes, value, flag = known
    assert len(raw.frame) == rows
    assert cell(raw, period, **codes) == (value, flag)
