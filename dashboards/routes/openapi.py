"""GET /api/openapi.json   every address for machines, as OpenAPI 3.1"""

from flask import Flask, Response, json, request

from dashboards.query import urls
from dashboards.routes import description as api_description
from dashboards.text.messages import T
from dashboards.web import file_cache
from etl.catalogue import catalogue
from etl.release import store


def add_routes(server: Flask) -> None:
    """The description."""

    @server.get(urls.OPENAPI)
    def description() -> Response:
        host, c = request.host_url.rstrip("/"), catalogue.load()
        ids, datasets = tuple(c.indicators), tuple(c.datasets)
        file = file_cache.File("openapi.json", "application/json", "en", (store.current_id(), ids, datasets), False)
        answer = file_cache.answer(
            file, lambda: json.dumps(api_description.document(T["site_name"]["en"], host, ids, datasets)).encode()
        )
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer
