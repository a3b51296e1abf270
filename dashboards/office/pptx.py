"""A briefing as a PowerPoint deck: an opening, a slide for each figure with its chart to edit, the sources at the end.

The words around a figure (definition, caveat, letters, link, citation) are in the slide's notes. The same bytes for the
same briefing. Draws with python-pptx; kinds that Office has no chart for come as a picture and a table.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from dashboards.charts.svg.scale import wrap
from dashboards.office import chart
from dashboards.office.content import WORDS, Briefing, Section
from dashboards.office.file import TAGS, clean, property_text, same_bytes
from dashboards.office.table import say_in_notes, section_slides, slides_of
from dashboards.office.template import (
    CHART,
    CHART_PLACE,
    FIGURE,
    FOOTER,
    INNER,
    MARKS,
    NUMBER,
    OPENING,
    SUBTITLE,
    TITLE_PLACE,
    layout,
    template,
)  # fmt: skip
from dashboards.text.messages import T
from etl.catalogue.declarations import Lang

POINTS = 72
TITLE_SIZES, SUBTITLE_SIZES, MARK_SIZES, FOOTER_SIZES = (26, 24, 22, 19), (14, 12, 11), (11, 10, 9), (10, 9, 8)
PICTURE_WIDTH, NOTHING_SIZE = 900, 18
MOST_TITLES = 12
Picture = Callable[[Section, int], bytes]
"""Makes a PNG of a section's chart at a width in pixels; given, as it needs what this module must not know."""


def pptx(briefing: Briefing, picture: Picture) -> bytes:
    """The deck as a file."""
    deck = template(briefing.lang)
    _opening(deck, briefing)
    for section in briefing.sections:
        _figure(deck, section, briefing, picture)
    _closing(deck, briefing)
    _finish(deck, briefing)
    out = BytesIO()
    deck.save(out)
    return same_bytes(out.getvalue(), briefing.made)


def _opening(deck: Deck, briefing: Briefing) -> None:
    slide = deck.slides.add_slide(layout(deck, OPENING, briefing.lang))
    slide.shapes.title.text = clean(briefing.title)
    lines = [briefing.lead, f"{T['release'][briefing.lang]} {', '.join(briefing.releases)}"]
    titles = [s.chart.title for s in briefing.sections] if len(briefing.sections) > 1 else []
    if len(titles) > MOST_TITLES:
        more = T["and_more"][briefing.lang].format(count=len(titles) - MOST_TITLES)
        titles = [*titles[:MOST_TITLES], more]
    lines += ["", *titles] if titles else []
    _write(slide.placeholders[1], lines, 18 if len(lines) <= 8 else 14 if len(lines) <= 11 else 11)


def _figure(deck: Deck, section: Section, briefing: Briefing, picture: Picture) -> None:
    slide = deck.slides.add_slide(layout(deck, FIGURE, briefing.lang))
    title = slide.shapes.title
    _write(title, [section.title], _title_size(section.title))
    _write(slide.placeholders[SUBTITLE], [section.subtitle], fitting(section.subtitle, INNER, 2, SUBTITLE_SIZES))
    words = " · ".join(section.marks)
    if words:
        _write(slide.placeholders[MARKS], [words], fitting(words, INNER, 3, MARK_SIZES))
    else:
        _remove(slide.placeholders[MARKS])
    if section.nothing:
        _nothing(slide, section.nothing)
    elif section.native:
        _describe(chart.insert(slide.placeholders[CHART], section, briefing.made), section)
    else:
        _describe(_picture(slide, picture(section, PICTURE_WIDTH)), section)
    _footer(slide, section.footer)
    say_in_notes(slide, "\n".join(notes(section)))
    if not (section.native or section.nothing):
        for made in section_slides(deck, section):
            _footer(made, section.footer)


def notes(section: Section) -> tuple[str, ...]:
    """The slide's notes: what the figure counts, what to keep in mind, what its marks mean, where it is from."""
    lang = section.chart.lang
    said = [
        section.subtitle,
        f"{WORDS['definition'][lang]}: {section.definition}",
        f"{WORDS['caveat'][lang]}: {section.caveat}",
    ]
    said += [f"{WORDS['marks'][lang]}: {'; '.join(section.marks)}"] if section.marks else []
    said += [
        section.footer,
        f"{WORDS['permalink'][lang]}: {section.permalink}",
        f"{WORDS['citation'][lang]}: {section.citation}",
        section.alt,
    ]
    return tuple(said)


def _closing(deck: Deck, briefing: Briefing) -> None:
    lang = briefing.lang
    head = (T["publisher"][lang], WORDS["datasets"][lang], WORDS["terms"][lang])
    rows = [(o.publisher, "; ".join(o.datasets), o.terms) for o in briefing.origins]
    rows.append((WORDS["releases"][lang], ", ".join(briefing.releases), briefing.made_words))
    for slide in slides_of(deck, lang, WORDS["sources_title"][lang], head, rows, (2.4, 5.6, INNER - 8.0)):
        _footer(slide, briefing.lead)
        again = f"{WORDS['again'][lang]}: {briefing.address}"
        say_in_notes(slide, again)


def _picture(slide: Slide, png: bytes) -> Any:
    """The picture as large as the chart's place allows, in the order in which the chart would be read."""
    place = slide.placeholders[CHART]
    made = slide.shapes.add_picture(BytesIO(png), Inches(CHART_PLACE.left), Inches(CHART_PLACE.top))
    room = Inches(CHART_PLACE.width), Inches(CHART_PLACE.height)
    factor = min(room[0] / made.width, room[1] / made.height)
    made.width, made.height = Emu(int(made.width * factor)), Emu(int(made.height * factor))
    made.left = Emu(int(Inches(CHART_PLACE.left) + (room[0] - made.width) / 2))
    place._element.addprevious(made._element)
    _remove(place)
    return made


def _nothing(slide: Slide, sentence: str) -> None:
    """Why there is no chart, in its place."""
    place = slide.placeholders[CHART]
    made = slide.shapes.add_textbox(place.left, place.top, place.width, Inches(1))
    made.text_frame.word_wrap, made.text_frame.margin_left = True, 0
    made.name = sentence
    _write(made, [sentence], NOTHING_SIZE)
    place._element.addprevious(made._element)
    _remove(place)


def _describe(shape: Any, section: Section) -> None:
    properties = next(shape._element.iter(qn("p:cNvPr")))
    properties.set("descr", clean(section.alt))
    properties.set("title", clean(section.chart.title))
    properties.set("name", T["chart"][section.chart.lang])


def _footer(slide: Slide, words: str) -> None:
    """Footer and slide number: python-pptx does not bring them over from the layout."""
    shapes: list[Any] = list(slide.slide_layout.placeholders)
    for shape in shapes:
        if shape.placeholder_format.idx not in (FOOTER, NUMBER):
            continue
        copied = deepcopy(shape._element)
        copied.nvSpPr.cNvPr.set("id", str(max(s.shape_id for s in slide.shapes) + 1))
        for old in (copied.find(qn("p:spPr")), copied.txBody.find(qn("a:lstStyle"))):
            for child in list(old):
                old.remove(child)
        slide.shapes._spTree.append(copied)
        if shape.placeholder_format.idx == FOOTER:
            made = next(s for s in slide.placeholders if s.placeholder_format.idx == FOOTER)
            _write(made, [words], fitting(words, INNER - 0.8, 2, FOOTER_SIZES))


def _write(shape: Any, lines: Sequence[str], size: int) -> None:
    frame = shape.text_frame
    frame.text = clean(lines[0])
    for line in lines[1:]:
        frame.add_paragraph().text = clean(line)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def fitting(text: str, width: float, lines: int, sizes: Sequence[int], bold: bool = False) -> int:
    """The largest of the sizes at which text takes at most so many lines in a width in inches; else the smallest."""
    return next((s for s in sizes if len(wrap(text, width * POINTS, s, bold)) <= lines), sizes[-1])


def _title_size(text: str) -> int:
    """One line where a size not much smaller allows it, else two."""
    one = [s for s in TITLE_SIZES[:2] if len(wrap(text, TITLE_PLACE.width * POINTS, s, True)) == 1]
    return one[0] if one else fitting(text, TITLE_PLACE.width, 2, TITLE_SIZES[1:], bold=True)


def _remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)


def _finish(deck: Deck, briefing: Briefing) -> None:
    """Properties of the file, and the language of every piece of text."""
    about = deck.core_properties
    about.title, about.subject = property_text(briefing.title), property_text(briefing.lead)
    about.author = about.last_modified_by = T["site_name"][briefing.lang]
    about.language, about.revision = TAGS[briefing.lang], 1
    about.keywords = property_text(", ".join(briefing.releases))
    about.created = about.modified = briefing.made.replace(tzinfo=None)
    about.comments = ""
    for slide in deck.slides:
        for element in (slide._element, slide.notes_slide._element if slide.has_notes_slide else None):
            if element is not None:
                _speak(element, briefing.lang)


def _speak(element: Any, lang: Lang) -> None:
    for run in (*element.iter(qn("a:r")), *element.iter(qn("a:fld"))):
        properties = run.find(qn("a:rPr"))
        if properties is None:
            properties = etree.Element(qn("a:rPr"))
            run.insert(0, properties)
        properties.set("lang", TAGS[lang])
