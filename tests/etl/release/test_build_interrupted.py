"""Whatever happens to a build, a whole release is served."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from etl.catalogue.catalogue import Catalogue
from etl.model.errors import CatalogueError
from etl.model.places import DATA, Places
from etl.release import publish, store
from tests.etl.release.conftest import DAY_1, DAY_2


def test_a_build_that_fails_leaves_nothing_and_the_old_release_serving(
    small: Catalogue, folders: Places, first: str, built: Any, pulled: Any, tree: Any
) -> None:
    pulled(835)
    before = tree(folders.warehouse)
    wrong = small.indicators["resettled"].model_copy(update={"sql": "SELECT 1 AS one"})
    spoiled = Catalogue(**{**vars(small), "indicators": {**small.indicators, "resettled": wrong}})
    with pytest.raises(CatalogueError, match=r"indicators/resettled\.toml: sql"):
        built(spoiled, DAY_2)
    assert tree(folders.warehouse) == before
    assert store.current_id(folders.warehouse) == first
    assert [p.name for p in (folders.warehouse / "releases").iterdir()] == [first]


KILLED = '''
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from etl import build
from etl.catalogue import catalogue
from etl.model.places import DATA, Places

root, wanted = Path(sys.argv[1]), sys.argv[2:]
whole = catalogue.load()
indicators = {n: whole.indicators[n] for n in wanted}
used = {d for i in indicators.values() for d in i.datasets}
datasets = {n: d for n, d in whole.datasets.items() if n in used}
small = catalogue.Catalogue(**{**vars(whole), "indicators": indicators, "datasets": datasets, "claims": {}})
places = Places(DATA / "archive", root / "snapshots", root / "quarantine", root / "warehouse")

def run(last):
    """Build; die before the step of that number. A step is a word of progress or a change of files."""
    steps = []

    def step(what):
        steps.append(what)
        if len(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event, args):
        writes = event == "open" and isinstance(args[1], str) and ("w" in args[1] or "x" in args[1])
        if writes or event in ("os.rename", "os.mkdir", "shutil.rmtree"):
            if str(args[0]).startswith(str(root)):
                step(f"{event} {Path(str(args[0])).name}")

    sys.addaudithook(watch)
    build.build(small, places, datetime(2026, 11, 24, tzinfo=UTC), lambda what, done, of: step(what))
    return steps

last = 0
while True:
    last += 1
    child = os.fork()
    if child == 0:
        run(last)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    current = (root / "warehouse" / "CURRENT").read_text().strip()
    names = sorted(p.name for p in (root / "warehouse" / "releases").iterdir() if not p.name.startswith("."))
    whole_ones = [n for n in names if all((root / "warehouse" / "releases" / n / f).exists()
                  for f in ("release.json", "claims.json", "monitor.duckdb", "inputs.parquet"))]
    print(os.WIFSIGNALED(status), current, ",".join(names), ",".join(whole_ones), flush=True)
    if not os.WIFSIGNALED(status):
        break
'''


def test_killed_before_any_step_a_build_leaves_a_whole_release_serving_and_the_next_one_works(
    folders: Places, tmp_path: Path, first: str, pulled: Any
) -> None:
    pulled(835)
    words = [sys.executable, "-c", KILLED, str(tmp_path), "resettlement_quota"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, cwd=DATA.parent, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line.split(" ") for line in done.stdout.splitlines()]
    *killed, last = lines
    assert len(killed) > 12, "steps were not seen"
    assert all(line[0] == "True" for line in killed)
    second = last[1]
    assert last[0] == "False"
    assert second != first
    for _, current, names, whole in killed:
        assert names == whole, "a release was visible before it was whole"
        assert current in names.split(",")
        assert current in (first, second)
    assert {line[1] for line in killed[:10]} == {first}
    assert last[2].split(",") == sorted([first, second])
    left = [p.name for p in folders.warehouse.rglob(".*")]
    assert left == [], "the build that worked did not sweep what the killed ones left"


def test_current_names_a_whole_release_at_every_reading(
    small: Catalogue, folders: Places, built: Any, pulled: Any
) -> None:
    """Switched to and fro many times while another thread reads."""
    ids = []
    for value in (835, 840):
        pulled(value, DAY_1 if value == 835 else DAY_2)
        ids.append(built(small, DAY_2).release_id)

    def switch() -> None:
        for n in range(60):
            publish.make_current(ids[n % 2], folders.warehouse)

    with ThreadPoolExecutor(1) as pool:
        switching = pool.submit(switch)
        seen = set()
        while not switching.done():
            seen.add(store.release(root=folders.warehouse).id)
        switching.result()
    assert seen <= set(ids)
    assert not list(folders.warehouse.glob(".CURRENT*"))
