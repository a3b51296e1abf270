"""The share page: code to copy that works."""

import re
from html import unescape

import pytest

from etl.catalogue import catalogue
from etl.release import store


def test_the_share_page_offers_code_that_works(client, release: store.Release) -> None:
    page = client.get("/en/figure/returned/share?geo=NL&theme=dark").text
    codes = [unescape(unescape(code)) for code in re.findall("<pre[^>]*>(.*?)</pre>", page, flags=re.DOTALL)]
    live, pinned, image = codes[:3]
    assert f"release={release.id}" in pinned
    assert "release=" not in live
    for code in (live, pinned):
        source = re.search('<iframe src="http://localhost([^"]*)"', code)[1]
        assert "geo=NL" in source
        assert client.get(source).status_code == 200
        with client.get(re.search('<script async src="http://localhost([^"]*)"', code)[1]) as script:
            assert script.status_code == 200
    assert image.startswith("<a href=")
    assert client.get(re.search('<img src="http://localhost([^"]*)"', image)[1]).mimetype == "image/png"
    assert [f'width="{n}"' in page for n in (320, 600, 900)] == [True] * 3
    assert any(code.startswith("@misc{returned_") for code in codes)
    ways = [code for code in codes if "/data/returned.csv?geo=NL" in code]
    assert len(ways) == 8, "Excel, Sheets, pandas, polars, R, DuckDB, Observable and Datawrapper"
    assert "release=" not in "".join(ways)


@pytest.mark.parametrize(
    ("lang", "past"),
    [("en", "the figures (?:as they )?stood on 14 October 2019"), ("nl", "de cijfers zoals bekend op 14 oktober 2019")],
)
def test_a_past_reading_is_not_called_newest_nor_up_to_date(client, lang: str, past: str) -> None:
    page = client.get(f"/{lang}/figure/returned/share?as_of=2019-10-14").text
    assert len(set(re.findall(f">([^<]*{past})<", page))) == 2  # the frame and the address that follow the release
    assert not re.search("with the newest figures|met de nieuwste cijfers|up to date|actueel blijft", page)


@pytest.mark.parametrize("lang", catalogue.LANGS)
def test_each_text_to_copy_has_a_button_of_its_own_and_a_place_to_say_what_happened(client, lang: str) -> None:
    page = client.get(f"/{lang}/figure/returned/share").text
    fields = page.split('class="copy-field"')[1:]
    names = [re.search('<button[^>]*aria-label="([^"]*)"', field)[1] for field in fields]
    assert len(names) == len(set(names)) == page.count("<pre ")
    assert all('role="status"' in field and 'data-done="' in field for field in fields)
    assert "share.js" in page


def test_a_list_with_long_entries_has_room_for_them(first_response) -> None:
    """In a form of narrow columns a list stood cut: “Volgens het systeem van d”."""
    page = first_response("/nl/figure/return_rate/share")
    assert re.search(r'<div class="field field-longest"><label for="figure-theme">', page)
    form = first_response("/nl/check?indicator=return_rate")
    assert re.search(r'<div class="field field-longest"><label for="figure-geo">', form)
    assert re.search(r'<div class="field"><label for="figure-period">', form)
