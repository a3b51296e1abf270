"""GET /feeds/<all|eurostat|frontex|ind>.<atom|json>   news of the figures; lang (en, nl), kind (data, revisions)
GET /feeds/figure/<indicator>.<atom|json>           news of one figure
GET /feeds/statement/<claim>.<atom|json>            news of the figures that check one statement of the letter
"""

from collections.abc import Collection
from functools import lru_cache

from flask import Flask, Response

from dashboards import feeds
from dashboards.feeds import Brought, Feed, NewsItem
from dashboards.figures import revisions
from dashboards.figures.figure import declared
from dashboards.figures.revisions import Change
from dashboards.query import parameters, urls
from dashboards.query.selection import Selection, language
from dashboards.routes import requested
from dashboards.web import request_host, tagged_file
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang
from etl.model.errors import MonitorError, UnknownValueError
from etl.model.period import day
from etl.release import store

TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
SOURCES = ("all", *feeds.PUBLISHERS)
MOST_RELEASES = 60  # that are asked which of them brought a piece of news


def add_routes(server: Flask) -> None:
    """The feeds."""

    @server.get(f"{urls.FEEDS}<source>.<ending>")
    def feed(source: str, ending: str) -> Response:
        if source not in SOURCES:
            raise UnknownValueError("Source", source, SOURCES)
        return _answer(ending, source)

    @server.get(f"{urls.FEEDS}figure/<name>.<any(atom, json):ending>")
    def feed_of_figure(name: str, ending: str) -> Response:
        return _answer(ending, "all", "figure", declared(name).id, (name,))

    @server.get(f"{urls.FEEDS}statement/<name>.<any(atom, json):ending>")
    def feed_of_statement(name: str, ending: str) -> Response:
        known = catalogue.load().claims
        if name not in known:
            raise UnknownValueError("Statement", name, tuple(known))
        c = catalogue.load()
        checked = tuple(i for i in c.indicators if known[name] in c.claims_of(i))
        return _answer(ending, "all", "statement", name, checked)


def _answer(
    ending: str, source: str, what: str = "", name: str = "", indicators: Collection[str] | None = None
) -> Response:
    if ending not in TYPES:
        raise UnknownValueError("Feed type", ending, tuple(TYPES))
    query = requested.query(parameters.FEED)
    lang, kind = language(query, "en"), parameters.KIND.one(query)
    release, host, releases = store.release(), request_host.name(), store.release_ids()

    def make() -> bytes:
        items = feeds.newest(news(release.id, releases, lang, host), source, kind, indicators)
        own = urls.feed_of(what, name, ending, lang, kind) if what else urls.feed(source, ending, lang, kind)
        home, about = _page(what, name, lang)
        made = Feed(lang, source, kind, host + own, host + home, release.facts["built_at"], items, about)
        return (feeds.atom if ending == "atom" else feeds.json_feed)(made, host).encode()

    stem = f"{what}_{name}" if what else source
    file_name = "".join(c if c.isalnum() or c in "._-" else "-" for c in f"{stem}_{kind or 'all'}_{lang}.{ending}")
    decided = (release.id, releases, source, what, name, ending, lang, kind)
    return tagged_file.answer(tagged_file.File(file_name, TYPES[ending], lang, decided, False), make)


def _page(what: str, name: str, lang: Lang) -> tuple[str, str]:
    """Where the feed's subject is, and what it is called."""
    if what == "figure":
        return urls.figure(lang, name), declared(name).title[lang]
    if what == "statement":
        return urls.claim(lang, name), catalogue.load().claims[name].paraphrase[lang].rstrip(".")
    return urls.page(lang), ""


@lru_cache(maxsize=8)
def news(release_id: str, releases: tuple[str, ...], lang: Lang, host: str) -> tuple[NewsItem, ...]:
    """Every item that a release can tell of. releases: those that may have brought it, in their order."""
    release, c = store.release(release_id), catalogue.load()
    before = releases[: releases.index(release_id) + 1] if release_id in releases else (release_id,)
    first = brought(before[-MOST_RELEASES:], len(before) > MOST_RELEASES)
    pages = {i: urls.figure(lang, i) for i in c.indicators}
    items = list(feeds.came_in(release.inputs.values(), c, pages, host, lang, first))
    built: str = release.facts["built_at"]
    for name, changes in _revised(release_id):
        items += feeds.revised(c.indicators[name], changes, c, pages[name], lang, first, built)
    return tuple(items)


@lru_cache(maxsize=2)
def brought(releases: tuple[str, ...], more: bool = False) -> Brought:
    """Of every dataset and vintage, and of its day, the time of the first of these releases that had it; damaged ones
    are left out. Where there may have been releases before, what the first has is dated by its own day, which stays.
    """
    first: dict[tuple[str, str], str] = {}
    for n, name in enumerate(releases):
        try:
            release = store.release(name)
            for i in release.inputs.values():
                own = day(i.vintage)
                came = f"{own}T00:00:00+00:00" if own and n == 0 and more else release.facts["built_at"]
                for known in {i.vintage, own}:
                    first.setdefault((i.dataset, known), came)
        except MonitorError:
            continue
    return first


@lru_cache(maxsize=2)  # each language and host asks the same of a release, of which it takes hundreds of readings
def _revised(release_id: str) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """Every indicator of which figures were replaced, with what came instead."""
    release, made = store.release(release_id), []
    for name in catalogue.load().indicators:
        try:
            replaced = release.revisions(name)
        except UnknownValueError:  # declared after this release was built
            continue
        if replaced:
            geos, names = ({getattr(r, part) for r in replaced} for part in ("geo", "series"))
            chosen = Selection(name, tuple(sorted(geos)), tuple(sorted(names)))
            made.append((name, revisions.changes(replaced, release.series(name, chosen.geos, chosen.series), chosen)))
    return tuple(made)
