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
