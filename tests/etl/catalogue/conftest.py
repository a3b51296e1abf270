"""A copy of the project's catalogue in which things are spoiled, and what is found in it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.catalogue import catalogue
from etl.catalogue.catalogue import ROOT


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the catalogue, to be changed."""
    return Path(shutil.copytree(ROOT, tmp_path / "catalogue"))


@pytest.fixture
def spoil(copied: Path) -> Callable[[str, str, str], None]:
    """`old` in a file of the copy is now `new`, once; without `old` the whole file is."""

    def change(name: str, old: str, new: str) -> None:
        text = (copied / name).read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        (copied / name).write_text(text.replace(old, new, 1) if old else new, "utf-8")

    return change


@pytest.fixture
def spoiled(copied: Path, spoil: Callable[[str, str, str], None]) -> Callable[[str, str, str], list[str]]:
    """The faults, as lines, of the copy with one thing spoiled."""

    def faults(name: str, old: str, new: str) -> list[str]:
        spoil(name, old, new)
        return [str(f) for f in catalogue.inspect(copied).faults]

    return faults
