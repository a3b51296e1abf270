"""Let a release appear, be served, be held, and go: each in one step on disk, in an order that survives a crash.

Files are flushed first, then the folders that name them, then the rename, then the folder above, then CURRENT. Killed
at any moment, what was served before is served still. One process at a time: see `etl.release.lock`.
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.release import whole
from etl.release.parts import CHECKED
from etl.release.serving import CURRENT, HELD, held

DAMAGED = "damaged"  # folder beside `releases`: what a repair took out of it


def publish(release_id: str, root: Path, write: Callable[[Path], dict[str, Any]]) -> None:
    """Let `write` fill a folder aside and return release.json; then make it visible and, unless held, current.

    A release of that id that is there already, a damaged one, is moved to `damaged`.
    """
    aside = root / "releases" / f".{release_id}.{os.getpid()}.part"
    shutil.rmtree(aside, ignore_errors=True)
    for sub in ("datasets", "indicators"):
        (aside / sub).mkdir(parents=True)
    try:
        facts = whole.sealed({**write(aside), whole.FILES: whole.hashes(aside)})
        (aside / whole.FACTS).write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")
        _flush_all(aside)
        final = root / "releases" / release_id
        if final.exists():
            take_out(release_id, root)
        aside.rename(final)
        _flush(final.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if not held(root):
        make_current(release_id, root)


def take_out(release_id: str, root: Path) -> Path:
    """Move a release to `damaged`, where nothing reads it; returns its new place."""
    number, folder = 1, root / DAMAGED
    folder.mkdir(exist_ok=True)
    while (folder / f"{release_id}.{number}").exists():
        number += 1
    (root / "releases" / release_id).rename(folder / f"{release_id}.{number}")
    _flush(folder)
    _flush(root / "releases")
    return folder / f"{release_id}.{number}"


def make_current(release_id: str, root: Path) -> None:
    """Let CURRENT name `release_id`, in one step."""
    _replace(root / CURRENT, release_id)


def hold(release_id: str, root: Path, now: datetime) -> None:
    """Serve `release_id` until `let_go`, whatever is built meanwhile."""
    _replace(root / HELD, f"{release_id} {now.isoformat(timespec='seconds')}")
    make_current(release_id, root)


def let_go(release_id: str, root: Path) -> None:
    """Serve `release_id`, and what is built from now on."""
    make_current(release_id, root)
    (root / HELD).unlink(missing_ok=True)
    _flush(root)


def remove(release_id: str, root: Path) -> None:
    """Delete a release: out of sight by one rename, then file by file."""
    aside = root / "releases" / f".{release_id}.gone.part"
    (root / "releases" / release_id).rename(aside)
    _flush(root / "releases")
    shutil.rmtree(aside)


def sweep(root: Path) -> None:
    """Remove what killed builds left aside."""
    for left in (root / "releases").glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)
    for name in (CURRENT, HELD, CHECKED):
        for left in root.glob(f".{name}.*"):
            left.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as f:
        f.write(text + "\n")
        f.flush()
        os.fsync(f.fileno())
    part.replace(path)
    _flush(path.parent)


def _flush_all(folder: Path) -> None:
    """Everything below a folder, the deepest first, then the folder itself."""
    for path in sorted(folder.rglob("*"), key=lambda p: -len(p.parts)):
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
