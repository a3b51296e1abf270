"""Native charts and the workbook behind "Edit data": the release's figures, gaps as gaps."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from pptx.oxml.ns import qn

from dashboards.charts.model import Chart, columns
from dashboards.office import content, workbook
from dashboards.routes import briefing as exports

# Line with gaps and flags, columns with a band, quotas and a ceiling, stacked, ranked, two moments, months, days,
# quarters, a break.
NATIVE = (
    "return_rate", "ordered_to_leave", "resettlement_quota", "ind_permits_granted", "applicants_per_100k",
    "irregular_arrivals_announced", "irregular_arrivals_monthly", "coa_occupancy", "ind_quarterly",
    "ind_first_applications",
)  # fmt: skip


def expected(chart: Chart) -> dict[str, tuple[float | None, ...]]:
    """The figures of each series by row, straight from the marks."""
    rows = columns(chart)
    if chart.kind == "ranked":
        marks = sorted(chart.traces[0].marks, key=lambda m: (m.aggregate, m.value is None, -(m.value or 0)))
        rows = tuple(m.x for m in marks)
    return {t.name: tuple(m.value if (m := t.by_x.get(row)) else None for row in rows) for t in chart.traces}


@pytest.mark.parametrize("indicator", NATIVE)
def test_the_chart_and_its_workbook_hold_the_releases_figures(
    shown, indicator: str, slides_of, chart_of, cells_of, series_of
) -> None:
    want = expected(shown(indicator).chart)
    chart = chart_of(slides_of(indicator)[1])
    drawn = series_of(chart)
    cells = cells_of(chart)
    assert any(value is not None for values in want.values() for value in values)
    for label, values in want.items():
        assert drawn[label] == pytest.approx(values), "the chart's own figures"
        assert cells[label] == pytest.approx(values), "the workbook's"
    assert set(drawn) == set(cells)


def test_a_gap_is_empty_and_never_zero(shown, slides_of, chart_of, workbook_of) -> None:
    figure = shown("return_rate").chart
    assert any(v is None for values in expected(figure).values() for v in values), "the figure has no gap to test"
    chart = chart_of(slides_of("return_rate")[1])
    assert chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"
    gaps = [(label, n) for label, values in expected(figure).items() for n, v in enumerate(values) if v is None]
    sheet = workbook_of(chart)["Sheet1"]
    header = [cell.value for cell in sheet[1]]
    for label, n in gaps:
        assert sheet.cell(n + 2, header.index(label) + 1).value is None
        cached = next(s for p in chart.plots for s in p.series if s.name == label)._element
        assert n not in {int(pt.get("idx")) for pt in cached.find(qn("c:val")).iter(qn("c:pt"))}


def test_the_references_of_the_chart_point_at_its_cells(slides_of, chart_of, workbook_of) -> None:
    for indicator in NATIVE:
        chart = chart_of(slides_of(indicator)[1])
        book = workbook_of(chart)
        for series in (s for plot in chart.plots for s in plot.series):
            for part, values in (("tx", [series.name]), ("val", list(series.values))):
                name, cells = series._element.find(f"{qn(f'c:{part}')}//{qn('c:f')}").text.split("!")
                found = book[name.strip("'")][cells.replace("$", "")]
                found = [c.value for (c,) in found] if isinstance(found, tuple) else [found.value]
                assert found == pytest.approx(values) if part == "val" else found == values, (indicator, series.name)


def test_months_are_dates_in_the_workbook(shown, slides_of, chart_of, workbook_of) -> None:
    figure = shown("irregular_arrivals_monthly").chart
    sheet = workbook_of(chart_of(slides_of("irregular_arrivals_monthly")[1]))["Sheet1"]
    found = [cell.value for cell in sheet["A"][1:]]
    assert [f"{day:%Y-%m}" for day in found] == list(columns(figure))


def test_text_that_looks_like_a_formula_stays_text(shown) -> None:
    figure = shown("return_rate")
    rude = "=HYPERLINK(1)"
    traces = tuple(
        replace(t, label=f"{rude}{n}", marks=tuple(replace(m, label="@SUM(1)") for m in t.marks))
        for n, t in enumerate(figure.chart.traces)
    )
    chart = replace(figure.chart, traces=traces, title="+1", frequency="")
    section = content.section(figure.indicator, chart, "https://monitor.example/x", "-1")
    book = openpyxl.load_workbook(BytesIO(workbook.workbook(section, exports._built(figure.release))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {"@SUM(1)", "+1", f"{rude}0"} <= {c.value for c in cells}
    assert {c.data_type for c in cells} == {"s"}
