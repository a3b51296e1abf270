"""What holds for every indicator of a release: names, first figures, years, totals, missing figures, provenance."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from etl import build
from etl.catalogue import catalogue
from etl.model.places import DATA, Places
from etl.release import store

INDICATORS = catalogue.load().indicators
CALLED = catalogue.load().codes


@pytest.fixture(scope="module")
def empty_release(tmp_path_factory: pytest.TempPathFactory) -> store.Release:
    """A release in which every dataset that an indicator reads is empty, as before a first pull without an archive."""
    root, whole = tmp_path_factory.mktemp("empty"), catalogue.load()
    read = {name for i in INDICATORS.values() for name in i.datasets}
    datasets = {n: d.model_copy(update={"archive": ()}) if n in read else d for n, d in whole.datasets.items()}
    where = Places(DATA / "archive", root / "snapshots", root / "quarantine", root / "warehouse")
    build.build(replace(whole, datasets=datasets), where, datetime(2026, 11, 23, tzinfo=UTC), lambda *_: None)
    return store.release(root=where.warehouse)


def test_an_indicator_without_data_is_empty_and_no_error(empty_release: store.Release) -> None:
    assert {i: empty_release.choices(i).rows for i in INDICATORS} == dict.fromkeys(INDICATORS, 0)


def test_every_code_of_a_release_has_a_name_in_both_languages(release: store.Release) -> None:
    nameless = []
    for i in INDICATORS.values():
        known, listed = release.choices(i.id), CALLED.get(i.breakdown.code_list or "", {})
        nameless += [f"{i.id}: series {s}" for s in known.series if s not in i.breakdown.labels and s not in listed]
        nameless += [f"{i.id}: geo {g}" for g in known.geos if g not in CALLED["geo"]]
    assert nameless == []


def test_first_figure_of_an_indicator_is_there_and_small_enough_to_read(release: store.Release) -> None:
    for i in INDICATORS.values():
        known = release.choices(i.id)
        names = [s for s in i.breakdown.default if s in known.series or not release.has(i.id)]
        geos = [g for g in i.geo_default if g in known.geos or not release.has(i.id)]
        assert 1 <= len(names) * len(geos) <= 6, i.id
        assert geos == list(i.geo_default), i.id


@pytest.mark.parametrize(
    ("indicator", "geo", "year"),
    [
        ("arrivals_by_nationality", "EU", "2024"),
        ("arrivals_by_route_nationality", "Central Mediterranean Route", "2024"),
        ("first_time_by_citizenship", "EU27_2020", "2022"),
        ("asylum_by_citizenship", "NL", "2024"),
        ("ordered_by_citizenship", "EU28", "2016"),
        ("returned_by_citizenship", "EU28", "2016"),
        ("returned_third_by_citizenship", "EU27_2020", "2020"),
        ("ind_by_nationality", "NL", "2025"),
    ],
)
def test_citizenships_shown_first_are_the_largest(cells_of: Any, indicator: str, geo: str, year: str) -> None:
    total = INDICATORS[indicator].breakdown.total
    size = {s: v for g, s, p, v in cells_of(indicator) if (g, p) == (geo, year) and s != total}
    assert INDICATORS[indicator].breakdown.default == tuple(sorted(size, key=lambda s: -size[s])[:6])


def test_part_of_a_year_is_never_a_year(release: store.Release, value: Any, again: Any) -> None:
    assert release.choices("irregular_arrivals").last == "2025"
    assert release.choices("arrivals_by_nationality").last == "2024"
    assert release.choices("irregular_arrivals_same_months").series == ("to_06",)
    forced = again.newest("dtv_departures", year="2023", period="full year", category="gedwongen")
    assert value("dtv_departures", "NL", "forced", "2023") == forced == 2_370 != 1_990
    assert value("study_permits", "NL", "ind_applications", "2023") is None
    assert release.choices("ordered_quarterly").first == "2022-Q4"


def test_missing_stays_missing(release: store.Release, value: Any) -> None:
    assert value("dtv_departures", "NL", "unsupervised", "2014") is None
    assert value("dtv_demonstrable_share", "NL", "demonstrable", "2014") is None
    assert value("ind_quarterly", "NL", "nareis", "2025-Q3") is None
    assert value("ind_repeat_applications", "NL", "ind", "2018") is None
    assert value("first_time_share_of_eu", "NL", "of_eu28_non_eu", "2012") is None
    assert value("returned_third_by_citizenship", "EU27_2020", "AL", "2021") is None
    assert "EU28" not in release.choices("first_time_per_100k").geos


def test_totals_are_rows_of_their_own_and_equal_what_their_source_gives(
    release: store.Release, value: Any, cells_of: Any, again: Any
) -> None:
    parts = sum(v for _, s, p, v in cells_of("arrivals_by_nationality") if p == "2024" and s != "total")
    assert value("arrivals_by_nationality", "EU", "total", "2024") == parts
    routes = sum(v for _, s, p, v in cells_of("arrivals_by_route_nationality") if (s, p) == ("total", "2024"))
    assert routes == parts
    assert value("ordered_by_citizenship", "EU28", "TOTAL", "2016") == again.one(
        "eurostat_migr_eiord", geo="EU28", TIME_PERIOD="2016", citizen="TOTAL"
    )
    assert "TOTAL" not in release.choices("asylum_by_citizenship").series


def test_what_others_copied_or_quoted_or_we_compute_says_so(release: store.Release) -> None:
    def said(indicator: str, geo: str, series: str, period: str) -> tuple[str, str]:
        seen = release.observation(indicator, geo, series, period)
        assert seen is not None
        return seen.provenance.figure, seen.provenance.inputs

    assert said("asylum_by_citizenship", "NL", "SY", "2024") == ("derived", "derived")
    assert said("asylum_by_citizenship", "NL", "UA", "2023") == ("original", "original")
    assert said("returned_third_by_citizenship", "NL", "AL", "2018") == ("derived", "derived")
    assert said("return_rate", "EU28", "all", "2016") == ("computed", "original")
    assert said("return_rate_orders_before", "EU28", "third_country", "2017") == ("computed", "quoted")
    assert said("irregular_arrivals_announced", "EU", "announced", "2018") == ("quoted", "quoted")
    assert said("first_time_per_100k", "EU27_2020", "all", "2022") == ("computed", "transcribed")
    assert said("returned", "HR", "all", "2025") == ("derived", "derived")
    assert said("ind_first_by_nationality_monthly", "NL", "Syrisch", "2015-10") == ("transcribed", "transcribed")


def test_publishers_of_one_year_stay_apart(release: store.Release) -> None:
    seen = {s.series: s for s in release.series("nl_sources_compared", start="2022", end="2022")}
    figures = {name: s.points[0].value for name, s in seen.items()}
    assert (figures["ind_first"], figures["cbs_first"], figures["eurostat_first"]) == (35_535, 35_535, 35_530)
