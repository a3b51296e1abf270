"""Documents: real styles, numbered captions, the table of the page, and words that a screen reader and Word find."""

from collections.abc import Iterator
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pptx.chart.chart import Chart
from pptx.oxml import parse_xml

from dashboards.charts.alt_text import alt_text
from dashboards.charts.svg.scale import text_width
from dashboards.charts.table import table
from dashboards.office.grid import short_table
from dashboards.text.messages import T

FEW = (
    "return_rate_quarterly",
    "resettlement_quota",
    "irregular_arrivals_monthly",
    "applicants_per_100k",
    "nl_sources_compared",
)
MANY = ("ind_first_by_nationality_monthly",)
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def opened(blob: bytes) -> Any:
    return load_workbook(BytesIO(blob))


def paper_of(ask: Any, indicator: str, query: str = "") -> Any:
    return Document(BytesIO(ask(f"/briefing/{indicator}.docx?{query}").data))


def cells_of(found: Any) -> Iterator[tuple[str, ...]]:
    for row in found._tbl.tr_lst:
        yield tuple("".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.tc_lst)


@pytest.mark.parametrize("indicator", FEW)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_table_is_the_table_of_the_page(ask, shown, indicator: str, lang: str) -> None:
    want = table(shown(indicator, lang).chart)
    header, *rows = cells_of(paper_of(ask, indicator, f"lang={lang}").tables[0])
    assert header == want.header
    assert tuple(rows) == want.rows


@pytest.mark.parametrize("indicator", MANY)
def test_a_table_too_wide_for_paper_has_flags_as_letters(ask, shown, indicator: str) -> None:
    chart = shown(indicator, "nl").chart
    header, *rows = cells_of(paper_of(ask, indicator, "lang=nl").tables[0])
    assert (header, tuple(rows)) == short_table(chart)
    numbers = {(t.label, m.value) for t in chart.traces for m in t.marks if m.value is not None}
    said = [cell for row in rows for cell in row[1:] if cell != T["no_figure"]["nl"]]
    assert len(said) == len([m for m in chart.marks() if m.value is not None])
    assert numbers


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_headings_captions_and_tables_use_real_styles(ask, shown, lang: str) -> None:
    figure = shown("return_rate", lang)
    paper = paper_of(ask, "return_rate", f"lang={lang}")
    by_style: dict[str, list[str]] = {}
    for p in paper.paragraphs:
        by_style.setdefault(p.style.name, []).append(p.text)
    assert len(by_style["Heading 1"]) == 2
    assert len(by_style["Heading 2"]) == 5
    assert "Title" not in by_style, "one figure alone brings no title of its own into another document"
    figure_caption, table_caption = by_style["Caption"]
    word, name = {"en": ("Figure", "Table"), "nl": ("Figuur", "Tabel")}[lang]
    assert figure_caption.startswith(f"{word}\u00a01. ")
    assert table_caption.startswith(f"{name}\u00a01. ")
    fields = [t.text.strip() for t in paper.element.iter(qn("w:instrText"))]
    assert fields == [f"SEQ {word} \\* ARABIC", f"SEQ {name} \\* ARABIC"]
    assert figure.chart.source in figure_caption
    assert {t.style.name for t in paper.tables} == {"Table Figures"}
    for made in paper.tables:
        first = made.rows[0]._tr
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert made._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_document_says_what_stands_around_a_figure(ask, shown, release, lang: str) -> None:
    figure = shown("return_rate", lang)
    paper = paper_of(ask, "return_rate", f"lang={lang}")
    text = "\n".join(p.text for p in paper.paragraphs)
    for part in (
        figure.chart.subtitle,
        figure.indicator.definition[lang],
        figure.indicator.caveat[lang],
        *(r.label for r in figure.chart.rules),
        release.id,
        *(f"{letter} {meaning}" for letter, meaning in figure.chart.flags if letter == "d"),
    ):
        assert part in text, part
    links = {r.target_ref for r in paper.part.rels.values() if r.is_external}
    assert any(f"/{lang}/figure/return_rate?" in address and f"release={release.id}" in address for address in links)
    assert any("/briefing.docx?" in address for address in links)
    footer = paper.sections[0].footer.paragraphs[0].text
    assert release.id in footer


@pytest.mark.parametrize(("indicator", "lang"), list(zip((*FEW, *MANY), cycle(("en", "nl")), strict=False)))
def test_what_is_drawn_has_alt_text_and_fits_the_page(ask, shown, indicator: str, lang: str) -> None:
    paper = paper_of(ask, indicator, f"lang={lang}")
    (drawn,) = paper.inline_shapes
    assert drawn._inline.docPr.get("descr") == alt_text(shown(indicator, lang).chart)
    section = paper.sections[0]
    assert 0 < drawn.width <= section.page_width - section.left_margin - section.right_margin
    assert drawn.height < section.page_height - section.top_margin - section.bottom_margin
    uri = drawn._inline.graphic.graphicData.get("uri")
    assert uri.endswith("/picture" if indicator in MANY else "/chart"), "Office has no chart of that kind"


@pytest.mark.parametrize("indicator", FEW)
def test_a_chart_in_word_is_the_chart_of_the_slide_with_its_workbook(
    ask, indicator: str, slides_of, chart_of, workbook_of, series_of
) -> None:
    slide = chart_of(slides_of(indicator, "lang=nl")[1])
    paper = paper_of(ask, indicator, "lang=nl")
    relation = next(paper.element.iter(f"{{{CHART}}}chart")).get(qn("r:id"))
    part = paper.part.related_parts[relation]
    found = Chart(parse_xml(part.blob), part)
    assert {name: pytest.approx(values) for name, values in series_of(found).items()} == series_of(slide)
    assert [list(plot.categories) for plot in found.plots] == [list(plot.categories) for plot in slide.plots]
    (behind,) = (rel.target_part for rel in part.rels.values())
    assert found._chartSpace.xpath("c:externalData/@r:id") == list(part.rels)
    rows = [[list(row) for row in book["Sheet1"].values] for book in (workbook_of(slide), opened(behind.blob))]
    assert rows[0] == rows[1]


@pytest.mark.parametrize(("lang", "tag"), [("en", "en-GB"), ("nl", "nl-NL")])
def test_spelling_is_checked_in_the_documents_language(ask, lang: str, tag: str) -> None:
    paper = paper_of(ask, "return_rate", f"lang={lang}")
    found = {element.get(qn("w:val")) for element in paper.styles.element.iter(qn("w:lang"))}
    assert found == {tag}
    about = paper.core_properties
    assert (about.language, about.author) == (tag, T["site_name"][lang])
    assert about.title


def test_sources_releases_and_address_stay_on_one_page(ask) -> None:
    """The last two lines stood alone on a page of their own."""
    paper = paper_of(ask, "return_rate")
    title = "Sources, releases and terms of use"
    heading = next(n for n, p in enumerate(paper.paragraphs) if p.text == title)
    cells = [p for row in paper.tables[-1].rows for cell in row.cells for p in cell.paragraphs]
    below, last = paper.paragraphs[heading + 1 : -1], paper.paragraphs[-1]
    assert "/briefing.docx?" in last.text
    assert all(p.paragraph_format.keep_with_next for p in (*cells, *below))
    assert not last.paragraph_format.keep_with_next


def test_a_tray_numbers_its_figures_and_lists_its_sources_once(ask, shown) -> None:
    address = "/briefing.docx?figure=return_rate&figure=ordered_to_leave&figure=irregular_arrivals"
    paper = Document(BytesIO(ask(address).data))
    captions = [p.text for p in paper.paragraphs if p.style.name == "Caption"]
    assert [c.split(".")[0] for c in captions] == [f"{w}\u00a0{n}" for n in (1, 2, 3) for w in ("Figure", "Table")]
    assert [p.text for p in paper.paragraphs if p.style.name == "Title"] == ["Figures for a briefing"]
    assert len(paper.inline_shapes) == 3
    sources = [row[0] for row in cells_of(paper.tables[-1])]
    assert sources.count("Frontex") == 1
    assert "Eurostat" in sources


def test_no_column_is_so_narrow_that_a_word_breaks(ask) -> None:
    for indicator in (*FEW, *MANY):
        made = paper_of(ask, indicator).tables[0]
        assert min(column.width.cm for column in made.columns) > 1.0
        assert sum(column.width.cm for column in made.columns) == pytest.approx(16.0, abs=0.1)


def test_the_longest_name_of_a_legend_fits_beside_its_sign(ask) -> None:
    """LibreOffice writes all names over each other where one is longer than the chart is wide."""
    paper = paper_of(ask, "return_rate", "as_of=2019-10-14&beside=now")
    relation = next(paper.element.iter(f"{{{CHART}}}chart")).get(qn("r:id"))
    part = paper.part.related_parts[relation]
    found = Chart(parse_xml(part.blob), part)
    size = found.legend.font.size.pt
    assert 6 <= size < 9
    left_out = {int(e.find(qn("c:idx")).get("val")) for e in found.legend._element.iter(qn("c:legendEntry"))}
    names = [series.name for plot in found.plots for series in plot.series]
    assert {names[n] for n in left_out} == {name for name in names if name.endswith("(continued)")} != set()
    longest = max(text_width(name, size) for n, name in enumerate(names) if n not in left_out)
    assert longest < 0.8 * 16 * 28.35
