"""All figures: what there is of each, how new it is, whose it is; found by words, pillar, source, place and age."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboards import freshness
from dashboards.blocks import aria, figure_list, not_held
from dashboards.blocks.age_badge import NAMES
from dashboards.figures import inventory, newest
from dashboards.figures.inventory import Filter, Listed
from dashboards.pages import Page
from dashboards.query import urls
from dashboards.query.selection import a_question
from dashboards.search.entries import entries
from dashboards.search.find import find, respelled
from etl.catalogue import catalogue
from etl.catalogue.declarations import Lang, Text
from etl.model.errors import UnknownValueError
from etl.release import store

TITLE = Text(en="All figures", nl="Alle cijfers")
NAV = Text(en="Figures", nl="Cijfers")
DESCRIPTION = Text(
    en="Every figure of the monitor with its newest value, the places and years it covers, its source and its age.",
    nl="Elk cijfer van de monitor met de nieuwste waarde, de plaatsen en jaren, de bron en de actualiteit.",
)
INTRO = Text(
    en="The small chart shows the series whose newest figure stands beside it; its axis begins at zero. A line stops "
    "where the series changes its meaning.",
    nl="De kleine grafiek toont de reeks waarvan het nieuwste cijfer ernaast staat; de as begint bij nul. Een lijn "
    "stopt waar de reeks van betekenis verandert.",
)
EMPTY = Text(en="Not held here; at the publisher", nl="Niet hier aanwezig; bij de uitgever")
KEPT = 48  # lists that a process keeps: one for each place that is asked for


def layout(
    lang: Lang, q: str = "", pillar: str = "", source: str = "", geo: str = "", fresh: str = ""
) -> Sequence[Component]:
    """The form, the count, and the figures of the choice under their pillars."""
    known, release = catalogue.load(), store.release()
    query = a_question("q", " ".join(q.split()))
    named = _named(query) if query else None
    places = _places(release)
    wanted = _checked(Filter(pillar, source, geo, fresh, named), places)
    every = _listed(release.id, geo, datetime.now(UTC).date())
    shown = [each for each in every if inventory.passes(each, wanted)]
    empty = inventory.not_held(known.indicators.values(), release.overview.extents(), wanted, known)
    narrowed = bool(query or pillar or source or geo or fresh)
    return [
        html.H1(TITLE[lang]),
        html.P(INTRO[lang], className="lead"),
        figure_list.figure_filter(wanted, query, places, known, lang),
        figure_list.count_line(len(shown) + len(empty), len(known.indicators), narrowed, lang),
        *([] if shown or empty else [html.P(figure_list.NONE[lang], className="notice")]),
        *_sections(shown, geo, lang),
        *([_not_held([not_held.entry(i, known, lang) for i in empty], lang)] if empty else []),
    ]


def _named(query: str) -> frozenset[str]:
    """Ids of the indicators that words find."""
    hits = find(respelled(query, entries()) or query, entries())
    return frozenset(h.entry.id for h in hits if h.entry.sort == "indicator")


def _sections(shown: Sequence[Listed], geo: str, lang: Lang) -> list[Component]:
    known, made = catalogue.load(), list[Component]()
    for number, group in groupby(shown, key=lambda each: each.indicator.pillar):
        name = f"pillar-{number}"
        link = html.A(f"{number}. {known.pillars[number].title[lang]}", href=urls.pillar(lang, number))
        items = html.Ul([figure_list.entry(each, geo, known, lang) for each in group], className="listing")
        made.append(html.Section([html.H2(link, id=name), items], id=f"of-{name}", **aria(labelledby=name)))
    return made


def _not_held(items: Sequence[Component], lang: Lang) -> html.Section:
    name = "not-held"
    parts = [html.H2(EMPTY[lang], id=name), html.Ul(items, className="not-held")]
    return html.Section(parts, id=f"of-{name}", **aria(labelledby=name))


def _checked(wanted: Filter, places: Sequence[str]) -> Filter:
    """The filter; UnknownValueError where a value of it does not exist."""
    accepted = {
        "pillar": (wanted.pillar, tuple(str(n) for n in catalogue.load().pillars)),
        "source": (wanted.source, tuple(NAMES)),
        "geo": (wanted.geo, tuple(places)),
        "fresh": (wanted.fresh, inventory.STATES),
    }
    for name, (value, known) in accepted.items():
        if value and value not in known:
            raise UnknownValueError(name, value, known)
    return wanted


def _places(release: store.Release) -> list[str]:
    return sorted({e.geo for extents in release.overview.extents().values() for e in extents})


@lru_cache(maxsize=KEPT)
def _listed(release_id: str, geo: str, today: date) -> tuple[Listed, ...]:
    """Every indicator that has figures, of a place where one is named; by pillar, those of the letter first."""
    release, known = store.release(release_id), catalogue.load()
    extents = release.overview.extents()
    keys = {i.id: inventory.shown_key(i, extents.get(i.id, ()), geo) for i in known.indicators.values()}
    series = release.overview.series(key for key in keys.values() if key)
    made = []
    for i in sorted(known.indicators.values(), key=lambda i: (i.pillar, i.context, i.headline is None)):
        shown = series.get(key) if (key := keys[i.id]) else None
        point = newest.last(shown) if shown else None
        if shown is None or point is None:
            continue
        old = freshness.overdue(point, release.inputs, known.datasets, today, release.overview.coverages())
        held = [e for e in extents[i.id] if not geo or e.geo == geo]
        span = min(e.first for e in held), max(e.last for e in held)
        geos = tuple(sorted({e.geo for e in extents[i.id]}))
        made.append(Listed(i, shown, geos, *span, inventory.sources(i, known), old))
    return tuple(made)


PAGE = Page(
    path="/figures",
    title=TITLE,
    description=DESCRIPTION,
    layout=layout,
    nav=NAV,
    order=10,
    accepts=("q", "pillar", "source", "geo", "fresh"),
)
