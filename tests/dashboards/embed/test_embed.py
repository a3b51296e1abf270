"""A figure on another site: light, in one request, framed there and nowhere else."""

import re
from html import unescape
from typing import Any

import pytest

from dashboards.embed.style import with_classes
from dashboards.query import embed as embed_query
from dashboards.query.embed import EmbedOptions
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.model.errors import UnknownValueError
from etl.release import store

LIGHT = 30_000  # bytes


INDICATORS = sorted(catalogue.load().indicators)


ROUTES = (
    "Black Sea Route,Central Mediterranean Route,Circular Route from Albania to Greece,Eastern Borders Route,Eastern "
    "Mediterranean Route,Other,Western African Route,Western Balkan Route,Western Mediterranean Route,total"
)


MANY = "AT,BE,BG,CH,CY,CZ,DE,DK,EE,EL,ES,FI,FR,HR,HU,IE,IS,IT,LI,LT,LU,LV,MT,NL,NO,PL,PT,RO,SE,SI,SK"


THEN = {"as_of": "2026-01-01", "beside": "now"}


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
    page = client.get("/embed/returned?geo=NL&series=all").text
    shown = {p.period: p.value for s in release.series("returned", ("NL",), ("all",)) for p in s.points}
    rows = dict(re.findall(r'<th scope="row">(\d{4})</th><td>([\d,]+)</td>', page))
    assert rows
    assert {period: float(text.replace(",", "")) for period, text in rows.items()} == {
        period: value for period, value in shown.items() if period in rows
    }


def test_what_is_the_same_in_each_row_of_an_embed_is_said_once(client, release: store.Release) -> None:
    page = client.get("/embed/ind_family_by_nationality_monthly").text
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    assert len(rows) > 100
    assert not any("transcribed" in row for row in rows)
    assert "All figures: transcribed from a list" in page


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
    assert shorter == '<svg><path class=p0 d="M0 1H9M0 5H9"/></svg>'
    assert rules == ".p0{fill:none;stroke:var(--grid);stroke-width:1}"


def test_a_table_too_large_for_an_embed_keeps_its_newest_rows_and_says_so(client, release: store.Release) -> None:
    page = client.get("/embed/irregular_arrivals_monthly?series=total,Other&as_of=2026-01-01&beside=now").text
    shown, of = map(int, re.search(r"holds the newest (\d+) of (\d+) rows", page).groups())
    periods = {p.period for s in release.series("irregular_arrivals_monthly") for p in s.points}
    assert (shown, of) == (24, len(periods))
    assert f'<th scope="row">{formats.period(max(periods), "en")}</th>' in page
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


LONG = f"/embed/returned?geo={'NL,' * 3000}"


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    ("address", "status", "en", "nl"),
    [
        ("/embed/returning?", 404, "“returning” is not known", "‘returning’ is niet bekend"),
        ("/embed/returned?geo=XX", 404, "geo “XX” is not known", "geo ‘XX’ is niet bekend"),
        ("/embed/board?figure=returned?series=x", 404, "series “x” is not known", "series ‘x’ is niet bekend"),
        ("/embed/board?columns=2", 404, "figure “” is not known", "figure ‘’ is niet bekend"),
        (LONG, 414, "longer than the 8,000 characters", "langer dan de 8.000 tekens"),
    ],
    ids=["indicator", "code", "code on a board", "empty board", "address"],
)
def test_what_is_wrong_with_an_embed_is_said_in_its_frame(
    client, address: str, status: int, en: str, nl: str, lang: str
) -> None:
    answer = client.get(f"{address}&lang={lang}", headers={"Accept-Language": lang})
    assert answer.status_code == status
    assert framing(answer) == (None, "*")
    assert {"en": en, "nl": nl}[lang] in unescape(answer.text)


def test_an_embed_held_to_a_damaged_release_says_so_in_its_frame(
    client, stocked: Any, damage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = stocked("2026-11-23-aaaaaa", "2026-11-24-bbbbbb")
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
    damage(root / "releases/2026-11-23-aaaaaa/indicators/returned.parquet", "deleted")
    for page in ("returned?release=2026-11-23-aaaaaa", "board?figure=returned?release=2026-11-23-aaaaaa"):
        answer = client.get(f"/embed/{page}&lang=nl", headers={"Accept-Language": "nl"})
        assert (answer.status_code, framing(answer)) == (503, (None, "*"))
        assert "Release 2026-11-23-aaaaaa is beschadigd" in answer.text
        assert answer.headers["Retry-After"]
        assert "<nav" not in answer.text, "a light page, not the whole site"


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


def test_the_manner_of_an_embed_is_read_back_from_its_address() -> None:
    for options in (EmbedOptions(), EmbedOptions("dark", minimal=True), EmbedOptions("light", interactive=True)):
        assert embed_query.embed_options({name: [value] for name, value in options.state().items()}) == options
    with pytest.raises(UnknownValueError, match="theme"):
        embed_query.embed_options({"theme": ["light", "dark"]})


@pytest.mark.parametrize(
    "query",
    ["geo=BE,CH&series=resettled&measure=index&shape=ranked", "geo=BE,IS,LI,CZ&series=resettled&measure=index"],
)
def test_an_index_without_a_common_base_says_that_nothing_is_there(client, query: str) -> None:
    for address in ("/embed/resettled_by_country", "/nl/figure/resettled_by_country"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200, address
