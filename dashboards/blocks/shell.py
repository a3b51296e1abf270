"""What stands around every page: skip link, header with language and theme, navigation, main, footer.

Plain links and native elements, so that all of it works before and without scripts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.blocks.search_field import search_field
from dashboards.query import urls
from etl.catalogue.declarations import LANGS, Lang, Text

SITE = Text(en="Migration agenda monitor", nl="Monitor migratieagenda")
SKIP = Text(en="Skip to the content", nl="Direct naar de inhoud")
PAGES = Text(en="Pages", nl="Pagina’s")
MENU = Text(en="Menu", nl="Menu")
LANGUAGE = Text(en="Language", nl="Taal")
SEARCH = Text(en="Search", nl="Zoeken")
SEARCH_SITE = Text(en="Search this site", nl="Zoek op deze site")
LOST = Text(
    en="The page could not be fetched. What you see is unchanged; check the connection and try again.",
    nl="De pagina kon niet worden opgehaald. Wat u ziet is niet veranderd; controleer de verbinding en probeer het "
    "opnieuw.",
)
ON_BOARD = Text(en="It is on your board, which holds {n} now.", nl="Het staat in uw selectie; daar staan er nu {n}.")
LEAST = Text(en="Choose at least one.", nl="Kies er ten minste een.")
LISTED = Text(en="{n} of {of} in the list", nl="{n} van {of} in de lijst")
SUGGESTED = Text(
    en="{n} suggestions; choose one with the arrow keys", nl="{n} suggesties; kies er een met de pijltjestoetsen"
)
DARK = Text(en="Dark colours", nl="Donkere kleuren")
NAMES: Mapping[Lang, str] = {"en": "English", "nl": "Nederlands"}
MAIN = "main"


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation: its label and the path of its page below the language."""

    label: str
    path: str


@dataclass(frozen=True)
class Place:
    """Where the reader is: language, path below it, and the state in the query.

    lost: at no page at all; the path is then where the other language leads.
    """

    lang: Lang
    path: str = "/"
    state: Mapping[str, str] | None = None
    lost: bool = False


def shell(
    place: Place, nav: Sequence[NavItem], blocks: Sequence[Component], footer: Sequence[Component] = ()
) -> html.Div:
    """A whole page: `blocks` inside the main landmark, between header and footer."""
    return html.Div(
        [
            html.A(SKIP[place.lang], href=f"#{MAIN}", className="skip-link"),
            _said(place.lang),
            _header(place, nav),
            html.Main(list(blocks), id=MAIN, className="page-main", tabIndex=-1),
            html.Footer(list(footer), className="page-footer") if footer else None,
        ],
        className="page",
        lang=place.lang,
        **data(page=place.path),
    )


def _said(lang: Lang) -> html.Div:
    """Where assets/live.js says what is shown now, and what went wrong; spoken after what is being read out."""
    spoken = data(
        lost=LOST[lang], least=LEAST[lang], listed=LISTED[lang], suggested=SUGGESTED[lang], on_board=ON_BOARD[lang]
    )
    return html.Div(className="live-said", role="status", **spoken)


def _header(place: Place, nav: Sequence[NavItem]) -> html.Header:
    """Title, and what a phone folds away below one word: search, language, theme, pages. A wide screen shows it all."""
    home = html.A(SITE[place.lang], href=urls.page(place.lang), className="site-title")
    tools = html.Div([_search(place.lang), _languages(place), _theme(place.lang)], className="site-tools")
    inside = html.Div([tools, _nav(place, nav)] if nav else [tools], className="site-menu-inside")
    menu = html.Details([html.Summary(MENU[place.lang], className="tool"), inside], className="site-menu")
    return html.Header([home, menu], className="site-header")


def _nav(place: Place, nav: Sequence[NavItem]) -> html.Nav:
    items = [html.Li(_link(item, place)) for item in nav]
    return html.Nav(html.Ul(items, className="nav-list"), className="site-nav", **aria(label=PAGES[place.lang]))


def _link(item: NavItem, place: Place) -> html.A:
    current = aria(current="page") if item.path == place.path and not place.lost else {}
    address = urls.page(place.lang, item.path)
    if address != urls.board(place.lang):
        return html.A(item.label, href=address, className="nav-link", **current)
    count = html.Span(**data(board_count=""))  # assets/board.js counts what the reader collected
    return html.A([item.label, count], href=address, className="nav-link", **current, **data(board_link=""))


def _search(lang: Lang) -> html.Form:
    """A box that finds figures, statements, places, terms and functions; a form that any browser sends by itself."""
    field = search_field("q", "site-search", SEARCH_SITE[lang], suggest=urls.suggest(lang))
    button = html.Button(SEARCH[lang], type="submit", className="button", disable_n_clicks=True)
    return html.Form(
        [field, button],
        method="GET",
        action=urls.search(lang),
        role="search",
        className="site-search",
        **aria(label=SEARCH_SITE[lang]),
    )


def _languages(place: Place) -> html.Nav:
    """The same page in each other language, named in that language."""
    links = [
        html.A(
            NAMES[lang],
            href=urls.page(lang, place.path, place.state),
            lang=lang,
            hrefLang=lang,
            rel="alternate",
            className="tool",
        )
        for lang in LANGS
        if lang != place.lang
    ]
    return html.Nav(links, **aria(label=LANGUAGE[place.lang]))


def _theme(lang: Lang) -> html.Button:
    """Works by assets/monitor.js, and is shown only where scripts run."""
    return html.Button(
        DARK[lang],
        type="button",
        className="tool theme-toggle",
        disable_n_clicks=True,
        **data(action="theme"),
        **aria(pressed="false"),
    )
