"""Totals that a contract holds against their parts."""

import numpy as np
import pandas as pd
import pytest

from etl.catalogue.catalogue import load
from etl.history import contracts
from etl.model.errors import ContractError
from tests.etl.history.of_contracts import breach, changed, dataset

SYRIA = (("first_repeat_nareis", 27_710.0), ("first", 18_675.0), ("repeat", 50.0), ("nareis", 8_980.0))


def test_an_eu_total_that_differs_from_its_parts_beyond_rounding_is_named(orders: pd.DataFrame) -> None:
    at = orders[(orders["geo"] == "EU28") & (orders["period"] == "2015")]["value"].iloc[0]
    held = tuple(p.model_copy(update={"frozen": False}) for p in dataset().contract.parts)
    contracts.check(changed(orders, "EU28", "2015", value=at + 25), dataset(parts=held), load())
    message = breach(changed(orders, "EU28", "2015", value=at + 100), parts=held)
    assert "EU28 is not the sum of its parts within 30: " in message
    assert f"{at + 100:,.0f} against " in message
    assert message.endswith("at freq=A, citizen=TOTAL, unit=PER, period=2015")


def test_a_total_is_not_held_against_parts_that_are_incomplete(orders: pd.DataFrame) -> None:
    holed = changed(orders, "NL", "2015", value=np.nan, flag="c")
    off = changed(holed, "EU28", "2015", value=5.0)
    contracts.check(changed(off, "EU27_2020", "2015", value=5.0) if "EU27_2020" in set(off["geo"]) else off,
                    dataset(), load())  # fmt: skip


def test_a_total_that_is_no_longer_computed_stops_no_pull_and_is_held_within_an_archived_edition(
    orders: pd.DataFrame,
) -> None:
    wrong = changed(orders, "EU28", "2015", value=5.0)
    contracts.check(wrong, dataset(), load())
    with pytest.raises(ContractError, match="EU28 is not the sum of its parts"):
        contracts.check(wrong, dataset(), load(), full=False)


def asked(*cells: tuple[str, float | None]) -> pd.DataFrame:
    """Asylum requests of Syrians in 2015 by kind, as CBS has them in 80059ned."""
    kinds, values = zip(*cells, strict=True)
    return pd.DataFrame(
        {"nationality": "Syrisch", "measure": kinds, "period": "2015", "value": values, "flag": ""}
    ).astype({"value": "float64"})


@pytest.mark.parametrize(("off", "accepted"), [(5, True), (-15, True), (6, False), (-16, False)])
def test_a_total_may_differ_from_its_parts_by_the_tolerance_and_no_more(off: int, accepted: bool) -> None:
    """The parts make 27,705, every cell rounded to 5 by itself: ten are allowed, both ends included."""
    (total, value), *parts = SYRIA
    frame, kinds = asked((total, value + off), *parts), dataset("ind.80059ned", min_rows=0, step=None)
    if accepted:
        contracts.check(frame, kinds, load(), full=False)
        return
    with pytest.raises(ContractError, match=r"is not the sum of its parts within 10: .* at nationality=Syrisch"):
        contracts.check(frame, kinds, load(), full=False)


def test_where_no_members_are_named_all_but_the_total_are_the_parts() -> None:
    own = dataset("ind.80059ned", step=None)
    parts = tuple(p.model_copy(update={"members": ()}) for p in own.contract.parts)
    own = dataset("ind.80059ned", step=None, parts=parts)
    contracts.check(asked(*SYRIA), own, load(), full=False)
    for wrong in (asked(SYRIA[0], SYRIA[1]), asked(SYRIA[0], *SYRIA[1:3])):  # a part that is gone is not in the sum
        with pytest.raises(ContractError, match="is not the sum of its parts"):
            contracts.check(wrong, own, load(), full=False)


def test_parts_are_held_to_their_total_from_the_period_on_that_is_named() -> None:
    (total, value), *parts = SYRIA
    wrong = asked((total, value + 500), *parts)
    for since, accepted in (("2014", False), ("2015", False), ("2016", True)):
        own = dataset("ind.80059ned", step=None)
        later = tuple(p.model_copy(update={"since": since}) for p in own.contract.parts)
        own = dataset("ind.80059ned", step=None, parts=later)
        if accepted:
            contracts.check(wrong, own, load(), full=False)
        else:
            with pytest.raises(ContractError, match="is not the sum of its parts"):
                contracts.check(wrong, own, load(), full=False)


def test_a_missing_total_or_part_proves_nothing() -> None:
    (total, value), first, repeat, nareis = SYRIA
    own = dataset("ind.80059ned", step=None)
    for frame in (asked((total, None), first, repeat, nareis), asked((total, value), first, ("repeat", None), nareis)):
        contracts.check(frame, own, load(), full=False)
