"""An export as JSON-stat 2.0 (https://json-stat.org/full/). Pure.

JSON-stat rather than a shape of our own: CBS and Eurostat publish in it, R, Python and JavaScript read it, it has a
place of its own for flags (`status`) and for units, and a missing value can stay missing. The cube has four
dimensions: indicator (of one category, which carries the unit), geo, series, period.

`value` is an object from cell to figure. A cell that is not in it does not exist: the publisher has no such
observation. A cell that is null exists without a figure. Neither is zero. `status` holds the publisher's letters, as
they are. What JSON-stat has no place for stands in `extension`: the meaning of the letters, the release, the citation,
the targets by cell, and by cell where the figure comes from (`origin` has the index in `origins`).
"""

import json
from collections.abc import Hashable, Iterator, Sequence
from typing import Any, TypeVar

from dashboards.files import citation
from dashboards.files.description import FileDescription
from dashboards.files.parted_rows import PartedRows, RowPart
from dashboards.files.rows import Row, plain
from dashboards.query.columns import places
from dashboards.text import formats
from dashboards.text.file_messages import L
from dashboards.text.messages import T
from etl.model.period import in_order

Code = TypeVar("Code", bound=Hashable)
CELL = ("geo", "series", "period", "flag")
TARGETS = ("quota", "quota_name", "ceiling", "ceiling_name")
ORIGIN = ("provenance", "input_provenance", "source", "dataset", "vintage", "snapshot", "licence")


def text(a: FileDescription, table: PartedRows[Row]) -> str:
    """The document as JSON."""
    return json.dumps(document(a, table), ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def document(a: FileDescription, table: PartedRows[Row]) -> dict[str, Any]:
    """The data set as plain values."""
    geo, series, period, flag = map(table.cells, places(*CELL))
    value = table.written(places("value"), lambda kind: None if kind[0] is None else plain(kind[0]))
    geos, names, periods = list(dict.fromkeys(geo)), list(dict.fromkeys(series)), in_order(period)
    across, down, along = _places(geos), _places(names), _places(periods)
    at = [
        str((across[g] * len(names) + down[s]) * len(periods) + along[p])
        for g, s, p in zip(geo, series, period, strict=True)
    ]
    return {
        "version": "2.0",
        "class": "dataset",
        "href": a.file,
        "label": a.title,
        "source": a.source,
        "updated": a.built_at,
        "note": [a.measure, a.definition, a.caveat, *(f"{when}: {what}" for when, what in a.breaks)],
        "id": ["indicator", "geo", "series", "period"],
        "size": [1, len(geos), len(names), len(periods)],
        "role": {"metric": ["indicator"], "geo": ["geo"], "time": ["period"]},
        "dimension": {
            "indicator": _indicator(a),
            "geo": _dimension(L["place"][a.lang], geos, _labels(table, "geo")),
            "series": _dimension(a.indicator.breakdown.name[a.lang], names, _labels(table, "series")),
            "period": _dimension(T["period"][a.lang], periods, {p: formats.period(p, a.lang) for p in periods}),
        },
        "value": dict(zip(at, value, strict=True)),
        "status": {cell: letters for cell, letters in zip(at, flag, strict=True) if letters},
        "extension": _extension(a, at, table),
    }


def _labels(table: PartedRows[Row], name: str) -> dict[str, str]:
    """What each code of a column is called, in the order in which they come."""
    [part] = table.picked(places(name, f"{name}_name")).parts or [RowPart((), ())]
    return dict(part.kinds)


def _places(codes: Sequence[Code]) -> dict[Code, int]:
    return {code: place for place, code in enumerate(codes)}


def _indicator(a: FileDescription) -> dict[str, Any]:
    code = a.indicator.id
    unit = {"label": a.unit, "decimals": a.indicator.decimals}
    return {
        "label": L["indicator"][a.lang],
        "category": {"index": [code], "label": {code: a.title}, "unit": {code: unit}},
    }


def _dimension(label: str, codes: Sequence[str], labels: dict[str, str]) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(codes), "label": labels}}


def _targets(cells: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """A quota and a ceiling, each of value and name."""
    for kind, value, label in (("quota", *cells[:2]), ("ceiling", *cells[2:])):
        if value is not None:
            yield {"value": plain(value), "kind": kind, "label": label}


def _extension(a: FileDescription, at: Sequence[str], table: PartedRows[Row]) -> dict[str, Any]:
    sources = table.written(places(*ORIGIN), tuple)
    targets = table.written(places(*TARGETS), lambda kind: list(_targets(kind)))
    origins = _places(list(dict.fromkeys(sources)))
    return {
        "release": a.release,
        "release_digest": a.digest or None,
        "as_of": a.as_of or None,
        "language": a.lang,
        "selection": dict(a.selection),
        "permalink": a.pinned,
        "live": a.live,
        "citation": citation.plain(a.cited),
        "licences": list(a.licences),
        "status": {"label": dict(a.flags)},
        "provenance": {"label": dict(a.provenances)},
        "lines": [{"kind": kind, "label": label} for kind, label in a.lines],
        "targets": {cell: each for cell, each in zip(at, targets, strict=True) if each},
        "origins": [dict(zip(ORIGIN, each, strict=True)) for each in origins],
        "origin": {cell: origins[each] for cell, each in zip(at, sources, strict=True)},
    }
