"""The files of CBS in tests/fixtures/ind as parts of an answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from etl.catalogue.declarations import Dataset
from etl.payloads import Part
from tests.etl.sources.ind.of_cbs import BASES, DATA, FIXTURES


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


@pytest.fixture
def asking(declared: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """A dataset of the catalogue with another request: `asking("ind.83102ned_month", api="v4")`."""
    return lambda name, **request: declared(name, request={**declared(name).request, **request})


@pytest.fixture
def cbs(serve: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A server with the files of fixtures/ind/<api>; a path may be given another answer."""

    def start(api: str = "v3", **other: Any) -> Any:
        folder, data = FIXTURES / api, DATA[api].rsplit("/", 1)[1]
        answers = {f"/83102NED/{p.stem}": reply(p.read_bytes()) for p in folder.glob("*.json") if "-" not in p.stem}
        answers[DATA[api]] = [reply((folder / f"{data}-{n}.json").read_bytes()) for n in (1, 2)]
        server = serve({**answers, **{f"/83102NED/{entity}": answer for entity, answer in other.items()}})
        monkeypatch.setenv(BASES[api], server.url)
        return server

    return start
