"""GET /api/suggest.json?q=&lang=   what the search box offers while a reader types"""

from dataclasses import asdict

from flask import Flask, Response, jsonify, request

from dashboards.query import parameters, urls
from dashboards.query.selection import a_question, language
from dashboards.routes import requested
from dashboards.search.entries import entries
from dashboards.search.suggest import suggestions
from etl.catalogue import catalogue
from etl.release import store

KEPT = 300  # seconds that a browser may keep an answer


def add_routes(server: Flask) -> None:
    """The suggestions."""

    @server.get(urls.SUGGEST)
    def suggest() -> Response:
        query = requested.query(parameters.SUGGEST)
        question, lang = a_question("q", request.args.get("q", "")), language(query, "en")
        offered = suggestions(question, entries(), store.release().overview.held(), catalogue.load(), lang)
        answer = jsonify({"q": question, "suggestions": [asdict(each) for each in offered]})
        answer.cache_control.max_age = KEPT
        return answer
