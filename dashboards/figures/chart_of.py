"""From an indicator's series to the Chart that shows them: labels, flags, lines of the letter, targets, breaks, source.

Pure. The words are the catalogue's; which lines belong to which picture is decided here and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence

from dashboards.charts.model import BreakLine, Chart, Mark, Rule, Trace
from dashboards.charts.reading import UNREAD, Reading
from dashboards.text import formats
from dashboards.text.formats import T
from dashboards.text.places import counted
from etl.catalogue.catalogue import Catalogue, Indicator
from etl.catalogue.declarations import Lang, Target
from etl.model.observations import Input, Observation, Series, newest, undated
from etl.model.period import at, begins_between, period, period_end

FEW = 3  # more places than this are counted in a subtitle, not named
MAX_TRACES = 9  # more lines than colours and shapes that can be told apart; the table and the CSV have them all


def chart(
    indicator: Indicator,
    series: Sequence[Series],
    catalogue: Catalogue,
    inputs: Mapping[int, Input],
    lang: Lang,
    release: str = "",
    address: str = "",
    most: int = MAX_TRACES,
) -> Chart:
    """The picture of `series` over time, in the order given; at most `most` of them are drawn, and a note says so."""
    shown = series[:most]
    points = [p for s in shown for p in s.points]
    used = [inputs[n] for n in dict.fromkeys(n for p in points for n in p.src)]
    source = credited(source_line(used, lang), points, lang)
    traces = (trace(indicator, s, label, catalogue, lang) for s, label in labelled(indicator, shown, catalogue, lang))
    return Chart(
        id=indicator.id,
        kind=indicator.chart,
        lang=lang,
        title=indicator.title[lang],
        subtitle=subtitle(indicator, shown, catalogue, lang),
        x_title=T["period"][lang],
        unit=unit(indicator, catalogue, lang),
        decimals=indicator.decimals,
        frequency=indicator.frequency,
        traces=tuple(traces),
        rules=tuple(_rules(indicator, shown, lang)),
        breaks=tuple(_breaks(indicator, shown, lang)),
        notes=tuple(_notes(indicator, shown, len(series), lang)),
        flags=catalogue.flag_legend(((p.flag, p.vintage) for p in points), lang),
        source=source,
        as_of=newest(used),
        undated=undated(used),
        address=address,
        release=release,
    )  # fmt: skip


def unit(indicator: Indicator, catalogue: Catalogue, lang: Lang) -> str:
    """The unit in words; percent is its sign."""
    return "%" if indicator.unit == "percent" else catalogue.label("units", indicator.unit, lang)


def subtitle(indicator: Indicator, series: Sequence[Series], catalogue: Catalogue, lang: Lang) -> str:
    """Measure, place, category where it is one, and period."""
    geos = list(dict.fromkeys(catalogue.label("geo", s.geo, lang) for s in series))
    names = list(dict.fromkeys(catalogue.series_label(indicator, s.series, lang) for s in series))
    periods = [p.period for s in series for p in s.points]
    places = formats.join_list(geos, lang) if len(geos) <= FEW else counted({s.geo for s in series}, lang)
    parts = [indicator.measure[lang], places]
    parts += names if len(names) == 1 and tells(indicator, series[0].series) else []
    parts += [formats.span(min(periods), max(periods), lang)] if periods else []
    return ", ".join(p for p in parts if p)


def mark(indicator: Indicator, point: Observation, catalogue: Catalogue, lang: Lang, about: Reading = UNREAD) -> Mark:
    """One observation as a mark, its figure, flag and provenance in words. about: place and category of its series."""
    said = _said(indicator, point, catalogue, lang, about)
    extra = [part for part in (said.flag, "" if point.provenance.plain else said.provenance) if part]
    text = said.value + (f" ({'; '.join(extra)})" if extra else "")
    label = formats.period(point.period, lang, short=True)
    return Mark(point.period, label, point.value, text, point.flag, point.provenance, said)


def _said(indicator: Indicator, point: Observation, catalogue: Catalogue, lang: Lang, about: Reading) -> Reading:
    value = T["no_figure"][lang]
    if point.value is not None:
        value = formats.amount(point.value, indicator.decimals, unit(indicator, catalogue, lang), lang)
    return Reading(
        place=about.place,
        series=about.series,
        period=formats.period(point.period, lang),
        value=value,
        flag="; ".join(catalogue.flag_words(point.flag, point.vintage, lang)),
        provenance=formats.provenance(point.provenance, lang) if point.value is not None else "",
    )


def source_line(used: Iterable[Input], lang: Lang) -> str:
    """Publishers with their datasets: `Eurostat (migr_eiord, migr_eirtn); Frontex (ibc_route_month)`."""
    tables_of: dict[str, list[str]] = {}
    for i in used:
        tables_of.setdefault(formats.publisher(i.publisher, lang), []).append(i.dataset.split(".", 1)[1])
    return "; ".join(f"{publisher} ({', '.join(dict.fromkeys(names))})" for publisher, names in tables_of.items())


def credited(source: str, points: Iterable[Observation], lang: Lang) -> str:
    """`source`, the publishers of the inputs, and what of the figures is not theirs: that is computed here."""
    computed = [p.provenance.computed for p in points if p.value is not None]
    if not source or not any(computed):
        return source
    return f"{source}; {T['computed_all' if all(computed) else 'computed_some'][lang]}"


def labelled(
    indicator: Indicator, series: Sequence[Series], catalogue: Catalogue, lang: Lang
) -> list[tuple[Series, str]]:
    """Each series with the words that tell it from the others: place, category, or both."""
    places, categories = {s.geo for s in series}, {s.series for s in series}

    def label(s: Series) -> str:
        geo, name = catalogue.label("geo", s.geo, lang), catalogue.series_label(indicator, s.series, lang)
        if len(categories) == 1:
            return geo if len(places) > 1 or not tells(indicator, s.series) else name
        return name if len(places) == 1 else f"{geo}: {name}"

    return [(s, label(s)) for s in series]


def tells(indicator: Indicator, series: str) -> bool:
    """Whether the name of a category says more than the indicator's own words."""
    b = indicator.breakdown
    return len(b.labels) > 1 or bool(b.code_list and series != b.total)


def trace(indicator: Indicator, s: Series, label: str, catalogue: Catalogue, lang: Lang) -> Trace:
    """One series as the marks of a line."""
    about = Reading(catalogue.label("geo", s.geo, lang), series_words(indicator, s.series, catalogue, lang))
    return Trace(f"{s.geo} {s.series}", label, tuple(mark(indicator, p, catalogue, lang, about) for p in s.points))


def series_words(indicator: Indicator, series: str, catalogue: Catalogue, lang: Lang) -> str:
    """The name of a category, "" where the indicator has only one."""
    b = indicator.breakdown
    return catalogue.series_label(indicator, series, lang) if len(b.labels) > 1 or b.code_list else ""


def _rules(indicator: Indicator, series: Sequence[Series], lang: Lang) -> Iterable[Rule]:
    """Lines of the letter, then targets, of the places and categories in the picture."""
    there = tuple((s.geo, s.series) for s in series)
    for r in indicator.reference:
        if any(geo == r.geo and (not r.series or name in r.series) for geo, name in there):
            yield Rule(r.value, r.label[lang], "reference", r.value_high)
    for t in indicator.target:
        if any(t.beside(geo, name) for geo, name in there):
            yield Rule(t.value, t.label[lang], t.kind, None, *_span(t, indicator))


def _notes(indicator: Indicator, shown: Sequence[Series], of: int, lang: Lang) -> Iterable[str]:
    """That not all series are drawn, and that a quota of one year is not decided by that year."""
    if of > len(shown):
        yield T["only_first"][lang].format(shown=len(shown), of=of)
    if any(t.part_of and t.beside(s.geo, s.series) for t in indicator.target for s in shown):
        yield T["year_of_quota"][lang]


def _span(target: Target, indicator: Indicator) -> tuple[str, str]:
    """The first and the last period of the indicator that the target touches."""
    step = indicator.frequency
    start, end = period(target.period_start), period(period_end(target.period_end))
    return at(start.place_in(step), step).text, at(end.place_in(step), step).text


def _breaks(indicator: Indicator, series: Sequence[Series], lang: Lang) -> Iterable[BreakLine]:
    there = [p.period for s in series for p in s.points]
    for b in indicator.breaks:
        about = [s for s in series if (not b.geo or s.geo in b.geo) and (not b.series or s.series in b.series)]
        if about and there and begins_between(min(there, key=period), b.period, max(there, key=period)):
            yield BreakLine(b.period, b.label[lang], tuple(f"{s.geo} {s.series}" for s in about))
