"""All observations of a choice, a row each, in pages: for a figure with more series than columns fit. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.charts.table import Table
from dashboards.figures.chart_of import unit
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.observations import Observation, Series

PER_PAGE = 150
PLACE = Text(en="Place", nl="Plaats")
NOTE = Text(en="Note", nl="Opmerking")


@dataclass(frozen=True)
class TablePage:
    """One page of a long table. first, last: numbers of its rows, from 1; of: rows in all."""

    table: Table
    page: int
    pages: int
    first: int
    last: int
    of: int


def table_page(
    indicator: Indicator, series: Sequence[Series], c: Catalogue, lang: Lang, page: int, caption: str
) -> TablePage:
    """A page of the table; the last one where `page` is beyond it."""
    cells = [(s, p) for s in series for p in s.points]
    pages = max(1, -(-len(cells) // PER_PAGE))
    page = min(page, pages)
    first = (page - 1) * PER_PAGE
    shown = cells[first : first + PER_PAGE]
    places, names = {s.geo for s in series}, {s.series for s in series}
    value = f"{T['value'][lang]} ({unit(indicator, c, lang)})"
    header = (PLACE[lang], indicator.breakdown.name[lang], T["period"][lang], value, NOTE[lang])
    kept = [n for n in range(len(header)) if not (n == 0 and len(places) < 2) and not (n == 1 and len(names) < 2)]
    rows = tuple(_only(kept, _row(indicator, s, p, c, lang)) for s, p in shown)
    return TablePage(Table(caption, _only(kept, header), rows), page, pages, first + 1, first + len(shown), len(cells))


def _only(kept: Sequence[int], cells: Sequence[str]) -> tuple[str, ...]:
    """A row without the columns that say the same in every row."""
    return tuple(cells[n] for n in kept)


def _row(indicator: Indicator, s: Series, p: Observation, c: Catalogue, lang: Lang) -> tuple[str, ...]:
    value = T["no_figure"][lang] if p.value is None else formats.number(p.value, indicator.decimals, lang)
    notes = [*c.flag_words(p.flag, p.vintage, lang)]
    notes += [] if p.provenance.plain or p.value is None else [formats.provenance(p.provenance, lang)]
    name = c.series_label(indicator, s.series, lang)
    return c.label("geo", s.geo, lang), name, formats.period(p.period, lang), value, "; ".join(notes)
