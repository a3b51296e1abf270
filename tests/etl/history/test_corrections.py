"""Corrections replace a wrong value at the source while the source still says it, and stop once it no longer does."""

import pandas as pd
import pytest

from etl.catalogue.catalogue import Dataset, load
from etl.catalogue.declarations import Correction
from etl.history.corrections import corrected
from etl.model.errors import ContractError

WHERE = {"nationality": "T001059", "period": "2015"}
REASON = {"en": "misprint", "nl": "drukfout"}


def dataset(expect: float, value: float | None) -> Dataset:
    correction = Correction.model_validate(
        {"where": WHERE, "expect": expect, "value": value, "reason": REASON, "url": "https://www.cbs.nl/"}
    )
    return load().datasets["ind.82025ned"].model_copy(update={"correction": (correction,)})


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame({
        "nationality": "T001059", "measure": "invited", "period": ["2014", "2015"], "value": [1.0, 2.0],
        "flag": ["", "p"],
    })  # fmt: skip


def test_a_correction_replaces_the_value_while_the_source_says_what_it_expects(frame: pd.DataFrame) -> None:
    found = corrected(frame, dataset(expect=2, value=5))
    assert found["value"].tolist() == [1.0, 5.0]
    assert found["flag"].tolist() == ["", "pr"]
    assert frame["value"].tolist() == [1.0, 2.0]


def test_a_correction_may_take_a_value_away_and_makes_it_missing(frame: pd.DataFrame) -> None:
    assert corrected(frame, dataset(expect=2, value=None))["value"].isna().tolist() == [False, True]


def test_a_correction_stops_once_the_source_says_something_else(frame: pd.DataFrame) -> None:
    with pytest.raises(ContractError) as e:
        corrected(frame, dataset(expect=3, value=5))
    message = str(e.value)
    assert message.startswith("datasets/ind.82025ned.toml: correction at ")
    assert "'period': '2015'" in message
    assert "expects 3.0, found [2.0]" in message


def test_a_slice_without_the_cell_is_left_as_it_is(frame: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(corrected(frame.head(1), dataset(expect=3, value=5)), frame.head(1))


def test_a_correction_changes_the_one_cell_that_all_its_codes_name(frame: pd.DataFrame) -> None:
    """Another nationality in the same year stays as it is; a correction whose cell is not there stops no other."""
    both = pd.concat([frame, frame.assign(nationality="NAT9491")], ignore_index=True)
    absent = dataset(expect=9, value=1).correction[0].model_copy(update={"where": {**WHERE, "period": "1999"}})
    two = dataset(expect=2, value=5)
    found = corrected(both, two.model_copy(update={"correction": (absent, *two.correction)}))
    assert found["value"].tolist() == [1.0, 5.0, 1.0, 2.0]
    assert found["flag"].tolist() == ["", "pr", "", "p"]
