"""What a native chart marks: lines of the letter, targets, flags, provisional figures, breaks, gaps, newest numbers."""

from itertools import pairwise

import pytest
from pptx.oxml.ns import qn

from dashboards.charts import notes
from dashboards.charts.model import columns
from dashboards.charts.pieces import runs
from dashboards.text.messages import T


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_lines_of_the_letter_and_targets_are_series_named_in_words(
    shown, lang: str, slides_of, chart_of, series_of
) -> None:
    rule = shown("return_rate", lang).chart.rules[0]
    drawn = series_of(chart_of(slides_of("return_rate", f"lang={lang}")[1]))
    assert set(drawn[rule.label]) == {rule.value}
    figure = shown("resettlement_quota", lang).chart
    drawn = series_of(chart_of(slides_of("resettlement_quota", f"lang={lang}")[1]))
    rows = columns(figure)
    quotas = drawn[T["quota"][lang].capitalize()]
    for n, row in enumerate(rows):
        held = [r.value for r in figure.rules if r.role == "quota" and r.holds(row)]
        assert quotas[n] == (held[0] if held else None), row
    ceiling = next(r for r in figure.rules if r.role == "ceiling")
    assert [v for v in drawn[ceiling.label] if v is not None] == [ceiling.value]


def test_a_quota_and_a_ceiling_have_signs_of_different_shape(shown, slides_of, chart_of) -> None:
    figure = shown("resettlement_quota").chart
    ceiling = next(r.label for r in figure.rules if r.role == "ceiling")
    plots = chart_of(slides_of("resettlement_quota")[1]).plots
    signs = {s.name: s._element.find(f"{qn('c:marker')}/{qn('c:symbol')}") for plot in plots for s in plot.series}
    shapes = {name: sign.get("val") for name, sign in signs.items() if sign is not None}
    assert shapes[T["quota"]["en"].capitalize()] != shapes[ceiling]


def test_a_band_of_the_letter_has_both_its_bounds(shown, slides_of, chart_of, series_of) -> None:
    rule = next(r for r in shown("ordered_to_leave").chart.rules if r.value_high)
    drawn = series_of(chart_of(slides_of("ordered_to_leave")[1]))
    assert set(drawn[f"{rule.label} (lower)"]) == {rule.value}
    assert set(drawn[f"{rule.label} (upper)"]) == {rule.value_high}


@pytest.mark.parametrize("indicator", ["return_rate", "resettlement_quota", "ind_first_applications"])
def test_flags_stand_at_their_figures_and_in_the_workbook(
    shown, indicator: str, slides_of, chart_of, workbook_of
) -> None:
    figure = shown(indicator).chart
    signs = notes.signs(figure)
    chart = chart_of(slides_of(indicator)[1])
    about = [[c.value for c in row] for row in workbook_of(chart)[T["notes"]["en"]].iter_rows()]
    flagged = 0
    for trace in figure.traces:
        own = [s for plot in chart.plots for s in plot.series if s.name in (trace.name, f"{trace.name} (continued)")]
        labels = {
            int(d.find(qn("c:idx")).get("val")): d.find(qn("c:numFmt")).get("formatCode")
            for series in own
            for d in series._element.iter(qn("c:dLbl"))
        }
        for n, row in enumerate(columns(figure)):
            mark = trace.by_x.get(row)
            sign = notes.suffix(mark, signs) if mark and mark.value is not None else ""
            if sign:
                flagged += 1
                assert labels[n].rstrip('"').endswith(sign), (trace.label, row)
                assert [f"{mark.label} {sign}", f"{trace.label}: {mark.text}"] in about
    assert flagged


def test_a_provisional_column_does_not_look_like_a_final_one(shown, slides_of, chart_of) -> None:
    chart = chart_of(slides_of("resettlement_quota")[1])
    marks = shown("resettlement_quota").chart.traces[0].marks
    hatched = {
        int(p.find(qn("c:idx")).get("val"))
        for p in chart._chartSpace.iter(qn("c:dPt"))
        if p.find(f".//{qn('a:pattFill')}") is not None
    }
    assert hatched == {n for n, m in enumerate(marks) if m.provisional}
    assert hatched


@pytest.mark.parametrize("indicator", ["first_time_applicants", "return_rate", "coa_occupancy"])
def test_no_program_can_lead_a_line_across_a_break(shown, indicator: str, slides_of, chart_of, texts) -> None:
    """Two figures in neighbouring rows of one series are joined by every program; an empty row between them parts."""
    figure = shown(indicator).chart
    slide = slides_of(indicator)[1]
    drawn = {s.name: s.values for p in chart_of(slide).plots for s in p.series}
    parted = 0
    for trace in figure.traces:
        own = [v for name, v in drawn.items() if name in (trace.name, f"{trace.name} (continued)")]
        rows = {x: n for n, x in enumerate(columns(figure))}
        joined = {b.x for run in runs(figure, trace) for _, b in pairwise(run)}
        there = [m.x for m in trace.marks if m.value is not None]
        for a, b in pairwise(there):
            if rows[b] - rows[a] == 1:
                together = any(v[rows[a]] is not None and v[rows[b]] is not None for v in own)
                assert together == (b in joined), (trace.label, a, b)
                parted += not together
    assert parted
    assert figure.breaks[0].label in " ".join(texts(slide))


def test_a_missing_figure_in_a_ranking_stays_in_it_without_a_bar(shown, slides_of, chart_of, series_of, texts) -> None:
    places = ("NL", "UK", "BE")  # no figure of the United Kingdom is held after 2020
    figure = shown("applicants_per_100k", geos=places).chart
    missing = [m.label for m in figure.traces[0].marks if m.value is None]
    assert missing, "the figure has no gap to test"
    slide = slides_of("applicants_per_100k", f"geo={','.join(places)}")[1]
    chart = chart_of(slide)
    assert any(f"Not available: {missing[0]}" in said for said in texts(slide))
    assert missing[0] in list(chart.plots[0].categories)
    assert next(iter(series_of(chart).values()))[-1] is None


def test_the_number_at_the_end_of_a_falling_line_stands_below_it(slides_of, chart_of) -> None:
    def place(indicator: str) -> str:
        series = chart_of(slides_of(indicator)[1]).plots[0].series[0]._element
        return series.findall(f".//{qn('c:dLbl')}/{qn('c:dLblPos')}")[-1].get("val")

    assert place("asylum_applicants") == "b"
    assert place("temporary_protection") == "t"
