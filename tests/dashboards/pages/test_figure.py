"""The page of a figure: every view of every indicator in both languages, its form, its messages, its tables."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from dashboards.figures.figure import figure
from dashboards.query.figure_page import VIEWS
from dashboards.query.selection import Selection
from etl.catalogue import catalogue

INDICATORS = sorted(catalogue.load().indicators)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_view_is_whole_in_both_languages(release, first_response, indicator: str) -> None:
    """The first view in one language, the others in the other: they take turns."""
    declared, turn = catalogue.load().indicators[indicator], INDICATORS.index(indicator) % 2
    one, other = (("en", "nl"), ("nl", "en"))[turn]
    own = f"/{one}/figure/{indicator}"
    first = first_response(own)
    offered = [unescape(a) for a in re.findall(r'<a (?=[^>]*view-link)[^>]*href="([^"]+)"', first)]
    assert len(offered) in (len(VIEWS), len(VIEWS) - 1)
    assert own in offered
    views = {own: first, **{a: first_response(a.replace(f"/{one}/", f"/{other}/")) for a in offered if a != own}}
    _leads_to_oembed_open_graph_and_a_card_of_its_own(first.partition("</head>")[0], indicator, one)
    for address, view in views.items():
        lang = one if address == own else other
        assert view.count("<h1") == 1
        assert f'<html lang="{lang}">' in view
        assert unescape(view).count(declared.definition[lang]) >= 1
        assert 'aria-current="true"' in view
        if address.endswith("view=about"):
            stated = catalogue.load().claims_of(indicator)
            assert [c.id for c in stated if f'href="/{lang}/letter/{c.id}"' not in view] == []


def _leads_to_oembed_open_graph_and_a_card_of_its_own(head: str, indicator: str, lang: str) -> None:
    links = dict(re.findall(r'<link rel="alternate" type="([^"]*)" title="[^"]*" href="([^"]*)"', head))
    for kind in ("application/json+oembed", "text/xml+oembed"):
        assert quote(f"http://localhost/{lang}/figure/{indicator}", safe="") in unescape(links[kind])
    social = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)"', head))
    assert all(social[name] for name in ("og:title", "og:description", "og:url", "og:image", "og:image:alt"))
    assert f"/figure/{indicator}.png" in social["og:image"]
    assert f"lang={lang}" in social["og:image"]
    assert social["twitter:card"] == "summary_large_image"


def test_the_first_response_has_heading_picture_table_source_and_form(first_response, cells) -> None:
    page = first_response("/en/figure/irregular_arrivals")
    assert "The number of detections fell 25.1%, from 240,101 in 2024 to 179,921 in 2025</h1>" in page
    for part in ("<svg", "<table", "<caption", 'scope="row"', "Source: Frontex", "<form", 'type="checkbox"', "<select"):
        assert part in page, part
    assert ["2025", "179,921"] in cells(page)
    assert "All figures: computed by this monitor from figures that were computed or converted outside it" in page


@pytest.mark.parametrize("indicator", ["irregular_arrivals", "irregular_arrivals_monthly"])
@pytest.mark.parametrize(
    ("lang", "all_of_them", "one"),
    [("en", "all routes", "Central Mediterranean"), ("nl", "alle routes", "Middellandse")],
)
def test_the_words_above_one_route_do_not_speak_of_all(
    client, indicator: str, lang: str, all_of_them: str, one: str
) -> None:
    asked = f"/figure/{indicator}.svg?lang={lang}&series=Central%20Mediterranean%20Route"
    picture = client.get(asked).text
    assert one in picture
    assert all_of_them not in picture.lower()
    assert all_of_them not in catalogue.load().indicators[indicator].measure[lang]


def test_a_form_of_ticked_boxes_is_the_same_choice_as_a_joined_one(first_response) -> None:
    ticked = first_response("/en/figure/asylum_applicants?geo=NL&geo=BE&from=2015&to=&as_of=")
    joined = first_response("/en/figure/asylum_applicants?geo=NL,BE&from=2015")
    assert ticked == joined
    assert len(re.findall(r'name="geo" value="(?:NL|BE)" checked', ticked)) == 2
    assert '<option selected value="2015">' in ticked


@pytest.mark.parametrize("way", ["", "live/"])
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_page_is_the_same_whichever_way_it_is_asked(client, lang: str, way: str) -> None:
    other = {"en": "nl", "nl": "en"}[lang]
    for page, longer in (
        ("figure/return_rate", "geo=EU27_2020&geo=EU28&series=third_country&series=all&beside=now&from=&base=2015"),
        ("letter", "sort=letter&pillar=&q="),
    ):
        plain, asked = (client.get(f"/{way}{lang}/{page}?{query}").text for query in ("", longer))
        assert f"/{other}/{page}?" not in asked
        assert asked.partition("</main>")[0] == plain.partition("</main>")[0]  # below are scripts, different each time


def test_the_form_offers_nothing_that_would_change_nothing(first_response) -> None:
    """A day’s figures stand beside the newest, and a base belongs to an index: each is offered with its own."""
    shown, read, indexed = (
        first_response(f"/en/figure/returned{query}") for query in ("", "?as_of=2019-10-14", "?measure=index")
    )
    assert "with the latest figures beside them" not in shown
    assert '<input type="hidden" name="beside" value="now">' in shown  # what a day is chosen with
    assert '<input type="checkbox" id="figure-beside" name="beside" value="now">' in read
    assert ('name="base"' in shown, 'name="base"' in indexed) == (False, True)


def test_the_form_keeps_the_view(first_response) -> None:
    page = first_response("/en/figure/asylum_applicants?view=table")
    assert '<input type="hidden" name="view" value="table">' in page


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("view=pie", "chart"),
        ("geo=XX", "NL"),
        ("shape=pie", "ranked"),
        ("measure=double", "index"),
        ("from=soon", "a year"),
        ("page=0", "1, 2, 3"),
        ("page=²", "1, 2, 3"),
        ("release=never", "2026"),
    ],
)
def test_an_unknown_value_is_a_404_that_says_what_is_accepted(client, query: str, word: str) -> None:
    answer = client.get(f"/en/figure/asylum_applicants?{query}")
    assert answer.status_code == 404
    assert word in answer.text


def test_an_unknown_indicator_is_a_404(client) -> None:
    assert client.get("/nl/figure/nothing").status_code == 404


def test_words_of_an_address_never_become_markup(client) -> None:
    answer = client.get("/en/figure/asylum_applicants?geo=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in answer.text


def test_an_indicator_without_figures_says_where_the_publisher_has_them(not_pulled, first_response) -> None:
    empty = [i for i in INDICATORS if not not_pulled.has(i)]
    assert set(empty) >= {"first_time_monthly", "recognition_rate"}
    for indicator in empty:
        page = first_response(f"/en/figure/{indicator}")
        assert "We hold no figures for this indicator." in page
        for dataset in catalogue.load().indicators[indicator].datasets:
            assert f'href="{catalogue.load().datasets[dataset].landing}"' in page
        assert "python -m" not in page
        assert "<form aria-label" not in page


def test_a_choice_without_figures_says_so_and_leads_back(first_response) -> None:
    page = first_response("/nl/figure/irregular_arrivals?from=2031")
    assert "Voor deze keuze zijn er geen cijfers." in page
    assert 'href="/nl/figure/irregular_arrivals"' in page
    assert "<svg" not in page


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("en", "This span ends (2010) before it begins (2023)."),
        ("nl", "Deze periode eindigt (2010) voordat ze begint (2023)."),
    ],
)
@pytest.mark.parametrize(
    "page",
    ["figure/return_rate?", "figure/returned?measure=index&", "figure/ordered_to_leave?view=table&",
     "explore?table=eurostat.migr_eiord&"],
)  # fmt: skip
def test_an_end_before_the_start_is_said_beside_the_form_that_can_mend_it(
    client, first_response, page: str, lang: str, why: str
) -> None:
    shown = first_response(f"/{lang}/{page}from=2023&to=2010")
    assert why in shown
    assert '<option selected value="2023">' in shown
    assert '<option selected value="2010">' in shown
    assert client.get("/data/return_rate.csv?from=2023&to=2010").status_code == 404  # a file has no form


def test_the_table_has_every_observation_of_the_choice_in_pages(client, release, first_response, cells) -> None:
    address = "/en/figure/first_time_by_citizenship?view=table&geo=NL&series=" + ",".join(
        release.choices("first_time_by_citizenship").series[:120]
    )
    expected = sum(len(s.points) for s in figure(_selection(client, address)).series)
    seen: list[list[str]] = []
    page = first_response(address)
    while True:
        seen += [row for row in cells(page) if re.fullmatch(r"20\d\d", row[1])]
        after = re.search(r'href="([^"]+)">Next rows<', page)
        if not after:
            break
        page = first_response(unescape(after[1]))
    assert expected > 150
    assert len(seen) == expected


def _selection(client, address: str) -> Selection:
    query = dict(pair.split("=") for pair in address.split("?")[1].split("&"))
    return Selection("first_time_by_citizenship", (query["geo"],), tuple(query["series"].split(",")))


def test_a_card_leads_to_its_figure(first_response) -> None:
    page = first_response("/nl/")
    assert re.search(r'<h2 [^>]*id="return_rate-name"[^>]*><a href="/nl/figure/return_rate\?geo=', page)


def test_about_shows_the_sql_as_it_runs_and_where_figures_come_from(first_response) -> None:
    page = unescape(first_response("/en/figure/return_rate?view=about"))
    assert catalogue.load().indicators["return_rate"].sql.strip() in page
    assert re.search(r">[0-9a-f]{64}<", page)
    assert '<a href="/en/letter/p4_return_rate">' in page
    assert 'lang="nl"' in page
