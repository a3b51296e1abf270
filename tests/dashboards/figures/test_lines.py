"""Which targets and which lines of the letter are seen against which figures: those of the same place and category."""

from typing import Any

from dashboards.figures import chart_of
from dashboards.figures.figure import figure
from dashboards.files import description, rows
from dashboards.query.selection import Selection
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
