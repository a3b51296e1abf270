"""Lists and sentences made of figures, word for word, as a person accepted them (`scripts/golden`).

Whether a quoted number stands, which line stands for an indicator, what is related to what, the pages of long tables.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboards.figures import check_words, inventory, newest
from dashboards.figures.check import Cell, check
from dashboards.figures.inventory import Filter, Listed
from dashboards.figures.quoted import quoted
from dashboards.figures.related import related
from dashboards.figures.table_pages import table_page
from dashboards.freshness import Overdue
from etl.catalogue.catalogue import LANGS, Catalogue
from etl.model.observations import Series
from etl.release.store import Release
from tests.accepted import compare, nothing_left_over

ACCEPTED = Path(__file__).with_name("accepted_words")
QUOTES = (
    ("return_rate", "EU28", "all", "2018", "41.4", False), ("return_rate", "EU28", "all", "2018", "41.44", False),
    ("return_rate", "EU28", "all", "2018", "36", False), ("return_rate", "EU28", "all", "2018", "40", True),
    ("ordered_to_leave", "NL", "annual", "2015", "23765", False), ("returned", "NL", "all", "1999", "1", False),
    ("ordered_to_leave", "NL", "annual", "2015", "20000", True),
    ("irregular_arrivals", "EU", "total", "2018", "9", False),
    ("irregular_arrivals_monthly", "EU", "Black Sea Route", "2024-05", "12.5", False),
    ("first_time_by_citizenship", "NL", "SY", "2022", "12640", False),
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


TEXTS: dict[str, Callable[[Release, Catalogue], Iterator[str]]] = {
    "checks": checks,
    "lines": lines,
    "filtered": filtered,
    "tables": tables,
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_said_and_listed_is_what_was_accepted(release: Release, declared: Catalogue, name: str) -> None:
    compare(ACCEPTED / f"{name}.txt", "\n".join(TEXTS[name](release, declared)) + "\n")


def test_no_accepted_text_is_left_over() -> None:
    nothing_left_over(ACCEPTED, TEXTS)
