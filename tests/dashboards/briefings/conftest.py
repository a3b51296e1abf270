"""A server with nothing but pictures and briefings, on the release that all tests share, and what tests ask of it."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from dashboards import figures
from dashboards.choices import Selection
from dashboards.exports import briefing, pictures, system

HOST = "https://monitor.example"


@pytest.fixture(scope="session")
def ask(release_root: Path) -> Callable[..., Any]:
    """Ask the server for an address."""
    server = Flask(__name__)
    pictures.add_routes(server)
    briefing.add_routes(server)
    system.add_errors(server, lambda refusal: json.dumps(asdict(refusal)))
    server.testing = True
    client = server.test_client()

    def asked(address: str, status: int = 200, **more: Any) -> Any:
        answer = client.get(address, base_url=HOST, **more)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:300])
        return answer

    return asked


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
