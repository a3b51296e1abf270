"""Which picture a choice is drawn as: over time, side by side in one period, months by years, small, or a map. Pure.

    time     lines or columns over time, as the indicator declares; lines where it declares another shape
    ranked   one bar for each place or category, in one period: `to`, else the newest that most of them have
    months   the months of one series as a heat map, a row for each year
    small    a small line chart for each series, all on one scale
    map      one category in one period, all countries; static

Every shape has the words, flags and source of `dashboards.figures.chart_of`. Where figures of an earlier day have the
present ones beside them, the earlier ones are dashed or hollow, as columns grey.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from dashboards.charts.model import Chart, Kind, Mark, Trace
from dashboards.charts.notes import signed_by_series
from dashboards.charts.reading import Reading
from dashboards.figures import chart_of
from dashboards.figures.aggregates import wholes
from dashboards.query.selection import NOW, SHAPES, Selection
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue, Indicator
from etl.catalogue.declarations import Lang, Text
from etl.model.errors import UnknownValueError
from etl.model.observations import Input, Observation, Series

OVER_TIME = ("line", "column", "stacked")
DEFINITIONS = "Definition"  # the English name of a breakdown whose series are definitions of one thing
MOST_BARS, MOST_PANELS, MOST_COLUMNS = 40, 12, 3
THEN = Text(en="{label}, as published on {date}", nl="{label}, zoals gepubliceerd op {date}")
BESIDE = Text(
    en="Dashed or hollow: as published on {date}; the others are the latest figures.",
    nl="Gestreept of open: zoals gepubliceerd op {date}; de andere zijn de nieuwste cijfers.",
)
BESIDE_COLUMNS = Text(
    en="Grey: as published on {date}; the others are the latest figures.",
    nl="Grijs: zoals gepubliceerd op {date}; de andere zijn de nieuwste cijfers.",
)
NOT_HELD = Text(
    en="We hold no version of these figures of {date}; the latest are shown.",
    nl="Van {date} is geen versie van deze cijfers bewaard; getoond zijn de nieuwste.",
)
DAY = Text(en="as published on {date}", nl="zoals gepubliceerd op {date}")
PLACE = Text(en="Place", nl="Plaats")


def offered(indicator: Indicator, count: int) -> tuple[str, ...]:
    """The shapes in which `count` series of the indicator can be drawn."""
    possible = {"time": True, "ranked": count > 1, "months": indicator.frequency == "M", "small": count > 1}
    return tuple(name for name in SHAPES if possible.get(name))


def kind(indicator: Indicator, shape: str, count: int) -> Kind:
    """The kind of picture for `count` series; UnknownValueError for months of an indicator that has none."""
    if shape == "months" and indicator.frequency != "M":
        raise UnknownValueError("shape", shape, offered(indicator, count))
    named: dict[str, Kind] = {"ranked": "ranked", "months": "heatmap", "small": "multiples", "map": "map"}
    if shape in named:
        return named[shape]
    own: Kind = "ranked" if indicator.chart == "map" else indicator.chart
    if (shape == "time" and own not in OVER_TIME) or (own == "ranked" and count < 2):
        return "line"
    return "line" if own == "column" and count > MOST_COLUMNS else own


def chart(
    indicator: Indicator,
    series: Sequence[Series],
    now: Sequence[Series],
    chosen: Selection,
    catalogue: Catalogue,
    inputs: Mapping[int, Input],
    release: str,
    address: str,
) -> Chart:
    """The picture of a choice. now: the present figures, where they stand beside those of `chosen.as_of`."""
    wanted = kind(indicator, chosen.shape, max(len(series), len(now)))
    if wanted == "map":
        return map_chart(indicator, series, chosen, catalogue, inputs, release, address)
    main, earlier = (list(now), list(series)) if chosen.beside == NOW else (list(series), [])
    if wanted == "ranked":
        at = period_shown(earlier or main, chosen.end)
        main, earlier = [_only(s, at) for s in main], [_only(s, at) for s in earlier]
    most = {"ranked": MOST_BARS, "multiples": MOST_PANELS, "heatmap": 1}.get(wanted, chart_of.MAX_TRACES)
    made = chart_of.chart(indicator, main, catalogue, inputs, chosen.lang, release, address, most)
    if wanted == "column" and _unlike(indicator, main):
        wanted = "multiples"
    made = replace(made, kind=wanted)
    if chosen.beside == NOW:
        made = _beside(made, indicator, earlier[:most], chosen, catalogue)
    return _ranked(made, indicator, main[:most], catalogue) if wanted == "ranked" else signed_by_series(made)


def _unlike(indicator: Indicator, series: Sequence[Series]) -> bool:
    """Whether definitions that no period has together would stand in one row of columns, as if they were one series."""
    there = [{p.period for p in s.points if p.value is not None} for s in series]
    apart = any(a and b and not a & b for a, b in combinations(there, 2))
    return indicator.breakdown.name["en"] == DEFINITIONS and apart


def period_shown(series: Sequence[Series], end: str) -> str:
    """The period of a picture of one: `end` where any series has it, else the newest in which at least half as many
    series have a figure as in the best one; "" without figures."""
    if end and any(p.period == end for s in series for p in s.points):
        return end
    count = Counter(p.period for s in series for p in s.points if p.value is not None)
    most = max(count.values(), default=0)
    return max((period for period, n in count.items() if 2 * n >= most), default="")


def _only(series: Series, period: str) -> Series:
    """The series in one period; an observation without a value where it has none. No period, no observation."""
    if not period:
        return replace(series, points=())
    points = tuple(p for p in series.points if p.period == period)
    return replace(series, points=points or (Observation(period, None),))


def _beside(made: Chart, indicator: Indicator, then: Sequence[Series], chosen: Selection, c: Catalogue) -> Chart:
    """The present figures with those of the earlier day as `then`; a note where none are held of it."""
    lang, day = chosen.lang, formats.date(chosen.as_of, chosen.lang)
    if not any(p.value is not None for s in then for p in s.points):
        return replace(made, notes=(*made.notes, NOT_HELD[lang].format(date=day)))
    labels = {t.id: t.label for t in made.traces}
    earlier = []
    for s, label in chart_of.labelled(indicator, then, c, lang):
        drawn = chart_of.trace(indicator, s, label, c, lang)
        said = THEN[lang].format(label=labels.get(drawn.id, label), date=day)
        marks = tuple(replace(m, reading=replace(m.reading, day=DAY[lang].format(date=day))) for m in drawn.marks)
        earlier.append(replace(drawn, id=f"{drawn.id} then", label=said, marks=marks, role="then"))
    side: Kind = "line" if made.kind == "stacked" else made.kind  # parts of two days on one another are no whole
    said = (BESIDE_COLUMNS if side == "column" else BESIDE)[lang].format(date=day)
    return replace(made, kind=side, traces=(*made.traces, *earlier), notes=(*made.notes, said))


def _ranked(made: Chart, indicator: Indicator, shown: Sequence[Series], catalogue: Catalogue) -> Chart:
    """Bars instead of lines: a mark for each trace; two dots to a row where there is an earlier day.

    Together the bars are called after what they share: their place, or of several places their period.
    """
    geos = list(dict.fromkeys(s.geo for s in shown))
    period = next((p.period for s in shown for p in s.points), "")
    shared = (
        catalogue.label("geo", geos[0], made.lang) if len(geos) == 1 else period and formats.period(period, made.lang)
    )
    main = [t for t in made.traces if t.role != "then"]
    then = [t for t in made.traces if t.role == "then"]
    apart = {f"{geo} {name}" for geo, name in wholes(indicator, shown)}
    traces = [_bars(main, T["now"][made.lang] if then else shared, "main", apart)]
    if then:
        names = {t.id: t.label for t in main}
        earlier = [replace(t, label=names.get(t.id.removesuffix(" then"), t.label)) for t in then]
        traces.append(_bars(earlier, T["then"][made.lang], "then", apart))
    places = len({s.geo for s in shown}) > 1 and len({s.series for s in shown}) == 1
    return replace(
        made,
        kind="dumbbell" if then else "ranked",
        frequency="",
        x_title=PLACE[made.lang] if places else T["category"][made.lang],
        traces=tuple(traces),
        rules=(),
        notes=tuple(note for note in made.notes if note != T["year_of_quota"][made.lang]),  # no quota is drawn
    )


def _bars(traces: Sequence[Trace], label: str, role: str, apart: Collection[str]) -> Trace:
    """One trace of the first mark of each."""
    marks = tuple(_bar(t, apart) for t in traces if t.marks)
    return Trace(role, label, marks, "then" if role == "then" else "main")


def _bar(trace: Trace, apart: Collection[str]) -> Mark:
    """apart: ids of series that are wholes of the others."""
    code = trace.id.removesuffix(" then")
    return replace(trace.marks[0], x=code, label=trace.label, aggregate=code in apart)


def map_chart(
    indicator: Indicator,
    series: Sequence[Series],
    chosen: Selection,
    catalogue: Catalogue,
    inputs: Mapping[int, Input],
    release: str,
    address: str,
) -> Chart:
    """A map of the period `chosen.end`: a mark for each of `chosen.geos`, those without a figure included."""
    lang, period = chosen.lang, chosen.end
    shown = [_only(s, period) for s in series]
    made = chart_of.chart(indicator, shown, catalogue, inputs, lang, release, address, len(shown))
    there = {s.geo: t.marks[0] for s, t in zip(shown, made.traces, strict=True) if t.marks}
    marks = tuple(
        replace(mark, x=geo, label=catalogue.label("geo", geo, lang))
        if (mark := there.get(geo))
        else _absent(catalogue.label("geo", geo, lang), geo, period, lang)
        for geo in chosen.geos
    )
    category = next(iter(chosen.series), "")
    name = catalogue.series_label(indicator, category, lang)
    subtitle = [indicator.measure[lang], name if chart_of.tells(indicator, category) else ""]
    subtitle += [formats.period(period, lang)] if period else []
    return replace(
        made, kind="map", frequency="", subtitle=", ".join(t for t in subtitle if t), x_title=PLACE[lang], rules=(),
        notes=(), traces=(Trace("countries", name or indicator.title[lang], marks),),
    )  # fmt: skip


def _absent(name: str, geo: str, period: str, lang: Lang) -> Mark:
    """A country that has no figure in the period of a map."""
    none = T["no_figure"][lang]
    said = Reading(name, period=formats.period(period, lang) if period else "", value=none)
    return Mark(geo, name, None, none, reading=said)
