"""The date beside a source: of the newest figure whose date is known, and a word where others may be newer."""

import csv
from io import StringIO
from typing import Any

import pytest

from dashboards.figures import chart_kind
from dashboards.figures import figure as figures
from dashboards.text import formats
from etl.catalogue import catalogue

INDICATORS = sorted(catalogue.load().indicators)
SAYS = {"en": "partly undated", "nl": "deels zonder datum"}

PARTLY = {"en": "partly as of", "nl": "deels stand van"}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_date_is_not_put_on_figures_that_have_none(client: Any, indicator: str) -> None:
    figure = figures.default_figure(indicator, "en")
    answer = client.get(f"/data/{indicator}.csv", query_string={**figure.chosen.state(), "lang": "en"})
    at = chart_kind.period_shown(figure.series, "") if figure.chart.kind == "ranked" else ""
    days = {row["vintage"] for row in csv.DictReader(StringIO(answer.text)) if at in ("", row["period"])}
    used = [figure.release.inputs[n] for s in figure.series for p in s.points for n in p.src]
    picture = client.get(f"/figure/{indicator}.svg").text
    if "" in days and days != {""}:
        assert SAYS["en"] in client.get(f"/en/figure/{indicator}").text
        assert "undated" in picture
    if "undated" in picture:
        assert any(not i.vintage for i in used)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_figure_newer_than_the_newest_date_is_not_said_to_be_of_that_day(client: Any, lang: str) -> None:
    """453,380 orders in 2024 were read in a release whose date is not known; so was the last quarter of 2025."""
    day, asked = formats.date("2025-12-10", lang), "geo=EU27_2020&series=quoted"
    for address in (f"/{lang}/figure/ordered_to_leave?{asked}", f"/embed/ordered_to_leave?{asked}&lang={lang}"):
        assert f"{PARTLY[lang]} {day}, {SAYS[lang]}" in client.get(address).text, address
    assert SAYS[lang] in client.get(f"/{lang}/pillar/4").text
