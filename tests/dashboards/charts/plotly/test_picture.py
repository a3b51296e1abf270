"""The interactive picture: the same marks and words, lean, and nothing sent anywhere."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboards.charts.model import Chart, Rule, break_places, columns, position
from dashboards.charts.notes import signs, suffix
from dashboards.charts.plotly.picture import config, figure
from dashboards.charts.plotly.traces import RIM
from dashboards.charts.svg.picture import svg
from dashboards.figures.figure import default_figure
from dashboards.figures.figure import figure as drawn_figure
from dashboards.query.selection import Selection
from etl.catalogue.catalogue import Lang
from etl.release.store import Release

KINDS = ("line", "column", "stacked", "ranked", "bullet", "dumbbell", "heatmap", "multiples")
Make = Callable[[str, Lang], Chart]


def _data(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [t for t in made["data"] if "meta" in t]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_valid_for_plotly_and_serialises_small(make: Make, kind: str) -> None:
    said = json.dumps(figure(make(kind, "en")))
    assert len(said) < 20_000
    assert "colorway" not in said  # no template of the library
    assert said == json.dumps(figure(make(kind, "en")))


def test_a_missing_figure_is_a_gap(gap_chart: Chart) -> None:
    made = figure(gap_chart)
    [points] = _data(made)
    assert points["y"][3] is None
    lines = [t for t in made["data"] if t["mode"] == "lines"]
    assert [list(t["x"]) for t in lines] == [["2010", "2011", "2012"], ["2014", "2015", "2016"]]
    assert not any(t["connectgaps"] for t in lines)


def test_the_tooltip_is_the_text_of_the_mark(make: Make) -> None:
    [points] = _data(figure(make("line", "nl")))
    assert "179.921\u00a0detecties (voorlopig)" in points["hovertext"][-1]
    assert points["hovertemplate"].startswith("%{hovertext}")


def test_markup_in_words_stays_text(make: Make) -> None:
    chart = make("line", "en")
    sly = replace(chart, traces=(replace(chart.traces[0], label="<b>x</b>"),))
    [points] = _data(figure(sly))
    assert points["name"] == "&lt;b&gt;x&lt;/b&gt;"


def test_a_provisional_figure_is_hollow_or_hatched(make: Make) -> None:
    [points] = _data(figure(make("line", "en")))
    assert [s.endswith("-open") for s in points["marker"]["symbol"]] == [False] * 16 + [True]
    [bars] = _data(figure(make("column", "en")))
    assert list(bars["marker"]["pattern"]["shape"]) == [""] * 16 + ["/"]


def test_a_column_as_high_as_the_axis_has_its_value(make: Make) -> None:
    chart = make("column", "en")
    high = replace(chart.traces[0], marks=tuple(replace(m, value=2_000_000.0) for m in chart.traces[0].marks))
    [bars] = _data(figure(replace(chart, traces=(high,), rules=()), narrow=True))
    assert bars["texttemplate"][-1].startswith("2,000,000")


def test_lines_across_have_a_width_and_their_words(make: Make) -> None:
    [shape] = figure(make("line", "en"))["layout"]["shapes"]
    assert shape["line"]["width"] > 0
    assert shape["name"] == "the letter: 150,000 in 2018"
    assert shape["showlegend"] is True


def test_an_observation_and_a_target_look_different(make: Make) -> None:
    looks = []
    for role in ("reference", "ceiling"):
        [shape] = figure(replace(make("line", "en"), rules=(Rule(1, "x", role),)))["layout"]["shapes"]  # type: ignore[arg-type]
        looks.append((shape["line"]["dash"], shape["line"]["color"]))
    assert looks[0] != looks[1]


@pytest.mark.parametrize("indicator", ["study_permits", "study_permits_change"])
def test_panels_carry_the_signs_and_newest_values_of_the_static_picture(indicator: str, release: Release) -> None:
    chart = default_figure(indicator, "en").chart
    assert chart.kind == "multiples"
    made, kinds = figure(chart), signs(chart)
    heads = [a["text"].split("<br>")[-1] for a in made["layout"]["annotations"]]
    for trace, points, head in zip(chart.traces, _data(made), heads, strict=True):
        newest = trace.latest
        assert newest is not None
        want = [suffix(m, kinds) if m.value is not None and m is not newest else "" for m in trace.marks]
        said = list(points.get("texttemplate", [""] * len(want)))
        assert all(each in ("", letters) for each, letters in zip(said, want, strict=True))
        assert set(said) == set(want) | {""}  # every kind of letter, where a stretch of it begins
        said = f"{chart.number(newest.value or 0.0)} {suffix(newest, kinds)}".strip()
        assert head == f"{said} ({newest.label})"


@pytest.mark.parametrize("narrow", [False, True])
def test_panels_break_where_the_static_ones_do(narrow: bool, release: Release) -> None:
    chart = drawn_figure(Selection("returned", ("DE", "NL"), shape="small", lang="en")).chart
    layout = figure(chart, narrow=narrow)["layout"]
    lines = [(s["xref"], s["x0"]) for s in layout["shapes"]]
    letters = [(a["xref"], a["x"]) for a in layout["annotations"] if a["text"] == "<b>b</b>"]
    places = [(f"x{n + 1 if n else ''}", at - position(columns(chart)[0]) - 0.5)
              for n, t in enumerate(chart.traces) for at, b in break_places(chart) if b.about(t)]  # fmt: skip
    assert lines == letters == places
    dotted = svg(chart, width=330 if narrow else 720, bare=True).count('stroke-dasharray="1.5 3"')
    assert dotted == len(places) > len(chart.traces)


def test_a_row_of_dots_says_its_values_and_hides_none(release: Release) -> None:
    chart = default_figure("irregular_arrivals_announced", "en").chart
    made = figure(chart)
    said = {a["y"]: a["text"] for a in made["layout"]["annotations"]}
    rows = columns(chart)
    assert said[rows.index("2017")] == "204,700 * → 204,654"
    assert said[rows.index("2016")] == ": → 511,047"
    first, second = (t["marker"]["size"] for t in _data(made))
    assert first > 1.5 * second


def test_an_arrow_between_two_values_leads_from_then_to_now(release: Release) -> None:
    chosen = Selection("ordered_to_leave", ("NL",), end="2016", as_of="2019-10-14", beside="now", shape="ranked")
    chart = drawn_figure(chosen).chart
    [row] = {a["text"] for a in figure(chart)["layout"]["annotations"]}
    assert [part.split(" ")[0] for part in row.split(" → ")] == ["32,950", "25,310"]
    assert f">{row}</text>" in svg(chart, width=330, bare=True)


def test_values_of_two_lines_that_end_together_stand_apart(release: Release) -> None:
    chart = default_figure("return_rate", "nl").chart
    ends = {a["text"]: a for a in figure(chart)["layout"]["annotations"]}
    assert ends["<b>41,4% §*</b>"]["yanchor"] == "bottom"
    assert ends["<b>33,0% §*</b>"]["yanchor"] == "top"


def test_each_target_of_a_bullet_is_beside_its_row(make: Make) -> None:
    layout = figure(make("bullet", "en"))["layout"]
    said = [a["text"] for a in layout["annotations"]]
    widths = [s["line"]["width"] for s in layout["shapes"]]
    assert all(edge > mark for edge, mark in zip(widths[::2], widths[1::2], strict=True))  # seen on a dark bar
    assert said[:6] == ["quota 500", "<b>695</b>", "quota 500", "<b>2,265</b>", "quota 750", "<b>1,225</b>"]
    assert all(s["line"]["width"] > 0 for s in layout["shapes"])


@pytest.mark.parametrize(("lang", "expected"), [("en", ".,"), ("nl", ",.")])
def test_numbers_and_axis_words_follow_the_language(make: Make, lang: Lang, expected: str) -> None:
    layout = figure(make("line", lang))["layout"]
    assert layout["separators"] == expected
    assert layout["yaxis"]["ticktext"][-1] == {"en": "2\u00a0million", "nl": "2\u00a0miljoen"}[lang]


def test_themes_differ_and_the_paper_shows_through(make: Make) -> None:
    light, dark = figure(make("line", "en")), figure(make("line", "en"), "dark")
    assert light["layout"]["font"]["color"] != dark["layout"]["font"]["color"]
    assert dark["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"


def test_nothing_is_sent_to_a_vendor() -> None:
    made = config("nl")
    assert made["displaylogo"] is False
    assert made["showSendToCloud"] is False
    assert "sendChartToCloud" in made["modeBarButtonsToRemove"]
    assert made["locales"]["nl"]["format"]["shortMonths"][2] == "mrt"


def test_a_map_is_refused(make: Make) -> None:
    with pytest.raises(ValueError, match="no Plotly form"):
        figure(replace(make("line", "en"), kind="map"))


def test_of_two_points_in_one_place_the_one_below_is_wider(release: Release) -> None:
    """Unaccompanied minors of 2022: IND 4,207 and COA 4,200; the static picture does the same."""
    chart = default_figure("ind_unaccompanied_minors", "en").chart
    ind, coa = _data(figure(chart))
    place = ind["x"].index("2022")
    assert ind["marker"]["size"][place] == 10 + RIM
    assert set(coa["marker"]["size"]) <= {2, 7, 10}
    assert [size for n, size in enumerate(ind["marker"]["size"]) if n != place and size > 7] == []
