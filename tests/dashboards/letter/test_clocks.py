"""The three clocks: the newest figure of the letter's definitions, and its own period under every counted one."""

from dashboards.letter import clocks, targets
from etl.catalogue import catalogue
from etl.model.observations import Observation, Series
from etl.release.store import Release

CATALOGUE = catalogue.load()


def letter_of(indicator: str, release: Release) -> targets.LetterFigure:
    claim = CATALOGUE.claims[CATALOGUE.indicators[indicator].headline_claim or ""]
    return targets.letter_figure(claim, release.claims[claim.id])


def test_the_newest_figure_is_of_the_place_that_reaches_furthest_and_of_the_main_definition(release: Release) -> None:
    letter = letter_of("return_rate", release)
    wanted = clocks.definition(CATALOGUE.indicators["return_rate"], letter, CATALOGUE)
    found = clocks.newest(release.series("return_rate", wanted.geos, wanted.series), wanted)
    assert found is not None
    series, point = found
    last = max(p.period for s in release.series("return_rate", wanted.geos, wanted.series) for p in s.points)
    assert (series.geo, series.series, point.period) == ("EU27_2020", "all", last)


def test_without_figures_there_is_no_newest() -> None:
    wanted = clocks.definition(CATALOGUE.indicators["return_rate"], None, CATALOGUE)
    assert clocks.newest((), wanted) is None
    empty = Series("return_rate", "NL", "all", (Observation("2018", None, "c"),))
    assert clocks.newest((empty,), wanted) is None


def test_the_same_period_is_told_under_every_counted_definition_of_it_the_letters_own_first(release: Release) -> None:
    letter = letter_of("return_rate", release)
    own = letter.variant
    assert own is not None
    found = clocks.recomputed(letter, ())
    assert (found[0].geo, found[0].series) == (own.geo, own.series)
    expected = {
        (v.geo, v.series)
        for v in letter.claim.variant
        if v.not_counted is None and (v.indicator, v.period) == (own.indicator, own.period)
    }
    assert {(f.geo, f.series) for f in found} == expected
    assert {f.point.period for f in found} == {own.period}


def test_a_quota_has_its_first_year_and_the_status_of_the_mean_up_to_the_newest_one(release: Release) -> None:
    letter, indicator = letter_of("resettlement_quota", release), CATALOGUE.indicators["resettlement_quota"]
    states = targets.target_states(indicator, list(release.claims.values()))
    assert clocks.period(letter, states) == letter.claim.period_start
    assert clocks.period(letter, ()) == ""
    (first,) = clocks.recomputed(letter, states)
    assert (first.point.period, first.bound) == (letter.claim.period_start, "upper")
    (series,) = release.series("resettlement_quota", ("NL",), ("all_programmes",))
    newest = series.points[-1]
    state = clocks.state_of(newest, letter, states)
    assert state is not None
    assert (state.target.id, state.result.status) == ("quota_mean_2020_2023", "provisional")
    assert state.target.period_end == newest.period
