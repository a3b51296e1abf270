"""A printed table of Eurostat in the words of its dataset: old dimensions and codes renamed, labels turned into codes.

What is accepted is written in the dataset's file (`dims`, `rename`, `request`), not here. Labels of files without codes
are looked up in data/catalogue/eurostat_labels.csv, which holds Eurostat's labels as printed, past and present. A row
with a known code that the dataset does not hold is left out; one that no list knows may be a figure under another name,
so it stops the file.
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
NO_CODE = "\x00"  # before a label that no code is known for, and before what stands in a code's place and is none
CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]*")  # how Eurostat writes codes: Y_GE65, EU27_2020, M3-5
MOST_NAMED = 10  # labels of one dimension
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
    _refuse_unknown(frame, dataset, accepted, name)
    for dim, codes in accepted.items():
        if dim in frame:
            frame = _kept(frame, dim, codes, name, warnings)
    frame = _totals(frame, dataset, keep, name, warnings)
    _check_periods(frame, dataset, name)
    return frame[[*dataset.dims, "period", *(c for c in SAID if c in frame)]].reset_index(drop=True), warnings


def _renamed(raw: RawTable, dataset: Dataset, accepted: Codes, name: str) -> pd.DataFrame:
    names = {dim: dataset.rename.dims.get(dim, dim) for dim in raw.dims}
    if len(set(names.values())) != len(names):
        raise ContractError(f"{name}: an old and a new name of the same dimension: {', '.join(names)}.")
    frame = raw.frame.rename(columns=names)
    for printed, dim in names.items():
        renames, labels = dataset.rename.codes.get(dim, {}), raw.labels.get(printed, {})
        named = {*accepted.get(dim, ()), *renames, *(code for code, label in labels.items() if label)}
        codes = _from_labels(frame[dim], dim) if raw.labelled else _from_codes(frame[dim], named)
        new = {
            old: renames.get(code.removeprefix(NO_CODE)) or renames.get(labels.get(code, "")) or code
            for old, code in codes.items()
        }
        if any(old != code for old, code in new.items()):
            frame[dim] = frame[dim].map(new).astype("str")
    return frame


def _from_codes(column: "pd.Series[str]", named: set[str]) -> dict[str, str]:
    """Each code of a column as it is; what is neither `named` nor written like a code behind a mark."""
    return {c: c if c in named or CODE.fullmatch(c) else f"{NO_CODE}{c}" for c in column.unique()}


def _from_labels(column: "pd.Series[str]", dim: str) -> dict[str, str]:
    """Label -> code for every label of a column; one without a code is itself behind a mark."""
    known = printed_labels()
    total = "" if any(d == dim for d, _ in known) else "Total"  # of a dimension that Eurostat has added
    code_of = {}
    for label in column.unique():
        code = known.get((dim, label)) or (known.get(("country", label)) if dim in COUNTRIES else None)
        code_of[label] = code or ("TOTAL" if label == total else f"{NO_CODE}{label}")
    return code_of


def _refuse_unknown(frame: pd.DataFrame, dataset: Dataset, accepted: Codes, name: str) -> None:
    """ContractError naming all that no list knows, of every dimension, in rows that are not left out anyway."""
    dims = [dim for dim in dict.fromkeys((*accepted, *dataset.dims)) if dim in frame]
    unknown = {dim: {str(c) for c in frame[dim].unique() if c.startswith(NO_CODE)} for dim in dims}
    if not any(unknown.values()):
        return
    inside = pd.Series(True, index=frame.index)
    for dim, codes in accepted.items():
        if dim in frame:
            inside &= frame[dim].isin({*codes, *unknown[dim]})
    for dim in _undeclared(frame, dataset):
        inside &= frame[dim].isin(TOTALS) if dim not in accepted else True
    named = {dim: sorted(unknown[dim].intersection(frame.loc[inside, dim].unique())) for dim in dims}
    if listed := [_listed(dim, labels, accepted) for dim, labels in named.items() if labels]:
        raise ContractError(
            f"{name}: labels or codes that no list knows: {'; '.join(listed)}; download the table with codes, add the "
            "labels to eurostat_labels.csv, or declare new names in the dataset's [rename.codes]."
        )


def _listed(dim: str, labels: list[str], accepted: Codes) -> str:
    """Like `unit: 'Persons' (needed: PER)`."""
    shown = ", ".join(repr(label.removeprefix(NO_CODE)) for label in labels[:MOST_NAMED])
    more = f" and {len(labels) - MOST_NAMED:,} more" if len(labels) > MOST_NAMED else ""
    needed = f" (needed: {', '.join(accepted[dim])})" if dim in accepted and dim not in COUNTRIES else ""
    return f"{dim}: {shown}{more}{needed}"


def _undeclared(frame: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Dimensions of the table that the dataset does not have."""
    return [str(c) for c in frame if c not in (*dataset.dims, "period", *SAID, "freq")]


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
    for dim in _undeclared(frame, dataset):
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
