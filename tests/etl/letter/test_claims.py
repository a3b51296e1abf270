"""The letter's claims on the archive: the figures, the rules of the verdict, and what a claim without one says."""

import json

import pytest

from etl.catalogue.catalogue import Claim, load
from etl.catalogue.declarations import Variant
from etl.letter import claims
from etl.letter.claims import LETTER_DATE, ClaimResult, Computed, evaluate, fits, from_json, to_json
from etl.model.observations import Observation
from etl.release.store import Release

VERDICTS = {"no_figure", "reproduced", "partly", "other_definition", "differs"}


@pytest.mark.parametrize(
    ("indicator", "geo", "series", "period", "value"),
    [
        ("irregular_arrivals_change", "EU", "vs_2015", "2018", -91.8),
        ("irregular_arrivals_change", "EU", "vs_2017", "2018", -27.2),
        ("first_time_applicants_change", "EU28", "non_eu_vs_2015", "2018", -53.3),
        ("return_rate", "EU28", "all", "2015", 42.7),
        ("return_rate", "EU28", "third_country", "2015", 36.8),
    ],
)
def test_figures_that_check_the_letter(
    release: Release, indicator: str, geo: str, series: str, period: str, value: float
) -> None:
    found = release.observation(indicator, geo, series, period)
    assert found
    assert found.value == value


def test_first_time_applicants_rest_on_the_vintage_of_september_2019_then_and_now(release: Release) -> None:
    primary = next(v for v in release.claims["p1_first_asylum_eu"].variants if v.primary)
    assert primary.now
    assert primary.then
    assert (primary.now.value, primary.then.value) == (-53.3, -53.3)
    assert primary.now.vintage == primary.then.vintage == "2019-09"
    assert primary.fits
    assert primary.fits_then


def test_a_vintage_of_after_the_letter_is_not_shown_as_what_was_known_then(release: Release) -> None:
    """No Frontex workbook of 2019 is in the archive; today's says −91.8 and −27.2."""
    for claim in ("p1_irregular_vs_2015", "p1_irregular_yoy"):
        primary = next(v for v in release.claims[claim].variants if v.primary)
        assert primary.then is None
        assert primary.fits_then is None
        assert primary.now
        assert primary.now.vintage > LETTER_DATE


def test_the_fall_of_a_quarter_was_an_early_estimate(release: Release) -> None:
    found = release.claims["p1_irregular_yoy"]
    assert found.verdict == "differs"
    assert {v.id: v.now.value for v in found.variants if v.now and v.id == "edition_in_use"} == {
        "edition_in_use": -27.2
    }


def test_both_definitions_of_the_return_rate_are_there(release: Release) -> None:
    rates = {v.id: v for v in release.claims["p4_return_rate"].variants}
    assert rates["all_2015"].now
    assert rates["third_country_2015"].now
    assert (rates["all_2015"].now.value, rates["third_country_2015"].now.value) == (42.7, 36.8)
    assert "d" in rates["third_country_2015"].now.flag


def test_every_claim_of_the_catalogue_is_evaluated_and_nothing_else(release: Release) -> None:
    assert set(release.claims) == set(load().claims)


def test_every_variant_is_a_cell_of_the_release(release: Release) -> None:
    for claim in load().claims.values():
        for declared, found in zip(claim.variant, release.claims[claim.id].variants, strict=True):
            where = (declared.indicator, declared.geo, declared.series, declared.period)
            assert found.now == release.observation(*where)
            assert found.then == release.observation(*where, as_of=LETTER_DATE)


def test_a_verdict_is_computed_for_observations_with_a_number_only(release: Release) -> None:
    for claim in load().claims.values():
        found = release.claims[claim.id]
        numbered = claim.number_low is not None or claim.number_high is not None
        assert (found.basis == "computed") == (bool(claim.variant) and claim.kind == "observation" and numbered)
        if found.basis == "ledger":
            assert found.verdict == claim.verdict_hint
        else:
            assert found.verdict in VERDICTS


def test_observations_never_get_a_status(release: Release) -> None:
    for claim in load().claims.values():
        if claim.kind not in ("quota", "ceiling"):
            assert release.claims[claim.id].targets == ()


@pytest.mark.parametrize(
    ("claim", "statuses"),
    [
        ("p5_turkey_1750", {"ceiling_turkey_2018_2019": "periods_differ"}),
        ("p5_turkey_1000_2020", {"ceiling_turkey_2020": "within"}),
        (
            "p5_quota_500",
            {"quota_2020": "below_alone", "quota_2021": "below_alone", "quota_mean_2020_2023": "provisional"},
        ),
    ],
)
def test_quotas_and_ceilings_of_a_claim_carry_their_status(
    release: Release, claim: str, statuses: dict[str, str]
) -> None:
    found = {t.id: t.status for t in release.claims[claim].targets}
    assert statuses.items() <= found.items()


# The rules, each by itself


def claim(**changes: object) -> Claim:
    """The claim of about 40 percent, which earns 35 to 45; `a` is the letter's own definition."""
    variants = tuple(
        Variant.model_validate({
            "id": name, "label": {"en": name, "nl": name}, "indicator": "return_rate", "geo": "EU28", "series": name,
            "period": "2018", "primary": name == "a",
        })
        for name in ("a", "b", "c")
    )  # fmt: skip
    return load().claims["p4_return_rate"].model_copy(update={"variant": variants, **changes})


def evaluated(one: Claim | None = None, **values: float | None) -> ClaimResult:
    """`one` where the cells named hold these values and the others do not exist."""

    def cell(indicator: str, geo: str, series: str, period: str, as_of: str) -> Observation | None:
        return Observation(period, values[series]) if series in values and not as_of else None

    return evaluate(one or claim(), (), cell)


@pytest.mark.parametrize(
    ("values", "verdict", "holds", "counted"),
    [
        ({"a": 40, "b": 36, "c": 44}, "reproduced", 3, 3),
        ({"a": 40}, "reproduced", 1, 1),
        ({"a": 40, "b": 30, "c": 44}, "partly", 2, 3),
        ({"a": 30, "b": 40}, "other_definition", 1, 2),
        ({"a": 30, "b": 50}, "differs", 0, 2),
        ({"a": 30}, "differs", 0, 1),
        ({"b": 40, "c": 40}, "no_figure", 2, 2),
        ({"a": None, "b": 40}, "no_figure", 1, 1),
        ({}, "no_figure", 0, 0),
    ],
)
def test_verdict_rules(values: dict[str, float | None], verdict: Computed, holds: int, counted: int) -> None:
    found = evaluated(**values)
    assert (found.basis, found.verdict, found.holds, found.counted) == ("computed", verdict, holds, counted)


def test_what_measures_something_else_is_shown_and_counts_in_nothing() -> None:
    part = {"not_counted": {"en": "a part", "nl": "een deel"}}
    own, other, beside = claim().variant
    with_part = claim(variant=(own, other, Variant.model_validate({**beside.model_dump(), **part})))
    found = evaluated(with_part, a=40, b=36, c=10)
    assert (found.verdict, found.holds, found.counted) == ("reproduced", 2, 2)
    assert [(v.counts, v.fits) for v in found.variants] == [(True, True), (True, True), (False, False)]
    assert evaluated(with_part, a=30, b=50, c=40).verdict == "differs"


def test_the_letters_own_definition_cannot_be_left_out_of_the_count() -> None:
    values = {**claim().variant[0].model_dump(), "not_counted": {"en": "a part", "nl": "een deel"}}
    with pytest.raises(ValueError, match="it counts"):
        Variant.model_validate(values)


@pytest.mark.parametrize(
    ("claim_id", "holds", "counted"),
    [("p1_irregular_yoy", 0, 2), ("p1_irregular_vs_2015", 2, 2), ("p1_first_asylum_eu", 4, 4),
     ("p4_return_rate", 7, 11), ("p4_orders", 4, 6)],
)  # fmt: skip
def test_only_figures_of_what_the_letter_says_are_counted_as_its_definitions(
    release: Release, claim_id: str, holds: int, counted: int
) -> None:
    found = release.claims[claim_id]
    assert (found.holds, found.counted) == (holds, counted)


@pytest.mark.parametrize(
    ("value", "inside"), [(34.9, False), (35.0, True), (40.0, True), (45.0, True), (45.1, False), (0.0, False)]
)
def test_both_ends_of_what_circa_earns_belong_to_it(value: float, inside: bool) -> None:
    assert fits(claim(), value) is inside


def test_an_absent_end_is_open() -> None:
    assert fits(claim(number_low=None), -1e9)
    assert fits(claim(number_high=None), 1e9)
    assert not fits(claim(number_high=None), 34.9)


def test_a_claim_without_a_number_keeps_the_verdict_of_the_ledger() -> None:
    found = evaluated(claim(number=None, number_low=None, number_high=None, comparator="none"), a=40.0)
    assert (found.basis, found.verdict, found.counted) == ("ledger", claim().verdict_hint, 0)
    assert all(v.fits is None for v in found.variants)


@pytest.mark.parametrize("kind", ["quota", "ceiling", "budget", "pledge", "commitment", "milestone", "direction"])
def test_what_is_no_observation_keeps_the_verdict_of_the_ledger(kind: str) -> None:
    assert evaluated(claim(kind=kind), a=40.0).basis == "ledger"


def test_what_was_known_then_is_read_on_the_day_of_the_letter() -> None:
    asked = []

    def cell(indicator: str, geo: str, series: str, period: str, as_of: str) -> Observation | None:
        asked.append(as_of)
        return Observation(period, 40.0 if as_of else 30.0)

    found = evaluate(claim(), (), cell)
    assert set(asked) == {"", "2019-10-14"}
    assert found.verdict == "differs"
    assert all(v.fits_then and not v.fits for v in found.variants)


def test_a_result_survives_being_written_and_read(release: Release) -> None:
    for found in release.claims.values():
        assert from_json(json.loads(json.dumps(to_json(found)))) == found


def test_the_rules_printed_are_the_verdicts_computed() -> None:
    assert set(Computed.__args__) == VERDICTS  # type: ignore[attr-defined]
    assert set(load().codes["verdicts"]) >= VERDICTS
    assert all(f"\n{verdict} " in f"\n{claims.__doc__}" for verdict in VERDICTS)
