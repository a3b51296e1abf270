"""GET /api/check   whether a quoted number still stands: indicator, geo, series, period, value, about (1), lang"""

from dataclasses import asdict
from typing import Any

from flask import Flask, Response, json

from dashboards.figures import check_words
from dashboards.figures.check import Cell, Check, check
from dashboards.figures.figure import declared
from dashboards.figures.quoted import quoted
from dashboards.query import parameters, urls
from dashboards.query.check import quote_selection
from dashboards.query.selection import language
from dashboards.routes import requested
from dashboards.web import tagged_file
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError
from etl.release import store

NEEDED = ("indicator", "period", "value")


def add_routes(server: Flask) -> None:
    """The answer of the page, for programs."""

    @server.get(urls.CHECK)
    def check_number() -> Response:
        query = requested.query(parameters.QUOTE)
        state = {p.name: p.one(query) for p in parameters.QUOTE if p.name in query and p.name != "lang"}
        lang = language(query, "en")
        if missing := [name for name in NEEDED if not state.get(name, "").strip()]:
            raise UnknownValueError(missing[0], "", ("a value is needed",))
        release = store.release()
        file = tagged_file.File("check.json", "application/json", lang, (sorted(state.items()), release.id), False)
        return tagged_file.answer(file, lambda: json.dumps(_told(state, release, lang)).encode())


def _told(state: dict[str, str], release: store.Release, lang: Lang) -> dict[str, Any]:
    i, c = declared(state["indicator"]), catalogue.load()
    quote = quote_selection(state, i, release.choices(i.id))
    number = quoted(quote.value, i.unit, quote.about, lang)
    answer = check(Cell(i, quote.geo, quote.series, quote.period), number, release, c)
    return {
        "release": release.id,
        "outcome": answer.outcome,
        "verdict": check_words.VERDICTS[answer.outcome][lang],
        "sentence": check_words.sentence(answer, quote.value, quote.about, c, lang),
        "asked": asdict(quote),
        "quoted": asdict(number),
        **_figures(answer),
    }


def _figures(answer: Check) -> dict[str, Any]:
    past = [
        {"value": r.value, "flag": r.flag, "published": r.seen_from, "replaced": r.seen_until,
         "provenance": r.provenance.figure}
        for r in answer.past
    ]  # fmt: skip
    others = [
        {"indicator": o.cell.indicator.id, "geo": o.cell.geo, "series": o.cell.series, "period": o.cell.period,
         "value": o.point.value}
        for o in answer.others
    ]  # fmt: skip
    now = answer.now
    present = (
        {"value": now.value, "flag": now.flag, "provenance": now.provenance.figure, "vintage": now.vintage}
        if now
        else None
    )
    return {"now": present, "earlier": past, "others": others}
