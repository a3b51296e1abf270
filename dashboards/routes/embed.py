"""GET /embed/<indicator>   an indicator's figure as a light page for a frame on another site

geo, series, from, to, as_of, release, lang, measure, base, shape, beside   as on the figure's page
theme         auto (default: the reader's own), light, dark
minimal=1     the picture, its source and a link back only
interactive=1 the chart answers to a pointer; Plotly is loaded only when a reader touches it

GET /embed/board?figure=…&figure=…   the figures of a board; columns, title, lang, theme

GET /api/figure/<indicator>.json   the same figure as data, layout and configuration for Plotly, in theme light or dark

With `release` it is pinned: it stays as it is, and says what has changed since. These pages alone may be framed.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask, Response, json, request

from dashboards.charts.plotly import picture as plotly
from dashboards.embed import page as embed_page
from dashboards.embed.board import BoardFigure, board_page
from dashboards.embed.page import Embed, Links
from dashboards.figures import figure as figures
from dashboards.figures import pinned
from dashboards.figures.figure import Figure
from dashboards.query import board as board_query
from dashboards.query import briefing, parameters, urls
from dashboards.query import embed as embed_query
from dashboards.query.board import Board
from dashboards.query.embed import EmbedOptions
from dashboards.query.selection import SHAPES, Selection, language
from dashboards.routes import requested
from dashboards.web import errors, plotly_bundle, refusals, request_host, tagged_file
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.model.errors import DamagedError, MonitorError, UnknownValueError
from etl.release import store

PARAMETERS = (*parameters.CHOICE, *parameters.EMBED)
PLOTLY = (*parameters.CHOICE, parameters.THEME)
POLICY = (
    "default-src 'none'; script-src 'self' {hash}; style-src 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)


def add_routes(server: Flask) -> None:
    """The page for frames, and what its chart is made of."""

    @server.get(f"{urls.EMBED}<name>")
    def embed(name: str) -> Response:
        return _framed(lambda: _answer(name))

    @server.get(urls.BOARD_EMBED)
    def board() -> Response:
        return _framed(_board_answer)

    @server.get("/api/figure/<name>.json")
    def chart(name: str) -> Response:
        query = requested.query(PLOTLY)
        chosen, theme = requested.choice(name, query, PLOTLY), parameters.THEME.one(query) or "light"
        held = chosen.release or store.current_id()
        file = tagged_file.File(
            f"{name}.json", "application/json", chosen.lang, (chosen, theme, held), bool(chosen.release)
        )
        return tagged_file.answer(file, lambda: _plotly(chosen, theme))


def _framed(make: Callable[[], Response]) -> Response:
    """An answer for a frame; a refusal is one too."""
    try:
        answer = make()
    except DamagedError:
        raise  # answered of another release, if there is one
    except MonitorError as e:
        answer = refused(e)
    answer.headers["Content-Security-Policy"] = POLICY.format(hash=embed_page.height_script_hash())
    return answer


def _board_answer() -> Response:
    """The board of an address: see `dashboards.query.board`; theme as of a figure."""
    board, theme, lang = board_asked(requested.query(parameters.BOARD_EMBED))
    for item in board.items:
        requested.choice(item.indicator, {**item.query, "lang": [lang]})
    file = tagged_file.File("board.html", "text/html", lang, (board.state(), theme, store.current_id()), pinned=False)
    return tagged_file.answer(file, lambda: board_document(board, theme, lang).encode())


def board_asked(given: parameters.Query) -> tuple[Board, EmbedOptions, Lang]:
    """The board of a query, how it looks, and its language; UnknownValueError where it is empty or not known."""
    theme = embed_query.embed_options({"theme": given.get("theme", [])})
    board = board_query.board({name: "\n".join(given[name]) for name in board_query.NAMES if name in given})
    if not board.items:
        raise UnknownValueError("figure", "", briefing.EXAMPLE)
    return board, theme, language(given, "en")


def board_document(board: Board, theme: EmbedOptions, lang: Lang) -> str:
    """The page of a board for a frame."""
    chosen = [requested.choice(i.indicator, {**i.query, "lang": [lang]}) for i in board.items]
    shown = [
        BoardFigure(requested.drawn(c).chart, i.title, _absolute(urls.figure(lang, c.indicator, c.state())))
        for c, i in zip(chosen, board.items, strict=True)
    ]
    address = _absolute(urls.board(lang, board.state()))
    return board_page(shown, board.title, board.columns == "2", address, theme, lang)


def _plotly(chosen: Selection, theme: str) -> bytes:
    drawn = figures.figure(chosen).chart
    if drawn.kind == "map":
        raise UnknownValueError("shape", "map", SHAPES[:-1])
    drawing = plotly.figure(drawn, "dark" if theme == "dark" else "light")
    return json.dumps({**drawing, "config": plotly.config(chosen.lang)}).encode()


def _answer(name: str) -> Response:
    query = requested.query(PARAMETERS)
    chosen, options = requested.choice(name, query, PARAMETERS), embed_query.embed_options(query)
    held = chosen.release or store.current_id()
    file = tagged_file.File(
        f"{name}_{held}.html",
        "text/html",
        chosen.lang,
        (chosen, options, held, store.current_id()),  # a pinned page speaks of the current release too
        pinned=False,
    )
    return tagged_file.answer(file, lambda: embed_page.page(content(chosen, options)).encode())


def refused(error: MonitorError) -> Response:
    """Why there is nothing to show, as a page for the frame."""
    wanted = request.args.get("lang", "").lower()
    lang: Lang = next((known for known in LANGS if known == wanted), errors.reader_language())
    refusal = refusals.of_error(error, lang)
    page = embed_page.refusal_page(lang, refusal.sentence, refusal.accepted, _absolute(urls.page(lang)))
    answer = Response(page, refusal.status, mimetype="text/html")
    answer.cache_control.no_store = True
    answer.headers["Content-Security-Policy"] = POLICY.format(hash=embed_page.height_script_hash())
    if refusal.status == 503:
        answer.headers["Retry-After"] = errors.RETRY_AFTER
    return answer


def content(chosen: Selection, options: EmbedOptions, like: Figure | None = None) -> Embed:
    """What the page of a choice says. like: a figure that may be the same."""
    shown = figures.named(chosen, like) if like else figures.figure(chosen)
    links = _links(chosen, options, shown.pictured)
    if not (chosen.release or chosen.as_of):
        return Embed(shown.chart, options, links)
    now = store.release()
    since = figures.since(shown, now)
    held = pinned.standing(shown.release.id, shown.release.facts["built_at"][:10], chosen.as_of, chosen.lang)
    sentences = pinned.since_sentences(since, now.id, now.facts["built_at"][:10], shown.release.id, chosen.lang)
    changes = pinned.changes(since, shown.indicator, catalogue.load(), chosen.lang)
    return Embed(shown.chart, options, links, (held, *sentences), changes)


def _links(chosen: Selection, options: EmbedOptions, drawn: Selection) -> Links:
    lang, state = chosen.lang, chosen.state()
    figure = _absolute(urls.figure(lang, chosen.indicator, state))
    present = replace(chosen, release="", as_of="", beside="").state()
    files = {**replace(chosen, shape="", beside="", start=drawn.start, end=drawn.end).state(), "lang": lang}
    live = options.interactive
    return Links(
        figure,
        _absolute(urls.figure(lang, chosen.indicator, {**state, "view": "table"})),
        _absolute(urls.data(chosen.indicator, files)),
        _absolute(urls.embed(chosen.indicator, {**present, **options.state(), "lang": lang})),
        _absolute(urls.oembed(figure)),
        plotly_bundle.address() if live else "",
        urls.asset("embed_live.js") if live else "",
        urls.chart(chosen.indicator, {**state, "lang": lang}) if live else "",
    )


def _absolute(address: str) -> str:
    return request_host.name() + address
