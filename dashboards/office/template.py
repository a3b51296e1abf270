"""The deck's own template: 16:9, three layouts, our palette as its theme, which a merged slide can leave behind.

Made from the template that python-pptx brings, at each call; nothing is read from disk but that.
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Inches

from dashboards.office.file import FONT, hexadecimal
from etl.catalogue.declarations import Lang, Text

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
INNER = WIDTH - 2 * MARGIN
OPENING, FIGURE, PLAIN = "Title Slide", "Comparison", "Title Only"
NAMES = {
    OPENING: Text(en="Opening", nl="Opening"),
    FIGURE: Text(en="Figure", nl="Figuur"),
    PLAIN: Text(en="Title and table", nl="Titel en tabel"),
}
SCHEME = {
    "dk1": "ink", "lt1": "surface", "dk2": "muted", "lt2": "tint", "accent1": "series-1", "accent2": "series-2",
    "accent3": "series-3", "accent4": "series-4", "accent5": "series-5", "accent6": "series-6", "hlink": "link",
    "folHlink": "series-4",
}  # fmt: skip
SUBTITLE, CHART, MARKS, FOOTER, NUMBER = 1, 2, 3, 11, 12


@dataclass(frozen=True)
class Place:
    """Where a placeholder stands, in inches, and how its text looks: points, bold, colour of the theme, anchor."""

    left: float
    top: float
    width: float
    height: float
    size: int
    bold: bool = False
    colour: str = "tx1"
    anchor: str = "t"
    align: str = "l"


TITLE_PLACE = Place(MARGIN, 0.3, INNER, 0.85, 26, bold=True, anchor="b")
BODY = Place(MARGIN, 1.22, INNER, 0.52, 14, colour="tx2")
CHART_PLACE = Place(MARGIN, 1.82, INNER, 4.4, 14)
MARKS_PLACE = Place(MARGIN, 6.22, INNER, 0.52, 11, colour="tx2", anchor="b")
OPENING_TITLE = Place(MARGIN, 2.0, INNER, 1.5, 40, bold=True, anchor="b")
PLACES: dict[str, dict[int, Place]] = {
    OPENING: {0: OPENING_TITLE, 1: Place(MARGIN, 3.9, INNER, 2.8, 18, colour="tx2")},
    FIGURE: {0: TITLE_PLACE, SUBTITLE: BODY, CHART: CHART_PLACE, MARKS: MARKS_PLACE},
    PLAIN: {0: TITLE_PLACE},
}
COMMON = {
    FOOTER: Place(MARGIN, 6.86, INNER - 0.8, 0.42, 10, colour="tx2", anchor="ctr"),
    NUMBER: Place(WIDTH - MARGIN - 0.7, 6.86, 0.7, 0.42, 10, colour="tx2", anchor="ctr", align="r"),
}


def template(lang: Lang) -> Deck:
    """An empty deck with our layouts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in PLACES:
            deck.slide_layouts.remove(layout)
    for layout in deck.slide_layouts:
        _shape(layout, PLACES[layout.name])
        layout._element.cSld.set("name", NAMES[layout.name][lang])
    _shape_master(deck)
    _colour_theme(deck)
    package = deck.part.package
    for key, rel in list(package._rels.items()):
        if rel.reltype == RT.THUMBNAIL:  # a picture of the template, not of this deck
            package._rels.pop(key)
    return deck


def layout(deck: Deck, name: str, lang: Lang) -> SlideLayout:
    """One of our layouts: OPENING, FIGURE or PLAIN."""
    return next(found for found in deck.slide_layouts if found.name == NAMES[name][lang])


def _shape(slide_layout: SlideLayout, places: dict[int, Place]) -> None:
    shapes: list[Any] = list(slide_layout.placeholders)
    for shape in shapes:
        place = places.get(shape.placeholder_format.idx) or COMMON.get(shape.placeholder_format.idx)
        if place is None:
            shape._element.getparent().remove(shape._element)
            continue
        _put(shape, place)
        if shape.placeholder_format.idx == CHART and CHART in places:
            shape._element.ph.set("type", "chart")
    if slide_layout.name == FIGURE:
        _line(slide_layout, 6.82, "hairline", 9525)
    if slide_layout.name == OPENING:
        _line(slide_layout, 3.7, "accent", 28575)


def _shape_master(deck: Deck) -> None:
    """The master's own places, from which merged slides inherit; its title stands left as ours do."""
    master = deck.slide_master
    places = {0: TITLE_PLACE, 1: CHART_PLACE, 3: COMMON[FOOTER], 4: COMMON[NUMBER]}
    for shape in list(master.placeholders):
        place = places.get(shape.placeholder_format.idx)
        if place is None:
            shape._element.getparent().remove(shape._element)
        elif shape.placeholder_format.idx == 1:
            _set_box(shape, place)
        else:
            _put(shape, place)
    for level in master._element.iter(qn("a:lvl1pPr")):
        if level.getparent().tag == qn("p:titleStyle"):
            level.set("algn", "l")


def _set_box(shape: Any, place: Place) -> None:
    shape.left, shape.top = Inches(place.left), Inches(place.top)
    shape.width, shape.height = Inches(place.width), Inches(place.height)


def _put(shape: Any, place: Place) -> None:
    _set_box(shape, place)
    body = shape._element.txBody
    for name, value in {"anchor": place.anchor, "lIns": "0", "rIns": "0", "tIns": "0", "bIns": "0"}.items():
        body.bodyPr.set(name, value)
    for child in list(body.bodyPr):
        body.bodyPr.remove(child)
    etree.SubElement(body.bodyPr, qn("a:normAutofit"))
    style = parse_xml(
        f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:spcBef><a:spcPts val="0"/>'
        f'</a:spcBef><a:buNone/><a:defRPr sz="{place.size * 100}" b="{int(place.bold)}" cap="none"><a:solidFill>'
        f'<a:schemeClr val="{place.colour}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
    )
    old = body.find(qn("a:lstStyle"))
    if old is not None:
        body.remove(old)
    body.bodyPr.addnext(style)


def _line(slide_layout: SlideLayout, top: float, token: str, width: int) -> None:
    """A line across the layout. top: inches; width: EMU."""
    x, y, long = (int(Inches(v)) for v in (MARGIN, top, INNER))
    slide_layout.shapes._spTree.append(
        parse_xml(
            f'<p:cxnSp {nsdecls("p", "a")}><p:nvCxnSpPr><p:cNvPr id="90" name="Line"/><p:cNvCxnSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{long}" cy="0"/>'
            f'</a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{width}"><a:solidFill>'
            f'<a:srgbClr val="{hexadecimal(token)}"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
        )
    )


def _colour_theme(deck: Deck) -> None:
    """Our palette as the theme's colours, our font as its fonts."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "Monitor")
    colours = theme.find(f".//{qn('a:clrScheme')}")
    for name, token in SCHEME.items():
        slot = colours.find(qn(f"a:{name}"))
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, qn("a:srgbClr"), {"val": hexadecimal(token)})
    for font in theme.iter(qn("a:latin")):
        font.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
