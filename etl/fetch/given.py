"""Files that a person downloaded: to which datasets they belong, and each judged by itself.

A bad file beside a good one costs itself only. Files of one date that pass together are one payload; where they do not,
each is tried alone. What other datasets of the same table take is not refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.fetch import pull
from etl.fetch.pull import Pulled
from etl.model.errors import ContractError, OtherPeriodsError
from etl.model.places import Places
from etl.payloads import Parsed, Part
from etl.sources import source_of

Payload = tuple[Part, ...]


def given(folder: Path, datasets: Sequence[Dataset]) -> tuple[dict[str, Payload], dict[str, str]]:
    """Files by dataset: the source's code must stand in the file's name or its first bytes. The same bytes count once.

    Returns the parts per dataset id, and files that belong to none, with the reason where they cannot be read.
    """
    parts_of: dict[str, dict[str, Part]] = {}
    strange: dict[str, str] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
        name = path.relative_to(folder).as_posix()
        part = Part(name, path, name)
        try:
            with part.open() as stream:
                head = stream.read(4096)
            fitting = [d for d in datasets if _belongs(path.name, head, d)]
            for dataset in fitting:
                parts_of.setdefault(dataset.id, {}).setdefault(part.sha256, part)
        except ContractError as e:
            strange[name] = str(e).removeprefix(f"{name}: ")
            continue
        if not fitting:
            strange[name] = ""
    return {name: tuple(parts.values()) for name, parts in parts_of.items()}, strange


def accept(
    files: Mapping[str, Payload], catalogue: Catalogue, where: Places, now: datetime, tell: Callable[[Dataset], None]
) -> Iterator[Pulled]:
    """Check the files of each dataset and keep them as snapshots, oldest vintage first, or in quarantine.

    A file of other periods is passed over where another dataset took it; where none has, it is refused once.
    """
    placed: set[str] = set()
    misfits: list[tuple[Dataset, Payload, OtherPeriodsError]] = []
    for name, parts in files.items():
        dataset = catalogue.datasets[name]
        tell(dataset)
        for payload, read in _payloads(parts, dataset):
            if isinstance(read, OtherPeriodsError):
                misfits.append((dataset, payload, read))
                continue
            for one in _judged(payload, read, dataset, catalogue, where, now):
                placed |= set(one.files)
                yield one
    for dataset, payload, why in misfits:
        if not placed.issuperset(part.name for part in payload):
            yield pull.refused(dataset, payload, why, where, now)
            placed |= {part.name for part in payload}


def _payloads(parts: Payload, dataset: Dataset) -> Iterator[tuple[Payload, Parsed | ContractError | None]]:
    """Files that belong together, by the date inside them, with what a single one says, or why it cannot be read."""
    dated: dict[str, dict[str, Part]] = {}
    payloads = source_of(dataset).alone(parts, dataset)
    for payload in payloads:
        try:
            parsed = source_of(dataset).parse(payload, dataset)
        except ContractError as e:
            yield payload, e
            continue
        if len(payloads) == 1:
            yield payload, parsed
            return
        dated.setdefault(parsed.vintage, {}).update({part.name: part for part in payload})
    for _, together in sorted(dated.items()):
        yield tuple(together.values()), None


def _judged(
    payload: Payload, read: Parsed | ContractError | None, dataset: Dataset, catalogue: Catalogue, where: Places,
    now: datetime,
) -> Iterator[Pulled]:  # fmt: skip
    if isinstance(read, ContractError):
        yield pull.refused(dataset, payload, read, where, now)
    elif read:
        yield pull.accept(dataset, payload, catalogue, where, now, read)
    else:
        yield from _taken(payload, dataset, catalogue, where, now)


def _taken(payload: Payload, dataset: Dataset, catalogue: Catalogue, where: Places, now: datetime) -> Iterator[Pulled]:
    """The payload as a whole; where that is refused, each of its files alone."""
    alone = source_of(dataset).alone(payload, dataset)
    if len(alone) == 1:
        yield pull.accept(dataset, payload, catalogue, where, now)
        return
    try:
        yield pull.checked(dataset, payload, catalogue, where, now)
    except ContractError:
        for one in alone:
            yield pull.accept(dataset, one, catalogue, where, now)


def _belongs(name: str, head: bytes, dataset: Dataset) -> bool:
    code = dataset.code.lower()
    stem = name.lower().replace("-", "_")
    if dataset.source == "frontex":
        return "ibc" in stem or (stem.endswith(".xlsx") and "detections" in stem)
    return _word(code, stem) or _word(code, head.decode("utf-8", "replace").lower())


def _word(code: str, text: str) -> bool:
    """Whether `code` stands in `text` as a whole: migr_eiord is not migr_eiord1."""
    at = text.find(code)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(code) : at + len(code) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(code, at + 1)
    return False
