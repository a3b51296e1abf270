"""SDMX-CSV in pieces, against a slow plain reader, row for row."""

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.formats import comma, halves, sdmx_csv
from etl.model.errors import ContractError
from tests.etl.formats.plain import joined, rows, slowly_csv

FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurostat"
CSV_HEAD = "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
LINE = "ESTAT:MIGR_EIORD(1.0),10/06/21 23:00:00,A,{geo},{time},{value},{flag}\n"


@pytest.mark.parametrize("name", ["sdmx_csv_1.0_2021_migr_asyresa_rows.csv", "sdmx_csv_1.0_tps00176_crlf_rows.csv"])
def test_real_sdmx_csv_row_for_row(name: str) -> None:
    body = (FIXTURES / name).read_bytes()
    assert rows(sdmx_csv.tables(io.BytesIO(body), name)) == slowly_csv(body.decode())


def test_sdmx_csv_with_labels_and_quotes_row_for_row() -> None:
    body = (FIXTURES / "sdmx_csv_2.0_migr_asyappctza_rows.csv").read_bytes()
    reader = csv.DictReader(io.StringIO(body.decode(), newline=""))
    table = [{k: v.strip() for k, v in r.items() if k not in ("OBS_VALUE",)} for r in reader]
    found = [
        dict(zip(part.texts, cells, strict=True))
        for part in comma.columns(io.BytesIO(body), name="a file", value="OBS_VALUE", since="TIME_PERIOD", size=3_000)
        for cells in zip(*(c.cast(pa.string()).to_pylist() for c in part.texts.values()), strict=True)
    ]
    assert found == table


@pytest.mark.parametrize("printed", ["29870", "", ":", "12.3", "-7.25", "1e3", "446735291", "0.1", '"5"', " 5 ", "-0"])
def test_a_value_of_a_csv_means_what_the_plain_reader_says(printed: str) -> None:
    lines = [LINE.format(geo=g, time=t, value=printed, flag="b") for g in ("NL", "DE") for t in (2019, 2020)]
    text = "\n".join([CSV_HEAD, "".join(lines)])
    found = rows(sdmx_csv.tables(io.BytesIO(text.encode()), "a file", size=90))
    assert [str(r) for r in found] == [str(r) for r in slowly_csv(text)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            LINE.format(geo="NL", time=2020, value="x1", flag=""),
            "OBS_VALUE in data row 4 is 'x1'; accepted is a number",
        ),
        (LINE.format(geo="NL", time=2020, value="1", flag="B"), "OBS_FLAG in data row 4 is 'B'; accepted are small"),
        (LINE.format(geo="NL", time="20", value="1", flag=""), "period '20'"),
        (LINE.format(geo="N,L", time=2020, value="1", flag=""), "row 4 has 8 cells, expected 7"),
        (LINE.format(geo='"NL', time=2020, value="1", flag=""), "a quote in rows . to 4 is not closed|row 4 has"),
        (LINE.format(geo="NL", time=2020, value="1", flag="")[:-1], "the last line has no end"),
    ],
)
@pytest.mark.parametrize("size", [90, 10_000])
def test_the_row_of_a_csv_that_is_wrong_is_named(line: str, said: str, size: int) -> None:
    good = "".join(LINE.format(geo=g, time=2020, value="1", flag="b") for g in ("AT", "BE", "DE"))
    with pytest.raises(ContractError, match=said):
        list(sdmx_csv.tables(io.BytesIO(f"{CSV_HEAD}\n{good}{line}".encode()), "a file", size=size))


def test_texts_longer_than_a_word_and_texts_with_commas_in_quotes_are_told_apart() -> None:
    geos = [
        "EU27_2020",
        "EU28_2020",
        '"Bolivia, State of"',
        '"Bolivia, State on"',
        "EU27_2020",
        "x" * 40,
        "x" * 39 + "y",
    ]
    text = CSV_HEAD + "\n" + "".join(LINE.format(geo=g, time=2020, value=n, flag="") for n, g in enumerate(geos))
    assert rows(sdmx_csv.tables(io.BytesIO(text.encode()), "a file")) == slowly_csv(text)


def test_a_whole_reading_and_one_in_pieces_are_the_same() -> None:
    body = (FIXTURES / "sdmx_csv_2.0_migr_asyappctza_rows.csv").read_bytes()
    whole, apart = (joined(sdmx_csv.tables(io.BytesIO(body), "a file", size)) for size in (10**6, 2_000))
    assert whole.frame.equals(apart.frame)
    assert (whole.dims, whole.code, whole.labels) == (apart.dims, apart.code, apart.labels)
    assert whole.labelled == apart.labelled


places = st.sampled_from(["NL", "DE", "EU27_2020", '"Bolivia, State of"', '"NL"', "Côte d'Ivoire"])
values = st.one_of(st.just(""), st.just(":"), st.integers(-5, 5).map(str), st.integers(0, 10**9).map(str))
lines = st.tuples(places, st.sampled_from(["2019", "2020-01", "2020-Q1"]), values, st.sampled_from(["", "b", "bep"]))


@settings(max_examples=60)
@given(st.lists(lines, min_size=1, max_size=12), st.integers(80, 900), st.booleans())
def test_rows_in_any_order_in_pieces_of_any_size_with_any_line_end(table: Any, size: int, crlf: bool) -> None:
    text = f"{CSV_HEAD}\n" + "".join(LINE.format(geo=g, time=t, value=v, flag=f) for g, t, v, f in table)
    sent = text.replace("\n", "\r\n") if crlf else text
    assert rows(sdmx_csv.tables(io.BytesIO(sent.encode()), "a file", size=size)) == slowly_csv(text)


def test_each_start_and_each_end_of_a_line_is_read_once() -> None:
    parts = halves.halves(b"a,1,2\na,2,3\nb,2,3\n", 2)
    assert parts
    assert halves.texts(parts.start) == b"a\nb\n"
    assert halves.texts(parts.end) == b"1,2\n2,3\n"
    assert parts.start.indices.to_pylist() == [0, 0, 1]
    assert parts.end.indices.to_pylist() == [0, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        b"a,1,2\na,2\n",  # a cell is missing
        b"a,1,2\n\n",  # nothing in a line
        b'a,1,"2"\n', b'"a,1,2\n', b'"a,1,2\n"b,1,2\n', b'a"b","c,1,2\n', # quotes: where is a comma one?
        b"a,1," + b"2" * 40 + b"\n",  # too long to look for
    ],
)  # fmt: skip
def test_a_line_that_commas_do_not_cut_for_sure_is_not_cut(text: bytes) -> None:
    assert halves.halves(b"b,1,2\n" * 3 + text, 2) is None


def test_numbers_that_stand_before_the_period_are_read_too() -> None:
    text = f"{CSV_HEAD.replace('TIME_PERIOD,OBS_VALUE', 'OBS_VALUE,TIME_PERIOD')}\n"
    text += "".join(f"ESTAT:MIGR_EIORD(1.0),10/06/21 23:00:00,A,NL,{n},{y},b\n" for n in (5, 7) for y in (2019, 2020))
    assert rows(sdmx_csv.tables(io.BytesIO(text.encode()), "a file")) == slowly_csv(text)
