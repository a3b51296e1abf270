"""Which figure stands large on a card: the newest, with its own period, place and category."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.figures import newest
from dashboards.figures.figure import default_figure
from dashboards.letter import targets
from dashboards.query.selection import Selection
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.model.observations import Observation, Series
from etl.release.store import Release

INDICATORS = tuple(catalogue.load().indicators)
HEADLINES = tuple(i.id for i in targets.headline_indicators(catalogue.load()))


def newest_recorded(found: list[dict[str, Any]], chosen: Selection) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the newest period in which any of the chosen series has a figure, by place and category."""
    mine = [r for r in found if r["geo"] in chosen.geos and r["series"] in chosen.series and r["value"] is not None]
    last = max((r["period"] for r in mine), default="")
    return {(r["geo"], r["series"]): r for r in mine if r["period"] == last}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_figure_on_a_card_is_that_of_the_newest_period(
    release: Release, recorded: Callable[..., list[dict[str, Any]]], indicator: str
) -> None:
    shown = default_figure(indicator, "en")
    found = newest.newest(shown.series)
    expected = newest_recorded(recorded(indicator), shown.chosen)
    assert {(n.geo, n.series): (n.point.period, n.point.value, n.point.flag) for n in found} == {
        key: (r["period"], r["value"], r["flag"]) for key, r in expected.items()
    }
    in_order = [(s.geo, s.series) for s in shown.series if (s.geo, s.series) in expected]
    assert [(n.geo, n.series) for n in found] == in_order


@pytest.mark.parametrize("lang", LANGS)
def test_every_headline_card_shows_its_newest_figure_with_its_period(
    client: Any, recorded: Callable[..., list[dict[str, Any]]], lang: Lang
) -> None:
    page = client.get(f"/{lang}/").text
    for name in HEADLINES:
        shown = default_figure(name, lang)
        first = next(iter(newest.newest(shown.series)))
        row = newest_recorded(recorded(name), shown.chosen)[first.geo, first.series]
        card = html.unescape(page[page.index(f'id="{name}"') :].partition("</article>")[0])
        number = formats.number(row["value"], shown.indicator.decimals, lang)
        assert re.search(rf">{re.escape(number)}[\s %]*<", card), (name, number)
        assert formats.period(row["period"], lang) in card


def test_a_series_that_ends_earlier_gives_no_figure_for_the_newest_period() -> None:
    early = Series("x", "NL", "a", (Observation("2024", 7.0), Observation("2025", None)))
    late = Series("x", "BE", "a", (Observation("2024", 8.0), Observation("2025", 9.0)))
    assert [(n.geo, n.point.period) for n in newest.newest((early, late))] == [("BE", "2025")]
    assert newest.newest((Series("x", "NL", "a", (Observation("2025", None),)),)) == ()
