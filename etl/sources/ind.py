"""IND registrations as Statistics Netherlands (CBS) publishes them: OData v3 feed, OData v4, and files saved by hand.

v3 https://opendata.cbs.nl/ODataFeed/odata/{table}   base address from MONITOR_CBS_URL if set
v4 https://datasets.cbs.nl/odata/v1/CBS/{table}      base address from MONITOR_CBS_V4_URL if set

Asks for one kind of period (that of the dataset's frequency) and for totals as CBS gives them. Registrations of
IND and of DT&V are also listed on data.overheid.nl (community open-data-migratieketen: a CSV file per year, rounded to
tens; newest update seen: 29 December 2023). No file of it was seen here, so nothing of it is read.
The keys of [request] and [rename] are described in `etl.formats.cbs_table`.
"""

import logging
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from etl.catalogue.catalogue import Dataset
from etl.formats import cbs_odata, cbs_structure, cbs_table
from etl.formats.cbs_odata import Document
from etl.formats.cbs_table import KIND
from etl.model.errors import ClosedError, ContractError, SourceError, StatusError
from etl.model.settings import base
from etl.payloads import Answer, Get, Parsed, Part, Structure

log = logging.getLogger(__name__)

MOST_PAGES = 500


@dataclass(frozen=True)
class Api:
    """How the two services differ: where they are, what their sets are called, how a text is searched."""

    name: str
    address: str
    sets: tuple[str, str]
    codes: str
    data: str
    has: str
    params: tuple[tuple[str, str], ...]


APIS = {
    "v3": Api(
        "CBS", "https://opendata.cbs.nl/ODataFeed/odata", ("TableInfos", "DataProperties"), "{}",
        "TypedDataSet", "substringof('{kind}',{time})", (("$format", "json"),),
    ),
    "v4": Api(
        "CBS_V4", "https://datasets.cbs.nl/odata/v1/CBS", ("Properties", "MeasureCodes"), "{}Codes",
        "Observations", "contains({time},'{kind}')", (),
    ),
}  # fmt: skip


def fetch(dataset: Dataset, get: Get) -> tuple[Part, ...]:
    """What the table is, its code lists and all pages of its figures; see `_fetched`.

    CBS closes connections for hours or days at a time (seen 2023 to 2026): the error says so.
    """
    try:
        return _fetched(dataset, get)
    except ClosedError as e:
        raise ClosedError(
            f"{e} CBS does so for hours or days at a time: ask later, or let `python -m etl refresh` ask for hours."
        ) from e


def _fetched(dataset: Dataset, get: Get) -> tuple[Part, ...]:
    """What the table is, its code lists and all pages of its figures.

    No request is conditional, as the parts belong together. An answer that cannot be read ends the fetch and is among
    the parts, so that `parse` refuses it and its bytes are kept. Raises SourceError where CBS does not answer, where
    its table is broken, or where its pages lead elsewhere.
    """
    ask = cbs_table.ask(dataset)
    api = APIS[ask.api]
    root = f"{base(api.name, api.address)}/{ask.table}"
    dims = dict.fromkeys((ask.time, *ask.filters, *dataset.rename.dims))
    parts: list[Part] = []
    exact: list[str] = []
    for entity in (*api.sets, *(api.codes.format(d) for d in dims)):
        answer = get(f"{root}/{entity}", api.params, fresh=True)
        parts.append(_part(f"{entity}.json", answer))
        doc = _readable(parts[-1])
        if doc is None:
            return tuple(parts)
        exact += [_equals(dim, codes[0], doc) for dim, codes in ask.filters.items() if api.codes.format(dim) == entity]
    condition = " and ".join([*exact, api.has.format(kind=KIND[dataset.frequency], time=ask.time)])
    return (*parts, *_pages(f"{root}/{api.data}", (*api.params, ("$filter", condition)), get))


def _pages(url: str, params: tuple[tuple[str, str], ...], get: Get) -> list[Part]:
    parts: list[Part] = []
    addresses: set[str] = set()
    address = url
    while address:
        answer = get(address, params, ok=(500,), fresh=True)
        if answer.status == 500:
            raise _broken(answer)
        parts.append(_part(f"page-{len(parts) + 1:03d}.json", answer))
        doc = _readable(parts[-1])
        addresses.add(address)
        address, params = _next(doc.next, url) if doc and doc.next else "", ()
        if address in addresses or len(parts) > MOST_PAGES:
            raise SourceError(f"{url}: page {len(parts)} leads back to one already read, or the pages have no end.")
    return parts


def _next(link: str, url: str) -> str:
    """`link` on the base address that we were given: it carries the publisher's own host, whatever host was asked."""
    table, entity = url.split("/")[-2:]
    parts = urlsplit(link)
    if not re.search(rf"(?:^|/{re.escape(table)}/){re.escape(entity)}$", parts.path, re.IGNORECASE) or not parts.query:
        raise SourceError(f"{url}: the next page is {link!r}; accepted is a page of {table}/{entity}.")
    return f"{url}?{parts.query}"


def _part(name: str, answer: Answer) -> Part:
    kept = ("etag", "last-modified", "content-type")
    return Part(name, answer.body, answer.url, {k: v for k, v in answer.headers.items() if k in kept})


def _readable(part: Part) -> Document | None:
    try:
        return cbs_odata.document(part)
    except ContractError as e:
        log.info("%s: %s", part.url, e)
        return None


def _broken(answer: Answer) -> StatusError:
    said = " ".join(answer.body[:300].decode("utf-8", "replace").split())
    if "New0" in said:
        return StatusError(f"{answer.url}: the table is broken at CBS, which cannot read its own column: {said}")
    return StatusError(f"{answer.url}: HTTP 500: {said}")


def _equals(dim: str, code: str, doc: Document) -> str:
    """The condition `dim` = `code` with the key as the code list pads it; ContractError where the list lacks it."""
    for row in doc.rows:
        key = row.get("Key", row.get("Identifier"))
        if isinstance(key, str) and key.strip() == code:
            return f"{dim} eq '{key}'"
    known = ", ".join(list(cbs_odata.titles(doc))[:40]) if doc.rows else "nothing"
    raise ContractError(f"{doc.name}: {dim} has no code {code!r}; accepted: {known}")


def parse(parts: tuple[Part, ...], dataset: Dataset) -> Parsed:
    """The figures of one answer of CBS, or of files that a person saved: OData JSON or CSV, portal CSV, StatLine CSV.

    Raises ContractError naming file, place, what was found and what is accepted.
    """
    return cbs_table.parsed(parts, dataset)


def structure(dataset: Dataset, get: Get) -> Structure:
    """Dimensions and measures of the table, and whether the keys that a request filters by still exist."""
    ask = cbs_table.ask(dataset)
    api = APIS[ask.api]
    root = f"{base(api.name, api.address)}/{ask.table}"

    def read(entity: str) -> Document:
        return cbs_odata.document(_part(f"{entity}.json", get(f"{root}/{entity}", api.params, fresh=True)))

    return cbs_structure.structure(dataset, ask, read)


def alone(parts: tuple[Part, ...], dataset: Dataset) -> tuple[tuple[Part, ...], ...]:
    """Each file of figures with the lists beside it, each file that cannot be read by itself; pages stay together."""
    read = [(part, _readable(part)) for part in parts]
    broken = [(part,) for part, doc in read if doc is None]
    lists = tuple(part for part, doc in read if doc and doc.role not in cbs_odata.DATA)
    data = [part for part, doc in read if doc and doc.role in cbs_odata.DATA]
    if len(data) < 2 or any(doc.next for _, doc in read if doc):
        whole = (*lists, *data)
        return (*((whole,) if whole else ()), *broken)
    return (*((*lists, part) for part in data), *broken)
