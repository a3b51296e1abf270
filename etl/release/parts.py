"""Parts of a release that an earlier one holds already: what is made of the same things is copied, not made again.

release.json names each part with a key, the hash of all that it is made of. A part whose key an earlier release names
too is copied from there, and only where its bytes have the hash that it was built with. It is a copy, not a link: what
damages one release must leave the others whole.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.model.errors import DamagedError
from etl.release import disk, serving, whole

PARTS = "parts"
LOOKED_AT = 3  # of each warehouse the newest releases
CHECKED = "CHECKED"  # hash of what was last found without a fault


@dataclass(frozen=True)
class EarlierPart:
    """What an earlier release says: the bytes of a part, its record in release.json, and all of release.json."""

    body: bytes
    record: dict[str, Any]
    facts: dict[str, Any]


class Earlier:
    """The newest releases of a warehouse and of the one that lends parts; those whose release.json is broken apart."""

    def __init__(self, root: Path) -> None:
        self._files = tuple(f for warehouse in lenders(root) for f in _releases(warehouse))

    def part(self, name: str, key: str) -> EarlierPart | None:
        """The part where a release holds it, made of the same things and whole."""
        return next((h for h in self._all(name, key) if h), None)

    def newest(self, name: str) -> EarlierPart | None:
        """The part of the newest release in which it is whole, whatever it was made of."""
        return next((h for h in self._all(name) if h), None)

    def _all(self, name: str, key: str = "") -> Iterator[EarlierPart | None]:
        for files in self._files:
            record = files.facts.get(PARTS, {}).get(name)
            if record and record["key"] == key if key else record:
                yield _held(files, name, record)


def _held(files: whole.Files, name: str, record: dict[str, Any]) -> EarlierPart | None:
    try:
        body = (files.folder / name).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(body).hexdigest() != files.known.get(name):
        return None
    return EarlierPart(body, record, files.facts)


def lenders(root: Path) -> tuple[Path, ...]:
    """A warehouse, and the one that the environment names to lend its parts."""
    lender = os.environ.get("MONITOR_PARTS")
    return (root, Path(lender)) if lender else (root,)


def _releases(warehouse: Path) -> Iterator[whole.Files]:
    for release_id in reversed(serving.ids_in_order(warehouse)[-LOOKED_AT:]):
        try:
            yield whole.files(warehouse / "releases" / release_id)
        except DamagedError:
            continue


def found_faultless(mark: str, root: Path) -> bool:
    """Whether `etl.check` found no fault in what has that hash."""
    return any((w / CHECKED).exists() and (w / CHECKED).read_bytes().strip() == mark.encode() for w in lenders(root))


def note_faultless(mark: str, root: Path) -> None:
    """Remember that it has none."""
    disk.make(root)
    disk.replace(root / CHECKED, mark)
