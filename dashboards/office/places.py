"""Where things stand on a slide, read from the layout that it follows: boxes, and text as large as its box allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboards.charts.svg.scale import wrap
from dashboards.office.file import FONT, clean

EMU_PER_POINT = 12700
INSETS = {"lIns": 91440, "rIns": 91440, "tIns": 45720, "bIns": 45720}  # what Office takes where a box names none
SIDES = ("cx", "cy")  # width and height of a shape where it stands in the file
SPACING, SMALLEST, DEFAULT_SIZE = 1.2, 8, 18
OTHER_FONTS = 1.08  # how much wider than ours another font may run


@dataclass(frozen=True)
class Area:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.top + self.height

    @property
    def points(self) -> float:
        """Its width in points."""
        return self.width / EMU_PER_POINT

    def without(self, above: int = 0, below: int = 0) -> "Area":
        """The same without so much at its upper and lower edge."""
        return replace(self, top=self.top + above, height=self.height - above - below)


def box(shape: Any) -> Area | None:
    """Where a shape stands, from its master where it says nothing itself; None where neither does."""
    values = (shape.left, shape.top, shape.width, shape.height)
    return None if any(v is None for v in values) else Area(*map(int, values))


def put(shape: Any, place: Area) -> None:
    """Move a shape."""
    shape.left, shape.top, shape.width, shape.height = map(Emu, (place.left, place.top, place.width, place.height))


def write(shape: Any, lines: Sequence[str], size: float | None = None) -> None:
    """Lines of text into a shape. size: in points; None leaves it to the layout."""
    frame = shape.text_frame
    frame.text = clean(lines[0])
    for line in lines[1:]:
        frame.add_paragraph().text = clean(line)
    if size is not None:
        for run in (r for paragraph in frame.paragraphs for r in paragraph.runs):
            run.font.size = Pt(size)


def write_fitting(
    shape: Any, lines: Sequence[str], most: float = 0, smallest: int = SMALLEST, bold: bool = False
) -> None:
    """Text at the size that the layout gives it, or smaller where it would leave its box. most: the largest size."""
    inside = _ancestry(shape)
    own = _own_size(inside)
    first = min(own or DEFAULT_SIZE, most or own or DEFAULT_SIZE)
    size = fitting(lines, *_room(inside), first, smallest, bold)
    write(shape, lines, None if size == own else size)


def fitting(
    lines: Sequence[str], width: float, height: float, first: float, smallest: int, bold: bool = False
) -> float:
    """The largest size, from `first` down to `smallest`, at which lines fit a box, all in points; else the smallest."""
    sizes = [first, *(float(n) for n in range(int(first - 0.01), smallest - 1, -1))]
    fit = (s for s in sizes if sum(len(wrap(t, width, int(s), bold)) for t in lines) * s * SPACING <= height)
    return next(fit, float(min(smallest, first)))


def _room(inside: Sequence[Any]) -> tuple[float, float]:
    """Width and height of a shape in points, its insets apart; narrower for letters that may be wider than ours.

    inside: the shape and what it follows. Asked for its width, a shape would look for these again each time.
    """
    across, down = (next((v for each in inside if (v := getattr(each._element, n)) is not None), 0) for n in SIDES)
    inset = {name: _inset(inside, name) for name in INSETS}
    width = (across - inset["lIns"] - inset["rIns"]) / EMU_PER_POINT
    height = (down - inset["tIns"] - inset["bIns"]) / EMU_PER_POINT
    return width / (1 if _has_our_font(inside[0]) else OTHER_FONTS), height


def _inset(inside: Sequence[Any], name: str) -> int:
    for each in inside:
        given = each._element.txBody.bodyPr.get(name) if each._element.txBody is not None else None
        if given is not None:
            return int(given)
    return INSETS[name]


def _ancestry(shape: Any) -> list[Any]:
    """The shape, the layout's placeholder that it follows, and the master's."""
    inside = [shape]
    while len(inside) < 4 and (base := getattr(inside[-1], "_base_placeholder", None)) is not None:
        inside.append(base)
    return inside


def _own_size(inside: Sequence[Any]) -> float | None:
    """The size in points that layout and master give a placeholder's text; None where they name none."""
    shape = inside[0]
    for each in inside:
        sized = each._element.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
        if sized is not None and sized.get("sz"):
            return int(sized.get("sz")) / 100
    if not shape.is_placeholder:
        return None
    style = "titleStyle" if "TITLE" in shape.placeholder_format.type.name.replace("SUBTITLE", "") else "bodyStyle"
    master = shape.part.slide_layout.slide_master._element
    sized = master.find(f".//{qn(f'p:{style}')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    return int(sized.get("sz")) / 100 if sized is not None and sized.get("sz") else None


def _has_our_font(shape: Any) -> bool:
    master = shape.part.slide_layout.slide_master
    theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
    return f'typeface="{FONT}"'.encode() in theme.blob
