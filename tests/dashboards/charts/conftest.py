"""Charts of every kind for the tests of pictures, from real figures.

Provenance: Frontex, detections of illegal border-crossings by route, data as of 4 August 2026, years summed from months
(flag p on 2025 is set here to have a provisional point). CBS 82025NED, invited refugees 2016 to 2023, and the quotas of
the national framework (COA). Eurostat migr_eirtn and migr_eiord, EU28, 2010 to 2016, extracted May 2017.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from dashboards.charts.model import BreakLine, Chart, Frequency, Kind, Mark, Rule, Trace
from dashboards.charts.svg.scale import Box, text_width
from dashboards.text import formats
from etl.catalogue.catalogue import Lang
from etl.model.provenance import ORIGINAL, Provenance

TOTAL = dict(
    zip(
        range(2009, 2026),
        (104503, 103991, 140989, 72382, 107339, 282873, 1822102, 511047, 204654, 149036, 141741, 126310, 202119, 326217,
         381257, 240101, 179921),
        strict=True,
    )
)  # fmt: skip
ROUTES = {
    "Central Mediterranean": (170664, 153946, 181376, 118962, 23485, 14003, 35673, 67724, 105561, 158026, 66855, 66551),
    "Eastern Mediterranean": (50834, 885386, 182277, 42319, 56560, 83333, 20280, 22793, 38690, 61234, 69948, 52502),
    "Western Balkan": (43355, 764033, 130261, 12179, 5844, 15127, 26918, 61618, 144118, 99002, 21525, 12526),
}
MONTHS = (
    17123, 16226, 15549, 15033, 16139, 15301, 21182, 26292, 27797, 23802, 29324, 16333, 14056, 11027, 10019, 12745,
    14357, 16682, 18683, 17092, 19837, 19177, 13686, 12560,
)  # fmt: skip
RESETTLED = {2016: 695, 2017: 2265, 2018: 1225, 2019: 1875, 2020: 425, 2021: 470, 2022: 1405, 2023: 830}
QUOTAS = {2016: 500, 2017: 500, 2018: 750, 2019: 500, 2020: 500, 2021: 500, 2022: 900, 2023: 900}
RETURN_RATE = {2010: 41.7, 2011: 39.5, 2012: 42.7, 2013: None, 2014: 41.8, 2015: 42.7, 2016: 50.1}
FLAGS: dict[Lang, tuple[tuple[str, str], ...]] = {
    "en": (("b", "break in the series"), ("p", "provisional")),
    "nl": (("b", "breuk in de reeks"), ("p", "voorlopig")),
}
UNITS: dict[Lang, str] = {"en": "detections", "nl": "detecties"}


def mark(
    x: str,
    value: float | None,
    lang: Lang,
    unit: str,
    flag: str = "",
    provenance: Provenance = ORIGINAL,
    label: str = "",
) -> Mark:
    """A mark as the catalogue's maker would make it."""
    decimals = 1 if unit == "%" else 0
    text = formats.T["no_figure"][lang] if value is None else formats.amount(value, decimals, unit, lang)
    meaning = dict(FLAGS[lang]).get(flag, "")
    return Mark(
        x,
        label or formats.period(x, lang, short=True),
        value,
        text + (f" ({meaning})" if meaning else ""),
        flag,
        provenance,
    )


def _base(kind: Kind, lang: Lang, traces: tuple[Trace, ...], unit: str, frequency: Frequency = "A") -> Chart:
    title = {"en": "Detections at the external borders", "nl": "Detecties aan de buitengrenzen"}[lang]
    sub = {"en": "Detections, EU external borders, per year", "nl": "Detecties, buitengrenzen van de EU, per jaar"}[
        lang
    ]
    return Chart(
        id=f"{kind}_{lang}", kind=kind, lang=lang, title=title, subtitle=sub, x_title=formats.T["year"][lang],
        unit=unit, decimals=1 if unit == "%" else 0, frequency=frequency, traces=traces, flags=FLAGS[lang],
        source="Frontex (ibc_route_month)", as_of="2026-08-04", address="example.org/f/a", release="2026-11-23-1a2b",
    )  # fmt: skip


def _by_year(values: dict[int, float | None] | dict[int, int], lang: Lang, unit: str) -> tuple[Mark, ...]:
    last = max(values)
    return tuple(mark(str(y), v, lang, unit, "p" if y == last else "") for y, v in values.items())


def _routes(lang: Lang) -> tuple[Trace, ...]:
    return tuple(
        Trace(name, name, _by_year(dict(zip(range(2014, 2026), values, strict=True)), lang, UNITS[lang]))
        for name, values in ROUTES.items()
    )


def _make(kind: Kind, lang: Lang) -> Chart:
    unit = UNITS[lang]
    total = Trace("total", {"en": "Total", "nl": "Totaal"}[lang], _by_year(TOTAL, lang, unit))
    letter = {"en": "the letter: 150,000 in 2018", "nl": "de brief: 150.000 in 2018"}[lang]
    if kind in ("line", "column"):
        return replace(_base(kind, lang, (total,), unit), rules=(Rule(150000, letter, "reference"),))
    if kind in ("stacked", "multiples"):
        return _base(kind, lang, _routes(lang), unit)
    if kind == "heatmap":
        months = tuple(
            mark(f"{2024 + n // 12}-{n % 12 + 1:02d}", v, lang, unit, "p" if n > 20 else "")
            for n, v in enumerate(MONTHS)
        )
        return _base(kind, lang, (Trace("total", "Total", months),), unit, "M")
    if kind == "ranked":
        marks = tuple(mark(n, vs[-1], lang, unit, label=n) for n, vs in ROUTES.items())
        return _base(
            kind, lang, (Trace("2025", "2025", (*marks, mark("x", None, lang, unit, label="Elsewhere"))),), unit, ""
        )
    if kind == "dumbbell":
        then, now = (tuple(mark(n, vs[k], lang, unit, label=n) for n, vs in ROUTES.items()) for k in (1, -1))
        return _base(kind, lang, (Trace("2015", "2015", then, "then"), Trace("2025", "2025", now)), unit, "")
    assert kind == "bullet"
    quota = {"en": "quota", "nl": "quotum"}[lang]
    rules = tuple(Rule(q, f"{quota} {q}", "quota", x_from=str(y), x_to=str(y)) for y, q in QUOTAS.items())
    persons = {"en": "persons", "nl": "personen"}[lang]
    return replace(_base(kind, lang, (Trace("NL", "NL", _by_year(RESETTLED, lang, persons)),), persons), rules=rules)


@pytest.fixture
def make() -> Callable[[Kind, Lang], Chart]:
    """A chart of a kind in a language."""
    return _make


@pytest.fixture
def routes_chart() -> Chart:
    """Three lines over twelve years with a break in 2018."""
    return replace(_base("line", "en", _routes("en"), "detections"), breaks=(BreakLine("2018", "new method"),))


@pytest.fixture
def gap_chart() -> Chart:
    """A return rate without a figure for 2013; all figures derived, the last one quoted."""
    marks = tuple(
        mark(str(y), v, "en", "%", provenance=Provenance("quoted" if y == 2016 else "derived"))
        for y, v in RETURN_RATE.items()
    )
    return _base("line", "en", (Trace("all", "All returns", marks),), "%")


NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"


@dataclass(frozen=True)
class Drawn:
    """An SVG taken apart."""

    root: ET.Element

    @property
    def texts(self) -> list[str]:
        """What is written in it."""
        return ["".join(t.itertext()) for t in self.root.iter("{http://www.w3.org/2000/svg}text")]

    def all(self, tag: str, **attributes: str) -> list[ET.Element]:
        """Elements of a kind with these attributes (stroke_width stands for stroke-width)."""
        wanted = {k.replace("_", "-"): v for k, v in attributes.items()}
        found = self.root.iter(f"{{http://www.w3.org/2000/svg}}{tag}")
        return [e for e in found if all(e.get(k) == v for k, v in wanted.items())]

    def lines(self, **attributes: str) -> list[list[tuple[float, float]]]:
        """The points of every path of lines with these attributes: a place, then steps."""
        found = []
        for path in self.all("path", **attributes):
            start, _, steps = path.get("d", "").partition("l")
            if len(re.findall(NUMBER, start)) != 2:
                continue  # markers of one shape
            x, y = map(float, re.findall(NUMBER, start))
            points = [(x, y)]
            moved = [float(n) for n in re.findall(NUMBER, steps)]
            for dx, dy in zip(moved[::2], moved[1::2], strict=True):
                x, y = round(x + dx, 1), round(y + dy, 1)
                points.append((x, y))
            found.append(points)
        return found

    @property
    def boxes(self) -> list[tuple[str, Box]]:
        """Every text with the place it takes, by the width that the renderer reckons with."""
        found = []
        parents = {child: parent for parent in self.root.iter() for child in parent}
        for t in self.all("text"):
            own = {**self.root.attrib, **parents[t].attrib, **t.attrib}
            said, size = "".join(t.itertext()), float(own["font-size"])
            width = text_width(said, size, "font-weight" in own)
            left = float(own["x"]) - {"start": 0, "middle": width / 2, "end": width}[own.get("text-anchor", "start")]
            y = float(own["y"])
            found.append((said, Box(left, y - size * 0.75, left + width, y + size * 0.2)))
        return found


@pytest.fixture
def drawn() -> Callable[[str], Drawn]:
    """Parses an SVG; fails on one that is not well-formed XML."""
    return lambda svg: Drawn(ET.fromstring(svg))
