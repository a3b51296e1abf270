"""GET /oembed?url=<absolute address>   oEmbed 1.0 of a figure's or board's page or embed here, as said at oembed.com

format     json (default) or xml
maxwidth, maxheight   pixels that the frame may take
An address that is not one of a figure or a board here is 404.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask, Response, abort, json, request

from dashboards.embed import measure
from dashboards.embed import page as embed_page
from dashboards.embed.code import WIDTH
from dashboards.query import embed as embed_query
from dashboards.query import parameters, urls
from dashboards.query.embed import EmbedOptions
from dashboards.query.figure_page import OWN as OF_THE_PAGE
from dashboards.query.public import inner
from dashboards.query.selection import Selection
from dashboards.routes import requested
from dashboards.routes.embed import board_asked, board_document, content
from dashboards.routes.pictures import SIZES
from dashboards.text.messages import T
from dashboards.web import request_host
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError

_, FORMAT, MAX_WIDTH, MAX_HEIGHT = parameters.OEMBED
OF_PAGES = tuple(f"/{lang}/{page}" for page in ("figure/<indicator>", "board") for lang in ("en", "nl"))
FORMS = (*OF_PAGES, "/embed/<indicator>", "/embed/board")
KEPT = 3600  # seconds that a consumer may keep the answer


@dataclass(frozen=True)
class Framed:
    """What stands in a frame. title: of it; page: finished; address: absolute; picture: of a card, "" for none."""

    title: str
    page: str
    address: str
    lang: Lang
    picture: str = ""


def add_routes(server: Flask) -> None:
    """oEmbed."""

    @server.get(urls.OEMBED)
    def oembed() -> Response:
        query = requested.query(parameters.OEMBED)
        if not request.args.get("url"):
            abort(400)
        form = FORMAT.one(query) or "json"
        most = (int(each.one(query) or 0) or None for each in (MAX_WIDTH, MAX_HEIGHT))
        frame = facts(named(request.args["url"]), *most)
        text = xml(frame) if form == "xml" else json.dumps(frame)
        answer = Response(text, mimetype="text/xml" if form == "xml" else "application/json")
        answer.cache_control.no_cache = True
        answer.add_etag()
        answer.make_conditional(request)
        return answer


def named(address: str) -> Framed:
    """The figure or board at an absolute address; UnknownValueError where it is none of ours."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all, such as http://[
        raise UnknownValueError("url", address, FORMS) from None
    outer = unquote(parts.path)
    if parts.netloc.lower() != request_host.for_print() or not outer.startswith(urls.at("/")):
        raise UnknownValueError("url", address, tuple(request_host.absolute(urls.at(form)) for form in FORMS))
    path, query = inner(outer), parse_qs(parts.query)
    if parts.scheme not in ("http", "https"):
        raise UnknownValueError("url", address, ("https", "http"))
    lang = urls.language_of(path)
    if path == urls.BOARD_EMBED or (lang and path == f"/{lang}/board"):
        wanted = parameters.given(query, parameters.BOARD_EMBED)
        return _board({**wanted, "lang": [lang]} if lang else wanted)
    if path.startswith(urls.EMBED):
        chosen = requested.choice(path.removeprefix(urls.EMBED), query, (*parameters.CHOICE, *parameters.EMBED))
        return _figure(chosen, embed_query.embed_options(query))
    of_lang, indicator = urls.figure_of(path)
    of_figure = {name: values for name, values in query.items() if name not in OF_THE_PAGE}
    return _figure(requested.choice(indicator, {**of_figure, "lang": [of_lang]}), EmbedOptions())


def _figure(chosen: Selection, options: EmbedOptions) -> Framed:
    lang, state, host = chosen.lang, {**chosen.state(), "lang": chosen.lang}, request_host.name()
    held = content(chosen, options)
    return Framed(
        held.chart.title,
        embed_page.page(held),
        host + urls.embed(chosen.indicator, {**state, **options.state()}),
        lang,
        host + urls.picture(chosen.indicator, "png", {**state, "size": "social"}),
    )


def _board(query: parameters.Query) -> Framed:
    board, theme, lang = board_asked(query)
    address = request_host.name() + urls.board_embed({**board.state(), **theme.state(), "lang": lang})
    return Framed(board.title or T["site_name"][lang], board_document(board, theme, lang), address, lang)


def facts(framed: Framed, most_width: int | None = None, most_height: int | None = None) -> dict[str, Any]:
    """What oEmbed says: a frame no wider and no higher than is allowed."""
    width = min(most_width or WIDTH, WIDTH)
    height = measure.height(framed.page, width)
    height = min(most_height or height, height)
    site = T["site_name"][framed.lang]
    return {
        "type": "rich",
        "version": "1.0",
        "title": framed.title,
        "provider_name": site,
        "provider_url": request_host.name() + urls.page(framed.lang),
        "cache_age": KEPT,
        "html": _frame(framed.address, f"{framed.title}. {site}", width, height),
        "width": width,
        "height": height,
        **(_thumbnail(framed.picture, most_width, most_height) if framed.picture else {}),
    }


def _thumbnail(address: str, most_width: int | None, most_height: int | None) -> dict[str, Any]:
    """The card picture, left out where it is larger than is allowed."""
    size = SIZES["social"]
    width, height = round(size.width * size.enlarged), round((size.height or 0) * size.enlarged)
    if width > (most_width or width) or height > (most_height or height):
        return {}
    return {"thumbnail_url": address, "thumbnail_width": width, "thumbnail_height": height}


def _frame(address: str, title: str, width: int, height: int) -> str:
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border:0;max-width:100%" loading="lazy"></iframe>'
    )


def xml(frame: Mapping[str, Any]) -> str:
    """The same as XML."""
    parts = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in frame.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{parts}</oembed>\n'
