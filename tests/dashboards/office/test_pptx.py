"""Decks: words, notes, language, sources, what Office cannot draw; the same bytes, and files that open."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import cycle
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pypdf import PdfReader

from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import columns
from dashboards.office import content, pptx
from dashboards.routes import briefing as exports
from dashboards.text.messages import T

# Line with gaps and flags, columns with a band, quotas and a ceiling, stacked, ranked, two moments, months, days,
# quarters, a break.
NATIVE = (
    "return_rate", "ordered_to_leave", "resettlement_quota", "ind_permits_granted", "applicants_per_100k",
    "irregular_arrivals_announced", "irregular_arrivals_monthly", "coa_occupancy", "ind_quarterly",
    "ind_first_applications",
)  # fmt: skip


PICTURES = ("ind_family_by_nationality_monthly", "irregular_arrivals_change_by_route")


@pytest.mark.parametrize(("indicator", "lang"), list(zip(NATIVE, cycle(("en", "nl")), strict=False)))
def test_a_slide_says_all_that_stands_around_a_figure(
    shown, release, indicator: str, lang: str, slides_of, texts
) -> None:
    figure = shown(indicator, lang)
    chart, declared = figure.chart, figure.indicator
    slide = slides_of(indicator, f"lang={lang}")[1]
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


@pytest.mark.parametrize(("lang", "locale"), [("en", "[$-809]"), ("nl", "[$-413]")])
def test_numbers_and_spelling_follow_the_language(ask, entries, lang: str, locale: str, chart_of) -> None:
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
def test_what_office_cannot_draw_comes_as_a_picture_and_a_table(shown, indicator: str, slides_of) -> None:
    chart = shown(indicator).chart
    slides = slides_of(indicator)
    pictures = [s for s in slides[1].shapes if s.shape_type is not None and s.shape_type.name == "PICTURE"]
    assert len(pictures) == 1
    assert next(pictures[0]._element.iter(qn("p:cNvPr"))).get("descr") == alt_text(chart)
    table = next(s.table for s in slides[2].shapes if s.has_table)
    newest = columns(chart)[-1]
    for trace, cell in zip(chart.traces, list(table.rows[len(table.rows) - 1].cells)[1:], strict=True):
        mark = trace.by_x.get(newest)
        assert cell.text.startswith(
            chart.number(mark.value).rstrip("%") if mark and mark.value is not None else T["no_figure"]["en"]
        )


def test_the_deck_opens_with_its_title_and_closes_with_sources_terms_and_releases(
    shown, release, slides_of, texts
) -> None:
    figure = shown("ordered_to_leave")
    slides = slides_of("ordered_to_leave")
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


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("figure=returned%3Fas_of%3D2019-10-14", "As they stood on 14 October 2019"),
        ("figure=returned%3Fas_of%3D2019-10-14&figure=resettled&lang=nl", "Deels zoals bekend op 14 oktober 2019"),
        ("figure=returned", ""),
    ],
)
def test_the_title_slide_says_as_of_which_day_figures_are_read(ask, texts, query: str, said: str) -> None:
    first = " ".join(texts(next(iter(Presentation(BytesIO(ask(f"/briefing.pptx?{query}").data)).slides))))
    assert said in first
    assert ("2019" in first) == bool(said)


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


def test_control_characters_do_not_break_the_file(shown, chart_of, series_of) -> None:
    figure = shown("return_rate")
    chart = replace(figure.chart, title="A\x00B\x0b", traces=(replace(figure.chart.traces[0], label="x\x01y"),))
    section = content.section(figure.indicator, chart, "https://monitor.example/x", "c")
    said = content.briefing([section], (), {"r": ""}, exports._built(figure.release), "https://monitor.example/")
    deck = Presentation(BytesIO(pptx.pptx(said, exports._picture)))
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


def test_libreoffice_opens_both(ask, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    files = [tmp_path / f"{ending}.{ending}" for ending in ("pptx", "docx")]
    for file in files:
        file.write_bytes(ask(f"/briefing/resettlement_quota{file.suffix}?lang=nl").data)
    sheets = [tmp_path / f"{name}.docx" for name in ("headline", "1")]
    for file, name in zip(sheets, ("headline", "pillar/1"), strict=True):
        file.write_bytes(ask(f"/briefing/{name}.docx?lang=nl").data)
    made = tmp_path / "made"
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(made), *files, *sheets], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    for file in files:
        assert (made / f"{file.stem}.pdf").read_bytes().startswith(b"%PDF")
    for file in sheets:
        assert len(PdfReader(made / f"{file.stem}.pdf").pages) == 1, "the fullest fact sheets are one page each"


@pytest.mark.parametrize(
    ("indicator", "lang", "parts"),
    [
        (
            "knowledge_migrants_approval",
            "en",
            ("Share of applications", "Netherlands", "a fall of 1.0 percentage points"),
        ),
        ("irregular_arrivals", "nl", ("Gedetecteerde irreguliere grens", "EU-buitengrenzen", "daling met")),
        ("asylum_by_citizenship", "en", ("Asylum applicants by citizenship", "Netherlands.", "Highest of the 6")),
        ("return_rate_by_citizenship", "en", ("Return rate by citizenship", "European Union (28 countries")),
        ("ind_first_applications", "nl", ("Eerste asielverzoeken in Nederland, CBS", "daling met")),
    ],
)  # fmt: skip
def test_the_title_of_a_slide_names_measure_place_and_finding(ask, indicator, lang, parts) -> None:
    deck = Presentation(BytesIO(ask(f"/briefing/{indicator}.pptx?lang={lang}").data))
    title = deck.slides[1].shapes.title.text
    assert [part for part in parts if part not in title] == [], title
    assert ": the figure" not in title
