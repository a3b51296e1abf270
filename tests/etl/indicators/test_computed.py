"""Which figures this monitor computes: of every indicator, what is not called computed is a row of its datasets."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from etl.catalogue.catalogue import load
from etl.model.errors import CatalogueError
from etl.model.provenance import ORIGINAL, Provenance, of_computed, of_inputs
from etl.release import engine, store, warehouse
from etl.release.store import Release

ALWAYS = (
    "applicants_per_100k", "arrivals_by_nationality", "arrivals_by_route_nationality", "asylum_applicants_change",
    "dtv_demonstrable_share", "employment_gap", "first_instance_decisions", "first_permits_per_100k",
    "first_time_applicants_change", "first_time_per_100k", "first_time_share_of_eu", "irregular_arrivals",
    "irregular_arrivals_change",
    "irregular_arrivals_change_by_route", "irregular_arrivals_same_months", "irregular_arrivals_same_months_change",
    "recognition_rate", "recognition_rate_quarterly", "return_rate", "return_rate_by_citizenship",
    "return_rate_orders_before", "return_rate_quarterly", "study_permits_change",
)  # fmt: skip
SOMETIMES = (
    "first_instance_decisions_quarterly", "first_permits", "first_time_monthly",
    "irregular_arrivals_announced", "irregular_arrivals_monthly", "ordered_to_leave", "resettlement_quota",
)  # fmt: skip
RATES = ("percent", "percentage_points", "per_100k", "ratio")
PUBLISHED_RATES = (
    "employment_rate_by_birth", "employment_rate_by_citizenship", "ind_grant_rate", "knowledge_migrants_approval",
)  # fmt: skip


def computed(release: Release, indicator: str) -> list[bool]:
    return [p.provenance.computed for s in release.series(indicator) for p in s.points]


@pytest.mark.parametrize("indicator", sorted(load().indicators))
def test_each_indicator_is_computed_always_sometimes_or_never(release: Release, indicator: str) -> None:
    found = computed(release, indicator)
    assert all(found) == (indicator in ALWAYS)
    assert (any(found) and not all(found)) == (indicator in SOMETIMES)


def test_a_rate_or_change_is_computed_here_but_for_those_that_a_publisher_prints(release: Release) -> None:
    rates = {i.id for i in load().indicators.values() if i.unit in RATES}
    assert {name for name in rates if not all(computed(release, name))} == set(PUBLISHED_RATES) & rates


@pytest.fixture(scope="module")
def figures_of(release_root: Path) -> Callable[[str, int], dict[int, set[float | None]]]:
    """What each input of a dataset says, rounded to so many decimals: up and down where it lies between two."""

    @cache
    def said(dataset: str, decimals: int) -> dict[int, set[float | None]]:
        figures: dict[int, set[float | None]] = {}
        for row in store.release(root=release_root).tables.dataset(dataset, {}):
            value, (first, *_) = row.point.value, row.point.src
            both = (None,) if value is None else (round(value + 1e-9, decimals), round(value - 1e-9, decimals))
            figures.setdefault(first, set()).update(both)
        return figures

    return said


@pytest.mark.parametrize("indicator", sorted(set(load().indicators) - set(ALWAYS)))
def test_a_figure_that_is_not_called_computed_is_a_figure_of_its_one_input(
    release: Release, figures_of: Callable[[str, int], dict[int, set[float | None]]], indicator: str
) -> None:
    declared = load().indicators[indicator]
    inputs = {n: said for d in declared.datasets for n, said in figures_of(d, declared.decimals).items()}
    for s in release.series(indicator):
        for p in s.points:
            if not p.provenance.computed:
                (source,) = p.src
                assert p.value in inputs[source], (s.geo, s.series, p.period)


DOUBLED = "period, 2 * value AS value, flag, [src] AS src FROM \"ind.82025ned\" WHERE nationality = 'T001059'"
SUMMED = "'2020' AS period, sum(value) AS value, '' AS flag, [max(src)] AS src FROM \"ind.82025ned\""


@pytest.mark.parametrize("sql", [DOUBLED, SUMMED])
def test_sql_that_computes_and_does_not_say_so_stops_the_build(release: Release, sql: str) -> None:
    changes = {"datasets": ("ind.82025ned",), "sql": f"SELECT 'NL' AS geo, 'cbs' AS series, {sql}"}
    db = engine.memory(threads=1)
    path = release.folder / "datasets" / "ind.82025ned.parquet"
    engine.load_histories(db, {"ind.82025ned": path}, release.folder / "inputs.parquet")
    with pytest.raises(CatalogueError, match="is no figure of its datasets"):
        warehouse.indicator_history(db, load().indicators["resettled"].model_copy(update=changes), [], load())


def test_the_weakest_input_counts_and_what_is_computed_stays_so() -> None:
    assert of_inputs((), computed=False) == ORIGINAL
    assert of_inputs(("quoted", "original"), computed=False) == Provenance("quoted")
    assert of_inputs(("derived", "transcribed"), computed=False).figure == "transcribed"
    again = of_computed((of_computed((Provenance("derived"), ORIGINAL)), ORIGINAL))
    assert (again.figure, again.inputs, again.plain) == ("computed", "derived", False)


def test_the_files_of_a_ratio_credit_the_publishers_with_the_inputs_alone(client: Any, release_root: Any) -> None:
    for end in ("json", "csv"):
        text = client.get(f"/data/return_rate.{end}?geo=EU28&series=all").text
        assert "computed" in text
    for lang, words in (("en", "computed from these by this monitor"), ("nl", "hieruit berekend door deze monitor")):
        for address in (f"/{lang}/figure/return_rate", f"/embed/return_rate?lang={lang}"):
            assert words in client.get(address).text.replace("&nbsp;", " "), address
    index = client.get("/data/returned.csv?geo=EU28&series=third_country&measure=index&base=2014").text
    rows = [line.split(",") for line in index.splitlines()[1:]]
    assert rows
    assert all("computed" in row for row in rows)
