"""Round ticks, widths of text, labels that keep apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts.svg.scale import Box, Linear, balanced, freest, near_ticks, spread, text_width, ticks, wrap


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 1822102, 4, (0, 500000, 1000000, 1500000, 2000000)),
        (0, 50.1, 5, (0, 20, 40, 60)),
        (-93.1, 0, 5, (-100, -80, -60, -40, -20, 0)),
        (0, 0, 4, (0, 1)),
    ],
)
def test_ticks_are_round_and_cover_the_values(low: float, high: float, count: int, expected: tuple[float, ...]) -> None:
    assert ticks(low, high, count) == expected


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (-72, 546, 5, (-100.0, 0.0, 200.0, 400.0, 600.0)),  # arrivals in percent of the year before
        (-97, 1634, 2, (-100.0, 0.0, 1000.0, 2000.0)),  # the same on a low picture
        (-60, 20, 5, (-60.0, -40.0, -20.0, 0.0, 20.0)),
    ],
)
def test_below_zero_an_axis_does_not_go_down_a_whole_step_for_little(
    low: float, high: float, count: int, expected: tuple[float, ...]
) -> None:
    assert near_ticks(low, high, count) == expected


@given(st.floats(-1e6, 0), st.floats(0.001, 1e7), st.integers(2, 6))
def test_ticks_always_cover_and_stay_few(low: float, high: float, count: int) -> None:
    found = ticks(low, high, count)
    slack = (high - low) * 1e-8  # far below a pixel
    assert found[0] <= low + slack
    assert found[-1] >= high - slack
    assert len(found) <= count + 3


@given(st.lists(st.floats(0, 200), min_size=1, max_size=9))
def test_labels_keep_apart_and_inside_where_there_is_room(wanted: list[float]) -> None:
    places = spread(wanted, 16, 0, 200)
    order = sorted(places)
    assert all(b - a >= 16 - 1e-6 for a, b in pairwise(order))
    assert order[0] >= -1e-6
    assert order[-1] <= 200 + 1e-6
    assert [places[i] for i in sorted(range(len(wanted)), key=lambda i: (wanted[i], i))] == order


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert spread([100, 10, 50], 16, 0, 200) == (100, 10, 50)


def test_lines_fit_and_keep_every_word() -> None:
    said = "de brief noemt ongeveer 40 procent over de periode 2015 tot en met 2018"
    for lines in (wrap(said, 140, 13), balanced(said, 140, 13)):
        assert " ".join(lines) == said
        assert all(text_width(line, 13) <= 140 for line in lines)
    assert len(balanced("the letter: 150,000 in 2018", 150, 13)[-1]) > len("2018")


def test_a_word_longer_than_a_line_is_cut_and_kept_whole() -> None:
    address = "example.org/en/figure/first_time_applicants?geo=EU28%2CEU27_2020&series=non_eu"
    lines = wrap(f"see {address} now", 150, 12)
    assert all(text_width(line, 12) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == f"see{address}now"
    assert balanced("400,000–500,000 a year", 20, 13) == ("400,000–500,000", "a year")


def test_text_on_text_is_worse_than_text_on_a_line() -> None:
    candidates = (Box(0, 0, 10, 10), Box(20, 0, 30, 10))
    assert freest(candidates, taken=(Box(20, 0, 30, 10),), written=(Box(0, 0, 5, 5),)) == 1


def test_a_scale_without_extent_gives_its_middle() -> None:
    assert Linear(5, 5, 0, 100)(5) == 50
