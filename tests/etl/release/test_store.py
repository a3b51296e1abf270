"""Reading a release: now and as of a day, choices, what is accepted, and many readers at once."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue.catalogue import load
from etl.history import archive
from etl.model.errors import DamagedError, NotBuiltError, UnknownValueError
from etl.model.observations import Observation
from etl.model.period import day
from etl.model.places import DATA
from etl.model.provenance import Provenance
from etl.release import engine, store, warehouse

LETTER = "2019-10-14"
ROUTES = "frontex.ibc_route_month"


def value(release: store.Release, as_of: str = "", indicator: str = "irregular_arrivals", **at: str) -> float | None:
    cell = {"geo": "EU", "series": "total", "period": "2023", **at}
    found = release.observation(indicator, cell["geo"], cell["series"], cell["period"], as_of)
    return found.value if found else None


# Indicators, as of a day


def test_each_day_shows_the_figure_that_stood_then(release: store.Release) -> None:
    """Frontex on 2023, as its workbooks said it."""
    days = {
        "2025-01-06": None, "2025-01-07": 385_803, "2025-02-03": 385_803, "2025-02-04": 381_115,
        "2025-03-04": 381_121, "2025-06-03": 381_319, "2026-08-03": 381_319, "2026-08-04": 381_257, "": 381_257,
    }  # fmt: skip
    assert {d: value(release, d) for d in days} == days


def test_a_reading_of_the_past_cites_inputs_of_that_time_only(release: store.Release) -> None:
    for as_of in (LETTER, "2025-01-20", "2025-06-30"):
        for indicator in ("irregular_arrivals", "first_time_applicants", "return_rate", "ordered_to_leave"):
            for series in release.series(indicator, as_of=as_of):
                for point in series.points:
                    vintages = [release.inputs[i].vintage for i in point.src]
                    assert vintages
                    assert all("" < day(v) <= as_of for v in vintages), (indicator, series.geo, point)


def test_a_figure_of_unknown_day_stands_now_but_in_no_past(release: store.Release) -> None:
    assert value(release, indicator="resettled", geo="NL", series="cbs", period="2020") == 425
    for as_of in (LETTER, "2026-11-23", "2099-12-31"):
        assert value(release, as_of, indicator="resettled", geo="NL", series="cbs", period="2020") is None


def test_the_last_day_known_reads_as_the_present_where_all_days_are_known(release: store.Release) -> None:
    def cells(as_of: str) -> dict[tuple[str, str], tuple[float | None, str]]:
        found = release.series("irregular_arrivals_monthly", as_of=as_of)
        return {(s.series, p.period): (p.value, p.flag) for s in found for p in s.points}

    assert cells("2026-11-23") == cells("")


def test_values_replaced_since_are_kept_with_their_span(release: store.Release) -> None:
    found = [r for r in release.revisions("irregular_arrivals", "EU", "total") if r.period == "2023"]
    assert [(r.value, r.seen_from, r.seen_until) for r in found][:2] == [
        (385_803, "2025-01-07", "2025-02-04"), (381_115, "2025-02-04", "2025-03-04"),
    ]  # fmt: skip
    for r in found:
        assert r.seen_from
        assert value(release, r.seen_from) == r.value


# Datasets, as of a day


@pytest.mark.parametrize("as_of", ["2025-01-07", "2025-03-31", "2026-12-31"])
def test_a_dataset_read_as_of_a_day_equals_the_batches_known_by_then(release: store.Release, as_of: str) -> None:
    standing: dict[tuple[str, str], float] = {}
    dataset = load().datasets[ROUTES]
    for batch in sorted(archive.batches(dataset, DATA / "archive"), key=lambda b: b.vintage):
        if day(batch.vintage) <= as_of:
            keys = zip(batch.frame["route"], batch.frame["period"], strict=True)
            standing |= dict(zip(keys, batch.frame["value"], strict=True))
    db = engine.memory()
    folder = release.folder
    engine.load_histories(db, {ROUTES: folder / "datasets" / f"{ROUTES}.parquet"}, folder / "inputs.parquet")
    engine.dataset_views(db, [ROUTES], as_of)
    rows = db.sql(f'SELECT route, period, value, vintage FROM "{ROUTES}"').fetchall()
    assert {(route, period): v for route, period, v, _ in rows} == standing
    assert max(vintage for *_, vintage in rows) <= as_of


def test_a_dataset_row_is_written_only_where_value_or_flag_changed(release: store.Release) -> None:
    frame = pd.read_parquet(release.folder / "datasets" / f"{ROUTES}.parquet")
    keys = ["route", "period"]
    assert frame["current"].sum() == len(frame.drop_duplicates(keys))
    ordered = frame.sort_values([*keys, "seen_from"])
    again = ordered[keys].eq(ordered[keys].shift()).all(axis=1) & ordered["value"].eq(ordered["value"].shift())
    same_flag = ordered["flag"].eq(ordered["flag"].shift())
    assert not (again & same_flag).any()


# Asking


def test_filters_keep_the_order_asked_for_and_periods_include_their_months(release: store.Release) -> None:
    asked = ("Western Balkan Route", "Central Mediterranean Route")
    found = release.series("irregular_arrivals_monthly", ("EU",), asked, "2024-03", "2025")
    assert tuple(s.series for s in found) == asked
    assert [p.period for p in found[0].points][:1] == ["2024-03"]
    assert [p.period for p in found[0].points][-1] == "2025-12"


def test_choices_are_what_can_be_asked(release: store.Release) -> None:
    found = release.choices("irregular_arrivals")
    assert found.geos == ("EU",)
    assert "total" in found.series
    assert (found.first, found.last) == ("2009", "2025")
    assert found.rows == sum(len(s.points) for s in release.series("irregular_arrivals"))
    for indicator in load().indicators:
        known = release.choices(indicator)
        assert release.has(indicator) == (known.rows > 0)
        for code in load().indicators[indicator].geo_default if known.rows else ():
            assert code in known.geos


def test_an_absent_cell_is_none_and_not_zero(release: store.Release) -> None:
    assert release.observation("irregular_arrivals", "EU", "total", "1999") is None
    assert release.series("irregular_arrivals", ("ZZ",)) == ()


def test_every_observation_names_its_inputs_and_the_weakest_provenance_among_them(release: store.Release) -> None:
    strength = ("original", "derived", "transcribed", "quoted")
    found = release.observation("return_rate", "EU28", "all", "2018")
    assert found
    weakest = max((release.inputs[i].provenance for i in found.src), key=strength.index)
    assert found.provenance == Provenance(weakest, computed=True) == Provenance("quoted", computed=True)
    for indicator in load().indicators:
        for series in release.series(indicator):
            for point in series.points:
                assert point.src, (indicator, series.geo, series.series, point.period)


def test_an_unknown_indicator_lists_those_that_exist(release: store.Release) -> None:
    with pytest.raises(UnknownValueError) as e:
        release.series("irregular_departures")
    assert "Indicator 'irregular_departures' is not known. Accepted: " in str(e.value)
    assert set(e.value.accepted) == set(load().indicators)


@pytest.mark.parametrize("wanted", ["2019-10-14-abcdef", "../releases", ".hidden", "a/b"])
def test_an_unknown_release_lists_those_that_exist(release_root: Path, wanted: str) -> None:
    with pytest.raises(UnknownValueError) as e:
        store.release(wanted, release_root)
    assert e.value.accepted == store.release_ids(release_root)
    assert store.current_id(release_root) in str(e.value)


def test_without_a_release_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="No release has been built yet: run `python -m etl build`"):
        store.release(root=tmp_path)


def test_a_current_release_whose_folder_is_gone_is_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("2019-10-14-abcdef\n", "utf-8")
    with pytest.raises(DamagedError, match="Release 2019-10-14-abcdef: its folder is missing"):
        store.release(root=tmp_path)


# What columns are said to hold


def test_the_words_on_a_column_name_every_form_that_stands_in_it(release: store.Release) -> None:
    codes = load().codes
    held = [release.choices(i) for i in load().indicators]
    periods = {p for i in load().indicators for s in release.series(i) for p in (s.points[0].period,)}
    forms = {"day": 10, "month": 7, "year": 4}
    said = {"en": codes["columns"]["period"].en, "monitor.duckdb": warehouse.COMMENTS["period"]}
    assert {len(p) for p in periods if "Q" not in p} == set(forms.values())
    for where, text in said.items():
        assert all(form in text for form in (*forms, "quarter")), where
    routes = {geo for k in held for geo in k.geos} & set(codes["routes"])
    assert routes
    for text in (codes["columns"]["geo"].en, codes["columns"]["geo"].nl, warehouse.COMMENTS["geo"]):
        assert "route" in text


@pytest.mark.parametrize(
    "indicator",
    ["first_time_applicants", "first_time_per_100k", "first_time_share_of_eu", "first_time_applicants_change"],
)
def test_a_figure_known_to_be_revised_since_is_named_in_the_caveat(release: store.Release, indicator: str) -> None:
    assert value(release, indicator="first_time_applicants", geo="HR", series="all", period="2022") == 12750
    assert any(p.period == "2022" for s in release.series(indicator, ("HR",)) for p in s.points)
    caveat = load().indicators[indicator].caveat
    assert "Croatia 2022 is as of April 2023 (12,750) and was revised later" in caveat.en
    assert "Kroatië 2022 is van april 2023 (12.750) en later herzien" in caveat.nl


# Many readers


def test_eight_threads_read_what_one_reads(release_root: Path) -> None:
    """On a release that no thread has opened before."""
    folder = release_root / "releases" / store.current_id(release_root)
    wanted: list[Callable[[store.Release], object]] = [
        lambda r: value(r),
        lambda r: value(r, "2025-01-20"),
        lambda r: r.series("first_time_applicants", ("NL", "EU28")),
        lambda r: r.choices("return_rate"),
        lambda r: r.series("return_rate", as_of=LETTER),
        lambda r: r.revisions("irregular_arrivals"),
        lambda r: r.claims["p4_return_rate"],
    ]
    one = store.Release(folder)
    alone = [ask(one) for ask in wanted]
    many = store.Release(folder)
    with ThreadPoolExecutor(8) as pool:
        found = [f.result(timeout=60) for f in [pool.submit(wanted[n % len(wanted)], many) for n in range(140)]]
    assert found == [alone[n % len(wanted)] for n in range(140)]


def test_a_release_published_later_is_seen_by_the_next_call(release_root: Path, tmp_path: Path) -> None:
    first = store.current_id(release_root)
    for name in (first, "later"):
        shutil.copytree(release_root / "releases" / first, tmp_path / "releases" / name)
    (tmp_path / "CURRENT").write_text(first + "\n", "utf-8")
    held = store.release(root=tmp_path)
    (tmp_path / "CURRENT").write_text("later\n", "utf-8")
    assert store.release(root=tmp_path).id == "later"
    assert held.id == first
    assert isinstance(held.observation("irregular_arrivals", "EU", "total", "2023"), Observation)


def test_a_release_that_is_damaged_after_it_was_opened_is_not_served_from_memory(
    stocked: Callable[..., Path], damage: Callable[[Path, str], None]
) -> None:
    name = "2026-11-23-aaaaaa"
    root = stocked(name)
    assert store.release(name, root).inputs
    damage(root / "releases" / name / "release.json", "one byte")
    with pytest.raises(DamagedError, match=r"release\.json was changed on disk"):
        store.release(name, root)
