"""The claims with figures of later vintages and years: what was known on the letter's day, and what happened since."""

import pytest

from etl.catalogue.catalogue import load
from etl.catalogue.declarations import Variant
from etl.release.store import Release


def test_frontex_file_of_july_2018_is_what_was_known_on_the_letters_day(release: Release) -> None:
    """It ends in May 2018, so 2017 is its newest full year."""
    for claim, then in (("p1_irregular_vs_2015", -88.8), ("p1_irregular_yoy", -60.0)):
        found = next(v for v in release.claims[claim].variants if v.id == "year_before")
        assert found.then
        assert (found.then.value, found.then.vintage, found.counts) == (then, "2018-07-06", False)


def test_no_verdict_changed_with_the_newer_figures(release: Release) -> None:
    assert {c.id: c.verdict for c in release.claims.values() if c.basis == "computed"} == {
        "p1_irregular_yoy": "differs", "p1_irregular_vs_2015": "reproduced", "p1_first_asylum_eu": "reproduced",
        "p4_return_rate": "partly", "p4_orders": "partly",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "variant", "value"),
    [
        ("p1_irregular_yoy", "since_2025", -25.1),
        ("p1_first_asylum_eu", "since_2025", -44.8),
        ("p4_return_rate", "since_2025", 32.1),
        ("p4_return_rate", "since_2025_netherlands", 15.9),
        ("p4_orders", "since_2025", 486_705),
        ("p4_orders", "since_2025_quoted", 473_385),
    ],
)
def test_what_happened_since_has_figures_that_do_not_count(
    release: Release, claim: str, variant: str, value: float
) -> None:
    declared = next(v for v in load().claims[claim].variant if v.id == variant)
    found = next(v for v in release.claims[claim].variants if v.id == variant)
    assert declared.since
    assert not found.counts
    assert found.now
    assert found.now.value == value


def test_a_later_figure_says_why_it_does_not_count() -> None:
    first = load().claims["p4_orders"].variant[0]
    with pytest.raises(ValueError, match="not_counted says why"):
        Variant.model_validate({**first.model_dump(), "primary": False, "since": True})
