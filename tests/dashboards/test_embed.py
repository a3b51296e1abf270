"""A figure on another site: light, framed there and nowhere else, honest about what changed; and oEmbed."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from dashboards import embeds, urls, words
from dashboards.embed_style import with_classes
from dashboards.embeds import Changed, Manner
from etl import catalogue, store
from etl.errors import UnknownValueError
from etl.observations import Observation, Series

LIGHT = 30_000  # bytes
INDICATORS = sorted(catalogue.load().indicators)
OLDER = "2026-11-22-0older"


@pytest.fixture
def older(release_root: Path) -> Any:
    """The same release under an older id, its figures those before Eurostat's or Frontex's last revisions."""
    current = store.release(root=release_root)
    folder = release_root / "releases" / OLDER
    if not folder.exists():
        folder.mkdir()
        for path in current.folder.iterdir():
            (folder / path.name).symlink_to(path)
    yield OLDER
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def framing(answer: Any) -> tuple[str | None, str]:
    policy = answer.headers["Content-Security-Policy"]
    return answer.headers.get("X-Frame-Options"), re.search("frame-ancestors ([^;]*)", policy)[1]


@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_embed_with_its_table_is_under_thirty_kilobytes_without_a_second_request(client, indicator: str) -> None:
    answer = client.get(f"/embed/{indicator}?lang={'nl' if len(indicator) % 2 else 'en'}")
    assert answer.status_code == 200
    assert len(answer.data) < LIGHT, "as it is, before any compression"
    assert "<table" in answer.text or "no figures" in answer.text or "geen cijfers" in answer.text
    assert not re.search(r'<(link rel="stylesheet"|img|script src|script defer)', answer.text), "needs a second request"


def test_an_embed_names_figure_source_release_and_the_way_back(client, release: store.Release) -> None:
    page = client.get("/embed/returned?geo=NL&lang=nl").text
    assert '<html lang="nl">' in page
    for part in ("<h1>", "Bron: Eurostat", release.id, "<caption>", 'scope="row"', "<svg"):
        assert part in page, part
    assert 'href="http://localhost/nl/figure/returned?geo=NL" target="_blank"' in page


def test_the_table_of_an_embed_holds_the_figures_of_the_release(client, release: store.Release) -> None:
    page = client.get("/embed/returned?geo=NL").text
    shown = {p.period: p.value for s in release.series("returned", ("NL",)) for p in s.points}
    rows = dict(re.findall(r'<th scope="row">(\d{4})</th><td>([\d,]+)</td>', page))
    assert rows
    assert {period: float(text.replace(",", "")) for period, text in rows.items()} == {
        period: value for period, value in shown.items() if period in rows
    }


def test_what_is_the_same_in_each_row_of_an_embed_is_said_once(client, release: store.Release) -> None:
    page = client.get("/embed/ind_family_by_nationality_monthly").text
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    assert len(rows) > 100
    assert not any("typed over" in row for row in rows)
    assert "All figures: typed over from a listing" in page


ROUTES = (
    "Black Sea Route,Central Mediterranean Route,Circular Route from Albania to Greece,Eastern Borders Route,Eastern "
    "Mediterranean Route,Other,Western African Route,Western Balkan Route,Western Mediterranean Route,total"
)
MANY = "AT,BE,BG,CH,CY,CZ,DE,DK,EE,EL,ES,FI,FR,HR,HU,IE,IS,IT,LI,LT,LU,LV,MT,NL,NO,PL,PT,RO,SE,SI,SK"
THEN = {"as_of": "2026-01-01", "beside": "now"}


@pytest.mark.parametrize(
    ("indicator", "state"),
    [
        ("irregular_arrivals_monthly", {"series": ROUTES}),
        ("irregular_arrivals_monthly", {"series": ROUTES, "shape": "small", **THEN}),
        ("irregular_arrivals_monthly", {"series": ROUTES, "shape": "small", **THEN, "measure": "index"}),
        ("irregular_arrivals_monthly", {"series": ROUTES, "lang": "en", **THEN, "interactive": "1"}),
        ("irregular_arrivals_monthly", {"shape": "months", **THEN}),
        ("employment_rate_by_citizenship", {"geo": "EL,FI,LV,IE", "shape": "small", **THEN, "interactive": "1"}),
        ("temporary_protection", {"geo": MANY.replace("UK,", ""), **THEN}),
        ("asylum_applicants_change", {"geo": MANY, "shape": "map", **THEN}),
        ("asylum_by_citizenship", {"shape": "map"}),
        ("asylum_applicants", {"geo": MANY, "shape": "ranked", **THEN}),
    ],
)
def test_an_embed_of_very_much_is_light_too(client, indicator: str, state: dict[str, str]) -> None:
    answer = client.get(f"/embed/{indicator}", query_string={"lang": "nl", **state})
    assert answer.status_code == 200
    assert len(answer.data) < LIGHT
    assert "<svg" in answer.text
    assert "<table" in answer.text or "view=table" in answer.text


def test_an_embed_of_very_much_gives_up_its_wide_picture_before_its_table(client) -> None:
    page = client.get(f"/embed/temporary_protection?geo={MANY}").text
    assert page.count("<svg") == 1
    assert "class=only" in page
    assert "<table" in page


def test_what_makes_pieces_of_a_picture_look_alike_is_said_once_and_means_the_same() -> None:
    piece = '<text x="1" y="2" text-anchor="middle" font-size="12" fill="var(--muted)">b</text>'
    whole = '<svg class="chart" font-size="13" fill="var(--ink)">'
    shorter, rules = with_classes(f"{whole}{piece}{piece}</svg>")
    assert shorter == f"{whole}<g class=p0>{'<text x=1 y=2>b</text>' * 2}</g></svg>"
    assert rules == ".p0{text-anchor:middle;font-size:12px;fill:var(--muted)}"


def test_strokes_that_look_alike_are_one_path() -> None:
    look = 'fill="none" stroke="var(--grid)" stroke-width="1"'
    shorter, rules = with_classes(f'<svg><path d="M0 1H9" {look}/><path d="M0 5H9" {look}/></svg>')
    assert shorter == '<svg><path d="M0 1H9M0 5H9" class="p0"/></svg>'
    assert rules == ".p0{fill:none;stroke:var(--grid);stroke-width:1}"


def test_a_table_too_large_for_an_embed_keeps_its_newest_rows_and_says_so(client, release: store.Release) -> None:
    page = client.get("/embed/irregular_arrivals_monthly?series=total,Other&as_of=2026-01-01&beside=now").text
    shown, of = map(int, re.search(r"holds the newest (\d+) of (\d+) rows", page).groups())
    periods = {p.period for s in release.series("irregular_arrivals_monthly") for p in s.points}
    assert (shown, of) == (24, len(periods))
    assert f'<th scope="row">{words.period(max(periods), "en")}</th>' in page
    assert "view=table" in page


def test_a_minimal_embed_keeps_source_and_link(client) -> None:
    page = client.get("/embed/returned?minimal=1").text
    assert "<details>" not in page
    assert "Source: Eurostat" in page
    assert "/en/figure/returned" in page


@pytest.mark.parametrize(("theme", "schemes"), [("light", {"light"}), ("dark", {"dark"}), ("", {"light", "dark"})])
def test_an_embed_has_the_colours_that_were_asked_for(client, theme: str, schemes: set[str]) -> None:
    page = client.get(f"/embed/returned?theme={theme}").text
    assert set(re.findall(r"color-scheme:(\w+);", page)) == schemes


@pytest.mark.parametrize(
    "address", ["/embed/returned", "/embed/returned?release=none", "/embed/nothing", "/embed/returned?theme=pink"]
)
def test_embeds_and_their_refusals_may_be_framed(client, address: str) -> None:
    assert framing(client.get(address)) == (None, "*")


@pytest.mark.parametrize(
    "address",
    ["/en/", "/en/figure/returned", "/en/figure/returned/share", "/data/returned.csv", "/feeds/all.atom", "/oembed",
     "/api/openapi.json", "/healthz", "/en/nothing", "/embedded", "/figure/returned.svg", "/api/figure/returned.json"],
)  # fmt: skip
def test_nothing_else_may_be_framed(client, address: str) -> None:
    assert framing(client.get(address)) == ("DENY", "'none'")


def test_a_deeper_address_below_embed_is_not_framed(client) -> None:
    answer = client.get("/embed/returned/x")
    assert answer.status_code == 404
    assert framing(answer)[1] == "'none'"


@pytest.mark.parametrize(
    ("query", "named"),
    [("theme=pink", "theme"), ("geo=XX", "geo"), ("minimal=yes", "minimal"), ("colour=red", "Parameter")],
)
def test_an_embed_refuses_what_it_does_not_know_in_a_page_of_its_own(client, query: str, named: str) -> None:
    answer = client.get(f"/embed/returned?{query}")
    assert answer.status_code == 404
    assert named in answer.text
    assert "<svg" not in answer.text


def test_an_embed_is_kept_by_its_tag(client) -> None:
    tag = client.get("/embed/returned").headers["ETag"]
    assert client.get("/embed/returned", headers={"If-None-Match": tag}).status_code == 304


def test_plotly_is_named_only_where_interactive_was_asked_for(client) -> None:
    assert "plotly" not in client.get("/embed/returned").text
    page = client.get("/embed/returned?interactive=1").text
    plotly, chart = (unescape(re.search(f'data-{n}="([^"]*)"', page)[1]) for n in ("plotly", "chart"))
    assert plotly.startswith("/plotly/")
    told = client.get(chart).get_json()
    assert set(told) == {"data", "layout", "config"}


def test_a_pinned_embed_says_that_nothing_changed_where_nothing_did(client, release: store.Release) -> None:
    page = client.get(f"/embed/returned?release={release.id}").text
    assert "This is the newest release." in page
    assert re.search(r"None of the \d+ values shown has been revised", page)


def test_a_pinned_embed_says_that_a_newer_release_exists(client, older: str, release: store.Release) -> None:
    page = client.get(f"/embed/returned?release={older}").text
    assert f"A newer release exists ({release.id} of 23 November 2026)" in page
    assert f"/en/figure/returned?release={older}" in page


def test_a_reading_of_the_past_says_which_values_were_revised(client, release: store.Release) -> None:
    page = client.get("/embed/irregular_arrivals?as_of=2026-01-01").text
    count, of = re.search(r"(\d+) of the (\d+) values shown ha", page).groups()
    then = release.series("irregular_arrivals", *_shown(release), as_of="2026-01-01")
    now = release.series("irregular_arrivals", *_shown(release))
    since = embeds.changed_since(then, now)
    assert (len(since.changed), since.shown) == (int(count), int(of))
    assert int(count) > 0
    assert "Which values changed" in page


def _shown(release: store.Release) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from dashboards import figures

    chosen = figures.default_figure("irregular_arrivals", "en").chosen
    return chosen.geos, chosen.series


def test_what_changed_since_is_values_flags_and_withdrawals_and_not_what_was_added() -> None:
    def series(*points: Observation) -> tuple[Series, ...]:
        return (Series("returned", "NL", "TOTAL", points),)

    same, other = Observation("2019", 10.0), Observation("2020", 5.0)
    then = series(same, other, Observation("2021", 7.0, "p"), Observation("2022", 8.0))
    now = series(same, replace(other, value=6.0), Observation("2021", 7.0), Observation("2023", 9.0))
    since = embeds.changed_since(then, now)
    assert since.changed == (
        Changed("NL", "TOTAL", "2022", 8.0, "", None, ""),
        Changed("NL", "TOTAL", "2021", 7.0, "p", 7.0, ""),
        Changed("NL", "TOTAL", "2020", 5.0, "", 6.0, ""),
    )
    assert (since.shown, since.added) == (4, 1)


@pytest.mark.parametrize("lang", catalogue.LANGS)
def test_a_pinned_page_says_as_of_when_it_stands_and_which_values_changed_since_and_how(client, lang: str) -> None:
    page = client.get(f"/{lang}/figure/irregular_arrivals?as_of=2026-01-01").text
    note = re.search(r'<div id="since">.*?</table>', page, flags=re.DOTALL)[0]
    said = {"en": ("as of 1 January 2026", "have since been revised"), "nl": ("1 januari 2026", "sindsdien herzien")}
    assert all(part in note for part in said[lang])
    rows = re.findall("<tr>(.*?)</tr>", note)
    assert len(rows) > 1
    assert all(len(re.findall("<t[dh]", row)) == 5 for row in rows)


def test_a_page_pinned_to_a_release_says_whether_a_newer_one_exists_and_a_live_page_says_nothing(
    client, older: str, release: store.Release
) -> None:
    page = client.get(f"/en/figure/returned?release={older}").text
    assert f"Release {older}" in page
    assert f"A newer release exists ({release.id} of 23 November 2026)" in page
    assert re.search(r"None of the \d+ values shown has been revised since", page)
    assert 'id="since"' not in client.get("/en/figure/returned").text


def test_the_manner_of_an_embed_is_read_back_from_its_address() -> None:
    for manner in (Manner(), Manner("dark", minimal=True), Manner("light", interactive=True)):
        assert embeds.manner({name: [value] for name, value in manner.state().items()}) == manner
    with pytest.raises(UnknownValueError, match="theme"):
        embeds.manner({"theme": ["light", "dark"]})


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
        ("url=http%3A//localhost/en/figure/returned&format=yaml", 501),
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


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_figures_page_leads_to_oembed_open_graph_and_a_card_of_its_own(client, indicator: str) -> None:
    lang = catalogue.LANGS[len(indicator) % 2]
    head = client.get(f"/{lang}/figure/{indicator}").text.partition("</head>")[0]
    links = dict(re.findall(r'<link rel="alternate" type="([^"]*)" title="[^"]*" href="([^"]*)"', head))
    for kind in ("application/json+oembed", "text/xml+oembed"):
        assert quote(f"http://localhost/{lang}/figure/{indicator}", safe="") in unescape(links[kind])
    social = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)"', head))
    assert all(social[name] for name in ("og:title", "og:description", "og:url", "og:image", "og:image:alt"))
    assert f"/figure/{indicator}.png" in social["og:image"]
    assert f"lang={lang}" in social["og:image"]
    assert social["twitter:card"] == "summary_large_image"


def test_the_xml_that_a_page_names_is_oembeds(client) -> None:
    page = client.get("/en/figure/returned?geo=NL").text
    address = unescape(re.search('type="text/xml\\+oembed" [^>]*href="http://localhost([^"]*)"', page)[1])
    answer = client.get(address)
    assert answer.mimetype == "text/xml"
    assert "geo=NL" in ElementTree.fromstring(answer.data).findtext("html")


@pytest.mark.parametrize(
    "query",
    ["geo=BE,CH&series=resettled&measure=index&shape=ranked", "geo=BE,IS,LI,CZ&series=resettled&measure=index"],
)
def test_an_index_without_a_common_base_says_that_nothing_is_there(client, query: str) -> None:
    for address in ("/embed/resettled_by_country", "/nl/figure/resettled_by_country"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200, address


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
    assert len(ways) == 4, "Excel, pandas, R and DuckDB"
    assert "release=" not in "".join(ways)


@pytest.mark.parametrize("lang", catalogue.LANGS)
def test_each_text_to_copy_has_a_button_of_its_own_and_a_place_to_say_what_happened(client, lang: str) -> None:
    page = client.get(f"/{lang}/figure/returned/share").text
    fields = page.split('class="copy-field"')[1:]
    names = [re.search('<button[^>]*aria-label="([^"]*)"', field)[1] for field in fields]
    assert len(names) == len(set(names)) == page.count("<pre ")
    assert all('role="status"' in field and 'data-done="' in field for field in fields)
    assert "share.js" in page
