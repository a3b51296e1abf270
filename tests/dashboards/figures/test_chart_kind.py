"""The picture of a choice: its kind, its breaks, its words; and figures that are related."""

from dataclasses import replace

import pytest

from dashboards.charts.notes import break_label, legend_notes
from dashboards.charts.plotly import picture as plotly
from dashboards.figures import chart_kind
from dashboards.figures.figure import default_figure, figure
from dashboards.figures.related import related
from dashboards.query.selection import Selection
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang


@pytest.mark.parametrize(
    ("indicator", "asked", "count", "kind"),
    [
        ("asylum_applicants", "", 2, "line"),
        ("asylum_applicants", "ranked", 2, "ranked"),
        ("asylum_applicants", "small", 4, "multiples"),
        ("arrivals_by_nationality", "", 6, "ranked"),
        ("arrivals_by_nationality", "", 1, "line"),
        ("arrivals_by_nationality", "time", 6, "line"),
        ("irregular_arrivals_monthly", "months", 1, "heatmap"),
        ("asylum_applicants_change", "", 1, "column"),
        ("asylum_applicants_change", "", 5, "line"),
    ],
)
def test_the_picture_fits_the_choice(indicator: str, asked: str, count: int, kind: str) -> None:
    assert chart_kind.kind(catalogue.load().indicators[indicator], asked, count) == kind


def test_side_by_side_is_one_period_and_names_it(release) -> None:
    chosen = Selection("asylum_applicants", ("NL", "BE", "DE"), ("all",), shape="ranked", end="2019")
    made = figure(chosen).chart
    assert made.subtitle.endswith("2019")
    assert {m.label for m in made.marks()} == {"Netherlands", "Belgium", "Germany"}
    by_hand = release.observation("asylum_applicants", "BE", "all", "2019")
    assert by_hand is not None
    assert next(m.value for m in made.marks() if m.label == "Belgium") == by_hand.value


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("indicator", catalogue.load().indicators)
def test_bars_are_called_after_what_they_share_and_never_after_one_of_them(release, indicator: str, lang: Lang) -> None:
    shown = figure(replace(default_figure(indicator, lang).chosen, shape="ranked"))
    if shown.chart.kind != "ranked":
        return
    places, words = {s.geo for s in shown.series}, catalogue.load()
    (trace,), code = shown.chart.traces, next(iter(places))
    if len(places) > 1:
        assert shown.chart.subtitle.endswith(trace.label)
        assert trace.label in {formats.period(p.period, lang) for s in shown.series for p in s.points}
        assert not [g for g in words.codes["geo"] if trace.label in (g, words.label("geo", g, lang))]
    else:
        assert trace.label == words.label("geo", code, lang)


def test_a_place_without_the_usual_category_shows_one_that_it_has(release) -> None:
    """The Netherlands' resettlement is CBS's by default; Germany has Eurostat's only."""
    made = figure(Selection("resettled", geos=("DE",)))
    assert not made.empty
    assert {s.geo for s in made.series} == {"DE"}


def test_a_break_interrupts_only_the_series_that_it_is_about(release) -> None:
    chosen = Selection("irregular_arrivals_change_by_route", ("EU",), ("Western Balkan Route", "Western African Route"))
    made = figure(chosen).chart
    assert made.breaks
    assert {name for b in made.breaks for name in b.traces} == {"EU Western Balkan Route"}


def test_the_words_of_a_break_name_the_series_that_it_is_about(release) -> None:
    some = figure(Selection("first_time_applicants", lang="nl")).chart
    assert [break_label(some, b) for b in some.breaks] == [
        "Europese Unie (28 landen, met VK): vóór 2014 ontbreken leden"
    ]
    every = figure(Selection("employment_rate_by_citizenship")).chart
    assert [break_label(every, b) for b in every.breaks] == ["new rules for the labour force survey"]
    many = figure(Selection("irregular_arrivals_change_by_route", ("EU",))).chart
    assert "b Western Balkans: without the Greek land borders, from 2025 at the latest" in legend_notes(many)


def test_the_interactive_picture_says_what_the_static_one_says(release) -> None:
    """Newest values, flag letters, missing columns; and words stand on their own period, not on a number."""
    lines = plotly.figure(figure(Selection("first_time_applicants")).chart)
    said = {a["text"]: a["x"] for a in lines["layout"]["annotations"]}
    assert said["<b>672,350</b>"] == 2025 - 2008
    assert said["<b>1,205,455</b>"] == 2016 - 2008, "its sign is behind the name of its series"
    assert next(t["name"] for t in lines["data"] if "28" in t.get("name", "")).endswith("\u00a0‡")
    assert "d" in {letters for t in lines["data"] for letters in t.get("texttemplate", ())}
    columns = plotly.figure(figure(Selection("ind_first_months", series=("ind_total_to_05", "cbs_first_to_09"))).chart)
    assert {a["x"] for a in columns["layout"]["annotations"] if a["text"] == "<b>:</b>"} == {
        2020 - 2019,
        2021 - 2019,
        2024 - 2019,
    }


def test_parts_as_of_an_earlier_day_are_never_stacked_on_those_of_today(release) -> None:
    made = figure(Selection("dtv_inflow", as_of="2026-01-01", beside="now")).chart
    assert {t.role for t in made.traces} == {"main", "then"}
    assert made.kind == "line"
    assert figure(Selection("dtv_inflow", as_of="2026-01-01")).chart.kind == "stacked"


def test_earlier_figures_beside_the_latest_are_called_as_they_are_drawn(release) -> None:
    chosen = Selection("ordered_to_leave", ("NL",), as_of="2019-10-14", beside="now")
    assert "Grey: as published on 14 October 2019; the others are the latest figures." in figure(chosen).chart.notes
    small = figure(replace(chosen, shape="small", lang="nl")).chart
    assert small.notes[-1].startswith("Gestreept of open: zoals gepubliceerd op 14 oktober 2019")


@pytest.mark.parametrize("lang", LANGS)
def test_a_note_on_a_quota_stands_where_a_quota_is_drawn(release, lang: Lang) -> None:
    for shape in ("time", "ranked"):
        chart = figure(Selection("resettlement_quota", shape=shape, lang=lang)).chart
        assert bool(chart.rules) == (formats.T["year_of_quota"][lang] in chart.notes) == (shape == "time")


def test_related_figures_are_by_month_and_per_inhabitant() -> None:
    known = catalogue.load().indicators
    arrivals = {r.indicator.id: r.kind for r in related(known["irregular_arrivals"], known)}
    assert arrivals["irregular_arrivals_monthly"] == "finer"
    first = {r.indicator.id: r.kind for r in related(known["first_time_applicants"], known)}
    assert first["first_time_per_100k"] == "per_100k"


def test_more_than_three_places_are_counted_and_not_half_named(release) -> None:
    chosen = Selection("asylum_applicants", ("NL", "BE", "DE", "FR"), ("all",))
    assert "4 countries" in figure(chosen).chart.subtitle
    assert "Netherlands, Belgium and Germany" in figure(replace(chosen, geos=("NL", "BE", "DE"))).chart.subtitle
