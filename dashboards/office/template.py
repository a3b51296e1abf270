"""A deck's template: three of its layouts, found by name or by the places that they have, and where things go on them.

Slides that stand in the template are left out; its size, master, footers, colours and fonts are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml.etree import LxmlError
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from dashboards.office.places import Area, box
from dashboards.office.template_file import TemplateFile

NAMES = {  # ours first, then what Office calls the like in English and in Dutch
    "opening": ("opening", "openingsdia", "title slide", "titeldia", "titelpagina", "voorblad"),
    "figure": ("figure · figuur", "figure", "figuur", "chart", "grafiek"),
    "plain": ("table · tabel", "table", "tabel", "title only", "alleen titel"),
}
TITLES, CONTENTS = (KIND.TITLE, KIND.CENTER_TITLE), (KIND.CHART, KIND.OBJECT)
TEXTS = (KIND.SUBTITLE, KIND.BODY)
FILLED = (*CONTENTS, KIND.TABLE, KIND.PICTURE, KIND.BITMAP, KIND.MEDIA_CLIP, KIND.ORG_CHART)
NOT_OF_THIS_DECK = (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES)  # a picture of the template, and counts of its slides


@dataclass(frozen=True)
class LayoutPlaces:
    """A layout and its places: each the placeholder's number and its box, from top to bottom."""

    slides: SlideLayout
    title: Area | None
    contents: tuple[tuple[int, Area], ...]
    texts: tuple[tuple[int, Area], ...]
    others: int
    chart: bool

    @property
    def name(self) -> str:
        """As a designer reads it."""
        return " ".join(self.slides.name.lower().split())

    @property
    def content(self) -> tuple[int, Area]:
        """The largest place for a chart."""
        return max(self.contents, key=lambda place: place[1].width * place[1].height)


@dataclass(frozen=True)
class Template:
    """An empty deck and its layouts: of the opening, of a figure, of a title above a table."""

    deck: Deck
    opening: LayoutPlaces
    figure: LayoutPlaces
    plain: LayoutPlaces


def template(file: TemplateFile) -> Template:
    """The deck that a file holds, without its slides; TemplateError where a layout is missing."""
    try:
        deck = Presentation(BytesIO(file.blob))
        _empty(deck)
        sets = [[_layout(each) for each in master.slide_layouts] for master in deck.slide_masters]
    except (PythonPptxError, LxmlError, KeyError, ValueError, AttributeError) as e:
        raise file.refuse(
            f"cannot be opened as a presentation ({type(e).__name__})",
            f"is niet te openen als presentatie ({type(e).__name__})",
        ) from e
    whole = (each for each in sets if _opening(each) and _figure(each))  # the layouts of one master, where it has all
    layouts = next(whole, [layout for each in sets for layout in each])
    opening, figure = _opening(layouts), _figure(layouts)
    there = ", ".join(f"“{each.slides.name}”" for each in layouts) or "–"
    if opening is None:
        raise file.refuse(
            f"has no layout for the opening, with a title and a subtitle or text; it has: {there}",
            f"heeft geen indeling voor de opening, met een titel en een ondertitel of tekst; wel: {there}",
        )
    if figure is None:
        raise file.refuse(
            f"has no layout for a figure, with a title and a place for a chart or content; it has: {there}",
            f"heeft geen indeling voor een cijfer, met een titel en plaats voor een grafiek of inhoud; wel: {there}",
        )
    return Template(deck, opening, figure, _plain(layouts) or figure)


def _layout(slides: SlideLayout) -> LayoutPlaces:
    titles, contents, texts, others, chart = [], [], [], 0, False
    shapes: Any = slides.placeholders
    for shape in shapes:
        kind, place = shape.placeholder_format.type, box(shape)
        if place is None:
            continue
        if kind in TITLES:
            titles.append(place)
        elif kind in CONTENTS:
            contents.append((shape.placeholder_format.idx, place))
            chart = chart or kind == KIND.CHART
        elif kind in TEXTS:
            texts.append((shape.placeholder_format.idx, place))
        others += kind in FILLED
    down = sorted(texts, key=lambda place: (place[1].top, place[1].left))
    return LayoutPlaces(slides, titles[0] if titles else None, tuple(contents), tuple(down), others, chart)


def _named(layouts: list[LayoutPlaces], role: str) -> LayoutPlaces | None:
    """The layout that bears the best known name of a role."""
    known = sorted((NAMES[role].index(each.name), n) for n, each in enumerate(layouts) if each.name in NAMES[role])
    return layouts[known[0][1]] if known else None


def _opening(layouts: list[LayoutPlaces]) -> LayoutPlaces | None:
    fit = [each for each in layouts if each.title and each.texts]
    kind = (each for each in fit if each.slides._element.get("type") == "title")
    return _named(fit, "opening") or next(kind, None) or next((each for each in fit if not each.others), None)


def _figure(layouts: list[LayoutPlaces]) -> LayoutPlaces | None:
    fit = [each for each in layouts if each.title and each.contents]
    best = sorted(fit, key=lambda each: (not each.chart, each.others, -each.content[1].width * each.content[1].height))
    return _named(fit, "figure") or (best[0] if best else None)


def _plain(layouts: list[LayoutPlaces]) -> LayoutPlaces | None:
    fit = [each for each in layouts if each.title and not each.others and not each.texts]
    kind = (each for each in fit if each.slides._element.get("type") == "titleOnly")
    return _named(fit, "plain") or next(kind, None) or (fit[0] if fit else None)


def _empty(deck: Deck) -> None:
    """Take the template's own slides out, with all that lists them."""
    root: Any = deck.part._element
    for each in list(deck.slides._sldIdLst):
        deck.part.drop_rel(each.rId)
        deck.slides._sldIdLst.remove(each)
    for old in [*root.findall(qn("p:custShowLst")), *_sections(root)]:
        old.getparent().remove(old)
    for rels in (deck.part.package._rels, deck.part.rels):
        for key, rel in list(rels.items()):
            if rel.reltype in NOT_OF_THIS_DECK:
                rels.pop(key)
    _notes(deck, root)


def _sections(root: Any) -> Iterator[Any]:
    for extension in root.iter(qn("p:ext")):
        if any(child.tag.endswith("}sectionLst") for child in extension):
            yield extension


def _notes(deck: Deck, root: Any) -> None:
    """Leave out a master of notes that has no place for their text; a plain one then takes its place."""
    key = next((k for k, rel in deck.part.rels.items() if rel.reltype == RT.NOTES_MASTER), None)
    if key is None or _has_text(deck.notes_master.placeholders):
        return
    deck.part.rels.pop(key)
    for old in root.findall(qn("p:notesMasterIdLst")):
        root.remove(old)


def _has_text(shapes: Any) -> bool:
    return any(shape.placeholder_format.type == KIND.BODY for shape in shapes)
