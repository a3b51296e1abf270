"""The JSON Schemas that editors read: fresh, complete, and in agreement with what the catalogue's reading accepts."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from etl.catalogue import catalogue, declarations, schema
from etl.catalogue.catalogue import ROOT
from etl.catalogue.declarations import Declared

FILES = sorted(p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*.toml"))
SCHEMAS = schema.schemas()
SPOILED = [
    ("indicators/returned.toml", "unit        =", "unt =", "'unt' was unexpected"),
    ("indicators/returned.toml", 'chart       = "line"', 'chart = "pie"', "'pie' is not one of"),
    ("indicators/returned.toml", "pillar      = 4", 'pillar = "4"', "'4' is not one of"),
    ("datasets/eurostat.migr_eirtn.toml", "since = 2008", "sinc = 2008", "is not valid under any of the given"),
    ("datasets/eurostat.migr_eirtn.toml", 'since = "2014"', 'since = "14"', "is not valid under any of the given"),
    ("claims/pillar_4.toml", 'kind = "observation"', 'kind = "target"', "'target' is not one of"),
    ("glossary.toml", 'term.nl = "route"', 'term.fr = "route"', "'nl' is a required property"),
    ("pillars.toml", "number = 6", "number = 7", "7 is not one of"),
]


def errors(file: str, text: str) -> list[str]:
    """What the schema of a file says of a text."""
    validator = Draft202012Validator(SCHEMAS[schema.name_of(file)])
    return [e.message for e in validator.iter_errors(tomllib.loads(text))]


def keys(found: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema knows, with what it says of it."""
    if isinstance(found, dict):
        for name, about in found.get("properties", {}).items():
            yield f"{place}.{name}", about
        for name, inner in found.items():
            yield from keys(inner, f"{place}.{name}")
    elif isinstance(found, list):
        for n, inner in enumerate(found):
            yield from keys(inner, f"{place}[{n}]")


def shapes(shape: type[Declared] = Declared) -> Iterator[type[Declared]]:
    """All shapes of declarations."""
    for inner in shape.__subclasses__():
        yield inner
        yield from shapes(inner)


def test_the_schemas_are_those_of_the_shapes_as_they_are() -> None:
    written = {p.name: p.read_text("utf-8") for p in (ROOT / "schema").iterdir()}
    assert written == schema.texts(), "run: python -m etl schema"


def test_writing_changes_only_what_is_not_fresh(tmp_path: Path) -> None:
    assert {p.name for p in schema.write(tmp_path)} == set(schema.texts())
    assert schema.write(tmp_path) == []
    (tmp_path / "schema" / "claims.schema.json").write_text("{}", "utf-8")
    assert [p.name for p in schema.write(tmp_path)] == ["claims.schema.json"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_describes_every_key(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    found = dict(keys(SCHEMAS[name]))
    assert len(found) > 3
    assert [key for key, about in found.items() if not about.get("description")] == []


def test_every_key_of_every_shape_is_described_in_a_line() -> None:
    assert {declarations.Indicator, declarations.Dataset, declarations.Claim} <= set(shapes())
    for shape in shapes():
        for name, field in shape.model_fields.items():
            first = (field.description or "").split("\n")[0]
            assert 5 < len(first) <= 120, f"{shape.__name__}.{name}: {first!r}"
            assert first.endswith("."), f"{shape.__name__}.{name}"


@pytest.mark.parametrize("file", FILES)
def test_every_file_names_its_schema_and_keeps_it(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert text.splitlines()[0] == schema.directive(file)
    assert (ROOT / file).parent.joinpath(text.splitlines()[0].split()[1]).resolve().is_file()
    assert errors(file, text) == []


@pytest.mark.parametrize(("file", "old", "new", "said"), SPOILED)
def test_an_editor_sees_what_reading_refuses(file: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert old in text
    spoiled = text.replace(old, new, 1)
    assert any(said in message for message in errors(file, spoiled))
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(spoiled, "utf-8")
    assert [f for f in catalogue.inspect(tmp_path).faults if f.file == file]
