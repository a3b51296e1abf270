"""What was revised since a day, on the real release and on readings of every sort."""

from typing import Any

import pytest

from dashboards.figures.replacements import Replacement, every, notable, replacements, touched
from dashboards.figures.revisions import changes
from dashboards.query.selection import Selection
from dashboards.text.fractions import fraction
from etl.catalogue.catalogue import Catalogue
from etl.model.observations import Observation, Series
from etl.model.provenance import Provenance
from etl.release.store import Release, Revision


@pytest.fixture
def orders(declared: Catalogue) -> Any:
    return declared.indicators["ordered_to_leave"]


class Held:
    """Readings as a release has them."""

    def __init__(self, now: float | None, *past: Revision) -> None:
        self.now, self.past = now, past

    def revisions(self, indicator: str, geo: str = "", series: str = "") -> tuple[Revision, ...]:
        return self.past

    def series(self, indicator: str, geos: Any = (), series: Any = ()) -> tuple[Series, ...]:
        points = (Observation("2015", self.now),) if self.now is not None else ()
        return (Series(indicator, "NL", "annual", (Observation("2014", 1.0), *points)),)


def past(value: float | None, seen_from: str | None, seen_until: str | None) -> Revision:
    return Revision("NL", "annual", "2015", value, "", seen_from, seen_until)


def test_the_dutch_orders_of_2015_and_2016_lead_the_largest_revisions_since_the_letter(
    release: Release, declared: Catalogue
) -> None:
    found = notable(every(release, declared, "", "2019-10-14"))
    told = [(r.geo, r.period, r.was, r.became, round(r.percent or 0, 1)) for r in found[:2]]
    assert told == [("NL", "2016", 32950, 25310, -23.2), ("NL", "2015", 23765, 19015, -20.0)]
    assert [fraction(r.percent or 0, "en") for r in found[:2]] == ["almost a quarter", "a fifth"]
    assert [fraction(r.percent or 0, "nl") for r in found[:2]] == ["bijna een kwart", "een vijfde"]
    assert all(not r.indicator.context and not r.provenance.computed for r in found)


def test_the_largest_difference_comes_first_and_what_is_gone_comes_last(release: Release, declared: Catalogue) -> None:
    for i in declared.indicators.values():
        sizes = [abs(r.difference) if r.difference is not None else 0.0 for r in replacements(release, i, "2019-10-14")]
        assert sizes == sorted(sizes, reverse=True), i.id


def test_notable_are_counts_of_5_000_that_changed_by_a_tenth_and_six_at_most(orders: Any) -> None:
    def changed(was: float | None, became: float | None) -> Replacement:
        none = Provenance("original")
        return Replacement(orders, "NL", "annual", "2015", was, "", became, "", "", "", none, none)

    found = [changed(*each) for each in (
        (5_000, 5_500), (4_999, 9_000), (5_000, 5_499), (None, 9_000), (9_000, None), (6_000, 1_000),
    )]  # fmt: skip
    assert [(r.was, r.became) for r in notable(found)] == [(6_000, 1_000), (5_000, 5_500)]
    assert len(notable([changed(6_000, 1_000)] * 9)) == 6


def test_only_figures_of_the_source_are_told(release: Release, declared: Catalogue) -> None:
    frontex = {r.indicator.id for r in every(release, declared, "frontex", "2019-10-14")}
    assert "irregular_arrivals" in frontex
    assert "ordered_to_leave" not in frontex


def test_nothing_is_told_twice_and_nothing_that_stands_as_it_was(release: Release, declared: Catalogue) -> None:
    found = every(release, declared, "", "2019-10-14")
    assert len({r.cell for r in found}) == len(found)
    assert all(r.was != r.became for r in found)
    assert all(r.replaced == "" or r.replaced > "2019-10-14" for r in found)


@pytest.mark.parametrize(
    ("readings", "now", "expected"),
    [
        ([past(1, "2017-01-01", "2020-01-01")], 2.0, (1, 2)),
        ([past(1, "2019-10-14", "2020-01-01")], 2.0, (1, 2)),
        ([past(1, "2017-01-01", "2018-01-01"), past(2, "2018-01-01", "2020-01-01")], 3.0, (2, 3)),
        ([past(1, "2020-01-01", "2021-01-01"), past(2, "2021-01-01", "2022-01-01")], 3.0, (1, 3)),
        ([past(1, "2017-01-01", "2018-01-01")], 2.0, None),  # replaced before the day
        ([past(1, "2017-01-01", "2020-01-01"), past(2, "2020-01-01", "2021-01-01")], 1.0, None),  # and back again
        ([past(1, "2017-01-01", "2019-10-14"), past(2, "2019-10-14", "2020-01-01")], 3.0, (2, 3)),
        ([past(1, None, None)], 2.0, (1, 2)),
        ([past(1, None, "2018-01-01")], 2.0, None),
        ([past(2, "2020-01-01", "2021-01-01"), past(1, None, "2020-01-01")], 3.0, (1, 3)),
        ([past(1, "2017-01-01", "2020-01-01")], None, (1, None)),
    ],
)  # fmt: skip
def test_a_figure_is_held_against_what_stood_on_the_day_or_first_came_after_it(
    orders: Any, readings: list[Revision], now: float | None, expected: tuple[float, float | None] | None
) -> None:
    found = replacements(Held(now, *readings), orders, "2019-10-14")
    assert [(r.was, r.became) for r in found] == ([expected] if expected else [])
    assert {r.published for r in found} <= {one.seen_from or "" for one in readings}
    assert {r.replaced for r in found} <= {max(one.seen_until or "" for one in readings)}


def test_each_value_has_the_one_that_came_instead_and_only_those_of_the_choice_are_told(release: Release) -> None:
    """Of two that replaced each other both are told, the newest period and replacement first."""
    chosen = Selection("irregular_arrivals", ("EU",), ("total", "Eastern Mediterranean Route"), "2023", "2023")
    held = release.revisions("irregular_arrivals")
    made = changes(held, release.series("irregular_arrivals", chosen.geos, chosen.series), chosen)
    mine = [r for r in held if r.geo == "EU" and r.series in chosen.series and r.period == "2023"]
    assert sorted((c.series, c.old, c.seen_from, c.seen_until) for c in made) == sorted(
        (r.series, r.value, r.seen_from, r.seen_until) for r in mine
    )
    assert [c.seen_until for c in made] == sorted((c.seen_until for c in made), reverse=True)
    chain = [c for c in made if c.series == "Eastern Mediterranean Route"]
    assert len(chain) > 1
    assert [c.new for c in chain[1:]] == [c.old for c in chain[:-1]]
    assert chain[0].new == release.observation("irregular_arrivals", "EU", chain[0].series, "2023").value
    others, mine = Held(None).series("x"), Selection("x", ("NL",), ("annual",))
    undated = changes((past(2.0, "2020-01-01", None), past(1.0, None, "2020-01-01")), others, mine)
    assert {(c.old, c.new) for c in undated} == {(1.0, 2.0), (2.0, None)}
    [gone] = changes((past(1.0, None, None),), others, mine)
    assert (gone.new, gone.new_flag, gone.seen_from, gone.seen_until) == (None, "", "", "")


def test_a_span_of_months_that_a_longer_one_follows_was_not_revised(release: Release, declared: Catalogue) -> None:
    """Of a year so far the release tells one span: January to April was replaced by nobody, a month of it may be."""
    name = "irregular_arrivals_same_months"
    now = release.series(name)
    told = {s.series for s in now}
    past_spans = {r.series for r in release.revisions(name)} - told
    assert len(told) == 1
    assert past_spans
    found = every(release, declared, "frontex", "2019-10-14")
    assert {r.series for r in found if r.indicator.id == name} <= told
    assert all(r.became is not None for r in found if r.indicator.id.startswith(name))
    spans = Selection(name, ("EU",), tuple(sorted(past_spans)))
    assert changes(release.revisions(name), now, spans) == ()


def test_a_change_of_a_rate_is_told_in_points_and_of_a_count_in_per_cent(release: Release, declared: Catalogue) -> None:
    rate = replacements(release, declared.indicators["return_rate"], "2019-10-14")
    assert any(r.difference for r in rate)
    assert all(r.percent is None for r in rate)
    assert all(r.percent is not None for r in replacements(release, declared.indicators["returned"], "2019-10-14"))


def test_statements_are_those_recomputed_from_the_very_cell(declared: Catalogue) -> None:
    found = touched(declared.claims.values())
    assert "p4_return_rate" in found["return_rate", "EU28", "all", "2018"]
    assert ("return_rate", "NL", "all", "2015") not in found


@pytest.mark.parametrize(
    ("percent", "words"), [(-25.4, "a quarter"), (48, "almost half"), (34.5, "more than a third"), (3, ""), (80, "")]
)
def test_a_fraction_is_named_only_where_it_is_near(percent: float, words: str) -> None:
    assert fraction(percent, "en") == words
