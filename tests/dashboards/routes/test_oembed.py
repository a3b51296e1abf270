"""oEmbed, Open Graph and the social card, and how a figure's page leads to them."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from dashboards.query import urls


def oembed(client: Any, address: str, **more: str) -> Any:
    return client.get(urls.oembed(address) + "".join(f"&{name}={value}" for name, value in more.items()))


@pytest.mark.parametrize(
    "address",
    ["http://localhost/en/figure/returned?geo=NL&view=table", "http://localhost/embed/returned?geo=NL&theme=dark"],
)
def test_oembed_gives_a_frame_for_figures_and_embeds(client, address: str) -> None:
    told = oembed(client, address).get_json()
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 600)
    frame = unescape(re.search('src="([^"]*)"', told["html"])[1])
    assert frame.startswith("http://localhost/embed/returned?geo=NL")
    assert client.get(frame.removeprefix("http://localhost")).status_code == 200


def test_oembed_says_the_same_as_xml(client) -> None:
    address = "http://localhost/nl/figure/returned"
    as_json = oembed(client, address).get_json()
    answer = client.get(f"/oembed?format=xml&url={quote(address, safe='')}")
    root = ElementTree.fromstring(answer.data)
    assert root.tag == "oembed"
    assert {e.tag: e.text for e in root} == {name: str(value) for name, value in as_json.items()}


def test_oembed_keeps_within_the_room_it_is_given(client) -> None:
    told = oembed(client, "http://localhost/en/figure/returned", maxwidth="320", maxheight="200").get_json()
    assert (told["width"], told["height"]) == (320, 200)
    assert "thumbnail_url" not in told


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=http%3A//elsewhere.example/en/figure/returned", 404),
        ("url=http%3A//localhost/en/", 404),
        ("url=http%3A//localhost/en/figure/nothing", 404),
        ("url=http%3A//%5B", 404),
        ("url=http%3A//localhost/en/figure/returned&format=yaml", 404),
        ("url=http%3A//localhost/en/figure/returned&maxwidth=0", 404),
    ],
)
def test_oembed_refuses_as_its_specification_says(client, query: str, status: int) -> None:
    answer = client.get(f"/oembed?{query}")
    assert answer.status_code == status
    assert json.loads(answer.data)["error"]


def test_a_figures_page_leads_to_oembed_and_a_social_card(client) -> None:
    page = client.get("/nl/figure/returned?geo=NL").text
    address = unescape(re.search('type="application/json\\+oembed" [^>]*href="http://localhost([^"]*)"', page)[1])
    assert "geo=NL" in client.get(address).get_json()["html"]
    card = unescape(re.search('property="og:image" content="http://localhost([^"]*)"', page)[1])
    picture = client.get(card)
    assert picture.mimetype == "image/png"
    assert int.from_bytes(picture.data[16:20]) == 1200
    assert 'name="twitter:card" content="summary_large_image"' in page


def test_the_xml_that_a_page_names_is_oembeds(client) -> None:
    page = client.get("/en/figure/returned?geo=NL").text
    address = unescape(re.search('type="text/xml\\+oembed" [^>]*href="http://localhost([^"]*)"', page)[1])
    answer = client.get(address)
    assert answer.mimetype == "text/xml"
    assert "geo=NL" in ElementTree.fromstring(answer.data).findtext("html")
