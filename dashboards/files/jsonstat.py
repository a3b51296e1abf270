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
from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from dashboards.files import citation
from dashboards.files.description import FileDescription
from dashboards.files.rows import Row, plain
from dashboards.text import formats
from dashboards.text.file_messages import L
from dashboards.text.messages import T
from etl.model.period import in_order

Code = TypeVar("Code", bound=Hashable)
ORIGIN = ("provenance", "input_provenance", "source", "dataset", "vintage", "snapshot", "licence")


def text(a: FileDescription, table: Sequence[Row]) -> str:
    """The document as JSON."""
    return json.dumps(document(a, table), ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def document(a: FileDescription, table: Sequence[Row]) -> dict[str, Any]:
    """The data set as plain values."""
    geos = list(dict.fromkeys(row.geo for row in table))
    series = list(dict.fromkeys(row.series for row in table))
    periods = in_order(row.period for row in table)
    across, down, along = _places(geos), _places(series), _places(periods)
    at = {str((across[r.geo] * len(series) + down[r.series]) * len(periods) + along[r.period]): r for r in table}
    return {
        "version": "2.0",
        "class": "dataset",
        "href": a.file,
        "label": a.title,
        "source": a.source,
        "updated": a.built_at,
        "note": [a.measure, a.definition, a.caveat, *(f"{when}: {what}" for when, what in a.breaks)],
        "id": ["indicator", "geo", "series", "period"],
        "size": [1, len(geos), len(series), len(periods)],
        "role": {"metric": ["indicator"], "geo": ["geo"], "time": ["period"]},
        "dimension": {
            "indicator": _indicator(a),
            "geo": _dimension(L["place"][a.lang], geos, {r.geo: r.geo_name for r in table}),
            "series": _dimension(a.indicator.breakdown.name[a.lang], series, {r.series: r.series_name for r in table}),
            "period": _dimension(T["period"][a.lang], periods, {p: formats.period(p, a.lang) for p in periods}),
        },
        "value": {cell: None if r.value is None else plain(r.value) for cell, r in at.items()},
        "status": {cell: r.flag for cell, r in at.items() if r.flag},
        "extension": _extension(a, at),
    }


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


def _targets(r: Row) -> Iterator[dict[str, Any]]:
    for kind, value, label in (("quota", r.quota, r.quota_name), ("ceiling", r.ceiling, r.ceiling_name)):
        if value is not None:
            yield {"value": plain(value), "kind": kind, "label": label}


def _extension(a: FileDescription, at: dict[str, Row]) -> dict[str, Any]:
    made_of: Callable[[Row], tuple[str, ...]] = attrgetter(*ORIGIN)
    origin = {cell: made_of(r) for cell, r in at.items()}
    origins = _places(list(dict.fromkeys(origin.values())))
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
        "targets": {cell: targets for cell, r in at.items() if (targets := list(_targets(r)))},
        "origins": [dict(zip(ORIGIN, sources, strict=True)) for sources in origins],
        "origin": {cell: origins[sources] for cell, sources in origin.items()},
    }
