"""GET /briefing/<indicator>.pptx|docx|pdf        one figure as a deck or a document: geo, series, from, to, as_of, …
GET /briefing.pptx|docx|pdf?figure=…&figure=…   the figures of a tray; `dashboards.query.briefing` says what they hold
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import Flask, Response

from dashboards.charts import raster
from dashboards.charts.palette import FONT
from dashboards.charts.svg.picture import svg
from dashboards.figures import heading
from dashboards.figures.figure import Figure
from dashboards.figures.heading_words import Subject
from dashboards.files import citation, offers
from dashboards.office import check, content
from dashboards.office.content import Briefing, Section
from dashboards.office.file import MIMETYPES
from dashboards.query import briefing as tray
from dashboards.query import parameters
from dashboards.query.briefing import Ending
from dashboards.query.parameters import Query
from dashboards.query.selection import Selection, language
from dashboards.routes import requested
from dashboards.routes.pictures import FIXED_FONT
from dashboards.routes.requested import choice, drawn, permalink
from dashboards.web import request_host
from dashboards.web.tagged_file import File, answer
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang
from etl.model.observations import Input
from etl.release import store


def add_routes(server: Flask) -> None:
    """The decks and documents; a template that cannot be used is told to the log at once, and on /healthz."""
    for fault in check.faults():
        server.logger.error("%s Briefings of that kind are refused until it is mended.", fault)

    @server.get("/briefing/<name>.<any(pptx, docx, pdf):ending>")
    def one(name: str, ending: Ending) -> Response:
        chosen = choice(name, requested.query(parameters.CHOICE))
        return _answer((chosen,), ("",), chosen.lang, ending)

    @server.get("/briefing.<any(pptx, docx, pdf):ending>")
    def several(ending: Ending) -> Response:
        query = requested.query(parameters.TRAY)
        lang = language(query, "en")
        chosen, titles = _collected(query, lang)
        return _answer(chosen, titles, lang, ending)


def _collected(query: Query, lang: Lang) -> tuple[tuple[Selection, ...], tuple[str, ...]]:
    """What the tray's address asks for, and the titles that the reader gave."""
    items = tray.items(query.get("figure", ()), parameters.RELEASE.one(query))
    return tuple(choice(i.indicator, {**i.query, "lang": [lang]}) for i in items), tuple(i.title for i in items)


def _answer(chosen: Sequence[Selection], titles: Sequence[str], lang: Lang, ending: Ending) -> Response:
    shown = tuple(drawn(each) for each in chosen)
    releases = tuple(f.release.id for f in shown)
    look = requested.template(ending)
    file = File(
        _name(shown, lang, ending),
        MIMETYPES[ending],
        lang,
        (tuple(chosen), tuple(titles), releases, look.digest),
        pinned=not look.setting and all(c.release for c in chosen),
        inline=ending == "pdf",
    )
    return answer(file, lambda: made(shown, lang, ending, titles))


def made(shown: Sequence[Figure], lang: Lang, ending: Ending, titles: Sequence[str] = ()) -> bytes:
    """The deck or document of these figures. titles: the reader's own, "" where a figure has none."""
    from dashboards.office import docx, pdf, pptx  # here: they take a third of a second to import, at each start

    said = said_of(shown, lang, ending, titles)
    if ending == "pdf":
        return pdf.pdf(said, _drawing)
    return pptx.pptx(said, _picture) if ending == "pptx" else docx.docx(said, _picture)


def said_of(shown: Sequence[Figure], lang: Lang, ending: Ending, titles: Sequence[str] = ()) -> Briefing:
    """What a briefing on these figures says."""
    known, titles = catalogue.load(), titles or [""] * len(shown)
    sections = [_section(f, known, title) for f, title in zip(shown, titles, strict=True)]
    used = [i for f in shown for i in _inputs(f)]
    releases = {f.release.id: str(f.release.facts.get("seal", "")) for f in shown}
    address = f"{request_host.name()}{_again(shown, titles, tuple(releases), lang, ending)}"
    made_at = max(_built(f.release) for f in shown)
    days = [f.chosen.as_of for f in shown]
    return content.briefing(sections, content.origins(used, known, lang), releases, made_at, address, days)


def _section(shown: Figure, known: catalogue.Catalogue, title: str = "") -> Section:
    """One figure, headed by the reader's title, else by its finding where a rule makes one."""
    f, link = shown, permalink(shown)
    cited = citation.cited(known, f.indicator, f.chosen, f.series, f.release.inputs, f.release.id, _built_at(f), link)
    places = f.release.choices(f.indicator.id).geos
    about = Subject(f.indicator, len(places) > 1, known, f.chosen.lang, today=_built_at(f)[:10], titled=True)
    finding = heading.finding(f.chart.kind, f.series, f.chosen, about)
    title, pulled = title or heading.headline(finding, f.series, about), f.release.has(f.indicator.id)
    return content.section(f.indicator, f.chart, link, citation.plain(cited), title, pulled)


def _built_at(shown: Figure) -> str:
    built: str = shown.release.facts["built_at"]
    return built


def _again(shown: Sequence[Figure], titles: Sequence[str], releases: Sequence[str], lang: Lang, ending: Ending) -> str:
    """Where the same briefing is made again: of these releases, whichever is current then."""
    if len(releases) == 1:
        return tray.address([replace(f.chosen, release="") for f in shown], ending, lang, releases[0], titles)
    return tray.address([replace(f.chosen, release=f.release.id) for f in shown], ending, lang, "", titles)


def _inputs(shown: Figure) -> list[Input]:
    """Inputs of the figures that are drawn or in the table, in order of use."""
    ids = dict.fromkeys(n for s in shown.series for p in s.points for n in p.src)
    return [shown.release.inputs[n] for n in ids]


def _built(release: store.Release) -> datetime:
    return datetime.fromisoformat(release.facts["built_at"])


def _picture(section: Section, width: int) -> bytes:
    """The section's chart alone, its words left to the page around it, at twice its size for print."""
    return raster.png(_drawing(section, width).replace(FONT, FIXED_FONT), 2.0)


def _drawing(section: Section, width: int) -> str:
    return svg(section.chart, width=width, theme="light", bare=True)


def _name(shown: Sequence[Figure], lang: Lang, ending: Ending) -> str:
    """One figure is named after what it shows, a tray after how much it holds."""
    release = shown[0].release.id
    if len(shown) == 1:
        return offers.file_name(shown[0].indicator, shown[0].chosen, release, ending)
    return f"briefing_{len(shown)}-figures_{release}_{lang}.{ending}"
