"""Every indicator against the archive: figures read again with csv, without a line of the pipeline in between.

The release is built once from data/archive. What each page shows comes from these cells, so a wrong cell shows here.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from etl import build, catalogue, store
from etl.declarations import Indicator
from etl.places import Places
from etl.texts import Text

ARCHIVE = Path(__file__).parents[2] / "data" / "archive"
INDICATORS = catalogue.load().indicators
CALLED = catalogue.load().codes
Cell = tuple[str, str, str, Callable[[], float]]  # geo, series, period, the figure read again

NOT_PULLED = {"first_permits_by_reason", "first_time_monthly", "first_instance_decisions", "recognition_rate"}
NATIONALITY = "frontex_ibc_nationality_year"
ROUTES = "frontex_ibc_route_month"
APPLICANTS = "eurostat_migr_asyappctza"
ORDERED, RETURNED, QUOTED = "eurostat_migr_eiord", "eurostat_migr_eirtn", "eurostat_returns_quoted"
PERMITS = "nl_permits_study_knowledge"
PEOPLE = "eurostat_demo_population"
WESTERN_BALKANS = ("AL", "BA", "ME", "MK", "RS", "XK")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """One archive table, every cell as text: NA is Namibia."""
    with (ARCHIVE / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return tuple(csv.DictReader(f))


def found(name: str, **where: str) -> list[float]:
    return [float(r["value"]) for r in table(name) if r["value"] and all(r[k] == v for k, v in where.items())]


def one(name: str, **where: str) -> float:
    [value] = found(name, **where)
    return value


def newest(name: str, **where: str) -> float:
    """The figure of the newest edition."""
    rows = [r for r in table(name) if all(r[k] == v for k, v in where.items())]
    return float(max(rows, key=lambda r: r["vintage"])["value"])


def detections(until: str, route: str = "", edition: str = "2026-08-04") -> float:
    """Detections of the year of `until` (2026-06), from January up to that month."""
    rows = [r for r in table(ROUTES) if r["vintage"] == edition and f"{until[:4]}-01" <= r["period"] <= until]
    return sum(float(r["value"]) for r in rows if not route or r["route"] == route)


def change(now: float, old: float) -> float:
    return 100 * (now / old - 1)


def applicants(geo: str, year: str, kind: str = "TOTAL", citizen: str = "TOTAL", **where: str) -> float:
    return newest(APPLICANTS, geo=geo, TIME_PERIOD=year, applicant=kind, citizen=citizen, **where)


def inhabitants(geo: str, year: str) -> float:
    return newest(PEOPLE, geo=geo, TIME_PERIOD=year)


def ordered(year: str, citizen: str = "TOTAL", geo: str = "EU28") -> float:
    return one(ORDERED, geo=geo, TIME_PERIOD=year, citizen=citizen)


def returned(year: str, citizen: str = "TOTAL", to: str = "TOTAL", geo: str = "EU28") -> float:
    return one(RETURNED, geo=geo, TIME_PERIOD=year, citizen=citizen, c_dest=to, vintage="2017-05")


def quoted(period: str, definition: str, geo: str) -> float:
    return one(QUOTED, geo=geo, period=period, definition=definition)


def without_western_balkans(year: str) -> float:
    back = returned(year) - sum(returned(year, c) for c in WESTERN_BALKANS)
    return 100 * back / (ordered(year) - sum(ordered(year, c) for c in WESTERN_BALKANS))


def dtv(year: str, category: str) -> float:
    return one("dtv_departures", year=year, period="full year", category=category)


def ind(year: str, measure: str, publisher: str, precision: str = "exact") -> float:
    return one("ind_asylum_annual", year=year, measure=measure, publisher=publisher, precision=precision)


def study(year: str, measure: str) -> float:
    return one(PERMITS, year=year, measure=measure)


def works(citizen: str) -> float:
    return one("eurostat_lfsa_ergan", citizen=citizen, geo="NL", TIME_PERIOD="2024")


CMED, KNOWLEDGE = "Central Mediterranean Route", "IND knowledge and talent"
KNOWN: dict[str, list[Cell]] = {
    "irregular_arrivals": [
        ("EU", "total", "2015", lambda: 1_822_102),
        ("EU", CMED, "2018", lambda: detections("2018-12", CMED)),
    ],
    "irregular_arrivals_change": [
        ("EU", "vs_previous", "2018", lambda: change(detections("2018-12"), detections("2017-12")))
    ],
    "irregular_arrivals_monthly": [("EU", CMED, "2026-06", lambda: newest(ROUTES, route=CMED, period="2026-06"))],
    "irregular_arrivals_announced": [
        ("EU", "announced", "2018", lambda: 150_000),
        ("EU", "first_report", "2015", lambda: 1_822_337),
        ("EU", "report", "2018", lambda: 149_117),
        ("EU", "now", "2018", lambda: detections("2018-12")),
    ],
    "irregular_arrivals_change_by_route": [
        ("EU", CMED, "2018", lambda: change(detections("2018-12", CMED), detections("2017-12", CMED))),
        ("EU", "total", "2018", lambda: -27.2),
    ],
    "irregular_arrivals_same_months": [
        ("EU", "to_06", "2026", lambda: detections("2026-06")),
        (CMED, "to_06", "2025", lambda: detections("2025-06", CMED)),
    ],
    "irregular_arrivals_same_months_change": [
        ("EU", "to_06", "2026", lambda: change(detections("2026-06"), detections("2025-06"))),
    ],
    "arrivals_by_nationality": [
        ("EU", "Syria", "2024", lambda: sum(found(NATIONALITY, year="2024", nationality="Syria"))),
        ("EU", "total", "2015", lambda: 1_822_102),
    ],
    "arrivals_by_route_nationality": [
        (
            CMED,
            "Bangladesh",
            "2024",
            lambda: sum(found(NATIONALITY, year="2024", nationality="Bangladesh", route=CMED)),
        ),
        (CMED, "total", "2024", lambda: detections("2024-12", CMED, edition="2025-06-03")),
    ],
    "first_time_applicants": [
        ("EU28", "non_eu", "2018", lambda: 586_235),
        ("EU28", "non_eu", "2015", lambda: 1_256_610),
    ],
    "first_time_applicants_change": [("EU28", "non_eu_vs_2015", "2018", lambda: -53.3)],
    "first_time_by_citizenship": [
        ("EU28", "SY", "2015", lambda: applicants("EU28", "2015", "FRST", "SY")),
        ("NL", "ER", "2016", lambda: applicants("NL", "2016", "FRST", "ER")),
    ],
    "first_time_per_100k": [
        ("NL", "all", "2022", lambda: 1e5 * applicants("NL", "2022", "FRST") / inhabitants("NL", "2022")),
        ("EU27_2020", "non_eu", "2024", lambda: 1e5 * 912_400 / inhabitants("EU27_2020", "2024")),
    ],
    "first_time_share_of_eu": [
        ("NL", "of_eu28_non_eu", "2018", lambda: 100 * applicants("NL", "2018", "FRST", "EXT_EU28") / 586_235),
        (
            "NL",
            "of_eu27_all",
            "2022",
            lambda: 100 * applicants("NL", "2022", "FRST") / applicants("EU27_2020", "2022", "FRST"),
        ),
    ],
    "asylum_applicants": [("NL", "all", "2025", lambda: applicants("NL", "2025"))],
    "asylum_applicants_change": [
        (
            "EU27_2020",
            "vs_2015",
            "2018",
            lambda: change(applicants("EU27_2020", "2018"), applicants("EU27_2020", "2015")),
        ),
    ],
    "asylum_by_citizenship": [
        ("NL", "SY", "2024", lambda: applicants("NL", "2024", citizen="SY")),
        ("NL", "UA", "2023", lambda: applicants("NL", "2023", citizen="UA", vintage="2025-05")),
    ],
    "applicants_per_100k": [("NL", "all", "2025", lambda: 1e5 * applicants("NL", "2025") / inhabitants("NL", "2025"))],
    "ind_first_applications": [("NL", "ind", "2018", lambda: 20_353), ("NL", "cbs", "2018", lambda: 20_515)],
    "ind_family_members": [("NL", "ind", "2018", lambda: 6_463), ("NL", "cbs", "2025", lambda: 16_470)],
    "ind_repeat_applications": [("NL", "ind", "2022", lambda: ind("2022", "repeat", "IND"))],
    "ind_total_inflow": [
        ("NL", "ind", "2017", lambda: 31_327),
        ("NL", "chain_report", "2017", lambda: 35_030),
        ("NL", "ministry", "2022", lambda: 48_600),
        ("NL", "cbs", "2021", lambda: 36_675),
        (
            "NL",
            "cbs",
            "2015",
            lambda: one("cbs_80059ned_total_by_nationality_1975_2018", nationality_key="T001059", year="2015"),
        ),
    ],
    "ind_first_by_nationality_monthly": [
        (
            "NL",
            "Syrisch",
            "2015-10",
            lambda: one("cbs_83102ned_monthly_top7", period="2015-10", nationality="Syrisch", measure="first"),
        )
    ],
    "ind_family_by_nationality_monthly": [
        (
            "NL",
            "Eritrees",
            "2018-03",
            lambda: one("cbs_83102ned_monthly_top7", period="2018-03", nationality="Eritrees", measure="nareis"),
        )
    ],
    "ind_by_nationality": [
        (
            "NL",
            "Syrisch",
            "2025",
            lambda: one(
                "cbs_80059ned_top_nationalities_2023_2025", year="2025", nationality="Syrisch", measure="first"
            ),
        )
    ],
    "ind_monthly": [
        (
            "NL",
            "first",
            "2015-09",
            lambda: one("ind_monthly_vintages", period="2015-09", measure="first", report_month="2015-10"),
        ),
        ("NL", "total", "2019-09", lambda: 2_639),
    ],
    "ind_quarterly": [
        ("NL", "first", "2020-Q2", lambda: 1_255),
        ("NL", "first", "2018-Q4", lambda: 5_840),
        ("NL", "first_about", "2025-Q3", lambda: 6_800),
    ],
    "nl_sources_compared": [
        ("NL", "ind_first", "2017", lambda: 14_716),
        ("NL", "cbs_first", "2017", lambda: 16_145),
        ("NL", "eurostat_first", "2017", lambda: applicants("NL", "2017", "FRST")),
        ("NL", "eurostat_all", "2018", lambda: applicants("NL", "2018")),
    ],
    "ind_permits_granted": [
        (
            "NL",
            "subsidiary_protection",
            "2023",
            lambda: one("ind_decisions", year="2023", measure="permits granted: subsidiary protection"),
        )
    ],
    "ind_grant_rate": [("NL", "track_4", "2022", lambda: 78), ("NL", "first_and_repeat", "2016", lambda: 54)],
    "temporary_protection": [
        ("NL", "UA", "2025-03", lambda: one("eurostat_migr_asytpsm", geo="NL", TIME_PERIOD="2025-03"))
    ],
    "ordered_to_leave": [
        ("EU28", "annual", "2015", lambda: ordered("2015")),
        ("EU28", "annual", "2018", lambda: 478_200),
    ],
    "returned": [("EU28", "all", "2018", lambda: 198_000), ("EU28", "third_country", "2018", lambda: 158_000)],
    "return_rate": [("EU28", "all", "2018", lambda: 41.4), ("EU28", "third_country", "2015", lambda: 36.8)],
    "ordered_by_citizenship": [
        ("EU28", "AF", "2015", lambda: ordered("2015", "AF")),
        ("NL", "TOTAL", "2016", lambda: 32_950),
    ],
    "returned_by_citizenship": [("EU28", "AL", "2016", lambda: returned("2016", "AL"))],
    "returned_third_by_citizenship": [
        ("NL", "AL", "2018", lambda: one(RETURNED, geo="NL", TIME_PERIOD="2018", citizen="AL", vintage="2024-09-20")),
        ("EU27_2020", "GE", "2020", lambda: one(RETURNED, geo="EU27_2020", TIME_PERIOD="2020", citizen="GE")),
    ],
    "return_rate_by_citizenship": [
        ("EU28", "MA", "2016", lambda: 100 * returned("2016", "MA") / ordered("2016", "MA")),
        ("EU28", "without_western_balkans", "2015", lambda: without_western_balkans("2015")),
        ("EU28", "TOTAL", "2016", lambda: 50.1),
    ],
    "return_rate_orders_before": [
        ("EU28", "all", "2016", lambda: 100 * returned("2016") / ordered("2015")),
        ("EU28", "third_country", "2017", lambda: 100 * 188_905 / 493_785),
    ],
    "ordered_quarterly": [
        ("EU27_2020", "quarterly", "2026-Q1", lambda: quoted("2026-Q1", "ordered to leave", "EU27_2020"))
    ],
    "returned_quarterly": [
        ("EU27_2020", "all", "2024-Q1", lambda: quoted("2024-Q1", "returned, any country", "EU27_2020")),
        (
            "EU27_2020",
            "third_country",
            "2025-Q3",
            lambda: quoted("2025-Q3", "returned to a third country", "EU27_2020"),
        ),
    ],
    "return_rate_quarterly": [
        ("EU27_2020", "all", "2022-Q4", lambda: 100 * 28_155 / 123_865),
        ("EU27_2020", "third_country", "2026-Q1", lambda: 100 * 34_550 / 108_475),
    ],
    "dtv_departures": [
        ("NL", "unsupervised", "2020", lambda: dtv("2020", "zelfstandig_zonder_toezicht")),
        ("NL", "total", "2018", lambda: 14_880),
    ],
    "dtv_demonstrable_share": [
        ("NL", "demonstrable", "2018", lambda: 42.1),
        (
            "NL",
            "demonstrable",
            "2016",
            lambda: (
                100 * (dtv("2016", "gedwongen") + dtv("2016", "zelfstandig_aantoonbaar")) / dtv("2016", "total_dtv")
            ),
        ),
    ],
    "resettled": [("NL", "cbs", "2018", lambda: 1_225)],
    "resettlement_quota": [("NL", "all_programmes", "2020", lambda: 425), ("NL", "national", "2018", lambda: 530)],
    "resettled_by_country": [
        ("NO", "resettled", "2016", lambda: one("eurostat_tps00195_resettled", geo="NO", TIME_PERIOD="2016")),
        (
            "FR",
            "resettled",
            "2019",
            lambda: one("eurostat_migr_asyresa", geo="FR", TIME_PERIOD="2019", citizen="TOTAL"),
        ),
    ],
    "first_permits": [
        ("NL", "all_reasons", "2023", lambda: one("eurostat_tps00170_first_permits", geo="NL", TIME_PERIOD="2023"))
    ],
    "first_permits_per_100k": [
        (
            "NL",
            "all_reasons",
            "2023",
            lambda: (
                1e5 * one("eurostat_tps00170_first_permits", geo="NL", TIME_PERIOD="2023") / inhabitants("NL", "2023")
            ),
        )
    ],
    "nl_first_permits_by_ground": [
        ("NL", "study", "2013", lambda: study("2013", "CBS 82027NED studie")),
        ("NL", "work_knowledge", "2022", lambda: study("2022", "CBS 82027NED first permits kenniswerker/Blue Card")),
    ],
    "study_permits": [
        ("NL", "ind_applications", "2019", lambda: study("2019", "IND study applications")),
        ("NL", "ind_applications_to_july", "2023", lambda: study("2023", "IND study applications Jan-Jul")),
    ],
    "study_permits_change": [
        (
            "NL",
            "cbs_first_permits",
            "2013",
            lambda: change(study("2013", "CBS 82027NED studie"), study("2012", "CBS 82027NED studie")),
        ),
        ("NL", "ind_applications_to_july", "2023", lambda: change(17_870, 16_630)),
    ],
    "knowledge_migrants": [
        ("NL", "ind_applications", "2025", lambda: study("2025", f"{KNOWLEDGE} applications")),
        ("NL", "ind_applications_wide", "2017", lambda: 36_550),
    ],
    "knowledge_migrants_approval": [
        ("NL", "knowledge_talent", "2025", lambda: study("2025", f"{KNOWLEDGE} approval %"))
    ],
    "employment_rate_by_citizenship": [
        ("NL", "foreign", "2024", lambda: works("FOR")),
        ("NL", "own", "2024", lambda: works("NAT")),
    ],
    "employment_gap": [("NL", "gap", "2024", lambda: works("NAT") - works("FOR"))],
    "coa_occupancy": [
        ("NL", "coa", "2023-09-25", lambda: 57_538),
        ("NL", "coa", "2015-12-31", lambda: 47_764),
        ("NL", "nji", "2015-12-31", lambda: 47_636),
    ],
}
CELLS = [(name, *cell) for name, cells in KNOWN.items() for cell in cells]


def value(release: store.Release, indicator: str, geo: str, series: str, period: str) -> float | None:
    seen = release.observation(indicator, geo, series, period)
    return seen.value if seen else None


def cells_of(release: store.Release, indicator: str) -> Iterator[tuple[str, str, str, float]]:
    for s in release.series(indicator):
        yield from ((s.geo, s.series, p.period, p.value) for p in s.points if p.value is not None)


def test_every_indicator_is_held_against_the_archive_or_listed_as_not_pulled() -> None:
    assert len(INDICATORS) >= 32
    assert set(KNOWN) | NOT_PULLED == set(INDICATORS)


@pytest.mark.parametrize(
    ("indicator", "geo", "series", "period", "number"), CELLS, ids=lambda x: x[:40] if isinstance(x, str) else ""
)
def test_figure_is_the_one_of_the_archive(
    release: store.Release, indicator: str, geo: str, series: str, period: str, number: Callable[[], float]
) -> None:
    half_a_unit = 0.5 * 10 ** -INDICATORS[indicator].decimals
    assert value(release, indicator, geo, series, period) == pytest.approx(number(), abs=half_a_unit + 1e-9)


@pytest.mark.parametrize("indicator", sorted(NOT_PULLED))
def test_what_was_never_pulled_has_no_figures(release: store.Release, indicator: str) -> None:
    assert not release.has(indicator)


@pytest.fixture(scope="module")
def empty_release(tmp_path_factory: pytest.TempPathFactory) -> store.Release:
    """A release in which every dataset that an indicator reads is empty, as before a first pull without an archive."""
    root, whole = tmp_path_factory.mktemp("empty"), catalogue.load()
    read = {name for i in INDICATORS.values() for name in i.datasets}
    datasets = {n: d.model_copy(update={"archive": ()}) if n in read else d for n, d in whole.datasets.items()}
    where = Places(ARCHIVE, root / "snapshots", root / "quarantine", root / "warehouse")
    build.build(replace(whole, datasets=datasets), where, datetime(2026, 11, 23, tzinfo=UTC), lambda *_: None)
    return store.release(root=where.warehouse)


def test_an_indicator_without_data_is_empty_and_no_error(empty_release: store.Release) -> None:
    assert {i: empty_release.choices(i).rows for i in INDICATORS} == dict.fromkeys(INDICATORS, 0)


def test_every_code_of_a_release_has_a_name_in_both_languages(release: store.Release) -> None:
    nameless = []
    for i in INDICATORS.values():
        known, listed = release.choices(i.id), CALLED.get(i.breakdown.code_list or "", {})
        nameless += [f"{i.id}: series {s}" for s in known.series if s not in i.breakdown.labels and s not in listed]
        nameless += [f"{i.id}: geo {g}" for g in known.geos if g not in CALLED["geo"]]
    assert nameless == []


def test_first_figure_of_an_indicator_is_there_and_small_enough_to_read(release: store.Release) -> None:
    for i in INDICATORS.values():
        known = release.choices(i.id)
        names = [s for s in i.breakdown.default if s in known.series or i.id in NOT_PULLED]
        geos = [g for g in i.geo_default if g in known.geos or i.id in NOT_PULLED]
        assert 1 <= len(names) * len(geos) <= 6, i.id
        assert geos == list(i.geo_default), i.id


@pytest.mark.parametrize(
    ("indicator", "geo", "year"),
    [
        ("arrivals_by_nationality", "EU", "2024"),
        ("arrivals_by_route_nationality", CMED, "2024"),
        ("first_time_by_citizenship", "EU28", "2016"),
        ("asylum_by_citizenship", "NL", "2024"),
        ("ordered_by_citizenship", "EU28", "2016"),
        ("returned_by_citizenship", "EU28", "2016"),
        ("returned_third_by_citizenship", "EU27_2020", "2020"),
        ("ind_by_nationality", "NL", "2025"),
    ],
)
def test_citizenships_shown_first_are_the_largest(release: store.Release, indicator: str, geo: str, year: str) -> None:
    total = INDICATORS[indicator].breakdown.total
    size = {s: v for g, s, p, v in cells_of(release, indicator) if (g, p) == (geo, year) and s != total}
    assert INDICATORS[indicator].breakdown.default == tuple(sorted(size, key=lambda s: -size[s])[:6])


def test_part_of_a_year_is_never_a_year(release: store.Release) -> None:
    assert release.choices("irregular_arrivals").last == "2025"
    assert release.choices("arrivals_by_nationality").last == "2024"
    assert release.choices("irregular_arrivals_same_months").series == ("to_06",)
    assert value(release, "dtv_departures", "NL", "forced", "2023") == dtv("2023", "gedwongen") != 1990
    assert value(release, "study_permits", "NL", "ind_applications", "2023") is None
    assert release.choices("ordered_quarterly").first == "2022-Q4"


def test_missing_stays_missing(release: store.Release) -> None:
    assert value(release, "dtv_departures", "NL", "unsupervised", "2014") is None
    assert value(release, "dtv_demonstrable_share", "NL", "demonstrable", "2014") is None
    assert value(release, "ind_quarterly", "NL", "first", "2024-Q3") is None
    assert value(release, "ind_repeat_applications", "NL", "ind", "2018") is None
    assert value(release, "first_time_share_of_eu", "NL", "of_eu28_non_eu", "2012") is None
    assert value(release, "returned_third_by_citizenship", "EU27_2020", "AL", "2021") is None
    assert "EU28" not in release.choices("first_time_per_100k").geos


def test_totals_are_rows_of_their_own_and_equal_what_their_source_gives(release: store.Release) -> None:
    parts = sum(v for _, s, p, v in cells_of(release, "arrivals_by_nationality") if p == "2024" and s != "total")
    assert value(release, "arrivals_by_nationality", "EU", "total", "2024") == parts
    routes = sum(v for _, s, p, v in cells_of(release, "arrivals_by_route_nationality") if (s, p) == ("total", "2024"))
    assert routes == parts
    assert value(release, "ordered_by_citizenship", "EU28", "TOTAL", "2016") == ordered("2016")
    assert "TOTAL" not in release.choices("asylum_by_citizenship").series


def test_rates_by_citizenship_use_one_edition_in_every_row(release: store.Release) -> None:
    rates = [c for c in cells_of(release, "return_rate_by_citizenship") if c[1] != "without_western_balkans"]
    orders = {(r["geo"], r["citizen"], r["TIME_PERIOD"]): r for r in table(ORDERED)}
    back = {
        (r["geo"], r["citizen"], r["TIME_PERIOD"]): r
        for r in table(RETURNED)
        if r["c_dest"] == "TOTAL" and r["vintage"] == "2017-05"
    }
    assert len(rates) > 7000
    for geo, series, period, rate in rates:
        o, r = orders[geo, series, period], back[geo, series, period]
        assert o["vintage"] == r["vintage"]
        assert rate == pytest.approx(100 * float(r["value"]) / float(o["value"]), abs=0.05 + 1e-9)


@pytest.mark.parametrize(
    "indicator", ["asylum_applicants_change", "first_time_applicants_change", "first_time_share_of_eu"]
)
def test_a_ratio_follows_from_one_edition_alone(release: store.Release, indicator: str) -> None:
    for geo, series, period, ratio in cells_of(release, indicator):
        if series.startswith("release_"):
            continue  # quoted from a news release, which is in no edition of the table
        options = list(ratios(indicator, geo, series, period))
        assert any(ratio == pytest.approx(o, abs=0.05 + 1e-9) for o in options), (geo, series, period, ratio, options)


@cache
def by_edition() -> dict[str, dict[tuple[str, str, str, str], float]]:
    """Edition -> (applicant, citizen, geo, year) -> figure."""
    made: dict[str, dict[tuple[str, str, str, str], float]] = {}
    for r in table(APPLICANTS):
        key = (r["applicant"], r["citizen"], r["geo"], r["TIME_PERIOD"])
        made.setdefault(r["vintage"], {})[key] = float(r["value"])
    return made


def ratios(indicator: str, geo: str, series: str, period: str) -> Iterator[float]:
    """The ratio as each edition that has both figures gives it."""
    for figures in by_edition().values():
        if indicator == "first_time_share_of_eu":
            whole, citizen = ("EU28", "EXT_EU28") if "eu28" in series else ("EU27_2020", "TOTAL")
            part, total = (figures.get(("FRST", citizen, place, period)) for place in (geo, whole))
            if part is not None and total:
                yield 100 * part / total
        else:
            kind = "TOTAL" if indicator == "asylum_applicants_change" else "FRST"
            citizen = "EXT_EU28" if series.startswith("non_eu") else "TOTAL"
            base = str(int(period) - 1) if series.endswith("previous") else series[-4:]
            now, old = (figures.get((kind, citizen, geo, year)) for year in (period, base))
            if now is not None and old:
                yield change(now, old)


@pytest.mark.parametrize(
    ("indicator", "geo", "series", "period"),
    [
        ("return_rate", "EU27_2020", "third_country", "2020"),  # 70,200 and 396,400 stand in two releases
        ("return_rate_orders_before", "EU28", "all", "2018"),  # 198,000 of July 2019, 516,115 of July 2018
        ("return_rate_orders_before", "EU28", "third_country", "2018"),
        ("return_rate_quarterly", "EU27_2020", "third_country", "2024-Q2"),  # nobody gave the quarter
    ],
)
def test_no_ratio_is_made_across_releases(
    release: store.Release, indicator: str, geo: str, series: str, period: str
) -> None:
    assert value(release, indicator, geo, series, period) is None


def test_what_others_copied_or_quoted_says_so(release: store.Release) -> None:
    def kind(indicator: str, geo: str, series: str, period: str) -> str:
        seen = release.observation(indicator, geo, series, period)
        assert seen is not None
        return seen.kind

    assert kind("asylum_by_citizenship", "NL", "SY", "2024") == "derived"
    assert kind("asylum_by_citizenship", "NL", "UA", "2023") == "original"
    assert kind("returned_third_by_citizenship", "NL", "AL", "2018") == "derived"
    assert kind("return_rate_orders_before", "EU28", "third_country", "2017") == "quoted"
    assert kind("irregular_arrivals_announced", "EU", "announced", "2018") == "quoted"
    assert kind("first_time_per_100k", "EU27_2020", "all", "2022") == "derived"
    assert kind("ind_first_by_nationality_monthly", "NL", "Syrisch", "2015-10") == "transcribed"


def test_publishers_of_one_year_stay_apart(release: store.Release) -> None:
    seen = {s.series: s for s in release.series("nl_sources_compared", start="2022", end="2022")}
    figures = {name: s.points[0].value for name, s in seen.items()}
    assert (figures["ind_first"], figures["cbs_first"], figures["eurostat_first"]) == (35_535, 35_535, 35_530)


# Rows of the ledger whose own words name a source: the indicators that track them, or why none does.
TRACKED: dict[str, tuple[str, ...] | str] = {
    "p1_irregular_yoy": (
        "irregular_arrivals_change",
        "irregular_arrivals_announced",
        "irregular_arrivals_change_by_route",
    ),
    "p1_irregular_vs_2015": ("irregular_arrivals_change", "irregular_arrivals_announced"),
    "p1_first_asylum_eu": ("first_time_applicants_change", "first_time_monthly", "asylum_applicants_change"),
    "p1_voluntary_returns": "cumulative results of a programme on web pages; no table, nothing in the archive",
    "p1_frontex_mandate": "a regulation and deployment figures in news; no table",
    "p1_kmar": "one figure in an annual report",
    "p2_budget_128m": "budget lines; no table in the archive",
    "p2_registration_1m": "a result that the government states; no series",
    "p2_education_80k": "a result that the government states; no series",
    "p2_labour_studies": "a document",
    "p2_programmes_2020": "press coverage of one event",
    "p2_companies_15": "news of the organiser",
    "p2_jobs_3500": "news of the organiser, company by company",
    "p2_grf_2019": "news of one event",
    "p2_1951_study": "a document",
    "p2_1951_info": "a document",
    "p3_geas_no_deal": "dates of legal acts",
    "p3_closure_deadline": "one outcome, published once",
    "p3_closure_ind": "a document",
    "p3_ind_info": "documents; processing times have no table in the archive",
    "p3_vanzwol": "documents",
    "p3_ind_funding": "a budget article; no table in the archive",
    "p4_return_rate": (
        "return_rate",
        "return_rate_quarterly",
        "return_rate_by_citizenship",
        "return_rate_orders_before",
        "returned",
        "returned_quarterly",
    ),
    "p4_orders": ("ordered_to_leave", "ordered_quarterly", "ordered_by_citizenship"),
    "p4_return_directive": "steps of a legal procedure",
    "p4_lvv_5": "an evaluation report",
    "p5_study_apps": ("study_permits", "study_permits_change", "first_permits_by_reason", "nl_first_permits_by_ground"),
    "p5_startup": "dates of a scheme",
    "p5_improvements": "a document",
    "p5_inspectorate_50m": "annual documents; no table in the archive",
    "p5_inspectorate_half": "annual documents; no table in the archive",
    "p5_resettled_national_2018": ("resettlement_quota", "resettled", "resettled_by_country"),
    "p5_resettled_turkey_2018": ("resettlement_quota", "resettled"),
    "p5_quota_500": ("resettlement_quota", "resettled"),
    "p5_turkey_1750": ("resettlement_quota",),
    "p5_turkey_1000_2020": ("resettlement_quota", "resettled"),
    "p6_integration_reform": "the date of a law",
    "p6_housing_3m": "budget accounts; no table in the archive",
    "p6_pilots_10": ("coa_occupancy",),
    "p6_pilots_start": ("coa_occupancy",),
    "p6_via_q4": "a document",
    "p6_integration_work": ("employment_rate_by_citizenship", "employment_gap"),
}


def test_every_row_of_the_ledger_that_names_a_source_has_an_indicator_or_a_reason() -> None:
    named = {c.id for c in catalogue.load().claims.values() if c.tracked_by.en not in ("none", "nothing")}
    assert set(TRACKED) == named
    used = {name for names in TRACKED.values() if isinstance(names, tuple) for name in names}
    assert used <= set(INDICATORS)


def test_claims_are_checked_by_indicators_that_track_them() -> None:
    for claim in catalogue.load().claims.values():
        for v in claim.variant:
            assert v.indicator in TRACKED[claim.id], f"{claim.id}: {v.id}"


def texts(indicator: Indicator) -> Iterator[tuple[str, Text]]:
    for name in ("title", "measure", "definition", "caveat"):
        yield name, getattr(indicator, name)
    yield "breakdown.name", indicator.breakdown.name
    yield from ((f"labels.{code}", text) for code, text in indicator.breakdown.labels.items())
    yield from ((f"breaks.{b.period}", b.label) for b in indicator.breaks)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.id)
def test_words_give_the_same_numbers_in_both_languages(indicator: Indicator) -> None:
    number = re.compile(r"(?<![\w.,])\d[\d.,]*")
    for name, text in texts(indicator):
        english = {n.rstrip(".,").replace(",", "") for n in number.findall(text.en)}
        dutch = {n.rstrip(".,").replace(".", "").replace(",", ".") for n in number.findall(text.nl)}
        assert english == dutch, f"{indicator.id}: {name}"
        assert text.en == " ".join(text.en.split()), f"{indicator.id}: {name}"
        assert text.nl == " ".join(text.nl.split()), f"{indicator.id}: {name}"
