"""Which figure stands large on a card: the newest, with its own period, place and category."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.figures import newest
from dashboards.figures.figure import default_figure
from dashboards.letter import clocks, targets
from dashboards.query.selection import Selection
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.model.observations import Observation, Series
from etl.release.store import Release

INDICATORS = tuple(catalogue.load().indicators)


def newest_recorded(
    found: list[dict[str, Any]], chosen: Selection | clocks.Definition
) -> dict[tuple[str, str], dict[str, Any]]:
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
def test_every_headline_card_shows_the_newest_figure_of_its_definition_with_its_period(
    client: Any, release: Release, recorded: Callable[..., list[dict[str, Any]]], lang: Lang
) -> None:
    page, declared = client.get(f"/{lang}/").text, catalogue.load()
    for i in targets.headline_indicators(declared):
        claim = declared.claims[i.headline_claim] if i.headline_claim else None
        letter = targets.letter_figure(claim, release.claims[claim.id]) if claim else None
        wanted = clocks.definition(i, letter, declared)
        found = newest_recorded(recorded(wanted.indicator.id), wanted)
        first = min((series for _, series in found), key=wanted.series.index)
        rows = [row for (_, series), row in found.items() if series == first]
        card = html.unescape(re.sub("<svg.*?</svg>", "", page[page.index(f'id="{i.id}"') :], flags=re.DOTALL)[:3000])
        numbers = {formats.number(row["value"], wanted.indicator.decimals, lang) for row in rows}
        assert any(re.search(rf">{re.escape(n)}[\s%]*<", card) for n in numbers), (i.id, numbers)
        assert formats.period(rows[0]["period"], lang) in card


def test_a_series_that_ends_earlier_gives_no_figure_for_the_newest_period() -> None:
    early = Series("x", "NL", "a", (Observation("2024", 7.0), Observation("2025", None)))
    late = Series("x", "BE", "a", (Observation("2024", 8.0), Observation("2025", 9.0)))
    assert [(n.geo, n.point.period) for n in newest.newest((early, late))] == [("BE", "2025")]
    assert newest.newest((Series("x", "NL", "a", (Observation("2025", None),)),)) == ()
