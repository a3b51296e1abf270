"""A year of which a month or quarter is not there has no figure: part of a year is never published as a year."""

from collections import defaultdict

import pytest

from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator
from etl.release import engine, store, warehouse

INDICATORS = catalogue.load().indicators
Cells = dict[tuple[str, str, str], float | None]


def parts_of_years(db: engine.Connection, dataset: str) -> dict[str, list[str]]:
    """The months or quarters of every whole year of a dataset, by year; none where it is of years."""
    found = defaultdict(list)
    for (period,) in db.execute(f'SELECT DISTINCT period FROM "history {dataset}" WHERE current ORDER BY 1').fetchall():
        if len(period) == 7:
            found[period[:4]].append(period)
    return {year: parts for year, parts in found.items() if len(parts) == (4 if "Q" in parts[0] else 12)}


def read(db: engine.Connection, indicator: Indicator) -> Cells:
    """What the indicator's SQL says at present."""
    warehouse.open_views(db, indicator, catalogue.load())
    found = db.execute(f"SELECT geo, series, period, value FROM ({indicator.sql})").fetchall()
    return {(geo, series, period): value for geo, series, period, value in found}


def opened(release: store.Release, indicator: Indicator) -> engine.Connection:
    """An engine with the datasets of an indicator, which a test may change."""
    db = engine.memory()
    warehouse.declare(db, catalogue.load())
    paths = {name: release.folder / "datasets" / f"{name}.parquet" for name in indicator.datasets}
    engine.load_histories(db, paths, release.folder / "inputs.parquet")
    return db


@pytest.mark.parametrize("name", [i.id for i in INDICATORS.values() if i.frequency == "A"])
def test_a_year_with_a_part_missing_has_the_figure_it_had_or_none(release: store.Release, name: str) -> None:
    indicator = INDICATORS[name]
    db = opened(release, indicator)
    before = read(db, indicator)
    for dataset in indicator.datasets:
        whole = parts_of_years(db, dataset)
        if not whole:
            continue
        year, parts = max(whole.items())
        for gone in (parts[0], parts[-1]):
            table = f'"history {dataset}"'
            db.execute(f"CREATE OR REPLACE TEMP TABLE kept AS FROM {table}")
            db.execute(f"DELETE FROM {table} WHERE period = '{gone}'")
            after = read(db, indicator)
            db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM kept")
            other = {cell: (before.get(cell), value) for cell, value in after.items() if value != before.get(cell)}
            assert {cell: pair for cell, pair in other.items() if pair[1] is not None} == {}, (dataset, gone)
            assert {cell[2] for cell in other} <= {year, str(int(year) + 1)}


def test_years_made_of_months_and_quarters_lose_their_figure(release: store.Release) -> None:
    """Without these the test above would show nothing."""
    lost = 0
    for name in ("irregular_arrivals", "irregular_arrivals_change", "ordered_to_leave", "returned", "return_rate"):
        db = opened(release, INDICATORS[name])
        before = read(db, INDICATORS[name])
        for dataset in INDICATORS[name].datasets:
            if whole := parts_of_years(db, dataset):
                db.execute(f"DELETE FROM \"history {dataset}\" WHERE period = '{max(whole.items())[1][-1]}'")
        lost += len([c for c, value in read(db, INDICATORS[name]).items() if value != before.get(c)])
        lost += len(before.keys() - read(db, INDICATORS[name]).keys())
    assert lost > 10
