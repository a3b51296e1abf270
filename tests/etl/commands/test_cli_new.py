"""`new` and `schema` on a copy of the catalogue: what is written, what is said, what is refused."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's ETL and catalogue."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("etl", "data/catalogue"):
        shutil.copytree(REPOSITORY / name, root / name)
    return root


@pytest.fixture
def run(root: Path) -> Run:
    """Exit code of a command in the copy, and everything printed."""

    def command(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "etl", *words], cwd=root, capture_output=True, text=True, timeout=100
        )
        return done.returncode, done.stdout + done.stderr

    return command


@pytest.mark.parametrize(
    ("kind", "name", "file", "touched"),
    [
        ("indicator", "study_share", "indicators/study_share.toml", "scripts/golden study_share writes its figure"),
        ("dataset", "ind.83765ned", "datasets/ind.83765ned.toml", "a line in PROVENANCE.csv for each origin"),
    ],
)
def test_a_blank_file_is_written_once_and_what_else_is_touched_is_said(
    run: Run, root: Path, kind: str, name: str, file: str, touched: str
) -> None:
    code, said = run("new", kind, name)
    assert code == 0
    assert said.startswith(f"Wrote data/catalogue/{file}. What else is touched:")
    assert touched in said
    text = (root / "data" / "catalogue" / file).read_text("utf-8")
    assert "<fill in>" in text
    code, said = run("new", kind, name)
    assert code == 1
    assert f"There is a {file} already. Accepted: an id that no file in " in said
    assert (root / "data" / "catalogue" / file).read_text("utf-8") == text


def test_an_id_that_will_not_do_is_refused_with_what_is_accepted(run: Run) -> None:
    code, said = run("new", "dataset", "oecd.x")
    assert code == 1
    assert "'oecd.x' cannot be an id. Accepted: eurostat.<table in lower snake case>, frontex." in said
    assert run("new", "page", "x")[0] == 2


def test_schemas_are_written_anew_where_they_are_not_fresh(run: Run, root: Path) -> None:
    assert run("schema") == (0, "data/catalogue/schema: nothing changed.\n")
    path = root / "data" / "catalogue" / "schema" / "claims.schema.json"
    fresh = path.read_text("utf-8")
    path.write_text("{}", "utf-8")
    assert run("schema") == (0, "data/catalogue/schema: claims.schema.json changed.\n")
    assert path.read_text("utf-8") == fresh
