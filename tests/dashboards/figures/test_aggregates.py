"""An aggregate never competes: over every indicator, what is whole of others stands apart and heads nothing."""

import pytest

from dashboards.charts.model import ranked
from dashboards.figures import aggregates, heading
from dashboards.figures.chart_kind import period_shown
from dashboards.figures.figure import figure
from dashboards.figures.heading_words import Subject
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.model.observations import Observation, Series
from etl.release.store import Release

CATALOGUE = catalogue.load()
MANY = 12  # places and categories of each that are ranked here


def about(indicator: str, release: Release) -> Subject:
    several, day = len(release.choices(indicator).geos) > 1, release.facts["built_at"][:10]
    return Subject(CATALOGUE.indicators[indicator], several, CATALOGUE, "en", today=day)


def series(indicator: str, *pairs: tuple[str, str]) -> list[Series]:
    return [Series(indicator, geo, name, (Observation("2024", 1.0),)) for geo, name in pairs]


def rankings(indicator: str, release: Release) -> list[Selection]:
    """All places of the first category, and all categories of the first place, as bars."""
    known, i = release.choices(indicator), CATALOGUE.indicators[indicator]
    geo = next((g for g in i.geo_default if g in known.geos), known.geos[0])
    name = next((s for s in i.breakdown.default if s in known.series), known.series[0])
    wholes = [s for s in (i.breakdown.total, *i.breakdown.aggregates) if s in known.series]
    names = dict.fromkeys([*wholes, *i.breakdown.default, *known.series])
    groups = [g for g in known.geos if aggregates.is_group(g) or g == aggregates.BORDERS]
    geos = dict.fromkeys([*groups, *i.geo_default, *known.geos])
    return [
        Selection(indicator, tuple(g for g in geos if g in known.geos)[:MANY], (name,), shape="ranked"),
        Selection(indicator, (geo,), tuple(s for s in names if s in known.series)[:MANY], shape="ranked"),
    ]


def test_no_ranking_of_any_indicator_is_led_by_a_whole_and_no_heading_by_an_old_or_unlike_one(release: Release) -> None:
    for indicator, i in CATALOGUE.indicators.items():
        for selection in rankings(indicator, release):
            drawn = figure(selection)
            if drawn.chart.kind != "ranked":
                continue
            (bars,) = drawn.chart.traces
            apart = {f"{g} {s}" for g, s in aggregates.wholes(i, drawn.series)}
            assert {m.x for m in bars.marks if m.aggregate} == apart, selection
            places = [m.aggregate for m in ranked(bars)]
            assert places == sorted(places), selection
            found = heading.finding("ranked", drawn.series, drawn.chosen, about(indicator, release))
            if not found.text:
                continue
            assert not any(f" is {m.label}, " in found.text for m in bars.marks if m.aggregate), found.text
            assert aggregates.can_be_ranked(i, drawn.series), found.text
            assert not heading.is_stale(period_shown(drawn.series, ""), about(indicator, release)), found.text


def test_a_group_is_a_whole_only_beside_what_it_holds() -> None:
    i = CATALOGUE.indicators["first_permits_per_100k"]
    eu, nl, be = ("EU27_2020", "all_reasons"), ("NL", "all_reasons"), ("BE", "all_reasons")
    assert aggregates.wholes(i, series(i.id, eu, nl, be)) == {eu}
    assert aggregates.wholes(i, series(i.id, eu, nl)) == {eu}
    assert aggregates.wholes(i, series(i.id, eu)) == frozenset()
    assert aggregates.wholes(i, series(i.id, eu, ("EU28", "all_reasons"))) == frozenset()


def test_the_external_borders_are_the_whole_of_their_routes() -> None:
    i = CATALOGUE.indicators["irregular_arrivals_same_months"]
    borders, west = ("EU", "to_06"), ("Western African Route", "to_06")
    assert aggregates.wholes(i, series(i.id, borders, west)) == {borders}
    assert aggregates.wholes(i, series(i.id, borders)) == frozenset()


def test_totals_of_groups_of_categories_are_wholes_too() -> None:
    i = CATALOGUE.indicators["nl_first_permits_by_ground"]
    shown = series(i.id, ("NL", "work_total"), ("NL", "work_knowledge"), ("NL", "study"))
    assert aggregates.wholes(i, shown) == {("NL", "work_total")}


@pytest.mark.parametrize("indicator", ["ind_total_inflow", "asylum_applicants_change", "return_rate", "coa_occupancy"])
def test_definitions_and_publishers_of_one_thing_are_not_ranked(indicator: str, release: Release) -> None:
    _, categories = rankings(indicator, release)
    found = heading.finding("ranked", figure(categories).series, categories, about(indicator, release))
    assert found.rule.id in ("unlike", "stale")
    assert found.text == ""


def test_places_in_several_categories_are_not_ranked() -> None:
    i = CATALOGUE.indicators["first_permits_by_reason"]
    shown = series(i.id, *((g, s) for g in ("NL", "BE", "DE") for s in ("EDUC", "FAM")))
    assert not aggregates.can_be_ranked(i, shown)
    assert aggregates.can_be_ranked(i, shown[::2])
