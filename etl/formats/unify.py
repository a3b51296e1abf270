"""A printed table of Eurostat in the words of its dataset: old dimensions and codes renamed, labels turned into codes.

What is accepted is written in the dataset's file (`dims`, `rename`, `request`), not here. Labels of files without codes
are looked up in data/catalogue/eurostat_labels.csv, which holds Eurostat's labels as printed, past and present.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache

import pandas as pd

from etl.catalogue.catalogue import ROOT
from etl.catalogue.declarations import Dataset
from etl.formats.raw import RawTable
from etl.model.errors import ContractError

FORMS = {"A": r"\d{4}", "Q": r"\d{4}-Q\d", "M": r"\d{4}-\d{2}", "D": r"\d{4}-\d{2}-\d{2}"}
TOTALS = ("TOTAL", "T")  # codes that mean "everybody": a new dimension with only such a code changes no figure
COUNTRIES = ("geo", "citizen")
NO_CODE = "\x00"  # before a label that no code is known for
SAID = ("value", "flag", "confidentiality")
Codes = Mapping[str, tuple[str, ...]]


def unify(
    raw: RawTable, dataset: Dataset, keep: Codes, fixed: Mapping[str, str], name: str
) -> tuple[pd.DataFrame, list[str]]:
    """The dataset's dims, period, value and flag, and sentences about rows left out.

    keep: dimension -> codes that belong to the dataset; rows with others are left out. fixed: dims that the publisher's
    table does not have, with their code. Raises ContractError naming file, column and what is accepted.
    """
    if raw.code and raw.code != dataset.code.lower():
        raise ContractError(f"{name}: this is table {raw.code}; expected is {dataset.code}.")
    accepted = {"freq": (dataset.frequency,), **keep}
    frame = _renamed(raw, dataset, accepted, name)
    frame = frame.assign(**{dim: code for dim, code in fixed.items() if dim not in frame})
    if "freq" in dataset.dims and "freq" not in frame:  # the old facilities (to 2023) had one frequency per table
        frame = frame.assign(freq=dataset.frequency)
    warnings: list[str] = []
    if missing := [dim for dim in dataset.dims if dim not in frame]:
        there = ", ".join(str(c) for c in frame if c not in ("period", *SAID))
        raise ContractError(f"{name}: dimension {', '.join(missing)} is missing; found {there}.")
    for dim, codes in accepted.items():
        if dim in frame:
            frame = _kept(frame, dim, codes, name, warnings)
    frame = _totals(frame, dataset, keep, name, warnings)
    _check_labels(frame, name)
    _check_periods(frame, dataset, name)
    return frame[[*dataset.dims, "period", *(c for c in SAID if c in frame)]].reset_index(drop=True), warnings


def _renamed(raw: RawTable, dataset: Dataset, accepted: Codes, name: str) -> pd.DataFrame:
    names = {dim: dataset.rename.dims.get(dim, dim) for dim in raw.dims}
    if len(set(names.values())) != len(names):
        raise ContractError(f"{name}: an old and a new name of the same dimension: {', '.join(names)}.")
    frame = raw.frame.rename(columns=names)
    for printed, dim in names.items():
        codes = _from_labels(frame[dim], dim) if raw.labelled else {c: c for c in frame[dim].unique()}
        renames = dataset.rename.codes.get(dim, {})
        labels = raw.labels.get(printed, {})
        new = {old: renames.get(code) or renames.get(labels.get(code, "")) or code for old, code in codes.items()}
        if any(old != code for old, code in new.items()):
            frame[dim] = frame[dim].map(new).astype("str")
    return frame


def _from_labels(column: "pd.Series[str]", dim: str) -> dict[str, str]:
    """Label -> code for every label of a column; one without a code is itself behind a mark, for `_check_labels`."""
    known = printed_labels()
    total = "" if any(d == dim for d, _ in known) else "Total"  # of a dimension that Eurostat has added
    code_of = {}
    for label in column.unique():
        code = known.get((dim, label)) or (known.get(("country", label)) if dim in COUNTRIES else None)
        code_of[label] = code or ("TOTAL" if label == total else f"{NO_CODE}{label}")
    return code_of


def _check_labels(frame: pd.DataFrame, name: str) -> None:
    """ContractError naming every label without a code, of all dimensions, in the rows that are kept."""
    strange = {
        str(dim): sorted({x.removeprefix(NO_CODE) for x in frame[dim].unique() if x.startswith(NO_CODE)})
        for dim in frame.columns
        if dim not in ("period", *SAID)
    }
    if listed := [f"{dim}: {', '.join(map(repr, labels))}" for dim, labels in strange.items() if labels]:
        raise ContractError(
            f"{name}: labels in place of codes, and these have no code in eurostat_labels.csv: {'; '.join(listed)}; "
            "download the table with codes, or add the labels there."
        )


@cache
def printed_labels() -> dict[tuple[str, str], str]:
    """(dimension, name as printed) -> code; dimension `country` serves geo and citizen."""
    with (ROOT / "eurostat_labels.csv").open(encoding="utf-8", newline="") as f:
        return {(row["dim"], row["label"]): row["code"] for row in csv.DictReader(f)}


def _kept(frame: pd.DataFrame, dim: str, codes: tuple[str, ...], name: str, warnings: list[str]) -> pd.DataFrame:
    inside = frame[dim].isin(codes)
    others = sorted(code.removeprefix(NO_CODE) for code in frame.loc[~inside, dim].unique())
    if not inside.any():
        raise ContractError(f"{name}: {dim} is {', '.join(others[:10])}; this dataset needs {', '.join(codes)}.")
    gone = [code for code in codes if code not in set(frame[dim].unique())]
    if others and gone and dim not in COUNTRIES:  # of countries a list says what may come, not what must
        raise ContractError(
            f"{name}: no rows with {dim} {', '.join(gone)}, and rows with {', '.join(others[:10])} that nobody asked "
            "for: a code may have changed; declare its new name in the dataset's [rename.codes]."
        )
    if others:
        warnings.append(f"{name}: {int((~inside).sum()):,} rows left out, {dim} {', '.join(others[:10])}.")
    return frame[inside]


def _totals(frame: pd.DataFrame, dataset: Dataset, keep: Codes, name: str, warnings: list[str]) -> pd.DataFrame:
    """The rows of the total in each dimension that is not declared; ContractError where such a one has no total.

    Eurostat adds dimensions to tables: a new one with a total costs nothing but the rows of its parts.
    """
    for dim in frame.columns:
        if dim in (*dataset.dims, "period", *SAID, "freq"):
            continue
        codes = sorted(frame[dim].unique())
        if dim in keep and len(codes) == 1:
            continue
        total = [code for code in TOTALS if code in codes]
        if len(total) != 1 or dim in keep:
            shown = ", ".join(code.removeprefix(NO_CODE) for code in codes[:10])
            raise ContractError(
                f"{name}: dimension {dim} is not one of {', '.join(dataset.dims)} and must have a total, or one code "
                f"that the dataset's request names; found {shown}."
            )
        if len(codes) > 1:
            rows = int((frame[dim] != total[0]).sum())
            warnings.append(
                f"{name}: a dimension that is not declared, {dim}: kept {total[0]}, left out {rows:,} rows."
            )
        frame = frame[frame[dim] == total[0]]
    return frame


def _check_periods(frame: pd.DataFrame, dataset: Dataset, name: str) -> None:
    form = re.compile(FORMS[dataset.frequency])
    if strange := [period for period in frame["period"].unique() if not form.fullmatch(period)]:
        raise ContractError(f"{name}: period {strange[0]}; accepted in this dataset is {form.pattern}.")
