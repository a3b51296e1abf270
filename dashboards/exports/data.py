"""GET /data/<indicator>.csv   every observation of an indicator, each row with its flag, unit, target and origin

geo, series (codes, repeated or with commas), from, to (periods), as_of (a day), release, lang (en, nl) narrow it.
"""

import hashlib

from flask import Flask, Response, request

from dashboards import rows
from dashboards.choices import Selection, selection
from dashboards.figures import declared
from etl import catalogue, store


def add_routes(server: Flask) -> None:
    """The data files."""

    @server.get("/data/<name>.csv")
    def csv_file(name: str) -> Response:
        indicator = declared(name)
        query = request.args.to_dict(flat=False)
        release = store.release(request.args.get("release", ""))
        chosen = selection(indicator.id, query, release.choices(indicator.id))
        answer = Response(mimetype="text/csv", content_type="text/csv; charset=utf-8; header=present")
        answer.set_etag(_tag(release.id, chosen))
        answer.cache_control.no_cache = True
        answer.headers["Content-Language"] = chosen.lang
        if not answer.make_conditional(request).status_code == 304:
            answer.set_data(_text(release, chosen))
            answer.headers["Content-Disposition"] = f'attachment; filename="{_name(release, chosen)}"'
        return answer


def _text(release: store.Release, chosen: Selection) -> str:
    indicator = declared(chosen.indicator)
    found = release.series(indicator.id, chosen.geos, chosen.series, chosen.start, chosen.end, chosen.as_of)
    about = rows.Context(catalogue.load(), indicator, release.inputs, chosen.lang, release.id, chosen.as_of)
    return rows.csv_text(list(rows.rows(found, about)))


def _name(release: store.Release, chosen: Selection) -> str:
    span = "-".join(p for p in (chosen.start, chosen.end) if p)
    as_of = f"as-of-{chosen.as_of}" if chosen.as_of else ""
    bits = "_".join(p for p in (span, as_of) if p)
    return rows.file_name(declared(chosen.indicator), chosen.geos, chosen.series, bits, release.id, ".csv")


def _tag(release_id: str, chosen: Selection) -> str:
    return hashlib.sha256(repr((release_id, chosen)).encode()).hexdigest()[:24]
