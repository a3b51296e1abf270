"""Cells that are read as machine words, against a slow plain reader, cell for cell."""

import csv
import gzip
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.formats import comma, eurostat, long, sdmx_csv, tsv
from etl.model.errors import ContractError

HEAD = "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \t2021 "
CELL = re.compile(r"\s*(:|NaN|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)?\s*([a-z]*)\s*(?:@(.*))?", re.ASCII)
Row = tuple[Any, ...]
FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurostat"


def slowly(text: str) -> list[Row]:
    """The cells of a TSV, one after the other: dimensions, period, value, flag, confidentiality."""
    head, *lines = text.replace("\r\n", "\n").split("\n")
    times = [t.strip() for t in head.split("\t")[1:]]
    found = []
    for line in filter(None, lines):
        key, *cells = line.split("\t")
        for time, cell in zip(times, cells, strict=True):
            told = CELL.fullmatch(cell)
            assert told, cell
            value = None if told[1] in (None, ":", "NaN") else float(told[1])
            secret = (told[3] or "").strip()
            found.append((*(k.strip() for k in key.split(",")), time, value, told[2], secret))
    return found


def slowly_csv(text: str) -> list[Row]:
    """The rows of an SDMX-CSV: dimensions, period, value, flag, confidentiality."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    dims = [c for c in reader.fieldnames or () if re.fullmatch("[a-z_0-9]+", c)]
    return [
        (*(r[d] for d in dims), r["TIME_PERIOD"], float(r["OBS_VALUE"]) if r["OBS_VALUE"] not in ("", ":") else None,
         r["OBS_FLAG"], r.get("CONF_STATUS", ""))
        for r in reader
    ]  # fmt: skip


def rows(pieces: Any) -> list[Row]:
    """Pieces of the reader as rows; a missing value is None, never 0."""
    found = []
    for piece in pieces:
        columns = [c.cast(pa.string()) if pa.types.is_dictionary(c.type) else c for c in piece.columns]
        found += list(zip(*(c.to_pylist() for c in columns), strict=True))
    return found


def read(text: str, size: int = 10_000) -> list[Row]:
    return rows(tsv.pieces(io.BytesIO(text.encode()), "a file", size=size))


def test_a_real_payload_cell_for_cell() -> None:
    text = (FIXTURES / "tsv_migr_imm8_rows.tsv").read_text("utf-8")
    assert read(text, 5_000) == slowly(text)


@pytest.mark.parametrize("name", ["sdmx_csv_1.0_2021_migr_asyresa_rows.csv", "sdmx_csv_1.0_tps00176_crlf_rows.csv"])
def test_real_sdmx_csv_row_for_row(name: str) -> None:
    body = (FIXTURES / name).read_bytes()
    assert rows(sdmx_csv.pieces(io.BytesIO(body), name)) == slowly_csv(body.decode())


def test_sdmx_csv_with_labels_and_quotes_row_for_row() -> None:
    body = (FIXTURES / "sdmx_csv_2.0_migr_asyappctza_rows.csv").read_bytes()
    reader = csv.DictReader(io.StringIO(body.decode(), newline=""))
    table = [{k: v.strip() for k, v in r.items() if k not in ("OBS_VALUE",)} for r in reader]
    found = [
        dict(zip(part.texts, cells, strict=True))
        for part in comma.columns(io.BytesIO(body), name="a file", value="OBS_VALUE", size=3_000)
        for cells in zip(*(c.cast(pa.string()).to_pylist() for c in part.texts.values()), strict=True)
    ]
    assert found == table


PRINTED = [
    "29870 ", "29870", ": ", ":", "", " ", "0 ", "-0 ", "12.3 ", "12.30 e", "-7.25 b", "0.001 ", ".5 ", "5. ", "1e3 ",
    "1.5E-3 p", "+4 ", "446735291 ", "12345678 ", "123456789 ", "1234567.8 ", "12345678.9 ", "-1234567 ", "99999999 ",
    "123456789012345678 ", "0.1 ", "0.3 ", "17.9 ", "4503599627370497.5 ", ": c", ": u", ":c", ": @C", "5 b@C", "5 @N",
    "5 ep", "5 bep", "5 b ", " 5 b", "5  b", "c", " c", "NaN ", "NaN", "-.5 ", "00012 ", "1.000000 ", "9.9999999 ",
]  # fmt: skip


@pytest.mark.parametrize("printed", PRINTED)
def test_a_cell_means_what_the_plain_reader_says(printed: str) -> None:
    text = f"{HEAD}\nA,PER,NL\t{printed}\t7 \t{printed}\nA,PER,DE\t: \t{printed}\t8 b\n"
    found = read(text)
    assert found == slowly(text)
    signs = [str(row[4]) for row in found]  # -0.0 is not 0.0
    assert signs == [str(row[4]) for row in slowly(text)]


WRONG = ["-", ".", "1.2.3 ", "1,5 ", "5 B", "1 2", "--5", "5 b c1", "1/2", "5 bé", "12:", "::", "1e-", "0x1F ", "٣"]


@pytest.mark.parametrize("printed", WRONG)
def test_what_is_no_cell_is_refused_by_row_and_column(printed: str) -> None:
    text = f"{HEAD}\nA,PER,DE\t: \t1 \t2 \nA,PER,NL\t1 \t{printed}\t3 \n"
    with pytest.raises(ContractError, match=re.escape(f"cell A,PER,NL, 2020 is {printed!r}")):
        read(text)


numbers = st.one_of(
    st.integers(-(10**12), 10**12).map(str),
    st.decimals(-(10**7), 10**7, places=3, allow_nan=False).map(lambda d: f"{d:f}"),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text("0123456789.-", min_size=1, max_size=9).filter(lambda t: re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", t)),
)
cells = st.tuples(st.one_of(st.just(":"), numbers), st.sampled_from(["", " ", " b", " ep", " bep", " c @C"])).map(
    "".join
)


@settings(max_examples=60)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12), st.integers(20, 400), st.booleans())
def test_any_cells_in_pieces_of_any_size_with_any_line_end(table: Any, size: int, crlf: bool) -> None:
    end = "\r\n" if crlf else "\n"
    lines = [f"A,PER,X{n:02d}\t" + "\t".join(row) for n, row in enumerate(table)]
    text = end.join([HEAD, *lines, ""])
    assert read(text, size) == slowly(text)


@pytest.mark.parametrize("size", [7, 60, 10_000])
def test_the_line_that_does_not_fit_is_named_wherever_pieces_end(size: int) -> None:
    good = "".join(f"A,PER,X{n}\t1 \t2 \t3 \n" for n in range(9))
    with pytest.raises(ContractError, match="row 10, 'A,PER,NL', has 2 cells, expected 3"):
        read(f"{HEAD}\n{good}A,PER,NL\t1 \t2 \n", size)
    with pytest.raises(ContractError, match="row 10 has the key 'A,NL'; expected are freq, unit, geo"):
        read(f"{HEAD}\n{good}A,NL\t1 \t2 \t3 \n", size)
    with pytest.raises(ContractError, match="the last line has no end"):
        read(f"{HEAD}\n{good}A,PER,NL\t1 \t2 \t3", size)


def test_codes_that_are_not_ascii_are_kept_and_bytes_that_are_not_utf8_refused() -> None:
    text = f"{HEAD}\nA,PER,Côte d'Ivoire\t1 \t2 b\t: \n"
    assert read(text) == slowly(text)
    with pytest.raises(ContractError, match="not UTF-8"):
        list(tsv.pieces(io.BytesIO(text.encode("latin-1")), "a file"))


CSV_HEAD = "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
LINE = "ESTAT:MIGR_EIORD(1.0),10/06/21 23:00:00,A,{geo},{time},{value},{flag}\n"


@pytest.mark.parametrize("printed", ["29870", "", ":", "12.3", "-7.25", "1e3", "446735291", "0.1", '"5"', " 5 ", "-0"])
def test_a_value_of_a_csv_means_what_the_plain_reader_says(printed: str) -> None:
    lines = [LINE.format(geo=g, time=t, value=printed, flag="b") for g in ("NL", "DE") for t in (2019, 2020)]
    text = "\n".join([CSV_HEAD, "".join(lines)])
    found = rows(sdmx_csv.pieces(io.BytesIO(text.encode()), "a file", size=90))
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
        list(sdmx_csv.pieces(io.BytesIO(f"{CSV_HEAD}\n{good}{line}".encode()), "a file", size=size))


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
    assert rows(sdmx_csv.pieces(io.BytesIO(text.encode()), "a file")) == slowly_csv(text)


@pytest.mark.parametrize("packed", [False, True])
def test_a_long_file_in_parquet_holds_what_its_cells_say_and_nothing_for_empty_ones(
    tmp_path: Path, packed: bool
) -> None:
    body = (FIXTURES / "tsv_migr_imm8_rows.tsv").read_bytes()
    source, target = tmp_path / "table.tsv", tmp_path / "table.parquet"
    source.write_bytes(gzip.compress(body) if packed else body)
    count = long.to_parquet(source, target)
    told = [r for r in slowly(body.decode()) if r[-3] is not None or r[-2]]
    found = [tuple(r.values()) for r in pq.read_table(target).to_pylist()]
    assert found == told
    assert count == len(told)


def test_a_long_file_that_is_refused_leaves_no_parquet(tmp_path: Path) -> None:
    source = tmp_path / "table.tsv"
    source.write_text(f"{HEAD}\n" + "A,PER,NL\t1 \t2 \t3 \n" * 9 + "A,PER,NL\t1 \t1,5\t3 \n")
    with pytest.raises(ContractError, match="cell A,PER,NL, 2020 is '1,5'"):
        long.to_parquet(source, tmp_path / "out.parquet")
    assert [p.name for p in tmp_path.iterdir()] == ["table.tsv"]


def test_a_whole_reading_and_one_in_pieces_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "sdmx_csv_2.0_migr_asyappctza_rows.csv"
    body = (FIXTURES / name).read_bytes()
    whole = eurostat.read(body, name)
    pieces: Callable[..., Any] = comma.columns
    monkeypatch.setattr(comma, "columns", lambda stream, name, value: pieces(stream, name, value, 2_000))
    apart = eurostat.read(body, name)
    assert whole.frame.equals(apart.frame)
    assert (whole.dims, whole.code, whole.labels, whole.updated) == (
        apart.dims,
        apart.code,
        apart.labels,
        apart.updated,
    )
