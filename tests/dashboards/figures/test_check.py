"""Whether a quoted number still stands, on the real release."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboards.figures.check import Cell, Check, check
from dashboards.figures.quoted import quoted
from etl.catalogue.catalogue import Catalogue
from etl.model.errors import UnknownValueError
from etl.release.store import Release


@pytest.fixture
def answer(release: Release, declared: Catalogue) -> Callable[..., Check]:
    def asked(indicator: str, geo: str, series: str, period: str, value: str, about: bool = False) -> Check:
        i = declared.indicators[indicator]
        return check(Cell(i, geo, series, period), quoted(value, i.unit, about, "en"), release, declared)

    return asked


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        (("return_rate", "EU28", "all", "2018", "41.4"), "stands"),
        (("return_rate", "EU28", "all", "2018", "41"), "stands"),
        (("return_rate", "EU28", "all", "2018", "40", True), "stands"),
        (("return_rate", "EU28", "all", "2018", "36"), "other_definition"),
        (("return_rate", "EU28", "all", "2018", "40"), "differs"),
        (("return_rate", "EU28", "all", "2018", "70"), "differs"),
        (("ordered_to_leave", "NL", "annual", "2015", "23,765"), "revised"),
        (("ordered_to_leave", "NL", "annual", "2015", "24,000"), "revised"),
        (("ordered_to_leave", "NL", "annual", "2015", "19015"), "stands"),
        (("ordered_to_leave", "NL", "annual", "2015", "20000"), "differs"),
        (("irregular_arrivals", "EU", "total", "2018", "1,820,000"), "differs"),
        (("ordered_to_leave", "NL", "annual", "1999", "23,765"), "no_figure"),
    ],
)
def test_a_quoted_number_is_held_against_versions_and_definitions(
    answer: Callable[..., Check], asked: tuple[Any, ...], outcome: str
) -> None:
    assert answer(*asked).outcome == outcome


def test_a_revised_number_tells_from_which_version_to_which(answer: Callable[..., Check]) -> None:
    found = answer("ordered_to_leave", "NL", "annual", "2016", "32,950")
    assert found.was is not None
    assert (found.was.value, found.was.seen_from, found.was.seen_until) == (32950, "2017-05-31", "2026-09-16")
    assert found.now is not None
    assert found.now.value == 25310


class Older:
    """The release as if it had been built before an indicator was declared."""

    def __init__(self, release: Release, lacking: str) -> None:
        self.release, self.lacking, self.revisions = release, lacking, release.revisions

    def series(self, indicator: str, *where: Any) -> Any:
        if indicator == self.lacking:
            raise UnknownValueError("Indicator", indicator, ())
        return self.release.series(indicator, *where)


def test_an_indicator_that_the_release_does_not_have_hides_no_other(release: Release, declared: Catalogue) -> None:
    cell = Cell(declared.indicators["return_rate"], "EU28", "all", "2018")
    older = Older(release, "return_rate_by_citizenship")
    found = check(cell, quoted("36", "percent", False, "en"), older, declared)
    assert "return_rate_orders_before" in {o.cell.indicator.id for o in found.others}


def test_another_definition_is_a_composition_or_a_numerator_and_never_a_part(answer: Callable[..., Check]) -> None:
    found = answer("return_rate", "EU28", "all", "2018", "36")
    assert [(o.cell.indicator.id, o.cell.geo, o.cell.series) for o in found.others] == [
        ("return_rate", "EU27_2020", "all"),
        ("return_rate_orders_before", "EU27_2020", "all"),
    ]
    parts = answer("ordered_by_citizenship", "EU27_2020", "MA", "2024", "1")
    assert all(o.cell.series == "MA" or not o.cell.indicator.breakdown.code_list for o in parts.others)


@pytest.mark.parametrize(
    ("asked", "given", "others"),
    [
        # the other destination of the same place; another place is none, though its figure is the quoted one
        (("return_rate", "EU28", "all", "2018"), ("return_rate", "EU28", "third_country", "2018"), 1),
        (("return_rate", "NL", "all", "2016"), ("return_rate", "EU28", "all", "2016"), 0),
        # another nationality is none, the same one in another composition of the EU is one
        (("ordered_by_citizenship", "NL", "DZ", "2015"), ("ordered_by_citizenship", "NL", "MA", "2015"), 0),
        (
            ("first_time_by_citizenship", "EU28", "SY", "2015"),
            ("first_time_by_citizenship", "EU27_2020", "SY", "2015"),
            1,
        ),
        # of an indicator by citizenship from the same tables those that it shows first
        (("returned", "EU28", "all", "2016"), ("returned_by_citizenship", "EU28", "AL", "2016"), 1),
        (("returned", "EU28", "all", "2016"), ("returned_by_citizenship", "EU28", "IN", "2016"), 0),
        # of the same unit, from tables of another publisher
        (("return_rate", "NL", "all", "2024"), ("ind_grant_rate", "NL", "annual_figures", "2024"), 0),
    ],
)
def test_which_figures_are_other_definitions_of_one(
    answer: Callable[..., Check], release: Release, asked: tuple[str, ...], given: tuple[str, ...], others: int
) -> None:
    [value] = [
        p.value for s in release.series(given[0], (given[1],), (given[2],), given[3], given[3]) for p in s.points
    ]
    found = {(o.cell.indicator.id, o.cell.geo, o.cell.series, o.cell.period) for o in answer(*asked, str(value)).others}
    assert (given in found) == bool(others), found


def test_a_reading_counts_for_its_own_category_and_is_held_also_where_no_figure_stands_now(
    answer: Callable[..., Check], release: Release
) -> None:
    revised = [r for r in release.revisions("ind_by_nationality", "NL") if r.period == "2024"]
    one, other = revised[0], next(r for r in revised if r.series != revised[0].series)
    assert answer("ind_by_nationality", "NL", one.series, "2024", str(one.value)).outcome == "revised"
    assert answer("ind_by_nationality", "NL", one.series, "2024", str(other.value)).was is None
    gone = next(
        r
        for r in release.revisions("irregular_arrivals_same_months")
        if r.value and not release.observation("irregular_arrivals_same_months", r.geo, r.series, r.period)
    )
    assert (
        answer("irregular_arrivals_same_months", gone.geo, gone.series, gone.period, "123456789").outcome == "differs"
    )


@pytest.mark.parametrize(
    ("text", "unit", "about", "lang", "bounds"),
    [
        ("40", "percent", False, "en", (39.5, 40.5)),
        ("40 %", "percent", True, "en", (35, 45)),
        ("41.4", "percent", False, "en", (41.35, 41.45)),
        ("41,4%", "percent", False, "nl", (41.35, 41.45)),
        ("−92", "percent", False, "en", (-92.5, -91.5)),
        ("158 000", "returns", False, "en", (157_500, 158_500)),
        ("1.820.000", "detections", False, "en", (1_815_000, 1_825_000)),
        ("19.015", "orders", False, "nl", (19_014.5, 19_015.5)),
        ("19.015", "orders", False, "en", (19.0145, 19.0155)),
        ("20,000", "orders", False, "en", (19_500, 20_500)),
        ("20,000", "orders", True, "en", (15_000, 25_000)),
        ("0", "orders", False, "en", (-0.5, 0.5)),
        ("0", "orders", True, "en", (-0.5, 0.5)),
        ("40", "orders", False, "en", (39.5, 40.5)),
        ("−500", "orders", False, "en", (-505, -495)),
        ("100", "percent", False, "en", (99.5, 100.5)),
        ("1,820,000", "detections", False, "nl", (1_815_000, 1_825_000)),
        ("41,400", "percent", False, "nl", (41.3995, 41.4005)),
        ("41,4", "percent", False, "en", (41.35, 41.45)),
    ],
)
def test_a_printed_number_allows_half_of_its_last_place(
    text: str, unit: str, about: bool, lang: Any, bounds: tuple[float, float]
) -> None:
    found = quoted(text, unit, about, lang)
    assert (found.low, found.high) == pytest.approx(bounds, abs=1e-9)
    assert [found.allows(v) for v in (found.low, found.high, found.low - 1e-6, found.high + 1e-6)] == [True] * 2 + [
        False
    ] * 2


@pytest.mark.parametrize("text", ["", "forty", "1e9", "4.0.0", "12,34,56", "1" * 13, "٤٠"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UnknownValueError):
        quoted(text, "percent", False, "en")
