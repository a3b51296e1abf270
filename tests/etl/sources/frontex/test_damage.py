"""Files that are no workbook, damaged ones, and any cell at all: read right or refused, never another error."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.catalogue.catalogue import load
from etl.formats import ibc_workbook, xlsx
from etl.model.errors import ContractError
from etl.payloads import Part
from etl.sources import frontex

NAME = "Monthly_detections_of_IBC_2026_08_04.xlsx"
FOOTER = "Source: FRAN data as of 04AUG26"


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**6), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), st.datetimes(datetime(1901, 1, 1)),
    st.sampled_from(["Route", "Total", FOOTER, "JAN2009", "Turkey", "Land", "Sea", "1,234", "=1/0", "Other"]),
)  # fmt: skip


def read_or_refused(read):
    """What `read` gives, or the sentence with which it refuses; any other error fails the test."""
    try:
        return read()
    except ContractError as e:
        return str(e)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the file is empty"),
        (b"\n<!DOCTYPE html><html>Sign in</html>", "starts as an HTML or XML page; accepted: an XLSX workbook"),
        (b"\xd0\xcf\x11\xe0old xls", "accepted: an XLSX workbook, which starts with b'PK'"),
        (b"PK\x03\x04" + b"0" * 100, "truncated or damaged"),
        (b"PK" + b"0" * xlsx.MAX_BYTES, "20,000,002 bytes; accepted: an XLSX workbook of up to 20,000,000 bytes"),
    ],
)
def test_bytes_that_are_no_workbook_are_refused(parsed, body, message):
    with pytest.raises(ContractError, match=re.escape(message)) as e:
        parsed(body)
    assert str(e.value).startswith(NAME)


def test_truncated_workbook_is_refused(rows, workbook, parsed):
    body = workbook(rows())
    with pytest.raises(ContractError, match="truncated or damaged"):
        parsed(body[: len(body) // 2])


def test_one_flipped_byte_in_the_figures_is_noticed(rows, workbook, parsed):
    body = bytearray(workbook(rows()))
    with zipfile.ZipFile(io.BytesIO(bytes(body))) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    body[sheet.header_offset + 30 + len(sheet.filename) + sheet.compress_size // 2] ^= 1
    with pytest.raises(ContractError, match="damaged"):
        parsed(bytes(body))


def test_zip_that_unpacks_too_large_is_refused(rows, workbook, parsed, monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 1000)
    with pytest.raises(ContractError, match=r"unpacks to .* bytes; accepted: up to 1,000"):
        parsed(workbook(rows()))


def test_two_workbooks_at_once_are_refused_by_name():
    parts = tuple(Part(name, b"PK", name) for name in ("ibc_2025.xlsx", "ibc_2026.xlsx"))
    with pytest.raises(ContractError, match=r"found ibc_2025\.xlsx, ibc_2026\.xlsx; accepted: one workbook"):
        frontex.parse(parts, load().datasets["frontex.ibc"])


@pytest.fixture(scope="session")
def sample(workbook, rows) -> bytes:
    """A workbook with a formula above the header and a footer below the figures."""
    return workbook([["=NOT_CALCULATED()"], *rows(), [FOOTER]])


@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_changed_bytes_are_refused_or_read_the_same(rows, sample, data):
    body = bytearray(sample)
    places = st.tuples(st.integers(0, len(sample) - 1), st.integers(0, 255))
    for at, byte in data.draw(st.lists(places, min_size=1, max_size=4)):
        body[at] = byte
    end = data.draw(st.integers(0, len(body)) | st.just(len(body)))
    found = read_or_refused(lambda: ibc_workbook.read(bytes(body[:end]), NAME, 14))
    if isinstance(found, str):
        assert found.startswith(NAME)
    else:
        assert found.counts.sum() == sum(sum(row[3:]) for row in rows()[1:])


@given(row=st.integers(0, 15), column=st.integers(0, 31), value=CELLS)
@settings(max_examples=50, deadline=None)
def test_any_cell_is_read_or_refused(rows, workbook, parsed, row, column, value):
    grid = [*rows(), [FOOTER]]
    grid[row] = [*grid[row], *[None] * (32 - len(grid[row]))]
    grid[row][column] = value
    found = read_or_refused(lambda: parsed(workbook(grid)).frame)
    if isinstance(found, str):
        assert NAME in found
    else:
        assert not found.duplicated(["route", "border_type", "nationality", "period"]).any()
        assert (found["value"].dropna() >= 0).all()
