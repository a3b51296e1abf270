"""What was revised as rows of a CSV: where, what stood there, what stands there now, by how much, since when. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dashboards.figures.replacements import Cell, Replacement
from dashboards.query import urls
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang


class ChangeRow(NamedTuple):
    """One revised figure. Missing is None, never 0.

    difference: in the unit; percent: of counts only; published, replaced: days of the versions in which each value
    first stood; provenance: as in the files of an indicator, a quoted figure is often rounded; statements: ids of
    those that are recomputed from the figure.
    """

    indicator: str
    title: str
    geo: str
    geo_name: str
    series: str
    series_name: str
    period: str
    unit: str
    was: float | None
    was_flag: str
    became: float | None
    became_flag: str
    difference: float | None
    percent: float | None
    published: str
    replaced: str
    was_provenance: str
    became_provenance: str
    statements: str
    release: str
    about: str


COLUMNS = ChangeRow._fields


def change_rows(
    revised: Iterable[Replacement],
    touched: Mapping[Cell, tuple[str, ...]],
    c: Catalogue,
    lang: Lang,
    release: str,
    host: str,
) -> Iterator[ChangeRow]:
    """A row for each revised figure. host: scheme and name of the site, for the address of the figure's page."""
    for r in revised:
        i = r.indicator
        yield ChangeRow(
            i.id, i.title[lang], r.geo, c.label("geo", r.geo, lang), r.series, c.series_label(i, r.series, lang),
            r.period, c.label("units", i.unit, lang), r.was, r.was_flag, r.became, r.became_flag,
            _rounded(r.difference, i.decimals), _rounded(r.percent, 1), r.published, r.replaced,
            r.was_provenance.figure, "" if r.became is None else r.provenance.figure,
            "; ".join(touched.get(r.cell, ())), release,
            host + urls.figure(lang, i.id, {"geo": r.geo, "series": r.series}) + "#revisions",
        )  # fmt: skip


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
