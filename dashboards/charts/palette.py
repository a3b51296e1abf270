"""Every colour, line pattern and marker shape of the project; `assets/tokens.css` holds the same for the pages.

A test keeps the two equal, the contrasts above WCAG 2.2 AA and neighbouring series apart for colour-blind readers. No
colour judges: there is no good or bad one. A series is told by its shape and its label first, by its colour after that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]
Role = Literal["main", "context", "then"]

LIGHT = {
    "background": "#f7f6f2",
    "surface": "#ffffff",
    "tint": "#eef0f0",
    "ink": "#1d2b38",
    "muted": "#54626f",
    "hairline": "#d9dad5",
    "grid": "#e6e7e3",
    "line": "#76828d",
    "target": "#33424f",
    "context": "#7d8892",
    "link": "#1a4f8f",
    "focus": "#8a4b00",
    "accent": "#1c4f8a",
    "on-accent": "#ffffff",
    "series-1": "#1c4f8a",
    "series-2": "#a85f18",
    "series-3": "#27998c",
    "series-4": "#5a1850",
    "series-5": "#8d7ae2",
    "series-6": "#6f201f",
    "series-7": "#57626f",
    "series-8": "#95851c",
    "series-9": "#2771a1",
    "word-1": "#1c4f8a",
    "word-2": "#8a4d11",
    "word-3": "#166b62",
    "word-4": "#5a1850",
    "heat-1": "#e4edf5",
    "heat-2": "#c3d8ea",
    "heat-3": "#93b9da",
    "heat-4": "#3f76ab",
    "heat-5": "#2a5c93",
    "heat-6": "#163a68",
}
DARK = {
    "background": "#131a21",
    "surface": "#1b242d",
    "tint": "#26313c",
    "ink": "#e8edf2",
    "muted": "#a9b6c2",
    "hairline": "#36434f",
    "grid": "#2b3742",
    "line": "#7f8d99",
    "target": "#c9d3dc",
    "context": "#84919d",
    "link": "#8fc0f2",
    "focus": "#f2c14e",
    "accent": "#8fc0f2",
    "on-accent": "#131a21",
    "series-1": "#5499de",
    "series-2": "#e7ab3f",
    "series-3": "#71d3ae",
    "series-4": "#a85f93",
    "series-5": "#b19cff",
    "series-6": "#ed8479",
    "series-7": "#cad8e8",
    "series-8": "#8a7e16",
    "series-9": "#64b2c8",
    "word-1": "#74b0ea",
    "word-2": "#e7ab3f",
    "word-3": "#71d3ae",
    "word-4": "#d6a0c8",
    "heat-1": "#22364a",
    "heat-2": "#2a4b6b",
    "heat-3": "#336390",
    "heat-4": "#4f8fc8",
    "heat-5": "#86b9e6",
    "heat-6": "#c3def5",
}
THEMES: dict[Theme, dict[str, str]] = {"light": LIGHT, "dark": DARK}

SERIES = 9
HEAT = 6
MARKERS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "hexagon", "star")
"""Marker shapes of the series, by Plotly's names; the SVG renderer draws the same ones."""
DASHES = ("", "7 3", "", "9 3 2 3", "", "4 3", "", "12 4", "")
"""Line patterns of the series. Dots ("1 3") are kept for what is provisional, so no series uses them."""
PROVISIONAL_DASH = "2 3"
REFERENCE_DASH = "5 4"
FONT = "'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,sans-serif"


@dataclass(frozen=True)
class TraceStyle:
    """How a series looks in every renderer: colour name, marker shape, line pattern and width in pixels."""

    token: str
    marker: str
    dash: str
    width: float

    @property
    def word_token(self) -> str:
        """The colour of its name and value beside its line: its own, dark or light enough to be read."""
        number = self.token.removeprefix("series-")
        if number in ("1", "2", "3", "4"):
            return f"word-{number}"
        return "muted" if self.token in ("line", "context") else "ink"


def trace_styles(roles: Sequence[Role]) -> tuple[TraceStyle, ...]:
    """The look of each series of a chart, the tenth as the first. Older vintages do not use up a look."""
    places = [sum(role != "then" for role in roles[:n]) % SERIES for n in range(len(roles))]
    return tuple(_style(place, role) for place, role in zip(places, roles, strict=True))


def _style(place: int, role: Role) -> TraceStyle:
    marker, dash = MARKERS[place], DASHES[place]
    if role == "then":
        return TraceStyle("line", marker, "4 3", 1.75)
    return (
        TraceStyle("context", marker, dash, 1.75)
        if role == "context"
        else TraceStyle(f"series-{place + 1}", marker, dash, 2.25)
    )


def heat_shade(place: int, classes: int) -> int:
    """1 (least) to HEAT: the shade of the class at `place`, from 0, of a heat map with so many classes."""
    return 1 + round(place * (HEAT - 1) / max(1, classes - 1))
