"""One page, one module: it declares `PAGE = Page(...)` and a function from language and state to blocks.

May import: dashboards.blocks, dashboards.charts, dashboards.embed, dashboards.explore, dashboards.feeds,
dashboards.figures, dashboards.files, dashboards.freshness, dashboards.letter, dashboards.query, dashboards.routes,
dashboards.search, dashboards.sheets, dashboards.text, dashboards.web, etl.catalogue, etl.letter, etl.model,
etl.release.

Every page gets the shell around it here, so that no page can forget it, and is registered with Dash once per language.
An address with a value that we do not know is an UnknownValueError that lists what is accepted.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache, partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import dash
from dash.development.base_component import Component

from dashboards.blocks import damage, report_link
from dashboards.blocks.footer import footer
from dashboards.blocks.shell import SITE, NavItem, Place, shell
from dashboards.query import urls
from dashboards.query.parameters import LANG, is_tracking
from dashboards.web import react_html, request_host
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang, Text
from etl.model.errors import UnknownValueError
from etl.model.places import places
from etl.release import contacts, serving, store

Pairs = tuple[tuple[str, str], ...]
ABOUT = 40  # from this place in the navigation on, pages are about the site: they stand at its end
KEPT = 24  # drawn pages that a process keeps; each is asked for twice, by the first response and by Dash


@dataclass(frozen=True)
class Page:
    """A page.

    path: its address below the language: `/`, `/letter`, `/figure/<indicator>`.
    layout: called as layout(lang, **values): one text for each <name> in the path, and those of `accepts` that the
        address gives; returns blocks, the first of which holds the page's only h1.
    title: words, or a function called like `layout` without the values of `accepts`.
    accepts: names in the query that change the page; any other is refused, but for trackers. many: those of
        them that a form may send several times; their values are joined by commas. listed: those that may be given
        several times and whose values hold commas of their own; they are joined by line ends.
    moved: called like `layout`; the address of the page that shows what is asked, "" where it is this one.
    chosen: called like `layout`; of the values of `accepts` those that a reader chose, without what goes without
        saying. None: all of them.
    order: place in the navigation, from `ABOUT` on in the footer; None keeps it out. nav: its words there.
    """

    path: str
    title: Text | Callable[..., str]
    description: Text
    layout: Callable[..., Sequence[Component]]
    nav: Text | None = None
    order: int | None = None
    accepts: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    moved: Callable[..., str] | None = None
    chosen: Callable[..., Mapping[str, str]] | None = None
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(re.findall("<(.*?)>", self.path)))

    def document_title(self, lang: Lang, **values: str) -> str:
        """What a browser's tab says: the page's title and the site's."""
        title = self.title[lang] if isinstance(self.title, Text) else self.title(lang, **values)
        return f"{title} · {SITE[lang]}"


@dataclass(frozen=True)
class Visit:
    """A page as one address asks for it."""

    page: Page
    lang: Lang
    values: Mapping[str, str]
    state: Mapping[str, str]

    @property
    def path(self) -> str:
        """The page's path with the values filled in."""
        return re.sub("<(.*?)>", lambda match: self.values[match[1]], self.page.path)

    @property
    def moved(self) -> str:
        """The address of the page that shows what is asked; "" where it is this one."""
        return self.page.moved(self.lang, **self.values, **self.state) if self.page.moved else ""

    @cached_property
    def shortest(self) -> "Visit":
        """The same without what the page does by itself: whichever way it is asked, one page is drawn."""
        if self.page.chosen is None:
            return self
        chosen = self.page.chosen(self.lang, **self.values, **self.state)
        return replace(self, state={name: value for name, value in chosen.items() if value})

    @property
    def address(self) -> str:
        """The shortest address of what is asked."""
        return urls.page(self.lang, self.path, self.shortest.state)

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return self.page.document_title(self.lang, **self.values)


@cache
def pages() -> tuple[Page, ...]:
    """Every page that a module here declares; those with the longest path first, as a path is matched in that order."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(sorted((m.PAGE for m in modules), key=lambda p: (-p.path.count("/"), p.names, p.path)))


def find(path: str, query: Mapping[str, list[str]]) -> Visit:
    """What an address asks for; UnknownValueError where no page has it, or a name is given twice."""
    lang = urls.language_of(path)
    if lang is None:
        raise UnknownValueError("page", path, addresses())
    below = path.removeprefix(f"/{lang}")
    for page in pages():
        match = re.fullmatch(re.sub("<.*?>", "([^/]+)", page.path), below)
        if match:
            return Visit(page, lang, dict(zip(page.names, match.groups(), strict=True)), _state(page, query))
    raise UnknownValueError("page", path, addresses())


def _state(page: Page, query: Mapping[str, list[str]]) -> dict[str, str]:
    names = (*page.accepts, LANG.name)  # the path says the language; files name it in the query, as readers may here
    if strange := [name for name in query if name not in names and not is_tracking(name)]:
        raise UnknownValueError("Parameter", strange[0], page.accepts)
    for name in page.accepts:
        if len(query.get(name, ())) > 1 and name not in (*page.many, *page.listed):
            raise UnknownValueError(name, " + ".join(query[name]), ("one value",))
    given = {name: [v for v in query.get(name, ()) if v] for name in page.accepts}
    return {name: ("\n" if name in page.listed else ",").join(values) for name, values in given.items() if values}


def addresses() -> tuple[str, ...]:
    """The addresses of all pages, for a reader who took a wrong turn."""
    return tuple(urls.page(lang, page.path) for lang in LANGS for page in reversed(pages()))


@cache
def names(lang: Lang) -> dict[str, tuple[str, str]]:
    """Words and address, in the language, of whatever has a page: an address, or the id of a figure."""
    known = catalogue.load()
    made = {
        urls.page(lang, p.path): (p.title[lang], urls.page(lang, p.path))
        for p in reversed(pages())
        if isinstance(p.title, Text) and not p.names
    }
    made |= {urls.pillar(lang, n): (f"{n}. {p.title[lang]}", urls.pillar(lang, n)) for n, p in known.pillars.items()}
    made |= {i.id: (i.title[lang], urls.figure(lang, i.id)) for i in known.indicators.values()}
    statements = {urls.claim(lang, c.id): c.paraphrase[lang] for c in known.claims.values()}
    return made | {address: (title, address) for address, title in statements.items()}


def contents_key() -> str:
    """Changes whenever a page may look different though its address and our code are the same."""
    return " ".join(shown())


def shown() -> tuple[str, str]:
    """What that key is made of: release and damage; which other releases there are, the day, when a publisher was last
    asked, whom to write to.
    """
    day, root = f"{datetime.now(UTC):%Y-%m-%d}", places().warehouse
    others = f"{serving.list_version(root)} {contacts.version(root)}"
    return str(serving.served()), f"{day} {others} {report_link.contact()}"


def draw(visit: Visit) -> Component:
    """The whole page, shell and all: the same component for the first response and for Dash. Not to be changed."""
    shown = f"{contents_key()} {request_host.name()}"
    return _drawn(shown, visit.page, visit.lang, tuple(visit.values.items()), tuple(visit.shortest.state.items()))


@cache
def navigation(lang: Lang) -> tuple[tuple[NavItem, ...], tuple[NavItem, ...]]:
    """The pages of the header and those of the footer, in their order."""
    items = sorted((p for p in pages() if p.order is not None and p.nav is not None), key=lambda p: p.order or 0)
    ways = [(p.order or 0, NavItem(p.nav[lang], p.path)) for p in items if p.nav is not None]
    return tuple(item for n, item in ways if n < ABOUT), tuple(item for n, item in ways if n >= ABOUT)


@lru_cache(maxsize=KEPT)
def _drawn(_key: str, page: Page, lang: Lang, values: Pairs, state: Pairs) -> Component:
    visit = Visit(page, lang, dict(values), dict(state))
    nav, about = navigation(lang)
    release = store.release()
    notice = damage.notice(serving.served().damage, release.id, release.facts["built_at"], lang)
    blocks = (*notice, *page.layout(lang, **visit.values, **visit.state))
    end = footer(lang, release.id, release.facts["built_at"], about)
    return shell(Place(lang, visit.path, visit.state), nav, blocks, end)


def _layout(page: Page, lang: Lang, /, **given: Any) -> Any:
    """What Dash's router calls, with the values of the path and of the query in one."""
    values = {name: str(given[name]) for name in page.names if name in given}
    query = {name: v if isinstance(v, list) else [v] for name, v in given.items() if name not in page.names}
    return react_html.compact(draw(Visit(page, lang, values, _state(page, query))))


def register() -> None:
    """Tell Dash of every page in every language. Called once per app, after the app was made."""
    for n, page in enumerate(pages()):
        for lang in LANGS:
            address = f"/{lang}{page.path}"
            dash.register_page(
                address,
                path=None if page.names else address,
                path_template=address if page.names else None,
                title=partial(page.document_title, lang),
                description=page.description[lang],
                order=n,
                layout=partial(_layout, page, lang),
            )
