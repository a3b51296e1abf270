"""A new file of the catalogue with every key explained, for a person to fill in.

What must be there begins with `<fill in`, and `python -m etl check` lists such places until they are filled. What may
be there is a comment: its line counts once the `#` before the key is taken away. Words come from the shapes.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from etl.catalogue import schema
from etl.catalogue.datasets import Dataset, SourceName
from etl.catalogue.declarations import Declared, Indicator, Text
from etl.catalogue.reading import UNFILLED, shape_in
from etl.catalogue.requests import SHAPES
from etl.model.errors import MonitorError

FILL = f"{UNFILLED}>"
NEXT = {
    "indicator": """\
Wrote {file}. What else is touched:
  the file itself   fill it in until `python -m etl check` finds nothing; it stands on the page of its pillar by itself
  tests/golden/     scripts/golden {id} writes its figure and its CSV: read them
  tests/etl/indicators/   a figure of it, read again from the archive, in KNOWN of the module of its pillar
""",
    "dataset": """\
Wrote {file}. What else is touched:
  the file itself   fill it in until `python -m etl check` finds nothing
  data/archive/     a file with its rows, and a line in PROVENANCE.csv for each origin, unless it is only pulled
  data/catalogue/   new terms of use in licences.csv; new dimensions in dimensions.csv; names of new codes in values.csv
An indicator that reads it: python -m etl new indicator <id>
""",
}
HEAD = f"""\
# Fill in every "{FILL}". A key right behind a # may stay away; to use it, take away the # before it and before the
# [table] that it is in. `python -m etl check` lists what is left to fill in, and then what is wrong.
"""
SNAKE, TABLE = re.compile(r"[a-z][a-z0-9_]*"), re.compile(r"[a-z0-9][a-z0-9_]*")
Field = tuple[str, FieldInfo]


def indicator(name: str, root: Path) -> Path:
    """Write a blank indicator below `root`, the catalogue's folder; MonitorError where the id will not do."""
    if not SNAKE.fullmatch(name):
        raise MonitorError(
            f"{name!r} cannot be an id. Accepted: lower snake case: a letter, then letters, digits and _."
        )
    return _write(root, f"indicators/{name}.toml", _text("indicators/", Indicator, {}))


def dataset(name: str, root: Path) -> Path:
    """Write a blank dataset below `root`; MonitorError where the id will not do."""
    source, _, table = name.partition(".")
    if source not in get_args(SourceName) or not TABLE.fullmatch(table):
        forms = ", ".join(f"{s}.<table in lower snake case>" for s in get_args(SourceName))
        raise MonitorError(f"{name!r} cannot be an id. Accepted: {forms}.")
    request = SHAPES[next(s for s in SHAPES if s == source)]
    return _write(
        root, f"datasets/{name}.toml", _text("datasets/", Dataset, {"source": source, "code": table}, request)
    )


def _write(root: Path, file: str, text: str) -> Path:
    path = root / file
    if path.exists():
        raise MonitorError(f"There is a {file} already. Accepted: an id that no file in {path.parent.name}/ has.")
    path.write_text(f"{schema.directive(file)}\n{HEAD}\n{text}", "utf-8")
    return path


def _text(folder: str, shape: type[Declared], known: dict[str, str], request: type[Declared] | None = None) -> str:
    """The keys of a shape in the order that TOML wants: values first, then tables."""
    fields = [(n, f) for n, f in shape.model_fields.items() if n != "id"]
    tables = [(n, f) for n, f in fields if _is_table(f) or (n == "request" and request)]
    lines = [line for f in fields if f not in tables for line in _key(*f, known.get(f[0]))]
    for name, field in tables:
        inner = request if name == "request" and request else shape_in(field.annotation)
        lines += _table(name, field, inner, needed=field.is_required() or inner is request)
    return "\n".join(lines).strip() + "\n"


def _table(name: str, field: FieldInfo, shape: type[Any] | None, needed: bool) -> Iterator[str]:
    """A table with its keys; behind `#` where it may stay away."""
    off = "" if needed else "#"
    yield from _comment(field.description or "")
    yield f"{off}[[{name}]]" if get_origin(field.annotation) is tuple else f"{off}[{name}]"
    for key, inner in shape.model_fields.items() if shape else ():
        yield from _key(key, inner, None, off)


def _key(name: str, field: FieldInfo, value: str | None, off: str = "") -> Iterator[str]:
    """A key with what it is for; behind `#` where it may stay away."""
    choices = () if value else _choices(field.annotation)
    said = (field.description or "") + (f" Accepted: {', '.join(map(str, choices))}." if choices else "")
    yield from _comment(said + (" May stay away." if off and not field.is_required() else ""))
    off = off or ("" if field.is_required() else "#")
    if shape_in(field.annotation) is Text and get_origin(field.annotation) is not dict:
        yield f'{off}{name}.en = "{FILL}"'
        yield f'{off}{name}.nl = "{FILL}"'
    elif name == "sql":
        yield f'{name} = """\n{FILL}\n"""'
    else:
        yield f"{off}{name} = " + (f'"{value}"' if value else _value(field))
    yield ""


def _value(field: FieldInfo) -> str:
    """What stands behind the equals sign, as TOML: the default, or a place to fill in."""
    many, shape = get_origin(field.annotation) is tuple, shape_in(field.annotation)
    if many and shape:
        return "[]"
    if shape and get_origin(field.annotation) is not dict:
        return "{ " + ", ".join(f'{n} = "{FILL}"' for n, f in shape.model_fields.items() if f.is_required()) + " }"
    if field.is_required() or field.default in (None, ()):
        return f'["{FILL}"]' if many else f'"{FILL}"'
    return json.dumps(field.default)


def _choices(annotation: Any) -> tuple[Any, ...]:
    """The values of a Literal, also where it may be left out or stands in a list."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((c for a in get_args(annotation) if (c := _choices(a))), ())


def _is_table(field: FieldInfo) -> bool:
    """Whether a field is a [table] or [[tables]] and not one line."""
    return shape_in(field.annotation) not in (None, Text) and get_origin(field.annotation) is not dict


def _comment(said: str) -> Iterator[str]:
    for paragraph in said.split("\n\n"):
        yield from (f"# {line}" for line in textwrap.wrap(" ".join(paragraph.split()), 118))
