"""All figures: a reader narrows the list and goes on to one; what stands there is what the release holds."""

import html
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dashboards.query import urls
from dashboards.text import formats
from etl.catalogue import catalogue
from etl.catalogue.declarations import LANGS
from etl.release.store import Release

INDICATORS = catalogue.load().indicators
LISTED = re.compile(r'<li class="listed"[^>]* id="([^"]+)">(.*?)</li>', re.DOTALL)


@pytest.fixture
def listed(client: Any) -> Callable[[str], dict[str, str]]:
    """The lines of the list at an address: HTML by indicator."""

    def read(address: str) -> dict[str, str]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return dict(LISTED.findall(html.unescape(answer.text)))

    return read


@pytest.fixture
def held(release_root: Path) -> Callable[..., list[dict[str, Any]]]:
    """Present figures of an indicator as they lie in its Parquet: `held("returned", geo=["NL"])`."""
    folder = release_root / "releases" / (release_root / "CURRENT").read_text("utf-8").strip() / "indicators"

    def read(indicator: str, **codes: Sequence[str]) -> list[dict[str, Any]]:
        wanted = [("current", "=", True), *((name, "in", list(values)) for name, values in codes.items())]
        rows = pq.read_table(folder / f"{indicator}.parquet", columns=["period", "value"], filters=wanted).to_pylist()
        return [r for r in rows if r["value"] is not None]

    return read


def words(line: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", line).split())


def test_a_reader_who_wants_the_return_rate_of_the_netherlands_gets_there(client: Any, listed: Any) -> None:
    found = listed("/en/figures?q=return+rate&geo=NL")
    assert "return_rate" in found
    link = re.search('href="([^"]+)"', found["return_rate"])
    assert link
    assert link[1] == "/en/figure/return_rate?geo=NL"
    assert "Netherlands" in words(found["return_rate"])
    assert client.get(link[1]).status_code == 200


@pytest.mark.parametrize("lang", LANGS)
def test_every_indicator_with_figures_stands_there_once_with_its_newest(
    lang: Any, listed: Any, release: Release, held: Any
) -> None:
    found = listed(f"/{lang}/figures")
    assert set(found) == {i for i in INDICATORS if release.has(i)}
    for name, line in found.items():
        i, said = INDICATORS[name], words(line)
        own = held(name, geo=i.geo_default, series=i.breakdown.default)
        newest = max(r["period"] for r in own)
        values = {formats.number(r["value"], i.decimals, lang) for r in own if r["period"] == newest}
        assert formats.period(newest, lang) in said, name
        assert any(value in said for value in values), (name, values)
        assert line.count('role="img"') == 1, name


@pytest.mark.parametrize("place", ["NL", "EL", "EU27_2020"])
def test_of_a_place_the_figures_are_that_places(place: str, listed: Any, held: Any) -> None:
    found = listed(f"/nl/figures?geo={place}")
    assert set(found) == {i for i in INDICATORS if held(i, geo=[place])}
    name = formats.sentence_case(catalogue.load().label("geo", place, "nl"))
    for indicator, line in found.items():
        assert name.lower() in words(line).lower(), indicator
        assert urls.figure("nl", indicator, {"geo": place}) in line


def test_the_parts_of_a_filter_make_the_whole(listed: Any) -> None:
    every = set(listed("/en/figures"))
    pillars = [set(listed(f"/en/figures?pillar={n}")) for n in range(1, 7)]
    ages = [set(listed(f"/en/figures?fresh={state}")) for state in ("current", "late")]
    for parts in (pillars, ages):
        assert set().union(*parts) == every
        assert sum(map(len, parts)) == len(every)
    sources = [set(listed(f"/en/figures?source={s}")) for s in ("eurostat", "frontex", "ind")]
    assert set().union(*sources) == every


def test_a_line_says_how_old_its_figure_is_only_where_that_is_too_old(listed: Any) -> None:
    late, current = listed("/en/figures?fresh=late"), listed("/en/figures?fresh=current")
    assert all("months old" in words(line) for line in late.values())
    assert not any("months old" in words(line) for line in current.values())
    assert {"resettled", "irregular_arrivals_monthly", "irregular_arrivals_same_months"} <= set(late)


def test_words_of_either_language_find_figures_and_none_is_said(client: Any, listed: Any) -> None:
    assert "return_rate" in listed("/nl/figures?q=return rate")
    assert "return_rate" in listed("/en/figures?q=terugkeerpercentage")
    assert listed("/en/figures?q=xyzzyqq") == {}
    assert "No figure fits this choice" in client.get("/en/figures?q=xyzzyqq").text


@pytest.mark.parametrize("query", ["pillar=7", "source=unhcr", "geo=XX", "fresh=old"])
def test_a_value_that_does_not_exist_is_refused_with_what_does(client: Any, query: str) -> None:
    assert client.get(f"/en/figures?{query}").status_code == 404


def test_what_is_not_held_stands_apart_with_a_way_to_the_publisher(not_pulled: Release, client: Any) -> None:
    shown = html.unescape(client.get("/en/figures").text)
    before, _, apart = shown.partition('id="not-held"')
    empty = {i for i in INDICATORS if not not_pulled.has(i)}
    assert empty
    for name in empty:
        assert f'id="{name}"' in apart
        assert f'id="{name}"' not in before
    assert "https://" in apart
    assert "python -m" not in shown
    assert 'id="not-held"' not in client.get("/en/figures?geo=NL").text
