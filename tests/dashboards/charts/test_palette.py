"""One palette, light and dark, equal in Python and CSS, readable, and told apart without colour vision."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from dashboards.charts import palette
from dashboards.charts.palette import DARK, DASHES, HEAT, LIGHT, MARKERS, SERIES, THEMES, Theme

TOKENS = (Path(__file__).parents[3] / "assets" / "tokens.css").read_text("utf-8")
GROUNDS = ("background", "surface")
SIMULATED = {  # Machado, Oliveira and Fernandes (2009), severity 1
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
Colour = tuple[float, ...]


def _linear(hexed: str) -> Colour:
    parts = [int(hexed[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def _contrast(a: str, b: str) -> float:
    light, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * u for r, g, u in map(_linear, (a, b))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _oklab(rgb: Colour) -> Colour:
    r, g, b = (max(0.0, min(1.0, c)) for c in rgb)
    cones = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    x, y, z = (c ** (1 / 3) for c in cones)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def _apart(a: str, b: str) -> float:
    """The smallest distance between two colours that any of four kinds of reader sees."""
    seen = []
    for matrix in SIMULATED.values():
        one, two = (
            _oklab(tuple(sum(m * c for m, c in zip(row, _linear(h), strict=True)) for row in matrix)) for h in (a, b)
        )
        seen.append(sum((p - q) ** 2 for p, q in zip(one, two, strict=True)) ** 0.5)
    return min(seen)


def _css_colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))


def test_the_style_sheet_has_the_same_colours() -> None:
    light, rest = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    by_system, by_choice = rest.split('[data-theme="dark"] {', 1)
    assert _css_colours(light) == LIGHT
    assert _css_colours(by_system) == DARK
    assert _css_colours(by_choice.split("@media (forced-colors")[0]) == DARK


def test_forced_colours_name_every_token_with_a_colour_of_the_reader() -> None:
    forced = TOKENS.split("@media (forced-colors: active)")[1]
    assert not _css_colours(forced)
    assert set(re.findall(r"--([a-z0-9-]+): [A-Z]", forced)) == set(LIGHT)


def test_both_themes_have_the_same_names() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "muted", "link", "target", "accent", *(f"word-{n}" for n in range(1, 5))])
@pytest.mark.parametrize("ground", [*GROUNDS, "tint"])
def test_text_is_readable(theme: Theme, name: str, ground: str) -> None:
    assert _contrast(THEMES[theme][name], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["line", "context", "focus", *(f"series-{n}" for n in range(1, SERIES + 1))])
@pytest.mark.parametrize("ground", GROUNDS)
def test_graphics_stand_out(theme: Theme, name: str, ground: str) -> None:
    assert _contrast(THEMES[theme][name], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_figures_in_a_heat_map_are_readable(theme: Theme) -> None:
    colours = THEMES[theme]
    for shade in range(1, HEAT + 1):
        ink = colours["ink" if shade <= HEAT // 2 else "surface"]
        assert _contrast(colours[f"heat-{shade}"], ink) >= 4.5, shade


@pytest.mark.parametrize("theme", THEMES)
def test_heat_shades_get_steadily_stronger(theme: Theme) -> None:
    strength = [_contrast(THEMES[theme][f"heat-{n}"], THEMES[theme]["surface"]) for n in range(1, HEAT + 1)]
    assert strength == sorted(strength)


@pytest.mark.parametrize("theme", THEMES)
def test_colours_differ_for_colour_blind_readers(theme: Theme) -> None:
    series = [THEMES[theme][f"series-{n}"] for n in range(1, SERIES + 1)]
    assert min(_apart(a, b) for a, b in combinations(series[:4], 2)) > 0.09
    assert min(_apart(a, b) for a, b in pairwise(series)) > 0.09
    assert min(_apart(a, b) for a, b in combinations(series, 2)) > 0.05


def test_series_never_differ_by_colour_alone() -> None:
    looks = palette.trace_styles(["main"] * SERIES)
    assert len({s.marker for s in looks}) == SERIES == len(MARKERS) == len(DASHES)
    assert all(a.dash != b.dash for a, b in pairwise(looks))
    assert palette.PROVISIONAL_DASH not in DASHES


def test_an_older_vintage_does_not_use_up_a_look() -> None:
    then, now = palette.trace_styles(["then", "main"])
    assert (then.token, now.token) == ("line", "series-1")
