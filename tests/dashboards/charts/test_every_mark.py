"""What is said of a mark is the same wherever a reader meets it: static picture, keyboard, Plotly's tooltip.

Every indicator, in every shape that it offers; the words are compared with the observations of the release themselves.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from dashboards.charts import walk
from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import Chart, Mark
from dashboards.charts.plotly.picture import figure as interactive
from dashboards.charts.reading import Reading, unpacked
from dashboards.charts.svg.picture import svg
from dashboards.figures import chart_kind
from dashboards.figures.figure import Figure, figure, mapped
from dashboards.query.selection import NOW, Selection
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS, Lang
from etl.model.observations import Observation, Series
from etl.release.store import Release

INDICATORS = sorted(catalogue.load().indicators)
WIDTHS = (330, 720)
LETTER_DAY = "2019-10-14"
Spot = tuple[int, ...]


def _shapes(indicator: str, release: Release) -> tuple[str, ...]:
    offered = chart_kind.offered(catalogue.load().indicators[indicator], 2)
    return ("", *offered, *(("map",) if mapped(indicator, release) else ()))


def _expected(f: Figure, s: Series, p: Observation, day: str) -> Reading:
    """The words of an observation, made here from the catalogue alone."""
    c, i, lang = catalogue.load(), f.indicator, f.chosen.lang
    unit = "%" if i.unit == "percent" else c.label("units", i.unit, lang)
    there = p.value is not None
    value = formats.amount(p.value, i.decimals, unit, lang) if p.value is not None else T["no_figure"][lang]
    named = len(i.breakdown.labels) > 1 or i.breakdown.code_list
    return Reading(
        c.label("geo", s.geo, lang),
        c.series_label(i, s.series, lang) if named else "",
        formats.period(p.period, lang) if p.period else "",
        value,
        "; ".join(c.label("flags", letter, lang) for letter in p.flag),
        formats.provenance(p.provenance, lang) if there else "",
        day,
    )


def _observed(f: Figure) -> set[Reading]:
    lang = f.chosen.lang
    day = chart_kind.DAY[lang].format(date=formats.date(f.chosen.as_of, lang)) if f.chosen.beside else ""
    found = {_expected(f, s, p, day) for s in f.series for p in s.points}
    return found | {_expected(f, s, p, "") for s in f.now for p in s.points}


def _spots(picture: str) -> list[list[Spot | None]]:
    marks = picture.split('data-marks="')[1].split('"')[0]
    return [
        [None if m == "-" else tuple(map(int, m.split(","))) for m in row.split(" ")] if row else []
        for row in (each.split("|")[-1] for each in marks.split(";"))
    ]


def _values(made: dict[str, Any], chart: Chart) -> Iterator[tuple[str, float | None]]:
    """Tooltip and value of every mark of the interactive picture."""
    for trace in made["data"]:
        if "meta" not in trace:
            continue
        if trace["type"] == "heatmap":
            cells = zip(trace["hovertext"], trace["z"], strict=True)
            yield from ((t, z) for texts, row in cells for t, z in zip(texts, row, strict=True) if t)
        else:
            sideways = chart.kind in ("ranked", "bullet", "dumbbell")
            yield from zip(trace["hovertext"], trace["x" if sideways else "y"], strict=True)


def _compare(f: Figure) -> None:
    chart, observed = f.chart, _observed(f)
    rows = walk.rows(chart)
    said = walk.readings(chart)
    for _, readings in said:
        for reading in readings:
            known = reading in observed or (not reading.provenance and reading.value == T["no_figure"][chart.lang])
            assert known, reading
    assert list(unpacked(walk.walked(chart))) == list(said)
    for width in WIDTHS:
        _placed(chart, _spots(svg(chart, width=width, bare=True, read=True)), rows, width)
    if chart.kind != "map":
        shown = Counter(_values(interactive(chart), walk.drawable(chart)))
        assert shown == Counter((t.reading(m).html(), m.value) for t, marks in rows for m in marks)


def _placed(chart: Chart, spots: list[list[Spot | None]], rows: tuple[walk.Row, ...], width: int) -> None:
    """Every mark has a place in the picture, higher (or further right) where its value is."""
    assert [len(row) for row in spots] == [len(marks) for _, marks in rows]
    kind = walk.drawable(chart).kind
    for row, (_, marks) in zip(spots, rows, strict=True):
        assert all(spot and -1 <= spot[0] <= width + 1 for spot in row), chart.id
        if kind in ("line", "multiples", "ranked", "dumbbell", "bullet"):
            _in_order([(m, s) for m, s in zip(marks, row, strict=True) if s], 1 if kind in ("line", "multiples") else 0)


def _in_order(found: list[tuple[Mark, Spot]], axis: int) -> None:
    order = sorted(((m.value, s[axis]) for m, s in found if m.value is not None), key=lambda each: each[0])
    assert all((a[1] - b[1]) * (1 if axis else -1) >= -1 for a, b in pairwise(order))


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_mark_says_the_same_everywhere(release: Release, indicator: str) -> None:
    """The languages take turns over the shapes."""
    for n, shape in enumerate(_shapes(indicator, release), INDICATORS.index(indicator)):
        f = figure(Selection(indicator, shape=shape, lang=LANGS[n % 2]))
        if not f.empty:
            _compare(f)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("shape", ["", "time", "ranked", "small"])
def test_then_and_now_are_told_apart(release: Release, lang: Lang, shape: str) -> None:
    f = figure(Selection("returned", ("EU28", "NL"), as_of=LETTER_DAY, beside=NOW, shape=shape, lang=lang))
    days = {reading.day for _, readings in walk.readings(f.chart) for reading in readings}
    assert days == {"", chart_kind.DAY[lang].format(date=formats.date(LETTER_DAY, lang))}
    _compare(f)


def test_a_ranking_names_each_place_at_its_own_bar(release: Release) -> None:
    f = figure(Selection("first_time_per_100k", ("NL", "DE")))
    [bars] = [t for t in interactive(f.chart)["data"] if "meta" in t]
    for text, code in zip(bars["hovertext"], bars["y"], strict=True):
        assert text.startswith({"NL": "Netherlands", "DE": "Germany"}[code.split(" ")[0]])


def test_alt_text_says_figures_as_the_marks_do(release: Release) -> None:
    f = figure(Selection("return_rate"))
    newest = [m for t in f.chart.traces if (m := t.latest)]
    assert all(m.reading.value in alt_text(f.chart) for m in newest)


def test_a_mark_without_more_words_is_read_from_its_labels(release: Release) -> None:
    chart = figure(Selection("irregular_arrivals")).chart
    trace = chart.traces[0]
    bare = replace(trace.marks[0], reading=Reading())
    assert trace.reading(bare) == Reading(series=trace.label, period=bare.label, value=bare.text)
