"""GET /data/<indicator>.csv?release=A&compare=B   what differs between two releases: was, is, difference, revised on

release   the one that is compared from; the one that is served if left out
compare   the other one; geo, series, from, to, lang, dialect as in a data file
"""

from dataclasses import replace

from flask import Response

from dashboards.figures.figure import declared
from dashboards.files import compared, offers
from dashboards.query.columns import FULL, FileLayout
from dashboards.query.selection import Selection
from dashboards.web import tagged_file
from etl.catalogue import catalogue
from etl.model.errors import UnknownValueError
from etl.release import store


def answer(chosen: Selection, compare: str, dialect: str, layout: FileLayout) -> Response:
    """The differences as a file. A reading of the past, an index or another layout is refused, as none is compared."""
    for name, value in (("as_of", chosen.as_of), ("measure", chosen.measure), ("columns", layout != FULL)):
        if value:
            raise UnknownValueError(name, str(value if name != "columns" else name), ("none of it with compare",))
    release, other = store.release(chosen.release), store.release(compare)
    indicator = declared(chosen.indicator)
    stem = offers.file_name(indicator, replace(chosen, release=""), f"{release.id}_to_{other.id}", "csv", dialect)
    file = tagged_file.File(
        stem, "text/csv; header=present", chosen.lang, ("compare", release.id, other.id, dialect, chosen),
        pinned=bool(chosen.release), inline=False,
    )  # fmt: skip
    return tagged_file.answer(file, lambda: _bytes(chosen, release, other, dialect))


def _bytes(chosen: Selection, release: store.Release, other: store.Release, dialect: str) -> bytes:
    name = chosen.indicator
    before, after = (r.series(name, chosen.geos, chosen.series, chosen.start, chosen.end) for r in (release, other))
    later = max((release, other), key=lambda r: str(r.facts["built_at"]))
    differences = compared.differences(
        before, after, later.revisions(name), (release.id, other.id), declared(name), catalogue.load(), chosen.lang
    )
    return compared.csv_bytes(differences, dialect)
