"""GET /api/openapi.json   every address for machines, as OpenAPI 3.1"""

from flask import Flask, Response, json, request

from dashboards import openapi, urls
from dashboards.exports import made
from dashboards.vocabulary import T
from etl import catalogue, store


def add_routes(server: Flask) -> None:
    """The description."""

    @server.get(urls.OPENAPI)
    def description() -> Response:
        host, c = request.host_url.rstrip("/"), catalogue.load()
        ids, datasets = tuple(c.indicators), tuple(c.datasets)
        file = made.File("openapi.json", "application/json", "en", (store.current_id(), ids, datasets), False)
        answer = made.answer(
            file, lambda: json.dumps(openapi.document(T["site_name"]["en"], host, ids, datasets)).encode()
        )
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer
