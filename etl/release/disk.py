"""Writing so that it outlives a crash: content first, then the name, then the folder that holds the name."""

import os
from pathlib import Path

from etl.model.errors import DiskError


def replace(path: Path, text: str) -> None:
    """Write a small file in one step, with an end of line; where that fails, nothing of it is left."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("w", encoding="utf-8") as f:
            f.write(text + "\n")
            f.flush()
            os.fsync(f.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    flush(path.parent)


def make(folder: Path) -> None:
    """Make a folder with those above it; DiskError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise DiskError(f"{folder} cannot be made: {e.strerror or e}.") from e


def flush_all(folder: Path) -> None:
    """Everything below a folder, the deepest first, then the folder itself."""
    for path in sorted(folder.rglob("*"), key=lambda p: -len(p.parts)):
        flush(path)
    flush(folder)


def flush(path: Path) -> None:
    """One file or folder."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
