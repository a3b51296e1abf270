"""Statements in words: number, period, verdict and reason; chosen, sorted and searched."""

from dataclasses import replace

import pytest

from dashboards.letter import verdicts
from dashboards.letter import words as letter_words
from dashboards.letter.statements import GROUPS, LedgerSelection, Statement, chosen, groups
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import LANGS
from etl.model.errors import UnknownValueError

JUDGED_AS_A_PROMISE = {"met", "late", "exceeded", "below"}


def of(stated: tuple[Statement, ...], claim_id: str) -> Statement:
    return next(s for s in stated if s.claim.id == claim_id)


@pytest.mark.parametrize(
    ("claim_id", "en", "nl"),
    [
        ("p1_irregular_yoy", "−25%", "−25%"),
        ("p1_first_asylum_eu", "about −50%", "circa −50%"),
        ("p1_ministerial_visits", "at least 11 countries (counted in the letter)", "ten minste 11 landen"),
        ("p2_registration_1m", "more than 1,000,000 refugees", "meer dan 1.000.000 vluchtelingen"),
        ("p2_budget_128m", "EUR\u00a0128 million per year", "128 miljoen euro per jaar"),
        ("p4_orders", "400,000 to 500,000 orders to leave per year", "400.000 tot 500.000 terugkeerbesluiten"),
        ("p5_turkey_1750", "at most 1,750 persons (cumulative)", "maximaal 1.750 personen (cumulatief)"),
        ("p1_gcm", "the letter gives no number", "de brief noemt geen getal"),
    ],
)
def test_a_number_keeps_the_strength_of_the_letters_words(declared: Catalogue, claim_id: str, en: str, nl: str) -> None:
    assert letter_words.letter_amount(declared.claims[claim_id], "en") == en
    assert letter_words.letter_amount(declared.claims[claim_id], "nl").startswith(nl)


def test_periods_are_told_by_what_they_mean(declared: Catalogue) -> None:
    told = {name: letter_words.period(c, "nl") for name, c in declared.claims.items()}
    assert told["p1_irregular_vs_2015"] == "2018 vergeleken met 2015"
    assert told["p3_closure_ind"] == "uiterlijk 31 december 2019"
    assert told["p5_quota_500"] == "vanaf 2019"
    assert told["p5_turkey_1750"] == "1 januari 2018 tot en met 31 oktober 2019"
    assert told["p4_orders"] == "de brief noemt geen periode"


def test_an_open_beginning_is_told_in_the_language_of_the_reader(declared: Catalogue) -> None:
    claim = declared.claims["p1_gcm"].model_copy(update={"period_start": None, "period_end": "2019-10-31"})
    assert letter_words.period(claim, "nl") == "tot en met 31 oktober 2019"


def test_definitions_are_counted_where_a_verdict_was_computed_from_several(
    stated: tuple[Statement, ...], declared: Catalogue
) -> None:
    s = of(stated, "p4_return_rate")
    label = declared.label("verdicts", s.result.verdict, "en")
    for changed in ({"basis": "ledger"}, {"counted": 1}):
        one = replace(s, result=replace(s.result, **changed))
        assert (letter_words.verdict(declared, one.result, "en"), letter_words.sensitivity(one, "en")) == (label, "")


def test_every_verdict_has_a_label_one_group_and_a_reason(declared: Catalogue) -> None:
    grouped = [verdict for group in GROUPS.values() for verdict in group]
    assert sorted(grouped) == sorted(declared.codes["verdicts"])
    assert set(verdicts.COMPUTED) | set(verdicts.LEDGER) == set(grouped)
    assert set(letter_words.GROUPS) == set(GROUPS)


def test_a_verdict_names_one_thing_and_is_counted_with_its_like(
    stated: tuple[Statement, ...], declared: Catalogue
) -> None:
    """What is right in size only is not counted among what holds under one definition, nor called so."""
    [loose] = [s for s in stated if s.result.verdict == "loose"]
    assert loose.claim.id == "p1_voluntary_returns"
    assert loose.result.counted == 0
    assert groups([loose]) == {"magnitude": 1}
    for lang in LANGS:
        assert "defini" not in declared.label("verdicts", "loose", lang) + verdicts.reason(loose, declared, lang)
    assert all(s.result.counted for s in stated if s.result.verdict in GROUPS["depends"])


def test_an_observation_is_never_met_or_missed(stated: tuple[Statement, ...]) -> None:
    observations = [s for s in stated if s.claim.kind == "observation"]
    assert len(observations) == 12
    for s in observations:
        assert s.result.verdict not in JUDGED_AS_A_PROMISE, s.claim.id
        assert s.result.targets == (), s.claim.id


def test_the_reason_names_the_figure_and_what_the_words_allow(
    stated: tuple[Statement, ...], declared: Catalogue
) -> None:
    s = of(stated, "p4_return_rate")
    outside = sum(1 for v in s.result.variants if v.fits is False and v.counts)
    assert verdicts.reason(s, declared, "en") == (
        "The letter’s own definition (EU28, all returns, 2018) gives 41.4%, within what its words allow (35% to 45%). "
        f"Of the {s.result.counted - 1} other definitions with a figure, {outside} lie outside."
    )
    by_hand = verdicts.reason(of(stated, "p5_startup"), declared, "nl")
    assert by_hand.startswith("Handmatig beoordeeld, niet berekend: ")


def test_statements_are_filtered_sorted_and_counted(stated: tuple[Statement, ...]) -> None:
    assert len(chosen(stated, LedgerSelection())) == 53
    assert [s.claim.id for s in chosen(stated, LedgerSelection(pillar="5", kind="ceiling"))] == [
        "p5_turkey_1750",
        "p5_turkey_1000_2020",
    ]
    assert {s.result.verdict for s in chosen(stated, LedgerSelection(verdict="met"))} == {"met"}
    assert chosen(stated, LedgerSelection(q="nareis", pillar="2")) == ()
    places = [s.offset for s in chosen(stated, LedgerSelection(sort="letter"))]
    assert places == sorted(places)
    kinds = [s.claim.kind for s in chosen(stated, LedgerSelection(sort="kind"))]
    assert [k for n, k in enumerate(kinds) if k not in kinds[:n]] == list(dict.fromkeys(kinds))
    assert sum(groups(stated).values()) == 53


def test_words_are_found_without_capitals_and_accents_in_both_languages(stated: tuple[Statement, ...]) -> None:
    assert [s.claim.id for s in chosen(stated, LedgerSelection(q="ETHIOPIE"))] == ["p2_ethiopia"]
    assert of(chosen(stated, LedgerSelection(q="commission only 20 percent")), "p4_return_rate")
    assert of(chosen(stated, LedgerSelection(q="1.750 turkije")), "p5_turkey_1750")
    assert chosen(stated, LedgerSelection(q="xx")) == ()


def test_several_may_be_chosen_of_verdicts_alone(stated: tuple[Statement, ...]) -> None:
    assert {s.result.verdict for s in chosen(stated, LedgerSelection(verdict="met,open"))} == {"met", "open"}
    with pytest.raises(UnknownValueError):
        chosen(stated, LedgerSelection(pillar="1,2"))


@pytest.mark.parametrize("name", ["pillar", "kind", "verdict", "sort"])
def test_a_choice_that_does_not_exist_is_refused_with_what_does(stated: tuple[Statement, ...], name: str) -> None:
    with pytest.raises(UnknownValueError) as e:
        chosen(stated, LedgerSelection(**{name: "nonsense"}))
    assert e.value.accepted
