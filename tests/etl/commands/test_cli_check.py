"""`check` and `build` where several things are wrong at once: all of it is said, and nothing is built."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.model.places import Places

REPOSITORY = Path(__file__).parents[3]
SPOILED = {
    "indicators/irregular_arrivals.toml": ("[title]", "[title"),
    "indicators/returned.toml": ("pillar      = 4", "pillar = 4\ncolour = 3"),
    "indicators/resettled.toml": ("WHERE nationality =", "WHERE nation ="),
    "indicators/coa_occupancy.toml": ("WHEN 'COA' THEN 'coa'", "WHEN 'COA' THEN 'reception'"),
    "datasets/ind.82025ned.toml": ('licence          = "', 'licence = "New '),
    "claims/pillar_5.toml": ('geo       = "NL"', 'geo = "NLD"'),
    "glossary.toml": ('term.nl = "route"\n', ""),
    "units.csv": ("persons,persons,personen", "persons,persons,"),
}
SAID = (
    "indicators/irregular_arrivals.toml: not valid TOML: ",
    "indicators/returned.toml: colour: unknown key; accepted: pillar, context, ",
    'indicators/resettled.toml: sql: line 2: Binder Error: Referenced column "nation" not found',
    "indicators/coa_occupancy.toml: breakdown.labels: the SQL gives series 'reception', which has no name; accepted: ",
    "datasets/ind.82025ned.toml: licence: 'New ",
    "claims/pillar_5.toml: claim[p5_study_apps].variant[applications].geo: 'NLD' is not known; accepted: ",
    "glossary.toml: term[route].term.nl: missing; accepted: the word as it stands on the pages",
    "units.csv: line 3.nl: ''; accepted: ",
)


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's ETL and data, spoiled."""
    root = tmp_path_factory.mktemp("spoiled")
    for name in ("etl", "data/catalogue", "data/archive"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name, (old, new) in SPOILED.items():
        path = root / "data" / "catalogue" / name
        text = path.read_text("utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1), "utf-8")
    return root


def test_all_faults_of_all_files_are_said_at_once(spoiled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "etl", "check"], cwd=spoiled, capture_output=True, text=True, timeout=300
    )
    *lines, last = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert [[line for line in lines if line.startswith(said)] != [] for said in SAID] == [True] * len(SAID), lines
    assert len(lines) == len(SAID)
    assert last == f"{len(SAID)} faults in data/catalogue and data/archive."


def test_a_build_refuses_and_says_all_faults(
    here: Callable[..., tuple[int, str]], folders: Places, archive_of_none: Path
) -> None:
    code, said = here("build", MONITOR_ARCHIVE=str(archive_of_none))
    assert code == 1
    *lines, last = said.splitlines()
    assert said.count("there is no ") > 40
    assert last == f"{len(lines)} faults in data/catalogue and data/archive."
    assert list(folders.warehouse.glob("**/*.*")) == []
