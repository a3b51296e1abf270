"""Whole tables, series and overviews, against the rows as they lie in the Parquet files, read without the code."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from etl.model.errors import UnknownValueError
from etl.model.observations import Coverage, TableRow
from etl.model.period import in_order, order, within
from etl.release.overview import SeriesExtent
from etl.release.store import Choices, Release, Revision

MONTHS, MIXED, ORDERS, CITED = (
    "frontex.ibc_route_month", "eurostat.returns_quoted", "eurostat.migr_eiord", "ind.83102ned_quarter",
)  # fmt: skip
EMPTY = "eurostat.migr_eiord1"  # nothing was pulled
TABLES = (MONTHS, MIXED, CITED, "irregular_arrivals", "return_rate", "coa_occupancy", "ind_quarterly")
Rows = list[dict[str, Any]]


def lying(release: Release, table: str) -> Rows:
    """All rows of a table, in the order of its file."""
    folder = "datasets" if "." in table else "indicators"
    rows: Rows = pq.read_table(release.folder / folder / f"{table}.parquet").to_pylist()
    return rows


def standing(rows: Iterable[dict[str, Any]], as_of: str = "") -> Rows:
    """Those that stand now, or stood on a day."""
    if not as_of:
        return [r for r in rows if r["current"]]
    return [r for r in rows if r["seen_from"] and r["seen_from"] <= as_of < (r["seen_until"] or "9")]


def dims(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the columns before the period."""
    return tuple(row)[: tuple(row).index("period")]


def codes(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(row[dim] for dim in dims(row))


def told(found: Iterable[TableRow]) -> list[tuple[Any, ...]]:
    return [(*r.codes, r.point.period, r.point.value, r.point.flag, r.point.provenance.computed) for r in found]


def said(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (*codes(r), r["period"], r["value"], r["flag"] + r.get("confidentiality", ""), r.get("computed", False))
        for r in rows
    ]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_what_it_holds(release: Release, table: str) -> None:
    rows = lying(release, table)
    now = standing(rows)
    assert release.tables.dims(table) == dims(rows[0])
    for dim in dims(rows[0]):
        assert release.tables.codes(table, dim) == tuple(sorted({r[dim] for r in now}))
    assert release.tables.codes(table, "period") == tuple(sorted({r["period"] for r in now}))
    assert release.tables.periods(table) == tuple(in_order(r["period"] for r in rows))
    ends = in_order(r["period"] for r in now)
    used = {i for r in now for i in ([r["src_last"]] if "." in table else r["src"])}
    held = Coverage(len(now), sum(r["value"] is not None for r in now), ends[0], ends[-1], tuple(sorted(used)))
    assert release.tables.count(table, {}) == len(release.tables.dataset(table, {})) == len(now)
    assert release.tables.coverage(table) == release.overview.coverages()[table] == held


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("as_of", ["", "2019-10-14", "2025-01-20"])
def test_a_whole_table_is_its_rows_in_the_order_of_dimensions_and_time(
    release: Release, table: str, as_of: str
) -> None:
    rows = sorted(standing(lying(release, table), as_of), key=lambda r: (codes(r), order(r["period"])))
    found = release.tables.dataset(table, {}, as_of=as_of)
    assert told(found) == said(rows)
    assert release.tables.count(table, {}, as_of=as_of) == len(rows)
    for one, r in zip(found, rows, strict=True):
        if "." in table:
            confirmed = not as_of or r["seen_last"] <= as_of
            assert one.point.src == (r["src_last"] if confirmed else r["src"],)
        else:
            assert one.point.src == tuple(r["src_first"] if as_of else r["src"])


def test_a_choice_of_a_table_has_the_rows_of_its_codes_and_days(release: Release) -> None:
    chosen = {"geo": ("NL", "DE"), "citizen": ("TOTAL", "SY"), "unit": ()}
    rows = [
        r for r in standing(lying(release, ORDERS))
        if r["geo"] in chosen["geo"] and r["citizen"] in chosen["citizen"] and "2012" <= r["period"] <= "2015"
    ]  # fmt: skip
    rows.sort(key=lambda r: (codes(r), r["period"]))
    assert len(rows) == 16
    found = release.tables.dataset(ORDERS, chosen, "2012-01", "2015-12")
    assert told(found) == said(rows)
    assert release.tables.count(ORDERS, chosen, "2012-01", "2015-12") == 16
    only_end = release.tables.dataset(ORDERS, chosen, end="2012-06-30")
    assert {r.point.period for r in only_end} == set(within(release.tables.periods(ORDERS), "", "2012-06-30"))
    assert release.tables.dataset(ORDERS, {"geo": ("ZZ",)}) == ()
    assert release.tables.count(ORDERS, {}, "1990", "1991") == 0


@pytest.mark.parametrize("down", [True, False])
def test_rows_are_sorted_as_asked_and_those_without_a_value_come_last(release: Release, down: bool) -> None:
    rows = sorted(standing(lying(release, CITED)), key=lambda r: (codes(r), order(r["period"])))
    by_value = sorted(rows, key=lambda r: (r["value"] is None, (-1 if down else 1) * (r["value"] or 0)))
    assert told(release.tables.dataset(CITED, {}, order=(("value", down),))) == said(by_value)
    by_period = sorted(rows, key=lambda r: order(r["period"]), reverse=down)
    assert [r["period"] for r in by_period] == [
        r.point.period for r in release.tables.dataset(CITED, {}, order=(("period", down),))
    ]
    first, second = dims(rows[0])[-1], "period"
    both = sorted(sorted(rows, key=lambda r: order(r["period"])), key=lambda r: str(r[first]), reverse=down)
    assert [(r[first], r["period"]) for r in both] == [
        (r.codes[-1], r.point.period) for r in release.tables.dataset(CITED, {}, order=((first, down), (second, False)))
    ]


def test_periods_of_several_frequencies_are_sorted_in_time(release: Release) -> None:
    periods = [r.point.period for r in release.tables.dataset(MIXED, {}, order=(("period", True),))]
    assert periods == sorted(periods, key=order, reverse=True)
    assert {len(p) for p in periods} == {4, 7}


def test_a_page_of_a_table_is_a_part_of_the_whole(release: Release) -> None:
    whole = release.tables.dataset(MONTHS, {})
    assert release.tables.dataset(MONTHS, {}, limit=7) == whole[:7]
    assert release.tables.dataset(MONTHS, {}, limit=7, offset=20) == whole[20:27]
    assert release.tables.dataset(MONTHS, {}, limit=0) == ()
    day = release.tables.dataset(MONTHS, {}, as_of="2025-01-20")
    assert release.tables.dataset(MONTHS, {}, as_of="2025-01-20", limit=3, offset=5) == day[5:8]


def test_an_unknown_table_or_column_lists_those_that_exist(release: Release) -> None:
    with pytest.raises(UnknownValueError, match=r"Table 'frontex\.none' is not known\. Accepted: eurostat\.") as e:
        release.tables.count("frontex.none", {})
    assert e.value.accepted == tuple(sorted(p.stem for p in (release.folder / "datasets").glob("*.parquet")))
    with pytest.raises(UnknownValueError, match="Table 'none' is not known") as e:
        release.tables.periods("none")
    assert e.value.accepted == tuple(sorted(p.stem for p in (release.folder / "indicators").glob("*.parquet")))
    with pytest.raises(UnknownValueError, match="Column 'flag' is not known") as e:
        release.tables.dataset(MONTHS, {}, order=(("flag", True),))
    assert e.value.accepted == (*release.tables.dims(MONTHS), "period", "value")


def test_the_extent_of_every_series_is_that_of_its_values(release: Release) -> None:
    extents = release.overview.extents()
    assert set(extents) == {p.stem for p in (release.folder / "indicators").glob("*.parquet")}
    assert list(extents) == sorted(extents)
    for indicator in ("irregular_arrivals", "return_rate", "coa_occupancy", "ind_quarterly"):
        periods: dict[tuple[str, str], list[str]] = {}
        for r in standing(lying(release, indicator)):
            if r["value"] is not None:
                periods.setdefault((r["geo"], r["series"]), []).append(r["period"])
        assert extents[indicator] == tuple(
            SeriesExtent(*key, min(there), max(there), len(there)) for key, there in sorted(periods.items())
        )
        assert release.overview.held()[indicator] == frozenset(periods)


def test_series_of_many_indicators_are_those_of_each(release: Release) -> None:
    keys = [
        ("return_rate", "NL", "all"), ("irregular_arrivals", "EU", "total"), ("coa_occupancy", "NL", "none"),
        ("return_rate", "EU28", "third_country"), ("irregular_arrivals", "NL", "total"),
    ]  # fmt: skip
    found = release.overview.series(iter(keys))
    assert list(found) == [keys[0], keys[1], keys[3]]
    for indicator, geo, series in found:
        assert (found[indicator, geo, series],) == release.series(indicator, (geo,), (series,))
    assert release.overview.series(()) == {}


# One indicator


@pytest.mark.parametrize("as_of", ["", "2019-10-14", "2025-01-20"])
@pytest.mark.parametrize("indicator", ["irregular_arrivals", "return_rate", "ind_quarterly", "coa_occupancy"])
def test_series_of_an_indicator_are_its_rows_in_order(release: Release, indicator: str, as_of: str) -> None:
    points: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for r in sorted(standing(lying(release, indicator), as_of), key=lambda r: order(r["period"])):
        src = tuple(r["src_first"] if as_of else r["src"])
        points.setdefault((r["geo"], r["series"]), []).append((r["period"], r["value"], r["flag"], src, r["computed"]))
    found = release.series(indicator, as_of=as_of)
    assert [(s.indicator, s.geo, s.series) for s in found] == [(indicator, *key) for key in sorted(points)]
    for s in found:
        assert [(p.period, p.value, p.flag, p.src, p.provenance.computed) for p in s.points] == points[s.geo, s.series]
        for p in s.points:
            assert p.vintage == max(release.inputs[i].vintage for i in p.src)
    for geo, name in list(points)[:2]:
        few = release.series(indicator, (geo,), (name,), as_of=as_of)
        assert few == tuple(s for s in found if (s.geo, s.series) == (geo, name))
        assert release.has_figures(indicator, (geo,), (name,), as_of)
    assert not release.has_figures(indicator, ("ZZ",), (), as_of)


def test_series_come_in_the_order_asked_for_places_first(release: Release) -> None:
    places, series = ("NL", "EU28", "BE"), ("third_country", "all")
    found = release.series("return_rate", places, series)
    assert [(s.geo, s.series) for s in found] == [(g, n) for g in places for n in series]
    by_place = release.series("return_rate", places)
    assert [s.geo for s in by_place] == sorted((s.geo for s in by_place), key=places.index)
    assert [s.series for s in by_place if s.geo == "NL"] == sorted(s.series for s in by_place if s.geo == "NL")


@pytest.mark.parametrize("few", [True, False])
def test_a_span_cuts_series_alike_whether_they_are_few_or_many(release: Release, few: bool) -> None:
    chosen = (("NL", "BE"), ("all",)) if few else ((), ())
    whole, cut = release.series("return_rate", *chosen), release.series("return_rate", *chosen, "2015", "2017")
    assert {p.period for s in cut for p in s.points} == {"2015", "2016", "2017"}
    inside = [[p for p in s.points if "2015" <= p.period <= "2017"] for s in whole]
    assert [list(s.points) for s in cut] == [points for points in inside if points]
    until, since = (release.series("return_rate", *chosen, **end) for end in ({"end": "2009"}, {"start": "2024"}))
    assert max(p.period for s in until for p in s.points) == "2009"
    assert min(p.period for s in since for p in s.points) == "2024"
    for none in ({"start": "2099"}, {"end": "1990"}, {"start": "1990", "end": "1991"}):
        assert release.series("return_rate", *chosen, **none) == ()


def test_one_cell_is_that_of_its_place_series_period_and_day(release: Release) -> None:
    for r in standing(lying(release, "irregular_arrivals"), "2025-01-20")[::7]:
        cell = release.observation("irregular_arrivals", r["geo"], r["series"], r["period"], "2025-01-20")
        assert cell
        assert (cell.period, cell.value, cell.flag) == (r["period"], r["value"], r["flag"])
    assert release.observation("irregular_arrivals_monthly", "EU", "total", "2023") is None
    for r in (r for r in lying(release, "irregular_arrivals") if not r["current"]):
        cell = release.observation("irregular_arrivals", r["geo"], r["series"], r["period"], r["seen_from"])
        assert cell
        assert (cell.period, cell.value, cell.flag) == (r["period"], r["value"], r["flag"])
    undated = next(r for r in lying(release, "resettled") if not r["seen_from"])
    cell = release.observation("resettled", undated["geo"], undated["series"], undated["period"])
    assert cell
    assert cell.value == undated["value"]


def test_values_that_no_longer_stand_are_told_in_order(release: Release) -> None:
    gone = [r for r in lying(release, "irregular_arrivals") if not r["current"]]
    gone.sort(key=lambda r: (r["geo"], r["series"], r["period"], r["seen_from"]))
    assert len(gone) == 35

    def facts(r: Revision) -> tuple[Any, ...]:
        return (r.geo, r.series, r.period, r.value, r.flag, r.seen_from, r.seen_until, r.provenance.computed)

    columns = ("geo", "series", "period", "value", "flag", "seen_from", "seen_until", "computed")
    assert [facts(r) for r in release.revisions("irregular_arrivals")] == [tuple(r[c] for c in columns) for r in gone]
    total = [r for r in release.revisions("irregular_arrivals") if r.series == "total"]
    assert release.revisions("irregular_arrivals", "EU", "total") == tuple(total)
    assert release.revisions("irregular_arrivals", series="total") == tuple(total)
    assert release.revisions("irregular_arrivals", "NL") == ()
    quoted = next(r for r in release.revisions("ind_quarterly") if r.provenance.inputs == "quoted")
    assert not quoted.provenance.computed


def test_the_days_of_an_indicator_are_those_from_which_a_figure_stood(release: Release) -> None:
    days = {r["seen_from"] for r in lying(release, "irregular_arrivals_announced")} - {None, ""}
    assert release.days("irregular_arrivals_announced") == tuple(sorted(days))


def test_a_table_without_rows_holds_nothing(release: Release) -> None:
    assert release.tables.coverage(EMPTY) == Coverage(0, 0, "", "", ())
    assert EMPTY not in release.overview.coverages()
    assert release.tables.dataset(EMPTY, {}) == release.tables.periods(EMPTY) == ()


def test_an_indicator_without_figures_offers_nothing_and_one_figure_is_something(
    release: Release, tmp_path: Path
) -> None:
    """Of a release that is being written, as the build reads it for the statements of the letter."""
    folder = tmp_path / "2026-11-28-aaaaaa"
    (folder / "indicators").mkdir(parents=True)
    (folder / "datasets").mkdir()
    whole = pq.read_table(release.folder / "indicators" / "coa_occupancy.parquet")
    for name, rows in (("nothing", 0), ("one", 1)):
        pq.write_table(whole.slice(0, rows), folder / "indicators" / f"{name}.parquet")
    shutil.copy(release.folder / "inputs.parquet", folder / "inputs.parquet")
    small = Release(folder)
    assert (small.has("nothing"), small.has("one")) == (False, True)
    assert small.choices("nothing") == Choices((), (), "", "", 0)
    assert small.overview.extents()["nothing"] == ()
    assert set(small.overview.coverages()) == {"one"}
    [point] = small.series("one")[0].points
    assert small.choices("one") == Choices(("NL",), (small.series("one")[0].series,), point.period, point.period, 1)
