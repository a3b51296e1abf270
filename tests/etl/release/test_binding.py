"""Macros, views and groups of countries that indicators share: what is wrong is said once, where it stands."""

from dataclasses import replace

import pytest

from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Macro, View
from etl.release import binding, engine, sql_text, store, warehouse

ROUTES, NATIONALITIES = "frontex.ibc_route_month", "ind.83102ned_month"


@pytest.fixture
def db(release: store.Release) -> engine.Connection:
    """An engine with two datasets of the release."""
    db = engine.memory()
    paths = {name: release.folder / "datasets" / f"{name}.parquet" for name in (ROUTES, NATIONALITIES)}
    engine.load_histories(db, paths, release.folder / "inputs.parquet")
    warehouse.declare(db, catalogue.load())
    return db


@pytest.fixture
def small() -> Catalogue:
    """The catalogue with the views over those datasets only, one macro and the indicators that read them."""
    whole = catalogue.load()
    views = {name: v for name, v in whole.views.items() if set(v.datasets) <= {ROUTES, NATIONALITIES}}
    macros = {name: whole.macros[name] for name in ("nationality_series", "year_of", "month_of")}
    assert set(views) == {"arrivals_per_year", "arrivals_same_months"}
    return replace(whole, views=views, macros=macros)


def test_what_holds_is_kept(db: engine.Connection, small: Catalogue) -> None:
    assert binding.shared(db, small) == (small, set(), [])


def test_a_view_that_does_not_hold_is_one_fault_and_so_are_those_that_read_it(
    db: engine.Connection, small: Catalogue
) -> None:
    view = small.views["arrivals_per_year"]
    wrong = view.model_copy(update={"sql": view.sql.replace("full_sum(value)", "full_sum(figure)")})
    reader = View(id="newest", about="x", datasets=(ROUTES,), sql="SELECT max(period) AS period FROM arrivals_per_year")
    views = {**small.views, "arrivals_per_year": wrong, "newest": reader}
    kept, broken, faults = binding.shared(db, replace(small, views=views))
    [fault] = faults
    assert (fault.file, fault.key) == ("views.toml", "view[arrivals_per_year].sql")
    assert fault.actual == 'line 10: Binder Error: Referenced column "figure" not found in FROM clause!'
    assert fault.accepted.startswith(f"columns of {ROUTES}: ")
    assert broken == {"arrivals_per_year", "newest"}
    assert set(kept.views) == {"arrivals_same_months"}


def test_a_view_may_read_only_views_above_it_and_datasets_of_its_own(db: engine.Connection, small: Catalogue) -> None:
    below = View(id="below", about="x", datasets=(ROUTES,), sql="SELECT 1 AS one")
    above = View(id="above", about="x", datasets=(ROUTES,), sql="FROM below")
    other = View(id="other", about="x", datasets=(ROUTES,), sql=f'FROM "{NATIONALITIES}"')
    views = {"above": above, "below": below, "other": other}
    _, broken, faults = binding.shared(db, replace(small, views=views))
    assert broken == {"above", "other"}
    assert [f.key for f in faults] == ["view[above].sql", "view[other].sql"]
    assert faults[1].accepted == f"datasets that the file names: {ROUTES}; views: above, below, other"


def test_a_macro_that_does_not_hold_is_said(db: engine.Connection, small: Catalogue) -> None:
    macro = Macro(id="odd", about="x", arguments=("n",), sql="CASE n WHEN")
    _, broken, faults = binding.shared(db, replace(small, macros={**small.macros, "odd": macro}))
    assert broken == {"odd"}
    assert str(faults[0]).startswith("macros.toml: macro[odd].sql: line 1: Parser Error: syntax error")


def test_indicators_read_shared_views_and_macros_over_their_own_datasets(
    db: engine.Connection, small: Catalogue
) -> None:
    arrivals, families = small.indicators["irregular_arrivals"], small.indicators["ind_family_by_nationality_monthly"]
    assert list(binding.faults(db, arrivals, small)) == []
    assert list(binding.faults(db, families, small)) == []
    stranger = families.model_copy(update={"sql": arrivals.sql})
    [fault] = binding.faults(db, stranger, small)
    assert "Table with name arrivals_per_year does not exist" in fault.actual
    assert fault.accepted == f"datasets that the file names: {NATIONALITIES}"


def test_nothing_of_one_indicator_is_there_for_the_next(db: engine.Connection, small: Catalogue) -> None:
    assert list(binding.faults(db, small.indicators["irregular_arrivals"], small)) == []
    families = small.indicators["ind_family_by_nationality_monthly"]
    for name in ("cells", "given", "readings"):
        sql = f"SELECT geo, series, period, 1.0 AS value, '' AS flag, [1] AS src FROM {name}"
        [fault] = binding.faults(db, families.model_copy(update={"sql": sql}), small)
        assert f"Table with name {name} does not exist" in fault.actual


def test_a_group_is_its_countries_and_an_unknown_one_is_empty(db: engine.Connection, small: Catalogue) -> None:
    engine.declare(db, {}, small.groups)
    for name, size in {"EU27_2020": 27, "EU28": 28, "EU27_2007": 27, "western_balkans": 6, "EU29": 0}.items():
        found = engine.readings(db, f"SELECT geo FROM members('{name}') ORDER BY geo")
        assert tuple(g for (g,) in found) == tuple(sorted(small.groups.get(name, ())))
        assert engine.readings(db, f"SELECT member_count('{name}')") == [(size,)]


def test_groups_differ_as_the_union_did() -> None:
    groups = {name: set(members) for name, members in catalogue.load().groups.items()}
    assert groups["EU28"] - groups["EU27_2020"] == {"UK"}
    assert groups["EU28"] - groups["EU27_2007"] == {"HR"}
    assert not groups["western_balkans"] & groups["EU28"]


def test_a_contract_that_names_a_group_has_its_members() -> None:
    parts = catalogue.load().datasets["eurostat.migr_eirtn"].contract.parts
    assert {p.total: len(p.members) for p in parts} == {"EU27_2020": 27, "EU28": 28, "EU27_2007": 27}


CELL = "SELECT 'EU' AS geo, 'total' AS series, period, value, flag, [src] AS src FROM \"frontex.ibc_route_month\""
ONE = f"{CELL} WHERE route = 'Black Sea Route' AND period = '2015-01'"
ARRIVALS = "indicators/irregular_arrivals.toml"


def said(db: engine.Connection, c: Catalogue, sql: str, **changes: object) -> list[str]:
    indicator = c.indicators["irregular_arrivals"].model_copy(update={"sql": sql, **changes})
    return [str(fault) for fault in binding.faults(db, indicator, c)]


@pytest.mark.parametrize(
    ("old", "new", "columns"),
    [
        ("[src]", "src", "value DOUBLE, flag VARCHAR, src BIGINT"),
        ("value, flag", "flag, value", "flag VARCHAR, value DOUBLE, src BIGINT[]"),
    ],
)
def test_other_columns_than_an_indicators_are_said_with_their_kinds(
    db: engine.Connection, small: Catalogue, old: str, new: str, columns: str
) -> None:
    assert said(db, small, ONE) == []
    assert said(db, small, ONE.replace(old, new)) == [
        f"{ARRIVALS}: sql: gives geo VARCHAR, series VARCHAR, period VARCHAR, {columns}; "
        "accepted: geo, series, period, value, flag, src, where src is a list"
    ]


def test_a_cell_that_is_given_twice_and_a_dataset_that_is_not_read_are_said(
    db: engine.Connection, small: Catalogue
) -> None:
    """Of the cells that stand there twice the first."""
    datasets = (*small.indicators["irregular_arrivals"].datasets, NATIONALITIES)
    later = ONE.replace("2015-01", "2015-02")
    assert said(db, small, " UNION ALL ".join([later, ONE, ONE, later]), datasets=datasets) == [
        f"{ARRIVALS}: datasets: '{NATIONALITIES}' is not read by the SQL; accepted: datasets that it reads",
        f"{ARRIVALS}: sql: gives EU, total, 2015-01 twice; accepted: each cell once",
    ]


def test_series_and_places_without_a_name_are_said_whether_data_or_the_sql_give_them(
    db: engine.Connection, small: Catalogue
) -> None:
    """A series that the SQL writes where there are no figures too; where no place is known none is strange."""
    own = small.indicators["irregular_arrivals"].breakdown
    plain, coded = (own.model_copy(update={"code_list": name}) for name in ("", "routes"))
    strange = ONE.replace("'total'", "lower('MANY')").replace("'EU'", "'OZ'")
    sql = f"{strange} UNION ALL {ONE} AND false".replace("'total'", "'none'")
    named = f"{ARRIVALS}: breakdown.labels: the SQL gives series '{{}}', which has no name; accepted: a line in "
    series = [f"{named.format(name)}[breakdown.labels] with en and nl, or " for name in ("many", "none")]
    *first, last = said(db, small, sql, breakdown=plain)
    assert first == [f"{line}a code_list that has it" for line in series]
    assert last.startswith(f"{ARRIVALS}: sql: gives place 'OZ', which has no name; accepted: one of the ")
    assert f"one of the {len(small.codes['geo'])} in geo.csv" in last
    assert said(db, small, sql, breakdown=coded)[:2] == [f"{line}in routes.csv" for line in series]
    nowhere = replace(small, codes={**small.codes, "geo": {}})
    assert said(db, nowhere, sql, breakdown=plain) == first


def test_what_sql_may_name_is_said_for_what_is_not_there(db: engine.Connection, small: Catalogue) -> None:
    file = f"{ARRIVALS}: sql: line 1: "
    [column] = said(db, small, ONE.replace("flag,", "flags,"))
    begins = 'Binder Error: Referenced column "flags" not found in FROM clause!; accepted: '
    assert column.startswith(f"{file}{begins}columns of {ROUTES}: route, period, value, flag, ")
    [table] = said(db, small, "SELECT 1 FROM nowhere")
    assert table == (
        f"{file}Catalog Error: Table with name nowhere does not exist!; accepted: datasets that the file names: "
        f"{ROUTES}; views: arrivals_per_year, arrivals_same_months"
    )
    [function] = said(db, small, "SELECT nothing(1)")
    assert function == (
        f"{file}Catalog Error: Scalar Function with name nothing does not exist!; accepted: functions of DuckDB and "
        f"{', '.join((*engine.macros(), *small.macros))}"
    )
    [arguments] = said(db, small, "SELECT percent_change(1)")
    assert arguments.endswith(f"; accepted: {function.partition('; accepted: ')[2]}")
    both = (ROUTES, NATIONALITIES)
    [table] = said(db, small, "SELECT 1 FROM nowhere", datasets=both)
    assert f"datasets that the file names: {', '.join(both)}; views: " in table
    [column] = said(db, small, ONE.replace("flag,", "flags,"), datasets=both)
    lists = column.partition("accepted: columns of ")[2].split("; columns of ")
    for name, listed in zip(both, lists, strict=True):
        assert listed == f"{name}: {', '.join(engine.reading_columns(db, f'FROM {sql_text.quoted_name(name)}'))}"
    [other] = said(db, small, "SELECT 1 AS")
    assert other.removeprefix(file) == 'Parser Error: syntax error at or near "AS"'


def test_what_does_not_hold_is_left_out_and_what_stands_below_it_is_looked_at(
    db: engine.Connection, small: Catalogue
) -> None:
    """A macro and a view that reads a broken one hide no fault of the next view; what they may name is said."""
    odd = Macro(id="odd", about="x", arguments=("n",), sql="nothing(n)")
    first = View(id="first", about="x", datasets=(ROUTES,), sql="SELECT odd(1) AS n")
    second = View(id="second", about="x", datasets=(ROUTES,), sql='SELECT flags FROM "frontex.ibc_route_month"')
    macros = {**small.macros, "odd": odd}
    kept, broken, faults = binding.shared(
        db, replace(small, macros=macros, views={"first": first, "second": second, **small.views})
    )
    assert broken == {"odd", "first", "second"}
    assert (kept.macros, kept.views) == (small.macros, small.views)
    macro, view = faults
    assert (macro.file, macro.key) == ("macros.toml", "macro[odd].sql")
    assert macro.accepted == f"functions of DuckDB and {', '.join((*engine.macros(), *macros))}"
    assert (view.file, view.key) == ("views.toml", "view[second].sql")
    assert view.accepted.startswith(f"columns of {ROUTES}: ")
