"""The engine asks no network, keeps to its limits, and says in one line what is wrong with SQL."""

import duckdb
import pandas as pd
import pytest

from etl.release import engine, sql_text


def settings(db: engine.Connection) -> dict[str, str]:
    return dict(db.execute("SELECT name, value FROM duckdb_settings()").fetchall())


def test_a_database_in_memory_never_asks_the_network_and_holds_what_it_may() -> None:
    free, small = settings(engine.memory()), settings(engine.memory(1, megabytes=64))
    for said in (free, small):
        assert said["autoinstall_known_extensions"] == "false"
        assert said["enable_progress_bar"] in ("0", "false")
    assert (free["threads"], small["threads"]) == ("2", "1")
    assert small["memory_limit"] == "61.0 MiB"
    assert small["max_temp_directory_size"] == "0 bytes"
    assert free["memory_limit"] != small["memory_limit"] != settings(engine.memory(megabytes=0.5))["memory_limit"]


def test_sql_reads_no_table_of_the_program_around_it() -> None:
    frame = pd.DataFrame({"value": [1]})
    assert len(frame) == 1
    with pytest.raises(engine.SqlError, match="frame does not exist"):
        engine.rows(engine.memory(), "SELECT * FROM frame")


def test_groups_and_macros_may_be_declared_again_and_there_may_be_none() -> None:
    db = engine.memory()
    for groups, members in (
        ({}, []),
        ({"two": ("NL", "BE"), "one": ("DE",)}, ["BE", "NL"]),
        ({"two": ("FR",)}, ["FR"]),
    ):
        engine.declare(db, {"half of": (("n", "m"), "n / m")}, groups)
        assert [g for (g,) in engine.readings(db, "SELECT geo FROM members('two') ORDER BY geo")] == members
        assert engine.readings(db, "SELECT member_count('two'), \"half of\"(3, 2)") == [(len(members), 1.5)]


def test_views_come_and_go_and_kept_rows_are_replaced() -> None:
    db = engine.memory()
    engine.shared_views(db, {"first one": "SELECT 1 AS n", "second": 'SELECT n + 1 AS n FROM "first one"'})
    assert engine.readings(db, "FROM second") == [(2,)]
    for n in (7, 8):
        engine.keep(db, "cells of check", f"SELECT {n} AS n")
        assert engine.readings(db, 'FROM "cells of check"') == [(n,)]
    engine.forget_views(db)
    for name in ("first one", "second"):
        with pytest.raises(engine.SqlError, match="does not exist"):
            engine.readings(db, f'FROM "{name}"')
    assert engine.reading_columns(db, "SELECT 'NL' AS geo, [1] AS src") == {"geo": "VARCHAR", "src": "INTEGER[]"}


def test_values_are_bound_and_never_read_as_sql() -> None:
    assert engine.rows(engine.memory(), "SELECT ?, ?", ("'; DROP", 3)) == [("'; DROP", 3)]


def test_what_is_wrong_is_said_in_one_line_without_the_guesses_of_the_engine() -> None:
    with pytest.raises(duckdb.Error) as e:
        engine.rows(engine.memory(), "SELECT n\nFROM (SELECT 1 AS m,\n 2 AS o)\nWHERE nn = 1")
    assert engine.plain(e.value) == 'line 4: Binder Error: Referenced column "nn" not found in FROM clause!'
    with pytest.raises(duckdb.Error) as e:
        engine.rows(engine.memory(), "SELECT 1\nWHERE nn::INT = 1")
    assert engine.plain(e.value).startswith('line 2: Binder Error: Referenced column "nn" was not found')
    assert engine.plain(duckdb.Error("Out of\n memory")) == "Out of memory"


def test_names_and_texts_may_hold_the_marks_that_stand_around_them() -> None:
    db = engine.memory()
    engine.keep(db, 'the "first"', " ".join(("SELECT", sql_text.quoted("it's"), "AS", sql_text.quoted_name('a "b" c'))))
    assert engine.readings(db, 'SELECT "a ""b"" c" FROM "the ""first"""') == [("it's",)]


def test_macros_of_our_own_are_named() -> None:
    assert engine.macros() == (
        "merged_flags", "both_flags", "full_sum", "published_together", "inputs_of", "all_inputs", "both_inputs",
        "percent_change",
    )  # fmt: skip
