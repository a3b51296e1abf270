"""A figure: an indicator, what a reader asked of it, and what the release says. The one place that reads for pictures.

Reads a release through `etl.store`; draws through `dashboards.drawing` and the renderers.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dashboards import drawing, urls
from dashboards.chart import Chart
from dashboards.choices import Selection, selection
from dashboards.render import plotly
from etl import catalogue, store
from etl.declarations import Indicator, Lang
from etl.errors import UnknownValueError
from etl.observations import Series


@dataclass(frozen=True)
class Figure:
    """Everything a block or an export shows of one indicator. `series` is empty where nothing has been pulled."""

    indicator: Indicator
    chosen: Selection
    series: tuple[Series, ...]
    chart: Chart
    release: store.Release

    @property
    def empty(self) -> bool:
        """Whether there is no figure at all for the choice."""
        return not any(p.value is not None for s in self.series for p in s.points)


def declared(indicator_id: str) -> Indicator:
    """The indicator of that id; UnknownValueError lists those there are."""
    known = catalogue.load().indicators
    if indicator_id not in known:
        raise UnknownValueError("Indicator", indicator_id, tuple(known))
    return known[indicator_id]


def figure(chosen: Selection) -> Figure:
    """The figure of a choice; what it leaves open takes the indicator's defaults."""
    indicator, words = declared(chosen.indicator), catalogue.load()
    release = store.release(chosen.release)
    full = with_defaults(chosen, indicator, release.choices(indicator.id))
    found = release.series(indicator.id, full.geos, full.series, full.start, full.end, full.as_of)
    address = urls.figure(full.lang, indicator.id, full.state())
    picture = drawing.chart(indicator, found, words, release.inputs, full.lang, release.id, address)
    return Figure(indicator, full, found, picture, release)


def with_defaults(chosen: Selection, indicator: Indicator, known: store.Choices) -> Selection:
    """`chosen` with the indicator's own places and series where the reader named none."""
    geos = chosen.geos or tuple(g for g in indicator.geo_default if g in known.geos) or known.geos[:1]
    names = chosen.series or tuple(s for s in indicator.breakdown.default if s in known.series) or known.series[:1]
    return replace(chosen, geos=geos, series=names)


def default_figure(indicator_id: str, lang: Lang) -> Figure:
    """The figure as a page shows it first."""
    return figure(Selection(indicator_id, lang=lang))


def figure_for(address: str) -> dict[str, Any]:
    """Plotly's JSON (data, layout) for a figure's address; UnknownValueError where the address names none."""
    parts = urlsplit(address)
    lang, indicator_id = urls.figure_of(parts.path)
    query = {name: values for name, values in parse_qs(parts.query).items() if name != "theme"}
    known = store.release((query.get("release") or [""])[0]).choices(declared(indicator_id).id)
    return plotly.figure(figure(selection(indicator_id, query, known, lang)).chart)
