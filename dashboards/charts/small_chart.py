"""A chart as a card has room for it."""

from dataclasses import replace

from dashboards.charts.model import Chart
from etl.catalogue.declarations import Lang, Text

QUOTA = Text(en="quota {value}", nl="quotum {value}")
SHORT_PLACES = {"EU28": "EU28", "EU27_2020": "EU27"}


def small(chart: Chart, lang: Lang) -> Chart:
    """The chart as a card has room for it: short names of EU, one word for a quota that is the same every year, no
    ceilings (the figure's own page has them), lines rather than columns of a change."""
    rules = tuple(
        replace(r, label=QUOTA[lang].format(value=chart.number(r.value))) if r.role == "quota" else r
        for r in chart.rules
        if r.role != "ceiling"
    )
    kind = "column" if chart.kind == "bullet" else "line" if chart.kind == "column" else chart.kind
    traces = tuple(replace(t, label=SHORT_PLACES.get(t.id.split(" ")[0], t.label)) for t in chart.traces)
    return replace(chart, kind=kind, rules=rules, traces=traces, breaks=chart.breaks)


def quiet(chart: Chart) -> Chart:
    """The chart as a small picture shows it: no letters, no signs, one quota named; its notes say where they stand."""
    quotas = [r for r in chart.rules if r.role == "quota"]
    rules = tuple(replace(r, label="") if r in quotas[:-1] and r.label != quotas[-1].label else r for r in chart.rules)
    traces = tuple(replace(t, sign="", marks=tuple(replace(m, quiet=True) for m in t.marks)) for t in chart.traces)
    return replace(chart, rules=rules, traces=traces)
