"""Ask the publishers: fetch, parse, check, keep. A refused payload goes to quarantine; the last good data stay."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.fetch import snapshots
from etl.history import archive, contracts
from etl.history.corrections import corrected
from etl.model.errors import ContractError, NoNetworkError, OtherPeriodsError, SourceError
from etl.model.places import Places
from etl.payloads import Answer, Get, Part
from etl.sources import source_of

log = logging.getLogger(__name__)
Outcome = Literal["new", "unchanged", "refused", "unreachable", "no network"]


@dataclass(frozen=True)
class Pulled:
    """What became of one dataset."""

    dataset: str
    outcome: Outcome
    rows: int = 0
    vintage: str = ""
    message: str = ""


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
            found.append(_refused(dataset, parts, e, where, now))
        except NoNetworkError as e:
            found.append(Pulled(dataset.id, "no network", message=str(e)))
        except SourceError as e:
            found.append(Pulled(dataset.id, "unreachable", message=str(e)))
        log.info("%s: %s", dataset.id, found[-1].outcome)
    return found


def accept(dataset: Dataset, parts: tuple[Part, ...], catalogue: Catalogue, where: Places, now: datetime) -> Pulled:
    """Check a payload and keep it as a snapshot, or in quarantine with the reason."""
    try:
        return _checked(dataset, parts, catalogue, where, now)
    except ContractError as e:
        return _refused(dataset, parts, e, where, now)


def accept_given(
    files: Mapping[str, tuple[Part, ...]], catalogue: Catalogue, where: Places, now: datetime,
    tell: Callable[[Dataset], None],
) -> list[Pulled]:  # fmt: skip
    """Check files that a person brought, by dataset; each goes to the datasets of its table whose periods it has.

    A dataset of other periods is passed over where another one had the same files; where none has, they are refused
    once.
    """
    found, misfits = [], {}
    for name, parts in files.items():
        dataset = catalogue.datasets[name]
        tell(dataset)
        try:
            found.append(_checked(dataset, parts, catalogue, where, now))
        except OtherPeriodsError as e:
            misfits[name] = e
        except ContractError as e:
            found.append(_refused(dataset, parts, e, where, now))
    placed = {part.name for p in found for part in files[p.dataset]}
    for name, why in misfits.items():
        if not placed.issuperset(part.name for part in files[name]):
            found.append(_refused(catalogue.datasets[name], files[name], why, where, now))
            placed |= {part.name for part in files[name]}
    return found


def _checked(dataset: Dataset, parts: tuple[Part, ...], catalogue: Catalogue, where: Places, now: datetime) -> Pulled:
    """The payload kept as a snapshot; ContractError where it breaks the contract."""
    parsed = source_of(dataset).parse(parts, dataset)
    contracts.check(parsed.frame, dataset, catalogue, last_period(dataset, catalogue, where))
    corrected(parsed.frame, dataset)
    receipt, new = snapshots.save(dataset.id, parts, parsed.vintage, dataset.licence, now, where.snapshots)
    warnings = " ".join(parsed.warnings)
    return Pulled(dataset.id, "new" if new else "unchanged", len(parsed.frame), receipt.vintage, warnings)


def _refused(dataset: Dataset, parts: tuple[Part, ...], why: ContractError, where: Places, now: datetime) -> Pulled:
    """Into quarantine, with a message that names the files."""
    names = ", ".join(p.name for p in parts[:4]) + (" …" if len(parts) > 4 else "") or "no file"
    folder = snapshots.quarantine(dataset.id, parts, f"{why}\nFiles: {names}", now, where.quarantine)
    kept = f"{names} kept in quarantine/{folder.parent.name}/{folder.name}."
    return Pulled(dataset.id, "refused", message=f"{str(why).rstrip('.')}. {kept}")


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


def given(folder: Path, datasets: Sequence[Dataset]) -> tuple[dict[str, tuple[Part, ...]], tuple[str, ...]]:
    """Files that a person downloaded, by dataset: the source's code must stand in the file's name or its first bytes.

    Returns the parts per dataset id and the names of files that belong to none.
    """
    found: dict[str, list[Part]] = {}
    strange = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
        body = path.read_bytes()
        fitting = [d for d in datasets if _belongs(path.name, body, d)]
        name = path.relative_to(folder).as_posix()
        for dataset in fitting:
            found.setdefault(dataset.id, []).append(Part(name, body, name))
        if not fitting:
            strange.append(name)
    return {name: tuple(parts) for name, parts in found.items()}, tuple(strange)


def _belongs(name: str, body: bytes, dataset: Dataset) -> bool:
    code = dataset.code.lower()
    words = name.lower().replace("-", "_")
    if dataset.source == "frontex":
        return "ibc" in words or (words.endswith(".xlsx") and "detections" in words)
    head = body[:4096].decode("utf-8", "replace").lower()
    return _word(code, words) or _word(code, head)


def _word(code: str, text: str) -> bool:
    """Whether `code` stands in `text` as a whole: migr_eiord is not migr_eiord1."""
    at = text.find(code)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(code) : at + len(code) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(code, at + 1)
    return False


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
