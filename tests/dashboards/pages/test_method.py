"""The method page names every rule that the code follows; the about page says only what is so."""

from typing import Any, get_args

import pytest

from dashboards.figures.heading_rules import RULES
from dashboards.text import method
from etl.catalogue import catalogue
from etl.letter.claims import Computed
from etl.letter.status import Status


def test_the_rules_told_are_the_rules_followed_in_their_order() -> None:
    assert tuple(method.STATUS_RULES) == get_args(Status)
    assert tuple(method.VERDICT_RULES) == get_args(Computed)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_rule_flag_and_provenance_stands_on_the_page(client: Any, release_root: Any, lang: Any) -> None:
    text = client.get(f"/{lang}/method").text
    told = [r.condition for r in (*RULES.values(),)]
    told += [*method.STATUS_RULES.values(), *method.VERDICT_RULES.values()]
    for words in told:
        assert words[lang] in text
    for name in ("flags", "provenances"):
        for label in catalogue.load().codes[name].values():
            assert label[lang].lower() in text.lower()


@pytest.mark.parametrize(("lang", "other"), [("en", "nl"), ("nl", "en")])
def test_about_names_the_release_and_no_address_of_a_person(client: Any, release: Any, lang: str, other: str) -> None:
    text = client.get(f"/{lang}/about").text
    assert release.id in text
    assert "mailto:" not in text
    assert f'href="/{other}/about"' in text


def test_the_pages_are_in_the_navigation_in_their_order(client: Any, release_root: Any) -> None:
    text = client.get("/en/").text
    places = [text.index(f'href="/en/{name}"') for name in ("letter", "explore", "sources", "method", "about")]
    assert places == sorted(places)
