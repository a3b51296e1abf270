"""The map of Europe: own boundaries, an equal-area projection, classes in words, and missing never shown as little."""

import re
import xml.etree.ElementTree as ET
from math import radians, sin

import pytest

from dashboards.charts.model import Chart, Mark, Trace
from dashboards.charts.svg import boundaries
from dashboards.charts.svg import map as svg_map
from dashboards.charts.svg.picture import svg
from dashboards.charts.svg.scale import Box
from dashboards.figures.figure import figure, figure_for, map_periods, mapped
from dashboards.query.selection import Selection
from etl.model.errors import UnknownValueError

MEMBERS = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
# Thousands of square kilometres, rounded: Eurostat, reg_area3 (total area).
AREAS = {"FR": 549, "DE": 358, "PL": 312, "IT": 302, "NL": 37, "AT": 84}


def a_map(values: dict[str, float | None]) -> Chart:
    marks = tuple(Mark(geo, f"land {geo}", v, "geen" if v is None else f"{v:g}") for geo, v in values.items())
    return Chart("x", "map", "nl", "Titel", "Onder", "Plaats", "personen", 0, "", (Trace("countries", "alle", marks),))


def test_every_member_has_a_boundary() -> None:
    assert set(MEMBERS) <= set(boundaries.countries())


def test_the_projection_keeps_areas() -> None:
    """A cell of one degree keeps its area wherever it lies."""
    for lon, lat in ((-9, 38), (10, 52), (25, 65), (33, 35)):
        corners = [boundaries.project(lon + dx / 20, lat + dy / 20) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]
        drawn = boundaries._area(tuple(corners))
        true = radians(1 / 20) * (sin(radians(lat + 1 / 20)) - sin(radians(lat)))
        assert drawn == pytest.approx(true, rel=2e-3)


def test_countries_are_drawn_as_large_as_they_are_to_one_another() -> None:
    shapes = {c.geo: c for c in boundaries.framed(Box(0, 0, 2000, 2000 * 1.2))}
    drawn = {geo: sum(boundaries._area(r) for r in shapes[geo].rings) for geo in AREAS}
    for geo, area in AREAS.items():
        assert drawn[geo] / drawn["FR"] == pytest.approx(area / AREAS["FR"], rel=0.08), geo


def test_north_is_up_and_east_is_right() -> None:
    at = {c.geo: c.middle for c in boundaries.framed(Box(0, 0, 600, 700))}
    assert at["SE"][1] < at["DE"][1] < at["IT"][1]
    assert at["PT"][0] < at["FR"][0] < at["PL"][0]


def test_classes_hold_about_equally_many_and_end_at_round_values() -> None:
    values = [float(n * n * 37) for n in range(1, 31)]
    steps = svg_map.classes(values)
    assert len(steps) == 4
    counts = [sum(svg_map.class_of(v, steps) == n for v in values) for n in range(5)]
    assert min(counts) >= 4
    for step in steps:
        assert float(f"{step:.2g}") == step


@pytest.mark.parametrize("values", [[], [1.0, 2.0], [5.0] * 20])
def test_few_or_equal_values_make_no_classes(values: list[float]) -> None:
    assert svg_map.classes(values) == ()


def test_the_legend_says_every_class_in_words() -> None:
    chart = a_map({geo: float(n * 1000) for n, geo in enumerate(MEMBERS)})
    words = svg_map.class_words(chart, svg_map.classes([m.value or 0.0 for m in chart.marks()]))
    assert words[0].startswith("onder ")
    assert words[-1].endswith(" en meer")
    drawn = svg(chart, width=720, bare=True)
    for each in words:
        assert f">{each}<" in drawn


def test_missing_is_hatched_and_named_and_a_zero_is_not() -> None:
    values: dict[str, float | None] = {geo: float(n * 10) for n, geo in enumerate(MEMBERS)}
    drawn = svg(a_map({**values, "NL": None}), width=720, bare=True)
    missing = re.search(r'fill="([^"]+)"[^>]*><title>[^<]*land NL: geen<', drawn)
    assert missing
    assert missing[1].startswith("url(#hatch")
    assert "niet beschikbaar" in drawn
    zero = re.search(r'fill="([^"]+)"[^>]*><title>[^<]*land AT: 0<', drawn)
    assert zero
    assert zero[1] == "var(--heat-1)"


@pytest.mark.parametrize("width", [330, 720])
def test_the_map_is_whole_xml_within_its_picture_and_asks_no_host(width: int) -> None:
    drawn = svg(a_map({geo: float(n) for n, geo in enumerate(MEMBERS)}), width=width, bare=True)
    root = ET.fromstring(drawn)
    assert root.get("width") == str(width)
    lowest = max(float(t.get("y") or 0) for t in root.iter("{http://www.w3.org/2000/svg}text"))
    assert lowest < float(root.get("height") or 0)
    assert re.findall(r'(?:href|src|url)\(?="?https?:', drawn) == []
    for d in re.findall(r'<path d="([^"]+)"', drawn):
        assert re.fullmatch(r"(?:M-?[\d.]+ -?[\d.]+l(?:-?[\d.]+[ -]?)+z)+|M0 12L12 0", d), d[:60]


def test_pictures_of_two_sizes_on_one_page_share_no_id() -> None:
    ids = [
        set(re.findall(r' id="([^"]+)"', svg(a_map({"NL": None, "BE": 1.0}), width=w, bare=True))) for w in (330, 720)
    ]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_map_shows_all_countries_of_one_category_in_one_period(release) -> None:
    made = figure(Selection("first_time_per_100k", geos=("NL",), series=("all",), end="2022", shape="map"))
    marks = {m.x: m for m in made.chart.marks()}
    assert set(MEMBERS) <= set(marks)
    by_hand = release.observation("first_time_per_100k", "NL", "all", "2022")
    assert by_hand is not None
    assert marks["NL"].value == by_hand.value
    assert {p.period for s in made.series for p in s.points} == {"2022"}


def test_the_shades_of_a_map_mean_the_same_in_every_period(release) -> None:
    legends = set()
    for end in map_periods(figure(Selection("first_time_per_100k", shape="map"))):
        drawn = svg(figure(Selection("first_time_per_100k", end=end, shape="map")).chart, width=720, bare=True)
        legends.add(tuple(re.findall(r">([^<]*(?:under|and more)[^<]*)<", drawn)))
    [legend] = legends
    assert len(legend) == svg_map.CLASSES


def test_a_figure_of_one_place_has_no_map(release) -> None:
    assert mapped("irregular_arrivals", release) == ()
    with pytest.raises(UnknownValueError):
        figure(Selection("irregular_arrivals", shape="map"))


def test_a_map_has_no_interactive_form(release) -> None:
    with pytest.raises(UnknownValueError):
        figure_for("/en/figure/first_time_per_100k?shape=map")
