"""Compare a tidy payload with what its dataset accepts; stop on any difference.

Every message names the dataset, the place and what was expected, so that a person can act on it without reading code.
"""

from collections.abc import Iterable

import pandas as pd

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Contract, Dataset, Parts
from etl.model.errors import ContractError
from etl.model.period import at, in_order, period

COUNTRIES = ("geo", "citizen")


def check(
    frame: pd.DataFrame,
    dataset: Dataset,
    catalogue: Catalogue,
    last_period: str = "",
    full: bool = True,
    answered: bool = True,
) -> None:
    """Raise ContractError on the first breach.

    last_period: newest period of the last good data; the payload may not end before it. full: the frame is a whole
    payload (a slice of the archive is not: it need not have all rows and periods). answered: the publisher answered our
    own request, so every code in it must be there; a person's file may hold a choice.
    """
    _columns(frame, dataset)
    _codes(frame, dataset, catalogue)
    _values(frame, dataset)
    _keys(frame, dataset)
    if full:
        _coverage(frame, dataset, last_period)
        if answered:
            _declared(frame, dataset)
    for parts in dataset.contract.parts:
        if not (full and parts.frozen):
            _sums(frame, dataset, parts)


def for_history(dataset: Dataset) -> Dataset:
    """The dataset as it accepts earlier vintages: known columns, codes and bounds, each observation once.

    An old vintage need not be as large, as rounded or as complete as today's, nor add up to today's totals.
    """
    contract = dataset.contract.model_copy(update={"parts": (), "step": None})
    request = {**dataset.request, "min_rows": 1} if "min_rows" in dataset.request else dataset.request
    return dataset.model_copy(update={"contract": contract, "request": request})


def sifted(frame: pd.DataFrame, dataset: Dataset, catalogue: Catalogue) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows whose citizenships are all known, and those that have one which is not.

    A new citizenship costs its own rows, not the dataset: the publisher's total already counts them. Where more are
    unknown than known the codes themselves have changed, and all rows are kept for `check` to refuse.
    """
    known = pd.Series(True, index=frame.index)
    for dim in (d for d, name in dataset.contract.codes_from.items() if name == "citizenships"):
        inside = frame[dim].isin(list(catalogue.codes["citizenships"]))
        if frame.loc[~inside, dim].nunique() <= frame.loc[inside, dim].nunique():
            known &= inside
    return frame[known].reset_index(drop=True), frame[~known].reset_index(drop=True)


def left_out(rows: pd.DataFrame, dataset: Dataset) -> str:
    """A sentence about rows that `sifted` put aside."""
    dims = [d for d, name in dataset.contract.codes_from.items() if name == "citizenships"]
    codes = ", ".join(f"{dim} {code}" for dim in dims for code in sorted(rows[dim].unique()))
    return f"{dataset.id}: {len(rows):,} rows of a citizenship that is not in citizenships.csv are left out: {codes}"


def _stop(dataset: Dataset, message: str) -> None:
    raise ContractError(f"{dataset.id}: {message}")


def amount(value: float) -> str:
    """The value in words: 1,850 or 0.5."""
    return f"{value:,.12g}"


def out_of_bounds(values: "pd.Series[float]", contract: Contract) -> "pd.Series[bool]":
    """Which values cannot be true."""
    return (values < contract.low) | (values > contract.high)


def off_step(values: "pd.Series[float]", contract: Contract) -> "pd.Series[bool]":
    """Which values are not rounded as the publisher rounds."""
    step = contract.step
    return values.notna() & ((values / step).round() * step != values) if step else pd.Series(False, values.index)


def _place(frame: pd.DataFrame, dataset: Dataset) -> str:
    row = frame.iloc[0]
    return ", ".join(f"{c}={row[c]}" for c in (*dataset.dims, "period"))


def _columns(frame: pd.DataFrame, dataset: Dataset) -> None:
    expected = [*dataset.dims, "period", "value", "flag"]
    if sorted(set(frame.columns) - {"confidentiality"}) != sorted(expected):
        _stop(dataset, f"columns are {sorted(frame.columns)}, expected {sorted(expected)}")


def _codes(frame: pd.DataFrame, dataset: Dataset, catalogue: Catalogue) -> None:
    contract = dataset.contract
    accepted = {**{d: set(c) for d, c in contract.codes.items()}}
    accepted |= {d: set(catalogue.codes[name]) for d, name in contract.codes_from.items()}
    faults = []
    for dim, known in accepted.items():
        if new := sorted(set(frame[dim].unique().tolist()) - known):
            faults.append(f"unknown {dim}: {', '.join(new)}; accepted: {_some(known)}")
    if faults:
        _stop(dataset, ". ".join(faults))
    letters = set("".join(frame["flag"].unique().tolist()))
    if unknown := letters - set(contract.flags):
        _stop(dataset, f"unknown flag: {', '.join(sorted(unknown))}; accepted: {', '.join(contract.flags)}")


def _values(frame: pd.DataFrame, dataset: Dataset) -> None:
    contract, values = dataset.contract, frame["value"]
    wrong = frame[out_of_bounds(values, contract)]
    if len(wrong):
        first = f"{amount(wrong['value'].iloc[0])} at {_place(wrong, dataset)}"
        accepted = f"{amount(contract.low)} to {amount(contract.high)}"
        _stop(dataset, f"{len(wrong)} values are not in {accepted}, first {first}")
    odd = frame[off_step(values, contract)]
    if len(odd):
        first = f"{amount(odd['value'].iloc[0])} at {_place(odd, dataset)}"
        _stop(dataset, f"values must be multiples of {amount(contract.step or 1)}, first that is not: {first}")


def _keys(frame: pd.DataFrame, dataset: Dataset) -> None:
    twice = frame[frame.duplicated([*dataset.dims, "period"])]
    if len(twice):
        _stop(dataset, f"{len(twice)} observations stand there twice, first {_place(twice, dataset)}")


def _declared(frame: pd.DataFrame, dataset: Dataset) -> None:
    """Every code that the request names is there; of countries a list says what may come, not what must."""
    named = {**dataset.request.get("dims", {}), **dataset.request.get("keep", {})}
    for dim, codes in named.items():
        if dim in dataset.dims and dim not in COUNTRIES and (gone := sorted(set(codes) - set(frame[dim].unique()))):
            _stop(dataset, f"no rows with {dim} {', '.join(gone)}, which is asked for; found {_some(frame[dim])}")


def _some(names: Iterable[str]) -> str:
    codes = sorted(set(names))
    return ", ".join(codes[:20]) + (" …" if len(codes) > 20 else "")


def _coverage(frame: pd.DataFrame, dataset: Dataset, last_period: str) -> None:
    contract = dataset.contract
    if len(frame) < contract.min_rows:
        _stop(dataset, f"{len(frame)} rows, expected at least {contract.min_rows}")
    periods = in_order(frame["period"].unique().tolist())
    if contract.first_period and period(periods[0]) > period(contract.first_period):
        _stop(dataset, f"first period is {periods[0]}, expected {contract.first_period}")
    if contract.gapless and (gone := sorted(set(_between(periods[0], periods[-1])) - set(periods))):
        _stop(dataset, f"periods are missing: {', '.join(gone[:6])}; expected every one to {periods[-1]}")
    if last_period and period(periods[-1]) < period(last_period):
        _stop(dataset, f"last period is {periods[-1]}, but the last good data reach {last_period}: it went backwards")


def _between(first: str, last: str) -> list[str]:
    start, end = period(first), period(last)
    return [at(place, start.frequency).text for place in range(start.place, end.place + 1)]


def _sums(frame: pd.DataFrame, dataset: Dataset, parts: Parts) -> None:
    """Totals against the sum of their parts, where every part is there."""
    if not (frame[parts.dim] == parts.total).any():
        return
    if parts.since:
        frame = frame[frame["period"] >= parts.since]
    rest = [c for c in (*dataset.dims, "period") if c != parts.dim]
    chosen = frame[frame[parts.dim].isin(parts.members)] if parts.members else frame[frame[parts.dim] != parts.total]
    wanted = len(parts.members) or 1
    sums = chosen.groupby(rest)["value"].agg(["sum", "count"])
    sums = sums[sums["count"] >= wanted]
    totals = frame[frame[parts.dim] == parts.total].set_index(rest)["value"]
    both = sums.join(totals, how="inner").dropna()
    off = both[(both["sum"] - both["value"]).abs() > parts.tolerance]
    if len(off):
        where = ", ".join(f"{c}={v}" for c, v in zip(rest, off.index[0], strict=True))
        first = f"{amount(off['value'].iloc[0])} against {amount(off['sum'].iloc[0])}"
        within = amount(parts.tolerance)
        _stop(dataset, f"{parts.total} is not the sum of its parts within {within}: {first} at {where}")
