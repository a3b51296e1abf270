"""Eurostat's formats with any cell and any damage: read as written, or refused with the reason."""

import gzip
import json
import math
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.model.errors import ContractError, MonitorError
from tests.etl.formats.plain import read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurostat"
ALL = sorted(p.name for p in FIXTURES.iterdir() if p.suffix != ".md")


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
        (b"DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE\nE:A(1.0),,A,2015-X1,1\n", "period '2015-X1'"),
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
