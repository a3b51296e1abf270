"""Contracts: real rows pass; each breach stops the dataset with a sentence that a person can act on."""

import numpy as np
import pandas as pd
import pytest

from etl.catalogue.catalogue import load
from etl.history import contracts
from etl.model.errors import ContractError
from tests.etl.history.of_contracts import ORDERS, PROTECTED, RESETTLED, Archived, breach, changed, dataset


def test_real_rows_pass(orders: pd.DataFrame) -> None:
    contracts.check(orders, dataset(), load(), last_period="2016")


@pytest.mark.parametrize("name", [d.id for d in load().datasets.values() if not d.archive])
def test_every_dataset_without_archive_is_live(name: str) -> None:
    assert load().datasets[name].live


def test_an_unknown_column_is_named_with_those_expected(orders: pd.DataFrame) -> None:
    message = breach(orders.rename(columns={"citizen": "nationality"}))
    assert "nationality" in message
    assert "expected ['citizen', 'flag', 'freq', 'geo', 'period', 'unit', 'value']" in message


def test_a_missing_column_is_named(orders: pd.DataFrame) -> None:
    assert "expected" in breach(orders.drop(columns="flag"))


def test_an_unknown_code_of_a_code_list_is_named(orders: pd.DataFrame) -> None:
    message = breach(changed(orders, "NL", "2015", geo="ZZ"))
    assert message.startswith(f"{ORDERS}: unknown geo: ZZ; accepted: ")
    assert "AT" in message


def test_an_unknown_code_of_the_contract_is_named(orders: pd.DataFrame) -> None:
    assert breach(changed(orders, "NL", "2015", unit="THS")) == f"{ORDERS}: unknown unit: THS; accepted: PER"


def test_an_unknown_route_is_named_with_the_routes_accepted(archived: Archived) -> None:
    frame = archived("frontex.ibc_route_month").replace({"route": {"Other": "Lunar Route"}})
    message = breach(frame, "frontex.ibc_route_month")
    assert "unknown route: Lunar Route; accepted: " in message
    assert "Central Mediterranean Route" in message


def test_an_unknown_flag_is_named_with_those_accepted(orders: pd.DataFrame) -> None:
    assert breach(changed(orders, "NL", "2015", flag="bx")) == (
        f"{ORDERS}: unknown flag: x; accepted: b, c, d, e, f, i, m, n, p, r, s, u, z"
    )


def test_a_negative_count_is_named_with_its_place_and_the_bounds(orders: pd.DataFrame) -> None:
    assert breach(changed(orders, "NL", "2015", value=-5.0)) == (
        f"{ORDERS}: 1 values are not in 0 to 1,000,000, first -5 at "
        "freq=A, citizen=TOTAL, unit=PER, geo=NL, period=2015"
    )


def test_too_large_a_count_is_named_in_full(orders: pd.DataFrame) -> None:
    assert "first 1,000,005 at " in breach(changed(orders, "NL", "2015", value=1_000_005.0))


def test_missing_is_no_breach_of_the_bounds(orders: pd.DataFrame) -> None:
    contracts.check(changed(orders, "NL", "2015", value=np.nan, flag="c"), dataset(), load())


def test_a_count_that_is_not_a_multiple_is_named(orders: pd.DataFrame) -> None:
    message = breach(changed(orders, "NL", "2015", value=23_767.0))
    assert "values must be multiples of 5, first that is not: 23,767 at " in message
    assert "geo=NL, period=2015" in message


def test_an_observation_that_stands_there_twice_is_named(orders: pd.DataFrame) -> None:
    row = orders[(orders["geo"] == "NL") & (orders["period"] == "2015")]
    message = breach(pd.concat([orders, row], ignore_index=True))
    assert "1 observations stand there twice, first " in message
    assert "geo=NL, period=2015" in message


def test_an_observation_that_stands_there_twice_is_named_although_its_values_differ(orders: pd.DataFrame) -> None:
    row = orders[(orders["geo"] == "NL") & (orders["period"] == "2015")].assign(value=5.0)
    assert "1 observations stand there twice, first " in breach(pd.concat([orders, row], ignore_index=True))


@pytest.mark.parametrize("bound", [0.0, 1_000_000.0])
def test_both_bounds_of_a_value_belong_to_what_is_accepted(orders: pd.DataFrame, bound: float) -> None:
    contracts.check(changed(orders, "NL", "2015", value=bound), dataset(), load())


@pytest.mark.parametrize(("count", "more"), [(20, ""), (21, " …")])
def test_of_the_codes_that_are_accepted_twenty_are_named(orders: pd.DataFrame, count: int, more: str) -> None:
    names = [f"U{n:02d}" for n in range(count)]
    said = f"{ORDERS}: unknown unit: PER; accepted: {', '.join(names[:20])}{more}"
    assert breach(orders, codes={"unit": tuple(reversed(names))}, codes_from={}) == said


def test_all_unknown_flags_and_all_codes_that_are_asked_for_and_missing_are_named(orders: pd.DataFrame) -> None:
    assert breach(changed(orders, "NL", "2015", flag="xbq")).startswith(f"{ORDERS}: unknown flag: q, x; accepted: b, ")
    units = dataset().model_copy(update={"request": {"dims": {"unit": ["THS", "PER", "KG"]}}})
    with pytest.raises(ContractError, match=f"^{ORDERS}: no rows with unit KG, THS, which is asked for; found PER$"):
        contracts.check(orders, units, load())


def test_rows_with_an_unknown_code_of_either_of_two_citizenships_are_put_aside(orders: pd.DataFrame) -> None:
    both = dataset(codes_from={"citizen": "citizenships", "geo": "citizenships"})
    own = orders[orders["geo"].isin(list(load().codes["citizenships"]))].reset_index(drop=True)
    strange = pd.concat([own.head(2).assign(citizen="QQ"), own.tail(1).assign(geo="ZZ")])
    kept, left = contracts.sifted(pd.concat([strange, own], ignore_index=True), both, load())
    pd.testing.assert_frame_equal(kept, own)
    pd.testing.assert_frame_equal(left, strange.reset_index(drop=True))
    assert contracts.left_out(left, both).endswith(
        f": citizen QQ, citizen TOTAL, {', '.join(f'geo {g}' for g in sorted(set(left['geo'])))}"
    )


@pytest.mark.parametrize("name", [ORDERS, "frontex.ibc_route_month", "ind.80059ned"])
def test_an_earlier_vintage_need_not_be_as_large_as_rounded_or_as_complete(name: str) -> None:
    own = load().datasets[name]
    lenient = contracts.for_history(own)
    assert (lenient.contract.parts, lenient.contract.step) == ((), None)
    assert lenient.contract == own.contract.model_copy(update={"parts": (), "step": None})
    least = {"min_rows": 1} if "min_rows" in own.request else {}
    assert lenient.request == {**own.request, **least}
    assert lenient == own.model_copy(update={"contract": lenient.contract, "request": lenient.request})


def test_too_few_rows_are_counted(orders: pd.DataFrame) -> None:
    few = orders[orders["geo"].isin(["NL", "BE"])]
    assert breach(few) == f"{ORDERS}: {len(few)} rows, expected at least 200"


def test_no_rows_at_all_are_too_few(orders: pd.DataFrame) -> None:
    assert breach(orders.head(0)) == f"{ORDERS}: 0 rows, expected at least 200"


def test_a_first_period_that_is_gone_is_named(archived: Archived) -> None:
    frame = archived(RESETTLED).query("period > '2008'")
    assert breach(frame, RESETTLED, min_rows=1) == f"{RESETTLED}: first period is 2009, expected 2008"


def test_a_missing_year_is_named(orders: pd.DataFrame) -> None:
    message = breach(orders[orders["period"] != "2013"], min_rows=1)
    assert message == f"{ORDERS}: periods are missing: 2013; expected every one to 2016"


@pytest.mark.parametrize("year", ["2011", "2015"])
def test_a_missing_year_beside_the_first_or_the_last_is_named(orders: pd.DataFrame, year: str) -> None:
    message = breach(orders[orders["period"] != year], min_rows=1)
    assert message == f"{ORDERS}: periods are missing: {year}; expected every one to 2016"


def test_as_many_rows_as_are_expected_at_least_are_enough(orders: pd.DataFrame) -> None:
    contracts.check(orders, dataset(min_rows=len(orders)), load())


def test_a_missing_month_is_named(archived: Archived) -> None:
    frame = archived(PROTECTED)
    last = frame["period"].max()
    message = breach(frame[~frame["period"].isin(["2023-02", "2024-11"])], PROTECTED)
    assert message == f"{PROTECTED}: periods are missing: 2023-02, 2024-11; expected every one to {last}"


def test_a_missing_quarter_is_named() -> None:
    quarters = [f"{year}-Q{q}" for year in (2021, 2022) for q in (1, 2, 3, 4)]
    frame = pd.DataFrame({
        "freq": "Q", "citizen": "TOTAL", "unit": "PER", "geo": "NL", "period": quarters, "value": 5.0, "flag": "",
    })  # fmt: skip
    name = "eurostat.migr_eiord1"
    contracts.check(frame, dataset(name, min_rows=1), load())
    message = breach(frame[frame["period"] != "2022-Q1"], name, min_rows=1)
    assert message == f"{name}: periods are missing: 2022-Q1; expected every one to 2022-Q4"


def test_a_last_period_that_goes_backwards_names_both(orders: pd.DataFrame) -> None:
    message = breach(orders, last_period="2017")
    assert message == f"{ORDERS}: last period is 2016, but the last good data reach 2017: it went backwards"


def test_a_slice_need_not_hold_all_rows_and_periods(orders: pd.DataFrame) -> None:
    contracts.check(orders[orders["geo"] == "NL"].iloc[::2], dataset(), load(), full=False)


def test_an_unknown_citizenship_costs_its_own_rows_and_is_counted(orders: pd.DataFrame) -> None:
    strange = orders.head(3).assign(citizen="QQ")
    kept, left = contracts.sifted(pd.concat([orders, strange], ignore_index=True), dataset(), load())
    pd.testing.assert_frame_equal(kept, orders)
    assert len(left) == 3
    assert contracts.left_out(left, dataset()).endswith(
        "migr_eiord: 3 rows of a citizenship that is not in citizenships.csv are left out: citizen QQ"
    )


def test_where_more_citizenships_are_unknown_than_known_the_codes_have_changed(orders: pd.DataFrame) -> None:
    strange = pd.concat([orders, orders.assign(citizen="Q1"), orders.assign(citizen="Q2")], ignore_index=True)
    kept, left = contracts.sifted(strange, dataset(), load())
    assert (len(kept), len(left)) == (len(strange), 0)
    assert breach(kept).startswith("eurostat.migr_eiord: unknown citizen: Q1, Q2; accepted: ")


def test_an_unknown_place_and_an_unknown_unit_are_named_at_once(orders: pd.DataFrame) -> None:
    kept, _ = contracts.sifted(orders.assign(geo="QQ", unit="KG"), dataset(), load())
    assert "unknown unit: KG; accepted: PER. unknown geo: QQ; accepted: " in breach(kept)


def test_a_declared_code_that_is_missing_is_named(archived: Archived) -> None:
    returned = archived("eurostat.migr_eirtn")
    message = breach(returned[returned["c_dest"] == "TOTAL"], "eurostat.migr_eirtn")
    assert message.endswith("no rows with c_dest Third country, which is asked for; found TOTAL")


def test_confidentiality_is_no_breach(orders: pd.DataFrame) -> None:
    contracts.check(orders.assign(confidentiality="Z"), dataset(), load())


def test_a_persons_file_may_hold_a_choice_of_the_codes(archived: Archived) -> None:
    returned = archived("eurostat.migr_eirtn")
    some = returned[returned["c_dest"] == "TOTAL"]
    contracts.check(some, dataset("eurostat.migr_eirtn", min_rows=1, parts=()), load(), answered=False)
