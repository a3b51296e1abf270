"""The board as a page, without scripts, and in a frame on another site; on a real release."""

import html
import re
from typing import Any

import pytest

FIGURES = "figure=return_rate%3Fgeo%3DNL&figure=return_rate%3Fgeo%3DDE%26title%3DDuitsland"


def cards(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'<h2 id="board-\d+"><a [^>]*>(.*?)</a></h2>', page)]


def test_two_choices_of_one_figure_stand_side_by_side_each_with_its_own_ids(first_response: Any) -> None:
    page = first_response(f"/en/board?{FIGURES}&columns=2&title=Two+countries")
    assert "<h1>Two countries</h1>" in page
    assert cards(page) == ["Return rate: returned per hundred ordered to leave in the same year", "Duitsland"]
    assert 'data-columns="2"' in page
    assert "(the title above was given by the maker of this board)" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def link(page: str, words: str) -> str:
    """Where the first link of these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{re.escape(words)}</a>', page)
    assert found, words
    return html.unescape(found[1])


def test_links_alone_change_the_order_take_off_and_go_out(client: Any, first_response: Any) -> None:
    page = first_response(f"/nl/board?{FIGURES}")
    assert cards(first_response(link(page, "Omlaag")))[0] == "Duitsland"
    assert cards(first_response(link(page, "Verwijder"))) == ["Duitsland"]
    deck = client.get(link(page, "PowerPoint"))
    assert (deck.status_code, deck.data[:2]) == (200, b"PK")


def test_a_form_names_a_figure_and_adds_one_by_way_of_a_clean_address(client: Any) -> None:
    named = client.get(f"/en/board?{FIGURES}&at=1&named=Mine")
    assert named.status_code == 302
    assert cards(client.get(named.location).text)[0] == "Mine"
    added = client.get(f"/en/board?{FIGURES}&add=returned")
    assert "add=" not in added.location
    assert len(cards(client.get(added.location).text)) == 3


def test_an_empty_board_says_how_it_is_filled(first_response: Any) -> None:
    page = first_response("/en/board")
    assert "There is nothing on this board yet." in page
    assert len(cards(first_response(link(page, "Begin with the three headline figures")))) == 3


def test_a_board_in_a_frame_has_every_figure_its_source_and_a_way_back(client: Any) -> None:
    answer = client.get(f"/embed/board?{FIGURES}&lang=nl&columns=2")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert answer.text.count("<section>") == 2
    assert answer.text.count("Eurostat") >= 2
    assert "Duitsland" in answer.text
    assert 'href="http://localhost/nl/board?' in answer.text
    ids = re.findall(r' id="?([^" >]+)', answer.text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("query", ["", "figure=nothing", "figure=returned&geo=NL", "figure=returned&columns=3"])
def test_a_frame_that_cannot_be_filled_says_so_in_the_frame(client: Any, query: str) -> None:
    answer = client.get(f"/embed/board?{query}")
    assert answer.status_code == 404
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "figure"),
    [("/en/", "return_rate%3Fgeo%3DEU28%2CEU27_2020%26series%3Dall"),
     ("/en/figure/return_rate?geo=NL", "return_rate%3Fgeo%3DNL"), ("/en/pillar/4", "ordered_to_leave")],
)  # fmt: skip
def test_every_figure_can_be_put_on_the_board_as_it_is_shown(first_response: Any, path: str, figure: str) -> None:
    page = first_response(path)
    assert f'href="/en/board?figure={figure}"' in page.replace("EU28,EU27", "EU28%2CEU27")
