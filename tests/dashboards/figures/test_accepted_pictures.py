"""Pictures described, headings, and what changed since, word for word, as a person accepted them (`scripts/golden`).

A picture of each shape: which marks it has, in which words, against which lines and breaks. The heading of every
indicator, half of them in each language. Values are those of the release; other tests hold them to it.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.charts.model import Trace, columns, domain
from dashboards.charts.plotly import picture as plotly
from dashboards.figures import figure as figures
from dashboards.figures import heading, pinned, replacements, siblings
from dashboards.figures.figure import Figure
from dashboards.figures.heading_words import Subject
from dashboards.query.selection import Selection
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.model.errors import UnknownValueError
from etl.release import whole
from etl.release.store import Release
from tests.accepted import compare, nothing_left_over

ACCEPTED = Path(__file__).with_name("accepted")
EIGHT = ("BE", "DE", "EL", "ES", "FR", "IT", "NL", "SE")
CHOICES = {
    "quotas": Selection("resettlement_quota"),
    "dutch_span": Selection("returned", ("NL", "DE"), ("all",), "2018", lang="nl"),
    "ten_places": Selection("returned", (*EIGHT, "AT", "PL"), ("all",), "2020", "2022"),
    "small_multiples": Selection("returned", ("NL",), start="2016", shape="small"),
    "before_all_days": Selection("returned", ("NL",), ("all",), as_of="1999-01-01", beside="now", start="2024"),
    "letter_day": Selection("return_rate", ("EU28",), start="2014", as_of="2019-10-14", lang="nl"),
    "then_and_now": Selection(
        "ordered_to_leave", ("NL", "DE"), start="2014", end="2017", as_of="2019-10-14", beside="now"
    ),
    "then_and_now_ranked": Selection(
        "ordered_to_leave", EIGHT, end="2016", as_of="2019-10-14", beside="now", shape="ranked", lang="nl"
    ),
    "ranked": Selection("first_time_per_100k", (*EIGHT, "EU27_2020"), shape="ranked"),
    "map_of_2022": Selection("first_time_per_100k", end="2022", shape="map", lang="nl"),
    "two_categories_ranked": Selection("first_time_per_100k", series=("non_eu", "all"), shape="map"),
    "index_letter_day": Selection(
        "ordered_to_leave", ("NL",), measure="index", base="2014", as_of="2019-10-14", lang="nl"
    ),
    "months_of_years": Selection("irregular_arrivals_monthly", start="2024-05", end="2025-02", shape="months"),
    "routes_ranked": Selection("irregular_arrivals", shape="ranked"),
    "permits_stacked": Selection("first_permits_by_reason", start="2021", lang="nl"),
    "index_two_places": Selection(
        "asylum_applicants", ("NL", "EU27_2020"), ("all",), measure="index", start="2014", end="2018"
    ),
    "three_places": Selection("returned", ("NL", "DE", "BE"), ("all",), "2022"),
    "quotas_ranked": Selection("resettlement_quota", end="2018", shape="ranked"),
    "computed_some": Selection("ordered_to_leave", ("EU27_2020",), ("quoted",), lang="nl"),
    "two_publishers": Selection("nl_sources_compared", start="2024"),
    "quarter": Selection("first_instance_decisions_quarterly", ("NL",), start="2025-Q1", lang="nl"),
}


def described(f: Figure) -> Iterator[str]:
    """Everything of a picture but its middle marks."""
    c = f.chart
    yield f"{c.kind} {c.lang} {c.frequency} {c.decimals} {c.unit} | {c.x_title} | {c.title} | {c.subtitle}"
    yield f"source: {c.source} | {c.as_of} {c.undated} | {c.address} | {c.alt} | {c.id} {c.release}"
    yield f"from {columns(c)[0]} to {columns(c)[-1]}, {len(columns(c))} in all; {domain(c)[0]:g} to {domain(c)[1]:g}"
    yield f"pictured: {f.pictured.state()}; {len(f.series)} series, {len(f.now)} of today, {f.empty}"
    yield f"scale: {len(c.scale)} figures, {min(c.scale, default=0):g} to {max(c.scale, default=0):g}"
    about = Subject(f.indicator, True, catalogue.load(), c.lang, today="2026-11-23")
    said = heading.finding(c.kind, f.series, f.chosen, about)
    yield f"heading: {said.rule.id} {said.text} | {heading.headline(said, f.series, about)}"
    yield from (f"note: {note}" for note in c.notes)
    yield f"flags: {'; '.join(f'{letter} {meaning}' for letter, meaning in c.flags)}"
    yield from (f"rule: {rule}" for rule in c.rules)
    yield from (f"break: {each}" for each in c.breaks)
    for t in c.traces:
        yield f"trace: {t.id} | {t.label} | {t.role} | {len(t.marks)} marks"
        yield from _marks(t)


def _marks(t: Trace) -> Iterator[str]:
    for m in (*t.marks[:2], *t.marks[2:][-2:]):
        yield f"  {m.x} {m.label} {m.value} {m.text!r} {m.flag} {m.provenance} {m.aggregate} {m.quiet} {t.reading(m)}"


def headings(release: Release, c: Catalogue) -> Iterator[str]:
    """As over a figure, and as on a slide."""
    for n, i in enumerate(c.indicators.values()):
        f = figures.default_figure(i.id, catalogue.LANGS[n % 2])
        many = len(release.choices(i.id).geos) > 1
        about = Subject(f.indicator, many, c, f.chosen.lang, today="2026-11-23")
        said = heading.finding(f.chart.kind, f.series, f.chosen, about)
        yield f"{i.id} {said.rule.id}: {said.text}"
        alone = replace(about, titled=True)
        said = heading.finding(f.chart.kind, f.series, f.chosen, alone)
        yield f"  {heading.headline(said, f.series, alone)}"


def since(release: Release, c: Catalogue) -> Iterator[str]:
    """What a figure that is read as of an earlier day says of the present, and the largest revisions of all."""
    for indicator, geo, day in (
        ("irregular_arrivals_monthly", "EU", "2026-01-01"), ("ordered_to_leave", "NL", "2019-10-14"),
        ("ind_first_applications", "NL", "2019-10-14"),
    ):  # fmt: skip
        for lang in catalogue.LANGS:
            f = figures.figure(Selection(indicator, (geo,), as_of=day, lang=lang))
            changed = figures.since(f, release)
            table = pinned.changes(changed, f.indicator, c, lang)
            assert table
            yield f"{pinned.standing('RELEASE', '2026-11-23', day, lang)}"
            yield from pinned.since_sentences(changed, "NEWER", "2026-11-24", "RELEASE", lang)
            yield f"{table.caption} {table.header}"
            yield from (" | ".join(row) for row in table.rows[:3])
    found = replacements.every(release, c, "", "2019-10-14")
    yield f"{len(found)} replaced, {sum(r.difference is None for r in found)} gone"
    for r in replacements.notable(found):
        yield f"{r.cell} {r.was} {r.became} {r.percent:.4f} {r.published} {r.replaced}"
        yield f"  {r.was_provenance} {r.provenance}"


OPEN = (
    Selection("returned"),
    Selection("returned", ("NL",)),
    Selection("returned", series=("third_country",)),
    Selection("returned", ("NL", "DE"), ("all", "third_country")),
    Selection("returned", ("NL",), as_of="2019-10-14"),
    Selection("return_rate", ("NL",)),
    Selection("return_rate", series=("third_country_5y",), as_of="2019-10-14"),
    Selection("return_rate_by_citizenship", ("NL",)),
    Selection("returned_by_citizenship", ("DE",), as_of="2019-10-14"),
    Selection("first_time_by_citizenship", series=("TR",), as_of="2019-10-14"),
    Selection("first_time_by_citizenship", series=("TR", "UA")),
    Selection("ordered_to_leave", series=("quarterly_sum",)),
    Selection("ordered_to_leave", ("NL",), ("quarterly_sum",)),
    Selection("temporary_protection", ("DK",)),
    Selection("arrivals_by_route_nationality", series=("Afghanistan",)),
    Selection("applicants_per_100k", series=("all",), as_of="2019-10-14"),  # no place has a figure of that day
)


def choices(release: Release, c: Catalogue) -> Iterator[str]:
    """What is left open is filled in, and what would be filled in again is left out of an address."""
    for asked in OPEN:
        for bare in ({}, {"geo_default": (), "breakdown": c.indicators["coa_occupancy"].breakdown}):
            indicator = c.indicators[asked.indicator].model_copy(update=bare)
            full = figures.with_defaults(asked, indicator, release)
            yield f"{asked.indicator} {asked.state()}: {full.state()}"
            yield f"  {figures.shortest(full, indicator, release).state()}"
    for name in ("first_time_per_100k", "ind_monthly"):
        yield f"{name} {figures.held(name, release)} {figures.mapped(name, release)}"
    yield f"{figures.map_periods(figures.figure(Selection('first_time_per_100k', shape='map')))}"
    few = Selection("asylum_by_citizenship", series=("BA",), shape="map")  # of 2021 just ten countries have a figure
    yield f"{figures.map_periods(figures.figure(few))}"
    yield f"{figures.held('of_no_release', release)}"
    yield f"{figures.figure(Selection('returned', ('NL',), ('all',), as_of='1999-01-01')).empty}"


STATE = {
    "from": "2015", "to": "2018", "as_of": "2019-10-14", "beside": "now", "release": "R", "view": "table",
    "measure": "index", "base": "2015", "shape": "small",
}  # fmt: skip
MONTHS = {"from": "2015-03", "to": "2018-09", "view": "about", "measure": "absolute"}


def counterparts(release: Release, c: Catalogue) -> Iterator[str]:
    """The same count in another measure or step, and the address of its page that keeps what means the same there."""
    for i in c.indicators.values():
        family = siblings.family(i, c.indicators)
        if len(family) == 1:
            continue
        known = release.choices(i.id)
        measures, steps = (tuple(o.id for o in of(i, family)) for of in (siblings.other_measures, siblings.other_steps))
        yield f"{i.id} {siblings.measure_of(i)}: {measures} {steps}"
        for state in ({}, {"measure": "absolute"}, {"measure": "index"}, {"measure": "per_100k"}, {"step": "M"}):
            try:
                yield f"  {state} {siblings.wanted(i, state, c.indicators).id}"
            except UnknownValueError as e:
                yield f"  {state} {e}"
        places = ",".join(geo for geo in ("NL", "EU28", "EU") if geo in known.geos)
        own = {"geo": places, "series": ",".join(i.breakdown.default[:2])}
        asked = {**(MONTHS if i.frequency == "M" else STATE), **own}
        for other in family:
            there = release.choices(other.id)
            yield f"  {siblings.address(siblings.FigureAddress('nl', i, known, asked), other, there, c)}"


def held(name: str, lines: Iterator[str], release: Release) -> None:
    compare(ACCEPTED / f"{name}.txt", "\n".join(lines).replace(release.id, "RELEASE") + "\n")


@pytest.mark.parametrize("name", CHOICES)
def test_a_picture_is_the_accepted_one(release: Release, name: str) -> None:
    held(name, described(figures.figure(CHOICES[name])), release)


def test_the_address_of_a_chart_is_heard_with_release_language_and_screen(release: Release) -> None:
    for query, more, screen in (
        ("", {}, ("light", False)),
        (f"&release={release.id}&theme=dark&narrow=1", {"release": release.id}, ("dark", True)),
        ("&theme=sepia&narrow=no", {}, ("light", False)),
    ):
        for lang in catalogue.LANGS:
            chart = figures.figure(Selection("returned", ("NL",), lang=lang, **more)).chart
            assert figures.figure_for(f"/{lang}/figure/returned?geo=NL{query}") == plotly.figure(chart, *screen)
    for address in ("/en/figure/first_time_per_100k?shape=map", "/en/figure/returned?release=2019-01-01-000000"):
        with pytest.raises(UnknownValueError):
            figures.figure_for(address)


def test_a_chart_of_an_older_release_takes_its_places_from_that_release(
    stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = stocked("older", "newer")
    newer = root / "releases" / "newer"
    facts = json.loads((newer / "release.json").read_text("utf-8"))  # in it there are no returns of the Netherlands
    facts["files"]["indicators/returned.parquet"] = facts["files"]["indicators/irregular_arrivals.parquet"]
    (newer / "indicators/returned.parquet").unlink()
    shutil.copyfile(newer / "indicators/irregular_arrivals.parquet", newer / "indicators/returned.parquet")
    (newer / "release.json").unlink()
    (newer / "release.json").write_text(json.dumps(whole.sealed(facts)), "utf-8")
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
    chart = figures.figure(Selection("returned", ("NL",), release="older")).chart
    assert figures.figure_for("/en/figure/returned?geo=NL&release=older") == plotly.figure(chart, "light", False)
    with pytest.raises(UnknownValueError, match="NL"):
        figures.figure_for("/en/figure/returned?geo=NL")


def test_a_map_is_made_of_as_many_countries_as_it_takes_and_of_no_fewer(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = figures.mapped("first_time_per_100k", release)
    monkeypatch.setattr(figures, "LEAST_FOR_MAP", len(there))
    assert figures.mapped("first_time_per_100k", release) == there
    monkeypatch.setattr(figures, "LEAST_FOR_MAP", len(there) + 1)
    assert figures.mapped("first_time_per_100k", release) == ()


def test_counterparts_and_the_way_to_them_are_as_accepted(release: Release, declared: Catalogue) -> None:
    held("counterparts", counterparts(release, declared), release)


def test_a_choice_is_filled_in_and_cut_short_as_accepted(release: Release, declared: Catalogue) -> None:
    held("choices", choices(release, declared), release)


def test_every_heading_is_the_accepted_one(release: Release, declared: Catalogue) -> None:
    held("headings", headings(release, declared), release)


def test_what_changed_since_is_told_as_accepted(release: Release, declared: Catalogue) -> None:
    held("since", since(release, declared), release)


def test_no_accepted_text_is_left_over() -> None:
    nothing_left_over(ACCEPTED, (*CHOICES, "counterparts", "choices", "headings", "since"))
