"""Releases: immutable, the same for the same inputs, and whole or absent whatever happens to a build.

Builds here are of two indicators, so that many can be made; what a full one holds is read from `release`.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import build, snapshots, store, warehouse
from etl.catalogue import Catalogue, load
from etl.errors import CatalogueError
from etl.places import DATA, Places
from etl.sources import Part

DAY_1, DAY_2 = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)
RESETTLED = "ind.82025ned"


@pytest.fixture(scope="session")
def small(cut: Callable[..., Catalogue]) -> Catalogue:
    return cut("resettled", "resettlement_quota")


def silent(*_: object) -> None:
    """No progress wanted."""


def files(folder: Path) -> dict[str, str]:
    """sha256 of every file below `folder` by its path."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def statline(value: int) -> Part:
    """Table 82025NED as a person saves it, 2008 to 2023: figures of the archive but for 2023."""
    import csv

    with (DATA / "archive" / "cbs_82025ned_resettled.csv").open(encoding="utf-8", newline="") as f:
        rows = [(r["TIME_PERIOD"], r["value"]) for r in csv.DictReader(f)]
    rows[-1] = (rows[-1][0], str(value))
    head = '"ID";"Geslacht";"Leeftijd";"Nationaliteit";"Perioden";"UitgenodigdeVluchtelingen_1"'
    lines = [f'{n};"T001038";"10000  ";"T001059  ";"{year}JJ00";{v}' for n, (year, v) in enumerate(rows)]
    return Part("82025NED_TypedDataSet.csv", "\r\n".join([head, *lines, ""]).encode(), "82025NED_TypedDataSet.csv")


def pulled(value: int, folders: Places, now: datetime = DAY_1) -> None:
    snapshots.save(RESETTLED, [statline(value)], "", "CC BY 4.0", now, folders.snapshots)


# One release


def test_the_same_inputs_make_the_same_release(small: Catalogue, folders: Places) -> None:
    first = build.build(small, folders, DAY_1, silent)
    before = files(folders.warehouse)
    second = build.build(small, folders, DAY_2, silent)
    assert (first.new, second.new) == (True, False)
    assert first.release_id == second.release_id
    assert files(folders.warehouse) == before


def test_the_id_is_the_day_and_the_hash_of_the_inputs(small: Catalogue, folders: Places, tmp_path: Path) -> None:
    other = Places(folders.archive, folders.snapshots, folders.quarantine, tmp_path / "other")
    made = [build.build(small, where, now, silent).release_id for where, now in ((folders, DAY_1), (other, DAY_2))]
    assert [m[:11] for m in made] == ["2026-11-23-", "2026-11-24-"]
    assert made[0][11:] == made[1][11:]


def test_a_new_input_makes_a_new_release_and_the_old_one_stays_as_it_was(small: Catalogue, folders: Places) -> None:
    first = build.build(small, folders, DAY_1, silent).release_id
    before = files(folders.warehouse / "releases" / first)
    pulled(835, folders)
    second = build.build(small, folders, DAY_2, silent).release_id
    assert second != first
    assert files(folders.warehouse / "releases" / first) == before
    assert store.current_id(folders.warehouse) == second
    assert store.release_ids(folders.warehouse) == (first, second)
    values = [
        found.value
        for name in (first, second)
        if (found := store.release(name, folders.warehouse).observation("resettled", "NL", "cbs", "2023"))
    ]
    assert values == [830, 835]


def test_a_variant_without_figures_is_built_though_its_indicator_has_other_rows(
    small: Catalogue, folders: Places
) -> None:
    name, asked = next((c.id, c) for c in load().claims.values() if c.id == "p5_study_apps")
    own = asked.variant[0].model_copy(update={"indicator": "resettled", "geo": "BE", "series": "cbs"})
    later = own.model_copy(update={"id": "later", "geo": "NL", "series": "by_programme", "primary": False})
    claims = {**small.claims, name: asked.model_copy(update={"variant": (own, later)})}
    build.build(replace(small, claims=claims), folders, DAY_1, silent)
    found = store.release(root=folders.warehouse).claims[name]
    assert [(v.id, v.now, v.then, v.fits) for v in found.variants] == [
        (own.id, None, None, None), ("later", None, None, None),
    ]  # fmt: skip
    assert store.release(root=folders.warehouse).choices("resettled").rows


def test_no_nationality_is_there_twice_after_a_pull_of_the_table_by_nationality(
    cut: Callable[..., Catalogue], folders: Places, shared: Path
) -> None:
    """The download of CBS to 2018 with keys, and a list of titles beside it, on top of the archive's keys."""
    table = shared / "payloads" / "cbs" / "80059ned" / "Asylum_NL_UntypedDataSet_1975_2018.csv"
    if not table.exists():
        pytest.skip("the download of 80059ned is not among the payloads")
    titles = Path(__file__).parents[1] / "fixtures" / "ind" / "80059ned" / "Nationaliteit.json"
    parts = [Part(path.name, path.read_bytes(), path.name) for path in (table, titles)]
    snapshots.save("ind.80059ned", parts, "2019-05-01", "CC BY 4.0", DAY_1, folders.snapshots)
    made = build.build(cut("ind_by_nationality"), folders, DAY_1, silent)
    assert made.warnings == ()
    path = folders.warehouse / "releases" / made.release_id / "datasets" / "ind.80059ned.parquet"
    rows = duckdb.sql(f"""
        SELECT nationality, list(value ORDER BY period) FROM '{path}'
        WHERE current AND value > 0 GROUP BY ALL HAVING count(*) > 3
    """).fetchall()
    assert len({tuple(values) for _, values in rows}) == len(rows) > 70
    assert {"Syrisch", "Algerijns", "Chinees", "NAT9445"} <= {name for name, _ in rows}


def test_release_json_lists_every_input_with_its_hash(release: store.Release) -> None:
    facts = json.loads((release.folder / "release.json").read_text("utf-8"))
    assert facts["id"] == release.id
    archive_files = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (DATA / "archive").glob("*.csv")}
    assert facts["inputs"]
    for given in facts["inputs"]:
        assert given["snapshot"] in archive_files
        assert given["kind"] in ("original", "derived", "transcribed", "quoted")
        assert given["publisher"]
    assert {i["id"] for i in facts["inputs"]} == set(release.inputs)
    assert all(facts["indicators"][name] == release.choices(name).rows for name in facts["indicators"])


def test_a_pulled_payload_is_an_input_with_the_hash_of_its_bytes(small: Catalogue, folders: Places) -> None:
    pulled(835, folders)
    build.build(small, folders, DAY_2, silent)
    (given,) = [i for i in store.release(root=folders.warehouse).inputs.values() if i.provenance == f"{RESETTLED}#1"]
    assert given.snapshot == hashlib.sha256(statline(835).body).hexdigest()
    assert (given.kind, given.vintage, given.licence) == ("original", "2026-11-23T12:00:00+00:00", "CC BY 4.0")


def test_a_snapshot_damaged_on_disk_is_left_out_with_a_warning_each_time(small: Catalogue, folders: Places) -> None:
    pulled(835, folders)
    for path in (folders.snapshots / "objects").iterdir():
        path.write_bytes(b"?")
    for new in (True, False):
        built = build.build(small, folders, DAY_2, silent)
        assert built.new is new
        (warning,) = built.warnings
        assert warning.startswith(f"{RESETTLED}: snapshots/objects/")
        assert "were changed on disk" in warning
        assert warning.endswith("(snapshot 1 is left out)")
    found = store.release(root=folders.warehouse).observation("resettled", "NL", "cbs", "2023")
    assert found
    assert found.value == 830


def test_a_build_that_fails_leaves_nothing_and_the_old_release_serving(small: Catalogue, folders: Places) -> None:
    first = build.build(small, folders, DAY_1, silent).release_id
    pulled(835, folders)
    before = files(folders.warehouse)
    wrong = small.indicators["resettled"].model_copy(update={"sql": "SELECT 1 AS one"})
    spoiled = Catalogue(**{**vars(small), "indicators": {**small.indicators, "resettled": wrong}})
    with pytest.raises(CatalogueError, match=r"indicators/resettled\.toml: sql"):
        build.build(spoiled, folders, DAY_2, silent)
    assert files(folders.warehouse) == before
    assert store.current_id(folders.warehouse) == first
    assert [p.name for p in (folders.warehouse / "releases").iterdir()] == [first]


def test_progress_is_told_for_each_dataset_and_indicator(small: Catalogue, folders: Places) -> None:
    told: list[str] = []
    build.build(small, folders, DAY_1, lambda what, done, of: told.append(what))
    assert {f"dataset {d}" for d in small.datasets} <= set(told)
    assert {f"indicator {i}" for i in small.indicators} <= set(told)


# Killed at any moment

KILLED = '''
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from etl import build, catalogue
from etl.places import DATA, Places

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
    small: Catalogue, folders: Places, tmp_path: Path
) -> None:
    first = build.build(small, folders, DAY_1, silent).release_id
    pulled(835, folders)
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


def test_current_names_a_whole_release_at_every_reading(small: Catalogue, folders: Places) -> None:
    """Switched to and fro many times while another thread reads."""
    from concurrent.futures import ThreadPoolExecutor

    ids = []
    for value in (835, 840):
        pulled(value, folders, DAY_1 if value == 835 else DAY_2)
        ids.append(build.build(small, folders, DAY_2, silent).release_id)

    def switch() -> None:
        for n in range(60):
            warehouse.make_current(ids[n % 2], folders.warehouse)

    with ThreadPoolExecutor(1) as pool:
        switching = pool.submit(switch)
        seen = set()
        while not switching.done():
            seen.add(store.release(root=folders.warehouse).id)
        switching.result()
    assert seen <= set(ids)
    assert not list(folders.warehouse.glob(".CURRENT*"))


# The database for people


def test_monitor_duckdb_opens_in_another_process_with_readable_comments(release: store.Release) -> None:
    script = (
        "import duckdb, json, sys\n"
        "db = duckdb.connect(sys.argv[1], read_only=True)\n"
        'tables = db.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()\n'
        'columns = db.execute("SELECT table_name, column_name, comment FROM duckdb_columns() "\n'
        '                     "WHERE NOT internal").fetchall()\n'
        "total = db.execute(\"SELECT value FROM irregular_arrivals WHERE series = 'total' AND period = '2015' \"\n"
        '                   "AND current").fetchone()\n'
        "print(json.dumps([tables, columns, total]))\n"
    )
    with duckdb.connect(str(release.folder / "monitor.duckdb"), read_only=True):
        words = [sys.executable, "-c", script, str(release.folder / "monitor.duckdb")]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    tables: dict[str, str]
    tables, columns, total = (dict(t) if n == 0 else t for n, t in enumerate(json.loads(done.stdout)))
    assert total == [1_822_102]
    facts = release.facts
    assert {"inputs", *facts["indicators"], *(f"dataset {d}" for d in facts["datasets"])} == set(tables)
    assert all(len(comment or "") > 20 for comment in tables.values())
    assert "Detections, not persons" in tables["irregular_arrivals"]
    missing = [(t, c) for t, c, comment in columns if not comment]
    assert missing == []


def test_the_database_says_what_the_parquet_files_say(release: store.Release) -> None:
    with duckdb.connect(str(release.folder / "monitor.duckdb"), read_only=True) as db:
        for name, rows in release.facts["indicators"].items():
            found: Any = db.execute(f'SELECT count(*) FROM "{name}" WHERE current').fetchone()
            assert found[0] == rows
