"""What tests read of a deck: slides, native charts, the workbooks behind them, texts."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from pptx import Presentation


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
