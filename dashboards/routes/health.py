"""Addresses that are about the site itself.

GET /healthz       status, release, age of each source's figures
GET /favicon.ico   for those who ask without reading the page
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, Response, jsonify, send_from_directory

from dashboards.query import urls
from etl.model.errors import NotBuiltError
from etl.model.observations import Input
from etl.release import store


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
