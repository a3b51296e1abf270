"""One dataset on the sources page: what it counts, where it comes from, what we have of it, when more is due."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.freshness import Facts
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

LANDING = Text(en="Publisher’s page", nl="Pagina van de uitgever")
SHORT = Text(en="{span}; version: {day}", nl="{span}; versie: {day}")
VINTAGE = Text(en="Version in use", nl="Gebruikte versie")
COVERS = Text(en="What we hold", nl="Wat wij hebben")
ROWS = Text(en="{rows} rows, {values} with a figure; {span}", nl="{rows} rijen, {values} met een cijfer; {span}")
NONE = Text(
    en="no figures: see the publisher’s page",
    nl="geen cijfers: zie de pagina van de uitgever",
)
ORIGIN = Text(en="Provenance", nl="Herkomst")
UPDATES = Text(en="Updates", nl="Actualisering")
ARCHIVE = Text(en="archive only; not updated from the source", nl="alleen archief; wordt niet bij de bron bijgewerkt")
LIVE = Text(en="updated from the source", nl="wordt bij de bron bijgewerkt")
DUE = Text(en="figures for {period} are expected around {day}", nl="cijfers over {period} worden verwacht rond {day}")
WAS_DUE = Text(
    en="figures for {period} were expected around {day} and are not in this release",
    nl="cijfers over {period} werden verwacht rond {day} en zijn niet in deze release",
)
STALE = Text(
    en="The version in use is {age} days old, more than the {limit} days after which it counts as old. The source "
    "may have newer figures.",
    nl="De gebruikte versie is {age} dagen oud, meer dan de {limit} dagen waarna zij als oud geldt. De bron kan "
    "nieuwere cijfers hebben.",
)
BREAKS = Text(en="Breaks", nl="Breuken")
ROWS_LINK = Text(en="All rows of {title}", nl="Alle rijen van {title}")


def source_entry(
    f: Facts, today: str, catalogue: Catalogue, lang: Lang, questions: Sequence[tuple[str, str]] = ()
) -> html.Details:
    """A dataset, folded below its name, vintage and coverage. today: ISO day.

    asked: when the publisher was asked, and what came of it.
    The id stands inside the fold: browsers open a fold around the place that an address names, not one below it.
    """
    d = f.dataset
    vintage = formats.vintage(f.vintage, lang, f.undated) if f.coverage.rows else T["not_held"][lang]
    facts: list[tuple[str, str | Component]] = [
        (T["what_this_counts"][lang], d.counts[lang]),
        (T["what_this_does_not_count"][lang], d.counts_not[lang]),
        (COVERS[lang], _coverage(f, lang)),
        (VINTAGE[lang], vintage),
        (UPDATES[lang], _updates(f, today, lang)),
        *questions,
        (ORIGIN[lang], "; ".join(catalogue.label("provenances", p, lang) for p in f.provenances) or "–"),
        *(
            [(BREAKS[lang], " ".join(f"{formats.period(b.period, lang)}: {b.label[lang]}" for b in d.breaks))]
            if d.breaks
            else []
        ),
        (T["licence"][lang], catalogue.label("licences", d.licence, lang)),
        (LANDING[lang], html.A(d.landing, href=d.landing)),
    ]
    stale = STALE[lang].format(age=f.age, limit=d.stale_after_days)
    brief = vintage
    if f.coverage.rows:
        brief = SHORT[lang].format(span=formats.span(f.coverage.first, f.coverage.last, lang), day=vintage)
    name = html.H3([f"{d.title[lang]} ", html.Code(d.code)] if formats.is_code(d.code) else d.title[lang])
    content = [
        *([html.P(stale, className="notice")] if f.stale else []),
        html.Dl([_fact(name, text) for name, text in facts], className="facts"),
        *_link(f, lang),
    ]
    return html.Details(
        [html.Summary([name, html.Span(brief, className="source-brief")]), html.Div(content, id=d.id)],
        className="source-entry",
    )


def _fact(name: str, text: str | Component) -> html.Div:
    return html.Div([html.Dt(name), html.Dd(text)])


def _link(f: Facts, lang: Lang) -> list[Component]:
    if not f.coverage.rows:
        return []
    words_ = ROWS_LINK[lang].format(title=f.dataset.title[lang])
    return [html.P(html.A(words_, href=urls.explore(lang, {"table": f.dataset.id})))]


def _coverage(f: Facts, lang: Lang) -> str:
    c = f.coverage
    if not c.rows:
        return NONE[lang]
    rows, values = formats.number(c.rows, 0, lang), formats.number(c.values, 0, lang)
    return ROWS[lang].format(rows=rows, values=values, span=formats.span(c.first, c.last, lang))


def _updates(f: Facts, today: str, lang: Lang) -> str:
    if not f.dataset.live:
        return ARCHIVE[lang]
    if not f.due:
        return LIVE[lang]
    said = (DUE if f.due >= today else WAS_DUE)[lang]
    return f"{LIVE[lang]}; " + said.format(period=formats.period(f.next, lang), day=formats.date(f.due, lang))
