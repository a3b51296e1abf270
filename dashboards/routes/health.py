"""Addresses that are about the site itself.

GET /healthz       status, release, age of each source's figures; what is damaged, what a rollback holds, templates
                   for briefings that cannot be used, whether the bucket of the releases answers
GET /readyz        the same after every file of the release was read again, at most once in PAUSE seconds
GET /favicon.ico   for those who ask without reading the page
"""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, Response, jsonify, send_from_directory

from dashboards.office import check
from dashboards.query import urls
from dashboards.web import errors
from etl.model.errors import DamagedError, MonitorError, NotBuiltError
from etl.model.observations import Input
from etl.model.places import places
from etl.release import follow, serving, store, whole

PAUSE = 10.0  # seconds


def add_routes(server: Flask) -> None:
    """The site's own addresses."""

    looked = Looked()

    @server.get(urls.HEALTH)
    def healthz() -> tuple[Response, int]:
        return _answer(looked.faults)

    @server.get(urls.READY)
    def readyz() -> tuple[Response, int]:
        looked.again()
        return _answer(looked.faults)

    @server.get(urls.FAVICON)
    def favicon() -> Response:
        return send_from_directory(urls.ASSETS, "favicon.ico", mimetype="image/x-icon", max_age=86400)


class Looked:
    """What was found when every file of the served release was last read."""

    def __init__(self) -> None:
        self.faults: tuple[DamagedError, ...] = ()
        self._when: dict[str, float] = {}

    def again(self) -> None:
        """Read them, unless that was done a moment ago; what is damaged is then not served any longer."""
        try:
            served = serving.served()
        except MonitorError:
            return
        if time.monotonic() - self._when.get(served.id, -PAUSE) < PAUSE:
            return
        self._when = {served.id: time.monotonic()}
        self.faults = whole.faults(places().warehouse / "releases" / served.id, every=True)
        if self.faults:
            serving.forget(served.id)
            serving.begin()


def _answer(known: Sequence[DamagedError]) -> tuple[Response, int]:
    facts, status = health(datetime.now(UTC).date(), known)
    answer = jsonify(facts)
    answer.cache_control.no_store = True
    if status == 503:
        answer.headers["Retry-After"] = errors.RETRY_AFTER
    return answer, status


def health(today: date, known: Sequence[DamagedError] = ()) -> tuple[dict[str, Any], int]:
    """What /healthz says, and its HTTP status: 503 where there is no release to show. known: damage found before."""
    root = places().warehouse
    bucket = _bucket()
    try:
        served, release = serving.served(), store.release()
        sources = {i.source for i in release.inputs.values()}
    except NotBuiltError as e:
        return {"status": "no release", "message": str(e), **bucket}, 503
    except DamagedError as e:
        return {"status": "damaged", "message": str(e), "damaged": [_damage(e)], **bucket}, 503
    ages = {
        source: _age([i for i in release.inputs.values() if i.source == source], today) for source in sorted(sources)
    }
    damaged = [_damage(d) for d in (*served.damage, *known)]
    away = bool(bucket) and bool(bucket["bucket"]["message"])
    facts: dict[str, Any] = {"status": _status(bool(damaged), away), "release": release.id, **bucket}
    if damaged:
        facts["damaged"] = [d for n, d in enumerate(damaged) if d not in damaged[:n]]
    if serving.held(root):
        facts["held"] = {"release": serving.held(root), "since": serving.held_since(root) or None}
    if unusable := check.faults():
        facts["templates"] = [str(fault) for fault in unusable]
    return {**facts, "built_at": release.facts["built_at"], "sources": ages}, 200


def _status(damaged: bool, away: bool) -> str:
    """The worst of what is wrong, in a few words."""
    if damaged or away:
        return "damaged" if damaged else "bucket away"
    return "template unusable" if check.faults() else "ok"


def _bucket() -> dict[str, Any]:
    """Where the warehouse is a bucket: when it last answered, and why it does not now; what is here is served."""
    if not places().bucket:
        return {}
    reached = follow.reached()
    return {"bucket": {"answered_at": reached.at or None, "message": reached.why or None}}


def _damage(damage: DamagedError) -> dict[str, str | None]:
    return {"release": damage.release or None, "file": damage.file or None, "why": damage.why}


def _age(inputs: Sequence[Input], today: date) -> dict[str, Any]:
    """Newest vintage of a source and its age in days; null where the publisher names no day."""
    days = [i.vintage[:10] for i in inputs if len(i.vintage) >= 10]
    newest = max(days, default=None)
    return {"vintage": newest, "age_days": (today - date.fromisoformat(newest)).days if newest else None}
