"""Figures of a choice that the publisher has since replaced: from, to, and when. Nothing where none was."""

from collections.abc import Sequence

from dash import html

from dashboards.blocks.data_table import data_table
from dashboards.charts.table import Table
from dashboards.figures.revisions import Change
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text

MOST = 60
SUMMARY = Text(en="Replaced since: {count} figures", nl="Sindsdien vervangen: {count} cijfers")
ONE = Text(en="Replaced since: 1 figure", nl="Sindsdien vervangen: 1 cijfer")
CAPTION = Text(
    en="Superseded figures, newest periods first; {shown} of {of} shown",
    nl="Vervangen cijfers, nieuwste perioden eerst; {shown} van {of} getoond",
)
HEAD = {
    "en": ("Period", "Place", "Category", "Was", "Became", "Published from", "Replaced by"),
    "nl": ("Periode", "Plaats", "Categorie", "Was", "Werd", "Gepubliceerd vanaf", "Vervangen op"),
}


def revisions(changes: Sequence[Change], indicator: Indicator, c: Catalogue, lang: Lang) -> html.Details | None:
    """The replaced figures behind a fold."""
    if not changes:
        return None
    rows = tuple(_row(change, indicator, c, lang) for change in changes[:MOST])
    caption = CAPTION[lang].format(shown=len(rows), of=formats.number(len(changes), 0, lang))
    count = ONE[lang] if len(changes) == 1 else SUMMARY[lang].format(count=formats.number(len(changes), 0, lang))
    return html.Details(
        [html.Summary(count), data_table(Table(caption, HEAD[lang], rows), lang)],
        className="card-table",
        id="revisions",
    )


def _row(change: Change, i: Indicator, c: Catalogue, lang: Lang) -> tuple[str, ...]:
    return (
        formats.period(change.period, lang),
        c.label("geo", change.geo, lang),
        c.series_label(i, change.series, lang),
        _figure(change.old, change.old_flag, i, lang),
        _figure(change.new, change.new_flag, i, lang),
        formats.date(change.seen_from, lang),
        formats.date(change.seen_until, lang),
    )


def _figure(value: float | None, flag: str, i: Indicator, lang: Lang) -> str:
    if value is None:
        return T["no_figure"][lang]
    return formats.number(value, i.decimals, lang) + (f" {flag}" if flag else "")
