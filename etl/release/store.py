"""Read releases: what the pages, exports and APIs show. Never writes, never fetches, never aggregates.

Reads data/warehouse (see `etl.release.warehouse` for its layout). The engine is opened on the first request of a
process, after the fork; a release that another process publishes is seen on the next request.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from etl.letter.claims import ClaimResult, from_json
from etl.model.errors import DamagedError, UnknownValueError
from etl.model.observations import Input, Observation, Series
from etl.model.period import order as in_time
from etl.model.period import within
from etl.model.places import places
from etl.model.provenance import ORIGINAL, Provenance
from etl.release import serving, whole
from etl.release.opened import Opened, number
from etl.release.overview import Overview
from etl.release.tables import Tables

FEW = 12  # series that are kept for the next page


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
    provenance: Provenance = ORIGINAL


def current_id(root: Path | None = None) -> str:
    """Id of the release that is served; NotBuiltError where there is none, DamagedError where none is whole."""
    return serving.served(root).id


def release_ids(root: Path | None = None) -> tuple[str, ...]:
    """Ids of all releases, in the order in which they were built; one that cannot be read is left out."""
    return serving.ids_in_order(root or places().warehouse)


def release(release_id: str = "", root: Path | None = None) -> "Release":
    """The release of that id, or the one that is served; UnknownValueError lists those that exist.

    DamagedError where a file of it, the one that was asked for by its id, is not as it was built.
    """
    wanted = release_id or current_id(root)
    root = root or places().warehouse
    folder = serving.folder(root, wanted)
    if not serving.AN_ID.fullmatch(wanted) or not folder.is_dir():
        raise UnknownValueError("Release", wanted, release_ids(root))
    signature = whole.signature(folder / whole.FACTS)
    if signature is None:
        raise DamagedError(wanted, whole.FACTS, "missing")
    return _opened(folder, signature)


@lru_cache(maxsize=4)
def _opened(folder: Path, _facts: whole.Signature) -> "Release":
    return Release(folder)


class Release:
    """One immutable release: indicators here, all at once as `overview`, any table as `tables`. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.id = folder, folder.name
        self._opened = Opened(folder)
        self.tables = Tables(self._opened)
        self.overview = Overview(self._opened)

    @property
    def facts(self) -> dict[str, Any]:
        """release.json."""
        return self._opened.facts

    @property
    def inputs(self) -> dict[int, Input]:
        """All inputs by id."""
        return self._opened.inputs

    @cached_property
    def claims(self) -> dict[str, ClaimResult]:
        """Every claim as evaluated by this build, by id."""
        raw = json.loads(self._opened.files.path("claims.json").read_text("utf-8"))
        return {c.id: c for c in (from_json(entry) for entry in raw)}

    def has(self, indicator: str) -> bool:
        """Whether the release holds any figure of the indicator."""
        return self.choices(indicator).rows > 0

    @lru_cache(maxsize=256)  # noqa: B019  a release is immutable and at most four are open
    def choices(self, indicator: str) -> Choices:
        """What can be asked of an indicator; empty where nothing has been pulled yet."""
        sql = "SELECT list(DISTINCT geo), list(DISTINCT series) FROM read_parquet(?) WHERE current"
        geos, series = (sorted(codes or ()) for codes in self._opened.rows(sql, [self._path(indicator)])[0])
        covered = self.tables.coverage(indicator)
        return Choices(tuple(geos), tuple(series), covered.first, covered.last, covered.rows)

    @lru_cache(maxsize=1024)  # noqa: B019  a release is immutable and at most four are open
    def has_figures(self, indicator: str, geos: tuple[str, ...], series: tuple[str, ...], as_of: str = "") -> bool:
        """Whether there is a series of these places and categories; asked several times for each page."""
        return bool(self.series(indicator, geos, series, as_of=as_of))

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

        start, end: periods of any frequency; what lies within their days is found. as_of: ISO day; "" is the present.
        """
        self._path(indicator)  # known, and not damaged since it was last read
        inside = tuple(within(self.tables.periods(indicator), start, end)) if start or end else ()
        if (start or end) and not inside:
            return ()
        wanted = (indicator, tuple(geos), tuple(series), as_of)
        if not 0 < len(wanted[1]) * len(wanted[2]) <= FEW:
            return self._read(*wanted, inside)
        made = self._few_series(*wanted)
        cut = (replace(s, points=tuple(p for p in s.points if not inside or p.period in inside)) for s in made)
        return tuple(s for s in cut if s.points)

    @lru_cache(maxsize=16)  # noqa: B019  a page asks the same of a few series three times, the next one again
    def _few_series(
        self, indicator: str, geos: tuple[str, ...], series: tuple[str, ...], as_of: str
    ) -> tuple[Series, ...]:
        return self._read(indicator, geos, series, as_of)

    def _read(
        self,
        indicator: str,
        geos: tuple[str, ...],
        series: tuple[str, ...],
        as_of: str,
        periods: tuple[str, ...] = (),
    ) -> tuple[Series, ...]:
        sql = [
            "SELECT geo, series, period, value, flag,",
            "src::VARCHAR," if not as_of else "src_first::VARCHAR,",
            "computed",
            "FROM read_parquet(?)",
        ]
        parameters: list[Any] = [self._path(indicator)]
        if as_of:
            sql.append("WHERE seen_from <= ? AND (seen_until IS NULL OR seen_until > ?)")
            parameters += [as_of, as_of]
        else:
            sql.append("WHERE current")
        for column, codes in (("geo", geos), ("series", series), ("period", periods)):
            if codes:
                sql.append(f"AND list_contains(?::VARCHAR[], {column})")
                parameters.append(list(codes))
        points_of: dict[tuple[str, str], list[Observation]] = {}
        rows = self._opened.rows(" ".join(sql), parameters)
        turn = {period: in_time(period) for period in {row[2] for row in rows}}
        for geo, name, period, value, flag, src, computed in sorted(rows, key=lambda row: turn[row[2]]):
            points_of.setdefault((geo, name), []).append(self._opened.observation(period, value, flag, src, computed))
        made = [Series(indicator, geo, name, tuple(points)) for (geo, name), points in points_of.items()]
        return tuple(sorted(made, key=lambda s: (_place(s.geo, geos), s.geo, _place(s.series, series), s.series)))

    def observation(self, indicator: str, geo: str, series: str, period: str, as_of: str = "") -> Observation | None:
        """One cell, None where there is none."""
        held = self.series(indicator, (geo,), (series,), period, period, as_of)
        return next((p for s in held for p in s.points if p.period == period), None)

    def standing(
        self,
        indicator: str,
        geos: Sequence[str],
        series: Sequence[str],
        periods: Sequence[str],
        days: Collection[str],
    ) -> dict[str, dict[tuple[str, str, str], Observation]]:
        """Cells (place, category, period) as they stood on each day, "" for the present; read at once for all days."""
        sql = (
            "SELECT geo, series, period, value, flag, src::VARCHAR, src_first::VARCHAR, computed, current, "
            "seen_from, seen_until "
            "FROM read_parquet(?) WHERE list_contains(?::VARCHAR[], geo) AND list_contains(?::VARCHAR[], series) "
            "AND list_contains(?::VARCHAR[], period)"
        )
        rows = self._opened.rows(sql, [self._path(indicator), list(geos), list(series), list(periods)])
        of = self._opened.observation
        return {
            day: {
                (geo, name, period): of(period, value, flag, first if day else src, computed)
                for geo, name, period, value, flag, src, first, computed, current, since, until in rows
                if (since is not None and since <= day and (until is None or until > day) if day else current)
            }
            for day in days
        }

    def revisions(self, indicator: str, geo: str = "", series: str = "") -> tuple[Revision, ...]:
        """Values that a publisher has since replaced or withdrawn, oldest period first."""
        self._path(indicator)  # known, and not damaged since it was last read
        return self._replaced(indicator, geo, series)

    @lru_cache(maxsize=8)  # noqa: B019  a release is immutable and at most four are open; most readers stay at a figure
    def _replaced(self, indicator: str, geo: str, series: str) -> tuple[Revision, ...]:
        wanted = [(column, code) for column, code in (("geo", geo), ("series", series)) if code]
        rows = self._opened.rows(
            "SELECT geo, series, period, value, flag, seen_from, seen_until, src_first::VARCHAR, computed "
            f"FROM read_parquet(?) WHERE {' AND '.join(['NOT current', *(f'{column} = ?' for column, _ in wanted)])} "
            "ORDER BY geo, series, period, seen_from",
            [self._path(indicator), *(code for _, code in wanted)],
        )
        of = self._opened.observation
        return tuple(
            Revision(g, s, p, number(v), f, a, b, of(p, v, f, src, computed).provenance)
            for g, s, p, v, f, a, b, src, computed in rows
        )

    def days(self, indicator: str) -> tuple[str, ...]:
        """Days from which some figure of the indicator stood as it did, ISO, oldest first."""
        sql = "SELECT DISTINCT seen_from FROM read_parquet(?) WHERE seen_from IS NOT NULL ORDER BY 1"
        return tuple(day for (day,) in self._opened.rows(sql, [self._path(indicator)]))

    def _path(self, indicator: str) -> str:
        known = self._opened.files.names("indicators")
        if indicator not in known:
            raise UnknownValueError("Indicator", indicator, tuple(sorted(known)))
        return self._opened.file(f"indicators/{indicator}.parquet")


def _place(code: str, order: Sequence[str]) -> int:
    return order.index(code) if code in order else len(order)
