"""A long text in pieces of whole lines, so that no more of it is held than is read at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Generic, TypeVar

import numpy as np

from etl.model.errors import ContractError

SIZE = 2_000_000  # bytes
LARGEST = 4_000_000_000  # bytes of a file, unpacked
LINE = ord("\n")
Head = TypeVar("Head")


@dataclass(frozen=True)
class TablePiece(Generic[Head]):
    """Some lines of a table. row: lines of it before them. head: what its first line says."""

    text: bytes
    row: int
    head: Head


def blocks(stream: BinaryIO, name: str, size: int = SIZE) -> Iterator[bytes]:
    """Whole lines that end with LF; ContractError where the last line has no end, or the text has none."""
    read = 0
    while chunk := stream.read(size):
        if not chunk.endswith(b"\n"):
            chunk += stream.readline(LARGEST)
        if chunk.endswith(b"\r"):  # the last line, of which a half of the end is there
            chunk += b"\n"
        if not chunk.endswith(b"\n"):
            raise ContractError(
                f"{name}: the last line has no end, so the file may be cut off; expected is a line end."
            )
        read += len(chunk)
        if read > LARGEST:
            raise too_large(name)
        yield _lines(chunk)


def below_header(
    stream: BinaryIO, name: str, size: int, header: Callable[[bytes, str], Head]
) -> Iterator[TablePiece[Head]]:
    """A table in pieces, without its first line, which `header` reads."""
    head, row = None, 0
    for block in blocks(stream, name, size):
        if head is None:
            line, _, block = block.partition(b"\n")
            head = header(line, name)
        lines = int(np.count_nonzero(np.frombuffer(block, np.uint8) == LINE))
        if lines < len(block):
            yield TablePiece(block, row, head)
            row += lines


def whole(stream: BinaryIO, name: str) -> bytes:
    """All of a text; asked for at once, room for the largest would be taken for the smallest too."""
    pieces, read = [], 0
    while chunk := stream.read(SIZE):
        pieces.append(chunk)
        read += len(chunk)
        if read > LARGEST:
            raise too_large(name)
    return b"".join(pieces)


def too_large(name: str) -> ContractError:
    """The refusal of a file that has no end, or none that we wait for."""
    return ContractError(f"{name}: larger than {LARGEST:,} bytes when unpacked; accepted is less.")


def _lines(block: bytes) -> bytes:
    return block.replace(b"\r\n", b"\n") if b"\r" in block else block


def without_empty_lines(block: bytes) -> bytes:
    """The block without lines that hold nothing."""
    while b"\n\n" in block:
        block = block.replace(b"\n\n", b"\n")
    return block.removeprefix(b"\n")


def decoded(text: bytes, name: str) -> str:
    """The text; ContractError where it is not UTF-8."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as e:
        raise ContractError(f"{name}: a line does not fit its header: it is not UTF-8 ({e.reason})") from e
