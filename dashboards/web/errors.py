"""What holds for every answer: security headers, long caching of what has its version in its address, and every error
as a sentence."""

from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from dashboards.query import urls
from dashboards.query.public import inner
from dashboards.web import refusals, request_host
from dashboards.web.plotly_bundle import FOR_EVER
from dashboards.web.refusals import Refusal
from etl.catalogue.declarations import LANGS, Lang
from etl.model.errors import MonitorError, TooManyError

PageOf = Callable[[Refusal], str]
RETRY_AFTER = "60"  # seconds
FINGERPRINTED = ("/_dash-component-suites/",)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


# Public figures: a notebook or a page elsewhere may read every answer, its refusals too. No answer depends on cookies.
READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "Content-Disposition, Content-Language, ETag, Retry-After",
}


FRAMED = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)


def add_headers(server: Flask, script_hashes: Sequence[str]) -> None:
    """Security headers on every answer, and long caching for what has its version in its address."""
    policy = POLICY.format(hashes=" ".join(script_hashes))

    @server.after_request
    def headers(answer: Response) -> Response:
        for name, value in (HEADERS if request.path.startswith("/_dash") else {**HEADERS, **READABLE}).items():
            answer.headers.setdefault(name, value)
        if request.path.startswith(urls.EMBED):  # its own Content-Security-Policy says who may frame it: everybody
            del answer.headers["X-Frame-Options"]
        answer.headers.setdefault("Content-Security-Policy", policy)
        if answer.status_code == 200 and _has_version(request.path, request.args.get("v", "")):
            answer.headers["Cache-Control"] = FOR_EVER
        return answer


def _has_version(path: str, version: str) -> bool:
    """Whether an address names one version of its content. Dash writes its own as `name.v4_4_1m1790000000.js`."""
    if path.startswith("/assets/"):
        return bool(version) and version in urls.asset(path.removeprefix("/assets/"))
    return path.startswith(FINGERPRINTED) and ".v" in path.rsplit("/", 1)[-1]


def add_errors(server: Flask, page_of: PageOf) -> None:
    """Every error as a sentence: JSON where machines ask, else a page in the reader's language. Never a traceback."""

    @server.errorhandler(MonitorError)
    def of_monitor(error: MonitorError) -> Response:
        return of_ours(server, error, page_of)

    @server.errorhandler(HTTPException)
    def of_http(error: HTTPException) -> Response:
        if isinstance(error, request_host.UnknownHost):
            return _answer(refusals.unknown_host(request.host, reader_language()), page_of)
        answer = _answer(refusals.of_status(error.code or 500, reader_language()), page_of)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer


def of_ours(server: Flask, error: MonitorError, page_of: PageOf) -> Response:
    """An error of ours as a sentence; what is our fault goes to the log."""
    refusal = refusals.of_error(error, reader_language())
    if isinstance(error, TooManyError):
        refusal = refusals.in_parts(refusal, _parts(error))
    if refusal.status >= 500:
        server.logger.error("%s %s: %s", request.method, request.path, error, exc_info=refusal.status == 500)
    return _answer(refusal, page_of)


def _parts(error: TooManyError) -> tuple[str, ...]:
    """The addresses of the parts, where what is too much is said by the address itself, not inside one name of it."""
    parameters = request.args.to_dict(flat=False)
    if request.method != "GET" or ("figure" in parameters and error.what != "figures"):
        return ()
    path = urls.at(inner(request.path).removeprefix(urls.LIVE))
    queries = (urlencode({**parameters, **part}, doseq=True, quote_via=quote, safe="?=,/") for part in error.pieces)
    return tuple(f"{path}?{query}" for query in queries)


def missing(page_of: PageOf) -> Response:
    """404, for what is not told by an exception of Flask or ours."""
    return _answer(refusals.of_status(404, reader_language()), page_of)


def reader_language() -> Lang:
    """The language that the address names, else the one of ours that the browser prefers, else English."""
    named = urls.language_of(request.path)
    if named is not None:
        return named
    # not best_match(): that one gives Dutch to a reader who asks for "en-GB,nl"
    wanted = [tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0]
    return next((lang for tag in wanted for lang in LANGS if lang == tag), "en")


def _answer(refusal: Refusal, page_of: PageOf) -> Response:
    if urls.is_for_machines(request.path):
        smaller = {"smaller": list(refusal.smaller)} if refusal.smaller else {}
        answer = jsonify({"error": refusal.sentence, "accepted": list(refusal.accepted), **smaller})
    else:
        answer = Response(page_of(refusal), mimetype="text/html")
        answer.vary.add("Accept-Language")
    if urls.is_embed(request.path):  # it stands in a frame, and must be read there
        answer.headers["Content-Security-Policy"] = FRAMED
    answer.status_code = refusal.status
    if refusal.status == 503:
        answer.headers["Retry-After"] = RETRY_AFTER
    answer.cache_control.no_store = True
    return answer
