"""CSV in pieces: each text of a column numbered, one column of numbers read as machine words. Knows no publisher.

Neighbours that are the same are found by comparing words, and the columns before the one that changes with every row
(the period) are read only where the first of them changes.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from etl.formats.ahead import ahead
from etl.formats.blocks import blocks, decoded, without_empty_lines
from etl.formats.raw import number
from etl.formats.words import KEEP, WIDTH, ByteText, Places, numbers
from etl.model.errors import ContractError

SIZE = 2_000_000  # bytes
COMMA, LINE, QUOTE = b',\n"'


@dataclass(frozen=True)
class Columns:
    """Some rows of a table. texts: numbered texts by column. row: data rows before them."""

    names: tuple[str, ...]
    texts: dict[str, pa.DictionaryArray]
    values: npt.NDArray[np.float64]
    row: int


@dataclass(frozen=True)
class _Lines:
    text: bytes
    row: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class SpecialColumns:
    """value: the column of numbers. period: the column that changes most. constant: columns that seldom change."""

    value: str
    period: str
    constant: tuple[str, ...]


def columns(stream: BinaryIO, name: str, form: SpecialColumns, size: int = SIZE) -> Iterator[Columns]:
    """The table in pieces; ContractError naming the row of what is no number or does not fit the header."""
    return ahead(lambda block: _columns(block, name, form), _numbered(stream, name, size))


def header(line: bytes, name: str) -> tuple[str, ...]:
    """The names of the columns; ContractError where one stands there twice."""
    names = tuple(cell.strip() for cell in _cells(decoded(line, name)))
    if twice := sorted({n for n in names if names.count(n) > 1}):
        raise ContractError(f"{name}: column {', '.join(map(repr, twice))} stands there twice.")
    return names


def _numbered(stream: BinaryIO, name: str, size: int) -> Iterator[_Lines]:
    names, row = None, 0
    for block in blocks(stream, name, size):
        if names is None:
            line, _, block = block.partition(b"\n")
            names = header(line, name)
        if block.strip(b"\n"):
            yield _Lines(block, row, names)
            row += int(np.count_nonzero(np.frombuffer(block, np.uint8) == LINE))


def _columns(block: _Lines, name: str, form: SpecialColumns) -> Columns:
    if not block.text.isascii():
        decoded(block.text, name)
    text = ByteText(block.text)
    ends = _ends(text, block)
    if ends is None and b"\n\n" in block.text:
        return _columns(replace(block, text=without_empty_lines(block.text)), name, form)
    if ends is None:
        raise _ragged(block, name)
    begin = np.concatenate(([0], ends[:-1, -1] + 1))
    at = {column: n for n, column in enumerate(block.names)}
    upto = at[form.period]
    constant, skip = _constants(block, form, len(ends))
    same = _as_before(text, begin + skip, ends[:, upto - 1]) if upto else np.zeros(len(ends), np.bool_)
    first, run = np.flatnonzero(~same), pa.array(np.cumsum(~same, dtype=np.int32) - np.int32(1))
    texts = {column: _repeated(printed, len(ends)) for column, printed in constant.items()}
    some = ends[first]
    for column, n in at.items():
        if column in constant or column == form.value:
            continue
        if n < upto:
            coded = _coded(text, block.text, some[:, n - 1] + 1 if n else begin[first], some[:, n])
            texts[column] = pa.DictionaryArray.from_arrays(coded.indices.take(run), coded.dictionary)
        else:
            texts[column] = _coded(text, block.text, ends[:, n - 1] + 1 if n else begin, ends[:, n])
    n = at[form.value]
    values = _values(text, block, ends[:, n - 1] + 1 if n else begin, ends[:, n], f"{name}: {form.value}")
    return Columns(block.names, texts, values, block.row)


def _constants(block: _Lines, form: SpecialColumns, rows: int) -> tuple[dict[str, str], int]:
    """The first columns whose texts are the same in all rows, as a publisher's own name and day are; their length."""
    line = block.text[: block.text.find(b"\n")].decode()
    count = next((n for n, column in enumerate(block.names) if column not in form.constant), 0)
    cells = _cells(line)[:count]
    start = "".join(f"{_quoted(cell)}," for cell in cells)
    if not line.startswith(start) or block.names[count] == form.period:
        return {}, 0
    if block.text.count(f"\n{start}".encode()) != rows - 1:
        return {}, 0
    return dict(zip(block.names, (cell.strip() for cell in cells), strict=False)), len(start.encode())


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell


def _repeated(printed: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([printed]))


def _ends(text: ByteText, block: _Lines) -> Places | None:
    """Where each cell ends, a row for each line; None where the lines do not all have as many cells as the header."""
    width, line = len(block.names), text.bytes == LINE
    marks = line | (text.bytes == COMMA)
    if b'"' in block.text:
        marks &= np.bitwise_xor.accumulate(text.bytes == QUOTE) == 0  # not between quotes
    at: Places = np.flatnonzero(marks)
    if len(at) == width * np.count_nonzero(line):
        ends = at.reshape(-1, width)
        if line[ends[:, -1]].all():
            return ends
    return None


def _ragged(block: _Lines, name: str) -> ContractError:
    """The first line with another number of cells."""
    said, width, n = f"{name}: a line does not fit its header", len(block.names), block.row
    for n, cells in enumerate(map(_cells, decoded(block.text, name).split("\n")[:-1]), block.row + 1):
        if len(cells) != width:
            return ContractError(f"{said}: row {n} has {len(cells)} cells, expected {width}.")
    return ContractError(f"{said}: a quote in rows {block.row + 1} to {n} is not closed.")


def _cells(line: str) -> Sequence[str]:
    """The cells of one line; none where it is no CSV."""
    try:
        return next(csv.reader([line]), ())
    except csv.Error:
        return ()


def _as_before(text: ByteText, starts: Places, ends: Places) -> npt.NDArray[np.bool_]:
    """Whether each text is the same as the one before."""
    length = ends - starts
    same = np.zeros(len(ends), np.bool_)
    same[1:] = length[1:] == length[:-1]
    for back in range(0, int(length.max(initial=0)), WIDTH):
        word = text.before(np.maximum(ends - back, 0)) & KEEP[np.clip(length - back, 0, WIDTH)]
        same[1:] &= word[1:] == word[:-1]
    return same


def _coded(text: ByteText, block: bytes, starts: Places, ends: Places) -> pa.DictionaryArray:
    """The texts, numbered."""
    same = _as_before(text, starts, ends)
    first = np.flatnonzero(~same)
    begin, end = starts[first], ends[first]
    if len(first) and int((end - begin).max()) <= WIDTH:  # a word is the whole text
        cells = pa.array(text.before(end) & KEEP[end - begin]).dictionary_encode()
        places = np.empty(len(cells.dictionary), np.int64)
        places[cells.indices.to_numpy()] = np.arange(len(first))
        texts, numbered = [block[a:b] for a, b in zip(begin[places], end[places], strict=True)], cells.indices
    else:
        coded = pa.array([block[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]).dictionary_encode()
        texts, numbered = coded.dictionary.to_pylist(), coded.indices
    run = pa.array(np.cumsum(~same, dtype=np.int32) - np.int32(1))
    return pa.DictionaryArray.from_arrays(numbered.take(run), pa.array(map(_plain, texts), pa.string()))


def _plain(printed: bytes) -> str:
    """A cell without its quotes and the white space around it."""
    content = printed.decode()
    return "".join(_cells(content) if content.startswith('"') else content).strip()


def _values(text: ByteText, block: _Lines, starts: Places, ends: Places, place: str) -> npt.NDArray[np.float64]:
    values, plain = numbers(text, starts, ends)
    values[~plain] = np.nan
    seen: dict[bytes, float] = {b":": np.nan}
    for at in np.flatnonzero(~plain & (ends > starts)).tolist():
        printed = block.text[starts[at] : ends[at]]
        if printed not in seen:
            seen[printed] = number(_plain(printed), f"{place} in data row {block.row + at + 1}")
        values[at] = seen[printed]
    return values
