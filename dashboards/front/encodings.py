"""Which compressed form a client is given, and the making of it: brotli, zstd, gzip. Pure.

Small answers and pictures stay as they are; large ones are compressed less thoroughly, so that none takes long.
"""

import gzip
import zlib
from collections.abc import Iterator
from functools import lru_cache

import brotli
from backports import zstd

COMPRESSED = frozenset({
    "text/html", "text/css", "text/csv", "text/javascript", "text/plain", "text/xml", "application/javascript",
    "application/json", "application/atom+xml", "application/feed+json", "application/xml", "image/svg+xml",
    "image/x-icon",
})  # fmt: skip
LEAST = 500  # bytes, below which it does not pay
LARGE = 1_000_000  # bytes, from which on speed counts more than size
PIECE = 65_536  # bytes
PART = 4096  # bytes of what is compressed
ORDER = ("br", "zstd", "gzip")  # as good as each other for the client, the smallest result first


def is_compressible(content_type: str, size: int) -> bool:
    """Whether an answer of this type and size is sent compressed to those who take it."""
    return size >= LEAST and content_type.partition(";")[0].strip().lower() in COMPRESSED


@lru_cache(maxsize=256)
def chosen(accepted: str) -> str:
    """The best of ours that an Accept-Encoding names, "" for none."""
    wanted = {}
    for part in accepted[:400].lower().split(","):
        name, _, rest = part.partition(";")
        wanted[name.strip()] = _quality(rest)
    return max(ORDER, key=lambda name: (wanted.get(name, 0.0), -ORDER.index(name))) if any(
        wanted.get(name, 0.0) > 0 for name in ORDER
    ) else ""  # fmt: skip


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def compress(body: bytes, encoding: str) -> bytes:
    """`body` in an encoding of ORDER."""
    large = len(body) >= LARGE
    if encoding == "br":
        return bytes(brotli.compress(body, quality=2 if large else 5))
    if encoding == "zstd":
        return bytes(zstd.compress(body, 3 if large else 9))
    return gzip.compress(body, 3 if large else 6, mtime=0)


def expand(body: bytes, encoding: str) -> bytes:
    """What was compressed."""
    if encoding == "br":
        return bytes(brotli.decompress(body))
    return bytes(zstd.decompress(body)) if encoding == "zstd" else gzip.decompress(body)


def in_pieces(body: bytes) -> Iterator[bytes]:
    """What was compressed as gzip, in pieces of PIECE bytes, none of which is made before it is asked for.

    Of gzip, since a reader of brotli or zstd keeps some megabytes of what it has read; and in parts, since what is left
    of one is copied for each piece, and a slow client keeps it for minutes.
    """
    opened = zlib.decompressobj(31)
    for at in range(0, len(body), PART):
        left = body[at : at + PART]
        while piece := opened.decompress(left, PIECE):
            yield piece
            left = opened.unconsumed_tail
