"""Contracts of datasets, tried on frames of the archive that a test has changed."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from etl.catalogue.catalogue import Dataset, load
from etl.history import contracts
from etl.model.errors import ContractError

Archived = Callable[..., pd.DataFrame]
ORDERS, PROTECTED, RESETTLED = "eurostat.migr_eiord", "eurostat.migr_asytpsm", "ind.82025ned"


def dataset(name: str = ORDERS, **contract: Any) -> Dataset:
    found = load().datasets[name]
    return found.model_copy(update={"contract": found.contract.model_copy(update=contract)})


def breach(frame: pd.DataFrame, name: str = ORDERS, last_period: str = "", **contract: Any) -> str:
    with pytest.raises(ContractError) as e:
        contracts.check(frame, dataset(name, **contract), load(), last_period)
    message = str(e.value)
    assert message.startswith(f"{name}: ")
    return message


def changed(frame: pd.DataFrame, place: str, year: str, **cells: Any) -> pd.DataFrame:
    frame = frame.copy()
    row = (frame["geo"] == place) & (frame["period"] == year)
    assert row.sum() == 1
    for column, cell in cells.items():
        frame.loc[row, column] = cell
    return frame
