"""Read releases: what the pages, exports and APIs show. Never writes, never fetches, never aggregates.

Reads data/warehouse (see `etl.warehouse` for its layout). The engine is opened on the first request of a process, after
the fork; a release that another process publishes is seen on the next request.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from etl import engine
from etl.claims import ClaimResult, from_json
from etl.errors import NotBuiltError, UnknownValueError
from etl.observations import Coverage, Input, Observation, Series, TableRow
from etl.places import places

WEAKEST_LAST = ("original", "derived", "transcribed", "quoted")
NOT_DIMS = ("value", "flag", "seen_from", "seen_until", "seen_last", "src", "src_first", "src_last", "current")
Filters = Mapping[str, Sequence[str]]  # dimension, or period -> accepted codes


@dataclass(frozen=True)
class Choices:
    """What can be asked of an indicator in a release: geo codes, series codes, first and last period."""

    geos: tuple[str, ...]
    series: tuple[str, ...]
    first: str
    last: str
    rows: int


@dataclass(frozen=True)
class Revision:
    """A value that no longer stands. `until` is the first day on which it did not; None = day not known."""

    geo: str
    series: str
    period: str
    value: float | None
    flag: str
    seen_from: str | None
    seen_until: str | None


def current_id(root: Path | None = None) -> str:
    """Id of the release that is served; NotBuiltError where there is none."""
    path = (root or places().warehouse) / "CURRENT"
    if not path.exists():
        raise NotBuiltError("No release has been built yet: run `python -m etl build`.")
    return path.read_text("utf-8").strip()


def release_ids(root: Path | None = None) -> tuple[str, ...]:
    """Ids of all releases, in the order in which they were built."""
    found = [
        (json.loads(p.read_text("utf-8"))["built_at"], p.parent.name)
        for p in (root or places().warehouse).glob("releases/[!.]*/release.json")
    ]
    return tuple(name for _, name in sorted(found))


def release(release_id: str = "", root: Path | None = None) -> "Release":
    """The release of that id, or the current one; UnknownValueError lists those that exist."""
    root = root or places().warehouse
    wanted = release_id or current_id(root)
    folder = root / "releases" / wanted
    if "/" in wanted or wanted.startswith(".") or not (folder / "release.json").exists():
        raise UnknownValueError("Release", wanted, release_ids(root))
    return _opened(folder)


@lru_cache(maxsize=4)
def _opened(folder: Path) -> "Release":
    return Release(folder)


class Release:
    """One immutable release. Safe for threads: each read takes a cursor of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.id = folder, folder.name
        self._lock = threading.Lock()
        self._db: engine.Connection | None = None

    @cached_property
    def facts(self) -> dict[str, Any]:
        """release.json."""
        found: dict[str, Any] = json.loads((self.folder / "release.json").read_text("utf-8"))
        return found

    @cached_property
    def inputs(self) -> dict[int, Input]:
        """All inputs by id."""
        names = list(Input.__dataclass_fields__)
        found = self._rows(f"SELECT {', '.join(names)} FROM read_parquet(?)", [str(self.folder / "inputs.parquet")])
        return {row[0]: Input(*row) for row in found}

    @cached_property
    def claims(self) -> dict[str, ClaimResult]:
        """Every claim as evaluated by this build, by id."""
        raw = json.loads((self.folder / "claims.json").read_text("utf-8"))
        return {c.id: c for c in (from_json(entry) for entry in raw)}

    def has(self, indicator: str) -> bool:
        """Whether the release holds any figure of the indicator."""
        return self.choices(indicator).rows > 0

    @lru_cache(maxsize=256)  # noqa: B019  a release is immutable and at most four are open
    def choices(self, indicator: str) -> Choices:
        """What can be asked of an indicator; empty where nothing has been pulled yet."""
        path = self._path(indicator)
        geos = self._rows("SELECT DISTINCT geo FROM read_parquet(?) WHERE current ORDER BY 1", [path])
        series = self._rows("SELECT DISTINCT series FROM read_parquet(?) WHERE current ORDER BY 1", [path])
        first, last, count = self._rows(
            "SELECT coalesce(min(period), ''), coalesce(max(period), ''), count(*) FROM read_parquet(?) WHERE current",
            [path],
        )[0]
        return Choices(tuple(g for (g,) in geos), tuple(s for (s,) in series), first, last, count)

    def series(
        self,
        indicator: str,
        geos: Sequence[str] = (),
        series: Sequence[str] = (),
        start: str = "",
        end: str = "",
        as_of: str = "",
    ) -> tuple[Series, ...]:
        """Series of an indicator, oldest period first, in the order asked for; empty filters mean all.

        start, end: periods, both included; a year includes its months and quarters. as_of: ISO day; "" is the present.
        """
        sql = [
            "SELECT geo, series, period, value, flag,",
            " src" if not as_of else " src_first",
            "FROM read_parquet(?)",
        ]
        parameters: list[Any] = [self._path(indicator)]
        if as_of:
            sql.append("WHERE seen_from <= ? AND (seen_until IS NULL OR seen_until > ?)")
            parameters += [as_of, as_of]
        else:
            sql.append("WHERE current")
        for column, codes in (("geo", geos), ("series", series)):
            if codes:
                sql.append(f"AND {column} IN (SELECT unnest(?))")
                parameters.append(list(codes))
        if start:
            sql.append("AND period >= ?")
            parameters.append(start)
        if end:
            sql.append("AND period <= ?")
            parameters.append(end + "~" if len(end) == 4 else end)
        found: dict[tuple[str, str], list[Observation]] = {}
        for geo, name, period, value, flag, src in self._rows(
            " ".join(sql) + " ORDER BY geo, series, period", parameters
        ):
            found.setdefault((geo, name), []).append(self._observation(period, value, flag, src))
        made = [Series(indicator, geo, name, tuple(points)) for (geo, name), points in found.items()]
        return tuple(sorted(made, key=lambda s: (_place(s.geo, geos), s.geo, _place(s.series, series), s.series)))

    def observation(self, indicator: str, geo: str, series: str, period: str, as_of: str = "") -> Observation | None:
        """One cell, None where there is none."""
        found = self.series(indicator, (geo,), (series,), period, period, as_of)
        return next((p for s in found for p in s.points if p.period == period), None)

    def revisions(self, indicator: str, geo: str = "", series: str = "") -> tuple[Revision, ...]:
        """Values that a publisher has since replaced or withdrawn, oldest period first."""
        found = self._rows(
            "SELECT geo, series, period, value, flag, seen_from, seen_until FROM read_parquet(?) WHERE NOT current "
            "AND (? = '' OR geo = ?) AND (? = '' OR series = ?) ORDER BY geo, series, period, seen_from",
            [self._path(indicator), geo, geo, series, series],
        )
        return tuple(Revision(g, s, p, _number(v), f, a, b) for g, s, p, v, f, a, b in found)

    @lru_cache(maxsize=256)  # noqa: B019  as above
    def dims(self, table: str) -> tuple[str, ...]:
        """The columns beside the period that tell the rows of a dataset or indicator apart."""
        found = self._rows("SELECT name FROM parquet_schema(?) WHERE num_children IS NULL", [self._table(table)])
        known = [name for (name,) in found]
        return tuple(n for n in known if n not in (*NOT_DIMS, "period", "element", "item"))

    @lru_cache(maxsize=256)  # noqa: B019  as above
    def codes(self, table: str, dim: str) -> tuple[str, ...]:
        """Every code that a dimension, or `period`, has in the present reading of a table, in order."""
        column = self._column(table, dim)
        sql = f"SELECT DISTINCT {column} FROM read_parquet(?) WHERE current ORDER BY 1"
        return tuple(code for (code,) in self._rows(sql, [self._table(table)]))

    @lru_cache(maxsize=256)  # noqa: B019  as above
    def coverage(self, table: str) -> Coverage:
        """What a dataset or indicator holds in the present reading."""
        src = "src_last" if "." in table else "unnest(src)"
        path = self._table(table)
        totals = "SELECT count(*), count(value), coalesce(min(period), ''), coalesce(max(period), '') "
        rows, values, first, last = self._rows(f"{totals} FROM read_parquet(?) WHERE current", [path])[0]
        used = self._rows(f"SELECT DISTINCT {src} FROM read_parquet(?) WHERE current ORDER BY 1", [path])
        return Coverage(rows, values, first, last, tuple(n for (n,) in used))

    def count(self, table: str, filters: Filters, start: str = "", end: str = "", as_of: str = "") -> int:
        """How many rows of a table a choice has; `dataset` has the same arguments."""
        where, parameters = self._where(table, filters, start, end, as_of)
        return int(self._rows(f"SELECT count(*) FROM read_parquet(?) {where}", parameters)[0][0])

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
        columns = [engine.quoted_name(name) for name in (*dims, "period")]
        src, days = ("src_last" if "." in table else "src"), [as_of] * bool(as_of and "." in table)
        if as_of:
            src = "CASE WHEN seen_last <= ? THEN src_last ELSE src END" if "." in table else "src_first"
        where, parameters = self._where(table, filters, start, end, as_of)
        sorting = [f"{self._column(table, name)}{' DESC' * down} NULLS LAST" for name, down in order]
        sql = f"SELECT {', '.join(columns)}, value, flag, {src} FROM read_parquet(?) {where}"
        sql = f"{sql} ORDER BY {', '.join([*sorting, *columns])}"
        if limit is not None:
            sql, parameters = f"{sql} LIMIT ? OFFSET ?", [*parameters, limit, offset]
        return tuple(self._table_row(row, len(dims)) for row in self._rows(sql, [*days, *parameters]))

    def _table_row(self, row: tuple[Any, ...], width: int) -> TableRow:
        period, value, flag, src = row[width:]
        return TableRow(row[:width], self._observation(period, value, flag, src if isinstance(src, list) else [src]))

    def _where(self, table: str, filters: Filters, start: str, end: str, as_of: str) -> tuple[str, list[Any]]:
        """The filter of a table as SQL, and its parameters, the path first."""
        named = {self._column(table, name): list(codes) for name, codes in filters.items() if codes}
        where, parameters = engine.where(named, start, end, as_of)
        return where, [self._table(table), *parameters]

    def _column(self, table: str, name: str) -> str:
        """A column's name for SQL; UnknownValueError where the table has no such column."""
        known = (*self.dims(table), "period", "value")
        if name not in known:
            raise UnknownValueError("Column", name, known)
        return engine.quoted_name(name)

    def _table(self, table: str) -> str:
        """The file of a dataset (its id has a dot) or an indicator."""
        folder = self.folder / ("datasets" if "." in table else "indicators")
        known = {p.stem: p for p in folder.glob("*.parquet")}
        if table not in known:
            raise UnknownValueError("Table", table, tuple(sorted(known)))
        return str(known[table])

    def _observation(self, period: str, value: float | None, flag: str, src: Sequence[int]) -> Observation:
        used = [self.inputs[i] for i in src]
        kind = max((i.kind for i in used), key=WEAKEST_LAST.index, default="original")
        vintage = max((i.vintage for i in used), default="")
        return Observation(period, _number(value), flag, kind, vintage, tuple(src))

    def _path(self, indicator: str) -> str:
        path = self.folder / "indicators" / f"{indicator}.parquet"
        if not path.exists():
            names = tuple(sorted(p.stem for p in path.parent.glob("*.parquet")))
            raise UnknownValueError("Indicator", indicator, names)
        return str(path)

    def _rows(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._lock:
            if self._db is None:
                self._db = engine.memory()
        return engine.rows(self._db, sql, parameters)


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else value


def _place(code: str, asked: Sequence[str]) -> int:
    return asked.index(code) if code in asked else len(asked)
