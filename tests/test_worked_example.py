"""The worked example of docs/CONTRIBUTING.md, put into a copy of the repository, is accepted and shows its figures."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.catalogue import catalogue

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "worked_example"
TOLD = (ROOT / "docs" / "CONTRIBUTING.md").read_text("utf-8").partition("## Worked example")[2]
SHOW = """
from etl.catalogue import catalogue
c = catalogue.load()
print(c.indicators["immigration"].title.nl, c.terms["immigrant"].term.en)
print(c.datasets["eurostat.tps00176"].title.en)
from dashboards.pages import immigration
print(immigration.PAGE.path)
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the files and lines of the example."""
    root = tmp_path_factory.mktemp("repository")
    for name in ("etl", "dashboards", "data/catalogue", "data/archive", "tests/etl", "tests/fixtures", "assets"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("tests/conftest.py", "tests/s3_server.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    for path in sorted(p for p in EXAMPLE.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        there = root / path.relative_to(EXAMPLE)
        if path.suffix == ".added":
            with there.with_suffix("").open("a", encoding="utf-8") as f:
                f.write(path.read_text("utf-8"))
        else:
            assert not there.exists(), f"{there.name} is here already: the example needs another"
            shutil.copy(path, there)
    return root


def run(repository: Path, *words: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(repository)}
    done = subprocess.run(
        [sys.executable, *words], cwd=repository, capture_output=True, text=True, timeout=300, env=env
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_catalogue_and_the_archive_have_no_fault_with_it(repository: Path) -> None:
    said = run(repository, "-m", "etl", "check")
    counted = re.search(r"(\d+) datasets, (\d+) indicators, 53 claims; ([\d,]+) archive rows: nothing wrong", said)
    assert counted, said
    declared = catalogue.load()
    assert [int(n) for n in counted.groups()[:2]] == [len(declared.datasets) + 1, len(declared.indicators) + 1]
    assert int(counted[3].replace(",", "")) > 60_000


def test_its_words_and_its_page_are_there(repository: Path) -> None:
    assert run(repository, "-c", SHOW).split("\n")[:3] == ["Immigratie immigrant", "Immigration", "/immigration"]


def test_its_own_test_passes(repository: Path) -> None:
    test = "tests/etl/sources/eurostat/test_immigration.py"
    assert "1 passed" in run(repository, "-m", "pytest", test, "-p", "no:cacheprovider", "-v")


def test_every_file_of_it_is_told_of() -> None:
    names = {p.name.removesuffix(".added") for p in EXAMPLE.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {n for n in names if n not in TOLD} == set()
