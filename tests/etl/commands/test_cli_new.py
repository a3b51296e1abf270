"""`new` and `schema` on a copy of the catalogue: what is written, what is said, what is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.catalogue import catalogue

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's catalogue, to which the commands write."""
    folder = tmp_path / "data" / "catalogue"
    shutil.copytree(catalogue.ROOT, folder)
    monkeypatch.setattr(catalogue, "ROOT", folder)
    return tmp_path


@pytest.fixture
def run(root: Path, here: Run) -> Run:
    """Exit code of a command in the copy, and everything printed."""
    return here


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
    with pytest.raises(SystemExit) as e:
        run("new", "page", "x")
    assert e.value.code == 2


def test_schemas_are_written_anew_where_they_are_not_fresh(run: Run, root: Path) -> None:
    assert run("schema") == (0, "data/catalogue/schema: nothing changed.\n")
    path = root / "data" / "catalogue" / "schema" / "claims.schema.json"
    fresh = path.read_text("utf-8")
    path.write_text("{}", "utf-8")
    assert run("schema") == (0, "data/catalogue/schema: claims.schema.json changed.\n")
    assert path.read_text("utf-8") == fresh
