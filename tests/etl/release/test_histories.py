"""The history of an indicator, made again from the histories of its datasets in a release, and what is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator
from etl.model.errors import CatalogueError
from etl.model.observations import Input
from etl.release import engine, warehouse
from etl.release.store import Release

Make = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def make(release: Release) -> Make:
    """The history of an indicator, as a build makes it of the datasets of the release: `make(indicator)`."""

    def made(indicator: Indicator, days: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
        db = engine.memory()
        warehouse.declare(db, catalogue.load())
        paths = {d: release.folder / "datasets" / f"{d}.parquet" for d in indicator.datasets}
        engine.load_histories(db, paths, release.folder / "inputs.parquet")
        known = days_of(*paths.values()) if days is None else days
        rows: list[dict[str, Any]] = warehouse.indicator_history(db, indicator, known, catalogue.load()).to_pylist()
        return rows

    return made


def days_of(*paths: Path) -> tuple[str, ...]:
    """Every day that stands in histories."""
    columns = ("seen_from", "seen_until", "seen_last")
    tables = [pq.read_table(path, columns=list(columns)).to_pydict() for path in paths]
    return tuple(sorted({day for table in tables for column in columns for day in table[column]} - {None, ""}))


@pytest.mark.parametrize("name", ["irregular_arrivals", "ind_quarterly", "resettled", "irregular_arrivals_announced"])
def test_made_again_an_indicator_has_the_history_that_the_release_has(release: Release, make: Make, name: str) -> None:
    lying = pq.read_table(release.folder / "indicators" / f"{name}.parquet").to_pylist()
    assert make(catalogue.load().indicators[name]) == lying


def test_without_days_there_is_the_present_alone(make: Make) -> None:
    indicator = catalogue.load().indicators["irregular_arrivals"]
    now = [r for r in make(indicator) if r["current"]]
    cells = ("geo", "series", "period", "value", "flag", "src")
    assert [[r[c] for c in cells] for r in make(indicator, ())] == [[r[c] for c in cells] for r in now]


def test_a_value_is_rounded_to_the_decimals_that_are_declared_and_has_no_minus_at_nought(make: Make) -> None:
    own = catalogue.load().indicators["irregular_arrivals"]
    sql = "SELECT geo, series, period, -value / 1e9 AS value, NULL AS flag, list_append(src, 0) AS src FROM ({})"
    changed = own.model_copy(update={"sql": sql.format(own.sql), "decimals": 2})
    rows = make(changed, ())
    assert {str(r["value"]) for r in rows if r["value"] is not None} == {"0.0"}
    assert {r["flag"] for r in rows} == {""}
    finer = {r["value"] for r in make(changed.model_copy(update={"decimals": 4}), ())}
    assert {-0.0018, 0.0} <= finer
    assert all(r["computed"] and 0 not in r["src"] for r in rows)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("SELECT geo, series, period, value, flag FROM ({})", "sql: returns geo, series, period, value, flag; accepted:"
         " geo, series, period, value, flag, src"),
        ("FROM ({0}) UNION ALL FROM ({0})", " twice; accepted: each cell once"),
        ("SELECT geo, series, period, value + 1 AS value, flag, src FROM ({})",
         " is no figure of its datasets, and is not said to be computed; accepted: [src] for a row that is passed on;"),
        ("SELECT geo, series, period, value, flag, [src[1], src[1] + 1] AS src FROM ({})",
         " is no figure of its datasets, and is not said to be computed; accepted: "),
        ("SELECT geo, series, period, price AS value, flag, src FROM ({})", 'Referenced column "price" not found'),
    ],
)  # fmt: skip
def test_sql_that_gives_no_history_is_refused_in_words(make: Make, sql: str, sentence: str) -> None:
    own = catalogue.load().indicators["resettled"]
    with pytest.raises(CatalogueError) as e:
        make(own.model_copy(update={"sql": sql.format(own.sql)}), ())
    assert str(e.value).startswith("indicators/resettled.toml: sql: ")
    assert sentence in str(e.value)


def test_a_dataset_is_read_as_it_stood_on_a_day_with_what_is_known_of_its_input(release: Release) -> None:
    name = "frontex.ibc_route_month"
    db, path = engine.memory(), release.folder / "datasets" / f"{name}.parquet"
    engine.load_histories(db, {name: path}, release.folder / "inputs.parquet")
    columns = "route, period, value, flag, seen_from, seen_last, src, provenance, vintage, provenance_id"
    lying = pq.read_table(path).to_pylist()
    for as_of in ("", "2018-07-06", "2025-01-20"):
        engine.dataset_views(db, [name], as_of)
        expected = [
            (r["route"], r["period"], r["value"], r["flag"], r["seen_from"],
             min(r["seen_last"], as_of) if as_of else r["seen_last"],
             (source := r["src"] if as_of and r["seen_last"] > as_of else r["src_last"]),
             release.inputs[source].provenance, release.inputs[source].vintage, release.inputs[source].provenance_id)
            for r in lying
            if (r["current"] if not as_of else r["seen_from"] <= as_of < (r["seen_until"] or "9"))
        ]  # fmt: skip
        assert sorted(engine.readings(db, f'SELECT {columns} FROM "{name}"')) == sorted(expected)
    engine.forget_views(db)
    with pytest.raises(engine.SqlError, match="does not exist"):
        engine.readings(db, f'SELECT * FROM "{name}"')


def test_tables_in_memory_are_read_as_files_are(release: Release) -> None:
    """With the letter of confidentiality behind those of the flag."""
    frame = pd.DataFrame({
        "geo": ["NL", "NL"], "period": ["2015", "2016"], "value": [5.0, None], "flag": ["b", ""],
        "confidentiality": ["C", ""], "seen_from": ["2019-01-01", ""], "seen_until": ["", ""],
        "seen_last": ["2020-01-01", ""], "src": [1, 1], "src_last": [1, 1], "current": [True, True],
    })  # fmt: skip
    table = warehouse.history_table(frame.set_axis([5, 7]))
    assert table.column_names == list(frame), "numbers of rows are no column"
    assert table["seen_from"].to_pylist() == ["2019-01-01", None]
    assert table["seen_until"].to_pylist() == [None, None]
    inputs = pa.Table.from_pylist([vars(Input(1, "d", "ind", "quoted", "2019", "", "line", "CBS", "", ""))])
    db = engine.memory()
    engine.load_tables(db, {"d": table}, inputs)
    engine.dataset_views(db, ["d"])
    assert engine.readings(db, "SELECT geo, value, flag, provenance FROM d ORDER BY period") == [
        ("NL", 5.0, "b", "quoted"), ("NL", None, "", "quoted"),
    ]  # fmt: skip
    assert engine.readings(db, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'given'") == [(0,)]


def test_what_a_dataset_and_its_inputs_are_written_as(tmp_path: Path) -> None:
    frame = pd.DataFrame({"geo": ["NL"], "flag": ["b"], "confidentiality": ["C"], "seen_from": [""],
                          "seen_until": ["2020-01-01"], "seen_last": [""]})  # fmt: skip
    warehouse.write_dataset(frame.set_axis([5]), tmp_path / "d.parquet")
    assert pq.read_table(tmp_path / "d.parquet").to_pylist() == [
        {"geo": "NL", "flag": "b", "confidentiality": "C", "seen_from": None, "seen_until": "2020-01-01",
         "seen_last": None},
    ]  # fmt: skip
    one = Input(7, "d", "ind", "quoted", "2019", "a" * 64, "line", "CBS", "a page", "CC BY 4.0", "b" * 64)
    warehouse.write_inputs([one], tmp_path / "inputs.parquet")
    assert pq.read_table(tmp_path / "inputs.parquet").to_pylist() == [vars(one)]
    files = [pq.ParquetFile(tmp_path / name) for name in ("d.parquet", "inputs.parquet")]
    assert {f.metadata.row_group(0).column(0).compression for f in files} == {"ZSTD"}
    history = pa.table({"geo": ["NL"]})
    warehouse.write_indicator(history, tmp_path / "i.parquet")
    assert pq.read_table(tmp_path / "i.parquet") == history
    assert pq.ParquetFile(tmp_path / "i.parquet").metadata.row_group(0).column(0).compression == "ZSTD"
    engine.load_histories(db := engine.memory(), {"d": tmp_path / "d.parquet"}, tmp_path / "inputs.parquet")
    assert engine.readings(db, 'SELECT flag FROM "history d"') == [("bC",)]


def test_the_database_for_people_has_every_table_with_a_comment_on_it_and_on_its_columns(
    release: Release, tmp_path: Path
) -> None:
    whole = catalogue.load()
    tables = warehouse.tables_for_people(release.folder, whole)
    assert list(tables) == ["inputs", *(f"dataset {d}" for d in whole.datasets), *whole.indicators]
    orders, quota = whole.datasets["eurostat.migr_eiord"], whole.indicators["resettlement_quota"]
    path, comment, columns = tables["dataset eurostat.migr_eiord"]
    assert path == release.folder / "datasets" / "eurostat.migr_eiord.parquet"
    assert comment == f"{orders.title.en}. {orders.counts.en} {orders.counts_not.en}"
    assert columns["citizen"] == whole.dimensions["citizen"].note
    assert columns["period"] == warehouse.COMMENTS["period"]
    path, comment, columns = tables["resettlement_quota"]
    assert path == release.folder / "indicators" / "resettlement_quota.parquet"
    assert comment == f"{quota.title.en}. {quota.definition.en} {quota.caveat.en} Unit: {quota.unit}."
    assert columns is warehouse.COMMENTS
    assert tables["inputs"] == (
        release.folder / "inputs.parquet", "Where figures came from: vintages and provenance lines.",
        warehouse.INPUT_COMMENTS,
    )  # fmt: skip
    few = {name: tables[name] for name in ("inputs", "resettlement_quota")}
    file = tmp_path / "monitor.duckdb"
    engine.write_database(file, few)
    engine.write_database(file, {"dataset eurostat.migr_eiord": tables["dataset eurostat.migr_eiord"]}, ["inputs"])
    with duckdb.connect(str(file), read_only=True) as db:
        said = dict(db.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        noted: dict[str, set[str]] = {}
        for table, column, note in db.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns()"
        ).fetchall():
            noted.setdefault(table, set()).add(f"{column}: {note}")
        assert db.execute("SELECT count(*) FROM resettlement_quota").fetchone() == (
            pq.read_table(few["resettlement_quota"][0]).num_rows,
        )
    names = ("dataset eurostat.migr_eiord", "resettlement_quota")
    assert said == {name: tables[name][1] for name in names}
    for name in names:
        there = pq.read_table(tables[name][0]).schema.names
        assert noted[name] == {f"{column}: {tables[name][2][column]}" for column in there}


def test_a_table_that_was_not_written_is_not_in_the_database(tmp_path: Path) -> None:
    whole = catalogue.load()
    assert list(warehouse.tables_for_people(tmp_path, whole)) == ["inputs", *whole.indicators]
