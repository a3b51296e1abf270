"""GET /feeds/<all|eurostat|frontex|ind>.<atom|json>   news of the figures; lang (en, nl), kind (data, revisions)"""

from functools import lru_cache

from flask import Flask, Response

from dashboards import feeds
from dashboards.feeds import Entry, Feed
from dashboards.figures import revisions
from dashboards.query import parameters, urls
from dashboards.query.selection import Selection, language
from dashboards.routes import requested
from dashboards.web import file_cache, request_host
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator, Lang
from etl.model.errors import UnknownValueError
from etl.release import store

TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
SOURCES = ("all", *feeds.PUBLISHERS)


def add_routes(server: Flask) -> None:
    """The feeds."""

    @server.get(f"{urls.FEEDS}<source>.<ending>")
    def feed(source: str, ending: str) -> Response:
        _check(source, ending)
        query = requested.query(parameters.FEED)
        lang, kind = language(query, "en"), parameters.KIND.one(query)
        release, host = store.release(), request_host.name()

        def make() -> bytes:
            entries = feeds.newest(news(release.id, lang, host), source, kind)
            own = host + urls.feed(source, ending, lang, kind)
            home, built = host + urls.page(lang), release.facts["built_at"]
            told = Feed(lang, source, kind, own, home, built, entries)
            return (feeds.atom if ending == "atom" else feeds.json_feed)(told, host).encode()

        name = f"{source}_{kind or 'all'}_{lang}.{ending}"
        file = file_cache.File(name, TYPES[ending], lang, (release.id, source, ending, lang, kind), False)
        return file_cache.answer(file, make)


def _check(source: str, ending: str) -> None:
    if source not in SOURCES:
        raise UnknownValueError("Source", source, SOURCES)
    if ending not in TYPES:
        raise UnknownValueError("Feed type", ending, tuple(TYPES))


@lru_cache(maxsize=8)
def news(release_id: str, lang: Lang, host: str) -> tuple[Entry, ...]:
    """Every entry that a release can tell of."""
    release, c = store.release(release_id), catalogue.load()
    pages = {i: urls.figure(lang, i) for i in c.indicators}
    found = list(feeds.came_in(release.inputs.values(), c, pages, host, lang))
    for i in c.indicators.values():
        found += _revised(release, i, lang)
    return tuple(found)


def _revised(release: store.Release, i: Indicator, lang: Lang) -> tuple[Entry, ...]:
    try:
        replaced = release.revisions(i.id)
    except UnknownValueError:  # declared after this release was built
        return ()
    if not replaced:
        return ()
    geos, names = ({getattr(r, part) for r in replaced} for part in ("geo", "series"))
    chosen = Selection(i.id, tuple(sorted(geos)), tuple(sorted(names)))
    now = release.series(i.id, chosen.geos, chosen.series)
    return feeds.revised(i, revisions.changes(replaced, now, chosen), catalogue.load(), urls.figure(lang, i.id), lang)
