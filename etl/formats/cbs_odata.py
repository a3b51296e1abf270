"""What one file of Statistics Netherlands (CBS) open data is, told by its content, and its figures as a long table.

Understands OData v3 (padded keys, one column per topic) and v4 (one row per observation), as JSON or CSV, and StatLine
exports. Knows no dataset, no address and no period.
https://www.cbs.nl/en-gb/our-services/open-data/statline-as-open-data
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

import pandas as pd

from etl.formats import cbs_csv
from etl.formats.cbs_csv import Row
from etl.formats.cbs_values import number
from etl.model.errors import ContractError
from etl.payloads import Part

Role = Literal[
    "about", "properties", "measures", "dimensions", "periods", "groups", "observations", "codes", "rows",
    "statline", "empty",
]  # fmt: skip
DATA: tuple[Role, ...] = ("rows", "observations", "statline")
# The first whose keys all occur in a file's first row. about: TableInfos (v3) or Properties (v4).
SHAPES: tuple[tuple[Role, frozenset[str]], ...] = (
    ("about", frozenset({"Identifier", "Modified"})),
    ("properties", frozenset({"Key", "Title", "Type"})),
    ("measures", frozenset({"Identifier", "Title", "DataType"})),
    ("dimensions", frozenset({"Identifier", "Title", "Kind"})),
    ("periods", frozenset({"Key", "Title", "Status"})),
    ("periods", frozenset({"Identifier", "Title", "Status"})),
    ("groups", frozenset({"DimensionKey"})),
    ("groups", frozenset({"Title", "ParentId"})),
    ("observations", frozenset({"Measure", "ValueAttribute", "Value"})),
    ("codes", frozenset({"Key", "Title"})),
    ("codes", frozenset({"Identifier", "Title"})),
    ("rows", frozenset({"ID"})),
)
NEXT = ("odata.nextLink", "@odata.nextLink")
_OWN = ("ID", "Id", "Measure", "ValueAttribute", "Value", "StringValue")


@dataclass(frozen=True)
class Document:
    """One file. url: its address (its name where a person gave it). next: the address of the page that follows, or "".

    day: the day a StatLine export was made.
    """

    name: str
    url: str
    role: Role
    rows: tuple[Row, ...]
    next: str = ""
    day: str = ""


@dataclass(frozen=True)
class Layout:
    """Which columns of a table are dimensions, which one is the period, and how measures are called (v4)."""

    dims: tuple[str, ...]
    time: str
    measures: Mapping[str, str] = field(default_factory=dict)


def document(part: Part) -> Document:
    """The file in `part`; ContractError naming file and place where it is not one of CBS."""
    start = part.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        raise ContractError(f"{part.name}: HTML or XML, expected JSON or CSV of CBS ({part.url})")
    if start not in (b"{", b"["):
        sheet = cbs_csv.sheet(part.body, part.name)
        role: Role = "statline" if sheet.statline else _role(sheet.rows, part.name)
        return Document(part.name, part.url, role, sheet.rows, day=sheet.day)
    content = _json(part)
    if isinstance(content, dict) and "value" not in content:
        content = {"value": [content]}
    if not isinstance(content, dict) or not isinstance(content["value"], list):
        raise ContractError(f"{part.name}: expected an object with a list named `value`")
    rows = tuple(content["value"])
    if not all(isinstance(row, dict) for row in rows):
        raise ContractError(f"{part.name}: `value` holds something else than objects")
    following = [str(content[key]) for key in NEXT if content.get(key)]
    return Document(part.name, part.url, _role(rows, part.name), rows, next=following[0] if following else "")


def _json(part: Part) -> Any:
    def refused(constant: str) -> NoReturn:
        raise ContractError(f"{part.name}: {constant} is not a figure; missing is written null")

    try:
        return json.loads(part.body.decode("utf-8-sig"), parse_constant=refused)
    except json.JSONDecodeError as e:
        raise ContractError(
            f"{part.name}, line {e.lineno}, column {e.colno}: not complete JSON ({e.msg}); the file may be cut off"
        ) from e
    except UnicodeDecodeError as e:
        raise ContractError(f"{part.name}, byte {e.start}: not UTF-8; expected JSON of CBS") from e


def _role(rows: tuple[Row, ...], name: str) -> Role:
    if not rows:
        return "empty"
    for role, keys in SHAPES:
        if keys <= rows[0].keys():
            return role
    raise ContractError(
        f"{name}: columns {', '.join(list(rows[0])[:12])}: no table, code list or observations of CBS open data"
    )


def text(row: Row, column: str, place: str) -> str:
    """A code or title without its padding; ContractError where the column is missing or holds no text."""
    if column not in row:
        raise ContractError(f"{place}: there is no column {column!r}; found: {', '.join(row)}")
    cell = row[column]
    if not isinstance(cell, str):
        raise ContractError(f"{place}: {column} is {cell!r}; expected text")
    return " ".join(cell.split())


def titles(doc: Document) -> dict[str, str]:
    """Key -> title of a code list, both without padding."""
    key = "Key" if "Key" in doc.rows[0] else "Identifier"
    return {text(row, key, doc.name): text(row, "Title", doc.name) for row in doc.rows}


def long_table(doc: Document, layout: Layout) -> pd.DataFrame:
    """All figures of a data file, one row each: the dimensions, `topic`, `written` (period as written), `value`.

    Raises ContractError naming file and row for a missing column, a ragged row or a cell that is no figure.
    """
    readers: dict[Role, Callable[[Document, Layout], pd.DataFrame]] = {
        "rows": _columns_of_topics,
        "observations": _observations,
        "statline": _statline,
    }
    return readers[doc.role](doc, layout)


def _base(doc: Document, layout: Layout, time: str) -> pd.DataFrame:
    for n, row in enumerate(doc.rows, 1):
        if row.keys() != doc.rows[0].keys():
            raise ContractError(f"{doc.name}, row {n}: columns {sorted(row)} differ from the first row's")
    columns = {**{dim: dim for dim in layout.dims}, "written": time}
    cells = {
        to: [text(row, column, f"{doc.name}, row {n}") for n, row in enumerate(doc.rows, 1)]
        for to, column in columns.items()
    }
    return pd.DataFrame(cells, dtype="str")


def _figures(doc: Document, column: str) -> list[float]:
    values = []
    for n, row in enumerate(doc.rows, 1):
        try:
            values.append(number(row[column]))
        except ValueError as e:
            raise ContractError(f"{doc.name}, row {n}, {column}: {e}") from e
    return values


def _columns_of_topics(doc: Document, layout: Layout) -> pd.DataFrame:
    base = _base(doc, layout, layout.time)
    topics = [c for c in doc.rows[0] if c not in (*layout.dims, layout.time, *_OWN)]
    if not topics:
        raise ContractError(f"{doc.name}: no topic among the columns {', '.join(doc.rows[0])}")
    return pd.concat([base.assign(topic=t, value=_figures(doc, t)) for t in topics], ignore_index=True)


def _observations(doc: Document, layout: Layout) -> pd.DataFrame:
    """v4. A value with an attribute other than None has a meaning that we do not know: it stops the dataset."""
    for n, row in enumerate(doc.rows, 1):
        if row["Value"] not in (None, "") and row["ValueAttribute"] != "None":
            raise ContractError(f"{doc.name}, row {n}: ValueAttribute {row['ValueAttribute']!r}; accepted: None")
    measures = [text(row, "Measure", doc.name) for row in doc.rows]
    if unnamed := sorted(set(measures) - set(layout.measures)):
        raise ContractError(f"{doc.name}: measure {unnamed[0]!r} is in no list of measures (MeasureCodes)")
    base = _base(doc, layout, layout.time)
    return base.assign(topic=[layout.measures[m] for m in measures], value=_figures(doc, "Value"))


def _statline(doc: Document, layout: Layout) -> pd.DataFrame:
    base = _base(doc, layout, cbs_csv.PERIOD)
    topics = [text(row, cbs_csv.TOPIC, doc.name) for row in doc.rows]
    return base.assign(topic=topics, value=_figures(doc, cbs_csv.VALUE))
