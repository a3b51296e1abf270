"""The page that checks a quoted number, and the same as JSON."""

from typing import Any

import pytest

REVISED = "indicator=ordered_to_leave&geo=NL&series=annual&period=2015&value="


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            f"/en/check?{REVISED}23765",
            "was 23,765 in the version of 31 May 2017; by that of 16 September 2026",
        ),
        (
            f"/nl/check?{REVISED}23.765",
            "was 23.765 in de versie van 31 mei 2017; volgens die van 16 september",
        ),
        ("/en/check?indicator=return_rate&geo=EU28&series=all&period=2018&value=40", "39.5% to 40.5%"),
        ("/en/check?indicator=return_rate&geo=EU28&series=all&period=2018&value=40&about=1", "“about 40” allows 35%"),
        ("/en/check?indicator=return_rate&period=1950&value=40", "this monitor holds no figure for that period"),
        ("/en/check", "Choose a figure and a period, and type the number."),
    ],
)
def test_the_page_answers_in_a_sentence(first_response: Any, address: str, said: str) -> None:
    assert said in first_response(address)


def test_the_json_says_what_the_page_says(client: Any, first_response: Any) -> None:
    told = client.get(f"/api/check?{REVISED}23765").get_json()
    assert (told["outcome"], told["now"]["value"], told["earlier"][0]["value"]) == ("revised", 19015, 23765)
    assert told["sentence"] in first_response(f"/en/check?{REVISED}23765")


def test_another_figure_drops_the_place_and_category_of_the_one_before(client: Any) -> None:
    answer = client.get("/en/check?of=return_rate&indicator=irregular_arrivals&geo=NL&series=all&period=2018&value=1")
    assert answer.location == "/en/check?indicator=irregular_arrivals&period=2018&value=1"
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["", "indicator=nothing&period=2018&value=1", f"{REVISED}forty", f"{REVISED}1&about=maybe", f"{REVISED}1&x=1"],
)
def test_what_is_not_understood_is_refused(client: Any, query: str) -> None:
    answer = client.get(f"/api/check?{query}")
    assert answer.status_code == 404
    assert answer.get_json()["accepted"]
