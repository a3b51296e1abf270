"""A briefing as a PowerPoint deck: an opening, a slide for each figure with its chart to edit, the sources at the end.

The words around a figure (definition, caveat, letters, link, citation) are in the slide's notes. The same bytes for the
same briefing. Draws with python-pptx; kinds that Office has no chart for come as a picture and a table.
"""

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu

from dashboards.charts.notes import in_sentences
from dashboards.office import chart
from dashboards.office.content import WORDS, Briefing, Section
from dashboards.office.file import TAGS, clean, property_text, same_bytes
from dashboards.office.places import EMU_PER_POINT, Area, put, write_fitting
from dashboards.office.series import Room
from dashboards.office.table import say_in_notes, section_slides, slides_of
from dashboards.office.template import LayoutPlaces, Template, template
from dashboards.office.template_file import TemplateFile, template_file
from dashboards.text.messages import T
from etl.catalogue.declarations import Lang

PICTURE_WIDTH, MAP_WIDTH, NOTHING_SIZE = 900, 620, 18
MOST_TITLES = 12
SUBTITLE_SIZE, MARK_SIZE = 14, 11  # the largest, in points
STRIP = 36 * EMU_PER_POINT  # for a line or two of text above or below a chart, where a layout has no place for it
Picture = Callable[[Section, int], bytes]
"""Makes a PNG of a section's chart at a width in pixels; given, as it needs what this module must not know."""


def pptx(briefing: Briefing, picture: Picture, file: TemplateFile | None = None) -> bytes:
    """The deck as a file. file: the template to make it in; without one, that of the settings, or ours."""
    look = template(file or template_file("pptx"))
    _opening(look, briefing)
    for section in briefing.sections:
        _figure(look, section, briefing, picture)
    _closing(look, briefing)
    _finish(look.deck, briefing)
    out = BytesIO()
    look.deck.save(out)
    return same_bytes(out.getvalue(), briefing.made)


def _opening(look: Template, briefing: Briefing) -> None:
    slide = look.deck.slides.add_slide(look.opening.slides)
    write_fitting(slide.shapes.title, [briefing.title], bold=True)
    lines = [briefing.lead, f"{T['release'][briefing.lang]} {', '.join(briefing.releases)}"]
    titles = [s.chart.title for s in briefing.sections] if len(briefing.sections) > 1 else []
    if len(titles) > MOST_TITLES:
        more = T["and_more"][briefing.lang].format(count=len(titles) - MOST_TITLES)
        titles = [*titles[:MOST_TITLES], more]
    lines += ["", *titles] if titles else []
    write_fitting(slide.placeholders[look.opening.texts[0][0]], lines)
    _remove_empty(slide)


def _figure(look: Template, section: Section, briefing: Briefing, picture: Picture) -> None:
    slide = look.deck.slides.add_slide(look.figure.slides)
    write_fitting(slide.shapes.title, [section.title], bold=True)
    beside = _footer(slide, section.footer)
    place = _words(slide, look.figure, section, "" if beside else section.footer)
    chart_place = slide.placeholders[look.figure.content[0]]
    if section.nothing:
        _nothing(slide, chart_place, place, section.nothing)
    elif section.native:
        put(chart_place, place)
        _describe(chart.insert(chart_place, section, briefing.made, Room(place.points)), section)
    else:
        wide = MAP_WIDTH if section.chart.kind == "map" else PICTURE_WIDTH
        _describe(_picture(slide, chart_place, place, picture(section, wide)), section)
    _remove_empty(slide)
    say_in_notes(slide, "\n".join(notes(section)))
    if not (section.native or section.nothing):
        for made in section_slides(look, section):
            _footer(made, section.footer)
            _remove_empty(made)


def _words(slide: Slide, layout: LayoutPlaces, section: Section, source: str) -> Area:
    """Write what stands above and below the chart; the room that is left for it. source: "" where the footer has it."""
    room = layout.content[1]
    above = [n for n, place in layout.texts if place.bottom <= room.top + STRIP // 2]
    below = [n for n, place in layout.texts if place.top >= room.bottom - STRIP // 2]
    marks_line = " · ".join(section.marks)
    lines = [line for line in (marks_line, source) if line]
    if above:
        write_fitting(slide.placeholders[above[-1]], [section.subtitle])
    else:
        strip = Area(room.left, room.top, room.width, STRIP)
        write_fitting(_text_box(slide, strip), [section.subtitle], SUBTITLE_SIZE)
        room = room.without(above=STRIP)
    if below and lines:
        write_fitting(slide.placeholders[below[0]], lines)
    elif lines:
        high = STRIP * (3 if marks_line and source else 2) // 2
        strip = Area(room.left, room.bottom - high, room.width, high)
        write_fitting(_text_box(slide, strip), lines, MARK_SIZE)
        room = room.without(below=high)
    return room


def _text_box(slide: Slide, place: Area) -> Any:
    made: Any = slide.shapes.add_textbox(*map(Emu, (place.left, place.top, place.width, place.height)))
    made.text_frame.word_wrap = True
    return made


def notes(section: Section) -> tuple[str, ...]:
    """The slide's notes: what the figure counts, what to keep in mind, what its marks mean, where it is from."""
    lang = section.chart.lang
    said = [
        section.subtitle,
        f"{WORDS['definition'][lang]}: {section.definition}",
        f"{WORDS['caveat'][lang]}: {section.caveat}",
    ]
    said += [f"{WORDS['marks'][lang]}: {in_sentences(section.marks)}"] if section.marks else []
    said += [
        section.footer,
        f"{WORDS['permalink'][lang]}: {section.permalink}",
        f"{WORDS['citation'][lang]}: {section.citation}",
        section.alt,
    ]
    return tuple(said)


def _closing(look: Template, briefing: Briefing) -> None:
    lang = briefing.lang
    head = (T["publisher"][lang], WORDS["datasets"][lang], WORDS["terms"][lang])
    rows = [(o.publisher, "; ".join(o.datasets), o.terms) for o in briefing.origins]
    rows.append((WORDS["releases"][lang], ", ".join(briefing.releases), briefing.made_words))
    for slide in slides_of(look, WORDS["sources_title"][lang], head, rows, (0.2, 0.46, 0.34)):
        _footer(slide, briefing.lead)
        _remove_empty(slide)
        again = f"{WORDS['again'][lang]}: {briefing.address}"
        say_in_notes(slide, again)


def _picture(slide: Slide, shape: Any, place: Area, png: bytes) -> Any:
    """The picture as large as the chart's place allows, in the order in which the chart would be read."""
    made = slide.shapes.add_picture(BytesIO(png), Emu(place.left), Emu(place.top))
    factor = min(place.width / made.width, place.height / made.height)
    made.width, made.height = Emu(int(made.width * factor)), Emu(int(made.height * factor))
    made.left = Emu(int(place.left + (place.width - made.width) / 2))
    shape._element.addprevious(made._element)
    return made


def _nothing(slide: Slide, shape: Any, place: Area, sentence: str) -> None:
    """Why there is no chart, in its place."""
    made = _text_box(slide, place)
    made.text_frame.margin_left = 0
    made.name = sentence
    write_fitting(made, [sentence], NOTHING_SIZE)
    shape._element.addprevious(made._element)


def _describe(shape: Any, section: Section) -> None:
    properties = next(shape._element.iter(qn("p:cNvPr")))
    properties.set("descr", clean(section.alt))
    properties.set("title", clean(section.chart.title))
    properties.set("name", T["chart"][section.chart.lang])


def _footer(slide: Slide, footer_text: str) -> bool:
    """Footer and slide number, which python-pptx does not bring over from the layout; whether the words stand there.

    A footer that says something in the layout keeps saying that.
    """
    wrote = False
    shapes: list[Any] = list(slide.slide_layout.placeholders)
    for shape in shapes:
        kind = shape.placeholder_format.type
        if kind not in (KIND.FOOTER, KIND.SLIDE_NUMBER):
            continue
        copied = deepcopy(shape._element)
        copied.nvSpPr.cNvPr.set("id", str(max(s.shape_id for s in slide.shapes) + 1))
        for old in (copied.find(qn("p:spPr")), copied.txBody.find(qn("a:lstStyle"))):
            for child in list(old) if old is not None else ():
                old.remove(child)
        slide.shapes._spTree.append(copied)
        if kind == KIND.FOOTER and not shape.text_frame.text.strip():
            made = next(s for s in slide.placeholders if s._element is copied)
            write_fitting(made, [footer_text])
            wrote = True
    return wrote


def _remove_empty(slide: Slide) -> None:
    """Take out the layout's places that nothing was put into."""
    shapes: list[Any] = list(slide.placeholders)
    for shape in shapes:
        if shape.has_text_frame and not shape.text_frame.text.strip():
            shape._element.getparent().remove(shape._element)


def _finish(deck: Deck, briefing: Briefing) -> None:
    """Properties of the file, and the language of every piece of text."""
    about = deck.core_properties
    about.title, about.subject = property_text(briefing.title), property_text(briefing.lead)
    about.author = about.last_modified_by = T["site_name"][briefing.lang]
    about.language, about.revision = TAGS[briefing.lang], 1
    about.keywords = property_text("; ".join(briefing.marks))
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
