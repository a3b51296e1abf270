"""A copy of the project's catalogue in which things are spoiled, and what is found in it."""

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from etl.catalogue import catalogue
from etl.catalogue.catalogue import ROOT


@pytest.fixture(autouse=True, scope="session")
def parsed_once() -> Iterator[None]:
    """Of some hundred copies of the catalogue, each has one file that the others have not: the rest is parsed once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", lru_cache(maxsize=1024)(tomllib.loads))
        yield


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


@pytest.fixture
def only_fault(spoiled: Callable[[str, str, str], list[str]]) -> Callable[[str, str, str, str], None]:
    """One thing is spoiled: that is said first, and nothing of other files. N stands for a number of codes."""

    def holds(name: str, old: str, new: str, said: str) -> None:
        found = [re.sub(r"one of the \d+", "one of the N", line) for line in spoiled(name, old, new)]
        assert [line[: len(f"{name}: {said}")] for line in found][:1] == [f"{name}: {said}"]
        assert {line.split(": ")[0] for line in found} == {name}

    return holds
