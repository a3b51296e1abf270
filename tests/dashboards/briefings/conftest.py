"""A server with nothing but pictures and briefings, on the release that all tests share, and what tests ask of it."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from pptx import Presentation

from dashboards.figures import figure as figures
from dashboards.query.selection import Selection
from dashboards.routes import briefing, pictures
from dashboards.web import errors

HOST = "https://monitor.example"


@pytest.fixture(scope="session")
def ask(release_root: Path) -> Callable[..., Any]:
    """Ask the server for an address."""
    server = Flask(__name__)
    pictures.add_routes(server)
    briefing.add_routes(server)
    errors.add_errors(server, lambda refusal: json.dumps(asdict(refusal)))
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


@pytest.fixture(scope="session")
def slides_of(ask: Callable[..., Any]) -> Callable[..., list[Any]]:
    """The slides of one figure's deck: `slides_of("returned", "lang=nl")`."""
    return lambda name, query="": list(Presentation(BytesIO(ask(f"/briefing/{name}.pptx?{query}").data)).slides)


@pytest.fixture(scope="session")
def chart_of() -> Callable[[Any], Any]:
    """The native chart of a slide."""
    return lambda slide: next(shape for shape in slide.shapes if shape.has_chart).chart


@pytest.fixture(scope="session")
def workbook_of() -> Callable[[Any], openpyxl.Workbook]:
    """The workbook behind a chart."""
    return lambda chart: openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))


@pytest.fixture(scope="session")
def series_of() -> Callable[[Any], dict[str, tuple[float | None, ...]]]:
    """The figures of a chart's series by name."""
    return lambda chart: {series.name: tuple(series.values) for plot in chart.plots for series in plot.series}


@pytest.fixture(scope="session")
def texts() -> Callable[[Any], list[str]]:
    """Every text of a slide."""
    return lambda slide: [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
