"""GET /briefing/headline.pdf|docx            the fact sheet of the headline figures, on one page
GET /briefing/pillar/<number>.pdf|docx   that of a pillar

release, lang   as in data files
since           a release, or a day: what changed since; the day of the letter if left out
"""

from flask import Flask, Response

from dashboards.office.file import MIMETYPES
from dashboards.query import parameters
from dashboards.query.sheet import HEADLINE, Ending, SheetSelection, pillar_of, sheet_selection
from dashboards.routes import requested
from dashboards.sheets import sheet
from dashboards.web import request_host, tagged_file
from etl.catalogue import catalogue
from etl.letter.claims import LETTER_DATE
from etl.model.errors import UnknownValueError
from etl.release import store


def add_routes(server: Flask) -> None:
    """The fact sheets."""

    @server.get("/briefing/headline.<any(pdf, docx):ending>")
    def headline(ending: Ending) -> Response:
        return _answer(HEADLINE, ending)

    @server.get("/briefing/pillar/<number>.<any(pdf, docx):ending>")
    def pillar(number: str, ending: Ending) -> Response:
        return _answer(pillar_of(number, tuple(catalogue.load().pillars)), ending)


def _answer(number: int, ending: Ending) -> Response:
    chosen = sheet_selection(number, requested.query(parameters.SHEET))
    release = store.release(chosen.release)
    before = _earlier(chosen.since_release, release) if chosen.since_release else None
    look = requested.template(ending)
    file = tagged_file.File(
        _name(chosen, release.id, ending),
        MIMETYPES[ending],
        chosen.lang,
        (chosen, release.id, look.digest),
        pinned=not look.setting and bool(chosen.release),
        inline=ending == "pdf",
    )
    return tagged_file.answer(file, lambda: _made(chosen, release, ending, before))


def _earlier(release_id: str, of: store.Release) -> store.Release:
    """The release of that id, built before the other one or the same; UnknownValueError lists those that are."""
    ids = store.release_ids()
    before = ids[: ids.index(of.id) + 1] if of.id in ids else ids
    if release_id not in before:
        raise UnknownValueError("since", release_id, (*before, LETTER_DATE))
    return store.release(release_id)


def _made(chosen: SheetSelection, release: store.Release, ending: Ending, before: store.Release | None) -> bytes:
    content = sheet.sheet(chosen, ending, release, catalogue.load(), request_host.name(), before)
    from dashboards.sheets import docx, pdf  # here: the libraries take long to import, at each start

    return pdf.pdf(content) if ending == "pdf" else docx.docx(content)


def _name(chosen: SheetSelection, release: str, ending: Ending) -> str:
    """What it is of, since when, language, release."""
    what = f"pillar-{chosen.pillar}" if chosen.pillar else "headline"
    since = chosen.since_day or chosen.since_release
    parts = ("fact-sheet", what, f"since-{since}" if since else "", chosen.lang, release)
    return "_".join(part for part in parts if part) + f".{ending}"
