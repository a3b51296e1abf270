"""Lines of a table that say the same at their start: each different start and each different end is read once.

A table of Eurostat as SDMX-CSV repeats the codes of a series in every line, and many lines end alike. What is cut here
is read by `etl.formats.comma`; lines that cannot be cut so are read whole by it.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.formats.words import Places

REACH = 32  # bytes before the end of a line that are searched
WORD = f"V{REACH}"
COMMA, LINE = b",\n"
CLOSED = r'^(("[^"\n]*"|[^",\n]*)[,\n])+$'  # each cell in quotes as a whole, or without any


@dataclass(frozen=True)
class Halves:
    """Lines cut in two. start, end: numbered by line, each different one once, with a line end of its own."""

    start: pa.DictionaryArray
    end: pa.DictionaryArray


def halves(text: bytes, commas: int) -> Halves | None:
    """The lines, cut before their last `commas` cells; None where one is too short, too long or quoted so that
    commas do not tell."""
    padded = np.empty(REACH + len(text), np.uint8)
    padded[:REACH] = 0
    padded[REACH:] = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(padded == LINE)
    starts = np.concatenate(([REACH], ends[:-1] + 1))
    cuts = _cuts(padded, ends, commas)
    if cuts is None or (cuts <= starts).any():
        return None
    padded[cuts - 1] = LINE
    places = np.append(np.column_stack((starts, cuts)).ravel(), len(padded)).astype(np.int32)
    cut = pa.Array.from_buffers(pa.binary(), 2 * len(ends), [None, pa.py_buffer(places), pa.py_buffer(padded)])
    every = np.arange(0, 2 * len(ends), 2, dtype=np.int32)
    start, end = (pc.take(cut, pa.array(every + half), boundscheck=False).dictionary_encode() for half in (0, 1))
    quoted = b'"' in text and (b'"' in texts(end) or not _are_closed(start.dictionary))
    return None if quoted else Halves(start, end)


def texts(half: pa.DictionaryArray) -> bytes:
    """The different texts, one behind the other."""
    _, places, text = half.dictionary.buffers()
    behind: bytes = text.to_pybytes()[: np.frombuffer(places, np.int32)[len(half.dictionary)]]
    return behind


def _are_closed(starts: pa.BinaryArray) -> bool:
    """Whether no quote is open where a line is cut."""
    closed: bool = pc.all(pc.match_substring_regex(starts, CLOSED)).as_py()
    return closed


def _cuts(padded: "np.ndarray[tuple[int], np.dtype[np.uint8]]", ends: Places, commas: int) -> Places | None:
    """The place behind the comma that is so many before the end; None where one is out of reach."""
    window = np.ndarray((len(padded) - REACH + 1,), WORD, buffer=padded, strides=(1,))[ends - REACH]
    is_comma = window.view(np.uint8).reshape(-1, REACH) == COMMA
    bits = np.packbits(is_comma, axis=1).view(">u4").ravel().astype(np.uint32)  # the last byte is the lowest bit
    for _ in range(commas - 1):
        bits &= bits - np.uint32(1)
    if not bits.all():
        return None
    behind = (bits & -bits) - np.uint32(1)
    cuts: Places = ends - np.bitwise_count(behind)
    return cuts
