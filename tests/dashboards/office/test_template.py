"""Templates: ours is a file with our colours; a ministry's is kept to, or refused with a sentence that says why."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn as word
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from dashboards.charts.palette import LIGHT
from dashboards.office import check, template_file
from dashboards.office.template import template
from dashboards.routes import health

FIGURES = ("returned", "recognition_rate", "ind_first_by_nationality_monthly")
MINISTRY = "Ministerie van Voorbeelden"
SAVED = Callable[[Any, str], Path]


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SAVED:
    """A template on disk, named by its setting."""

    def keep(made: Any, name: str) -> Path:
        path = tmp_path / name
        if isinstance(made, bytes):
            path.write_bytes(made)
        else:
            made.save(str(path))
        monkeypatch.setenv(
            "MONITOR_TEMPLATE_DOCX" if name[-4:-1] in ("doc", "dot") else "MONITOR_TEMPLATE_PPTX", str(path)
        )
        return path

    return keep


def dutch_deck() -> Any:
    """16:9, layouts with Dutch names, a footer with words, a slide of its own in a section."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    names = ("Voorblad", "Titel en inhoud", "Sectie", "Twee inhoud", "Vergelijking", "Alleen titel")
    for layout, name in zip(list(deck.slide_layouts), names, strict=False):
        layout._element.cSld.set("name", name)
        for shape in layout.placeholders:
            if shape.placeholder_format.idx == 11:
                shape.text_frame.text = MINISTRY
    for layout in list(deck.slide_layouts)[len(names) :]:
        deck.slide_layouts.remove(layout)
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "Intern concept"
    deck.part._element.append(
        parse_xml(
            f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
            '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="A"'
            ' id="{6B7D0A7E-0B1C-4E3C-9C58-1F0B4C1B1B11}"><p14:sldIdLst><p14:sldId id="256"/></p14:sldIdLst>'
            "</p14:section>"
            "</p14:sectionLst></p:ext></p:extLst>"
        )
    )
    return deck


def as_kind(path: Path, old: str, new: str) -> bytes:
    """The file with another content type of its main part."""
    out = BytesIO()
    with zipfile.ZipFile(path) as z, zipfile.ZipFile(out, "w") as made:
        for name in z.namelist():
            body = z.read(name)
            made.writestr(name, body.replace(old.encode(), new.encode()) if name == "[Content_Types].xml" else body)
    return out.getvalue()


def inside(deck: Any) -> None:
    """Nothing leaves the slide, nothing of the layout is left empty."""
    for slide in deck.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width, shape.name
            assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height, shape.name
        assert [s.name for s in slide.placeholders if s.has_text_frame and not s.text_frame.text.strip()] == []


def test_our_templates_have_our_colours_and_names_that_a_designer_reads() -> None:
    deck = Presentation(str(template_file.OURS / "monitor.pptx"))
    paper = Document(str(template_file.OURS / "monitor.docx"))
    assert [layout.name for layout in deck.slide_layouts] == ["Opening", "Figure · Figuur", "Table · Tabel"]
    tokens = {"dk1": "ink", "lt1": "surface", "dk2": "muted", "lt2": "tint", "hlink": "link"}
    tokens |= {f"accent{n}": f"series-{n}" for n in range(1, 7)}
    for part in (deck.slide_master.part, paper.part):
        (blob,) = (rel.target_part.blob for rel in part.rels.values() if rel.reltype.endswith("/theme"))
        theme = parse_xml(blob)
        for slot, token in tokens.items():
            assert theme.find(f".//{qn(f'a:{slot}')}/{qn('a:srgbClr')}").get("val") == LIGHT[token][1:].upper(), slot
        assert {font.get("typeface") for font in theme.iter(qn("a:latin"))} == {"Arial"}
    assert (len(deck.slides), [p.text for p in paper.paragraphs if p.text]) == (0, [])


def test_the_default_deck_of_4_to_3_is_kept_to(ask: Any, shown: Any, saved: SAVED) -> None:
    saved(Presentation(), "huisstijl.pptx")
    answer = ask("/briefing.pptx?" + "&".join(f"figure={f}" for f in FIGURES))
    deck = Presentation(BytesIO(answer.data))
    assert deck.slide_width * 3 == deck.slide_height * 4
    assert [s.slide_layout.name for s in deck.slides][:3] == ["Title Slide", "Title and Content", "Title and Content"]
    inside(deck)
    figure = deck.slides[1]
    chart = next(s for s in figure.shapes if s.has_chart)
    assert chart.width > deck.slide_width * 0.8
    said = " ".join(s.text_frame.text for s in figure.shapes if s.has_text_frame)
    assert shown("returned").chart.subtitle in said
    assert "Eurostat" in said
    assert "max-age" not in answer.headers["Cache-Control"]


def test_a_ministrys_names_footers_and_size_are_kept_and_its_slides_are_left_out(ask: Any, saved: SAVED) -> None:
    path = saved(dutch_deck(), "huisstijl.pptx")
    blob = ask("/briefing.pptx?lang=nl&" + "&".join(f"figure={f}" for f in FIGURES)).data
    deck = Presentation(BytesIO(blob))
    names = [s.slide_layout.name for s in deck.slides]
    assert (names[0], names[1], names[-1]) == ("Voorblad", "Titel en inhoud", "Alleen titel")
    assert deck.slide_width * 9 == pytest.approx(deck.slide_height * 16, rel=0.001)
    inside(deck)
    for slide in deck.slides:
        footers = [s.text_frame.text for s in slide.placeholders if s.placeholder_format.idx == 11]
        assert footers in ([], [MINISTRY])
    words = " ".join(s.text_frame.text for s in deck.slides[1].shapes if s.has_text_frame)
    assert "Eurostat" in words, "the source stands on the slide where the footer is taken"
    with zipfile.ZipFile(BytesIO(blob)) as z:
        assert "Intern concept" not in "".join(z.read(n).decode("utf-8", "replace") for n in z.namelist())
        assert b"sectionLst" not in z.read("ppt/presentation.xml")
    first = ask("/briefing/returned.pptx?lang=nl")
    path.write_bytes(path.read_bytes() + b"\0")  # another file, whatever it says
    assert ask("/briefing/returned.pptx?lang=nl").headers["ETag"] != first.headers["ETag"]


def test_a_template_saved_as_one_is_read(ask: Any, saved: SAVED, tmp_path: Path) -> None:
    dutch_deck().save(str(tmp_path / "a.pptx"))
    saved(as_kind(tmp_path / "a.pptx", "presentation.main+xml", "template.main+xml"), "huisstijl.potx")
    deck = Presentation(BytesIO(ask("/briefing/returned.pptx").data))
    assert deck.slides[0].slide_layout.name == "Voorblad"


def lacking() -> Any:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name not in ("Blank", "Title Slide"):
            deck.slide_layouts.remove(layout)
    return deck


def with_macros(folder: Path) -> bytes:
    Presentation().save(str(folder / "a.pptx"))
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    return as_kind(folder / "a.pptx", kind, "application/vnd.ms-powerpoint.template.macroEnabled.main+xml")


def document(folder: Path) -> bytes:
    Document().save(str(folder / "a.docx"))
    return (folder / "a.docx").read_bytes()


BROKEN: dict[str, tuple[Callable[[Path], Any], str, str]] = {
    "arm.pptx": (lambda _: lacking(), "a place for a chart or content; it has: “Title Slide”, “Blank”", "grafiek"),
    "tekst.pptx": (
        lambda _: b"no presentation",
        "no file of Office, or has a password; accepted: .pptx, .potx",
        ".potx",
    ),
    "brief.pptx": (document, "is of another kind; accepted: .pptx, .potx", "van een andere soort"),
    "macro.potm": (with_macros, "holds macros", "bevat macro’s"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_deck_that_cannot_be_used_is_refused_in_words_and_never_replaced(
    ask: Any, saved: SAVED, tmp_path: Path, name: str
) -> None:
    made, en, nl = BROKEN[name]
    saved(made(tmp_path), name)
    for lang, sentence in (("en", en), ("nl", nl)):
        told = json.loads(ask("/briefing/returned.pptx", 503, headers={"Accept-Language": lang}).text)["sentence"]
        assert name in told
        assert sentence in told
    (fault,) = check.faults()
    assert str(fault).startswith(f"MONITOR_TEMPLATE_PPTX: {name} ")
    assert ask("/briefing/returned.docx").status_code == 200


def test_health_names_a_template_that_cannot_be_used(ask: Any, saved: SAVED, tmp_path: Path) -> None:
    assert health.health(date(2026, 11, 27))[0]["status"] == "ok"
    saved(Presentation(), "a.pptx").unlink()
    facts, status = health.health(date(2026, 11, 27))
    assert (facts["status"], status) == ("template unusable", 200)
    assert facts["templates"] == ["MONITOR_TEMPLATE_PPTX: a.pptx cannot be read (No such file or directory)."]


def dutch_paper() -> Any:
    """Styles as Word in Dutch keeps them, without a caption or a subtitle; a letterhead, and text of its own."""
    paper = Document()
    renamed = {"Heading1": "Kop1", "Heading2": "Kop2", "Normal": "Standaard"}
    for style in list(paper.styles.element.findall(word("w:style"))):
        if style.find(word("w:name")).get(word("w:val")) in ("caption", "Subtitle", "Title", "footer"):
            paper.styles.element.remove(style)
    for element in paper.styles.element.iter():
        for key in (word("w:styleId"), word("w:val")):
            if element.get(key) in renamed and element.tag not in (word("w:name"), word("w:lang")):
                element.set(key, renamed[element.get(key)])
    paper.styles["Heading 1"].font.name = "Verdana"
    paper.sections[0].left_margin = paper.sections[0].right_margin = Inches(1.5)
    paper.sections[0].header.paragraphs[0].text = MINISTRY
    paper.sections[0].footer.paragraphs[0].text = "Postbus 1, Den Haag"
    body = paper.element.body
    body.insert(0, paper.add_paragraph("Intern concept")._p)
    return paper


def test_a_ministrys_letterhead_page_and_styles_are_kept(ask: Any, saved: SAVED) -> None:
    saved(dutch_paper(), "brief.docx")
    address = "/briefing.docx?lang=nl&" + "&".join(f"figure={f}" for f in FIGURES)
    paper = Document(BytesIO(ask(address).data))
    text = "\n".join(p.text for p in paper.paragraphs)
    assert "Intern concept" not in text
    (section,) = paper.sections
    assert section.header.paragraphs[0].text == MINISTRY
    assert [p.text for p in section.footer.paragraphs] == ["Postbus 1, Den Haag"]
    heads = [p for p in paper.paragraphs if p.style.name == "Heading 1"]
    assert len(heads) == len(FIGURES) + 1
    assert {(p.style.style_id, p.style.font.name) for p in heads} == {("Kop1", "Verdana")}
    captions = [p for p in paper.paragraphs if p.style.name == "Caption"]
    assert len(captions) == 2 * len(FIGURES)
    assert captions[0].style.base_style.style_id == "Standaard"
    assert captions[0].style.font.name is None, "a style that the template lacks is in the template's own font"
    wide = (section.page_width - section.left_margin - section.right_margin) / 360_000
    for table in paper.tables:
        assert sum(column.width.cm for column in table.columns) == pytest.approx(wide, abs=0.1)


def test_a_fact_sheet_is_made_in_the_ministrys_template_too(client: Any, saved: SAVED) -> None:
    path, address = saved(dutch_paper(), "brief.docx"), "/briefing/headline.docx?lang=nl&since=2026-01-31"
    answer = client.get(address)  # which nobody has asked before: of no setting the site knows that it changes
    paper = Document(BytesIO(answer.data))
    path.write_bytes(path.read_bytes() + b"\0")
    assert client.get(address).headers["ETag"] != answer.headers["ETag"]
    assert paper.sections[0].header.paragraphs[0].text == MINISTRY
    assert {p.style.font.name for p in paper.paragraphs if p.style.name == "Heading 1"} == {"Verdana"}
    assert "Intern concept" not in "".join(p.text for p in paper.paragraphs)


def test_a_document_without_headings_is_refused_in_words(ask: Any, saved: SAVED) -> None:
    paper = dutch_paper()
    for name in ("Heading 1", "Heading 2"):
        paper.styles[name].delete()
    saved(paper, "kaal.docx")
    told = json.loads(ask("/briefing/returned.docx", 503).text)["sentence"]
    assert "kaal.docx lacks the style Heading 1, Heading 2" in told


def test_decks_in_a_ministrys_template_keep_the_rules_of_their_format(ask: Any, faults: Any, saved: SAVED) -> None:
    saved(dutch_deck(), "huisstijl.pptx")
    saved(dutch_paper(), "brief.docx")
    for ending in ("pptx", "docx"):
        assert faults(ask(f"/briefing/returned.{ending}?lang=nl").data, ending) == [], ending


def test_the_layout_of_a_figure_is_the_one_with_a_place_for_a_chart() -> None:
    """By its places, whatever it is called: the one with a chart's own place before one with any content."""
    deck = Presentation()
    for layout in deck.slide_layouts:
        layout._element.cSld.set("name", f"x{layout.name}")
    two = deck.slide_layouts[3]
    two._element.xpath(".//p:ph[@idx='2']")[0].set("type", "chart")
    assert two._element.find(f".//{qn('p:ph')}") is not None
    out = BytesIO()
    deck.save(out)
    found = template(template_file.TemplateFile("a.pptx", out.getvalue(), "pptx"))
    assert (found.opening.slides.name, found.figure.slides.name) == ("xTitle Slide", "xTwo Content")
    assert found.plain.slides.name == "xTitle Only"
