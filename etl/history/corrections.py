"""Apply the catalogue's corrections: a wrong value at the source, replaced while the source still says it.

A correction whose `expect` no longer stands stops the dataset, so that it is removed once the publisher has mended it.
"""

import pandas as pd

from etl.catalogue.declarations import Dataset
from etl.model.errors import ContractError


def corrected(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """`frame` with every correction applied and its flag marked `r`; ContractError where `expect` does not stand."""
    for correction in dataset.correction:
        hit = pd.Series(True, index=frame.index)
        for column, code in correction.where.items():
            hit &= frame[column] == code
        if not hit.any():
            continue
        if not (frame.loc[hit, "value"] == correction.expect).all():
            values = frame.loc[hit, "value"].tolist()
            raise ContractError(
                f"datasets/{dataset.id}.toml: correction at {correction.where} expects {correction.expect}, "
                f"found {values}: the source has changed it; remove or renew the correction"
            )
        frame = frame.copy()
        frame.loc[hit, "value"] = correction.value
        frame.loc[hit, "flag"] = frame.loc[hit, "flag"] + "r"
    return frame
