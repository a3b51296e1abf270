"""One Flask address, one module, thin: an address becomes a call, and a value bytes.

May import: dashboards.charts, dashboards.embed, dashboards.explore, dashboards.feeds, dashboards.figures,
dashboards.files, dashboards.front, dashboards.office, dashboards.query, dashboards.search, dashboards.sheets,
dashboards.text, dashboards.web,
etl.catalogue, etl.letter, etl.model, etl.release.
"""

from collections.abc import Callable

from flask import Flask

from dashboards.routes import (
    api,
    briefing,
    changes,
    check,
    data,
    datasets,
    embed,
    feeds,
    health,
    oembed,
    openapi,
    operated,
    pictures,
    release_file,
    serving,
    sheets,
    suggest,
    verify,
)
from dashboards.web import errors, plotly_bundle
from dashboards.web.refusals import Refusal


def add_routes(server: Flask, page_of: Callable[[Refusal], str]) -> None:
    """Every route that is not a page, and errors as sentences; `page_of` draws one for a reader."""
    plotly_bundle.add_routes(server)
    data.add_routes(server)
    changes.add_routes(server)
    check.add_routes(server)
    datasets.add_routes(server)
    release_file.add_routes(server)
    pictures.add_routes(server)
    briefing.add_routes(server)
    sheets.add_routes(server)
    embed.add_routes(server)
    oembed.add_routes(server)
    feeds.add_routes(server)
    openapi.add_routes(server)
    api.add_routes(server)
    suggest.add_routes(server)
    verify.add_routes(server)
    health.add_routes(server)
    operated.add_routes(server)
    errors.add_errors(server, page_of)
    serving.add_second_attempt(server, page_of)
