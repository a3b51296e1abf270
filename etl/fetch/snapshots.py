"""Keep the bytes that a source sent, exactly as they came, with a receipt; keep apart what was refused.

snapshots/objects/<sha256>          the bytes of one part, once, whoever asked for them
snapshots/<dataset>/<number>.json   a receipt: which parts, when, from where, with which headers and licence
snapshots/<dataset>/history/<number>.json   a receipt of an earlier vintage, which is read as of its days only
quarantine/<dataset>/<time>-<hash>/ the parts of a refused payload and `why.txt`; the same bytes once, with each time

The same bytes again write no receipt; they only move `checked_at` of the last one, and for files that a person brought
of any one: an old file brought again is no new vintage.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.model.errors import ContractError, DiskError
from etl.payloads import Part

PIECE = 1_000_000  # bytes that are copied at a time


@dataclass(frozen=True)
class KeptPart:
    """One part of a receipt: what `etl.sources.Part` says, with the bytes' hash in place of the bytes."""

    name: str
    url: str
    sha256: str
    size: int
    headers: dict[str, str]


@dataclass(frozen=True)
class Receipt:
    """Proof of where figures came from. sha256: of the part, or of the list of the parts' hashes if there are several.

    vintage: the publisher's own date, "" if it gives none. Times are UTC ISO 8601. changes: what it changed against
    what was held before, see `etl.history.changes`. past: an earlier vintage, brought for readings of the past only.
    """

    dataset: str
    number: int
    sha256: str
    vintage: str
    fetched_at: str
    checked_at: str
    licence: str
    parts: tuple[KeptPart, ...]
    changes: dict[str, Any] = field(default_factory=dict)
    past: bool = False


def receipts(dataset: str, root: Path, past: bool = False) -> list[Receipt]:
    """All receipts of a dataset, oldest first; past: those of earlier vintages in their place."""
    kept = []
    for path in sorted(_folder(dataset, root, past).glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        raw["parts"] = tuple(KeptPart(**p) for p in raw["parts"])
        kept.append(Receipt(**raw))
    return kept


def save(
    dataset: str,
    parts: Sequence[Part],
    vintage: str,
    licence: str,
    now: datetime,
    root: Path,
    changes: dict[str, Any] | None = None,
    past: bool = False,
) -> tuple[Receipt, bool]:
    """The receipt of `parts` and whether it is new."""
    stamp = now.isoformat(timespec="seconds")
    kept = tuple(KeptPart(p.name, p.url, p.sha256, p.size, p.headers) for p in parts)
    sha256 = kept[0].sha256 if len(kept) == 1 else _sha("\n".join(k.sha256 for k in kept).encode())
    before = receipts(dataset, root, past)
    by_hand = not any(p.url.startswith("http") for p in parts)
    same = [r for r in (before if by_hand else before[-1:]) if r.sha256 == sha256]
    if same:
        receipt = replace(same[-1], checked_at=stamp)
        _write_receipt(receipt, root)
        return receipt, False
    number = before[-1].number + 1 if before else 1
    receipt = Receipt(dataset, number, sha256, vintage, stamp, stamp, licence, kept, changes or {}, past)
    _keep(receipt, parts, root)
    return receipt, True


def _keep(receipt: Receipt, parts: Sequence[Part], root: Path) -> None:
    """Bytes, then the receipt; where anything stops that, nothing of it is left."""
    written: list[Path] = []
    try:
        for part, record in zip(parts, receipt.parts, strict=True):
            path = root / "objects" / record.sha256
            if not path.exists():
                written.append(path)
            _write(path, part, record.sha256)
        _write_receipt(receipt, root)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        _prune(_folder(receipt.dataset, root, receipt.past), root / receipt.dataset, root / "objects", root)
        raise


def _folder(dataset: str, root: Path, past: bool) -> Path:
    return root / dataset / "history" if past else root / dataset


def load(receipt: Receipt, root: Path) -> tuple[Part, ...]:
    """The parts of a receipt with their bytes; ContractError where bytes on disk no longer have their hash."""
    parts = []
    for kept in receipt.parts:
        path = root / "objects" / kept.sha256
        part = Part(kept.name, path if path.exists() else b"", kept.url, kept.headers)
        if part.sha256 != kept.sha256:
            was = "changed on disk" if path.exists() else "removed from disk"
            raise ContractError(
                f"{receipt.dataset}: snapshots/objects/{kept.sha256}: the bytes of {kept.name} were {was}; "
                "restore them, or delete the receipts of this dataset and pull again."
            )
        parts.append(part)
    return tuple(parts)


def quarantine(dataset: str, parts: Sequence[Part], why: str, now: datetime, root: Path) -> Path:
    """Keep a refused payload and the reason apart from the good ones, the same bytes once; returns the folder."""
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    key = _sha("\n".join(part.sha256 for part in parts).encode())[:12]
    before = sorted((root / dataset).glob(f"*-{key}/why.txt"))
    folder = before[0].parent if before else root / dataset / f"{stamp}-{key}"
    said = before[0].read_text("utf-8") if before else ""
    try:
        for part in () if before else parts:
            with suppress(ContractError):  # it can no longer be read: that it was refused is said all the same
                _write(folder / part.name.replace("/", "_"), part)
        _write(folder / "why.txt", Part("why.txt", f"{said}{stamp}: {why}\n".encode(), ""))
    except BaseException:
        if not before:
            shutil.rmtree(folder, ignore_errors=True)
        _prune(root / dataset, root)
        raise
    return folder


def _sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _write_receipt(receipt: Receipt, root: Path) -> None:
    text = json.dumps(asdict(receipt), indent=2, ensure_ascii=False) + "\n"
    name = f"{receipt.number:06d}.json"
    _write(_folder(receipt.dataset, root, receipt.past) / name, Part(name, text.encode(), ""))


def _write(path: Path, part: Part, sha256: str = "") -> None:
    """A file with the bytes of the part, whole or not at all; ContractError where they have another hash than that."""
    half, digest = path.with_name(f".{path.name}.{os.getpid()}.part"), hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open() as stream, half.open("wb") as f:
            while piece := stream.read(PIECE):
                digest.update(piece)
                f.write(piece)
        if sha256 not in ("", digest.hexdigest()):
            raise ContractError(f"{part.name}: was changed while it was read. Bring it again once it is whole.")
        half.replace(path)
    except OSError as e:
        raise DiskError(f"{path.parent} cannot be written: {e.strerror or e}.") from e
    finally:
        half.unlink(missing_ok=True)


def sweep(root: Path) -> None:
    """Remove what a killed pull left: half-written files, and bytes that no receipt names."""
    for left in (*root.glob("*/.*.part"), *root.glob("*/history/.*.part")):
        left.unlink(missing_ok=True)
    kept = [r for d in root.glob("*.*") for past in (False, True) for r in receipts(d.name, root, past)]
    held = {part.sha256 for receipt in kept for part in receipt.parts}
    for path in (root / "objects").glob("*"):
        if path.name not in held:
            path.unlink(missing_ok=True)


def _prune(*folders: Path) -> None:
    """Remove those that are empty."""
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
