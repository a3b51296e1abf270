"""The pages of the six pillars and their state on the headline page, on a real release."""

import html
import re
from itertools import cycle
from typing import Any

import pytest

from dashboards import create_app
from dashboards.letter.statements import statements
from dashboards.query import urls
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS
from etl.release.store import Release

NO_SERIES = {2, 3, 6}
CONTEXT = {"en": "Context, not in the letter", "nl": "Context, niet in de brief"}
JUDGING = re.compile(r"\b(missed|failed|success|bad|good|gemist|mislukt|gefaald|geslaagd|slecht)\b", re.IGNORECASE)


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text: str = answer.get_data(as_text=True)
    return html.unescape(text)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("number", range(1, 7))
def test_a_pillar_has_its_statements_and_all_its_figures(client: Any, number: int, lang: Any) -> None:
    declared = catalogue.load()
    shown = page(client, urls.pillar(lang, number))
    pillar = declared.pillars[number]
    assert pillar.title[lang] in shown
    assert pillar.summary[lang] in shown
    assert re.findall(r'class="card-notes">[^<]*?((?:;|[.]{2}|[.];) [A-Z][a-z][^<]*)', shown) == []
    for claim in declared.claims.values():
        assert (f'href="{urls.claim(lang, claim.id)}"' in shown) == (claim.pillar == number), claim.id
        assert claim.pillar != number or claim.outcome[lang] in shown
    for indicator in declared.indicators.values():
        assert (f'id="{indicator.id}"' in shown) == (indicator.pillar == number), indicator.id


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("number", range(1, 7))
def test_context_stands_apart_and_says_so(client: Any, number: int, lang: Any) -> None:
    own = [i for i in catalogue.load().indicators.values() if i.pillar == number]
    shown = page(client, urls.pillar(lang, number))
    context = [i for i in own if i.context]
    assert (f">{CONTEXT[lang]}</h2>" in shown) == bool(context)
    border = shown.index('id="context"') if context else len(shown)
    for i in own:
        assert (shown.index(f'id="{i.id}"') > border) == i.context, i.id


@pytest.mark.parametrize("lang", LANGS)
def test_pillars_without_a_series_of_their_own_say_so(client: Any, lang: Any) -> None:
    declared = catalogue.load()
    assert {n for n, p in declared.pillars.items() if p.no_series} == NO_SERIES
    for number in NO_SERIES:
        told = declared.pillars[number].no_series
        assert told is not None
        assert told[lang] in page(client, urls.pillar(lang, number))


def test_figures_that_are_not_held_stand_apart_with_the_publishers_address(client: Any, not_pulled: Release) -> None:
    """The languages take turns."""
    declared = catalogue.load()
    for number, lang in zip(range(1, 7), cycle(LANGS), strict=False):
        shown = page(client, urls.pillar(lang, number))
        apart = "".join(re.findall(r'<ul class="not-held">(.*?)</ul>', shown))
        for i in (i for i in declared.indicators.values() if i.pillar == number):
            assert (f'id="{i.id}"' in apart) != not_pulled.has(i.id), i.id
            if not not_pulled.has(i.id):
                landings = {declared.datasets[d].landing for d in i.datasets}
                assert all(f'href="{landing}"' in apart for landing in landings), i.id


def test_figures_of_several_places_on_one_card_are_told_apart_by_place(client: Any) -> None:
    shown = page(client, "/nl/pillar/6")
    card = shown[shown.index('id="employment_gap"') :]
    others = re.findall(r"<li>(.*?)</li>", re.search(r'class="kpi-others">(.*?)</ul>', card)[1])  # type: ignore[index]
    assert [text.split(": ")[1] for text in others] == ["België", "Duitsland", "Frankrijk", "Zweden", "Denemarken"]


@pytest.mark.parametrize("lang", LANGS)
def test_of_a_ranking_no_category_leads_and_the_highest_comes_first(client: Any, lang: Any) -> None:
    """No nationality’s rate stands large on a card, as if it were the figure; the picture has the same order."""
    shown = page(client, f"/{lang}/pillar/4")
    card = shown.partition('id="return_rate_by_citizenship"')[2].partition("</article>")[0]
    items = re.findall(r"<li>([\d.,]+)%: ", card.partition("kpi-others")[2].partition("</ul>")[0])
    rates = [float(rate.replace(",", ".")) for rate in items]
    assert len(rates) == 6
    assert rates == sorted(rates, reverse=True)
    assert "kpi-value" not in card
    label = card.partition('class="kpi-label"')[2].partition("</p>")[0]
    assert "2016" in label
    assert catalogue.load().label("geo", "EU28", lang) in label


@pytest.mark.parametrize("number", ["0", "7", "1.5", "x"])
def test_there_is_no_seventh_pillar(client: Any, number: str) -> None:
    answer = client.get(f"/nl/pillar/{number}")
    assert answer.status_code == 404
    assert 'href="/nl/pillar/6"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("lang", LANGS)
def test_the_headline_page_shows_the_state_of_all_six_pillars(client: Any, release: Release, lang: Any) -> None:
    shown = page(client, f"/{lang}/")
    states = re.findall(r'<ul class="pillar-state">(.*?)</ul>', shown)
    per_pillar = [sum(int(n) for n in re.findall(r"<strong>(\d+)</strong>", state)) for state in states]
    stated = statements(catalogue.load(), release.claims)
    assert per_pillar == [sum(s.claim.pillar == n for s in stated) for n in range(1, 7)]
    assert sum(per_pillar) == 53
    for number in range(1, 7):
        assert f'href="{urls.pillar(lang, number)}"' in shown
    assert not JUDGING.search(" ".join(states))


def test_cards_that_are_kept_lead_below_the_path_of_the_public_address(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two sites in one process, of which one lies below a path."""
    for host, before in (("one", ""), ("two", "/monitor")):
        monkeypatch.setenv("MONITOR_PUBLIC_URL", f"https://{host}.example{before}")
        shown = page(create_app().server.test_client(), "/en/pillar/4")
        assert f'href="{before}/en/figure/returned"' in shown
