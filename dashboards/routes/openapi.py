"""GET /api/openapi.json   every address for machines, as OpenAPI 3.1"""

from flask import Flask, Response, json

from dashboards import feeds
from dashboards.query import urls
from dashboards.routes import openapi_document
from dashboards.text.messages import T
from dashboards.web import request_host, tagged_file
from etl.catalogue import catalogue
from etl.release import store


def add_routes(server: Flask) -> None:
    """The description."""

    @server.get(urls.OPENAPI)
    def description() -> Response:
        host, c = request_host.absolute(urls.at("")), catalogue.load()
        ids = {
            "indicator": tuple(c.indicators),
            "dataset": tuple(c.datasets),
            "source": ("all", *feeds.PUBLISHERS),
            "claim": tuple(c.claims),
            "pillar": tuple(map(str, c.pillars)),
        }
        file = tagged_file.File(
            "openapi.json", "application/json", "en", (store.current_id(), tuple(ids.values())), False
        )
        title = T["site_name"]["en"]
        return tagged_file.answer(file, lambda: json.dumps(openapi_document.document(title, host, ids)).encode())
