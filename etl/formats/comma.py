"""CSV in pieces, read by pyarrow: each text of a column numbered, one column of numbers. Knows no publisher.

A piece that pyarrow does not take (a cell that is no number as it knows them, a line with too many cells) is read
again, cell by cell, so that what is only unusual is understood and what is wrong is named with its row.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from etl.formats.ahead import ahead
from etl.formats.blocks import TablePiece, below_header, decoded
from etl.formats.halves import halves, texts
from etl.formats.raw import coded, number
from etl.model.errors import ContractError

SIZE = 4_000_000  # bytes
CODED = pa.dictionary(pa.int32(), pa.string())
NO_VALUE = ("", ":", "NaN")


@dataclass(frozen=True)
class Columns:
    """Some rows of a table. texts: numbered texts by column. row: data rows before them."""

    names: tuple[str, ...]
    texts: dict[str, pa.DictionaryArray]
    values: npt.NDArray[np.float64]
    row: int


Lines = TablePiece[tuple[str, ...]]


def columns(stream: BinaryIO, name: str, value: str, since: str, size: int = SIZE) -> Iterator[Columns]:
    """The table in pieces. value: the column of numbers. since: the first column that differs from line to line.

    ContractError naming the row of what is no number or does not fit the header.
    """
    make = partial(_columns, name=name, value=value, since=since)
    return ahead(make, below_header(stream, name, size, partial(header, needed=value)))


def header(line: bytes, name: str, needed: str) -> tuple[str, ...]:
    """The names of the columns; ContractError where one stands there twice, or the needed one does not."""
    names = tuple(cell.strip() for cell in _cells(decoded(line, name)))
    if twice := sorted({n for n in names if names.count(n) > 1}):
        raise ContractError(f"{name}: column {', '.join(map(repr, twice))} stands there twice.")
    if needed not in names:
        raise ContractError(f"{name}: column {needed} is missing; found {', '.join(names)}.")
    return names


def _columns(block: Lines, name: str, value: str, since: str) -> Columns:
    cut = block.head.index(since) if since in block.head else 0
    half = halves(block.text, len(block.head) - cut) if cut else None
    try:
        if half:
            cells = _of_half(half.start, block.head[:cut], value)
            cells |= _of_half(half.end, block.head[cut:], value)
        else:
            cells = _cells_of(block.text, block.head, value)
    except pa.ArrowInvalid:
        return _cell_by_cell(block, name, value)
    numbers = cells.pop(value)
    values = numbers.to_numpy(zero_copy_only=False)
    if np.count_nonzero(~np.isfinite(values)) > numbers.null_count:  # "inf" is no number to us
        return _cell_by_cell(block, name, value)
    return Columns(block.head, {n: _trimmed(column) for n, column in cells.items()}, values, block.row)


def _of_half(half: pa.DictionaryArray, names: Sequence[str], value: str) -> dict[str, Any]:
    """The cells of all lines in these columns, of which each different text is read once."""
    cells = _cells_of(texts(half), names, value)
    if any(len(column) != len(half.dictionary) for column in cells.values()):
        raise pa.ArrowInvalid("a line is not one row")
    return {n: pc.take(column, half.indices, boundscheck=False) for n, column in cells.items()}


def _cells_of(text: bytes, names: Sequence[str], value: str) -> dict[str, Any]:
    """Cells by column: numbered texts, and numbers in the column `value`. ArrowInvalid where they are none."""
    table = pa.csv.read_csv(
        pa.BufferReader(text),
        read_options=pa.csv.ReadOptions(column_names=list(names), use_threads=False, block_size=len(text) + 1),
        convert_options=pa.csv.ConvertOptions(
            column_types={n: pa.float64() if n == value else CODED for n in names},
            null_values=list(NO_VALUE), strings_can_be_null=False,
        ),
    )  # fmt: skip
    return {n: table[n].combine_chunks() for n in names}


def _cell_by_cell(block: Lines, name: str, value: str) -> Columns:
    cells_of: dict[str, list[str]] = {n: [] for n in block.head}
    for row, line in enumerate(decoded(block.text, name).split("\n")[:-1], block.row + 1):
        cells = _cells(line)
        if line and len(cells) != len(block.head):
            raise ContractError(
                f"{name}: a line does not fit its header: row {row} has {len(cells)} cells, expected {len(block.head)}."
            )
        for column, cell in zip(block.head, cells, strict=False):
            cells_of[column].append(cell.strip())
    place = f"{name}: {value} in data row"
    values = np.array([number(cell, f"{place} {n}") for n, cell in enumerate(cells_of.pop(value), block.row + 1)])
    texts = {n: pa.array(cells, pa.string()).dictionary_encode() for n, cells in cells_of.items()}
    return Columns(block.head, texts, values, block.row)


def _trimmed(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The texts without the white space around them."""
    return coded(column.indices, [text.strip() for text in column.dictionary.to_pylist()])


def _cells(line: str) -> Sequence[str]:
    """The cells of one line; none where it is no CSV."""
    try:
        return next(csv.reader([line]), ())
    except csv.Error:
        return ()
