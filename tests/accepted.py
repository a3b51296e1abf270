"""Texts and pictures that a person read and accepted. No test itself; `scripts/golden` accepts what changed."""

import os
from collections.abc import Iterable
from pathlib import Path


def compare(path: Path, text: str) -> None:
    """Hold what is made now to what was accepted."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.name} has not been accepted yet: scripts/golden, then read it"
    assert text == path.read_text("utf-8"), f"{path.name} changed; to accept it: scripts/golden, then read it"


def compare_lines(path: Path, lines: Iterable[str]) -> None:
    """The same of lines."""
    compare(path, "\n".join(lines) + "\n")


def nothing_left_over(folder: Path, names: Iterable[str]) -> None:
    """Every file of the folder is one that a test compares, and each of those is there."""
    wanted = set(names)
    for path in folder.iterdir() if os.environ.get("UPDATE_GOLDEN") else ():
        if path.stem not in wanted:
            path.unlink()
    assert {path.stem for path in folder.iterdir()} == wanted, "to remove what is left over: scripts/golden"
