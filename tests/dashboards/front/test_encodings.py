"""What is compressed comes back as it was; in pieces it does too, and who takes few of them holds little."""

import random
import tracemalloc
from itertools import islice

import pytest

from dashboards.front import encodings

NOISE = random.Random(7).randbytes(400_000)  # gzip cannot make it smaller
TABLE = b"\r\n".join(b"first_time_by_citizenship,NL,SY,%d,%d" % (n % 17, n * 7919 % 997) for n in range(200_000))


@pytest.mark.parametrize("encoding", encodings.ORDER)
@pytest.mark.parametrize("body", [b"a", NOISE, TABLE], ids=["short", "noise", "table"])
def test_what_is_compressed_comes_back(body: bytes, encoding: str) -> None:
    assert encodings.expand(encodings.compress(body, encoding), encoding) == body


@pytest.mark.parametrize(
    "body",
    [b"", b"a", NOISE, TABLE, bytes(3 * encodings.PIECE), bytes(encodings.PIECE + 1)],
    ids=["empty", "short", "noise", "table", "zeros", "one more"],
)
def test_the_pieces_are_the_body(body: bytes) -> None:
    pieces = list(encodings.in_pieces(encodings.compress(body, "gzip")))
    assert b"".join(pieces) == body
    assert all(0 < len(piece) <= encodings.PIECE for piece in pieces)


def test_who_stops_after_a_piece_holds_no_copy_of_the_rest() -> None:
    packed = encodings.compress(NOISE, "gzip")
    tracemalloc.start()
    pieces = encodings.in_pieces(packed)
    taken = list(islice(pieces, 2))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 60_000 + len(b"".join(taken)) < len(packed)
