"""A table that many tests of contracts change."""

import pandas as pd
import pytest

from tests.etl.history.of_contracts import ORDERS, Archived


@pytest.fixture(scope="module")
def orders(archived: Archived) -> pd.DataFrame:
    """Orders to leave 2010 to 2016 over all citizenships, by country and for the EU."""
    frame = archived(ORDERS, "2017-05")
    return frame[frame["citizen"] == "TOTAL"].reset_index(drop=True)
