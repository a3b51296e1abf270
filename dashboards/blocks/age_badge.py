"""The badge of a newest figure that is older than its rhythm allows: how old, and why. And the ages of the sources."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.freshness import Overdue, SourceAge
from dashboards.query import urls
from dashboards.text import formats
from etl.catalogue.declarations import Lang, Text
from etl.model.period import is_day

OLD = Text(en="{months} months old", nl="{months} maanden oud")
WHY = Text(
    en="the figure for {next} was expected around {due}; we do not have it yet",
    nl="het cijfer over {next} werd rond {due} verwacht; wij hebben het nog niet",
)
NAMES = {
    "eurostat": Text(en="Eurostat", nl="Eurostat"),
    "frontex": Text(en="Frontex", nl="Frontex"),
    "ind": Text(en="IND and CBS", nl="IND en CBS"),
}
NEWEST = Text(en="Newest data held:", nl="Nieuwste gegevens:")
DAYS = Text(en="{days} days old", nl="{days} dagen oud")
SINCE_MONTH = Text(en="at least {days} days old", nl="ten minste {days} dagen oud")
SIGN = "⚠"


def age_badge(overdue: Overdue | None, lang: Lang) -> html.P | None:
    """How old the figure is and why, with a way to its dataset; None where it is not overdue."""
    if overdue is None:
        return None
    old = html.A(
        [html.Span(SIGN, **aria(hidden="true")), f" {OLD[lang].format(months=overdue.months)}"],
        href=urls.sources(lang, overdue.dataset),
        className="badge",
    )
    why = WHY[lang].format(next=formats.period(overdue.next, lang), due=formats.date(overdue.due, lang))
    return html.P([old, html.Span(f": {why}", className="badge-why")], className="age")


def source_ages(ages: Sequence[SourceAge], lang: Lang) -> html.Section:
    """One line: the newest dated vintage of each source; one that is older than its rhythm allows says how old."""
    items = [html.Li(_source(age, lang)) for age in ages]
    name = html.H2(NEWEST[lang], id="ages", className="strip-title")
    return html.Section([name, html.Ul(items)], className="strip", **aria(labelledby="ages"))


def _source(age: SourceAge, lang: Lang) -> list[str | Component]:
    name = NAMES[age.source][lang] if age.source in NAMES else age.source
    parts: list[str | Component] = [
        html.A(name, href=urls.sources(lang, age.source)),
        f" {formats.date(age.vintage, lang)}",
    ]
    if age.stale and age.age is not None:
        sign = html.Span(f" {SIGN}", **aria(hidden="true"))
        old = DAYS if is_day(age.vintage) else SINCE_MONTH
        parts += [sign, f" {old[lang].format(days=formats.number(age.age, 0, lang))}"]
    return parts
