"""Which release is served: the one that CURRENT names, or the last whole one where that is damaged.

warehouse/CURRENT   the id of the release that is served
warehouse/HELD      its id and the time of a rollback: builds do not change CURRENT while this file is there

A request asks once: what it found first holds for all of it (`begin`, `end`). Of a release that is served, the files
are looked at once in `PAUSE` seconds, and each when it is read.
"""

import hashlib
import logging
import os
import re
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from pathlib import Path

from etl.model.errors import DamagedError, NotBuiltError
from etl.model.places import places
from etl.release import whole

log = logging.getLogger(__name__)
CURRENT, HELD = "CURRENT", "HELD"
PAUSE = 1.0  # seconds
SETTLED = 1_000_000_000  # nanoseconds
AN_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)
HEAD = re.compile(r'\A\{\s*"id": "([^"]*)",\s*"built_at": "([^"]+)",\s*"fingerprint": "([0-9a-f]*)"')
HEAD_BYTES = 1000


@dataclass(frozen=True)
class Served:
    """The release that is served; `damage` says why it is not the one that CURRENT names.

    made: tells one making of it from another, alike on all machines.
    """

    id: str
    damage: tuple[DamagedError, ...] = ()
    made: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.id} {self.made} {self.damage}"


@dataclass(frozen=True, order=True)
class ReleaseHead:
    """The first lines of a release.json: ISO time, id of the folder, hash of what the release was made of."""

    built_at: str
    id: str
    fingerprint: str


_asked: ContextVar[list[Served] | None] = ContextVar("served", default=None)
_named: dict[str, tuple[whole.Signature, str | DamagedError]] = {}
_looked: dict[Path, tuple[float, tuple[DamagedError, ...]]] = {}
_heads: dict[str, tuple[whole.Signature, ReleaseHead | None]] = {}
_listed: dict[Path, tuple[int, str]] = {}


def begin() -> None:
    """From here on, until `end`, one release is served to this request, whatever CURRENT comes to name."""
    _asked.set([])


def end() -> None:
    """The request is answered."""
    _asked.set(None)


def bound() -> Served | None:
    """What this request holds to; None where it has not asked for it."""
    held = _asked.get()
    return held[0] if held else None


def forget(release_id: str) -> None:
    """Look at the files of a release again when it is next asked for."""
    for folder in [f for f in _looked if f.name == release_id]:
        _looked.pop(folder, None)


def served(root: Path | None = None) -> Served:
    """What is served; NotBuiltError where nothing was ever built, DamagedError where no release is whole."""
    held = _asked.get() if root is None else None
    if held:
        return held[0]
    current = _served(root or places().warehouse)
    if held is not None:
        held.append(current)
    return current


def _served(root: Path) -> Served:
    name = named(root)
    if isinstance(name, str):
        where = folder(root, name)
        damage = _damage(where)
        if not damage:
            return Served(name, made=_made(where))
    else:
        damage, name = (name,), held(root)
    for other in _in_its_place(root, name):
        if not _damage(root / "releases" / other):
            return Served(other, damage, _made(root / "releases" / other))
    if damage[0].file == CURRENT and not heads(root):
        raise NotBuiltError("No release has been built yet: run `python -m etl build`.")
    raise damage[0]


@lru_cache(maxsize=16)  # every request asks, kept answers too: making a path takes as long as all the rest of it
def folder(root: Path, name: str) -> Path:
    """The folder of a release."""
    return root / "releases" / name


def _made(folder: Path) -> str:
    """The seal of a release; of one that has none, what changes with its release.json on this disk."""
    return str(whole.files(folder).facts.get(whole.SEAL) or whole.signature(folder / whole.FACTS))


def named(root: Path) -> str | DamagedError:
    """What CURRENT names, or what is wrong with it."""
    path = f"{root}/{CURRENT}"
    now = whole.signature(path)
    known = _named.get(path)
    if known and known[0] == now:
        return known[1]
    name = _read_name(Path(path))
    # younger, it may be written once more within one tick of the clock; what could not be read may be read next time
    if now and isinstance(name, str) and time.time_ns() - now[0] > SETTLED:
        _named[path] = (now, name)
    return name


def _read_name(path: Path) -> str | DamagedError:
    try:
        text = path.read_text("utf-8").strip()
    except FileNotFoundError:
        return DamagedError("", CURRENT, "missing")
    except (OSError, ValueError):
        return DamagedError("", CURRENT, "unreadable")
    return text if AN_ID.fullmatch(text) else DamagedError("", CURRENT, "changed")


def _in_its_place(root: Path, name: str) -> list[str]:
    """What may be served instead, best first: the ones before, newest first. Later ones only if none is held back."""
    ids = list(ids_in_order(root))
    before = ids[: ids.index(name)] if name in ids else [i for i in ids if not name or i[:10] <= name[:10]]
    after = [] if held(root) else [i for i in ids if i not in before and i != name]
    own = [name] if name in ids else []  # whole where only CURRENT is broken, and HELD says what it named
    return [*own, *reversed(before), *reversed(after)]


def _damage(folder: Path) -> tuple[DamagedError, ...]:
    now = time.monotonic()
    when, damage = _looked.get(folder, (-inf, ()))
    if now - when > PAUSE:
        damage = whole.faults(folder)
        _looked[folder] = (now, damage)
        if damage:
            log.error("%s In all %d of its files.", damage[0], len(damage))
    return damage


def held(root: Path) -> str:
    """The id of the release that a rollback holds; "" where none does."""
    path = root / HELD
    if not path.exists():
        return ""
    return (path.read_text("utf-8").split() or ["?"])[0]


def held_since(root: Path) -> str:
    """When that rollback was, ISO; "" where that is not known."""
    return (((root / HELD).read_text("utf-8").split() if held(root) else []) + ["", ""])[1]


def heads(root: Path) -> tuple[ReleaseHead, ...]:
    """All releases whose release.json can be read, in the order in which they were built. Others are warned about."""
    read = []
    for path in _all_facts(str(root / "releases")):  # texts: with hundreds of releases, paths take milliseconds
        now = whole.signature(path)
        if now is None:
            continue
        before = _heads.get(path)
        if before is None or before[0] != now:
            try:
                _heads[path] = before = (now, _head(Path(path)))
            except OSError as e:  # not for ever: there may have been too many open files
                log.warning("%s cannot be read: %s", path, e.strerror)
                continue
        if before[1]:
            read.append(before[1])
    return tuple(sorted(read))


def _all_facts(releases: str) -> list[str]:
    try:
        return [f"{releases}/{name}/{whole.FACTS}" for name in sorted(os.listdir(releases)) if name[0] != "."]  # noqa: PTH208
    except FileNotFoundError:
        return []


def _head(path: Path) -> ReleaseHead | None:
    """The first lines only: with hundreds of releases, reading all would take seconds."""
    with path.open("rb") as f:
        match = HEAD.match(f.read(HEAD_BYTES).decode("utf-8", "replace"))
        f.seek(-min(2, path.stat().st_size), 2)
        ended = f.read().rstrip().endswith(b"}")
    if match is None or not ended:
        log.warning("%s", DamagedError(path.parent.name, path.name, "changed"))
        return None
    return ReleaseHead(match[2], path.parent.name, match[3])


def list_version(root: Path) -> str:
    """Changes with which releases there are, alike on all machines.

    They are looked at where their folder changed: a release.json that is changed in its place is not seen here.
    """
    try:
        changed = os.stat(f"{root}/releases").st_mtime_ns  # noqa: PTH116  as every request asks
    except OSError:
        return ""
    known = _listed.get(root)
    if known and known[0] == changed:
        return known[1]
    version = hashlib.sha256(" ".join(ids_in_order(root)).encode()).hexdigest()[:16]
    if time.time_ns() - changed > SETTLED:
        _listed[root] = (changed, version)
    return version


def ids_in_order(root: Path) -> tuple[str, ...]:
    """Ids of all releases, in the order in which they were built."""
    return tuple(head.id for head in heads(root))
