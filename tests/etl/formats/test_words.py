"""Cells that are read as machine words, against a slow plain reader, cell for cell."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.formats import tsv
from etl.model.errors import ContractError
from tests.etl.formats.plain import Row, rows, slowly

HEAD = "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \t2021 "
FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurostat"


def read(text: str, size: int = 10_000) -> list[Row]:
    return rows(tsv.tables(io.BytesIO(text.encode()), "a file", size=size))


def test_a_real_payload_cell_for_cell() -> None:
    text = (FIXTURES / "tsv_migr_imm8_rows.tsv").read_text("utf-8")
    assert read(text, 5_000) == slowly(text)


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
        list(tsv.tables(io.BytesIO(text.encode("latin-1")), "a file"))
