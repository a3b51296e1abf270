"""What holds for every answer (headers, errors in sentences) and the addresses that are about the site itself.

GET /healthz       status, release, age of each source's figures
GET /favicon.ico   for those who ask without reading the page
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, Response, jsonify, request, send_from_directory
from werkzeug.exceptions import HTTPException

from dashboards.query import urls
from dashboards.web import refusals
from dashboards.web.plotly_bundle import FOR_EVER
from dashboards.web.refusals import Refusal
from etl.catalogue.declarations import LANGS, Lang
from etl.model.errors import MonitorError, NotBuiltError
from etl.model.observations import Input
from etl.release import store

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


def add_routes(server: Flask) -> None:
    """The site's own addresses."""

    @server.get(urls.HEALTH)
    def healthz() -> tuple[Response, int]:
        facts, status = health(datetime.now(UTC).date())
        answer = jsonify(facts)
        answer.cache_control.no_store = True
        return answer, status

    @server.get(urls.FAVICON)
    def favicon() -> Response:
        return send_from_directory(urls.ASSETS, "favicon.ico", mimetype="image/x-icon", max_age=86400)


def health(today: date) -> tuple[dict[str, Any], int]:
    """What /healthz says, and its HTTP status: 503 where there is no release to show."""
    try:
        release = store.release()
    except NotBuiltError as e:
        return {"status": "no release", "message": str(e)}, 503
    sources = {i.source for i in release.inputs.values()}
    ages = {
        source: _age([i for i in release.inputs.values() if i.source == source], today) for source in sorted(sources)
    }
    return {"status": "ok", "release": release.id, "built_at": release.facts["built_at"], "sources": ages}, 200


def _age(inputs: Sequence[Input], today: date) -> dict[str, Any]:
    """Newest vintage of a source and its age in days; null where the publisher names no day."""
    days = [i.vintage[:10] for i in inputs if len(i.vintage) >= 10]
    newest = max(days, default=None)
    return {"vintage": newest, "age_days": (today - date.fromisoformat(newest)).days if newest else None}


def add_headers(server: Flask, script_hashes: Sequence[str]) -> None:
    """Security headers on every answer, and long caching for what has its version in its address."""
    policy = POLICY.format(hashes=" ".join(script_hashes))

    @server.after_request
    def headers(answer: Response) -> Response:
        for name, value in HEADERS.items():
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


def add_errors(server: Flask, page_of: Callable[[Refusal], str]) -> None:
    """Every error as a sentence: JSON where machines ask, else a page in the reader's language. Never a traceback."""

    @server.errorhandler(MonitorError)
    def of_ours(error: MonitorError) -> Response:
        refusal = refusals.of_error(error, reader_language())
        if refusal.status >= 500:
            server.logger.error("%s %s: %s", request.method, request.path, error, exc_info=refusal.status == 500)
        return _answer(refusal, page_of)

    @server.errorhandler(HTTPException)
    def of_http(error: HTTPException) -> Response:
        answer = _answer(refusals.of_status(error.code or 500, reader_language()), page_of)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer


def missing(page_of: Callable[[Refusal], str]) -> Response:
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


def _answer(refusal: Refusal, page_of: Callable[[Refusal], str]) -> Response:
    if urls.is_for_machines(request.path):
        answer = jsonify({"error": refusal.sentence, "accepted": list(refusal.accepted)})
    else:
        answer = Response(page_of(refusal), mimetype="text/html")
        answer.vary.add("Accept-Language")
    answer.status_code = refusal.status
    answer.cache_control.no_store = True
    return answer
