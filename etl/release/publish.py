"""Let a release appear, be served, be held, and go: each in one step on disk, in an order that survives a crash.

Files are flushed first, then the folders that name them, then the rename, then the folder above, then CURRENT. Killed
at any moment, what was served before is served still. One process at a time: see `etl.release.lock`. Where the folder
is the copy of a bucket, each step is done there first (`etl.release.writing`).
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.release import disk, whole, writing
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
        disk.flush_all(aside)
        final = root / "releases" / release_id
        if final.exists():
            take_out(release_id, root)
        writing.add(release_id, aside, root)
        aside.rename(final)
        disk.flush(final.parent)
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
    writing.take_out(release_id, f"{DAMAGED}/{release_id}.{number}", root)
    (root / "releases" / release_id).rename(folder / f"{release_id}.{number}")
    disk.flush(folder)
    disk.flush(root / "releases")
    return folder / f"{release_id}.{number}"


def make_current(release_id: str, root: Path) -> None:
    """Let CURRENT name `release_id`, in one step."""
    writing.serve(release_id, root)
    disk.replace(root / CURRENT, release_id)


def hold(release_id: str, root: Path, now: datetime) -> None:
    """Serve `release_id` until `let_go`, whatever is built meanwhile."""
    text = f"{release_id} {now.isoformat(timespec='seconds')}"
    writing.serve(release_id, root, held=text)
    disk.replace(root / HELD, text)
    disk.replace(root / CURRENT, release_id)


def let_go(release_id: str, root: Path) -> None:
    """Serve `release_id`, and what is built from now on."""
    writing.serve(release_id, root, held="")
    disk.replace(root / CURRENT, release_id)
    (root / HELD).unlink(missing_ok=True)
    disk.flush(root)


def remove(release_id: str, root: Path) -> None:
    """Delete a release: out of sight by one rename, then file by file."""
    writing.remove(release_id, root)
    aside = root / "releases" / f".{release_id}.gone.part"
    (root / "releases" / release_id).rename(aside)
    disk.flush(root / "releases")
    shutil.rmtree(aside)


def sweep(root: Path) -> None:
    """Remove what killed builds left aside."""
    for left in (root / "releases").glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)
    for name in (CURRENT, HELD, CHECKED):
        for left in root.glob(f".{name}.*"):
            left.unlink()
