"""A wrong turn: a sentence, the navigation and the search of the site, and what there is by its name."""

import html
import re
from typing import Any

import pytest

from dashboards import pages
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS

WRONG = ("/{}/niets", "/{}/figure/niets", "/{}/letter/p9_none", "/{}/pillar/9", "/{}/figures?geo=XX", "/{}/search/a/b")
OF_NO_LANGUAGE = ("/niets", "/assets/niets.css", "/figure/niets.svg", "/briefing/niets.pptx", "/favicon.png")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("address", [*WRONG, *OF_NO_LANGUAGE])
def test_a_page_that_is_not_there_keeps_header_navigation_and_search(client: Any, lang: Any, address: str) -> None:
    answer = client.get(address.format(lang), headers={"Accept-Language": lang})
    shown = html.unescape(answer.text)
    assert answer.status_code == 404
    assert f'<html lang="{lang}">' in shown
    nav, _ = pages.navigation(lang)
    assert len(nav) >= 4
    for item in nav:
        assert re.search(
            f'<a class="nav-link"[^>]* href="/{lang}{re.escape(item.path)}">{re.escape(item.label)}<', shown
        )
    assert f'action="/{lang}/search"' in shown
    assert len(re.findall("<h1", shown)) == 1
    assert "aria-current" not in shown.partition("<body>")[2]


@pytest.mark.parametrize("lang", LANGS)
def test_what_there_is_instead_is_called_by_its_name(client: Any, lang: Any) -> None:
    for address, found in ((f"/{lang}/figure/niets", catalogue.load().indicators["return_rate"].title[lang]),
                           (f"/{lang}/letter/niets", catalogue.load().claims["p4_return_rate"].paraphrase[lang]),
                           (f"/{lang}/pillar/9", catalogue.load().pillars[4].title[lang])):  # fmt: skip
        accepted = html.unescape(client.get(address).text.partition('class="accepted"')[2])
        assert found in accepted
        assert "<code>" not in accepted


def test_the_same_holds_where_a_page_is_drawn_in_place(client: Any) -> None:
    answer = client.get("/live/nl/niets")
    assert answer.status_code == 404
    assert "/nl/figures" in str(answer.get_json()["page"])


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_tells_a_reader_to_type_a_command(client: Any, lang: Any) -> None:
    paths = [p.path for p in pages.pages() if not p.names]
    for path in [
        *paths,
        "/figure/return_rate",
        "/figure/return_rate?view=about",
        "/figure/return_rate/share",
        "/pillar/2",
    ]:
        shown = client.get(f"/{lang}{path}").text.partition("<body>")[2]
        assert not re.search(r"python -m|scripts/(run|test|setup)|etl (pull|build)", shown), path


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nl/figure/returned?from=morgen", "een jaar, halfjaar, kwartaal, maand, week of dag: 2018,"),
        ("/nl/figure/returned?as_of=2019", "een dag zoals 2019-10-14, tot en met vandaag"),
        ("/nl/explore?table=niets", "De tabel ‘niets’ is niet bekend."),
        ("/nl/search?q=" + "+".join("abcdefghijklm"), "hoogstens 12 woorden, 200 tekens"),
        ("/nl/explore?page=1&page=2", "één waarde"),
        ("/data/returned.csv?from=2024&to=2019", "een periode vanaf 2024"),
        ("/figure/returned.png?scale=1&scale=9", "scale ‘1 + 9’ is niet bekend"),
        ("/api/check", "een waarde is nodig"),
        ("/api/verify.json?given=", "id of hash van een release"),
    ],
)
def test_a_dutch_refusal_has_no_english_words(client: Any, address: str, said: str) -> None:
    answer = client.get(address, headers={"Accept-Language": "nl"})
    assert answer.status_code == 404
    shown = html.unescape(answer.text.partition('class="refusal"')[2].partition("</main")[0]) or str(answer.get_json())
    assert said in shown, shown
    assert not re.search(r"\b(an?|the|at most|one value|words|characters|known|on)\b", shown)
