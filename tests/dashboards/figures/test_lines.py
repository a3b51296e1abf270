"""Which targets and which lines of the letter are seen against which figures: those of the same place and category."""

import csv
import io
from typing import Any

from pyarrow import parquet as pq

from dashboards.charts.alt_text import alt_text
from dashboards.figures import chart_of
from dashboards.figures.figure import figure
from dashboards.files import description, rows
from dashboards.query.selection import Selection
from dashboards.text.messages import T
from etl.catalogue import catalogue
from etl.release.store import Release

QUOTA = "resettlement_quota"


def of_another_place(place: str) -> Any:
    """The resettlement indicator as if its targets were another country's."""
    declared = catalogue.load().indicators[QUOTA]
    return declared.model_copy(update={"target": tuple(t.model_copy(update={"geo": place}) for t in declared.target)})


def test_a_target_of_one_place_is_not_shown_at_another(release: Release) -> None:
    shown = figure(Selection(QUOTA, ("NL",), ("all_programmes", "national", "turkey", "turkey_two_years")))
    assert len(shown.chart.rules) > 5
    words, elsewhere = catalogue.load(), of_another_place("DE")
    drawn = chart_of.chart(elsewhere, shown.series, words, release.inputs, "en")
    assert (drawn.rules, drawn.release, drawn.address) == ((), "", "")
    context = rows.Context(words, elsewhere, release.inputs, "en", release.id)
    told = {(r.quota, r.quota_name, r.ceiling, r.ceiling_name) for r in rows.rows(shown.series, context)}
    assert told == {(None, "", None, "")}
    assert not any(elsewhere.targets_at(s.geo, s.series, p.period) for s in shown.series for p in s.points)


def test_a_target_without_a_note_is_told_with_its_certainty_and_address_alone(release: Release) -> None:
    declared = catalogue.load().indicators[QUOTA]
    bare = declared.model_copy(update={"target": tuple(t.model_copy(update={"note": None}) for t in declared.target)})
    context = rows.Context(catalogue.load(), bare, release.inputs, "en", release.id)
    lines = description.about(context, Selection(QUOTA), release.series(QUOTA), "2026-11-23T12:00:00", "", "").lines
    assert len(lines) == len(bare.target)
    assert [text.rpartition("). ")[2] for _, text in lines] == [t.url for t in bare.target]


def test_a_target_is_shown_at_its_own_category_and_period_only(release: Release) -> None:
    declared = catalogue.load().indicators[QUOTA]
    held = {(t.id, t.geo, s, t.measured.period) for t in declared.target if t.measured for s in t.seen_at}
    for s in release.series(QUOTA):
        for p in s.points:
            there = {t.id for t in declared.targets_at(s.geo, s.series, p.period)}
            assert there == {name for name, *cell in held if cell == [s.geo, s.series, p.period]}
        [*drawn] = chart_of.chart(declared, (s,), catalogue.load(), release.inputs, "en").rules
        mine = [t for t in declared.target if s.series in t.seen_at]
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
            context = rows.Context(catalogue.load(), declared, release.inputs, "en", release.id)
            told = description.about(context, Selection(declared.id), (s,), release.facts["built_at"], "", "").lines
            of_files = [text for role, text in told if role == T["reference_line"]["en"]]
            assert [text.partition(". ")[0] for text in of_files] == [r.label["en"] for r in own]
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


def test_the_quota_and_the_ceiling_of_one_year_both_stand_in_every_form(client: Any, release: Release) -> None:
    """2020: a national quota of 500 and a ceiling of 1,000 from Turkey, beside one figure of all programmes."""
    body = client.get(f"/data/{QUOTA}.csv?series=all_programmes").text
    cells = {r["period"]: r for r in csv.DictReader(io.StringIO(body, newline=""))}
    assert (cells["2020"]["quota"], cells["2020"]["ceiling"]) == ("500", "1000")
    assert (cells["2018"]["quota"], cells["2018"]["ceiling"]) == ("750", "")
    cube = client.get(f"/data/{QUOTA}.json?series=all_programmes").get_json()
    targets = cube["extension"]["targets"].values()
    assert [found for found in targets if len(found) == 2] == [
        [
            {"value": 500, "kind": "quota", "label": cells["2020"]["quota_name"]},
            {"value": 1000, "kind": "ceiling", "label": cells["2020"]["ceiling_name"]},
        ]
    ]
    assert "2020" in cells["2020"]["quota_name"]
    table = pq.read_table(io.BytesIO(client.get(f"/data/{QUOTA}.parquet?series=all_programmes").data)).to_pylist()
    assert {(r["quota"], r["ceiling"]) for r in table if r["period"] == "2020"} == {(500, 1000)}
    shown = figure(Selection(QUOTA, ("NL",), ("all_programmes",), lang="en"))
    assert {r.value for r in shown.chart.rules if r.holds("2020")} == {500, 1000}
    assert {r.value for r in shown.chart.rules if r.holds("2018")} == {750}


def test_a_picture_with_a_quota_of_one_year_says_that_one_year_does_not_decide() -> None:
    """A ceiling holds for its own year."""
    said = "one year alone does not decide"
    for series, one_year in (("all_programmes", True), ("all_programmes_mean", False), ("turkey", False)):
        drawn = figure(Selection(QUOTA, ("NL",), (series,), lang="en")).chart
        assert [said in note for note in drawn.notes] == [True] * one_year, series
        assert (said in alt_text(drawn)) == one_year


def test_every_statement_on_the_quota_belongs_to_its_figure() -> None:
    """That each statement is named by its figure is seen where every view is."""
    assert {"p5_quota_500", "p5_turkey_1750", "p5_turkey_1000_2020"} <= {
        c.id for c in catalogue.load().claims_of(QUOTA)
    }
