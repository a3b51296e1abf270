"""The sentence that heads a figure: made by published rules, checkable, neutral, and absent where it would mislead."""

from dataclasses import replace
from math import ceil
from typing import Any

import pytest

from dashboards.figures import heading
from dashboards.figures.figure import default_figure
from dashboards.figures.heading_rules import RULES, SENTENCES, VERBS
from dashboards.figures.heading_words import Subject, percent, prefix
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.catalogue.declarations import Break, Text
from etl.model.observations import Observation, Series
from etl.model.provenance import Provenance

DETECTIONS = catalogue.load().indicators["irregular_arrivals"]
RATE = catalogue.load().indicators["return_rate"]
# As in the vintage of Frontex of 4 August 2026.
Y2024 = Observation("2024", 240101.0, "", "derived", "2026-08-04", (1,))
Y2025 = Observation("2025", 179921.0, "", "derived", "2026-08-04", (1,))
LETTERS = (49, 40)  # of a measure and of a finding on a line at 360 pixels, as Chromium sets them
JUDGING = ("good", "bad", "improve", "worse", "alarming", "success", "fail", "goed", "slecht", "verbeter", "succes")


def series(*points: Observation, geo: str = "EU", name: str = "total") -> Series:
    return Series("irregular_arrivals", geo, name, points)


def found(*points: Observation, lang: str = "en", indicator=DETECTIONS, **chosen: str) -> heading.Finding:
    about = Subject(indicator, False, catalogue.load(), lang)
    name = indicator.breakdown.default[0]
    return heading.finding("line", (series(*points, name=name),), Selection(indicator.id, **chosen), about)


def test_a_change_is_said_with_its_size_and_both_figures() -> None:
    assert found(Y2024, Y2025).text == "The number of detections fell 25.1%, from 240,101 in 2024 to 179,921 in 2025"
    assert (
        found(Y2024, Y2025, lang="nl").text
        == "Het aantal detecties daalde met 25,1%, van 240.101 in 2024 naar 179.921 in 2025"
    )


@pytest.mark.parametrize(
    ("indicator", "category", "names"),
    [
        ("ind_first_months", "ind_first_to_11", "IND: first requests, January to November"),
        ("ind_first_by_nationality_monthly", "Syrisch", "Syrian"),
        ("return_rate", "all", "all returns"),
        ("employment_rate_by_birth", "native", "born in the country"),
    ],
)
def test_a_category_is_named_also_where_it_is_the_first(indicator: str, category: str, names: str) -> None:
    declared = catalogue.load().indicators[indicator]
    about = Subject(declared, False, catalogue.load(), "en")
    assert names in prefix(Series(indicator, "NL", category, ()), about)


def test_a_rise_is_a_rise() -> None:
    text = found(Y2024, replace(Y2025, value=300126.25)).text
    assert text.startswith("The number of detections rose 25.0%, from 240,101")


@pytest.mark.parametrize("value", [240101.0, 242000.0, 238000.0])
def test_under_one_percent_is_about_the_same(value: float) -> None:
    said = found(Y2024, replace(Y2025, value=value))
    assert said.rule.id == "same"
    assert "about the same" in said.text


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (Y2024, replace(Y2025, flag="p"), "provisional"),
        (replace(Y2024, flag="e"), Y2025, "provisional"),
        (Y2024, replace(Y2025, flag="b"), "break"),
        (replace(Y2024, flag="d"), Y2025, "break"),
        (Y2024, replace(Y2025, provenance=Provenance("quoted")), "vintages"),
        (Y2024, replace(Y2025, vintage="2026-09-04", src=(2,)), "vintages"),
        (replace(Y2024, vintage="", src=(1,)), replace(Y2025, vintage="", src=(2,)), "vintages"),
        (replace(Y2024, value=None), Y2025, "gap"),
        (replace(Y2024, period="2023"), Y2025, "gap"),
        (Y2024, replace(Y2025, vintage="2025-10-01"), "unfinished"),
        (Y2024, replace(Y2025, vintage="2025-12"), "unfinished"),
        (replace(Y2024, value=None), replace(Y2025, value=None), "none"),
    ],
)
def test_no_sentence_is_made_where_it_would_mislead(old: Observation, new: Observation, rule: str) -> None:
    said = found(old, new)
    assert (said.rule.id, said.text) == (rule, "")


PER_100K, LEVEL = (catalogue.load().indicators[i] for i in ("first_time_per_100k", "irregular_arrivals_change"))


@pytest.mark.parametrize(
    ("indicator", "old", "new", "rule"),
    [
        (DETECTIONS, 99.0, 150.0, "small"), (DETECTIONS, 100.0, 150.0, "change"), (DETECTIONS, 12.0, 12.0, "same"),
        (DETECTIONS, 1000.0, 1010.0, "change"), (DETECTIONS, 1000.0, 1009.0, "same"),
        (PER_100K, 0.0, 5.0, "small"), (PER_100K, 1.0, 1.5, "change"), (PER_100K, 1.0, 0.0, "change"),
        (RATE, 40.0, 40.5, "points"), (RATE, 40.0, 40.4, "same"),
    ],
)  # fmt: skip
def test_each_rule_begins_where_it_says(indicator: Any, old: float, new: float, rule: str) -> None:
    assert found(replace(Y2024, value=old), replace(Y2025, value=new), indicator=indicator).rule.id == rule


def test_zero_is_said_as_zero_and_a_rise_of_a_change_has_its_sign() -> None:
    gone = found(Y2024, replace(Y2025, value=0.0)).text
    assert gone == "The number of detections fell 100.0%, from 240,101 in 2024 to 0 in 2025"
    assert found(Y2024, replace(Y2025, value=5.0), indicator=LEVEL).text.endswith(": +5.0% in 2025")


def test_a_figure_is_unfinished_to_the_last_day_of_its_period_and_old_after_two_years() -> None:
    assert found(Y2024, replace(Y2025, vintage="2025-12-31")).rule.id == "unfinished"
    about = Subject(DETECTIONS, False, catalogue.load(), "en", today="2027-12-15")
    assert not heading.is_stale("2025", about)
    assert heading.is_stale("2025", replace(about, today="2028-01-01"))


def test_the_series_that_reaches_furthest_has_figures() -> None:
    empty, full = series(replace(Y2024, value=None), geo="NL"), series(Y2024)
    assert heading.furthest((empty, full)) is full
    assert heading.development(empty, Subject(DETECTIONS, False, catalogue.load(), "en")).rule.id == "none"


def test_no_sentence_crosses_a_declared_break() -> None:
    label = Text(en="new way of counting", nl="nieuwe telwijze")
    broken = DETECTIONS.model_copy(update={"breaks": (Break(period="2025", label=label),)})
    assert found(Y2024, Y2025, indicator=broken).rule.id == "break"
    elsewhere = DETECTIONS.model_copy(update={"breaks": (Break(period="2025", geo=("NL",), label=label),)})
    assert found(Y2024, Y2025, indicator=elsewhere).rule.id == "change"
    for category, rule in ((DETECTIONS.breakdown.default[0], "break"), ("another", "change")):
        one = Break(period="2025", series=(category,), label=label)
        assert found(Y2024, Y2025, indicator=DETECTIONS.model_copy(update={"breaks": (one,)})).rule.id == rule


def test_no_sentence_is_made_of_an_earlier_day_or_an_index() -> None:
    assert found(Y2024, Y2025, as_of="2026-01-01").text == ""
    assert found(Y2024, Y2025, measure="index", base="2024").text == ""


def test_a_small_count_has_no_percentage() -> None:
    text = found(replace(Y2024, value=12.0), replace(Y2025, value=30.0)).text
    assert text == "The number of detections rose from 12 in 2024 to 30 in 2025"
    text = found(replace(Y2024, value=0.0), replace(Y2025, value=30.0)).text
    assert text == "The number of detections rose from 0 in 2024 to 30 in 2025"


def test_a_share_changes_by_percentage_points() -> None:
    made = found(replace(Y2024, value=42.7), replace(Y2025, value=41.4), indicator=RATE)
    assert made.measure == "Return rate, all returns:"  # the title, its definition with it, is above this heading
    assert made.text == f"{made.measure} a fall of 1.3 percentage points, from 42.7% in 2024 to 41.4% in 2025"
    assert found(replace(Y2024, value=42.7), replace(Y2025, value=42.3), indicator=RATE).rule.id == "same"


def test_months_are_set_beside_the_same_month_a_year_before() -> None:
    points = [replace(Y2024, period=p, value=v) for p, v in (("2025-06", 16682.0), ("2026-05", 10557.0))]
    text = found(*points, replace(Y2025, period="2026-06", value=11232.0)).text
    assert text == "The number of detections fell 32.7%, from 16,682 in June 2025 to 11,232 in June 2026"


def test_a_change_is_named_and_never_changed_again(release) -> None:
    figure = default_figure("irregular_arrivals_change", "en")
    about = Subject(figure.indicator, False, catalogue.load(), "en")
    said = heading.finding(figure.chart.kind, figure.series, figure.chosen, about)
    assert said.rule.id == "level"
    assert said.text.endswith("against the year before: −25.1% in 2025")


def test_a_leap_day_has_no_day_a_year_before() -> None:
    assert [heading.year_before(p) for p in ("2025-08-31", "2024-02-29")] == ["2024-08-31", ""]


def test_the_percentage_is_the_one_that_the_sql_makes(release) -> None:
    """The sentence and the indicator of changes must not differ by a rounding."""
    levels = release.series("irregular_arrivals", ("EU",), ("total",))[0].points
    changes = {
        p.period: p.value for p in release.series("irregular_arrivals_change", ("EU",), ("vs_previous",))[0].points
    }
    by_period = {p.period: p.value for p in levels}
    checked = [p for p in changes if heading.year_before(p) in by_period]
    assert len(checked) > 10
    for period in checked:
        assert percent(by_period[heading.year_before(period)], by_period[period]) == changes[period], period


def test_side_by_side_the_highest_is_named_without_groups_and_totals() -> None:
    indicator = catalogue.load().indicators["first_time_per_100k"]
    rows = [
        Series(indicator.id, geo, "all", (Observation("2022", value, "", "derived", "2025-03-27", (1,)),))
        for geo, value in (("EU27_2020", 999.0), ("NL", 202.0), ("BE", 276.6), ("FR", 202.1))
    ]
    about = Subject(indicator, True, catalogue.load(), "en")
    said = heading.finding("ranked", rows, Selection(indicator.id), about)
    assert said.text == (
        "First-time asylum applicants per 100,000 inhabitants. Highest of the 3 shown for 2022: Belgium, 276.6"
    )
    assert heading.finding("ranked", rows[:3], Selection(indicator.id), about).rule.id == "tie"


TOP = Observation("2022", 300.0, "", Provenance("derived"), "2025-03-27", (1,))
SECOND, THIRD = replace(TOP, value=200.0), replace(TOP, value=100.0)


@pytest.mark.parametrize(
    ("top", "second", "rule"),
    [
        (TOP, SECOND, "highest"),
        (TOP, TOP, "tie"),
        (TOP, replace(SECOND, provenance=Provenance("quoted")), "tie"),
        (TOP, replace(SECOND, vintage="2026-03-27", src=(2,)), "tie"),
        (replace(TOP, flag="d"), SECOND, "tie"),
        (TOP, replace(SECOND, flag="bd"), "tie"),
        (replace(TOP, flag="p"), SECOND, "provisional"),
        (TOP, replace(SECOND, flag="e"), "provisional"),
        (replace(TOP, value=0.0), replace(SECOND, value=-50.0), "highest"),
        (replace(TOP, value=0.5), replace(SECOND, value=0.0), "highest"),
    ],
)
def test_the_highest_is_named_only_where_it_can_be_told(top: Observation, second: Observation, rule: str) -> None:
    third = replace(THIRD, value=min(THIRD.value, second.value) - 1)
    places = [Series(PER_100K.id, geo, "all", (p,)) for geo, p in (("BE", top), ("NL", second), ("FR", third))]
    about = Subject(PER_100K, True, catalogue.load(), "en")
    said = heading.finding("ranked", places, Selection(PER_100K.id), about)
    assert said == heading.finding("map", places, Selection(PER_100K.id), about)
    assert said.rule.id == rule
    assert bool(said.text) == (rule == "highest")
    if said.text:
        assert said.text.endswith(f" for 2022: Belgium, {top.value:.1f}")


def test_definitions_side_by_side_have_no_highest_and_a_month_is_named_in_the_language() -> None:
    definitions = catalogue.load().indicators["ind_grant_rate"]
    rows = [Series(definitions.id, "NL", n, (p,)) for n, p in zip("abc", (TOP, SECOND, THIRD), strict=True)]
    about = Subject(definitions, False, catalogue.load(), "nl")
    assert heading.finding("ranked", rows, Selection(definitions.id), about).rule.id == "unlike"
    months = [replace(p, period="2022-03") for p in (TOP, SECOND, THIRD)]
    here = [Series(PER_100K.id, geo, "all", (p,)) for geo, p in zip(("BE", "NL", "FR"), months, strict=True)]
    said = heading.finding("ranked", here, Selection(PER_100K.id), Subject(PER_100K, True, catalogue.load(), "nl"))
    assert "over maart 2022: België" in said.text


def test_every_form_is_there_in_both_languages_and_judges_nothing() -> None:
    assert {name for name, rule in RULES.items() if rule.states} == set(SENTENCES)
    for text in (*SENTENCES.values(), *VERBS.values(), *(r.condition for r in RULES.values())):
        for lang in ("en", "nl"):
            assert text[lang]
            assert not any(word in text[lang].lower() for word in JUDGING)


@pytest.mark.parametrize("indicator", sorted(catalogue.load().indicators))
def test_every_sentence_names_figures_of_the_release(release, indicator: str) -> None:
    figure = default_figure(indicator, "en")
    about = Subject(figure.indicator, True, catalogue.load(), "en")
    said = heading.finding(figure.chart.kind, figure.series, figure.chosen, about)
    assert bool(said.text) == said.rule.states
    if said.text and said.rule.id != "level":
        shown = {m.text.split("\u00a0")[0].split(" (")[0] for m in figure.chart.marks()}
        assert any(number in said.text for number in shown)


@pytest.mark.parametrize("indicator", sorted(catalogue.load().indicators))
def test_a_heading_stands_on_four_lines_of_a_phone(release, indicator: str) -> None:
    figure, places = default_figure(indicator, "en"), len(release.choices(indicator).geos)
    for lang in catalogue.LANGS:
        about = Subject(figure.indicator, places > 1, catalogue.load(), lang, today="2026-11-23")
        said = heading.finding(figure.chart.kind, figure.series, figure.chosen, about)
        above = said.measure if said.text else figure.indicator.title[lang]
        assert said.text.startswith(said.measure)
        assert said.measure.endswith({"level": ":", "highest": "."}.get(said.rule.id, ""))
        assert ceil(len(above) / LETTERS[0]) + ceil(len(said.text.removeprefix(said.measure)) / LETTERS[1]) <= 4
