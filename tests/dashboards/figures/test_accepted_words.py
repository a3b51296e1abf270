"""Lists and sentences made of figures, word for word, as a person accepted them (`scripts/golden`).

Whether a quoted number stands, which line stands for an indicator, what is related to what, the pages of long tables.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.figures import chart_kind, chart_of, check_words, inventory, newest
from dashboards.figures.check import Cell, check
from dashboards.figures.inventory import Filter, Listed
from dashboards.figures.quoted import quoted
from dashboards.figures.related import related
from dashboards.figures.table_pages import table_page
from dashboards.freshness import Overdue
from dashboards.query.selection import SHAPES, Selection
from etl.catalogue import catalogue
from etl.catalogue.catalogue import LANGS, Catalogue
from etl.catalogue.declarations import Indicator
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation, Series
from etl.release.store import Release
from tests.accepted import compare_lines, nothing_left_over

ACCEPTED = Path(__file__).with_name("accepted_words")
QUOTES = (
    ("return_rate", "EU28", "all", "2018", "41.4", False), ("return_rate", "EU28", "all", "2018", "41.44", False),
    ("return_rate", "EU28", "all", "2018", "36", False), ("return_rate", "EU28", "all", "2018", "40", True),
    ("ordered_to_leave", "NL", "annual", "2015", "23765", False), ("returned", "NL", "all", "1999", "1", False),
    ("ordered_to_leave", "NL", "annual", "2015", "20000", True),
    ("irregular_arrivals", "EU", "total", "2018", "9", False),
    ("irregular_arrivals_monthly", "EU", "Black Sea Route", "2024-05", "12.5", False),
    ("first_time_by_citizenship", "NL", "SY", "2022", "12640", False),
    ("ind_monthly", "NL", "first", "2022-09", "4324", False),
)  # fmt: skip


def checks(release: Release, c: Catalogue) -> Iterator[str]:
    """What is said of a quoted number, its earlier versions and other definitions that give it."""
    for indicator, geo, series, period, text, about in QUOTES:
        i = c.indicators[indicator]
        answer = check(Cell(i, geo, series, period), quoted(text, i.unit, about, "en"), release, c)
        for lang in LANGS:
            yield f"{answer.outcome}: {check_words.sentence(answer, text, about, c, lang)}"
            yield from (f"  other: {check_words.other(o, c, lang)}" for o in answer.others)
            yield from (f"  earlier: {check_words.reading(r, i, lang)}" for r in answer.past)
    undated = replace(answer.past[0], seen_from=None)
    yield f"undated: {check_words.reading(undated, i, lang)}"
    answer = replace(answer, was=undated)
    yield f"undated: {check_words.sentence(answer, text, about, c, lang)}"


def lines(release: Release, c: Catalogue) -> Iterator[str]:
    """Of every indicator the series that stands for it, its sources, its relatives and its newest figures."""
    extents = release.overview.extents()
    for i in c.indicators.values():
        keys = [inventory.shown_key(i, extents.get(i.id, ()), geo) for geo in ("", "NL", "XX")]
        yield f"{i.id} {' '.join('/'.join(k[1:]) if k else '-' for k in keys)} {' '.join(inventory.sources(i, c))}"
        yield f"  {', '.join(f'{r.kind} {r.indicator.id}' for r in related(i, c.indicators))}"
        ends = newest.newest(release.series(i.id, i.geo_default, i.breakdown.default))
        yield f"  {', '.join(f'{n.geo} {n.series} {n.point.period} {n.point.value}' for n in ends[:4])}"
    i = c.indicators["returned"]
    bare = i.model_copy(update={"geo_default": ("XX",)})
    undeclared = i.model_copy(update={"datasets": ("ind.none", *i.datasets)})
    per_head = i.model_copy(update={"id": "returned_rate", "unit": "per_100k"})
    yield f"{[(r.kind, r.indicator.id) for r in related(i, {per_head.id: per_head})]}"
    yield f"{inventory.shown_key(bare, extents['returned'], '')} {inventory.sources(undeclared, c)}"


def filtered(release: Release, c: Catalogue) -> Iterator[str]:
    """Which of three lines pass a filter, and which indicators without figures are listed."""
    held = [c.indicators[name] for name in ("returned", "irregular_arrivals", "coa_occupancy")]
    late = Overdue("ind.x", 30, "2024", "2025-03-01")
    places = (("NL", "DE"), ("EU",), ("NL",))
    listed = [
        Listed(i, Series(i.id, p[0], "x", ()), p, "2010", "2020", inventory.sources(i, c), late if n else None)
        for n, (i, p) in enumerate(zip(held, places, strict=True))
    ]
    for wanted in (
        Filter(), Filter(pillar="4"), Filter(source="eurostat"), Filter(source="frontex", pillar="1"), Filter(geo="NL"),
        Filter(fresh="current"), Filter(fresh="late"), Filter(named=frozenset({"returned"})), Filter(named=frozenset()),
        Filter(pillar="1", named=frozenset({"returned"})),
    ):  # fmt: skip
        yield f"{wanted}"
        yield f"  {[each.indicator.id for each in listed if inventory.passes(each, wanted)]}"
        empty = inventory.not_held(held, {"returned": release.overview.extents()["returned"]}, wanted, c)
        yield f"  {[i.id for i in empty]}"


def tables(release: Release, c: Catalogue) -> Iterator[str]:
    """First and last rows of pages, of one place, of one category, of both, and of nothing."""
    for indicator, geos, series, page in (
        ("returned", (), (), 1), ("returned", (), (), 2), ("returned", (), (), 99), ("returned", ("NL",), (), 1),
        ("returned", (), ("all",), 1), ("returned", ("XX",), (), 1),
        ("irregular_arrivals_monthly", ("EU",), ("total",), 1),
        ("resettlement_quota", (), (), 1), ("return_rate", ("EU28", "NL"), (), 1),
    ):  # fmt: skip
        for lang in LANGS:
            found = table_page(
                c.indicators[indicator], release.series(indicator, geos, series), c, lang, page, "Caption"
            )
            yield f"{indicator} page {found.page} of {found.pages}: {found.first} to {found.last} of {found.of}"
            yield " | ".join((found.table.caption, *found.table.header))
            yield from (" | ".join(row) for row in (*found.table.rows[:3], *found.table.rows[3:][-1:]))
    for lang in LANGS:
        [one] = release.series("returned", ("NL",), ("all",), "2020", "2020")
        gone = replace(one, points=(replace(one.points[0], value=None, flag="c"),))
        yield f"{table_page(c.indicators['returned'], (gone,), c, lang, 1, '').table.rows}"


def kinds(_: Release, c: Catalogue) -> Iterator[str]:
    """In which shapes a number of series can be drawn, and as what each is, of an indicator of every kind."""
    of_kind = {(i.chart, i.frequency == "M"): i for i in c.indicators.values()}
    declared = c.indicators["returned"]
    of_kind[("map", False)] = declared.model_copy(update={"chart": "map"})
    for (chart, monthly), i in sorted(of_kind.items()):
        for count in (1, 2, 3, 4):
            yield f"{chart} {'monthly ' if monthly else ''}{count}: {' '.join(chart_kind.offered(i, count))}"
            for shape in ("", *SHAPES):
                try:
                    yield f"  {shape or '-'} {chart_kind.kind(i, shape, count)}"
                except UnknownValueError as e:
                    yield f"  {shape} {e}"


def drawn(i: Indicator, series: Sequence[Series], release: Release, **more: str) -> str:
    made = chart_kind.chart(i, series, (), Selection(i.id, **more), catalogue.load(), release.inputs, "R", "A")
    counts, labels = [len(t.marks) for t in made.traces], [t.label for t in made.traces[:2]]
    said = f"{made.kind} {made.frequency} {len(counts)} traces, {max(counts, default=0)} marks"
    said += f", {len(made.rules)} lines, {len(made.breaks)} breaks"
    return f"{said}; {made.notes} {made.x_title} {labels}"


def pictures(release: Release, c: Catalogue) -> Iterator[str]:
    """How many series each kind of picture draws of many, of none, and of those beside an earlier day."""
    for name in ("first_time_applicants", "irregular_arrivals_monthly", "resettlement_quota"):
        for shape in ("", "ranked", "small", "time"):
            yield f"{name} {shape}: {drawn(c.indicators[name], release.series(name), release, shape=shape)}"
    name = "irregular_arrivals_monthly"
    yield drawn(c.indicators[name], release.series(name), release, shape="months")
    monthly = release.series("first_time_monthly", ("NL", "DE"), ("all",))
    yield drawn(c.indicators["first_time_monthly"], monthly, release, shape="ranked", lang="nl")
    few = release.series("returned", ("NL", "DE", "FR", "UK"), ("all",))
    empty = [replace(s, points=tuple(replace(p, value=None) for p in s.points)) for s in few]
    yield drawn(c.indicators["returned"], empty, release, shape="ranked")
    yield drawn(c.indicators["returned"], few[:2], release, shape="ranked")
    beside = Selection("returned", as_of="2019-10-14", beside="now", lang="nl")
    for now in (few[:2], empty[:1]):
        made = chart_kind.chart(c.indicators["returned"], few, now, beside, c, release.inputs, "R", "A")
        yield f"{[(t.id, t.label, t.role) for t in made.traces]} {made.notes}"
    stacked = c.indicators["returned"].model_copy(update={"chart": "stacked"})
    yield chart_kind.chart(stacked, few, few[:2], beside, c, release.inputs, "R", "A").kind


def apart(release: Release, c: Catalogue) -> Iterator[str]:
    """Whether two series are drawn apart: as definitions in columns, as lines, as other categories in columns."""
    definitions = next(i.breakdown for i in c.indicators.values() if i.breakdown.name["en"] == "Definition")
    columns = c.indicators["returned"].model_copy(update={"chart": "column", "breakdown": definitions})
    lines = columns.model_copy(update={"chart": "line"})
    other = columns.model_copy(update={"breakdown": c.indicators["returned"].breakdown})
    years = ("2018", "2019", "2020")  # of the last there is none
    for held in ((("2018",), ("2019",)), (("2018",), years[:2]), (("2018",), ()), ((), ("2018",))):
        pair = [
            Series("returned", "NL", s, tuple(Observation(p, 1.0 if p in own else None) for p in years))
            for s, own in zip(definitions.labels, held, strict=False)
        ]
        yield f"{held}: {' | '.join(drawn(i, pair, release).split(';')[0] for i in (columns, lines, other))}"


def periods(release: Release, _: Catalogue) -> Iterator[str]:
    """The period of a picture of one: the one that is asked for, or the newest that half of the series have."""
    five = release.series("ordered_to_leave", ("BE", "DE", "ES", "FR", "NL"), ("annual",))
    for end in ("", "2016", "2050", "2025"):
        yield f"{end} {chart_kind.period_shown(five, end)} {chart_kind.period_shown((), end)!r}"
    for many in (five[:4], five):
        for last in range(4):  # so many of them have a figure of the last year
            ends = (Observation("2050", 1.0 if n < last else None) for n in range(len(many)))
            some = [replace(s, points=(*s.points, end)) for s, end in zip(many, ends, strict=True)]
            yield f"{last} of {len(many)}: {chart_kind.period_shown(some, '')}"


def maps(release: Release, c: Catalogue) -> Iterator[str]:
    """Title lines and marks of maps: of a month, a year and no period, of one category of several and of none."""
    for name, geos, series, end in (
        ("irregular_arrivals_monthly", ("EU", "XX"), ("total",), "2024-05"),
        ("returned", ("NL", "XX"), ("all",), "2018"),
        ("returned", ("NL",), ("all", "third_country"), "2016"), ("return_rate", ("EU28", "XX"), ("all",), ""),
        ("applicants_per_100k", ("NL",), ("all",), "2022"), ("resettlement_quota", ("NL",), (), "2019"),
        ("ordered_to_leave", ("NL", "EU28"), ("annual",), "2018"),
    ):  # fmt: skip
        for lang in LANGS:
            chosen = Selection(name, geos, series, end=end, lang=lang, shape="map")
            held = release.series(name, geos, series[:1])
            made = chart_kind.map_chart(c.indicators[name], held, chosen, c, release.inputs, "R", "A")
            said = f"{made.kind} {made.frequency!r} {made.rules} {made.breaks} {made.notes} {made.x_title}"
            yield f"{name}: {made.subtitle} | {made.traces[0].id} {made.traces[0].label} | {said}"
            yield from (f"  {m.x} {m.label} {m.text} {made.traces[0].reading(m)}" for m in made.marks())


def marks(release: Release, c: Catalogue) -> Iterator[str]:
    """What is read of one observation: with two flags, computed, and of one that is missing."""
    i = c.indicators["return_rate"]
    [s] = release.series(i.id, ("EU28",), ("all",), "2018", "2018")
    plain = replace(s.points[0], provenance=release.series("returned", ("NL",), ("all",))[0].points[0].provenance)
    for point in (s.points[0], replace(s.points[0], flag="bp"), replace(s.points[0], value=None, flag="c"), plain):
        for lang in LANGS:
            made = chart_of.mark(i, point, c, lang)
            yield f"{made.text} | {made.label} {made.x} {made.value} {made.flag} {made.provenance} | {made.reading}"


TEXTS: dict[str, Callable[[Release, Catalogue], Iterator[str]]] = {
    "checks": checks,
    "lines": lines,
    "filtered": filtered,
    "tables": tables,
    "kinds": kinds,
    "pictures": pictures,
    "apart": apart,
    "maps": maps,
    "marks": marks,
    "periods": periods,
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_said_and_listed_is_what_was_accepted(release: Release, declared: Catalogue, name: str) -> None:
    compare_lines(ACCEPTED / f"{name}.txt", TEXTS[name](release, declared))


def test_no_accepted_text_is_left_over() -> None:
    nothing_left_over(ACCEPTED, TEXTS)
