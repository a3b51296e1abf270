"""A figure: an indicator, what a reader asked of it, and what the release says. The one place that reads for pictures.

Reads a release through `etl.release.store`; draws through `dashboards.figures.chart_kind` and the renderers. `reading`
is what tables and exports use too, so that a figure is the same number everywhere.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dashboards.charts.model import Chart
from dashboards.charts.palette import THEMES, Theme
from dashboards.charts.plotly import picture as plotly
from dashboards.charts.svg import boundaries
from dashboards.figures import chart_kind, index
from dashboards.figures.pinned import Since, changed_since
from dashboards.query import pieces, urls
from dashboards.query.selection import INDEX, MEASURES, NOW, SHAPES, Selection, selection
from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator, Lang
from etl.model.errors import UnknownValueError
from etl.model.observations import Series
from etl.release import store

LEAST_FOR_MAP = 10  # countries with figures, fewer make no map


@dataclass(frozen=True)
class Figure:
    """Everything a block or an export shows of one indicator. `series` is empty where nothing has been pulled.

    indicator: in the measure that was chosen. now: present figures, where they stand beside those of an earlier day.
    """

    indicator: Indicator
    chosen: Selection
    series: tuple[Series, ...]
    chart: Chart
    release: store.Release
    now: tuple[Series, ...] = ()

    @property
    def pictured(self) -> Selection:
        """The choice of exactly what the picture shows: of a picture of one period, that period alone."""
        if self.chart.kind not in ("ranked", "dumbbell") or self.chart.frequency:
            return self.chosen
        period = chart_kind.period_shown(self.series or self.now, self.chosen.end)
        return replace(self.chosen, start=period, end=period) if period else self.chosen

    @property
    def empty(self) -> bool:
        """Whether there is no figure at all for the choice."""
        return not any(p.value is not None for s in (*self.series, *self.now) for p in s.points)


def declared(indicator_id: str) -> Indicator:
    """The indicator of that id; UnknownValueError lists those there are."""
    known = catalogue.load().indicators
    if indicator_id not in known:
        raise UnknownValueError("Indicator", indicator_id, tuple(known))
    return known[indicator_id]


def held(indicator_id: str, release: store.Release) -> bool:
    """Whether the release has any figure of an indicator; False for one declared after it was built."""
    try:
        return release.has(indicator_id)
    except UnknownValueError:
        return False


def figure(chosen: Selection) -> Figure:
    """The figure of a choice; what it leaves open takes the indicator's defaults."""
    indicator, everything = declared(chosen.indicator), catalogue.load()
    release = store.release(chosen.release)
    full = with_defaults(chosen, indicator, release)
    full = _of_countries(full, release) if full.shape == "map" else full
    shown, full, series = reading(release, full)
    now = reading(release, replace(full, as_of=""))[2] if full.beside == NOW else ()
    address = urls.figure(full.lang, indicator.id, full.state())
    picture = chart_kind.chart(shown, series, now, full, everything, release.inputs, release.id, address)
    made = Figure(shown, full, series, picture, release, now)
    return replace(made, chart=replace(picture, scale=_map_scale(made))) if full.shape == "map" else made


def named(chosen: Selection, shown: Figure) -> Figure:
    """The figure of a choice: `shown` under its address where that is the same choice of the same release."""
    release = store.release(chosen.release)
    full = with_defaults(chosen, declared(chosen.indicator), release)
    if release is not shown.release or replace(full, release=shown.chosen.release) != shown.chosen:
        return figure(chosen)
    address = urls.figure(full.lang, full.indicator, full.state())
    return replace(shown, chosen=full, chart=replace(shown.chart, address=address, alt=""))


def reading(release: store.Release, chosen: Selection) -> tuple[Indicator, Selection, tuple[Series, ...]]:
    """The indicator and its series as chosen: places, categories, span, day of reading and measure.

    The choice comes back with the base of an index filled in. UnknownValueError where the measure cannot be had.
    """
    indicator = declared(chosen.indicator)
    if chosen.measure != INDEX:
        where = (chosen.geos, chosen.series, chosen.start, chosen.end, chosen.as_of)
        shown_series = release.series(indicator.id, *where)
        pieces.check_rows(p.period for s in shown_series for p in s.points)
        return indicator, chosen, shown_series
    if not index.has_index(indicator):
        raise UnknownValueError("measure", INDEX, MEASURES[:1])
    every = release.series(indicator.id, chosen.geos, chosen.series, as_of=chosen.as_of)
    pieces.check_rows(p.period for s in every for p in s.points)
    within = [index.cut(s, chosen.start, chosen.end) for s in every]
    based = replace(chosen, base=index.base_period(chosen.base, within))
    shown, made = index.in_measure(indicator, every, based)
    span = (index.cut(s, chosen.start, chosen.end) for s in made)
    return shown, based, tuple(s for s in span if s.points)


def since(shown: Figure, now: store.Release) -> Since:
    """What of a figure is other in the release `now`, read as of the present."""
    try:
        present = reading(now, replace(shown.chosen, as_of=""))[2]
    except UnknownValueError:  # the indicator, or the period of an index, is not in the newer release
        present = ()
    return changed_since(shown.series, present)


def with_defaults(chosen: Selection, indicator: Indicator, release: store.Release) -> Selection:
    """`chosen` with the indicator's own places and categories where the reader named none.

    Where the indicator's own have no figure together with what was named, the first that has one.
    """
    known = release.choices(indicator.id)
    geos = chosen.geos or tuple(g for g in indicator.geo_default if g in known.geos) or known.geos[:1]
    names = chosen.series or tuple(s for s in indicator.breakdown.default if s in known.series) or known.series[:1]
    open_ends = not chosen.series or not chosen.geos
    if known.rows and open_ends and not release.has_figures(indicator.id, geos, names, chosen.as_of):
        there = release.series(indicator.id, chosen.geos, chosen.series, as_of=chosen.as_of)
        geos = chosen.geos or tuple(s.geo for s in there[:1]) or geos
        names = chosen.series or tuple(s.series for s in there[:1]) or names
    return replace(chosen, geos=geos, series=names)


def shortest(chosen: Selection, indicator: Indicator, release: store.Release) -> Selection:
    """`chosen` without the places and categories that `with_defaults` fills in again."""
    full = with_defaults(chosen, indicator, release)
    for less in (replace(chosen, geos=(), series=()), replace(chosen, geos=()), replace(chosen, series=())):
        again = with_defaults(less, indicator, release)
        if set(again.geos) == set(full.geos) and set(again.series) == set(full.series):
            return less
    return chosen


def _of_countries(chosen: Selection, release: store.Release) -> Selection:
    """The first category that was chosen, in all countries with a boundary, in the one period that a map shows."""
    geos = mapped(chosen.indicator, release)
    if not geos:
        raise UnknownValueError("shape", "map", SHAPES[:-1])
    full = Selection(
        chosen.indicator, geos, chosen.series[:1], "", chosen.end, chosen.as_of, chosen.release, chosen.lang
    )
    period = chart_kind.period_shown(reading(release, full)[2], chosen.end)
    return replace(full, start=period, end=period, shape="map")


def mapped(indicator_id: str, release: store.Release) -> tuple[str, ...]:
    """The countries that a map of the indicator shows; none where too few have figures."""
    known = release.choices(indicator_id).geos
    geos = tuple(g for g in known if g in boundaries.countries())
    return geos if len(geos) >= LEAST_FOR_MAP else ()


def map_periods(shown: Figure) -> tuple[str, ...]:
    """The periods that a map can be stepped through: those in which enough countries have a figure."""
    return tuple(sorted(_by_period(shown)))


def _map_scale(shown: Figure) -> tuple[float, ...]:
    """The figures of all those periods: the shades of a map mean the same in each."""
    return tuple(value for values in _by_period(shown).values() for value in values)


def _by_period(shown: Figure) -> dict[str, list[float]]:
    """The figures of the countries on a map, of each period that has enough of them."""
    values: dict[str, list[float]] = {}
    for s in reading(shown.release, replace(shown.chosen, start="", end=""))[2]:
        for p in s.points:
            if p.value is not None:
                values.setdefault(p.period, []).append(p.value)
    return {period: each for period, each in values.items() if len(each) >= LEAST_FOR_MAP}


def default_figure(indicator_id: str, lang: Lang) -> Figure:
    """The figure as a page shows it first."""
    return figure(Selection(indicator_id, lang=lang))


def figure_for(address: str) -> dict[str, Any]:
    """Plotly's JSON (data, layout) for a figure's address; UnknownValueError where the address names none.

    theme=dark and narrow=1 in it say what the reader's screen is like.
    """
    parts = urlsplit(address)
    lang, indicator_id = urls.figure_of(parts.path)
    query = parse_qs(parts.query)
    wanted, narrow = query.pop("theme", [""])[0], query.pop("narrow", [""])[0] == "1"
    theme: Theme = next((name for name in THEMES if name == wanted), "light")
    known = store.release((query.get("release") or [""])[0]).choices(declared(indicator_id).id)
    chart = figure(selection(indicator_id, query, known, lang)).chart
    if chart.kind == "map":
        raise UnknownValueError("shape", "map", SHAPES[:-1])
    return plotly.figure(chart, theme, narrow)
