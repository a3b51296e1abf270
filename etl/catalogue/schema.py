"""JSON Schemas of the catalogue's TOML files, so that an editor completes, explains and checks them.

Made from the shapes, with the line below each field as its description; `python -m etl schema` writes them to
data/catalogue/schema/. A file names its schema in its first line: `#:schema ../schema/indicator.schema.json`, which
Taplo (Even Better TOML) and tools that use it read. Shape only: what files say of one another, `etl.check` looks at.
"""

import json
from pathlib import Path
from typing import Any

from etl.catalogue.declarations import Claim, Dataset, Declared, Group, Indicator, Macro, Pillar, Term, View
from etl.catalogue.requests import SHAPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LISTS: dict[str, tuple[str, type[Declared], str]] = {  # files that are a list: schema -> its key, shape, what it holds
    "claims": ("claim", Claim, "Statements of one pillar of the letter."),
    "groups": ("group", Group, "Groups of countries."),
    "macros": ("macro", Macro, "SQL expressions that indicators share."),
    "views": ("view", View, "Queries that indicators share."),
    "glossary": ("term", Term, "Words that readers meet on the pages."),
    "pillars": ("pillar", Pillar, "The six pillars of the letter."),
}
FILES: dict[str, type[Declared]] = {
    "dataset": Dataset,
    "indicator": Indicator,
}  # one declaration a file, its name the id
FOLDERS = {"datasets": "dataset", "indicators": "indicator", "claims": "claims"}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its name."""
    whole = {name: _of_file(shape) for name, shape in FILES.items()}
    lists = {name: _of_list(*about) for name, about in LISTS.items()}
    return {name: {"$schema": DIALECT, **_untitled(schema)} for name, schema in sorted((whole | lists).items())}


def texts() -> dict[str, str]:
    """Name of the file -> what stands in it."""
    return {
        f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas().items()
    }


def write(root: Path) -> list[Path]:
    """Write all schemas below `root`, the catalogue's folder; the files that changed."""
    folder, changed = root / "schema", []
    folder.mkdir(exist_ok=True)
    for name, text in texts().items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed.append(path)
    return changed


def name_of(file: str) -> str:
    """The schema of a file, named from the catalogue's folder: `indicator` for `indicators/returned.toml`."""
    folder, _, name = file.rpartition("/")
    return FOLDERS[folder] if folder else name.removesuffix(".toml")


def directive(file: str) -> str:
    """The first line of a file, which tells editors its schema."""
    return f"#:schema {'../' if '/' in file else ''}schema/{name_of(file)}.schema.json"


def _of_file(shape: type[Declared]) -> dict[str, Any]:
    """The schema of a file that is one declaration; its id is not in it."""
    schema = shape.model_json_schema()
    del schema["properties"]["id"]
    schema["required"].remove("id")
    if shape is Dataset:
        schema["properties"]["request"] |= _requests(schema["$defs"])
    return schema


def _requests(defs: dict[str, Any]) -> dict[str, Any]:
    """A request is that of one of the sources."""
    for shape in SHAPES.values():
        defs[shape.__name__] = shape.model_json_schema()
    return {
        "anyOf": [{"$ref": f"#/$defs/{shape.__name__}"} for shape in SHAPES.values()],
        "additionalProperties": True,
    }


def _of_list(key: str, shape: type[Declared], about: str) -> dict[str, Any]:
    """The schema of a file that is a list of [[key]]."""
    entry = shape.model_json_schema()
    defs = entry.pop("$defs", {})
    return {
        "description": about,
        "type": "object",
        "properties": {key: {"description": entry["description"], "type": "array", "items": entry, "minItems": 1}},
        "required": [key],
        "additionalProperties": False,
        "$defs": defs,
    }


def _untitled(schema: Any) -> Any:
    """Without the titles that pydantic makes of names, which editors would show in the place of descriptions."""
    if isinstance(schema, dict):
        return {k: _untitled(v) for k, v in schema.items() if k != "title" or isinstance(v, dict)}
    return [_untitled(v) for v in schema] if isinstance(schema, list) else schema
