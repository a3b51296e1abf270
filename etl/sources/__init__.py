"""One module per source. Each offers the same three functions and knows the quirks of one publisher only:

fetch(dataset, get) -> tuple[Part, ...]     the bytes as received, in as many parts as the publisher needs
parse(parts, dataset) -> Parsed             those bytes as a tidy table
alone(parts, dataset) -> (parts, …)         files that a person brought, each with what is needed to read it

Sources never import one another. `get` is `etl.fetch.http.Client.get` or, in tests, any function of the same shape.
A dataset names its source and the module of that name is the source: there is no list to keep.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

import pandas as pd

from etl.catalogue.catalogue import Dataset

PUBLISHERS = {
    "eurostat": "Eurostat",
    "frontex": "Frontex",
    "ind": "Statistics Netherlands (CBS), registrations of IND",
}


@dataclass(frozen=True)
class Part:
    """One answer of a publisher, byte for byte.

    name: file name inside the snapshot, unique in it, with the ending of its format (`data.csv`, `ibc.xlsx`).
    url: the address that answered, with its query; for a file given by a person its file name.
    headers: the HTTP headers that matter (etag, last-modified, content-type), lower-case names.
    """

    name: str
    body: bytes
    url: str
    headers: dict[str, str] = field(default_factory=dict)


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
class Answer:
    """One HTTP answer with a 2xx or 304 status. `body` is as received after Content-Encoding was undone."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class Get(Protocol):
    """GET `url`; raises SourceError (also TooBigError, NoNetworkError) with a sentence naming the address.

    ok: statuses, besides 2xx, that the caller wants to see as an Answer instead of an error (413, for instance).
    fresh: do not send If-None-Match / If-Modified-Since (needed while polling).
    """

    def __call__(
        self,
        url: str,
        params: Sequence[tuple[str, str]] = (),
        *,
        accept: str = "*/*",
        ok: tuple[int, ...] = (),
        fresh: bool = False,
    ) -> Answer: ...


class Source(Protocol):
    """The shape of a source module."""

    def fetch(self, dataset: Dataset, get: Get) -> tuple[Part, ...]: ...

    def parse(self, parts: tuple[Part, ...], dataset: Dataset) -> Parsed: ...

    def alone(self, parts: tuple[Part, ...], dataset: Dataset) -> tuple[tuple[Part, ...], ...]: ...


def source_of(dataset: Dataset) -> Source:
    """The module of the dataset's source."""
    return cast(Source, import_module(f"etl.sources.{dataset.source}"))
