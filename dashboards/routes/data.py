"""GET /data/<indicator>.csv       every observation of an indicator, each row with its flag, unit, target and origin
GET /data/<indicator>.xlsx      a workbook: cover, notes, data
GET /data/<indicator>.parquet   the same rows, with the words of the figure in the metadata
GET /data/<indicator>.json      JSON-stat 2.0
GET /data/<indicator>.zip       CSV, datapackage.json, CSVW metadata, README.md

geo, series (codes, repeated or with commas), from, to (periods), as_of (a day), release, lang (en, nl) narrow it;
measure=index with base (a period) gives it as an index. CSV and workbook: columns (core, full, or names), shape (wide,
wide_places), names=nl; CSV: compare (a release) gives what differs from it;
dialect=nl makes the CSV one for Excel with Dutch settings.
Bytes are the same for the same address and release.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response

from dashboards.figures import figure as figures
from dashboards.files import description, formats, offers, rows
from dashboards.files.parted_rows import PartedRows
from dashboards.query import columns, parameters
from dashboards.query.columns import FULL, FileLayout
from dashboards.query.selection import Selection
from dashboards.routes import compare, requested
from dashboards.web import request_host, tagged_file
from etl.catalogue import catalogue
from etl.model.observations import Series
from etl.release import store

INTERNATIONAL = "international"


def add_routes(server: Flask) -> None:
    """The data files of one indicator."""

    @server.get("/data/<name>.<ending>")
    def data_file(name: str, ending: str) -> Response:
        form, indicator = formats.form(ending), figures.declared(name)
        query = requested.query(columns.DATA[ending])
        chosen = requested.choice(indicator.id, columns.without_layout(query), columns.DATA[ending])
        layout, compared = columns.layout(query), columns.COMPARE.one(query)
        dialect = parameters.DIALECT.one(query) or INTERNATIONAL
        if compared:
            return compare.answer(chosen, compared, dialect, layout)
        release, host = store.release(chosen.release), request_host.name()
        file = tagged_file.File(
            offers.file_name(indicator, chosen, release.id, ending, dialect, layout),
            form.type,
            chosen.lang,
            (release.id, ending, dialect, layout, chosen),
            pinned=bool(chosen.release),
            inline=False,
        )
        return tagged_file.answer(
            file, lambda: form.make(content(release, chosen, host, ending, dialect, layout), dialect)
        )


def content(
    release: store.Release,
    chosen: Selection,
    host: str,
    ending: str = "csv",
    dialect: str = INTERNATIONAL,
    layout: FileLayout = FULL,
) -> formats.Content:
    """What an export of a choice holds. host: scheme and name of the site, for the addresses inside."""
    context, chosen, shown, table = _read(release.folder, chosen, host)
    pinned = replace(chosen, release=release.id)
    own = offers.address(pinned, ending, "" if dialect == INTERNATIONAL else dialect, layout)
    return formats.Content(
        description.about(
            context, chosen, shown, release.facts["built_at"], host, own, layout, release.facts.get("seal", "")
        ),
        table,
        offers.file_name(context.indicator, chosen, release.id, "csv"),
        host + offers.address(chosen),
        layout,
    )


@lru_cache(maxsize=2)  # who takes one form often takes another; what is in the folder of a release never changes
def _read(
    folder: Path, chosen: Selection, host: str
) -> tuple[rows.Context, Selection, tuple[Series, ...], PartedRows[rows.Row]]:
    release = store.release(folder.name, folder.parents[1])
    indicator, chosen, shown = figures.reading(release, chosen)
    context = rows.Context(catalogue.load(), indicator, release.inputs, chosen.lang, release.id, chosen.as_of, host)
    return context, chosen, shown, rows.rows(shown, context)
