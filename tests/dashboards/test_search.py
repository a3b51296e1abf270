"""Search and glossary: what is found by which words, in which order, and where it leads."""

import html
import re
from typing import Any

import pytest

from dashboards.query import urls
from dashboards.search import Entry, find, fold, index
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    return index(catalogue.load())


def best(query: str, entries: tuple[Entry, ...], sort: str) -> str:
    return next(h.entry.id for h in find(query, entries) if h.entry.sort == sort)


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text: str = answer.get_data(as_text=True)
    return html.unescape(text)


def test_the_index_has_everything_that_is_declared(entries: tuple[Entry, ...]) -> None:
    declared = catalogue.load()
    ids = {sort: {e.id for e in entries if e.sort == sort} for sort in ("indicator", "claim", "term")}
    assert ids == {
        "indicator": set(declared.indicators),
        "claim": set(declared.claims),
        "term": set(declared.terms),
    }
    codes = {code for e in entries for code in e.codes}
    assert codes == {(name, code) for name in ("geo", "citizenships", "routes") for code in declared.codes[name]}


def test_folding_takes_away_capitals_accents_and_hyphens() -> None:
    assert fold("Syrië") == fold("SYRIE") == "syrie"
    assert fold("First-time ‘nareis’") == "first time nareis"
    assert fold("Türkiye, Österreich, Curaçao, Åland") == "turkiye, osterreich, curacao, aland"


@pytest.mark.parametrize(
    ("query", "sort", "found"),
    [
        ("return rate", "indicator", "return_rate"),
        ("terugkeerpercentage", "indicator", "return_rate"),
        ("nareis", "term", "nareis"),
        ("Nareizigers", "term", "nareis"),
        ("quota 500", "indicator", "resettlement_quota"),
        ("47.000", "claim", "p1_voluntary_returns"),
        ("47,000", "claim", "p1_voluntary_returns"),
        ("PROTECTION temporary", "indicator", "temporary_protection"),
        ("eerste asielaanvragers", "indicator", "first_time_applicants"),
        ("p5_startup", "claim", "p5_startup"),
    ],
)
def test_words_of_either_language_find_what_they_name(
    entries: tuple[Entry, ...], query: str, sort: str, found: str
) -> None:
    assert best(query, entries, sort) == found


def test_a_compound_is_found_by_a_part_and_an_ending_is_forgiven(entries: tuple[Entry, ...]) -> None:
    assert "p1_first_asylum_eu" in {h.entry.id for h in find("aanvragen", entries)}
    assert "first_time_applicants" in {h.entry.id for h in find("asylum applications", entries)}
    assert "first_time_applicants" in {h.entry.id for h in find("asielaanvragen", entries)}


@pytest.mark.parametrize(
    ("query", "code"),
    [("Griekenland", "EL"), ("greece", "EL"), ("EL", "EL"), ("syrie", "SY"), ("Syria", "SY"), ("oekraine", "UA")],
)
def test_a_place_is_found_by_either_name_and_by_its_code(entries: tuple[Entry, ...], query: str, code: str) -> None:
    first = next(h.entry for h in find(query, entries) if h.entry.sort == "place")
    assert code in {c for _, c in first.codes}


def test_every_word_must_occur(entries: tuple[Entry, ...]) -> None:
    assert find("return rate", entries)
    assert find("return rate xyzzy", entries) == ()
    assert find("", entries) == find("  «» - ", entries) == ()


def test_an_exact_title_comes_before_a_title_that_holds_it(entries: tuple[Entry, ...]) -> None:
    found = [h.entry.id for h in find("terugkeer", entries) if h.entry.sort == "term"]
    assert found[0] == "return"
    assert {"return_rate", "return_directive", "voluntary_return"} <= set(found)
    scores = [h.score for h in find("terugkeer", entries)]
    assert scores == sorted(scores, reverse=True)


def test_a_country_leads_to_its_figures(client: Any) -> None:
    shown = page(client, "/nl/search?q=griekenland")
    assert 'href="/nl/figure/first_time_applicants?geo=EL"' in shown
    assert "Landen, nationaliteiten en routes" in shown


def test_a_nationality_leads_to_figures_by_citizenship_and_a_route_to_its_series(client: Any) -> None:
    assert 'href="/en/figure/first_time_by_citizenship?series=SY"' in page(client, "/en/search?q=syria")
    assert "series=Central%20Mediterranean%20Route" in page(client, "/en/search?q=central mediterranean")


@pytest.mark.parametrize("lang", LANGS)
def test_results_lead_to_figures_statements_and_terms(client: Any, lang: Any) -> None:
    shown = page(client, urls.search(lang, "hervestiging quotum"))
    assert f'href="{urls.figure(lang, "resettlement_quota")}"' in shown
    shown = page(client, urls.search(lang, "terugkeer"))
    assert f'href="{urls.glossary(lang, "return")}"' in shown
    assert f'href="{urls.claim(lang, "p4_return_rate")}"' in shown


@pytest.mark.parametrize("address", ["/en/search", "/en/search?q=", "/nl/search?q=%20", "/nl/search?q=xyzzy"])
def test_a_search_that_finds_nothing_offers_places_to_start(client: Any, address: str) -> None:
    lang = address[1:3]
    shown = page(client, address)
    assert f'href="{urls.letter(lang)}"' in shown  # type: ignore[arg-type]
    assert f'href="{urls.glossary(lang)}"' in shown  # type: ignore[arg-type]


def test_what_a_reader_types_is_never_markup(client: Any) -> None:
    asked = '"><script>alert(1)</script>'
    for address in ("/en/search", "/en/letter"):
        body = client.get(address, query_string={"q": asked}).get_data(as_text=True)
        assert "<script>alert" not in body
        assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in body


@pytest.mark.parametrize("address", ["/en/", "/nl/letter", "/en/glossary", "/nl/pillar/2", "/nl/niets"])
def test_the_search_box_is_on_every_page(client: Any, address: str) -> None:
    body = client.get(address).get_data(as_text=True)
    assert f'action="/{address[1:3]}/search"' in body
    assert body.count('id="site-search"') == 1


@pytest.mark.parametrize("lang", LANGS)
def test_the_glossary_explains_every_term_at_an_anchor_of_its_own(client: Any, lang: Any) -> None:
    shown = page(client, f"/{lang}/glossary")
    for term in catalogue.load().terms.values():
        assert len(re.findall(f'id="{term.id}"', shown)) == 1
        assert term.term[lang] in shown
        assert term.explanation[lang] in shown
