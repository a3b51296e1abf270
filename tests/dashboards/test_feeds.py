"""News of the figures: valid Atom and JSON Feed, stable, per source and kind, in both languages."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from dashboards import feeds
from dashboards.routes.feeds import brought
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS
from etl.release import store

ATOM = "{http://www.w3.org/2005/Atom}"
SOURCES = ("all", "eurostat", "frontex", "ind")
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def items(client: Any, source: str, **named: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in named.items())
    return client.get(f"/feeds/{source}.json?{query}").get_json()["items"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", SOURCES)
def test_atom_has_all_that_its_specification_requires(client, source: str, lang: str) -> None:
    answer = client.get(f"/feeds/{source}.atom?lang={lang}")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert TIME.fullmatch(element.findtext(f"{ATOM}updated"))
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"http://localhost/feeds/{source}.atom?lang={lang}"
    ids = [e.findtext(f"{ATOM}id") for e in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


def test_both_forms_hold_the_same_entries(client) -> None:
    root = ElementTree.fromstring(client.get("/feeds/all.atom").data)
    as_json = items(client, "all")
    assert [e.findtext(f"{ATOM}id") for e in root.findall(f"{ATOM}entry")] == [i["id"] for i in as_json]
    assert as_json


def test_entries_keep_their_ids_in_both_languages_and_in_every_feed(client) -> None:
    english, dutch = (items(client, "frontex", lang=lang) for lang in LANGS)
    assert [i["id"] for i in english] == [i["id"] for i in dutch]
    assert english[0]["title"] != dutch[0]["title"]
    everything = {i["id"] for i in items(client, "all")}
    assert {i["id"] for i in english[:5]} <= everything


def test_a_feed_holds_only_its_source_and_kind(client) -> None:
    for source in SOURCES[1:]:
        assert {i["tags"][1] for i in items(client, source)} <= {source}
    for kind in ("data", "revisions"):
        assert {i["tags"][0] for i in items(client, "all", kind=kind)} == {kind}


def test_every_vintage_with_a_day_is_news_of_the_release_that_brought_it(client, release: store.Release) -> None:
    vintages = {
        (i.source, formats.date(i.vintage, "en"))
        for i in release.inputs.values()
        if i.provenance in ("original", "derived") and len(i.vintage) == 10
    }
    news = items(client, "all", kind="data")
    assert {(i["tags"][1], i["title"].partition("as of ")[2]) for i in news} == vintages
    assert {i["date_published"] for i in news} == {release.facts["built_at"]}


def test_an_older_edition_that_comes_late_moves_the_feed(release: store.Release) -> None:
    """It is news of the release that brought it, whatever its own day."""
    c = catalogue.load()
    inputs = [i for i in release.inputs.values() if i.source == "frontex"]
    first = {(i.dataset, i.vintage): "2026-11-23T12:00:00+00:00" for i in inputs}
    late = min((i for i in inputs if len(i.vintage) == 10), key=lambda i: i.vintage)
    first[late.dataset, late.vintage] = "2026-11-24T12:00:00+00:00"
    news = feeds.newest(feeds.came_in(inputs, c, {i: f"/{i}" for i in c.indicators}, "", "en", first))
    assert formats.date(late.vintage, "en") in news[0].title
    feed = feeds.Feed("en", "frontex", "", "", "", "2026-11-23T12:00:00+00:00", news)
    assert feed.updated == "2026-11-24T12:00:00+00:00"


@pytest.mark.parametrize("lang", LANGS)
def test_a_figure_and_a_statement_have_feeds_of_their_own(client, lang: str) -> None:
    every = {i["id"] for i in items(client, "all", lang=lang)}
    for path, page in (
        ("figure/returned", "figure/returned"),
        ("statement/p1_irregular_yoy", "letter/p1_irregular_yoy"),
    ):
        told = client.get(f"/feeds/{path}.json?lang={lang}").get_json()
        assert 0 < len(told["items"]) < len(every)
        assert told["home_page_url"] == f"http://localhost/{lang}/{page}"
        assert told["feed_url"] == f"http://localhost/feeds/{path}.json?lang={lang}"
        text = client.get(f"/{lang}/{page}").text
        assert f'href="/feeds/{path}.atom?lang={lang}"' in text
        assert f'href="/feeds/{path}.json?lang={lang}"' in text
    assert client.get("/feeds/figure/nothing.atom").status_code == 404
    assert client.get("/feeds/statement/99.9.atom").status_code == 404


def test_revisions_of_a_day_are_one_entry_with_from_and_to(client, release: store.Release) -> None:
    replaced = [r for r in release.revisions("asylum_applicants") if r.seen_until == "2026-08-06"]
    assert replaced
    entry = next(
        i for i in items(client, "eurostat", kind="revisions")
        if i["url"].endswith("/asylum_applicants#revisions") and "On 6 August 2026" in i["content_html"]
    )  # fmt: skip
    assert f"({len(replaced)} figures)" in entry["title"]
    lines = re.findall("<li>(.*?)</li>", entry["content_html"])
    first = next(r for r in replaced if r.value is not None)
    assert any(f": {first.value:,.0f}" in line and " → " in line for line in lines)


def test_a_revision_says_where_its_figures_come_from(client) -> None:
    """What we computed is ours, and a figure quoted by others is not the publisher's own list."""
    [rates] = [i["content_html"] for i in items(client, "figure/return_rate", lang="nl", kind="revisions")]
    assert "2016, Nederland, terugkeer naar derde landen: 34,0 → niet beschikbaar</li>" in rates
    assert ": 35,7 → 49,1 (door deze monitor berekend uit cijfers die zijn overgenomen uit een lijst)</li>" in rates
    assert rates.endswith("</ul><p>Tenzij anders vermeld: door deze monitor berekend uit cijfers van de uitgever</p>")
    [orders] = [i["content_html"] for i in items(client, "figure/ordered_to_leave", lang="en", kind="revisions")]
    assert ": 422,000 (quoted from a publication) → 461,710</li>" in orders
    assert ": 32,950 (original figure of the publisher) → 25,310</li>" in orders
    assert orders.endswith("</ul><p>Unless marked otherwise: transcribed from a list</p>")


def test_a_later_release_that_brings_nothing_dates_nothing_anew(client, stocked, monkeypatch, tmp_path) -> None:
    """Vintages known to the month too, whose day is the last of the month."""
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(stocked("2026-11-23-aaaaaa", root=tmp_path / "one")))
    before = {i["id"]: i["date_published"] for i in items(client, "all")}
    monkeypatch.setenv(
        "MONITOR_WAREHOUSE", str(stocked("2026-11-23-aaaaaa", "2026-11-24-bbbbbb", root=tmp_path / "two"))
    )
    assert {i["id"]: i["date_published"] for i in items(client, "all")} == before


def test_what_the_oldest_release_that_is_asked_had_already_keeps_its_own_day(release: store.Release) -> None:
    first = brought((release.id,), more=True)
    assert {at[:10] == known for (_, known), at in first.items() if len(known) == 10} == {True}
    assert first["eurostat.migr_asyappctza", "2025-05-31"].startswith("2025-05-31T")


def test_entries_lead_to_pages_of_this_site(client) -> None:
    for url in {i["url"] for i in items(client, "all", lang="nl")}:
        assert client.get(url.removeprefix("http://localhost").partition("#")[0]).status_code == 200


def test_the_newest_entry_comes_first_and_dates_the_feed(client) -> None:
    days = [i["date_published"] for i in items(client, "all")]
    assert days == sorted(days, reverse=True)
    assert ElementTree.fromstring(client.get("/feeds/all.atom").data).findtext(f"{ATOM}updated") == days[0]


@pytest.mark.parametrize(
    "address",
    ["/feeds/x.atom", "/feeds/all.rss", "/feeds/all.atom?lang=fr", "/feeds/all.atom?kind=x", "/feeds/all.atom?a=b"],
)
def test_a_feed_refuses_what_it_does_not_know(client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.get_json()["accepted"]


def test_a_feed_is_kept_by_its_tag_and_found_from_every_page(client) -> None:
    tag = client.get("/feeds/all.atom").headers["ETag"]
    assert client.get("/feeds/all.atom", headers={"If-None-Match": tag}).status_code == 304
    page = client.get("/nl/").text
    for kind, ending in (("application/atom+xml", "atom"), ("application/feed+json", "json")):
        assert re.search(f'<link rel="alternate" type="{re.escape(kind)}" [^>]*/feeds/all.{ending}\\?lang=nl"', page)
