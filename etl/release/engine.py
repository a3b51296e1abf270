"""DuckDB over Parquet, in memory: the only import of duckdb. Knows views and SQL, not what they mean.

No process keeps a `.duckdb` file open (DuckDB locks it against every other process): the engine works on Parquet.
A connection is made after the fork and never shared between threads: take a cursor per request.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.model.errors import TooMuchError
from etl.release import time_limit
from etl.release.sql_text import quoted, quoted_name

Connection = duckdb.DuckDBPyConnection

# For indicators: flags of summed rows in alphabetical order; a sum that is missing when a part is; whether two figures
# stood on the publisher's site on the same day; a change in percent. `inputs_of` (rows that are summed, src each),
# `all_inputs` (rows that are summed, a list each) and `both_inputs` (two lists) give the inputs once each and with them
# COMPUTED_HERE, which says of a figure that it is computed: only a row that is passed on has `[src]` alone.
COMPUTED_HERE = 0  # the id of no input
MACROS = f"""
CREATE OR REPLACE MACRO merged_flags(f) AS
    array_to_string(list_sort(list_distinct(list_filter(string_split(string_agg(f, ''), ''), lambda x: x <> ''))), '');
CREATE OR REPLACE MACRO both_flags(a, b) AS
    array_to_string(list_sort(list_distinct(list_filter(string_split(a || b, ''), lambda x: x <> ''))), '');
CREATE OR REPLACE MACRO full_sum(v) AS CASE WHEN count(*) = count(v) THEN sum(v) END;
CREATE OR REPLACE MACRO published_together(a_from, a_last, a_src, b_from, b_last, b_src) AS
    a_src = b_src OR coalesce(a_from <= b_last AND b_from <= a_last, false);
CREATE OR REPLACE MACRO inputs_of(s) AS list_sort(list_append(list(DISTINCT s), {COMPUTED_HERE}));
CREATE OR REPLACE MACRO all_inputs(s) AS
    list_sort(list_distinct(flatten(list_append(list(s), [{COMPUTED_HERE}]))));
CREATE OR REPLACE MACRO both_inputs(a, b) AS
    list_sort(list_distinct(list_concat([{COMPUTED_HERE}], list_concat(a, b))));
CREATE OR REPLACE MACRO percent_change(new, old) AS CASE WHEN old > 0 THEN 100.0 * (new - old) / old END;
"""

# Countries of a group that the catalogue declares, and how many they are.
GROUPS = """
CREATE OR REPLACE TEMP MACRO members(g) AS TABLE SELECT geo FROM country_groups WHERE of_group = g;
CREATE OR REPLACE TEMP MACRO member_count(g) AS (SELECT count(*) FROM country_groups WHERE of_group = g);
"""

# A dataset's history as read on one day. The present reading has every current row; a reading of the past only rows
# whose day of publication is known.
NOW = 'SELECT * EXCLUDE (current, src, src_last), src_last AS src FROM "history {name}" WHERE current'
PAST = """SELECT * EXCLUDE (current, src, src_last, seen_last), least(seen_last, {day}) AS seen_last,
       CASE WHEN seen_last <= {day} THEN src_last ELSE src END AS src
FROM   "history {name}"
WHERE  seen_from <= {day} AND (seen_until IS NULL OR seen_until > {day})"""
# Readings of an indicator, numbered by day, folded to runs of equal value, flag and making over consecutive days.
FOLD = """WITH marked AS (
    SELECT *, CASE WHEN lag(n) OVER w = n - 1 AND lag(value) OVER w IS NOT DISTINCT FROM value
                    AND lag(flag) OVER w = flag AND lag(computed) OVER w = computed THEN 0 ELSE 1 END AS is_new
    FROM   readings WINDOW w AS (PARTITION BY geo, series, period ORDER BY n)
), runs AS (
    SELECT *, sum(is_new) OVER (PARTITION BY geo, series, period ORDER BY n) AS run FROM marked
)
SELECT geo, series, period, arg_min(value, n) AS value, arg_min(flag, n) AS flag,
       list_extract($days, min(n)) AS seen_from, list_extract($days, max(n) + 1) AS seen_until,
       arg_min(src, n) AS src_first, arg_max(src, n) AS src, bool_or(computed) AS computed,
       max(n) > len($days) AS current
FROM   runs GROUP BY geo, series, period, run ORDER BY geo, series, period, min(n)"""


def memory(threads: int = 2, megabytes: float = 0) -> Connection:
    """A new in-memory database that never asks the network, and holds at most so many megabytes; 0 is no limit."""
    db = duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": str(threads)})
    db.execute("SET enable_progress_bar = false; SET python_enable_replacements = false")  # SQL reads no Python object
    if megabytes:
        db.execute(f"SET memory_limit = '{megabytes:g}MB'; SET max_temp_directory_size = '0KB'")
    db.execute(MACROS)
    return db


def declare(
    db: Connection, macros: Mapping[str, tuple[Sequence[str], str]], groups: Mapping[str, Sequence[str]]
) -> None:
    """Give SQL the catalogue's macros (name -> arguments, expression) and its groups of countries."""
    pairs = [(group, geo) for group, members in groups.items() for geo in members]
    db.execute("CREATE OR REPLACE TEMP TABLE country_groups (of_group VARCHAR, geo VARCHAR)")
    if pairs:  # all at once: one by one they take as long as an indicator
        of_group, geo = (list(column) for column in zip(*pairs, strict=True))
        db.execute("INSERT INTO country_groups SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", [of_group, geo])
    db.execute(GROUPS)
    for name, (arguments, sql) in macros.items():
        db.execute(f"CREATE OR REPLACE TEMP MACRO {quoted_name(name)}({', '.join(arguments)}) AS {sql}")


def shared_views(db: Connection, views: Mapping[str, str]) -> None:
    """One view for each query, in this order; they read what `dataset_views` shows, also when that is replaced."""
    for name, sql in views.items():
        db.execute(f"CREATE OR REPLACE TEMP VIEW {quoted_name(name)} AS {sql}")


def load_histories(db: Connection, paths: Mapping[str, Path], inputs: Path) -> None:
    """Copy the histories of datasets and the inputs into `db`, for many readings of them.

    Behind the letters of a flag stands that of confidentiality, so that an indicator carries both.
    """
    columns = "* EXCLUDE (confidentiality) REPLACE (flag || confidentiality AS flag)"
    db.execute(f"CREATE OR REPLACE TEMP TABLE inputs AS SELECT * FROM read_parquet({quoted(str(inputs))})")
    for name, path in paths.items():
        db.execute(
            f'CREATE OR REPLACE TEMP TABLE "history {name}" AS SELECT {columns} FROM read_parquet({quoted(str(path))})'
        )


def load_tables(db: Connection, tables: Mapping[str, pa.Table], inputs: pa.Table) -> None:
    """The same of tables in memory."""
    for name, table in {"inputs": inputs, **{f"history {n}": t for n, t in tables.items()}}.items():
        db.register("given", table)
        db.execute(f"CREATE OR REPLACE TEMP TABLE {quoted_name(name)} AS SELECT * FROM given")
        db.unregister("given")


def forget_views(db: Connection) -> None:
    """Drop all views, so that SQL finds those of its own datasets only."""
    for (view,) in db.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
        db.execute(f"DROP VIEW {quoted_name(view)}")


def dataset_views(db: Connection, names: Iterable[str], as_of: str = "") -> None:
    """One view per dataset, under its id: dims, period, value, flag, seen_from, seen_last, src, and of the input:
    provenance, vintage, provenance_id. `as_of` is an ISO day; "" reads the present."""
    for name in names:
        reading = (PAST if as_of else NOW).format(name=name, day=quoted(as_of))
        db.execute(
            f'CREATE OR REPLACE TEMP VIEW "{name}" AS SELECT r.*, i.provenance, i.vintage, i.provenance_id '
            f"FROM ({reading}) r JOIN inputs i ON i.id = r.src"
        )


def reading_columns(db: Connection, sql: str) -> dict[str, str]:
    """The columns that a query returns, in order, and their types; SqlError where it names what is not there."""
    return {row[0]: row[1] for row in db.execute(f"DESCRIBE {sql}").fetchall()}


@lru_cache(1024)  # shared views and macros are looked at again for every indicator
def syntax(sql: str) -> Mapping[str, Any]:
    """DuckDB's tree of a query."""
    (text,) = _parser().execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0]
    node: dict[str, Any] = json.loads(text)["statements"][0]["node"]
    return node


@cache
def _parser() -> Connection:
    return memory(threads=1)


def macros() -> tuple[str, ...]:
    """Names of the macros that indicators may use besides DuckDB's own functions."""
    return tuple(re.findall(r"MACRO (\w+)\(", MACROS))


def plain(error: duckdb.Error) -> str:
    """What DuckDB says is wrong, in one line with the number of the line in the SQL; without its guesses."""
    said, _, place = str(error).partition("\n\nLINE ")
    said = re.split(r"\n(?:Did you mean|Candidate bindings)", said)[0]
    line = f"line {place.partition(':')[0]}: " if place else ""
    return line + " ".join(said.split())


def folded(db: Connection, sql: str, names: Iterable[str], days: Sequence[str], decimals: int) -> pa.Table:
    """An indicator's SQL as it reads on each of `days` and now, folded to changes; values rounded to `decimals`."""
    names = tuple(names)
    db.execute(
        "CREATE OR REPLACE TEMP TABLE readings (n INTEGER, geo VARCHAR, series VARCHAR, period VARCHAR, value DOUBLE, "
        "flag VARCHAR, src INTEGER[], computed BOOLEAN)"
    )
    for n, day in enumerate([*days, ""], 1):
        dataset_views(db, names, day)
        db.execute(
            f"INSERT INTO readings SELECT {n}, geo, series, period, round(value::DOUBLE, {decimals}) + 0.0, "
            f"coalesce(flag, ''), list_filter(list_sort(src), lambda i: i <> {COMPUTED_HERE}), "
            f"list_contains(src, {COMPUTED_HERE}) FROM ({sql})"
        )
    return db.sql(FOLD, params={"days": list(days)}).to_arrow_table()


def repeated(db: Connection) -> list[tuple[Any, ...]]:
    """Cells that the readings of `folded` hold twice on one day: geo, series, period."""
    query = "SELECT geo, series, period FROM readings GROUP BY n, geo, series, period HAVING count(*) > 1 LIMIT 1"
    return db.execute(query).fetchall()


def not_passed_on(db: Connection, names: Iterable[str], days: int, decimals: int) -> list[tuple[Any, ...]]:
    """Of the present reading of `folded`, cells that are not called computed and yet are no row of its datasets.

    geo, series, period, value. names: the datasets, whose views must still be there; days: as many as were folded.
    """
    cells = " UNION ".join(f'SELECT src, round(value::DOUBLE, {decimals}) + 0.0 AS value FROM "{n}"' for n in names)
    query = (
        "SELECT geo, series, period, r.value FROM readings r "
        f"LEFT JOIN ({cells}) c ON c.src = r.src[1] AND c.value IS NOT DISTINCT FROM r.value "
        f"WHERE n = {days + 1} AND NOT computed AND (len(r.src) <> 1 OR c.src IS NULL) LIMIT 1"
    )
    return db.execute(query).fetchall()


def readings(db: Connection, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query over the views of `dataset_views`, which only the connection itself has."""
    return db.execute(sql).fetchall()


def keep(db: Connection, name: str, sql: str) -> None:
    """Keep the rows of a query as a table of the connection, in the place of what it held under that name."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE {quoted_name(name)} AS {sql}")


def rows(db: Connection, sql: str, parameters: Sequence[Any] = (), seconds: float = inf) -> list[tuple[Any, ...]]:
    """The rows of `sql` as tuples, on a cursor of its own; TooMuchError where it takes longer, or too much memory."""
    cursor = db.cursor()
    try:
        with time_limit.WATCH.over(cursor.interrupt, seconds) as running:
            return cursor.execute(sql, list(parameters)).fetchall()
    except duckdb.InterruptException as e:
        why = f"it took more than {seconds:g} s" if running.ended == "time" else "nobody waits for it any longer"
        raise TooMuchError(f"A query was ended: {why}.") from e
    except duckdb.OutOfMemoryException as e:
        raise TooMuchError("A query was ended: it took too much memory.") from e
    finally:
        cursor.close()


def write_database(
    path: Path, tables: Mapping[str, tuple[Path, str, Mapping[str, str]]], gone: Iterable[str] = ()
) -> None:
    """A `.duckdb` file for people: table name -> Parquet file, comment, comments of its columns.

    Tables that the file holds already stay, but for those that are `gone`.
    """
    with duckdb.connect(str(path)) as db:
        db.begin()  # one transaction: a commit for each of some thousand comments takes as long as the tables
        for name in gone:
            db.execute(f"DROP TABLE {quoted_name(name)}")
        for name, (parquet, comment, columns) in tables.items():
            db.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet({quoted(str(parquet))})')
            db.execute(f'COMMENT ON TABLE "{name}" IS {quoted(comment)}')
            present = {row[0] for row in db.execute(f'DESCRIBE "{name}"').fetchall()}
            for column, says in columns.items():
                if column in present:
                    db.execute(f'COMMENT ON COLUMN "{name}"."{column}" IS {quoted(says)}')
        db.commit()
        db.execute("CHECKPOINT")


SqlError = duckdb.Error
FileError = duckdb.IOException  # a file cannot be read or written: the disk is full, for one
