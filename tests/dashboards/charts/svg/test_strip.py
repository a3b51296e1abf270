"""The strip of definitions: every dot at its value, none on another, and all of it in words."""

import re

import pytest

from dashboards.charts.svg.strip import Dot, Strip, strip

VALUES = (41.4, 41.4, 33.0, 50.1, 35.8, 16.2, 39.1)


def drawn(*values: float, width: int = 720) -> str:
    dots = tuple(Dot(f"way {n}", v, counted=n != 1, own=n == 0) for n, v in enumerate(values))
    return strip(Strip("s", dots, 40, 35, 45, "the letter: about 40%", "all in words", 1, "en"), width)


def circles(svg: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)".*?<title>(.*?)</title>', svg)
    return [(float(x), float(y), title) for x, y, title in found]


@pytest.mark.parametrize("width", [320, 720])
def test_no_dot_lies_on_another_or_outside(width: int) -> None:
    found = circles(drawn(*VALUES, width=width))
    assert len(found) == len(VALUES)
    for n, (x, y, _) in enumerate(found):
        assert 6 <= x <= width - 6
        assert all(abs(x - a) >= 12 or abs(y - b) >= 12 for a, b, _ in found[:n])


def test_dots_stand_in_the_order_of_their_values_on_one_scale() -> None:
    svg = drawn(*VALUES)
    by_title = {title: x for x, _, title in circles(svg)}
    line = float(re.findall(r'<path d="M([\d.]+) 22V102"', svg)[0])
    assert by_title["way 2: 33.0%"] < by_title["way 4: 35.8%"] < line < by_title["way 0: 41.4%"]
    assert by_title["way 0: 41.4%"] == by_title["way 1: 41.4%"]


def test_the_own_definition_comes_last_and_context_is_open() -> None:
    svg = drawn(*VALUES)
    assert circles(svg)[-1][2] == "way 0: 41.4%"
    assert svg.count('fill="var(--surface)"') == 1
    assert 'aria-label="all in words"' in svg


@pytest.mark.parametrize("values", [(0.0, 0.4), (-92.0, -50.0, 12.0), (40.0, 40.0)])
def test_any_values_make_an_axis_of_few_ticks(values: tuple[float, ...]) -> None:
    assert 2 <= drawn(*values).count('fill="var(--muted)"') <= 9
