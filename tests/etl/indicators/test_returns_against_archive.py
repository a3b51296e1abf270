"""Figures of return (pillar 4) against the archive, which is read again with csv."""

from collections.abc import Callable
from typing import Any

from etl.catalogue import catalogue

INDICATORS = catalogue.load().indicators
Cell = tuple[str, str, str, Callable[[Any], float]]  # geo, series, period, the figure read again
ORDERED, RETURNED, QUOTED = "eurostat_migr_eiord", "eurostat_migr_eirtn", "eurostat_returns_quoted"
WESTERN_BALKANS = ("AL", "BA", "ME", "MK", "RS", "XK")


def ordered(a: Any, year: str, citizen: str = "TOTAL", geo: str = "EU28") -> float:
    return a.newest(ORDERED, geo=geo, TIME_PERIOD=year, citizen=citizen)


def returned(a: Any, year: str, citizen: str = "TOTAL", to: str = "TOTAL", geo: str = "EU28") -> float:
    return a.one(RETURNED, geo=geo, TIME_PERIOD=year, citizen=citizen, c_dest=to, vintage="2017-05")


def quoted(a: Any, period: str, definition: str, geo: str) -> float:
    return a.one(QUOTED, geo=geo, period=period, definition=definition)


def five_years(a: Any, geo: str, years: range) -> float:
    back = [a.newest(RETURNED, geo=geo, TIME_PERIOD=str(y), citizen="TOTAL", c_dest="TOTAL") for y in years]
    return 100 * sum(back) / sum(ordered(a, str(y), geo=geo) for y in years)


def without_western_balkans(a: Any, year: str) -> float:
    back = returned(a, year) - sum(returned(a, year, c) for c in WESTERN_BALKANS)
    return 100 * back / (ordered(a, year) - sum(ordered(a, year, c) for c in WESTERN_BALKANS))


def dtv(a: Any, year: str, category: str) -> float:
    return a.one("dtv_departures", year=year, period="full year", category=category)


KNOWN: dict[str, list[Cell]] = {
    "ordered_to_leave": [
        ("EU28", "annual", "2015", lambda a: ordered(a, "2015")),
        ("EU28", "annual", "2018", lambda a: 478_200),
        ("EU27_2020", "annual", "2025", lambda a: ordered(a, "2025", geo="EU27_2020")),
        ("EU27_2020", "quoted", "2025", lambda a: 473_385),
        ("NL", "annual", "2016", lambda a: 25_310),  # 32,950 before Eurostat revised it
    ],
    "returned": [("EU28", "all", "2018", lambda a: 198_000), ("EU28", "third_country", "2018", lambda a: 158_000)],
    "return_rate": [
        ("EU28", "all", "2018", lambda a: 41.4),
        ("EU28", "third_country", "2015", lambda a: 36.8),
        ("EU27_2020", "all", "2025", lambda a: 32.1),
        ("EU27_2020", "all_5y", "2018", lambda a: five_years(a, "EU27_2020", range(2014, 2019))),
        ("NL", "all", "2025", lambda a: 15.9),
        ("NL", "all", "2016", lambda a: 49.1),
    ],
    "ordered_by_citizenship": [
        ("EU28", "AF", "2015", lambda a: ordered(a, "2015", "AF")),
        ("NL", "TOTAL", "2014", lambda a: ordered(a, "2014", geo="NL")),
    ],
    "returned_by_citizenship": [("EU28", "AL", "2016", lambda a: returned(a, "2016", "AL"))],
    "returned_third_by_citizenship": [
        (
            "NL",
            "AL",
            "2018",
            lambda a: a.one(RETURNED, geo="NL", TIME_PERIOD="2018", citizen="AL", vintage="2024-09-20"),
        ),
        ("EU27_2020", "GE", "2020", lambda a: a.one(RETURNED, geo="EU27_2020", TIME_PERIOD="2020", citizen="GE")),
    ],
    "return_rate_by_citizenship": [
        ("EU28", "MA", "2016", lambda a: 100 * returned(a, "2016", "MA") / ordered(a, "2016", "MA")),
        ("EU28", "without_western_balkans", "2015", lambda a: without_western_balkans(a, "2015")),
        ("EU28", "TOTAL", "2016", lambda a: 50.1),
    ],
    "return_rate_orders_before": [
        ("EU28", "all", "2016", lambda a: 100 * returned(a, "2016") / ordered(a, "2015")),
        ("EU28", "third_country", "2017", lambda a: 100 * 188_905 / 493_785),
    ],
    "ordered_quarterly": [
        ("EU27_2020", "quarterly", "2026-Q1", lambda a: quoted(a, "2026-Q1", "ordered to leave", "EU27_2020"))
    ],
    "returned_quarterly": [
        ("EU27_2020", "all", "2024-Q1", lambda a: quoted(a, "2024-Q1", "returned, any country", "EU27_2020")),
        (
            "EU27_2020",
            "third_country",
            "2025-Q3",
            lambda a: quoted(a, "2025-Q3", "returned to a third country", "EU27_2020"),
        ),
    ],
    "return_rate_quarterly": [
        ("EU27_2020", "all", "2022-Q4", lambda a: 100 * 28_155 / 123_865),
        ("EU27_2020", "third_country", "2026-Q1", lambda a: 100 * 34_550 / 108_475),
    ],
    "dtv_departures": [
        ("NL", "unsupervised", "2020", lambda a: dtv(a, "2020", "zelfstandig_zonder_toezicht")),
        ("NL", "total", "2018", lambda a: 14_880),
        ("NL", "self_organised", "2024", lambda a: 3_240),
        ("NL", "unsupervised", "2022", lambda a: 4_310),  # 4,100 when it was first printed
        ("NL", "demonstrable", "2024", lambda a: 5_990),
    ],
    "dtv_inflow": [
        ("NL", "ind", "2024", lambda a: dtv(a, "2024", "instroom_ind")),
        ("NL", "total", "2022", lambda a: 12_620),
    ],
    "dtv_demonstrable_share": [
        ("NL", "demonstrable", "2018", lambda a: 42.1),
        ("NL", "demonstrable", "2024", lambda a: 100 * 5_990 / 11_730),
        (
            "NL",
            "demonstrable",
            "2016",
            lambda a: (
                100
                * (dtv(a, "2016", "gedwongen") + dtv(a, "2016", "zelfstandig_aantoonbaar"))
                / dtv(a, "2016", "total_dtv")
            ),
        ),
    ],
}


def test_every_indicator_is_held_against_the_archive() -> None:
    assert set(KNOWN) == {i.id for i in INDICATORS.values() if i.pillar == 4}


def test_figure_is_the_one_of_the_archive(cell: Any, hold: Callable[..., None]) -> None:
    hold(*cell)
