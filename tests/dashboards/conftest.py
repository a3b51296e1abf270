"""What tests of the site share: a server of pictures and briefings alone, figures, statements, first responses."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from dashboards.figures import figure as figures
from dashboards.letter.statements import Statement, statements
from dashboards.query.selection import Selection
from dashboards.routes import briefing, pictures, sheets
from dashboards.web import errors, request_host
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.release import publish, store, whole
from etl.release.store import Release
from tests.conftest import link, write_anew

HOST = "https://monitor.example"


@pytest.fixture(scope="session")
def ask(release_root: Path) -> Callable[..., Any]:
    """Ask the server for an address."""
    server = Flask(__name__)
    server.before_request(lambda: request_host.set_host(HOST))
    pictures.add_routes(server)
    briefing.add_routes(server)
    sheets.add_routes(server)
    errors.add_errors(server, lambda refusal: json.dumps(asdict(refusal)))
    server.testing = True
    client = server.test_client()

    def asked(address: str, status: int = 200, **more: Any) -> Any:
        answer = client.get(address, base_url=HOST, **more)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:300])
        return answer

    return asked


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the site keeps files while tests of a module run."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("MONITOR_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def small_root(release_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with that release as if it held three indicators: a whole one is a small file then."""
    root, name = tmp_path_factory.mktemp("small"), "2026-11-23-ffffff"
    whole_one, folder = release_root / "releases" / store.current_id(release_root), root / "releases" / name
    shutil.copytree(whole_one, folder, copy_function=link)
    facts = json.loads((folder / whole.FACTS).read_text("utf-8"))
    facts["indicators"] = {i: facts["indicators"][i] for i in ("irregular_arrivals", "returned", "resettlement_quota")}
    write_anew(folder / whole.FACTS, json.dumps(whole.sealed(facts), indent=2) + "\n")
    publish.make_current(name, root)
    return root


@pytest.fixture
def of_few(small_root: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """That release, served while the test runs."""
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(small_root))
    return store.release(root=small_root)


@pytest.fixture
def shown(release_root: Path) -> Callable[..., figures.Figure]:
    """The figure that a choice shows, as the release has it."""
    return lambda indicator, lang="en", **chosen: figures.figure(Selection(indicator, lang=lang, **chosen))


@pytest.fixture(scope="session")
def entries() -> Callable[[bytes], dict[str, bytes]]:
    """The parts of an office file by name, and a check that it can be unpacked."""

    def unpacked(blob: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(blob)) as z:
            assert z.testzip() is None
            return {name: z.read(name) for name in z.namelist()}

    return unpacked


@pytest.fixture
def declared() -> Catalogue:
    return catalogue.load()


@pytest.fixture
def stated(declared: Catalogue, release: Release) -> tuple[Statement, ...]:
    return statements(declared, release.claims)


@pytest.fixture
def first_response(client: Any) -> Callable[[str], str]:
    """What is there at an address before any script."""

    def asked(path: str) -> str:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[-500:])
        return answer.text[: answer.text.index('<div id="react-entry-point"')]

    return asked


@pytest.fixture(scope="session")
def cells() -> Callable[[str], list[list[str]]]:
    """The rows of all tables of a page, as text."""

    def read(page: str) -> list[list[str]]:
        rows = re.findall(r"<tr>(.*?)</tr>", page, flags=re.DOTALL)
        return [[unescape(re.sub("<.*?>", "", c)) for c in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", r)] for r in rows]

    return read
