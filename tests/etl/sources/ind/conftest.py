"""The files of CBS in tests/fixtures/ind as parts of an answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.payloads import Part

FIXTURES = Path(__file__).parents[3] / "fixtures" / "ind"


@pytest.fixture(scope="session")
def files() -> Callable[..., tuple[Part, ...]]:
    """The answer of a service as parts: `files("v4", without=("PeriodenCodes",))`.

    A file's content is changed by its name: `files(TypedDataSet_1=change)` for TypedDataSet-1.json.
    """

    def read(api: str = "v3", without: tuple[str, ...] = (), **edit: Callable[[Any], object]) -> tuple[Part, ...]:
        parts = []
        for path in sorted((FIXTURES / api).glob("*.json")):
            content = json.loads(path.read_bytes())
            if change := edit.get(path.stem.replace("-", "_")):
                change(content)
            if path.stem not in without:
                parts.append(Part(path.name, json.dumps(content).encode(), f"https://host/table/{path.stem}?x=1"))
        return tuple(parts)

    return read


@pytest.fixture(scope="session")
def saved() -> Callable[[str], tuple[Part, ...]]:
    """A file as a person saved it."""
    return lambda name: (Part(name, (FIXTURES / name).read_bytes(), name),)
