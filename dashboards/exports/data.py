"""GET /data/<indicator>.csv       every observation of an indicator, each row with its flag, unit, target and origin
GET /data/<indicator>.xlsx      a workbook: cover, notes, data
GET /data/<indicator>.parquet   the same rows, with the words of the figure in the metadata
GET /data/<indicator>.json      JSON-stat 2.0
GET /data/<indicator>.zip       CSV, datapackage.json, CSVW metadata, README.md

geo, series (codes, repeated or with commas), from, to (periods), as_of (a day), release, lang (en, nl) narrow it;
dialect=nl makes the CSV one for Excel with Dutch settings. Bytes are the same for the same address and release.
"""

from dataclasses import replace
from hashlib import sha256

from flask import Flask, Response, request

from dashboards import document, downloads, rows
from dashboards.choices import NAMES, Selection, selection
from dashboards.figures import declared
from dashboards.files import about, forms
from etl import catalogue, store
from etl.errors import UnknownValueError

INTERNATIONAL = "international"


def add_routes(server: Flask) -> None:
    """The data files of one indicator."""

    @server.get("/data/<name>.<ending>")
    def data_file(name: str, ending: str) -> Response:
        form, indicator = forms.form(ending), declared(name)
        query = request.args.to_dict(flat=False)
        dialect = _dialect(form, query.pop("dialect", []))
        release = store.release(request.args.get("release", ""))
        chosen = selection(indicator.id, query, release.choices(indicator.id))
        host = request.host_url.rstrip("/")
        answer = Response(content_type=form.type)
        answer.set_etag(tag(release.id, host, ending, dialect, chosen))
        answer.cache_control.public = True
        answer.cache_control.no_cache = True
        answer.headers["Content-Language"] = chosen.lang
        answer.headers["Access-Control-Allow-Origin"] = "*"  # public figures: notebooks in a browser may read them
        if answer.make_conditional(request).status_code != 304:
            name = downloads.stem(chosen, release.id, "" if dialect == INTERNATIONAL else dialect)
            answer.set_data(form.make(content(release, chosen, host, ending, dialect), dialect))
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
        return answer


def content(
    release: store.Release, chosen: Selection, host: str, ending: str = "csv", dialect: str = INTERNATIONAL
) -> forms.Content:
    """What an export of a choice holds. host: scheme and name of the site, for the addresses inside."""
    indicator = declared(chosen.indicator)
    found = release.series(indicator.id, chosen.geos, chosen.series, chosen.start, chosen.end, chosen.as_of)
    context = rows.Context(catalogue.load(), indicator, release.inputs, chosen.lang, release.id, chosen.as_of)
    pinned = replace(chosen, release=release.id)
    own = downloads.address(pinned, ending, "" if dialect == INTERNATIONAL else dialect)
    words = about.about(context, chosen, found, release.facts["built_at"], host, own)
    live = host + downloads.address(chosen)
    return forms.Content(words, tuple(rows.rows(found, context)), downloads.stem(chosen, release.id), live)


def tag(*made_of: object) -> str:
    """An ETag: changes with what is asked, with the release, and with our own code."""
    return sha256(repr((document.code_version(), made_of)).encode()).hexdigest()[:24]


def _dialect(form: forms.Form, asked: list[str]) -> str:
    """The dialect to write; only forms with several take the parameter."""
    if not asked:
        return INTERNATIONAL
    if not form.dialects:
        raise UnknownValueError("Parameter", "dialect", NAMES)
    if len(asked) > 1 or asked[0] not in form.dialects:
        raise UnknownValueError("dialect", " + ".join(asked), form.dialects)
    return asked[0]
