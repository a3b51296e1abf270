"""One indicator large: its finding, chart, table, map, definition, sources; and a form to ask something else of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria, figure_about, figure_head, figure_views
from dashboards.blocks.board_link import board_link
from dashboards.blocks.figure_controls import CHANGE, FigureChoices, controls
from dashboards.blocks.figure_downloads import downloads as download_list
from dashboards.blocks.figure_downloads import related_list
from dashboards.blocks.figure_revisions import revisions
from dashboards.blocks.map_steps import map_steps
from dashboards.blocks.report_link import report_link
from dashboards.charts.table import Table, table
from dashboards.figures import chart_kind, heading, heading_words, index, pinned, related, siblings, table_pages
from dashboards.figures import figure as figures
from dashboards.figures import revisions as figure_revisions
from dashboards.figures.chart_of import chart as over_time
from dashboards.figures.figure import Figure, declared
from dashboards.figures.index import RATES
from dashboards.files import offers as file_offers
from dashboards.files import rows
from dashboards.pages import Page
from dashboards.query import figure_page, urls
from dashboards.query.figure_page import PageRequest
from dashboards.query.selection import ABSOLUTE
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.period import in_order
from etl.release import store

DESCRIPTION = Text(
    en="One figure of the migration agenda monitor: chart, table, definition, sources and downloads.",
    nl="Eén cijfer van de monitor migratieagenda: grafiek, tabel, definitie, bronnen en downloads.",
)

FEW_SERIES = 6


@dataclass(frozen=True)
class Sight:
    """All that the page shows of one indicator."""

    lang: Lang
    indicator: Indicator
    request: PageRequest
    figure: Figure

    @property
    def release(self) -> store.Release:
        """The release that was asked for."""
        return self.figure.release

    @cached_property
    def revisions(self) -> tuple[store.Revision, ...]:
        """Values of the indicator that no longer stand; two parts of the page need them."""
        return self.release.revisions(self.indicator.id)


def layout(lang: Lang, indicator: str, **state: str) -> Sequence[Component]:
    """The page of an indicator; UnknownValueError where there is none, or a value of the address is not known."""
    s = _sight(lang, indicator, state)
    picture, finding = _view(s)
    shown = s.figure.chosen
    day = formats.date(shown.as_of, lang) if shown.as_of else ""
    board = html.P(board_link(s.request.drawn, s.indicator.title[lang], lang), className="figure-board")
    head = [
        figure_head.kicker(s.indicator, finding, lang),
        figure_head.heading(s.indicator, finding, lang),
        figure_head.views(s.request, _views(s), lang),
        *([] if s.figure.empty else [board]),
        *figure_head.notices(s.request, store.current_id(), day, lang),
        *figure_head.without(s.request, catalogue.load(), lang),
        *_pinned(s),
    ]
    below = [
        figure_views.source_line(s.figure.chart, s.release.id, lang),
        figure_head.why(finding, lang),
        *(_counts(s.indicator, lang) if s.request.view != "about" else []),
        _revisions(s),
    ]
    column = html.Div([*picture, html.Div([part for part in below if part is not None])], className="figure-column")
    side = _side(s)
    sides = html.Div([column, side], className="figure-layout has-side" if side else "figure-layout", id="figure")
    wrong = report_link(s.indicator.title[lang], s.request.address(), s.release.id, s.figure.chosen.state(), lang)
    return [html.Div(head), sides, *(part for part in (_downloads(s), _related(s)) if part is not None), *wrong]


def title(lang: Lang, indicator: str) -> str:
    """The indicator's title."""
    return declared(indicator).title[lang]


def moved(lang: Lang, indicator: str, **state: str) -> str:
    """The page of the counterpart that `measure` and `step` ask for; "" where it is this page."""
    if not state.get("step") and state.get("measure") not in (siblings.PER_100K, ABSOLUTE):
        return ""
    here, release, known = declared(indicator), store.release(state.get("release", "")), catalogue.load().indicators
    other = siblings.wanted(here, state, known)
    if other is here:
        rest = {name: value for name, value in state.items() if name not in ("step", "measure")}
        return urls.figure(lang, indicator, rest)
    ask = siblings.FigureAddress(lang, here, release.choices(indicator), state)
    return siblings.address(ask, other, release.choices(other.id), catalogue.load())


def chosen(lang: Lang, indicator: str, **state: str) -> Mapping[str, str]:
    """What of the address is not the indicator's own way."""
    i = declared(indicator)
    release = store.release(state.get("release", ""))
    request = figure_page.page_request(lang, i.id, state, release.choices(i.id))
    without = {"without": state["without"]} if state.get("without") else {}
    shown = figures.shortest(request.chosen, i, release).state()
    view = request.view if request.view != figure_page.VIEWS[0] else ""
    return {**shown, "view": view, "page": str(request.page) if request.page > 1 else "", **without}


def _sight(lang: Lang, indicator_id: str, state: Mapping[str, str]) -> Sight:
    indicator = declared(indicator_id)
    release = store.release(state.get("release", ""))
    known = release.choices(indicator.id)
    wanted = figure_page.page_request(lang, indicator.id, state, known)
    return Sight(lang, indicator, wanted, figures.figure(wanted.drawn))


def _pinned(s: Sight) -> list[Component]:
    """Of a figure that holds to a release or a day: which, and what has changed since."""
    chosen, lang = s.request.chosen, s.lang
    if not (chosen.release or chosen.as_of) or s.figure.empty:
        return []
    now, held, since = store.release(), s.release, figures.since(s.figure, store.release())
    stands = pinned.standing(held.id, held.facts["built_at"][:10], chosen.as_of, lang)
    sentences = pinned.since_sentences(since, now.id, now.facts["built_at"][:10], held.id, lang)
    changes = pinned.changes(since, s.figure.indicator, catalogue.load(), lang)
    comparison = file_offers.comparison(s.figure.chosen, held.id, now.id)
    return [figure_head.pinned_note((stands, *sentences), changes, comparison, lang)]


def _views(s: Sight) -> tuple[str, ...]:
    return tuple(v for v in figure_page.VIEWS if v != "map" or figures.mapped(s.indicator.id, s.release))


def _about(s: Sight) -> heading_words.Subject:
    several, built = len(s.release.choices(s.indicator.id).geos) > 1, s.release.facts["built_at"][:10]
    return heading_words.Subject(s.figure.indicator, several, catalogue.load(), s.lang, today=built)


def _view(s: Sight) -> tuple[Sequence[Component], heading.Finding]:
    """What the view shows, and the finding that heads it."""
    chosen, lang, c = s.figure.chosen, s.lang, catalogue.load()
    finding = heading.finding(s.figure.chart.kind, s.figure.series, chosen, _about(s))
    if s.request.view == "about":
        claims = [(claim, s.release.claims[claim.id]) for claim in c.claims_of(s.indicator.id)]
        used = dict.fromkeys(n for x in s.figure.series for p in x.points for n in p.src)
        inputs = [s.release.inputs[n] for n in used]
        return [figure_about.about_view(s.figure.indicator, inputs, claims, c, lang)], finding
    if not s.release.has(s.indicator.id):
        return [figure_views.nothing_held(s.indicator, c, lang)], finding
    if s.figure.empty:
        return [figure_views.no_figures(chosen, lang)], finding
    if s.request.view == "map":
        return [_map(s)], finding
    return [_table(s) if s.request.view == "table" else figure_views.chart_view(s.figure.chart, lang)], finding


def _map(s: Sight) -> Component:
    """The map, and its values from highest to lowest."""
    as_rows = table(replace(s.figure.chart, kind="ranked"))
    periods, here = figures.map_periods(s.figure), s.figure.chosen.end
    steps = [
        (formats.period(p, s.lang), s.request.address(**{"from": "", "to": p}) if p != here else "") for p in periods
    ]
    moved = map_steps(steps, s.lang)
    return figure_views.map_view(s.figure.chart, as_rows, s.indicator.unit in RATES, s.lang, moved)


def _table(s: Sight) -> Component:
    """A row for each period where few series are shown; else a row for each observation, in pages."""
    if len(s.figure.series) <= FEW_SERIES:
        return figure_views.table_view(_wide(s), s.lang)
    caption = f"{s.indicator.title[s.lang]}. {s.figure.indicator.measure[s.lang]}"
    page = table_pages.table_page(
        s.figure.indicator, s.figure.series, catalogue.load(), s.lang, s.request.page, caption
    )
    return figure_views.page_view(page, s.request, s.lang)


def _wide(s: Sight) -> Table:
    f, c = s.figure, catalogue.load()
    if f.now:
        chosen = replace(f.chosen, shape="time")
        return table(chart_kind.chart(f.indicator, f.series, f.now, chosen, c, s.release.inputs, s.release.id, ""))
    made = over_time(f.indicator, f.series, c, s.release.inputs, s.lang, s.release.id, "", FEW_SERIES)
    return table(replace(made, kind="line"))


def _counts(i: Indicator, lang: Lang) -> list[Component]:
    """What the figure counts and what must be kept in mind, in every view."""
    counts = html.P([html.B(f"{T['what_this_counts'][lang]}. "), i.definition[lang]])
    return [html.Div([counts, html.P(i.caveat[lang])], className="card-counts")]


def _side(s: Sight) -> Component | None:
    """The form; none where there is nothing to choose from."""
    if not s.release.has(s.indicator.id) or s.request.view == "about":
        return None
    known = s.release.choices(s.indicator.id)
    every = s.release.series(s.indicator.id, s.figure.chosen.geos, s.figure.chosen.series)
    periods = in_order({p.period for x in every for p in x.points} | {known.first, known.last})
    days = figure_revisions.days(s.revisions)
    related_figures = tuple(i for i in siblings.family(s.indicator, catalogue.load().indicators) if s.release.has(i.id))
    can = FigureChoices(known.geos, known.series, tuple(periods), days, store.release_ids(), related_figures)
    form = controls(s.figure.indicator, s.figure.chosen, s.request, can, catalogue.load(), s.lang)
    return html.Section(
        [html.H2(CHANGE[s.lang], id="change", className="side-title"), form],
        className="figure-side",
        **aria(labelledby="change"),
    )


def _revisions(s: Sight) -> Component | None:
    if s.request.view not in ("chart", "table"):
        return None
    chosen = s.figure.chosen
    now = s.release.series(s.indicator.id, chosen.geos, chosen.series)
    changes = figure_revisions.changes(s.revisions, now, chosen)
    return revisions(changes, s.indicator, catalogue.load(), s.lang)


def _downloads(s: Sight) -> Component | None:
    known = s.release.choices(s.indicator.id)
    if not known.rows:
        return None
    shown = s.figure.pictured
    count = rows.count([index.cut(x, shown.start, shown.end) for x in s.figure.series])
    offers = file_offers.offers(s.indicator, shown, count, known.rows, s.release.id)
    return download_list([o for o in offers if o.rows], s.figure.chosen, s.lang)


def _related(s: Sight) -> Component | None:
    near = related.related(s.indicator, catalogue.load().indicators)
    return related_list(near, s.lang) if near else None


PAGE = Page(
    path="/figure/<indicator>",
    title=title,
    description=DESCRIPTION,
    layout=layout,
    moved=moved,
    chosen=chosen,
    accepts=figure_page.ACCEPTS,
    many=figure_page.MANY,
)
