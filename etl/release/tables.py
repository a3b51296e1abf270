"""Whole tables of a release, datasets and indicators alike: their dimensions, codes, coverage and rows.

Values are bound and column names checked against the table's own schema before they touch SQL.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from etl.model.errors import UnknownValueError
from etl.model.observations import Coverage, TableRow
from etl.model.period import extent, frequency_of, in_order, within
from etl.release import sql_text
from etl.release.opened import Opened

NOT_DIMS = ("value", "flag", "seen_from", "seen_until", "seen_last", "src", "src_first", "src_last", "current",
            "computed", "confidentiality")  # fmt: skip
Filters = Mapping[str, Sequence[str]]  # dimension, or period -> accepted codes


class Tables:
    """The tables of an opened release."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    @lru_cache(maxsize=256)  # noqa: B019  a release is immutable and at most four are open
    def dims(self, table: str) -> tuple[str, ...]:
        """The columns beside the period that tell the rows of a dataset or indicator apart."""
        rows = self._opened.rows("SELECT name FROM parquet_schema(?) WHERE num_children IS NULL", [self._table(table)])
        known = [name for (name,) in rows]
        return tuple(n for n in known if n not in (*NOT_DIMS, "period", "element", "item"))

    @lru_cache(maxsize=256)  # noqa: B019  a release is immutable and at most four are open
    def codes(self, table: str, dim: str) -> tuple[str, ...]:
        """Every code that a dimension, or `period`, has in the present reading of a table, in order."""
        column = self._column(table, dim)
        sql = f"SELECT DISTINCT {column} FROM read_parquet(?) WHERE current ORDER BY 1"
        return tuple(code for (code,) in self._opened.rows(sql, [self._table(table)]))

    @lru_cache(maxsize=256)  # noqa: B019  a release is immutable and at most four are open
    def periods(self, table: str) -> tuple[str, ...]:
        """Every period that a table ever had, earlier vintages included, in order of time."""
        rows = self._opened.rows("SELECT DISTINCT period FROM read_parquet(?)", [self._table(table)])
        return tuple(in_order(period for (period,) in rows))

    @lru_cache(maxsize=256)  # noqa: B019  a release is immutable and at most four are open
    def coverage(self, table: str) -> Coverage:
        """What a dataset or indicator holds in the present reading."""
        inputs = "list(DISTINCT src_last)" if "." in table else "flatten(list(DISTINCT src))"
        sql = f"SELECT count(*), count(value), list(DISTINCT period), {inputs} FROM read_parquet(?) WHERE current"
        rows, values, periods, used = self._opened.rows(sql, [self._table(table)])[0]
        first, last = extent(periods) if periods else ("", "")
        return Coverage(rows, values, first, last, tuple(sorted(set(used or ()))))

    def count(self, table: str, filters: Filters, start: str = "", end: str = "", as_of: str = "") -> int:
        """How many rows of a table a choice has; `dataset` has the same arguments."""
        where, parameters = self._where(table, filters, start, end, as_of)
        return int(self._opened.rows(f"SELECT count(*) FROM read_parquet(?) {where}", parameters)[0][0])

    def dataset(
        self,
        table: str,
        filters: Filters,
        start: str = "",
        end: str = "",
        as_of: str = "",
        order: Sequence[tuple[str, bool]] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[TableRow, ...]:
        """Rows of a dataset or indicator; order: (column, whether the highest comes first), then dimensions and period.

        UnknownValueError where a table, column or direction does not exist; a code that no row has finds nothing.
        """
        dims = self.dims(table)
        columns = [sql_text.quoted_name(name) for name in (*dims, "period")]
        keys = [*columns[:-1], self._in_time(table)]
        src, days = ("src_last" if "." in table else "src"), [as_of] * bool(as_of and "." in table)
        if as_of:
            src = "CASE WHEN seen_last <= ? THEN src_last ELSE src END" if "." in table else "src_first"
        where, parameters = self._where(table, filters, start, end, as_of)
        key = {"period": self._in_time(table)}
        sorting = [f"{key.get(name) or self._column(table, name)}{' DESC' * down} NULLS LAST" for name, down in order]
        computed = "false" if "." in table else "computed"
        sql = f"SELECT {', '.join(columns)}, value, {self._flag(table)}, ({src})::VARCHAR, {computed}"
        sql = f"{sql} FROM read_parquet(?) {where}"
        sql = f"{sql} ORDER BY {', '.join([*sorting, *keys])}"
        if limit is not None:
            sql, parameters = f"{sql} LIMIT ? OFFSET ?", [*parameters, limit, offset]
        return tuple(self._table_row(row, len(dims)) for row in self._opened.rows(sql, [*days, *parameters]))

    @lru_cache(maxsize=256)  # noqa: B019  a release is immutable and at most four are open
    def _flag(self, table: str) -> str:
        """The flag with its confidentiality behind it; releases of before November 2026 have no such column."""
        names = self._opened.rows("SELECT name FROM parquet_schema(?)", [self._table(table)])
        return "flag || confidentiality" if ("confidentiality",) in names else "flag"

    def _table_row(self, row: tuple[Any, ...], width: int) -> TableRow:
        period, value, flag, src, computed = row[width:]
        return TableRow(row[:width], self._opened.observation(period, value, flag, src, computed))

    def _where(self, table: str, filters: Filters, start: str, end: str, as_of: str) -> tuple[str, list[Any]]:
        """The filter of a table as SQL, and its parameters, the path first."""
        named = [(self._column(table, name), list(codes)) for name, codes in filters.items() if codes]
        if start or end:
            named.append((self._column(table, "period"), within(self.periods(table), start, end)))
        where, parameters = sql_text.where(named, as_of)
        return where, [self._table(table), *parameters]

    def _in_time(self, table: str) -> str:
        """What sorts the periods of a table in SQL: their text where all are of one frequency, else their place."""
        periods = self.periods(table)
        if frequency_of(periods):
            return "period"
        return f"list_position([{', '.join(sql_text.quoted(p) for p in periods)}], period)"

    def _column(self, table: str, name: str) -> str:
        """A column's name for SQL; UnknownValueError where the table has no such column."""
        known = (*self.dims(table), "period", "value")
        if name not in known:
            raise UnknownValueError("Column", name, known)
        return sql_text.quoted_name(name)

    def _table(self, table: str) -> str:
        """The file of a dataset (its id has a dot) or an indicator."""
        folder = "datasets" if "." in table else "indicators"
        known = self._opened.files.names(folder)
        if table not in known:
            raise UnknownValueError("Table", table, tuple(sorted(known)))
        return self._opened.file(f"{folder}/{table}.parquet")
