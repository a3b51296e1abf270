"""Search and glossary: what is found by which words, in which order, and where it leads."""

import html
import re
from typing import Any

import pytest

from dashboards.query import urls
from dashboards.search.entries import SearchEntry, index
from dashboards.search.find import find, respelled
from dashboards.search.functions import FUNCTIONS
from dashboards.search.text import fold
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS


@pytest.fixture(scope="module")
def entries() -> tuple[SearchEntry, ...]:
    return index(catalogue.load())


def best(query: str, entries: tuple[SearchEntry, ...], sort: str) -> str:
    return next(h.entry.id for h in find(query, entries) if h.entry.sort == sort)


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text: str = answer.get_data(as_text=True)
    return html.unescape(text)


def test_the_index_has_everything_that_is_declared(entries: tuple[SearchEntry, ...]) -> None:
    declared = catalogue.load()
    ids = {sort: {e.id for e in entries if e.sort == sort} for sort in ("indicator", "claim", "term", "function")}
    assert ids == {
        "indicator": set(declared.indicators),
        "claim": set(declared.claims),
        "term": set(declared.terms),
        "function": {f.id for f in FUNCTIONS},
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
    entries: tuple[SearchEntry, ...], query: str, sort: str, found: str
) -> None:
    assert best(query, entries, sort) == found


def test_a_compound_is_found_by_a_part_and_an_ending_is_forgiven(entries: tuple[SearchEntry, ...]) -> None:
    assert "p1_first_asylum_eu" in {h.entry.id for h in find("aanvragen", entries)}
    assert "first_time_applicants" in {h.entry.id for h in find("asylum applications", entries)}
    assert "first_time_applicants" in {h.entry.id for h in find("asielaanvragen", entries)}


@pytest.mark.parametrize(
    ("query", "code"),
    [("Griekenland", "EL"), ("greece", "EL"), ("EL", "EL"), ("syrie", "SY"), ("Syria", "SY"), ("oekraine", "UA")],
)
def test_a_place_is_found_by_either_name_and_by_its_code(
    entries: tuple[SearchEntry, ...], query: str, code: str
) -> None:
    first = next(h.entry for h in find(query, entries) if h.entry.sort == "place")
    assert code in {c for _, c in first.codes}


def test_every_word_must_occur(entries: tuple[SearchEntry, ...]) -> None:
    assert find("return rate", entries)
    assert find("return rate xyzzy", entries) == ()
    assert find("", entries) == find("  «» - ", entries) == ()


def test_an_exact_title_comes_before_a_title_that_holds_it(entries: tuple[SearchEntry, ...]) -> None:
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


@pytest.mark.parametrize(
    ("query", "lang", "address"),
    [
        ("return rate Netherlands", "en", "/en/figure/return_rate?geo=NL"),
        ("terugkeerpercentage Nederland", "nl", "/nl/figure/return_rate?geo=NL"),
        ("return rate EU", "en", "/en/figure/return_rate?geo=EU27_2020"),
        ("Dutch return rate", "en", "/en/figure/return_rate?geo=NL"),
        ("return rate neth", "en", "/en/figure/return_rate?geo=NL"),
        ("retrun rate Nehterlands", "en", "/en/figure/return_rate?geo=NL"),
        ("eerste asielaanvragers DE", "nl", "/nl/figure/first_time_applicants?geo=DE"),
        ("asylum applicants Germany Netherlands", "en", "/en/figure/asylum_applicants?geo=DE,NL"),
        ("eerste asielaanvragers Syriërs Nederland", "nl", "/nl/figure/first_time_by_citizenship?series=SY&geo=NL"),
        ("return rate powerpoint", "en", "/briefing/return_rate.pptx"),
        ("terugkeerpercentage powerpoint", "nl", "/briefing/return_rate.pptx?lang=nl"),
        ("embed return rate Netherlands", "en", "/en/figure/return_rate/share?geo=NL"),
        ("return rate csv", "en", "/data/return_rate.csv"),
        ("first-time applicants map", "en", "/en/figure/first_time_applicants?view=map"),
    ],
)
def test_a_query_with_a_place_or_a_function_leads_straight_there(
    client: Any, query: str, lang: str, address: str
) -> None:
    offered = client.get("/api/suggest.json", query_string={"q": query, "lang": lang}).get_json()["suggestions"]
    assert address in [each["address"] for each in offered[:4]]
    assert f'href="{address}"' in page(client, f"/{lang}/search?q={query}"), "without scripts"
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "function"),
    [("powerpoint", "pptx"), ("dia", "pptx"), ("embed", "embed"), ("insluiten", "embed"), ("CSV", "csv"),
     ("excel", "xlsx"), ("rss", "feeds"), ("draaitabel", "explore"), ("bronvermelding", "cite")],
)  # fmt: skip
def test_what_the_site_can_do_is_found_in_either_language(
    client: Any, entries: tuple[SearchEntry, ...], query: str, function: str
) -> None:
    assert best(query, entries, "function") == function
    for lang in LANGS:
        assert 'id="found-function"' in page(client, f"/{lang}/search?q={query}")


def ways() -> list[str]:
    """The addresses that the functions lead to."""
    pages = [f.page(lang) for f in FUNCTIONS for lang in LANGS]
    shown = [
        f.of_figure(lang, "first_time_applicants", {"geo": "NL"}) for f in FUNCTIONS for lang in LANGS if f.of_figure
    ]
    return list(dict.fromkeys(way.partition("#")[0] for way in (*pages, *shown)))


@pytest.mark.usefixtures("kept")
def test_every_function_leads_to_something(client: Any) -> None:
    for way in ways():
        if not way.startswith(urls.RELEASE_DATA):
            with client.get(way) as answer:
                assert answer.status_code == 200, way


@pytest.mark.usefixtures("of_few")
@pytest.mark.usefixtures("kept")
def test_the_function_that_gives_a_whole_release_does(client: Any) -> None:
    whole = [way for way in ways() if way.startswith(urls.RELEASE_DATA)]
    assert len(whole) == len(LANGS)
    for way in whole:
        with client.get(way) as answer:
            assert answer.status_code == 200, way


@pytest.mark.parametrize(
    ("typed", "read"),
    [("assylum", "asylum"), ("nederlnd", "nederland"), ("hervestging", "hervestiging"), ("retrun rate", "return rate"),
     ("powerpiont", "powerpoint"), ("griekenladn", "griekenland")],
)  # fmt: skip
def test_a_wrong_letter_is_forgiven_and_said(
    client: Any, entries: tuple[SearchEntry, ...], typed: str, read: str
) -> None:
    assert respelled(typed, entries) == read
    assert f"“{read}”" in page(client, f"/en/search?q={typed}")


@pytest.mark.parametrize("typed", ["return", "nareis", "asielaanvragen", "xyzzy", "NL", "47.000", "2018", ""])
def test_what_is_right_or_like_nothing_is_left_as_it_is(entries: tuple[SearchEntry, ...], typed: str) -> None:
    assert respelled(typed, entries) == ""


def test_a_small_word_is_no_country(client: Any) -> None:
    assert "geo=DE" not in page(client, "/nl/search?q=de terugkeer")


def test_a_place_without_figures_of_the_kind_is_not_led_to(client: Any) -> None:
    offered = client.get("/api/suggest.json?q=coa+occupancy+Germany").get_json()["suggestions"]
    assert not any("geo=DE" in each["address"] for each in offered if "coa" in each["address"])


def test_suggestions_are_few_and_each_is_named_once(client: Any) -> None:
    offered = client.get("/api/suggest.json?q=asylum").get_json()["suggestions"]
    assert 3 < len(offered) <= 8
    assert len({each["address"] for each in offered}) == len(offered)
    assert client.get("/api/suggest.json?q=").get_json()["suggestions"] == []
    assert client.get("/api/suggest.json?x=1").status_code == 404
    assert client.get(f"/api/suggest.json?q={'a' * 300}").status_code == 404
    assert client.get("/api/suggest.json?q=a&lang=de").status_code == 404
