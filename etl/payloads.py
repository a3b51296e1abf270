"""What passes between HTTP, formats and sources: an answer, its parts as received, and what they say, tidy."""

import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pandas as pd

from etl.model.errors import ContractError


@dataclass(frozen=True)
class Part:
    """One answer of a publisher, byte for byte.

    name: file name inside the snapshot, unique in it, with the ending of its format (`data.csv`, `ibc.xlsx`).
    content: the bytes, or the file that holds them: a large one is read in pieces.
    url: the address that answered, with its query; for a file given by a person its file name.
    headers: the HTTP headers that matter (etag, last-modified, content-type), lower-case names.
    """

    name: str
    content: bytes | Path
    url: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """All bytes at once."""
        with self.open() as stream:
            return stream.read()

    def open(self) -> io.BytesIO | io.BufferedReader:
        """The bytes from the first, to be read in pieces; ContractError where the file cannot be read."""
        try:
            return io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")
        except OSError as e:
            raise ContractError(f"{self.name}: cannot be read: {e.strerror}.") from e

    @property
    def size(self) -> int:
        """How many bytes there are."""
        with self.open() as stream:
            return stream.seek(0, io.SEEK_END)

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes as they were when it was first asked for; a file may be another one afterwards."""
        with self.open() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True)
class Parsed:
    """What a payload says, tidy.

    frame: one row per observation: the dataset's dims (text), `period` (text: 2025, 2025-Q3, 2025-08),
        `value` (float64, NaN where the publisher gives none: never 0), `flag` (the publisher's letters, "" for none),
        and, where the source has such a channel, `confidentiality` (a capital letter, "" for free).
    vintage: the publisher's own date of the data as ISO text (`2026-08-04` or `2026-08-04T11:00:00`), or "".
    warnings: sentences about things that were accepted but that a person should see.
    whole: the payload is all that the publisher has, whoever fetched it: a row that it lacks was withdrawn.
    """

    frame: pd.DataFrame
    vintage: str = ""
    warnings: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Structure:
    """What a table looks like today, without its figures.

    codes: dimension -> codes, in the dataset's own names. declared: dimension -> codes that must be there, none where
    only a list of the catalogue says what may come. optional: declared dimensions that older tables do not have.
    newest: newest period or vintage, "" where the publisher does not say.
    """

    codes: dict[str, tuple[str, ...]]
    declared: dict[str, tuple[str, ...]]
    optional: tuple[str, ...] = ()
    newest: str = ""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer with a 2xx or 304 status. `body` is as received after Content-Encoding was undone."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class Get(Protocol):
    """GET `url`; raises SourceError (also TooBigError, NoNetworkError) with a sentence naming the address.

    ok: statuses, besides 2xx, that the caller wants to see as an Answer instead of an error (413, for instance).
    fresh: do not send If-None-Match / If-Modified-Since.
    again: ask although this pull has had an answer from there (needed while polling).
    """

    def __call__(
        self,
        url: str,
        params: Sequence[tuple[str, str]] = (),
        *,
        accept: str = "*/*",
        ok: tuple[int, ...] = (),
        fresh: bool = False,
        again: bool = False,
    ) -> Answer: ...


def message(body: bytes) -> str:
    """What an error answer says, as one line without its full stop; "" where it says nothing.

    Eurostat: {"error": [{"label": …}]} (a list or one object), {"warning": {…}} or a SOAP fault. Else text or HTML.
    """
    text = body[:20_000].decode("utf-8", "replace").strip()
    labels = _labels(text) or re.findall(r"<(?:\w+:)?faultstring[^>]*>(.*?)</", text, re.S)
    if not labels:
        text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>", " ", text)
        labels = [" ".join(text.split())[:300]]
    return " ".join(" ".join(labels).split()).rstrip(".")


def _labels(text: str) -> list[str]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return []
    wrong = (said.get("error") or said.get("warning")) if isinstance(said, dict) else None
    entries = wrong if isinstance(wrong, list) else [wrong]
    return [str(entry["label"]) for entry in entries if isinstance(entry, dict) and entry.get("label")]
