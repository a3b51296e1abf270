"""GET /data/changes.csv   every figure that was revised since a day: since (the day of the letter), source, lang"""

from flask import Flask, Response

from dashboards import feeds
from dashboards.figures import replacements
from dashboards.files import changes as files
from dashboards.files.rows import csv_of
from dashboards.query import parameters, urls
from dashboards.query.changes import ChangesSelection, changes_selection
from dashboards.routes import requested
from dashboards.web import request_host, tagged_file
from etl.catalogue import catalogue
from etl.letter.claims import LETTER_DATE
from etl.release import store


def add_routes(server: Flask) -> None:
    """The list as a file."""

    @server.get(urls.CHANGES)
    def changes() -> Response:
        chosen = changes_selection(requested.query(parameters.CHANGES), LETTER_DATE, tuple(feeds.PUBLISHERS))
        release, host = store.release(), request_host.name()
        name = "_".join(part for part in ("changes_since", chosen.since, chosen.source, release.id) if part) + ".csv"
        file = tagged_file.File(name, "text/csv; header=present", chosen.lang, (release.id, chosen), False, False)
        return tagged_file.answer(file, lambda: _csv(chosen, release, host))


def _csv(chosen: ChangesSelection, release: store.Release, host: str) -> bytes:
    known = catalogue.load()
    replaced = replacements.every(release, known, chosen.source, chosen.since)
    touched = replacements.touched(known.claims.values())
    rows = files.change_rows(replaced, touched, known, chosen.lang, release.id, host)
    return csv_of(files.COLUMNS, list(rows))
