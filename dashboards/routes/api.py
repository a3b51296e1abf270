"""GET /api/indicators.json   what can be asked for: ids, words, units, places, series, periods, addresses
GET /api/claims.json       every statement of the letter, its words, its verdict, each variant then and now
"""

from dataclasses import asdict
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboards.query import urls
from etl.catalogue import catalogue
from etl.catalogue.declarations import Claim, Indicator, Text
from etl.letter.claims import LETTER_DATE, ClaimResult
from etl.release import store


def add_routes(server: Flask) -> None:
    """The machine-readable catalogue."""

    @server.get("/api/indicators.json")
    def indicators() -> Response:
        release = store.release()
        entries = [_indicator(i, release) for i in catalogue.load().indicators.values()]
        return _answer({"release": release.id, "indicators": entries}, release.id)

    @server.get("/api/claims.json")
    def claims() -> Response:
        release = store.release()
        entries = [_claim(c, release.claims[c.id]) for c in catalogue.load().claims.values()]
        return _answer({"release": release.id, "letter_date": LETTER_DATE, "claims": entries}, release.id)


def _answer(content: dict[str, Any], release_id: str) -> Response:
    answer = jsonify(content)
    answer.set_etag(f"{release_id}-{request.path.strip('/').replace('/', '-')}")
    answer.cache_control.no_cache = True
    answer.make_conditional(request)
    return answer


def _both(text: Text | None) -> dict[str, str] | None:
    return {"en": text.en, "nl": text.nl} if text else None


def _indicator(i: Indicator, release: store.Release) -> dict[str, Any]:
    known = release.choices(i.id)
    declared = catalogue.load()
    return {
        "id": i.id,
        "pillar": i.pillar,
        "context": i.context,
        "title": _both(i.title),
        "measure": _both(i.measure),
        "definition": _both(i.definition),
        "caveat": _both(i.caveat),
        "unit": i.unit,
        "decimals": i.decimals,
        "frequency": i.frequency,
        "datasets": list(i.datasets),
        "geo": list(known.geos),
        "series": {
            s: {"en": declared.series_label(i, s, "en"), "nl": declared.series_label(i, s, "nl")} for s in known.series
        },
        "first_period": known.first or None,
        "last_period": known.last or None,
        "rows": known.rows,
        "targets": [t.model_dump(mode="json") for t in i.target],
        "csv": urls.data(i.id),
    }


def _claim(c: Claim, result: ClaimResult) -> dict[str, Any]:
    values = asdict(result)
    declared = {v.id: v for v in c.variant}
    for v in values["variants"]:
        own = declared[v["id"]]
        v |= {"label": _both(own.label), "indicator": own.indicator, "geo": own.geo, "series": own.series}
        v |= {"period": own.period, "not_counted": _both(own.not_counted)}
    return {**c.model_dump(mode="json", exclude={"variant"}), "result": values}
