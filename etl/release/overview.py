"""All tables of a release at once, in one read each: what each holds, and a few series of many indicators.

For pages that list everything; one indicator's own page reads `etl.release.store`, one table's `etl.release.tables`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from etl.model.observations import Coverage, Observation, Series
from etl.model.period import extent
from etl.model.period import period as in_time
from etl.release.opened import Opened

Key = tuple[str, str, str]  # indicator, geo, series


@dataclass(frozen=True)
class SeriesExtent:
    """What a release holds of one series: first and last period with a value, and how many values."""

    geo: str
    series: str
    first: str
    last: str
    values: int


class Overview:
    """The tables of an opened release."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    @lru_cache(maxsize=1)  # noqa: B019  a release is immutable and at most four are open
    def extents(self) -> dict[str, tuple[SeriesExtent, ...]]:
        """Every series that has a value, by indicator; an indicator without any has an empty entry."""
        by_table: dict[str, list[SeriesExtent]] = {name: [] for name in self._names()}
        sql = (
            "SELECT filename, geo, series, min(period), max(period), count(*) "
            "FROM read_parquet(?, filename = true, union_by_name = true) WHERE current AND isfinite(value) "
            "GROUP BY ALL ORDER BY ALL"
        )
        for file, *row in self._opened.rows(sql, [[self._path(name) for name in by_table]]):
            by_table[_name(file)].append(SeriesExtent(*row))
        return {name: tuple(extents) for name, extents in by_table.items()}

    @lru_cache(maxsize=1)  # noqa: B019  a release is immutable and at most four are open
    def held(self) -> dict[str, frozenset[tuple[str, str]]]:
        """The geo and series codes that have a value together, by indicator."""
        return {name: frozenset((e.geo, e.series) for e in extents) for name, extents in self.extents().items()}

    @lru_cache(maxsize=1)  # noqa: B019  a release is immutable and at most four are open
    def coverages(self) -> dict[str, Coverage]:
        """What each dataset and indicator holds in the present reading; none for a table without rows."""
        coverages: dict[str, Coverage] = {}
        for folder, inputs in (("datasets", "list(DISTINCT src_last)"), ("indicators", "flatten(list(DISTINCT src))")):
            sql = (
                f"SELECT filename, count(*), count(value), list(DISTINCT period), {inputs} "
                "FROM read_parquet(?, filename = true, union_by_name = true) WHERE current GROUP BY filename"
            )
            files = [self._opened.file(f"{folder}/{name}.parquet") for name in self._opened.files.names(folder)]
            for file, rows, values, periods, used in self._opened.rows(sql, [files]) if files else ():
                first, last = extent(periods)
                coverages[_name(file)] = Coverage(rows, values, first, last, tuple(sorted(set(used))))
        return coverages

    def series(self, wanted: Iterable[Key]) -> dict[Key, Series]:
        """Those of the series that have figures, oldest period first."""
        keys = list(wanted)
        if not keys:
            return {}
        files = sorted({self._path(name) for name, _, _ in keys})
        sql = (
            "SELECT t.filename, t.geo, t.series, t.period, t.value, t.flag, t.src::VARCHAR, t.computed "
            "FROM read_parquet(?, filename = true, union_by_name = true) t JOIN "
            "(SELECT unnest(?) AS filename, unnest(?) AS geo, unnest(?) AS series) USING (filename, geo, series) "
            "WHERE t.current"
        )
        columns = [[self._path(name) for name, _, _ in keys], [g for _, g, _ in keys], [s for _, _, s in keys]]
        points: dict[Key, list[Observation]] = {}
        for file, geo, name, *row in self._opened.rows(sql, [files, *columns]):
            points.setdefault((_name(file), geo, name), []).append(self._opened.observation(*row))
        return {
            key: Series(*key, tuple(sorted(points[key], key=lambda p: in_time(p.period))))
            for key in keys
            if key in points
        }

    def _names(self) -> tuple[str, ...]:
        return tuple(sorted(self._opened.files.names("indicators")))

    def _path(self, indicator: str) -> str:
        return self._opened.file(f"indicators/{indicator}.parquet")


def _name(file: str) -> str:
    return file.rsplit("/", 1)[-1].removesuffix(".parquet")
