"""A board is its address: what is done to it is another address, and what cannot be read is refused."""

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.query import briefing, urls
from dashboards.query.board import Board, board, place
from etl.model.errors import UnknownValueError

THREE = board({"figure": "returned?geo=NL,DE&title=Terug %26 weg\nreturn_rate\nordered_to_leave", "columns": "2"})


def names(of: Board) -> list[str]:
    return [item.indicator for item in of.items]


def test_a_board_comes_back_from_its_address_as_it_went_in() -> None:
    query = parse_qs(urlsplit(urls.board("nl", THREE.state())).query)
    assert len(query["figure"]) == 3
    assert board({name: "\n".join(values) for name, values in query.items()}) == THREE
    assert THREE.items[0].title == "Terug & weg"
    assert THREE.items[0].query == {"geo": ("NL,DE",)}


def test_a_board_and_a_tray_are_written_alike() -> None:
    (first, *_) = parse_qs(urlsplit(briefing.file([i.text for i in THREE.items], "pptx", "nl")).query)["figure"]
    assert briefing.items([first]) == THREE.items[:1]


def test_figures_move_one_place_and_stay_at_an_end() -> None:
    assert names(THREE.moved(0, 1)) == ["return_rate", "returned", "ordered_to_leave"]
    assert names(THREE.moved(2, -1)) == ["returned", "ordered_to_leave", "return_rate"]
    assert THREE.moved(0, -1) == THREE
    assert THREE.moved(2, 1) == THREE


def test_a_figure_is_taken_off_joined_once_and_named() -> None:
    assert names(THREE.without(1)) == ["returned", "ordered_to_leave"]
    assert THREE.joined("return_rate") == THREE
    assert names(THREE.joined("return_rate?geo=NL"))[-1] == "return_rate"
    assert THREE.titled(1, "  Two\n words ").items[1].title == "Two words"
    assert THREE.titled(0, "").items[0].title == ""


@pytest.mark.parametrize(
    "state",
    [
        {"columns": "3"},
        {"figure": "returned?colour=red"},
        {"title": "x" * 81},
        {"figure": "\n".join(f"i{n}" for n in range(21))},
    ],
)
def test_what_cannot_be_read_is_refused(state: dict[str, str]) -> None:
    with pytest.raises(UnknownValueError):
        board(state)


@pytest.mark.parametrize("text", ["0", "4", "-1", "٣", "one", "99999"])
def test_a_place_is_one_of_those_there_are(text: str) -> None:
    with pytest.raises(UnknownValueError):
        place(text, THREE.items)
