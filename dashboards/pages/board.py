"""The board: figures that a reader collected, to compare, to share by address, to take along."""

from collections.abc import Mapping, Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, data
from dashboards.blocks.board_card import Placed, board_card, board_form, hidden_state
from dashboards.blocks.copy_field import copy_field
from dashboards.blocks.figure_fields import Option, select
from dashboards.embed import measure
from dashboards.embed.code import frame_code
from dashboards.figures import figure as figures
from dashboards.letter import targets
from dashboards.pages import Page
from dashboards.query import board as query
from dashboards.query import briefing, urls
from dashboards.query.board import Board
from dashboards.query.briefing import ENDINGS, LONGEST
from dashboards.query.embed import EmbedOptions
from dashboards.routes.embed import board_document
from dashboards.routes.requested import choice
from dashboards.text import formats
from dashboards.web.raw_html import Raw
from dashboards.web.request_host import absolute
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text

TITLE = Text(en="My board", nl="Mijn selectie")
DESCRIPTION = Text(
    en="Figures side by side, in an order and with titles of your own; the address is the board.",
    nl="Cijfers naast elkaar, in een eigen volgorde en met eigen titels; het adres is de selectie.",
)
EMPTY = Text(
    en="There is nothing on this board yet. “+ board” at a figure puts it here, with the countries and years that you "
    "chose. The address of this page is the board: keep it, or send it to someone.",
    nl="Deze selectie is nog leeg. Met ‘+ selectie’ bij een cijfer komt het hier, met de landen en jaren die u koos. "
    "Het adres van deze pagina is de selectie: bewaar het, of stuur het door.",
)
START = Text(en="Begin with the three headline figures", nl="Begin met de drie kerncijfers")
COUNT = Text(en="{n} figures on this board", nl="{n} cijfers in deze selectie")
ONE = Text(en="1 figure on this board", nl="1 cijfer in deze selectie")
ADDRESS = Text(
    en="The address of this page is the board: keep it, or send it to someone.",
    nl="Het adres van deze pagina is de selectie: bewaar het, of stuur het door.",
)
OWN_TITLE = Text(en="Title of the board", nl="Titel van de selectie")
COLUMNS = Text(en="Columns", nl="Kolommen")
COLUMN_WORDS = {"1": Text(en="one", nl="een"), "2": Text(en="two, to compare", nl="twee, om te vergelijken")}
SHOW = Text(en="Show", nl="Toon")
ADJUST = Text(en="Title and columns", nl="Titel en kolommen")
ADD = Text(en="Add a figure", nl="Voeg een cijfer toe")
ADDING = Text(en="Put another figure on the board", nl="Zet nog een cijfer in de selectie")
CHOOSE = Text(en="choose a figure", nl="kies een cijfer")
TAKE = Text(en="Download or embed", nl="Downloaden of insluiten")
ENDING_WORDS = {"pptx": "PowerPoint", "docx": "Word", "pdf": "PDF"}
EMBED = Text(en="Code to embed this board", nl="Code om deze selectie in te sluiten")
OTHER = Text(
    en="This is not the board that this browser keeps. ", nl="Dit is niet de selectie die deze browser bewaart. "
)
KEEP = Text(en="Keep this one instead", nl="Bewaar deze in plaats daarvan")


def layout(lang: Lang, **state: str) -> Sequence[Component]:
    """The board as its address has it; UnknownValueError where a part of it is not known."""
    board = query.board(state)
    placed = tuple(Placed(board, n, _figure(item.indicator, item.query, lang)) for n, item in enumerate(board.items))
    head = html.H1(board.title or TITLE[lang])
    other = html.P(
        [OTHER[lang], _keep(lang)], className="notice board-other", hidden="hidden", **data(board=_query(board))
    )
    if not placed:
        begin = html.P(html.A(START[lang], href=urls.board(lang, _first().state())))
        return [head, other, html.P(EMPTY[lang], className="lead", **data(shown="")), begin, _adding(board, lang)]
    count = ONE[lang] if len(placed) == 1 else COUNT[lang].format(n=formats.number(len(placed), 0, lang))
    names = ", ".join(p.title for p in placed)
    return [
        head,
        other,
        html.P(f"{count}: {names}.", className="found", **data(shown="")),
        html.Div([_adjusting(board, lang), _adding(board, lang)], className="board-forms"),
        html.Div([board_card(p, lang) for p in placed], className="board", **data(columns=board.columns)),
        _take(board, lang),
    ]


def title(lang: Lang) -> str:
    """My board."""
    return TITLE[lang]


def moved(lang: Lang, **state: str) -> str:
    """The board that a form asks for; "" where nothing is to be added or named."""
    board, rest = query.board(state), {"add", "at"} & set(state)
    if not rest:
        return ""
    if "add" in state:
        board = board.joined(state["add"])
    if "at" in state:
        board = board.titled(query.place(state["at"], board.items), state.get("named", ""))
    return urls.board(lang, board.state())


def chosen(_lang: Lang, **state: str) -> Mapping[str, str]:
    """The board without what goes without saying."""
    return query.board(state).state()


def _query(board: Board) -> str:
    return urls.board("en", board.state()).partition("?")[2]


def _figure(indicator: str, choices: Mapping[str, Sequence[str]], lang: Lang) -> figures.Figure:
    return figures.figure(choice(indicator, {**choices, "lang": [lang]}))


def _first() -> Board:
    headline = targets.headline_indicators(catalogue.load())[:3]
    return Board(briefing.items([i.id for i in headline]))


def _keep(lang: Lang) -> html.Button:
    return html.Button(
        KEEP[lang], type="button", className="text-button", disable_n_clicks=True, **data(action="keep-board")
    )


def _adjusting(board: Board, lang: Lang) -> html.Form:
    """Title and columns of the board."""
    field = Raw(
        html=f'<label for="board-title">{escape(OWN_TITLE[lang])}</label><input type="text" id="board-title" '
        f'name="title" maxlength="{LONGEST}" value="{escape(board.title)}">',
        className="field",
    )
    columns = [Option(code, label[lang]) for code, label in COLUMN_WORDS.items()]
    sent = {name: value for name, value in board.state().items() if name == "figure"}
    return board_form(
        [*hidden_state(sent), field, select("columns", COLUMNS[lang], columns, board.columns), _show(lang)],
        lang,
        ADJUST[lang],
    )


def _adding(board: Board, lang: Lang) -> html.Form:
    """Every figure by name, so that a board can be made without a script."""
    listed = sorted(catalogue.load().indicators.values(), key=lambda i: i.title[lang])
    options = [Option("", CHOOSE[lang]), *(Option(i.id, i.title[lang]) for i in listed)]
    return board_form(
        [*hidden_state(board.state()), select("add", ADD[lang], options, ""), _show(lang)], lang, ADDING[lang]
    )


def _show(lang: Lang) -> html.Button:
    return html.Button(SHOW[lang], type="submit", className="button", disable_n_clicks=True)


def _take(board: Board, lang: Lang) -> html.Section:
    """The board as a deck, as a document, and as code for a frame."""
    items = [item.text for item in board.items]
    links = [html.Li(html.A(ENDING_WORDS[end], href=briefing.file(items, end, lang))) for end in ENDINGS]
    address = absolute(urls.board_embed({**board.state(), "lang": lang}))
    script = absolute(urls.asset("embed.js").partition("?")[0])
    height = measure.height_for_code(board_document(board, EmbedOptions(), lang))
    code = frame_code(address, board.title or TITLE[lang], height, script)
    return html.Section(
        [
            html.H2(TAKE[lang], id="take"),
            html.Ul(links, className="jumps"),
            html.P(ADDRESS[lang]),
            html.Details([html.Summary(EMBED[lang]), copy_field("board", EMBED[lang], code, lang)]),
        ],
        className="board-take",
        **aria(labelledby="take"),
    )


PAGE = Page(
    path="/board",
    title=title,
    description=DESCRIPTION,
    layout=layout,
    nav=TITLE,
    order=37,
    moved=moved,
    chosen=chosen,
    accepts=(*query.NAMES, "add", "at", "named"),
    listed=("figure",),
)
