"""Eurostat's TSV: wide, one column per period, `value flags` in a cell, the dimensions joined in the first column.

    freq,citizen,unit,geo\\TIME_PERIOD<TAB>2010 <TAB>2011
    A,TOTAL,PER,NL<TAB>29870 <TAB>: u

Behind an at sign stands the confidentiality: `: @C`, `5 b@C`.

The old bulk facility (to 2023) wrote `unit,geo\\time`, no freq, and periods like 2018M01. There is no date inside.
It is read in pieces of whole lines; almost all cells are read as machine words (`etl.formats.words`), the few that are
not plain by a pattern.
https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from etl.formats.ahead import ahead
from etl.formats.blocks import TablePiece, below_header, decoded, without_empty_lines
from etl.formats.raw import NUMBER, RawTable, coded, period, status
from etl.formats.words import ByteText, Places, Words, numbers
from etl.model.errors import ContractError

CELL = re.compile(rf"\s*(?P<value>:|NaN|{NUMBER})?\s*(?P<flag>[a-z]*)\s*(?P<conf>@.*)?")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FLAGS = ("", *(a + b for a in LETTERS for b in ("", *LETTERS)))  # 1 is `a`, 2 is `aa`, 28 is `b`
SPACE, COLON, TAB, LINE = b" :\t\n"
SIZE = 500_000  # bytes: a cell of four bytes becomes a row of a hundred


@dataclass(frozen=True)
class Header:
    """The dimensions, and the periods of the columns as printed and in our form."""

    dims: tuple[str, ...]
    times: tuple[str, ...]
    periods: tuple[str, ...]


def tables(stream: BinaryIO, name: str, size: int = SIZE) -> Iterator[RawTable]:
    """The table in pieces of some bytes, one row per cell.

    ContractError naming the row and column of a cell that is none.
    """
    return ahead(lambda block: _table(block, name), below_header(stream, name, size, _header))


Rows = TablePiece[Header]


def _header(line: bytes, name: str) -> Header:
    key, *times = (cell.strip() for cell in decoded(line, name).split("\t"))
    dims = tuple(d.strip() for d in re.split(r"\\", key)[0].split(","))
    twice = sorted({t for t in times if times.count(t) > 1})
    if twice:
        raise ContractError(f"{name}: column {', '.join(map(repr, twice))} stands there twice.")
    if len(set(dims)) != len(dims) or not times:
        raise ContractError(f"{name}: header {key!r} must name each dimension once, with at least one period after it.")
    return Header(dims, tuple(times), tuple(period(time, name) for time in times))


def _table(lines: Rows, name: str) -> RawTable:
    block, row, head = lines.text, lines.row, lines.head
    if not block.isascii():
        decoded(block, name)
    text, width = ByteText(block), len(head.times)
    ends = _ends(text, width)
    if ends is None and b"\n\n" in block:
        return _table(replace(lines, text=without_empty_lines(block)), name)
    if ends is None:
        raise _ragged(lines, name)
    firsts = np.concatenate(([0], ends[:-1, -1] + 1))
    keys = [block[a:b] for a, b in zip(firsts.tolist(), ends[:, 0].tolist(), strict=True)]
    cells = _Cells(text, (ends[:, :-1] + 1).ravel(), ends[:, 1:].ravel())
    if len(cells.odd):
        _slowly(cells, block, keys, head, name)
    columns = _dims(keys, head.dims, row, name)
    rows, times = np.divmod(np.arange(len(cells.flag), dtype=np.int32), np.int32(width))
    where = pa.array(rows)
    arrays = [
        pa.DictionaryArray.from_arrays(codes.indices.take(where), codes.dictionary, safe=False) for codes in columns
    ]
    arrays.append(coded(pa.array(times), list(head.periods)))
    arrays.append(pa.array(cells.value, from_pandas=True))
    for numbered, names in ((cells.flag, cells.flags), (cells.conf, cells.confs)):
        arrays.append(coded(pa.array(numbered), names))
    return RawTable(pa.table(arrays, [*head.dims, "period", "value", "flag", "confidentiality"]), head.dims)


def _ends(text: ByteText, width: int) -> Places | None:
    """Where each cell ends, a row for each line; None where the lines do not all have as many cells as the header."""
    line = text.bytes == LINE
    at: Places = np.flatnonzero(line | (text.bytes == TAB))
    if len(at) == (width + 1) * np.count_nonzero(line):
        ends = at.reshape(-1, width + 1)
        if line[ends[:, -1]].all():
            return ends
    return None


def _ragged(lines: Rows, name: str) -> ContractError:
    """The first line with another number of cells."""
    width = len(lines.head.times)
    printed = (line.split("\t") for line in lines.text.decode("utf-8", "replace").split("\n"))
    at, (key, *cells) = next((n, cells) for n, cells in enumerate(printed, 1) if len(cells) != width + 1)
    where = f"row {lines.row + at}, {key!r}"
    return ContractError(f"{name}: a line does not fit its header: {where}, has {len(cells)} cells, expected {width}.")


class _Cells:
    """What stands in cells from `starts` to `ends`; `odd` are the places of those that are not plain, still to be read.

    flag, conf: places in the lists `flags`, `confs`.
    """

    def __init__(self, text: ByteText, starts: Places, ends: Places) -> None:
        self.starts, self.ends = starts, ends
        self.value = np.full(len(ends), np.nan)
        self.flag, self.conf = np.zeros(len(ends), np.int16), np.zeros(len(ends), np.int16)
        self.flags, self.confs = list(FLAGS), [""]
        tail = text.before(ends)
        blank = (tail >> np.uint64(40) == 0x203A09) | (tail >> np.uint64(48) == 0x3A09)  # a tab and `: ` or `:`
        some = np.flatnonzero(~blank)
        start, tail = starts[some], tail[some]
        back, flag = _flags(tail)
        end = ends[some] - back
        value, plain = numbers(text, start, end)
        none = (end - start == 1) & (text.bytes[start] == COLON) | (end == start)
        self.value[some] = np.where(plain, value, np.nan)
        self.flag[some] = flag
        self.odd: Places = some[~(plain | none)]

    def note(self, at: int, value: float, flag: str, conf: str) -> None:
        """What stands in an odd cell."""
        self.value[at] = value
        for code, names, numbered in ((flag, self.flags, self.flag), (conf, self.confs, self.conf)):
            if code not in names:
                names.append(code)
            numbered[at] = names.index(code)


def _flags(tail: Words) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int16]]:
    """How many bytes at the end are no value, and the flag in them: a blank, or a blank with one or two letters."""
    last, second, third = ((tail >> np.uint64(shift) & np.uint64(255)).astype(np.int16) for shift in (56, 48, 40))
    letter, letters = _is_letter(last), _is_letter(second)
    one, two = letter & (second == SPACE), letter & letters & (third == SPACE)
    back = (last == SPACE) + 2 * one.astype(np.int64) + 3 * two
    flag = np.where(one, (last - 97) * 27 + 1, 0) + np.where(two, (second - 97) * 27 + last - 95, 0)
    return back, flag.astype(np.int16)


def _is_letter(byte: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    small: npt.NDArray[np.bool_] = (byte >= 97) & (byte <= 122)
    return small


def _slowly(cells: _Cells, block: bytes, keys: list[bytes], head: Header, name: str) -> None:
    """Read the cells that are not plain; ContractError naming row and column of the first that is none."""
    seen: dict[bytes, Any] = {}
    for at in cells.odd.tolist():
        printed = block[cells.starts[at] : cells.ends[at]]
        if printed not in seen:
            match = CELL.fullmatch(printed.decode())
            if match is None:
                where = f"{keys[at // len(head.times)].decode()}, {head.times[at % len(head.times)]}"
                raise ContractError(
                    f"{name}: cell {where} is {printed.decode()!r}; accepted is a number or ':', then flags."
                )
            value = match["value"] or ":"
            number = float("nan") if value in (":", "NaN") else float(value)
            seen[printed] = (number, match["flag"], status((match["conf"] or "").strip()))
        cells.note(at, *seen[printed])


def _dims(keys: list[bytes], dims: tuple[str, ...], row: int, name: str) -> list[pa.DictionaryArray]:
    """The dimensions of each line, numbered."""
    column = pa.array(keys, pa.binary()).cast(pa.string())
    split = pc.split_pattern(column, ",")
    wrong = pc.not_equal(pc.list_value_length(split), len(dims))
    if pc.any(wrong).as_py():
        at = pc.index(wrong, True).as_py()
        raise ContractError(
            f"{name}: row {row + at + 1} has the key {column[at].as_py()!r}; expected are {', '.join(dims)}."
        )
    flat = split.values
    columns = []
    for n in range(len(dims)):
        codes = flat.take(pa.array(np.arange(n, len(flat), len(dims)))).dictionary_encode()
        columns.append(coded(codes.indices, pc.utf8_trim_whitespace(codes.dictionary).to_pylist()))
    return columns
