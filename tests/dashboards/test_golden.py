"""Every indicator as its default figure, drawn and written, compared with what a person accepted before.

To accept a change: `scripts/golden`, or `scripts/golden returned` for one indicator; then read the diff.
"""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import Figure, default_figure
from etl.catalogue import catalogue
from tests.accepted import compare, nothing_left_over

GOLDEN = Path(__file__).parents[1] / "golden"
INDICATORS = sorted(catalogue.load().indicators)


def held(name: str, text: str, release_id: str) -> None:
    compare(GOLDEN / name, text.replace(release_id, "RELEASE").replace("\r\n", "\n"))


def figure_of(indicator: str) -> Figure:
    return default_figure(indicator, "nl")


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_default_figure_is_the_accepted_one(release_root: Path, indicator: str) -> None:
    figure = figure_of(indicator)
    texts = {f.name: getattr(figure.chart, f.name) for f in fields(figure.chart)}
    same = {n: t.replace(figure.release.id, "RELEASE") for n, t in texts.items() if isinstance(t, str)}
    picture = "" if figure.empty else svg(replace(figure.chart, **same), width=480, theme="light")
    assert figure.release.id not in picture  # its letters differ in width, and lines would break elsewhere
    held(f"{indicator}.svg", picture.replace("><", ">\n<") + "\n", figure.release.id)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_csv_of_the_default_figure_is_the_accepted_one(release_root: Path, client: Any, indicator: str) -> None:
    figure = figure_of(indicator)
    answer = client.get(f"/data/{indicator}.csv", query_string={**figure.chosen.state(), "lang": "nl"})
    assert answer.status_code == 200
    held(f"{indicator}.csv", answer.text, figure.release.id)


def test_no_golden_file_is_left_over() -> None:
    nothing_left_over(GOLDEN, INDICATORS)
