"""Whether a release on disk is as it was built: every file is held against its hash in release.json.

A file is hashed when it is first read in a process, and again only when it was changed since: its time, size or number
on disk. release.json holds a hash of itself, the seal. Releases of before 27 November 2026 have no hashes: of their
files is seen only that they are there.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from etl.model.errors import DamagedError

FACTS, FILES, SEAL = "release.json", "files", "seal"
NOT_READ = ("monitor.duckdb",)  # for people's own tools: the site never opens it
COPY = "BUCKET"  # file beside `releases` where they are copies of those in a bucket; NOT_READ is not copied
NEEDED = ("built_at", "inputs", "warnings")
Signature = tuple[int, int, int]


def hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder, by its path there; release.json apart."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return {name: digest(p) for p in paths if (name := p.relative_to(folder).as_posix()) != FACTS}


def digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def sealed(facts: dict[str, Any]) -> dict[str, Any]:
    """What release.json says, with the hash of all of it."""
    rest = {name: value for name, value in facts.items() if name != SEAL}
    return {**rest, SEAL: hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()}


def signature(path: Path | str) -> Signature | None:
    """What changes when a file is written to; None where it is not there."""
    try:
        stat = os.stat(path)  # noqa: PTH116  it may be a text
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


class Files:
    """The files of one release. Safe for threads: two may hash one file at once."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.id = folder, folder.name
        self.facts: dict[str, Any] = self._facts() if (folder / FACTS).exists() else {}
        self.known: dict[str, str] = self.facts.get(FILES, {})
        self._seen: dict[str, Signature] = {}

    def path(self, name: str) -> Path:
        """A file to be read, as it was built; DamagedError where it is missing or was changed."""
        path = self.folder / name
        now = signature(path)
        if now is None:
            raise DamagedError(self.id, name, "missing")
        if name in self.known and self._seen.get(name) != now:
            self._hold(name, path)
            self._seen[name] = now
        return path

    def names(self, folder: str) -> tuple[str, ...]:
        """What a folder of the release holds, without endings: ids of datasets or indicators."""
        if self.known:
            return self._known_in(folder)
        return tuple(sorted(p.stem for p in (self.folder / folder).glob("*.parquet")))

    @lru_cache(maxsize=32)  # noqa: B019  what was built never changes; asked for with each reading
    def _known_in(self, folder: str) -> tuple[str, ...]:
        return tuple(Path(n).stem for n in self.known if n.startswith(f"{folder}/"))

    def faults(self, every: bool) -> tuple[DamagedError, ...]:
        """What is damaged. every: read all files again; else those that the site reads and that were changed."""
        if every:
            self._seen.clear()
        every = every and not (self.folder.parents[1] / COPY).exists()
        damage = [self._fault(name) for name in self._names() if every or name not in NOT_READ]
        return tuple(fault for fault in damage if fault is not None)

    def _names(self) -> Iterable[str]:
        return self.known or ("inputs.parquet", "claims.json")

    def _fault(self, name: str) -> DamagedError | None:
        try:
            self.path(name)
        except DamagedError as e:
            return e
        return None

    def _hold(self, name: str, path: Path) -> None:
        try:
            same = digest(path) == self.known[name]
        except OSError as e:
            raise DamagedError(self.id, name, "unreadable") from e
        if not same:
            raise DamagedError(self.id, name, "changed")

    def _facts(self) -> dict[str, Any]:
        try:
            return read_facts(self.id, (self.folder / FACTS).read_bytes())
        except OSError as e:
            raise DamagedError(self.id, FACTS, "unreadable") from e


def read_facts(release_id: str, content: bytes) -> dict[str, Any]:
    """What a release.json says; DamagedError where it is not as it was written."""
    try:
        facts = json.loads(content.decode("utf-8"))
    except ValueError as e:
        raise DamagedError(release_id, FACTS, "changed") from e
    if not isinstance(facts, dict) or not all(name in facts for name in NEEDED):
        raise DamagedError(release_id, FACTS, "changed")
    if (FILES in facts or SEAL in facts) and sealed(facts) != facts:
        raise DamagedError(release_id, FACTS, "changed")
    return facts


def files(folder: Path) -> Files:
    """The files of a release, shared by all of this process; DamagedError where release.json is broken.

    A folder without release.json is one that is being written: what is there is read as it is.
    """
    now = signature(f"{folder}/{FACTS}")
    return _files(folder, now) if now else Files(folder)


@lru_cache(maxsize=16)
def _files(folder: Path, _facts: Signature) -> Files:
    return Files(folder)


def faults(folder: Path, every: bool = False) -> tuple[DamagedError, ...]:
    """What is damaged in a release, release.json included; nothing where it is whole. every: see `Files.faults`."""
    if not (folder / FACTS).exists():
        return (DamagedError(folder.name, FACTS if folder.exists() else "", "missing"),)
    try:
        return files(folder).faults(every)
    except DamagedError as e:
        return (e,)
