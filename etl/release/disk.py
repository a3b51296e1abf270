"""Writing so that it outlives a crash: content first, then the name, then the folder that holds the name."""

import os
from pathlib import Path


def replace(path: Path, text: str) -> None:
    """Write a small file in one step, with an end of line."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as f:
        f.write(text + "\n")
        f.flush()
        os.fsync(f.fileno())
    part.replace(path)
    flush(path.parent)


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
