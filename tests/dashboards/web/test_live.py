"""GET /live/<address of a page>: what a page drawn in place is made of."""

import pytest

FIGURE = "/live/en/figure/asylum_applicants"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (f"{FIGURE}?geo=EU27_2020&series=all&beside=now", "/en/figure/asylum_applicants"),
        (f"{FIGURE}?geo=NL&geo=BE&from=&measure=", "/en/figure/asylum_applicants?geo=NL,BE"),
        ("/live/nl/letter?sort=letter&q=+quota+&pillar=", "/nl/letter?q=quota"),
        ("/live/en/explore?table=eurostat.migr_eiord&columns=period", "/en/explore?table=eurostat.migr_eiord"),
        (
            "/live/en/explore?table=eurostat.migr_eiord&rows=geo&columns=period",
            "/en/explore?table=eurostat.migr_eiord&rows=geo",
        ),
        ("/live/en/figure/return_rate/share?theme=auto&minimal=1", "/en/figure/return_rate/share?minimal=1"),
    ],
)
def test_the_address_holds_what_was_chosen_and_no_more(client, asked: str, address: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 200
    assert answer.get_json()["address"] == address


def test_it_is_the_page_with_its_title_and_language(client) -> None:
    told = client.get("/live/nl/figure/return_rate").get_json()
    assert told["lang"] == "nl"
    assert told["title"].endswith(" · Monitor migratieagenda")
    assert told["page"]["props"]["data-page"] == "/figure/return_rate"


def test_a_refused_address_is_a_page_with_the_status_of_the_refusal(client) -> None:
    answer = client.get("/live/nl/figure/return_rate?geo=XX")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.get_json()
    assert (told["lang"], told["title"]) == ("nl", "Niet gevonden")
    assert "is niet bekend" in answer.get_data(as_text=True)


def test_what_has_not_changed_is_not_sent_again(client) -> None:
    first = client.get(FIGURE)
    again = client.get(FIGURE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert client.get(f"{FIGURE}?from=2015").headers["ETag"] != first.headers["ETag"]
