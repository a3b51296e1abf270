"""A printed table of Eurostat in the words of its dataset: old dimensions and codes renamed, labels turned into codes.

What is accepted is written in the dataset's file (`dims`, `rename`, `request`), not here. Labels of files without codes
are looked up in data/catalogue/eurostat_labels.csv, which holds Eurostat's labels as printed, past and present.

A row with a code that the dataset does not hold is left out, counted and named: its total is held. What may be a figure
under another name stops the file: a text that no list knows, an unknown unit, an unknown code where a declared one is
gone. A file in which nothing has a code that is needed is refused with that dimension and its codes.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from etl.catalogue.catalogue import ROOT
from etl.catalogue.declarations import Dataset
from etl.formats.raw import RawTable
from etl.model.errors import ContractError

FORMS = {"A": r"\d{4}", "Q": r"\d{4}-Q\d", "M": r"\d{4}-\d{2}", "D": r"\d{4}-\d{2}-\d{2}"}
TOTALS = ("TOTAL", "T")  # codes that mean "everybody": a new dimension with only such a code changes no figure
COUNTRIES = ("geo", "citizen")
UNIT = "unit"  # is looked at last: only an unknown one of rows that belong to the dataset stops it
NO_CODE = "\x00"  # before a label that no code is known for, and before what stands in a code's place and is none
CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]*")  # how Eurostat writes codes: Y_GE65, EU27_2020, M3-5
MOST_NAMED = 10  # labels or codes of one dimension
SAID = ("value", "flag", "confidentiality")
Codes = Mapping[str, tuple[str, ...]]


@dataclass
class Seen:
    """What was seen of a dimension in the rows that came to it: codes kept, and rows by the code that is left out."""

    kept: set[str] = field(default_factory=set)
    others: Counter[str] = field(default_factory=Counter)

    def sift(self, column: "pd.Series[str]", codes: Collection[str]) -> "pd.Series[bool]":
        """Which rows have one of the codes."""
        inside = column.isin(list(codes))
        self.kept.update(column[inside].unique())
        self.others.update({str(code): rows for code, rows in column[~inside].value_counts().items() if rows})
        return inside


@dataclass(frozen=True)
class Unified:
    """A table in the words of its dataset. updated: its date as printed, "" for none. said: rows that were left out."""

    frame: pd.DataFrame
    updated: str
    said: tuple[str, ...]


def unify(tables: Iterable[RawTable], dataset: Dataset, keep: Codes, fixed: Mapping[str, str], name: str) -> Unified:
    """The dataset's dims, period, value and flag of a table in pieces; only rows that belong to the dataset are held.

    keep: dimension -> codes that belong to the dataset; rows with others are left out. fixed: dims that the publisher's
    table does not have, with their code. Raises ContractError naming file, column and what is accepted.
    """
    accepted = dict(sorted({"freq": (dataset.frequency,), **keep}.items(), key=lambda one: one[0] == UNIT))
    unknown: dict[str, set[str]] = {}
    seen: dict[str, Seen] = {}
    totals: dict[str, Seen] = {}
    frames, updated, rows = [], "", 0
    for raw in tables:
        rows += len(raw.rows)
        updated = max(updated, raw.updated)
        frame = _renamed(raw, dataset, accepted, fixed, name)
        for dim, codes in _unknown(frame, dataset, accepted).items():
            unknown.setdefault(dim, set()).update(codes)
        for dim in [dim for dim in accepted if dim in frame]:
            frame = frame[seen.setdefault(dim, Seen()).sift(frame[dim], accepted[dim])]
        for dim in _undeclared(frame, dataset):
            frame = frame[totals.setdefault(dim, Seen()).sift(frame[dim], keep.get(dim, TOTALS))]
        columns = [*dataset.dims, "period", *(c for c in SAID if c in frame)]
        frames.append(frame[columns].astype({c: "str" for c in columns if c != "value"}))
    if not rows:
        raise ContractError(f"{name}: there is no figure in it; expected are those of {dataset.code}.")
    _refuse_unknown(unknown, dataset, accepted, name)
    said = [*_left_out(seen, accepted, name), *_new_dims(totals, dataset, name)]
    whole = pd.concat(frames, ignore_index=True)
    _check_periods(whole, dataset, name)
    return Unified(whole, updated, tuple(said))


def _renamed(raw: RawTable, dataset: Dataset, accepted: Codes, fixed: Mapping[str, str], name: str) -> pd.DataFrame:
    """The rows with the dataset's names of dimensions and codes; ContractError where a dimension is missing."""
    if raw.code and raw.code != dataset.code.lower():
        raise ContractError(f"{name}: this is table {raw.code}; expected is {dataset.code}.")
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
            frame[dim] = frame[dim].map(new).astype("category")
    frame = frame.assign(**{dim: code for dim, code in fixed.items() if dim not in frame})
    if "freq" in dataset.dims and "freq" not in frame:  # the old facilities (to 2023) had one frequency per table
        frame = frame.assign(freq=dataset.frequency)
    if missing := [dim for dim in dataset.dims if dim not in frame]:
        there = ", ".join(str(c) for c in frame if c not in ("period", *SAID))
        raise ContractError(f"{name}: dimension {', '.join(missing)} is missing; found {there}.")
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


def _unknown(frame: pd.DataFrame, dataset: Dataset, accepted: Codes) -> dict[str, set[str]]:
    """Dimension -> what no list knows, in rows that are not left out anyway."""
    dims = [dim for dim in dict.fromkeys((*accepted, *dataset.dims)) if dim in frame]
    unknown = {dim: {str(c) for c in frame[dim].unique() if c.startswith(NO_CODE)} for dim in dims}
    if not any(unknown.values()):
        return {}
    inside = pd.Series(True, index=frame.index)
    for dim, codes in accepted.items():
        if dim in frame:
            inside &= frame[dim].isin([*codes, *unknown[dim]])
    for dim in _undeclared(frame, dataset):
        inside &= frame[dim].isin(TOTALS) if dim not in accepted else True
    return {dim: unknown[dim].intersection(frame.loc[inside, dim].unique()) for dim in dims}


def _refuse_unknown(unknown: Mapping[str, set[str]], dataset: Dataset, accepted: Codes, name: str) -> None:
    """ContractError naming all that no list knows, of every dimension."""
    dims = [dim for dim in dict.fromkeys((*accepted, *dataset.dims)) if unknown.get(dim)]
    if dims:
        listed = "; ".join(_listed(dim, sorted(unknown[dim]), accepted) for dim in dims)
        raise ContractError(
            f"{name}: labels or codes that no list knows: {listed}; download the table with codes, add the "
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


def _left_out(seen: Mapping[str, Seen], accepted: Codes, name: str) -> Iterator[str]:
    """A sentence for each dimension of which rows are left out; ContractError where what is needed is not there."""
    for dim, one in seen.items():
        needed, others = ", ".join(accepted[dim]), sorted(code.removeprefix(NO_CODE) for code in one.others)
        if not one.kept:
            raise ContractError(f"{name}: {dim} is {_some(others)}; this dataset needs {needed}.")
        gone = [code for code in accepted[dim] if code not in one.kept]
        strange = [code for code in others if code not in _known(dim)]
        if dim == UNIT and strange:
            raise ContractError(f"{name}: unknown unit: {_some(strange)}; this dataset needs {needed}.")
        if strange and gone and dim not in COUNTRIES:  # of countries a list says what may come, not what must
            raise ContractError(
                f"{name}: no rows with {dim} {_some(gone)}, and rows with {_some(strange)} that nobody asked for; "
                f"this dataset needs {needed}: a code may have changed; declare its new name in [rename.codes]."
            )
        if others:
            yield f"{name}: {one.others.total():,} rows left out, {dim} {_some(others)}."


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:MOST_NAMED])


def _known(dim: str) -> set[str]:
    """Codes of a dimension that a list knows."""
    return {code for (place, _), code in printed_labels().items() if place == dim}


def _new_dims(totals: Mapping[str, Seen], dataset: Dataset, name: str) -> Iterator[str]:
    """A sentence for each dimension that is not declared, of which the total is kept; ContractError where it has none.

    Eurostat adds dimensions to tables: a new one with a total costs nothing but the rows of its parts.
    """
    for dim, one in totals.items():
        if len(one.kept) != 1:
            shown = _some(sorted(code.removeprefix(NO_CODE) for code in {*one.kept, *one.others}))
            raise ContractError(
                f"{name}: dimension {dim} is not one of {', '.join(dataset.dims)} and must have a total, or one code "
                f"that the dataset's request names; found {shown}."
            )
        if one.others:
            kept, rows = next(iter(one.kept)), one.others.total()
            yield f"{name}: a dimension that is not declared, {dim}: kept {kept}, left out {rows:,} rows."


def _check_periods(frame: pd.DataFrame, dataset: Dataset, name: str) -> None:
    form = re.compile(FORMS[dataset.frequency])
    if strange := [period for period in frame["period"].unique() if not form.fullmatch(period)]:
        raise ContractError(f"{name}: period {strange[0]}; accepted in this dataset is {form.pattern}.")
