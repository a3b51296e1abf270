"""Every address of the site is made here, so that a link and its route cannot drift apart. Pure: no request, no files
but our own assets, which are read to give each version of them an address of its own.

Functions give addresses as a reader sees them, below the path of the public address; constants are those of routes.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode

from dashboards.query.public import inner, public
from etl.catalogue.declarations import LANGS, Lang
from etl.model.errors import UnknownValueError

ASSETS = Path(__file__).parents[2] / "assets"
NAMESPACE = "monitor"  # of our own component, of our JavaScript, of our keys in a reader's browser
HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
ROBOTS, FAVICON = "/robots.txt", "/favicon.ico"
PLOTLY = "/plotly"
EMBED = "/embed/"  # the only addresses that other sites may put in a frame
LIVE = "/live"  # before the address of a page: the page as Dash draws it
OEMBED = "/oembed"
FEEDS = "/feeds/"
CHECK = "/api/check"
VERIFY = "/api/verify.json"
SHORT_VERIFY = "/verify"  # in whichever language the reader prefers
CHANGES, RELEASE_DATA = "/data/changes.csv", "/data/release.zip"
OPENAPI, SUGGEST = "/api/openapi.json", "/api/suggest.json"
BOARD_EMBED = f"{EMBED}board"
FOR_MACHINES = ("/data/", "/api/", f"{LIVE}/", OEMBED, FEEDS, "/_dash", HEALTH, READY)


def at(path: str) -> str:
    """A route of ours as a reader sees it: below the path of the public address."""
    return public().mount + path


def page(lang: Lang, path: str = "/", state: Mapping[str, str] | None = None) -> str:
    """Address of a page: `path` is the page's own, below the language (`/`, `/figure/returned`).

    A value of several lines is given as several values of its name.
    """
    return _file(f"/{lang}{path}", state)


def data(indicator: str, state: Mapping[str, str] | None = None, ending: str = "csv") -> str:
    """Address of an indicator's figures as a file: csv, xlsx, parquet, json or zip."""
    return _file(f"/data/{indicator}.{ending}", state)


def release_data(state: Mapping[str, str] | None = None) -> str:
    """Address of a whole release as one zip."""
    return data("release", state, "zip")


def asset(name: str) -> str:
    """Address of a file in assets/, different for each version of it."""
    return at(f"/assets/{name}?v={_version(name)}")


@cache
def _version(name: str) -> str:
    return sha256((ASSETS / name).read_bytes()).hexdigest()[:12]


def plotly(fingerprint: str) -> str:
    """Address of one version of Plotly's bundle."""
    return at(f"{PLOTLY}/{fingerprint}.js")


def language_of(path: str) -> Lang | None:
    """The language that an address names, None where it names none that we have."""
    first = inner(path).split("/")[1] if path.startswith("/") else ""
    return next((lang for lang in LANGS if lang == first), None)


def is_for_machines(path: str) -> bool:
    """Whether an address is answered in data, and so its errors in JSON."""
    return inner(path).startswith(FOR_MACHINES)


def is_embed(path: str) -> bool:
    """Whether an address is that of a page for a frame on another site."""
    return inner(path).startswith(EMBED) and "/" not in inner(path).removeprefix(EMBED)


def figure(lang: Lang, indicator: str, state: Mapping[str, str] | None = None) -> str:
    """Address of an indicator's figure."""
    return page(lang, f"/figure/{indicator}", state)


def figures(lang: Lang, state: Mapping[str, str] | None = None) -> str:
    """Address of the list of all figures, or of those of a choice."""
    return page(lang, "/figures", state)


def picture(indicator: str, ending: str, state: Mapping[str, str] | None = None) -> str:
    """Address of an indicator's figure as a picture: svg, png or pdf."""
    return _file(f"/figure/{indicator}.{ending}", state)


def briefing(indicator: str, ending: str, state: Mapping[str, str] | None = None) -> str:
    """Address of an indicator's figure as a deck or document: pptx, docx or pdf."""
    return _file(f"/briefing/{indicator}.{ending}", state)


def sheet(pillar: int, ending: str, state: Mapping[str, str] | None = None) -> str:
    """Address of a fact sheet, pdf or docx: of a pillar, or of the headline figures where the number is 0."""
    return _file(f"/briefing/{f'pillar/{pillar}' if pillar else 'headline'}.{ending}", state)


def _file(path: str, state: Mapping[str, str] | None) -> str:
    query = _query(tuple((state or {}).items()))
    return at(path) + (f"?{query}" if query else "")


@lru_cache(maxsize=256)  # a page offers the same choice in twenty forms
def _query(state: tuple[tuple[str, str], ...]) -> str:
    pairs = [(name, line) for name, value in state for line in value.split("\n") if line]
    return urlencode(pairs, quote_via=quote, safe=",")


def board(lang: Lang, state: Mapping[str, str] | None = None) -> str:
    """Address of a board: see `dashboards.query.board`."""
    return page(lang, "/board", state)


def board_embed(state: Mapping[str, str] | None = None) -> str:
    """Address of a board as a light page for a frame."""
    return _file(BOARD_EMBED, state)


def letter(lang: Lang, state: Mapping[str, str] | None = None) -> str:
    """Address of the ledger: all statements of the letter, or those of a choice."""
    return page(lang, "/letter", state)


def letter_text(lang: Lang, place: str = "") -> str:
    """Address of the letter's text; place: id of a statement, or of a footnote such as `note-3`."""
    return page(lang, "/letter/text") + (f"#{place}" if place else "")


def claim(lang: Lang, claim_id: str) -> str:
    """Address of one statement."""
    return page(lang, f"/letter/{claim_id}")


def pillar(lang: Lang, number: int) -> str:
    """Address of a pillar's page."""
    return page(lang, f"/pillar/{number}")


def search(lang: Lang, q: str = "") -> str:
    """Address of what a search finds."""
    return page(lang, "/search", {"q": q})


def suggest(lang: Lang) -> str:
    """Address of what is offered while a reader types; `q` comes behind it."""
    return _file(SUGGEST, {"lang": lang})


def glossary(lang: Lang, term: str = "") -> str:
    """Address of the glossary, at a term."""
    return page(lang, "/glossary") + (f"#{term}" if term else "")


def figure_of(path: str) -> tuple[Lang, str]:
    """The language and indicator that the path of a figure names; UnknownValueError for any other path."""
    lang, parts = language_of(path), inner(path).split("/")
    if lang is None or len(parts) != 4 or parts[2] != "figure":
        raise UnknownValueError("figure", path, ("/en/figure/<indicator>", "/nl/figure/<indicator>"))
    return lang, parts[3]


def share(lang: Lang, indicator: str, state: Mapping[str, str] | None = None) -> str:
    """Address of the page with codes to embed, link and cite a figure."""
    return page(lang, f"/figure/{indicator}/share", state)


def embed(indicator: str, state: Mapping[str, str] | None = None) -> str:
    """Address of an indicator's figure as a light page for a frame."""
    return _file(f"{EMBED}{indicator}", state)


def chart(indicator: str, state: Mapping[str, str] | None = None) -> str:
    """Address of an indicator's figure as data and layout for Plotly."""
    return _file(f"/api/figure/{indicator}.json", state)


def oembed(address: str, form: str = "json") -> str:
    """Address of what oEmbed says of an absolute address of ours; form: json or xml."""
    return _file(OEMBED, {"url": address, "format": form})


def feed(source: str, ending: str, lang: Lang, kind: str = "") -> str:
    """Address of a feed; source: all, or a source's id; ending: atom or json; kind: "", data or revisions."""
    return _file(f"{FEEDS}{source}.{ending}", {"lang": lang, "kind": kind})


def feed_of(what: str, name: str, ending: str, lang: Lang, kind: str = "") -> str:
    """Address of the feed of one figure or statement; what: figure or statement."""
    return _file(f"{FEEDS}{what}/{name}.{ending}", {"lang": lang, "kind": kind})


def changes(lang: Lang, state: Mapping[str, str] | None = None) -> str:
    """Address of what was revised."""
    return page(lang, "/changes", state)


def changes_csv(state: Mapping[str, str] | None = None) -> str:
    """Address of what was revised, as a file."""
    return _file(CHANGES, state)


def check(lang: Lang, state: Mapping[str, str] | None = None) -> str:
    """Address at which a quoted number is checked."""
    return page(lang, "/check", state)


def check_json(state: Mapping[str, str] | None = None) -> str:
    """The same as JSON."""
    return _file(CHECK, state)


def verify(lang: Lang, given: str = "") -> str:
    """Address at which it is said of which release a file is."""
    return page(lang, "/verify", {"given": given})


def verify_json(given: str, lang: Lang) -> str:
    """The same as JSON."""
    return _file(VERIFY, {"given": given, "lang": lang})


def api(lang: Lang) -> str:
    """Address of the readable description of all addresses for machines."""
    return page(lang, "/api")


def explore(lang: Lang, state: Mapping[str, str] | None = None) -> str:
    """Address of the explore page; state: table, dimensions and what else `dashboards.explore.table` names."""
    return page(lang, "/explore", state)


def dataset(dataset_id: str, state: Mapping[str, str] | None = None) -> str:
    """Address of rows of a dataset as CSV."""
    return _file(f"/data/dataset/{dataset_id}.csv", state)


def sources(lang: Lang, dataset_id: str = "") -> str:
    """Address of the sources, at a dataset."""
    return page(lang, "/sources") + (f"#{dataset_id}" if dataset_id else "")


def method(lang: Lang, place: str = "") -> str:
    """Address of the method, at a section."""
    return page(lang, "/method") + (f"#{place}" if place else "")
