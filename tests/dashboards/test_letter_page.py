"""The ledger, the pages of the statements and the text of the letter, on a real release."""

import html
import re
from typing import Any

import pytest

from dashboards import claim_words, urls, verdict_words
from dashboards.blocks.glossary import terms_used
from dashboards.letter_reading import context, passages, quote_lang
from dashboards.statements import GROUPS, Choice, Statement, chosen, groups, statements
from etl import catalogue
from etl.catalogue import Catalogue
from etl.declarations import LANGS, Lang
from etl.errors import UnknownValueError
from etl.store import Release

JUDGED_AS_A_PROMISE = {"met", "late", "exceeded", "below"}


@pytest.fixture
def declared() -> Catalogue:
    return catalogue.load()


@pytest.fixture
def stated(declared: Catalogue, release: Release) -> tuple[Statement, ...]:
    return statements(declared, release.claims)


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text: str = answer.get_data(as_text=True)
    return html.unescape(text)


def of(stated: tuple[Statement, ...], claim_id: str) -> Statement:
    return next(s for s in stated if s.claim.id == claim_id)


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def test_reading_loses_no_character_of_the_letter_but_line_breaks_and_numbers_of_footnotes(declared: Catalogue) -> None:
    found = passages(declared)
    numbers = {"pillar": "{}.{}", "note": "{}{}", "paragraph": "{1}", "heading": "{1}"}
    read = [squeezed(numbers[p.form].format(p.number, "".join(x.text for x in p.pieces))) for p in found]
    assert sorted("".join(read)) == sorted(squeezed(declared.letter))
    body = [text for text, p in zip(read, found, strict=True) if p.form != "note"]
    at = 0
    for text in body:  # in the order of the letter, footnotes of the page in between
        at = squeezed(declared.letter).find(text[:40], at)
        assert at >= 0, text[:40]


def test_break_hyphens_go_and_real_ones_stay(declared: Catalogue) -> None:
    text = "\n".join(p.text for p in passages(declared))
    for word in ("beleidsvoornemens", "bestemmingslanden", "asielopvang", "identificeren"):
        assert word in text
    for word in ("Eurodac-verordening", "binnen- en buitenland", "herkomst-, doorreis-", "januari–december 2018"):
        assert word in text
    assert "https://www.unodc.org/westandcentralafrica/en/2018-06-18-atelier-niamey-tipsom.html)" in text
    assert "https://ec.europa.eu/trustfundforafrica/index_en)" in text


def test_the_six_headings_are_those_of_the_pillars(declared: Catalogue) -> None:
    headings = {p.number: p.text.strip() for p in passages(declared) if p.form == "pillar"}
    assert headings == {n: pillar.title.nl for n, pillar in declared.pillars.items()}


def test_each_footnote_is_called_once_and_in_order(declared: Catalogue) -> None:
    found = passages(declared)
    assert [x.note for p in found for x in p.pieces if x.note is not None] == list(range(1, 27))
    assert [p.number for p in found if p.form == "note"] == list(range(1, 27))


def test_the_marked_words_of_a_statement_are_its_quote(declared: Catalogue) -> None:
    pieces = [x for p in passages(declared) for x in p.pieces]
    for claim in declared.claims.values():
        said = "".join(x.text for x in pieces if claim.id in x.claims)
        assert squeezed(said) == squeezed(claim.quote_nl), claim.id
        assert sum(claim.id in x.starts for x in pieces) == sum(claim.id in x.ends for x in pieces) == 1


def test_two_statements_may_share_words(declared: Catalogue) -> None:
    shared = [x for p in passages(declared) for x in p.pieces if len(x.claims) > 1]
    assert [x.claims for x in shared] == [("p1_irregular_yoy", "p1_irregular_vs_2015")]
    assert (shared[0].starts, shared[0].ends) == (shared[0].claims, ("p1_irregular_yoy",))


def test_only_the_quotation_of_the_commission_is_english(declared: Catalogue) -> None:
    english = [c.id for c in declared.claims.values() if quote_lang(c, declared.letter) == "en"]
    assert english == ["p4_orders"]


def test_the_context_of_a_statement_is_whole_sentences_around_it(declared: Catalogue) -> None:
    found = context(declared, declared.claims["p4_return_rate"])
    assert found.text.startswith("De coördinatie en samenwerking in EU-verband")
    assert found.text.endswith("terugkeer en samenwerking met derde landen.")
    for claim in declared.claims.values():
        around = context(declared, claim)
        marked = "".join(x.text for x in around.pieces if claim.id in x.claims)
        assert squeezed(marked) == squeezed(claim.quote_nl)
        assert around.text[0].isupper() or around.text[0] == "«", claim.id
        assert around.text[-1] in ".»)", claim.id


@pytest.mark.parametrize(
    ("claim_id", "en", "nl"),
    [
        ("p1_irregular_yoy", "−25%", "−25%"),
        ("p1_first_asylum_eu", "about −50%", "circa −50%"),
        ("p1_ministerial_visits", "at least 11 countries (counted in the letter)", "ten minste 11 landen"),
        ("p2_registration_1m", "more than 1,000,000 refugees", "meer dan 1.000.000 vluchtelingen"),
        ("p2_budget_128m", "EUR\u00a0128 million per year", "128 miljoen euro per jaar"),
        ("p4_orders", "400,000 to 500,000 orders to leave per year", "400.000 tot 500.000 bevelen"),
        ("p5_turkey_1750", "at most 1,750 persons (cumulative)", "maximaal 1.750 personen (cumulatief)"),
        ("p1_gcm", "the letter gives no number", "de brief noemt geen getal"),
    ],
)
def test_a_number_keeps_the_strength_of_the_letters_words(declared: Catalogue, claim_id: str, en: str, nl: str) -> None:
    assert claim_words.letter_amount(declared.claims[claim_id], "en") == en
    assert claim_words.letter_amount(declared.claims[claim_id], "nl").startswith(nl)


def test_periods_are_told_by_what_they_mean(declared: Catalogue) -> None:
    told = {name: claim_words.period(c, "nl") for name, c in declared.claims.items()}
    assert told["p1_irregular_vs_2015"] == "2018 vergeleken met 2015"
    assert told["p3_closure_ind"] == "uiterlijk 31 december 2019"
    assert told["p5_quota_500"] == "vanaf 2019"
    assert told["p5_turkey_1750"] == "1 januari 2018 tot en met 31 oktober 2019"
    assert told["p4_orders"] == "de brief noemt geen periode"


def test_every_verdict_has_a_label_one_group_and_a_reason(declared: Catalogue) -> None:
    grouped = [verdict for group in GROUPS.values() for verdict in group]
    assert sorted(grouped) == sorted(declared.codes["verdicts"])
    assert set(verdict_words.COMPUTED) | set(verdict_words.LEDGER) == set(grouped)
    assert set(claim_words.GROUPS) == set(GROUPS)


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
    assert verdict_words.reason(s, declared, "en") == (
        "The letter’s own definition (EU28, all returns, 2018) gives 41.4%, within what its words allow (35% to 45%). "
        f"Of the {s.result.counted - 1} other definitions with a figure, {outside} lie outside."
    )
    by_hand = verdict_words.reason(of(stated, "p5_startup"), declared, "nl")
    assert by_hand.startswith("Met de hand beoordeeld, niet berekend: ")


def test_statements_are_filtered_sorted_and_counted(stated: tuple[Statement, ...]) -> None:
    assert len(chosen(stated, Choice())) == 53
    assert [s.claim.id for s in chosen(stated, Choice(pillar="5", kind="ceiling"))] == [
        "p5_turkey_1750",
        "p5_turkey_1000_2020",
    ]
    assert {s.result.verdict for s in chosen(stated, Choice(verdict="met"))} == {"met"}
    assert chosen(stated, Choice(q="nareis", pillar="2")) == ()
    places = [s.offset for s in chosen(stated, Choice(sort="letter"))]
    assert places == sorted(places)
    kinds = [s.claim.kind for s in chosen(stated, Choice(sort="kind"))]
    assert [k for n, k in enumerate(kinds) if k not in kinds[:n]] == list(dict.fromkeys(kinds))
    assert sum(groups(stated).values()) == 53


def test_words_are_found_without_capitals_and_accents_in_both_languages(stated: tuple[Statement, ...]) -> None:
    assert [s.claim.id for s in chosen(stated, Choice(q="ETHIOPIE"))] == ["p2_ethiopia"]
    assert of(chosen(stated, Choice(q="commission only 20 percent")), "p4_return_rate")
    assert of(chosen(stated, Choice(q="1.750 turkije")), "p5_turkey_1750")


@pytest.mark.parametrize("name", ["pillar", "kind", "verdict", "sort"])
def test_a_choice_that_does_not_exist_is_refused_with_what_does(stated: tuple[Statement, ...], name: str) -> None:
    with pytest.raises(UnknownValueError) as e:
        chosen(stated, Choice(**{name: "nonsense"}))
    assert e.value.accepted


@pytest.mark.parametrize("lang", LANGS)
def test_the_ledger_has_every_statement_with_its_quote_and_outcome(client: Any, declared: Catalogue, lang: Any) -> None:
    shown = page(client, f"/{lang}/letter")
    for claim in declared.claims.values():
        assert f"«{claim.quote_nl}»" in shown
        assert claim.paraphrase[lang] in shown
        assert claim.outcome[lang] in shown
        assert f'href="{urls.claim(lang, claim.id)}"' in shown
        for source in claim.outcome_sources:
            assert f'href="{source}"' in shown
    assert {"en": "53 of 53 statements", "nl": "53 van 53 uitspraken"}[lang] in shown


def test_the_filter_is_a_form_that_shows_the_choice_in_force(client: Any) -> None:
    shown = page(client, "/en/letter?q=&pillar=5&kind=quota&verdict=&sort=kind")
    assert "1 of 53 statements" in shown
    assert '<option selected value="quota">' in shown
    assert '<form action="/en/letter"' in shown
    assert 'method="GET"' in shown
    assert 'href="/nl/letter?pillar=5&kind=quota&sort=kind"' in shown  # the language link keeps the choice


def test_a_search_within_a_pillar_is_sorted_as_asked(client: Any, stated: tuple[Statement, ...]) -> None:
    wanted = chosen(stated, Choice(q="turkije", pillar="5", sort="kind"))
    assert len(wanted) > 1
    shown = page(client, "/en/letter?q=turkije&pillar=5&sort=kind")
    assert f"{len(wanted)} of 53 statements" in shown
    places = [shown.index(f'id="{s.claim.id}"') for s in wanted]
    assert places == sorted(places)
    assert not any(f'id="{s.claim.id}"' in shown for s in stated if s not in wanted)
    assert 'value="turkije"' in shown


def test_the_ledger_says_when_nothing_fits(client: Any) -> None:
    shown = page(client, "/nl/letter?kind=quota&pillar=1")
    assert "0 van 53 uitspraken" in shown
    assert "Geen uitspraak past bij deze keuze." in shown


@pytest.mark.parametrize("address", ["/en/letter?kind=target", "/en/letter?pillar=7", "/nl/letter/p9_nothing"])
def test_what_does_not_exist_is_not_found(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "p4_orders" in answer.get_data(as_text=True) or "target" in address or "pillar=7" in address


@pytest.mark.parametrize("lang", LANGS)
def test_every_statement_has_a_page_of_its_own(client: Any, stated: tuple[Statement, ...], lang: Any) -> None:
    for s in stated:
        shown = page(client, urls.claim(lang, s.claim.id))
        assert s.claim.outcome[lang] in shown, s.claim.id
        assert s.claim.check[lang] in shown, s.claim.id
        assert s.claim.trap is None or s.claim.trap[lang] in shown, s.claim.id
        assert f'href="{urls.letter_text(lang, s.claim.id)}"' in shown, s.claim.id
        assert shown.count("<h1") == 1


def test_definitions_stand_side_by_side_as_the_release_has_them(
    client: Any, stated: tuple[Statement, ...], declared: Catalogue
) -> None:
    computed = [s for s in stated if s.result.basis == "computed"]
    assert computed
    for s in computed:
        shown = page(client, urls.claim("en", s.claim.id))
        table = shown[shown.index('<table class="variants"') : shown.index("</table>")]
        cells = [re.findall(r"<td>(.*?)</td>", row) for row in table.split("<tr>")[2:]]
        assert sum(row[1] == "within" for row in cells) == s.result.holds
        assert sum(row[1] in ("within", "outside") for row in cells) == s.result.counted
        ordered = sorted(s.claim.variant, key=lambda v: (not v.primary, v.not_counted is not None))
        results = {r.id: r for r in s.result.variants}
        expected = [claim_words.cell(v, declared, results[v.id].now, "en") for v in ordered]
        assert [row[0] for row in cells] == expected
        assert f"Holds under {s.result.holds} of {s.result.counted} definitions" in shown


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "holds no figure of"), ("nl", "heeft van die definitie geen cijfer")]
)
def test_a_definition_without_a_figure_is_told_in_a_sentence(client: Any, lang: Lang, said: str) -> None:
    assert said in page(client, urls.claim(lang, "p5_study_apps"))
    assert said not in page(client, urls.claim(lang, "p4_orders"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "for context: one route is a part of the total"),
     ("nl", "ter vergelijking: één route is een deel van het totaal")],
)  # fmt: skip
def test_a_part_of_the_total_stands_beside_the_definitions_and_says_why_it_does_not_count(
    client: Any, lang: Lang, said: str
) -> None:
    shown = page(client, urls.claim(lang, "p1_irregular_yoy"))
    assert shown.count(said) == 3
    told = client.get("/api/claims.json").get_json()["claims"]
    found = next(c["result"] for c in told if c["id"] == "p1_irregular_yoy")
    apart = [v for v in found["variants"] if not v["counts"]]
    assert len(apart) == 3
    assert all(v["not_counted"][lang] in said for v in apart)
    assert all(v["not_counted"] is None for v in found["variants"] if v["counts"])


def test_quota_and_ceilings_show_their_status_in_words(client: Any) -> None:
    quota = page(client, "/en/letter/p5_quota_500")
    assert "National quota 2020: 500; realised, all programmes together 425 (2020)." in quota
    assert 'data-status="below"' in quota
    assert 'data-status="periods_differ"' in page(client, "/en/letter/p5_turkey_1750")
    assert 'data-status="within"' in page(client, "/en/letter/p5_turkey_1000_2020")
    assert "data-status" not in page(client, "/en/letter/p4_orders")


@pytest.mark.parametrize("lang", LANGS)
def test_the_text_of_the_letter_leads_to_every_statement(client: Any, declared: Catalogue, lang: Any) -> None:
    shown = page(client, f"/{lang}/letter/text")
    text = shown[shown.index('<div class="letter-text" lang="nl"') :]
    for claim in declared.claims.values():
        assert text.count(f'id="{claim.id}"') == 1
        assert f'href="{urls.claim(lang, claim.id)}"' in text
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert '<mark class="claim-mark" lang="en">Every year' in text
    for number in range(1, 27):
        assert f'href="#note-{number}"' in text
        assert f'href="#call-{number}"' in text


def test_terms_are_found_as_whole_words(declared: Catalogue) -> None:
    found = [t.id for t in terms_used("A ceiling on returns; the vintages differ.", declared, "en")]
    assert found == ["return", "ceiling", "vintage"]
    assert terms_used("Targeted quotations", declared, "en") == ()
