"""The site: pages by Dash, each with a first picture in plain HTML, and Flask routes beside them.

May import: dashboards.blocks, dashboards.front, dashboards.pages, dashboards.query, dashboards.routes, dashboards.web,
etl.catalogue.

It reads the catalogue and the current release, writes neither and connects to nothing when made: every process opens
the release on its first request, after the fork.
"""

import json
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dash
from dash import Dash
from dash.development.base_component import Component
from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from dashboards import pages, routes
from dashboards.blocks import figure
from dashboards.blocks.refusal import refusal_blocks
from dashboards.blocks.shell import SITE, Place, shell
from dashboards.front.answers import Answers
from dashboards.query import urls
from dashboards.query.public import inner
from dashboards.routes import serving
from dashboards.web import (
    callback_guard,
    document,
    errors,
    limits,
    link_tags,
    plotly_bundle,
    react_html,
    refusals,
    request_host,
)
from dashboards.web.refusals import Refusal
from etl.catalogue.declarations import LANGS, Lang


class Monitor(Dash):
    """Dash, with the page itself in the first response, redirects, real 404s and 304s."""

    def index(self, *_args: Any, **_kwargs: Any) -> BaseResponse:
        """Answer any address that no other route takes."""
        if request.path in ("/", urls.SHORT_VERIFY):
            answer = redirect(_in_a_language(request.path), 302)
            answer.vary.add("Accept-Language")
            answer.cache_control.no_cache = True
            return answer
        for lang in LANGS:
            if request.path == f"/{lang}":
                return redirect(urls.page(lang), 308)
        if urls.is_for_machines(request.path):
            abort(404)
        visit = _visit()
        if visit.moved:
            return redirect(visit.moved, 302)
        answer = Response(mimetype="text/html")
        answer.set_etag(_tag(visit), weak=True)
        answer.cache_control.public = True
        answer.cache_control.no_cache = True
        if answer.make_conditional(request).status_code != 304:
            answer.set_data(super().index())  # type: ignore[no-untyped-call]
        return answer

    def live(self, path: str) -> BaseResponse:
        """GET /live/<address of a page>: the page for Dash to draw in the place of another one.

        page: the layout; title, lang: of the document; address: the shortest of what is asked. An address that is
        refused is a page too, with the status of the refusal.
        """
        query = parse_qs(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
        try:
            visit = pages.find(f"/{path}", query)
            if visit.moved:
                there = urlsplit(visit.moved)
                visit = pages.find(inner(there.path), parse_qs(there.query))
            return self._live(visit)
        except refusals.Refused as error:
            refusal = refusals.of_error(error, urls.language_of(f"/{path}") or "en")
            if refusal.status >= 500:
                raise
            answer = _json(refusal.title, refusal.lang, "", _refusal_shell(refusal))
            answer.status_code = refusal.status
            answer.cache_control.no_store = True
            return answer

    def _live(self, visit: pages.Visit) -> Response:
        answer = Response(mimetype="application/json")
        answer.set_etag(_tag(visit), weak=True)
        answer.cache_control.public = True
        answer.cache_control.no_cache = True
        if answer.make_conditional(request).status_code != 304:
            answer.set_data(_json(visit.title, visit.lang, visit.address, pages.draw(visit)).get_data())
        return answer

    def interpolate_index(self, *_args: Any, **parts: Any) -> str:
        """The document for the address being asked."""
        visit = _visit()
        body = react_html.html_of(pages.draw(visit))
        return document.document(_head(visit.shortest), body, document.parts(parts, plotly_bundle.address()))


def create_app() -> Dash:
    """Make the app. Tests make as many as they like."""
    server = Flask(__name__, static_folder=None)
    app = Monitor(
        __name__,
        server=server,  # type: ignore[arg-type]
        use_pages=True,
        pages_folder="",
        assets_folder=str(urls.ASSETS),
        include_assets_files=False,
        include_pages_meta=False,
        suppress_callback_exceptions=True,
        requests_pathname_prefix=urls.at("/"),
        routes_pathname_prefix="/",
        update_title="",
        title=SITE.en,
    )
    limits.add_limits(server)
    serving.add_binding(server)
    request_host.add_host(server)
    app.layout = dash.page_container
    server.add_url_rule(f"{urls.LIVE}/<path:path>", "live", app.live)
    pages.register()
    figure.register(app)
    routes.add_routes(server, _refusal_page)
    callback_guard.add_check(server, app.callback_map)
    for error in (DependencyException, InvalidResourceError):  # how Dash says that it has no such script
        server.register_error_handler(error, lambda _: errors.missing(_refusal_page))
    _finish(app)
    server.wsgi_app = Answers(server.wsgi_app, pages.shown, inner=inner)  # type: ignore[method-assign, assignment]
    return app


def _finish(app: Dash) -> None:
    """Do now what Dash leaves to the first request, so that two at once on a cold process cannot collide."""
    with app.server.test_request_context("/"):
        app.server.preprocess_request()
    errors.add_headers(app.server, [*app.csp_hashes(), document.theme_script_hash()])


def _in_a_language(path: str) -> str:
    """The page that an address without a language is short for, in the reader's."""
    lang = errors.reader_language()
    return urls.verify(lang, request.args.get("given", "")) if path == urls.SHORT_VERIFY else urls.page(lang)


def _visit() -> pages.Visit:
    query = parse_qs(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
    return pages.find(request.path, query)


def _tag(visit: pages.Visit) -> str:
    """Changes with the release, the address and our own code."""
    tag_parts = (
        pages.contents_key(),
        document.code_version(),
        request_host.name(),
        urls.at(request.path),
        repr(sorted(visit.state.items())),
    )
    return sha256("\n".join(tag_parts).encode()).hexdigest()[:24]


def _head(visit: pages.Visit) -> document.Head:
    return document.Head(
        visit.lang,
        visit.title,
        visit.page.description[visit.lang],
        request_host.absolute(urls.page(visit.lang, visit.path, visit.state)),
        tuple((lang, request_host.absolute(urls.page(lang, visit.path, visit.state))) for lang in LANGS),
        *link_tags.tags(
            visit.lang, visit.path, visit.state, visit.title, visit.page.description[visit.lang], request_host.absolute
        ),
    )


def _json(title: str, lang: Lang, address: str, page: Component) -> Response:
    content = {"title": title, "lang": lang, "address": address, "page": react_html.compact(page)}
    text = json.dumps(content, ensure_ascii=False, default=lambda component: component.to_plotly_json())
    return Response(text, mimetype="application/json")


def _refusal_shell(refusal: Refusal) -> Component:
    nav, _ = pages.navigation(refusal.lang)
    return shell(Place(refusal.lang, lost=True), nav, refusal_blocks(refusal, pages.names(refusal.lang)))


def _refusal_page(refusal: Refusal) -> str:
    """A page that is not Dash's: header with navigation and search, sentence and links."""
    page = react_html.html_of(_refusal_shell(refusal))
    return document.document(document.Head(refusal.lang, refusal.title), page)
