"""Addresses for those who run the site, and for programs that visit it.

GET /metrics                    counts and times as Prometheus reads them, of all processes; age of release and sources
GET /robots.txt                 what search engines should leave alone: files of every choice, of which there is no end
GET /.well-known/security.txt   where a weakness is reported (RFC 9116); MONITOR_SECURITY_CONTACT, or the page about us
"""

import os
from datetime import UTC, datetime, timedelta

from flask import Flask, Response

from dashboards.front import metrics
from dashboards.query import urls
from dashboards.web import request_host
from etl.model.errors import MonitorError
from etl.model.places import places
from etl.release import follow, serving, store

# Anything with a query is a choice of the same page, of which there are endless ones; and what Dash draws in place.
ROBOTS = f"""User-agent: *
Disallow: {urls.LIVE}/
Disallow: /_dash
Disallow: /*?
Disallow: /briefing
Disallow: {urls.METRICS}
Crawl-delay: 2
"""
SECURITY = "/.well-known/security.txt"
VALID = timedelta(days=180)


def add_routes(server: Flask) -> None:
    """The three addresses."""

    @server.get(urls.METRICS)
    def counted() -> Response:
        answer = Response(metrics.text(known(datetime.now(UTC))), content_type=metrics.TYPE)
        answer.cache_control.no_store = True
        return answer

    @server.get(urls.ROBOTS)
    def robots() -> Response:
        answer = Response(ROBOTS, mimetype="text/plain")
        answer.cache_control.max_age = 3600
        return answer

    @server.get(SECURITY)
    def security() -> Response:
        contact = os.environ.get("MONITOR_SECURITY_CONTACT") or request_host.name() + urls.page("en", "/about")
        until = (datetime.now(UTC) + VALID).strftime("%Y-%m-%dT00:00:00Z")
        own = request_host.name() + SECURITY
        lines = (f"Contact: {contact}", f"Expires: {until}", "Preferred-Languages: en, nl", f"Canonical: {own}")
        return Response("\n".join(lines) + "\n", mimetype="text/plain")


def known(now: datetime) -> tuple[metrics.Standing, ...]:
    """What is known of the figures: seconds since the release was built, days since each source's newest vintage."""
    try:
        served, release = serving.served(), store.release()
        built, inputs = datetime.fromisoformat(release.facts["built_at"]), release.inputs.values()
    except MonitorError:
        return (metrics.Standing("monitor_release_served", "Whether a release is served", "release", {"": 0.0}),)
    days = [(i.source, i.vintage[:10]) for i in inputs if len(i.vintage) >= 10]
    newest = {source: max(day for s, day in days if s == source) for source, _ in days}
    ages = {s: float((now.date() - datetime.fromisoformat(day).date()).days) for s, day in sorted(newest.items())}
    return (
        metrics.Standing("monitor_release_served", "Whether a release is served", "release", {served.id: 1.0}),
        metrics.Standing("monitor_release_age_seconds", "Since the release was built", "release",
                      {served.id: (now - built).total_seconds()}),
        metrics.Standing("monitor_release_damaged", "Files found damaged in the release that CURRENT names", "release",
                      {served.id: float(len(served.damage))}),
        metrics.Standing("monitor_source_age_days", "Since the newest vintage of a source", "source", ages),
        metrics.Standing("monitor_bucket_answers", "Whether the bucket of the releases answers", "bucket",
                      {at: float(not follow.reached().why)} if (at := places().bucket) else {}),
    )  # fmt: skip
