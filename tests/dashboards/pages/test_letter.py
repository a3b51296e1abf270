"""The ledger, the pages of the statements and the page of the letter's text, on a real release."""

import html
import re
from itertools import cycle
from typing import Any
from urllib.parse import unquote

import pytest

from dashboards.letter import words as letter_words
from dashboards.letter.statements import LedgerSelection, Statement, chosen
from dashboards.query import urls
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import LANGS, Lang


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text: str = answer.get_data(as_text=True)
    return html.unescape(text)


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
    wanted = chosen(stated, LedgerSelection(q="turkije", pillar="5", sort="kind"))
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


def test_every_statement_has_a_page_of_its_own(client: Any, stated: tuple[Statement, ...]) -> None:
    """The languages take turns."""
    for lang, s in zip(cycle(LANGS), stated, strict=False):
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
        expected = [letter_words.cell(v, declared, results[v.id].now, "en") for v in ordered]
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
    assert len(apart) == 5  # three routes, the year before and the newest year
    assert all(v["not_counted"][lang] in shown for v in apart)
    assert all(v["not_counted"] is None for v in found["variants"] if v["counts"])


def test_quota_and_ceilings_show_their_status_in_words(client: Any) -> None:
    quota = page(client, "/en/letter/p5_quota_500")
    assert "National quota 2020: 500; realised, all programmes together 425 (2020)." in quota
    assert 'data-status="below_alone"' in quota
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


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "By the figures of this release:"), ("nl", "Volgens de cijfers van deze release:")]
)
def test_what_happened_since_names_the_newest_figures(client: Any, lang: Lang, said: str) -> None:
    for address in (urls.claim(lang, "p4_return_rate"), urls.pillar(lang, 4)):
        shown = page(client, address)
        assert said in shown
        after = shown[shown.rindex(said) if "pillar" not in address else shown.index(said) :]
        assert {"en": "32.1%", "nl": "32,1%"}[lang] in after
        assert "EU27_2020" in after
    assert said not in page(client, urls.claim(lang, "p3_ind_info"))


def test_several_verdicts_are_chosen_at_once_and_ticked_in_the_form(client: Any, stated: tuple[Statement, ...]) -> None:
    wanted = [s for s in stated if s.result.verdict in ("met", "late")]
    for query in ("verdict=met,late", "verdict=met&verdict=late"):
        shown = page(client, f"/en/letter?{query}")
        assert f"{len(wanted)} of 53 statements" in shown
        assert shown.count('checked><label for="figure-verdict') == 2
        assert "Verdict: 2 chosen" in shown


def test_a_row_says_the_three_clocks_and_the_verdict(client: Any) -> None:
    shown = page(client, "/en/letter")
    row = shown[shown.index('id="p4_return_rate"') :]
    row = re.sub("<[^>]*>", " ", row[: row.index("</summary>")])
    told = " ".join(row.split())
    assert "Letter: About 40% Same period, recomputed: 41.4% Newest: 32.1% (2025) Reproduced under" in told


@pytest.mark.parametrize("address", ["/en/letter", "/en/letter/p4_return_rate", "/en/pillar/4"])
def test_an_english_page_has_the_quote_in_dutch_and_our_translation_beside_it(client: Any, address: str) -> None:
    shown = page(client, address)
    assert "vertrekt circa 40 procent daadwerkelijk" in shown
    assert "“Of all migrants who have to return from the Member States, about 40 percent actually leave”" in shown
    assert "(our translation)" in shown
    assert "(our translation)" not in page(client, address.replace("/en/", "/nl/"))


def test_every_dutch_quote_has_a_translation(declared: Catalogue) -> None:
    assert [c.id for c in declared.claims.values() if not c.quote_en] == ["p4_orders"]  # the letter has it in English


@pytest.mark.parametrize(
    ("claim", "said"),
    [("p1_irregular_yoy", "7 January 2025: from “no figure to check it with” to “not reproduced by the figures”."),
     ("p4_return_rate", "14 October 2019, the day of the letter, by the versions of that day that we hold: reproduced"),
     ("p1_gcm", "It has stood so in this monitor since 23 November 2026"),
     ("p1_gcm", "The wording names no number, so no figure can confirm or contradict it."),
     ("p2_registration_1m", "names a number, but no series on this site counts it.")],
)  # fmt: skip
def test_a_verdict_tells_how_it_came_about_or_why_nothing_measures_it(client: Any, claim: str, said: str) -> None:
    assert said in page(client, urls.claim("en", claim))


def test_definitions_are_a_strip_of_dots_with_the_same_in_words(client: Any, stated: tuple[Statement, ...]) -> None:
    shown = page(client, urls.claim("nl", "p4_return_rate"))
    rate = next(s for s in stated if s.claim.id == "p4_return_rate")
    figures = [r for r in rate.result.variants if r.now and r.now.value is not None]
    narrow = shown[shown.index('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 132"') :]
    narrow = narrow[: narrow.index("</svg>")]
    assert narrow.count("<circle") == len(figures)
    alt = re.search(r'aria-label="([^"]+)"', narrow)
    assert alt is not None
    assert all(v.label.nl in alt[1] for v in rate.claim.variant if v.id in {r.id for r in figures})


def test_something_wrong_writes_to_whoever_is_named_and_is_not_there_otherwise(
    client: Any, release: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mailto:" not in page(client, "/en/figure/return_rate?geo=BE")
    monkeypatch.setenv("MONITOR_CONTACT", "desk@example.org")
    for address in ("/en/figure/return_rate?geo=AT", "/en/letter/p4_lvv_5"):
        found = re.search(r'href="(mailto:desk@example\.org\?[^"]+)"', page(client, address))
        assert found is not None, address
        told = unquote(found[1])
        assert f"Address: http://localhost{address}" in told
        assert f"Release: {release.id}" in told
    assert "geo: AT" in unquote(page(client, "/en/figure/return_rate?geo=AT"))
