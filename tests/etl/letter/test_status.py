"""Quotas and ceilings: published rules, opposite directions, no judgement where the figure does not allow one."""

from typing import get_args

import pytest

from dashboards.text.method import STATUS_RULES
from etl.catalogue.catalogue import Target, load
from etl.catalogue.declarations import ClaimKind, Measured
from etl.letter.status import Status, target_status
from etl.model.observations import Observation
from etl.release.store import Release

QUOTA_INDICATOR = "resettlement_quota"


def target(kind: str, bound: str = "exact", value: float = 500, **changes: object) -> Target:
    """A target for 2020, measured over 2020."""
    declared = next(t for t in load().indicators[QUOTA_INDICATOR].target if t.id == "quota_2020")
    assert declared.measured
    measured = declared.measured.model_copy(update={"bound": bound})
    return declared.model_copy(update={"kind": kind, "value": value, "measured": measured, **changes})


def seen(value: float | None, flag: str = "") -> Observation:
    return Observation("2020", value, flag)


@pytest.mark.parametrize(
    ("kind", "value", "status"),
    [("quota", 499, "below"), ("quota", 500, "reached"), ("quota", 501, "reached"),
     ("ceiling", 499, "within"), ("ceiling", 500, "within"), ("ceiling", 501, "exceeded")],
)  # fmt: skip
def test_the_same_distance_means_opposite_things_to_a_quota_and_to_a_ceiling(
    kind: str, value: float, status: Status
) -> None:
    assert target_status(target(kind), seen(value)) == status


@pytest.mark.parametrize(
    ("kind", "value", "status"),
    [("quota", 425, "below"), ("quota", 500, "undetermined"), ("quota", 1875, "undetermined"),
     ("ceiling", 425, "within"), ("ceiling", 500, "within"), ("ceiling", 1875, "undetermined")],
)  # fmt: skip
def test_an_upper_bound_proves_a_figure_small_and_never_large(kind: str, value: float, status: Status) -> None:
    assert target_status(target(kind, "upper"), seen(value)) == status


@pytest.mark.parametrize("kind", ["quota", "ceiling"])
@pytest.mark.parametrize(("start", "end"), [("2019", "2020"), ("2020-01", "2020-10"), ("2020-01-01", "2020-12-30")])
def test_a_figure_over_another_period_is_not_held_against_the_target(kind: str, start: str, end: str) -> None:
    other = target(kind, period_start=start, period_end=end)
    assert target_status(other, seen(425)) == "periods_differ"


def test_a_period_is_the_same_in_years_months_and_days() -> None:
    for start, end in (("2020", "2020"), ("2020-01", "2020-12"), ("2020-01-01", "2020-12-31")):
        assert target_status(target("quota", period_start=start, period_end=end), seen(425)) == "below"


@pytest.mark.parametrize("value", [1, 500, 9_999])
def test_a_provisional_figure_gets_no_status_yet(value: float) -> None:
    assert target_status(target("quota"), seen(value, "p")) == "provisional"
    assert target_status(target("ceiling"), seen(value, "bp")) == "provisional"


def test_a_missing_figure_is_not_zero() -> None:
    assert target_status(target("ceiling"), None) == "no_figure"
    assert target_status(target("ceiling"), seen(None)) == "no_figure"
    assert target_status(target("quota", measured=None), seen(425)) == "no_figure"


@pytest.mark.parametrize(
    ("target_id", "status"),
    [("quota_2020", "below"), ("quota_2021", "below"), ("quota_2023", "provisional"), ("quota_2019", "undetermined"),
     ("ceiling_turkey_2018_2019", "periods_differ"), ("ceiling_turkey_2020", "within")],
)  # fmt: skip
def test_status_of_the_targets_of_the_letter(release: Release, target_id: str, status: Status) -> None:
    declared = next(t for t in load().indicators[QUOTA_INDICATOR].target if t.id == target_id)
    measured = declared.measured
    assert measured
    realised = release.observation(QUOTA_INDICATOR, declared.geo, measured.series, measured.period)
    assert target_status(declared, realised) == status


def test_only_quotas_and_ceilings_can_be_targets() -> None:
    """An observation of the letter has no shape that a status could be worked out from."""
    kinds = Target.model_fields["kind"].annotation
    assert set(kinds.__args__) == {"quota", "ceiling"}  # type: ignore[union-attr]
    assert "observation" in ClaimKind.__args__  # type: ignore[attr-defined]
    assert set(Measured.model_fields["bound"].annotation.__args__) == {"exact", "upper"}  # type: ignore[union-attr]


def test_no_target_rests_on_an_observation_of_the_letter() -> None:
    claims = load().claims
    targets = [t for i in load().indicators.values() for t in i.target]
    assert targets
    assert {claims[t.claim].kind for t in targets if t.claim} <= {"quota", "ceiling"}


def test_where_several_rules_fit_the_first_as_the_method_page_prints_them_counts() -> None:
    """No figure before all; provisional before another period; another period before an upper bound."""
    elsewhere = {"period_start": "2019", "period_end": "2020"}
    assert target_status(target("quota", "upper", **elsewhere), seen(None, "p")) == "no_figure"
    assert target_status(target("quota", "upper", **elsewhere), seen(9_999, "p")) == "provisional"
    assert target_status(target("ceiling", "upper", **elsewhere), seen(9_999)) == "periods_differ"
    assert target_status(target("quota", "upper"), seen(9_999, "p")) == "provisional"
    assert target_status(target("quota", "upper"), seen(9_999)) == "undetermined"
    assert list(STATUS_RULES)[:4] == ["no_figure", "provisional", "periods_differ", "undetermined"]
    assert list(STATUS_RULES) == list(get_args(Status)) == list(load().codes["statuses"])
