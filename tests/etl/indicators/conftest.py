"""The archive read again with csv, for tests that hold figures of a release against it; and those figures."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from etl.catalogue import catalogue
from etl.release import store

ARCHIVE = Path(__file__).parents[3] / "data" / "archive"
Row = dict[str, str]


class Again:
    """Tables of the archive by the name of their file, without a line of the pipeline in between."""

    @staticmethod
    @cache
    def table(name: str) -> tuple[Row, ...]:
        """One table, every cell as text: NA is Namibia."""
        with (ARCHIVE / f"{name}.csv").open(encoding="utf-8", newline="") as f:
            return tuple(csv.DictReader(f))

    def _rows(self, name: str, where: Row) -> list[Row]:
        return [r for r in self.table(name) if all(r[k] == v for k, v in where.items())]

    def found(self, name: str, **where: str) -> list[float]:
        """All figures of these rows; those that are missing are left out."""
        return [float(r["value"]) for r in self._rows(name, where) if r["value"]]

    def one(self, name: str, **where: str) -> float:
        """The only figure of these rows."""
        [value] = self.found(name, **where)
        return value

    def newest(self, name: str, **where: str) -> float:
        """The figure of the newest vintage."""
        return float(max(self._rows(name, where), key=lambda r: r["vintage"])["value"])

    def applicants(self, geo: str, year: str, kind: str = "TOTAL", citizen: str = "TOTAL", **where: str) -> float:
        """Asylum applicants (kind FRST: first-time ones), newest vintage."""
        wanted = {"geo": geo, "TIME_PERIOD": year, "applicant": kind, "citizen": citizen, **where}
        return self.newest("eurostat_migr_asyappctza", **wanted)

    def inhabitants(self, geo: str, year: str) -> float:
        """Persons on 1 January, newest vintage."""
        return self.newest("eurostat_demo_population", geo=geo, TIME_PERIOD=year)

    @staticmethod
    def change(now: float, old: float) -> float:
        """Percent."""
        return 100 * (now / old - 1)


@pytest.fixture(scope="session")
def again() -> Again:
    """The archive, read again."""
    return Again()


@pytest.fixture
def value(release: store.Release) -> Callable[[str, str, str, str], float | None]:
    """The release's figure: `value("returned", "NL", "all", "2018")`; None where it is missing or there is no row."""

    def of(indicator: str, geo: str, series: str, period: str) -> float | None:
        seen = release.observation(indicator, geo, series, period)
        return seen.value if seen else None

    return of


@pytest.fixture
def cells_of(release: store.Release) -> Callable[[str], list[tuple[str, str, str, float]]]:
    """All figures of an indicator that are there: geo, series, period, value."""

    def of(indicator: str) -> list[tuple[str, str, str, float]]:
        points = ((s, p) for s in release.series(indicator) for p in s.points)
        return [(s.geo, s.series, p.period, p.value) for s, p in points if p.value is not None]

    return of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each figure that a module has read again (`KNOWN`) is a case: indicator, geo, series, period, figure."""
    if "cell" in metafunc.fixturenames:
        cells = [(name, *cell) for name, known in metafunc.module.KNOWN.items() for cell in known]
        metafunc.parametrize("cell", cells, ids=["-".join(c[:4]) for c in cells])


@pytest.fixture
def hold(value: Callable[..., float | None], again: Again) -> Callable[..., None]:
    """Hold a figure of the release against the one of the archive, to half a unit of its last decimal."""

    def held(indicator: str, geo: str, series: str, period: str, number: Callable[[Again], float]) -> None:
        half_a_unit = 0.5 * 10 ** -catalogue.load().indicators[indicator].decimals
        assert value(indicator, geo, series, period) == pytest.approx(number(again), abs=half_a_unit + 1e-9)

    return held
