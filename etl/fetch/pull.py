"""Ask the publishers: fetch, parse, check, keep. A refused payload goes to quarantine; the last good data stay."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.fetch import snapshots
from etl.history import archive, contracts
from etl.history.corrections import corrected
from etl.model.errors import ContractError, NoNetworkError, SourceError
from etl.model.places import Places
from etl.payloads import Answer, Get, Part
from etl.sources import source_of

log = logging.getLogger(__name__)
Outcome = Literal["new", "unchanged", "refused", "unreachable", "no network"]


@dataclass(frozen=True)
class Pulled:
    """What became of one dataset.

    left_out: rows put aside because their citizenship is not known. files: names of the parts.
    """

    dataset: str
    outcome: Outcome
    rows: int = 0
    vintage: str = ""
    message: str = ""
    left_out: int = 0
    files: tuple[str, ...] = ()


def wanted(catalogue: Catalogue, names: Sequence[str]) -> tuple[Dataset, ...]:
    """Live datasets of the named sources or datasets; all where none is named."""
    live = [d for d in catalogue.datasets.values() if d.live]
    return tuple(d for d in live if not names or d.source in names or d.id in names)


def pull(
    datasets: Iterable[Dataset], catalogue: Catalogue, get: Get, where: Places, now: datetime,
    tell: Callable[[Dataset], None],
) -> list[Pulled]:  # fmt: skip
    """Fetch each dataset; never raises for what one source does. One answer serves every dataset that asks for it."""
    once = _remembering(get, where)
    found = []
    for dataset in datasets:
        tell(dataset)
        parts: tuple[Part, ...] = ()
        try:
            parts = source_of(dataset).fetch(dataset, once)
            found.append(accept(dataset, parts, catalogue, where, now))
        except ContractError as e:
            found.append(refused(dataset, parts, e, where, now))
        except NoNetworkError as e:
            found.append(Pulled(dataset.id, "no network", message=str(e)))
        except SourceError as e:
            found.append(Pulled(dataset.id, "unreachable", message=str(e)))
        log.info("%s: %s", dataset.id, found[-1].outcome)
    return found


def accept(dataset: Dataset, parts: tuple[Part, ...], catalogue: Catalogue, where: Places, now: datetime) -> Pulled:
    """Check a payload and keep it as a snapshot, or in quarantine with the reason."""
    try:
        return checked(dataset, parts, catalogue, where, now)
    except ContractError as e:
        return refused(dataset, parts, e, where, now)


def checked(dataset: Dataset, parts: tuple[Part, ...], catalogue: Catalogue, where: Places, now: datetime) -> Pulled:
    """The payload kept as a snapshot; ContractError where it breaks the contract."""
    parsed = source_of(dataset).parse(parts, dataset)
    frame, left = contracts.sifted(parsed.frame, dataset, catalogue)
    contracts.check(frame, dataset, catalogue, last_period(dataset, catalogue, where), asked=asked(parts))
    corrected(frame, dataset)
    warnings = [*parsed.warnings, *_put_aside(left, dataset, where, now)]
    receipt, new = snapshots.save(dataset.id, parts, parsed.vintage, dataset.licence, now, where.snapshots)
    outcome: Outcome = "new" if new else "unchanged"
    return Pulled(dataset.id, outcome, len(frame), receipt.vintage, " ".join(warnings), len(left), _names(parts))


def asked(parts: Sequence[Part] | Sequence[snapshots.KeptPart]) -> bool:
    """Whether a publisher answered our own request, rather than a person bringing files."""
    return all(part.url.startswith("http") for part in parts)


def _put_aside(left: pd.DataFrame, dataset: Dataset, where: Places, now: datetime) -> list[str]:
    """Rows of unknown citizenships into quarantine, and the sentence about them."""
    if not len(left):
        return []
    why = contracts.left_out(left, dataset)
    rows = Part("rows.csv", left.to_csv(index=False).encode(), "")
    folder = snapshots.quarantine(dataset.id, (rows,), why, now, where.quarantine)
    return [f"{why}; kept in quarantine/{folder.parent.name}/{folder.name}."]


def refused(dataset: Dataset, parts: tuple[Part, ...], why: ContractError, where: Places, now: datetime) -> Pulled:
    """Into quarantine, with a message that names the files."""
    names = ", ".join(p.name for p in parts[:4]) + (" …" if len(parts) > 4 else "") or "no file"
    folder = snapshots.quarantine(dataset.id, parts, f"{why}\nFiles: {names}", now, where.quarantine)
    kept = f"{names} kept in quarantine/{folder.parent.name}/{folder.name}."
    return Pulled(dataset.id, "refused", message=f"{str(why).rstrip('.')}. {kept}", files=_names(parts))


def _names(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(part.name for part in parts)


def last_period(dataset: Dataset, catalogue: Catalogue, where: Places) -> str:
    """Newest period of the good data held of a dataset, "" for none."""
    found = [str(b.frame["period"].max()) for b in archive.batches(dataset, where.archive)]
    for receipt in reversed(snapshots.receipts(dataset.id, where.snapshots)):
        try:
            frame = source_of(dataset).parse(snapshots.load(receipt, where.snapshots), dataset).frame
        except ContractError as e:  # no good data any more: damaged on disk, or the contract has been tightened
            log.warning("%s", e)
            continue
        found.append(str(frame["period"].max()))
        break
    return max(found, default="")


def _remembering(get: Get, where: Places) -> Get:
    """`get` that asks once per address and, on 304, answers with the bytes kept before."""
    answers: dict[tuple[str, tuple[tuple[str, str], ...]], Answer] = {}

    def once(
        url: str,
        params: Sequence[tuple[str, str]] = (),
        *,
        accept: str = "*/*",
        ok: tuple[int, ...] = (),
        fresh: bool = False,
    ) -> Answer:
        key = (url, tuple(params))
        if fresh or key not in answers:
            answer = get(url, params, accept=accept, ok=ok, fresh=fresh)
            if answer.status == 304:
                answer = _kept(answer, where) or get(url, params, accept=accept, ok=ok, fresh=True)
            answers[key] = answer
        return answers[key]

    return once


def _kept(answer: Answer, where: Places) -> Answer | None:
    for part in newest_parts(where):
        if part.url == answer.url:
            body = where.snapshots / "objects" / part.sha256
            return Answer(answer.url, 200, {**part.headers, **answer.headers}, body.read_bytes())
    return None


def newest_parts(where: Places) -> list[snapshots.KeptPart]:
    """The parts of the last receipt of every dataset."""
    found = []
    for folder in sorted(p for p in where.snapshots.glob("*") if p.is_dir() and p.name != "objects"):
        kept = snapshots.receipts(folder.name, where.snapshots)
        found += list(kept[-1].parts) if kept else []
    return found


def validators(where: Places) -> Callable[[str], dict[str, str]]:
    """ETag and Last-Modified of the bytes held for an address, for conditional requests."""
    known = {p.url: p.headers for p in newest_parts(where)}
    return lambda url: known.get(url, {})
