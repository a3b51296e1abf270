"""Ask the publishers: fetch, parse, check, keep. A refused payload goes to quarantine; the last good data stay."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.fetch import snapshots
from etl.history import archive, contracts
from etl.history.changes import Changes, compare
from etl.history.corrections import corrected
from etl.history.vintages import Batch, history
from etl.model.errors import ContractError, NoNetworkError, SourceError, StatusError
from etl.model.period import day as day_of
from etl.model.period import newest
from etl.model.places import Places
from etl.payloads import Answer, Get, Parsed, Part
from etl.sources import source_of

log = logging.getLogger(__name__)
Outcome = Literal["new", "unchanged", "refused", "HTTP error", "unreachable", "no network", "not asked"]
ARCHIVE = "the archive"


@dataclass(frozen=True)
class Pulled:
    """What became of one dataset.

    left_out: rows put aside because their citizenship is not known. files: names of the parts. changes: against what
    was held before.
    """

    dataset: str
    outcome: Outcome
    rows: int = 0
    vintage: str = ""
    message: str = ""
    left_out: int = 0
    files: tuple[str, ...] = ()
    changes: Changes | None = None


def wanted(catalogue: Catalogue, names: Sequence[str]) -> tuple[Dataset, ...]:
    """Live datasets of the named sources or datasets; all where none is named."""
    live = [d for d in catalogue.datasets.values() if d.live]
    return tuple(d for d in live if not names or d.source in names or d.id in names)


def pull(
    datasets: Iterable[Dataset], catalogue: Catalogue, get: Get, where: Places, now: datetime,
    tell: Callable[[Dataset], None],
) -> Iterator[Pulled]:  # fmt: skip
    """What became of each dataset, one after another; one answer serves every dataset that asks for it.

    Does not raise for what one source does. DiskError where nothing can be kept: what was kept before stays.
    """
    once = remembering(get, where)
    for dataset in datasets:
        tell(dataset)
        pulled = _pulled(dataset, once, catalogue, where, now)
        log.info("%s: %s", dataset.id, pulled.outcome)
        yield pulled


def _pulled(dataset: Dataset, get: Get, catalogue: Catalogue, where: Places, now: datetime) -> Pulled:
    parts: tuple[Part, ...] = ()
    try:
        parts = source_of(dataset).fetch(dataset, get)
        return accept(dataset, parts, catalogue, where, now)
    except ContractError as e:
        return refused(dataset, parts, e, where, now)
    except NoNetworkError as e:
        return Pulled(dataset.id, "no network", message=str(e))
    except StatusError as e:
        return Pulled(dataset.id, "HTTP error", message=str(e))
    except SourceError as e:
        return Pulled(dataset.id, "unreachable", message=str(e))


def accept(
    dataset: Dataset, parts: tuple[Part, ...], catalogue: Catalogue, where: Places, now: datetime,
    parsed: Parsed | None = None,
) -> Pulled:  # fmt: skip
    """Check a payload and keep it as a snapshot, or in quarantine with the reason. parsed: what it says, if known."""
    try:
        return checked(dataset, parts, catalogue, where, now, parsed)
    except ContractError as e:
        return refused(dataset, parts, e, where, now)


def checked(
    dataset: Dataset, parts: tuple[Part, ...], catalogue: Catalogue, where: Places, now: datetime,
    parsed: Parsed | None = None,
) -> Pulled:  # fmt: skip
    """The payload kept as a snapshot; ContractError where it breaks the contract."""
    parsed = parsed or source_of(dataset).parse(parts, dataset)
    frame, left = contracts.sifted(parsed.frame, dataset, catalogue)
    before = held(dataset, catalogue, where)
    contracts.check(frame, dataset, catalogue, before.last_period, answered=answers_us(parts))
    corrected(frame, dataset)
    whole = parsed.whole or answers_us(parts)
    changes = _changes(dataset, before, frame, whole)
    warnings = [*parsed.warnings, *_put_aside(left, dataset, where, now)]
    noted = asdict(changes) if changes else {}
    receipt, new = snapshots.save(dataset.id, parts, parsed.vintage, dataset.licence, now, where.snapshots, noted)
    outcome: Outcome = "new" if new else "unchanged"
    if changes and new:
        warnings += _fewer(changes, before.rows - len(frame), whole)
    return Pulled(
        dataset.id, outcome, len(frame), receipt.vintage, " ".join(warnings), len(left), _names(parts),
        changes if new else None,
    )  # fmt: skip


def _changes(dataset: Dataset, before: "Held", after: pd.DataFrame, whole: bool) -> Changes | None:
    if before.frame is None:
        return None
    keys = [*dataset.dims, "period"]
    return compare(before.frame, after, keys, before.what, whole and before.what != ARCHIVE)


def _fewer(changes: Changes, rows: int, whole: bool) -> list[str]:
    """That a table has shrunk by so many rows, and what becomes of the figures that a person's file lacks."""
    shrunk = -changes.rows if whole else rows if changes.lacks else 0
    said = [f"the table has shrunk by {shrunk:,} rows."] if shrunk > 0 else []
    if changes.lacks and not whole:
        said.append(
            f"{changes.lacks:,} figures of {changes.against} are not in this file, which may be a choice of rows or "
            f"cut off: {changes.lacking}; they stay as they were."
        )
    return said


def answers_us(parts: Sequence[Part] | Sequence[snapshots.KeptPart]) -> bool:
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


@dataclass(frozen=True)
class Held:
    """The good data held of a dataset. frame: None for none; what: where it is from; last_period: its newest."""

    frame: pd.DataFrame | None
    what: str
    last_period: str

    @property
    def rows(self) -> int:
        """How many there are."""
        return 0 if self.frame is None else len(self.frame)


def held(dataset: Dataset, catalogue: Catalogue, where: Places) -> Held:
    """What the last good pull said, else the archive; the newest period is that of both."""
    batches = archive.batches(dataset, where.archive)
    periods = [newest(b.frame["period"].unique()) for b in batches]
    for receipt in reversed(snapshots.receipts(dataset.id, where.snapshots)):
        try:
            frame = source_of(dataset).parse(snapshots.load(receipt, where.snapshots), dataset).frame
        except ContractError as e:  # no good data any more: damaged on disk, or the contract has been tightened
            log.warning("%s", e)
            continue
        frame = contracts.sifted(frame, dataset, catalogue)[0]
        day = day_of(receipt.vintage or receipt.fetched_at)
        return Held(frame, f"the vintage of {day}", newest([*periods, *frame["period"].unique()]))
    if not batches:
        return Held(None, "", "")
    keys = [*dataset.dims, "period"]
    now = history([Batch(b.frame, day_of(b.vintage), n) for n, b in enumerate(batches)], keys)
    return Held(now[now["current"]].reset_index(drop=True), ARCHIVE, newest(periods))


def remembering(get: Get, where: Places) -> Get:
    """`get` that asks once per address and, on 304, answers with the bytes kept before."""
    answers: dict[tuple[str, tuple[tuple[str, str], ...]], Answer] = {}

    def once(
        url: str,
        params: Sequence[tuple[str, str]] = (),
        *,
        accept: str = "*/*",
        ok: tuple[int, ...] = (),
        fresh: bool = False,
        again: bool = False,
    ) -> Answer:
        key = (url, tuple(params))
        if again or key not in answers:
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
    parts = []
    for folder in sorted(p for p in where.snapshots.glob("*") if p.is_dir() and p.name != "objects"):
        kept = snapshots.receipts(folder.name, where.snapshots)
        parts += list(kept[-1].parts) if kept else []
    return parts


def validators(where: Places) -> Callable[[str], dict[str, str]]:
    """ETag and Last-Modified of the bytes held for an address, for conditional requests."""
    known = {p.url: p.headers for p in newest_parts(where)}
    return lambda url: known.get(url, {})
