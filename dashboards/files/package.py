"""Machine-readable descriptions of CSV files: Frictionless `datapackage.json`, and CSVW metadata of W3C. Pure.

https://specs.frictionlessdata.io/tabular-data-package/ and https://www.w3.org/TR/tabular-metadata/
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from dashboards.files import citation
from dashboards.files.description import FileDescription
from dashboards.files.rows import NUMBERS
from dashboards.text.messages import T
from etl.catalogue.declarations import Lang
from etl.model.observations import Input
from etl.model.period import FORM

KEY = ("geo", "series", "period")
REQUIRED = ("indicator", *KEY, "provenance", "input_provenance", "release")
# Words of a licence note -> the id that the Open Definition has for such terms. The words themselves are kept as title.
TERMS = (
    ("CC BY 4.0", "CC-BY-4.0"),
    ("reuse authorised with acknowledgement", "other-at"),
    ("hergebruik toegestaan met bronvermelding", "other-at"),
    ("copyright", "other-closed"),
    ("auteursrecht", "other-closed"),
)

NO_TERMS = "notspecified"


def resource(a: FileDescription, path: str, content: bytes) -> dict[str, Any]:
    """One CSV file of a data package, with its size and hash."""
    return {
        "name": a.indicator.id,
        "path": path,
        "profile": "tabular-data-resource",
        "title": a.title,
        "description": f"{a.measure}. {a.definition} {a.caveat}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(name, meaning) for name, meaning in a.columns],
            "missingValues": [""],
            "primaryKey": list(KEY),
        },
        "sources": sources(a.inputs),
        "licenses": licences(a.licences),
        "unit": a.unit,
        "flags": dict(a.flags),
        "breaks": [{"period": when, "label": what} for when, what in a.breaks],
    }


def package(a: FileDescription, path: str, content: bytes) -> dict[str, Any]:
    """The package of one export."""
    return {
        **head(a.indicator.id, a.title, a.lang, a.release, a.built_at),
        "description": f"{a.measure}. {a.definition} {a.caveat}",
        "id": a.pinned,
        "homepage": a.live,
        "keywords": [a.indicator.id, *a.indicator.datasets],
        "as_of": a.as_of or None,
        "release_digest": a.digest or None,
        "selection": dict(a.selection),
        "citation": citation.plain(a.cited),
        "licenses": licences(a.licences),
        "sources": sources(a.inputs),
        "resources": [resource(a, path, content)],
    }


def head(name: str, title: str, lang: Lang, release: str, built_at: str) -> dict[str, Any]:
    """What every package begins with."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "version": release,
        "created": built_at,
        "language": lang,
        "contributors": [{"title": T["site_name"][lang], "role": "publisher"}],
    }


def licences(notes: Iterable[str]) -> list[dict[str, str]]:
    """The terms of the publishers: nearest id of the Open Definition, and their own words."""
    return [
        {"name": next((name for part, name in TERMS if part in note), NO_TERMS), "title": note}
        for note in dict.fromkeys(notes)
    ]


def sources(inputs: Sequence[Input]) -> list[dict[str, str]]:
    """Each publisher and data set once, with the address it was obtained from where that is one."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for x in inputs:
        link = {"path": x.obtained_from} if x.obtained_from.startswith(("https://", "http://")) else {}
        rows.setdefault((x.dataset, x.obtained_from), {"title": f"{x.publisher}: {x.dataset}", **link})
    return list(rows.values())


def csvw(a: FileDescription, path: str) -> dict[str, Any]:
    """CSVW metadata of one CSV file."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": a.lang}],
        "url": path,
        "dc:title": f"{a.title}: {a.cited.detail}",
        "dc:description": f"{a.measure}. {a.definition} {a.caveat}",
        "dc:source": a.source,
        "dc:license": list(a.licences),
        "dc:issued": {"@value": a.built_at[:10], "@type": "xsd:date"},
        "dc:identifier": a.pinned,
        "dc:bibliographicCitation": citation.plain(a.cited),
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:description": meaning,
                    "datatype": "number" if name in NUMBERS else "string",
                    "null": "",
                    "required": name in REQUIRED,
                }
                for name, meaning in a.columns
            ],
            "primaryKey": list(KEY),
        },
    }


def json_text(values: dict[str, Any]) -> str:
    """`values` as a file for people and machines."""
    return json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _field(name: str, meaning: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if name in REQUIRED else {}
    if name == "period":
        constraints["pattern"] = f"^{FORM}$"
    kind = "number" if name in NUMBERS else "string"
    return {"name": name, "type": kind, "description": meaning, **({"constraints": constraints} if constraints else {})}
