"""Decks: that the chart, the workbook behind it and the notes hold the release's figures, flags and words."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from dashboards import briefing, chart_notes
from dashboards.alt_text import alt_text
from dashboards.chart import Chart, columns
from dashboards.exports import briefing as exports
from dashboards.render import office_workbook
from dashboards.vocabulary import T

# Line with gaps and flags, columns with a band, quotas and a ceiling, stacked, ranked, two moments, months, days,
# quarters, a break.
NATIVE = (
    "return_rate", "ordered_to_leave", "resettlement_quota", "ind_permits_granted", "applicants_per_100k",
    "irregular_arrivals_announced", "irregular_arrivals_monthly", "coa_occupancy", "ind_quarterly",
    "ind_first_applications",
)  # fmt: skip
PICTURES = ("ind_family_by_nationality_monthly", "irregular_arrivals_change_by_route")


def slides_of(ask: Any, indicator: str, query: str = "") -> list[Any]:
    return list(Presentation(BytesIO(ask(f"/briefing/{indicator}.pptx?{query}").data)).slides)


def chart_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart).chart


def workbook_of(chart: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))


def series_of(chart: Any) -> dict[str, tuple[float | None, ...]]:
    return {series.name: tuple(series.values) for plot in chart.plots for series in plot.series}


def texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text


def points_with(element: Any, path: str) -> set[int]:
    """Numbers of the points whose own look holds `path`."""
    points = element.iter(qn("c:dPt"))
    return {int(p.find(qn("c:idx")).get("val")) for p in points if p.find(path) is not None}


def expected(chart: Chart) -> dict[str, tuple[float | None, ...]]:
    """The figures of each series by row, straight from the marks."""
    rows = columns(chart)
    if chart.kind == "ranked":
        marks = sorted(chart.traces[0].marks, key=lambda m: (m.value is None, -(m.value or 0)))
        rows = tuple(m.x for m in marks)
    return {t.label: tuple(m.value if (m := t.by_x().get(row)) else None for row in rows) for t in chart.traces}


@pytest.mark.parametrize("indicator", NATIVE)
def test_the_chart_and_its_workbook_hold_the_releases_figures(ask, shown, indicator: str) -> None:
    want = expected(shown(indicator).chart)
    chart = chart_of(slides_of(ask, indicator)[1])
    drawn = series_of(chart)
    sheet = workbook_of(chart)["Sheet1"]
    cells = {column[0].value: tuple(cell.value for cell in column[1:]) for column in sheet.iter_cols(min_col=2)}
    assert any(value is not None for values in want.values() for value in values)
    for label, values in want.items():
        assert drawn[label] == pytest.approx(values), "the chart's own figures"
        assert cells[label] == pytest.approx(values), "the workbook's"
    assert set(drawn) == set(cells)


def test_a_gap_is_empty_and_never_zero(ask, shown) -> None:
    figure = shown("return_rate").chart
    assert any(v is None for values in expected(figure).values() for v in values), "the figure has no gap to test"
    chart = chart_of(slides_of(ask, "return_rate")[1])
    assert chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"
    gaps = [(label, n) for label, values in expected(figure).items() for n, v in enumerate(values) if v is None]
    sheet = workbook_of(chart)["Sheet1"]
    header = [cell.value for cell in sheet[1]]
    for label, n in gaps:
        assert sheet.cell(n + 2, header.index(label) + 1).value is None
        cached = next(s for p in chart.plots for s in p.series if s.name == label)._element
        assert n not in {int(pt.get("idx")) for pt in cached.find(qn("c:val")).iter(qn("c:pt"))}


def test_the_references_of_the_chart_point_at_its_cells(ask) -> None:
    for indicator in NATIVE:
        chart = chart_of(slides_of(ask, indicator)[1])
        book = workbook_of(chart)
        for series in (s for plot in chart.plots for s in plot.series):
            for part, values in (("tx", [series.name]), ("val", list(series.values))):
                name, cells = series._element.find(f"{qn(f'c:{part}')}//{qn('c:f')}").text.split("!")
                found = book[name.strip("'")][cells.replace("$", "")]
                found = [c.value for (c,) in found] if isinstance(found, tuple) else [found.value]
                assert found == pytest.approx(values) if part == "val" else found == values, (indicator, series.name)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_lines_of_the_letter_and_targets_are_series_named_in_words(ask, shown, lang: str) -> None:
    rule = shown("return_rate", lang).chart.rules[0]
    drawn = series_of(chart_of(slides_of(ask, "return_rate", f"lang={lang}")[1]))
    assert set(drawn[rule.label]) == {rule.value}
    figure = shown("resettlement_quota", lang).chart
    drawn = series_of(chart_of(slides_of(ask, "resettlement_quota", f"lang={lang}")[1]))
    rows = columns(figure)
    quotas = drawn[T["quota"][lang].capitalize()]
    for n, row in enumerate(rows):
        held = [r.value for r in figure.rules if r.role == "quota" and r.holds(row)]
        assert quotas[n] == (held[0] if held else None), row
    ceiling = next(r for r in figure.rules if r.role == "ceiling")
    assert [v for v in drawn[ceiling.label] if v is not None] == [ceiling.value]


def test_a_quota_and_a_ceiling_have_signs_of_different_shape(ask, shown) -> None:
    figure = shown("resettlement_quota").chart
    ceiling = next(r.label for r in figure.rules if r.role == "ceiling")
    plots = chart_of(slides_of(ask, "resettlement_quota")[1]).plots
    signs = {s.name: s._element.find(f"{qn('c:marker')}/{qn('c:symbol')}") for plot in plots for s in plot.series}
    shapes = {name: sign.get("val") for name, sign in signs.items() if sign is not None}
    assert shapes[T["quota"]["en"].capitalize()] != shapes[ceiling]


def test_a_band_of_the_letter_has_both_its_bounds(ask, shown) -> None:
    rule = next(r for r in shown("ordered_to_leave").chart.rules if r.value_high)
    drawn = series_of(chart_of(slides_of(ask, "ordered_to_leave")[1]))
    assert set(drawn[f"{rule.label} (lower)"]) == {rule.value}
    assert set(drawn[f"{rule.label} (upper)"]) == {rule.value_high}


@pytest.mark.parametrize("indicator", NATIVE)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_slide_says_all_that_stands_around_a_figure(ask, shown, release, indicator: str, lang: str) -> None:
    figure = shown(indicator, lang)
    chart, declared = figure.chart, figure.indicator
    slide = slides_of(ask, indicator, f"lang={lang}")[1]
    notes = slide.notes_slide.notes_text_frame.text
    assert slide.shapes.title.text
    said = " ".join(texts(slide))
    assert chart.subtitle in said
    footer = next(p.text_frame.text for p in slide.placeholders if p.placeholder_format.idx == 11)
    assert chart.source in footer
    assert release.id in footer
    assert T["as_of"][lang] in footer if chart.as_of else T["date_not_known"][lang] in footer
    for part in (
        declared.definition[lang],
        declared.caveat[lang],
        release.id,
        f"/{lang}/figure/{indicator}?",
        chart.source,
    ):
        assert part in notes, part
    meanings = dict(chart.flags)
    for letter in {letter for m in chart.marks() for letter in m.flag}:
        assert f"{letter} {meanings[letter]}" in notes
        assert f"{letter} {meanings[letter]}" in said
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert next(frame._element.iter(qn("p:cNvPr"))).get("descr") == alt_text(chart)


@pytest.mark.parametrize("indicator", ["return_rate", "resettlement_quota", "ind_first_applications"])
def test_flags_stand_at_their_figures_and_in_the_workbook(ask, shown, indicator: str) -> None:
    figure = shown(indicator).chart
    signs = chart_notes.signs(figure)
    chart = chart_of(slides_of(ask, indicator)[1])
    about = [[c.value for c in row] for row in workbook_of(chart)[T["notes"]["en"]].iter_rows()]
    flagged = 0
    for trace in figure.traces:
        series = next(s for plot in chart.plots for s in plot.series if s.name == trace.label)
        labels = {
            int(d.find(qn("c:idx")).get("val")): d.find(qn("c:numFmt")).get("formatCode")
            for d in series._element.iter(qn("c:dLbl"))
        }
        for n, row in enumerate(columns(figure)):
            mark = trace.by_x().get(row)
            sign = chart_notes.suffix(mark, signs) if mark and mark.value is not None else ""
            if sign:
                flagged += 1
                assert labels[n].rstrip('"').endswith(sign), (trace.label, row)
                assert [f"{mark.label} {sign}", f"{trace.label}: {mark.text}"] in about
    assert flagged


def test_a_provisional_column_does_not_look_like_a_final_one(ask, shown) -> None:
    chart = chart_of(slides_of(ask, "resettlement_quota")[1])
    marks = shown("resettlement_quota").chart.traces[0].marks
    hatched = {
        int(p.find(qn("c:idx")).get("val"))
        for p in chart._chartSpace.iter(qn("c:dPt"))
        if p.find(f".//{qn('a:pattFill')}") is not None
    }
    assert hatched == {n for n, m in enumerate(marks) if m.provisional}
    assert hatched


def test_no_line_leads_across_a_break(ask, shown) -> None:
    figure = shown("first_time_applicants").chart
    at = [n for n, row in enumerate(columns(figure)) if any(b.x == row for b in figure.breaks)]
    assert at
    chart = chart_of(slides_of(ask, "first_time_applicants")[1])
    series = next(s for p in chart.plots for s in p.series if s.name == figure.traces[0].label)
    bare = {
        int(p.find(qn("c:idx")).get("val"))
        for p in series._element.iter(qn("c:dPt"))
        if p.find(f"{qn('c:spPr')}/{qn('a:ln')}/{qn('a:noFill')}") is not None
    }
    there = {m.x for m in figure.traces[0].marks}
    assert bare == {n for n in at if columns(figure)[n] in there}
    assert figure.breaks[0].label in " ".join(texts(slides_of(ask, "first_time_applicants")[1]))


def test_months_are_dates_in_the_workbook(ask, shown) -> None:
    figure = shown("irregular_arrivals_monthly").chart
    sheet = workbook_of(chart_of(slides_of(ask, "irregular_arrivals_monthly")[1]))["Sheet1"]
    found = [cell.value for cell in sheet["A"][1:]]
    assert [f"{day:%Y-%m}" for day in found] == list(columns(figure))


@pytest.mark.parametrize(("lang", "locale"), [("en", "[$-809]"), ("nl", "[$-413]")])
def test_numbers_and_spelling_follow_the_language(ask, entries, lang: str, locale: str) -> None:
    blob = ask(f"/briefing/return_rate.pptx?lang={lang}").data
    tag = {"en": "en-GB", "nl": "nl-NL"}[lang]
    deck = Presentation(BytesIO(blob))
    assert deck.core_properties.language == tag
    chart = chart_of(deck.slides[1])
    assert chart._chartSpace.find(qn("c:lang")).get("val") == tag
    assert chart.value_axis.tick_labels.number_format.startswith(f"{locale}#,##0")
    for name, part in entries(blob).items():
        if re.fullmatch(r"ppt/(slides|notesSlides)/\w+\.xml", name):
            runs = re.findall(rb"<a:rPr[^>]*>", part)
            assert all(f'lang="{tag}"'.encode() in run for run in runs), name
            assert len(re.findall(rb"<a:r>", part)) <= len(runs)


@pytest.mark.parametrize("indicator", PICTURES)
def test_what_office_cannot_draw_comes_as_a_picture_and_a_table(ask, shown, indicator: str) -> None:
    chart = shown(indicator).chart
    slides = slides_of(ask, indicator)
    pictures = [s for s in slides[1].shapes if s.shape_type is not None and s.shape_type.name == "PICTURE"]
    assert len(pictures) == 1
    assert next(pictures[0]._element.iter(qn("p:cNvPr"))).get("descr") == alt_text(chart)
    table = next(s.table for s in slides[2].shapes if s.has_table)
    newest = columns(chart)[-1]
    for trace, cell in zip(chart.traces, list(table.rows[len(table.rows) - 1].cells)[1:], strict=True):
        mark = trace.by_x().get(newest)
        assert cell.text.startswith(
            chart.number(mark.value).rstrip("%") if mark and mark.value is not None else T["no_figure"]["en"]
        )


def test_the_deck_opens_with_its_title_and_closes_with_sources_terms_and_releases(ask, shown, release) -> None:
    figure = shown("ordered_to_leave")
    slides = slides_of(ask, "ordered_to_leave")
    assert slides[0].shapes.title.text == figure.chart.title
    assert release.id in " ".join(texts(slides[0]))
    table = next(s.table for s in slides[-1].shapes if s.has_table)
    said = " ".join(cell.text for row in table.rows for cell in row.cells)
    used = [release.inputs[n] for s in figure.series for p in s.points for n in p.src]
    for i in used:
        assert i.publisher in said
        assert i.licence in said
        assert i.dataset.split(".", 1)[1] in said
    assert release.id in said


def test_every_slide_is_wide_has_a_title_and_no_empty_place(ask) -> None:
    for indicator in (*NATIVE[:3], *PICTURES):
        deck = Presentation(BytesIO(ask(f"/briefing/{indicator}.pptx").data))
        assert deck.slide_width * 9 == pytest.approx(deck.slide_height * 16, rel=0.001)
        for slide in deck.slides:
            assert slide.shapes.title.text.strip()
            empty = [s.name for s in slide.placeholders if s.has_text_frame and not s.text_frame.text.strip()]
            assert empty == []
            numbers = [s.shape_id for s in slide.shapes]
            assert len(numbers) == len(set(numbers))


def test_text_that_looks_like_a_formula_stays_text(shown) -> None:
    figure = shown("return_rate")
    rude = "=HYPERLINK(1)"
    traces = tuple(
        replace(t, label=f"{rude}{n}", marks=tuple(replace(m, label="@SUM(1)") for m in t.marks))
        for n, t in enumerate(figure.chart.traces)
    )
    chart = replace(figure.chart, traces=traces, title="+1", frequency="")
    section = briefing.section(figure.indicator, chart, "https://monitor.example/x", "-1")
    book = openpyxl.load_workbook(BytesIO(office_workbook.workbook(section, exports._built(figure.release))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {"@SUM(1)", "+1", f"{rude}0"} <= {c.value for c in cells}
    assert {c.data_type for c in cells} == {"s"}


def test_control_characters_do_not_break_the_file(ask, shown) -> None:
    figure = shown("return_rate")
    chart = replace(figure.chart, title="A\x00B\x0b", traces=(replace(figure.chart.traces[0], label="x\x01y"),))
    section = briefing.section(figure.indicator, chart, "https://monitor.example/x", "c")
    said = briefing.briefing([section], (), ("r",), exports._built(figure.release), "https://monitor.example/")
    deck = Presentation(BytesIO(exports.office_pptx.pptx(said, exports._picture)))
    assert deck.slides[1].shapes.title.text == "AB"
    assert "xy" in series_of(chart_of(deck.slides[1]))


@pytest.mark.parametrize("ending", ["pptx", "docx"])
def test_the_same_briefing_gives_the_same_bytes_dated_as_its_release(ask, shown, release, ending: str) -> None:
    first = ask(f"/briefing/ordered_to_leave.{ending}").data
    other = ask(f"/briefing/ordered_to_leave.{ending}?release={release.id}").data  # another address, so made again
    assert other == first
    built = exports._built(release)
    with zipfile.ZipFile(BytesIO(first)) as z:
        assert {entry.date_time[:3] for entry in z.infolist()} == {(built.year, built.month, built.day)}
        core = z.read("docProps/core.xml").decode()
    assert core.count(f"{built:%Y-%m-%dT%H:%M:%S}Z") == 2
    assert "thumbnail" not in " ".join(z.namelist())


def test_a_missing_figure_in_a_ranking_stays_in_it_without_a_bar(ask, shown) -> None:
    figure = shown("applicants_per_100k").chart
    missing = [m.label for m in figure.traces[0].marks if m.value is None]
    assert missing, "the figure has no gap to test"
    slide = slides_of(ask, "applicants_per_100k")[1]
    chart = chart_of(slide)
    assert any(f"Not available: {missing[0]}" in said for said in texts(slide))
    assert missing[0] in list(chart.plots[0].categories)
    assert next(iter(series_of(chart).values()))[-1] is None


def test_the_number_at_the_end_of_a_falling_line_stands_below_it(ask) -> None:
    def place(indicator: str) -> str:
        series = chart_of(slides_of(ask, indicator)[1]).plots[0].series[0]._element
        return series.findall(f".//{qn('c:dLbl')}/{qn('c:dLblPos')}")[-1].get("val")

    assert place("asylum_applicants") == "b"
    assert place("temporary_protection") == "t"


def test_libreoffice_opens_both(ask, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    files = [tmp_path / f"{ending}.{ending}" for ending in ("pptx", "docx")]
    for file in files:
        file.write_bytes(ask(f"/briefing/resettlement_quota{file.suffix}?lang=nl").data)
    made = tmp_path / "made"
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    done = subprocess.run([*command, "--outdir", str(made), *files], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    for file in files:
        assert (made / f"{file.stem}.pdf").read_bytes().startswith(b"%PDF")
