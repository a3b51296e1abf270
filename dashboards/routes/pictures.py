"""GET /figure/<indicator>.svg|png|pdf   an indicator's figure as a picture that says what it shows and whence

geo, series, from, to, as_of, release, lang   as in data files
theme   light (default), dark
size    report (default: 760 wide, as high as it needs), slide (1280x720), social (1200x630), square (1080x1080)
scale   1 (default) to 3: pixels, or points, for each of the size's
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Literal

from flask import Flask, Response

from dashboards.charts import pdf, raster
from dashboards.charts.alt_text import alt_text
from dashboards.charts.palette import FONT, Theme
from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import Figure
from dashboards.files import offers
from dashboards.query import parameters
from dashboards.query.parameters import Query
from dashboards.routes import requested
from dashboards.routes.requested import choice, drawn
from dashboards.text.messages import T
from dashboards.web.tagged_file import File, answer
from etl.release import store

Ending = Literal["svg", "png", "pdf"]
MIMETYPES: dict[Ending, str] = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
PARAMETERS = (*parameters.CHOICE, *parameters.PICTURE)
THEME, SIZE, SCALE = parameters.PICTURE
ROOMS = (1.0, 1.2, 1.4, 1.6, 2.0)  # times the size of a preset
# vl-convert carries Liberation Sans: naming it alone, a picture looks the same on every machine.
FIXED_FONT = "'Liberation Sans',Arial,sans-serif"


@dataclass(frozen=True)
class Size:
    """A preset: drawn at width and height (None: as high as needed), then enlarged so that its text is read there."""

    width: int
    height: int | None = None
    enlarged: float = 1.0


SIZES = {
    "report": Size(760),
    "slide": Size(800, 450, 1.6),
    "social": Size(800, 420, 1.5),
    "square": Size(720, 720, 1.5),
}


@dataclass(frozen=True)
class PictureSelection:
    """How a picture is asked for."""

    theme: Theme
    size: str
    scale: int


def add_routes(server: Flask) -> None:
    """The pictures."""

    @server.get("/figure/<name>.<any(svg, png, pdf):ending>")
    def picture(name: str, ending: Ending) -> Response:
        query = requested.query(PARAMETERS)
        chosen = choice(name, query, PARAMETERS)
        look = _look(query)
        pinned = replace(chosen, release=store.release(chosen.release).id)
        shown = drawn(chosen)
        file = File(
            _name(shown, look, ending),
            MIMETYPES[ending],
            chosen.lang,
            (chosen, pinned.release, look),
            bool(chosen.release),
        )
        return answer(file, lambda: made(shown, look, ending))


def made(shown: Figure, look: PictureSelection, ending: Ending) -> bytes:
    """The picture as a file, title, lines, flags, source, date, address and release in it."""
    large = _drawing(shown, look)
    if ending == "svg":
        return large.replace(">", f"><metadata>{escape(_made_of(shown))}</metadata>", 1).encode()
    if ending == "png":
        return raster.with_text(raster.png(large, 1.0), "Source", _made_of(shown))
    return pdf.finished(raster.pdf(large), _about(shown))


def _made_of(shown: Figure) -> str:
    """Which release the picture is of, with its digest, and the address that it prints."""
    seal = shown.release.facts.get("seal", "")
    return f"release {shown.release.id} sha256:{seal} {shown.chart.address}"


def _drawing(shown: Figure, look: PictureSelection) -> str:
    """The SVG in the size asked for; what needs more room is drawn larger and enlarged less, so that it fits."""
    size = SIZES[look.size]
    for more in ROOMS:
        height = round(size.height * more) if size.height else None
        drawing = svg(shown.chart, width=round(size.width * more), height=height, theme=look.theme)
        if height is None or f'height="{height}"' in drawing.split(">", 1)[0]:
            break
    return enlarged(drawing.replace(FONT, FIXED_FONT), size.enlarged * look.scale / more)


def enlarged(drawing: str, factor: float) -> str:
    """The SVG shown at `factor` times its size; what is inside stays as it is."""

    def size(match: re.Match[str]) -> str:
        return f'width="{round(int(match[1]) * factor)}" height="{round(int(match[2]) * factor)}"'

    return re.sub(r'width="(\d+)" height="(\d+)"', size, drawing, count=1)


def _look(query: Query) -> PictureSelection:
    theme: Theme = "dark" if THEME.one(query) == "dark" else "light"
    return PictureSelection(theme, SIZE.one(query) or "report", int(SCALE.one(query) or "1"))


def _about(shown: Figure) -> pdf.PdfInfo:
    chart = shown.chart
    built = datetime.fromisoformat(shown.release.facts["built_at"])
    tag = {"en": "en-GB", "nl": "nl-NL"}[chart.lang]
    keywords = ", ".join((chart.source, _made_of(shown)))
    return pdf.PdfInfo(chart.title, chart.subtitle, T["site_name"][chart.lang], keywords, alt_text(chart), tag, built)


def _name(shown: Figure, look: PictureSelection, ending: Ending) -> str:
    stem = offers.file_name(shown.indicator, shown.chosen, shown.release.id, ending).removesuffix(f".{ending}")
    appearance = (look.size, "dark" if look.theme == "dark" else "", f"{look.scale}x" if look.scale > 1 else "")
    return "_".join(p for p in (stem, *appearance) if p) + f".{ending}"
