"""PNG and PDF of our SVG, without a browser."""

import struct
from collections.abc import Callable

from dashboards.charts.model import Chart
from dashboards.charts.raster import pdf, png
from dashboards.charts.svg.picture import svg
from etl.catalogue.catalogue import Lang


def test_a_png_has_the_asked_for_size_and_the_same_bytes_each_time(make: Callable[[str, Lang], Chart]) -> None:
    picture = svg(make("line", "nl"), width=340, height=300, theme="light")
    made = png(picture, scale=2)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", made[16:24]) == (680, 600)
    assert png(picture, scale=2) == made
    assert png(svg(make("line", "nl"), width=340, height=300, theme="dark"), scale=2) != made


def test_a_pdf_is_made(make: Callable[[str, Lang], Chart]) -> None:
    assert pdf(svg(make("bullet", "en"), width=760, theme="light"))[:5] == b"%PDF-"
