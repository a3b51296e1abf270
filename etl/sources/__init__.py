"""Publishers: one module per source, which offers four functions and knows the quirks of that publisher only.

May import: etl.catalogue, etl.formats, etl.model, etl.payloads.

fetch(dataset, get) -> tuple[Part, ...]     the bytes as received, in as many parts as the publisher needs
parse(parts, dataset) -> Parsed             those bytes as a tidy table
alone(parts, dataset) -> (parts, …)         files that a person brought, each with what is needed to read it
structure(dataset, get) -> Structure        the dimensions and codes of the table today, without its figures

Sources never import one another. `get` is `etl.fetch.http.Client.get` or, in tests, any function of the same shape.
A dataset names its source and the module of that name is the source: there is no list to keep.
"""

from importlib import import_module
from typing import Protocol, cast

from etl.catalogue.catalogue import Dataset
from etl.payloads import Get, Parsed, Part, Structure

__all__ = ["PUBLISHERS", "Source", "Structure", "source_of"]

PUBLISHERS = {
    "eurostat": "Eurostat",
    "frontex": "Frontex",
    "ind": "Statistics Netherlands (CBS), registrations of IND",
}


class Source(Protocol):
    """The shape of a source module."""

    def fetch(self, dataset: Dataset, get: Get) -> tuple[Part, ...]: ...

    def parse(self, parts: tuple[Part, ...], dataset: Dataset) -> Parsed: ...

    def structure(self, dataset: Dataset, get: Get) -> Structure: ...

    def alone(self, parts: tuple[Part, ...], dataset: Dataset) -> tuple[tuple[Part, ...], ...]: ...


def source_of(dataset: Dataset) -> Source:
    """The module of the dataset's source."""
    return cast(Source, import_module(f"etl.sources.{dataset.source}"))
