"""Which figure stands large on a card, and which target is seen against which figure."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.figures import chart_of
from dashboards.figures.figure import default_figure, figure
from dashboards.files import description, rows
from dashboards.letter import targets
from dashboards.query.selection import Selection
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.model.observations import Observation, Series
from etl.release.store import Release

INDICATORS = tuple(catalogue.load().indicators)
HEADLINES = tuple(i.id for i in targets.headline_indicators(catalogue.load()))
QUOTA = "resettlement_quota"


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
    found = targets.newest(shown.series)
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
        first = next(iter(targets.newest(shown.series)))
        row = newest_recorded(recorded(name), shown.chosen)[first.geo, first.series]
        card = html.unescape(page[page.index(f'id="{name}"') :].partition("</article>")[0])
        number = formats.number(row["value"], shown.indicator.decimals, lang)
        assert re.search(rf">{re.escape(number)}[\s %]*<", card), (name, number)
        assert formats.period(row["period"], lang) in card


def test_a_series_that_ends_earlier_gives_no_figure_for_the_newest_period() -> None:
    early = Series("x", "NL", "a", (Observation("2024", 7.0), Observation("2025", None)))
    late = Series("x", "BE", "a", (Observation("2024", 8.0), Observation("2025", 9.0)))
    assert [(n.geo, n.point.period) for n in targets.newest((early, late))] == [("BE", "2025")]
    assert targets.newest((Series("x", "NL", "a", (Observation("2025", None),)),)) == ()


def of_another_place(place: str) -> Any:
    """The resettlement indicator as if its targets were another country's."""
    declared = catalogue.load().indicators[QUOTA]
    return declared.model_copy(update={"target": tuple(t.model_copy(update={"geo": place}) for t in declared.target)})


def test_a_target_of_one_place_is_not_shown_at_another(release: Release) -> None:
    shown = figure(Selection(QUOTA, ("NL",), ("all_programmes", "national", "turkey", "turkey_two_years")))
    assert len(shown.chart.rules) > 5
    words, elsewhere = catalogue.load(), of_another_place("DE")
    drawn = chart_of.chart(elsewhere, shown.series, words, release.inputs, "en")
    assert drawn.rules == ()
    context = rows.Context(words, elsewhere, release.inputs, "en", release.id)
    assert {(r.target, r.target_kind, r.target_name) for r in rows.rows(shown.series, context)} == {(None, "", "")}
    assert all(rows.target_at(elsewhere, s.geo, s.series, p.period) is None for s in shown.series for p in s.points)


def test_a_target_is_shown_at_its_own_category_and_period_only(release: Release) -> None:
    declared = catalogue.load().indicators[QUOTA]
    measured = {(t.geo, t.measured.series, t.measured.period) for t in declared.target if t.measured}
    for s in release.series(QUOTA):
        for p in s.points:
            held = rows.target_at(declared, s.geo, s.series, p.period)
            assert (held is not None) == ((s.geo, s.series, p.period) in measured)
        [*drawn] = chart_of.chart(declared, (s,), catalogue.load(), release.inputs, "en").rules
        mine = [t for t in declared.target if t.measured and t.measured.series == s.series]
        assert [(r.role, r.value, r.x_from) for r in drawn] == [(t.kind, t.value, t.period_start[:4]) for t in mine]


def test_a_line_of_the_letter_is_drawn_at_its_own_place_and_category_only(release: Release) -> None:
    drawn = 0
    for declared in catalogue.load().indicators.values():
        for s in release.series(declared.id) if declared.reference else ():
            own = [r for r in declared.reference if r.geo == s.geo and (not r.series or s.series in r.series)]
            rules = chart_of.chart(declared, (s,), catalogue.load(), release.inputs, "en").rules
            assert [(r.value, r.value_high, r.label) for r in rules if r.role == "reference"] == [
                (r.value, r.value_high, r.label["en"]) for r in own
            ]
            drawn += len(own)
    assert drawn > 3


def test_a_file_lists_the_targets_and_lines_of_its_own_places_only(release: Release) -> None:
    words, chosen = catalogue.load(), Selection(QUOTA, ("NL",))
    series, elsewhere = release.series(QUOTA, ("NL",)), of_another_place("DE")

    def lines(declared: Any) -> list[str]:
        context = rows.Context(words, declared, release.inputs, "en", release.id)
        told = description.about(context, chosen, series, release.facts["built_at"], "https://monitor.example", "/x")
        return [text for _, text in told.lines]

    own = words.indicators[QUOTA]
    assert [text.partition(" (")[0] for text in lines(own)] == [t.label["en"] for t in own.target]
    assert lines(elsewhere) == []
