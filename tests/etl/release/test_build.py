"""Releases: immutable, the same for the same inputs, which they name."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from etl import build
from etl.catalogue.catalogue import Catalogue, load
from etl.fetch import snapshots
from etl.model.places import DATA, Places
from etl.payloads import Part
from etl.release import store
from tests.etl.release.conftest import DAY_1, DAY_2

RESETTLED = "ind.82025ned"


def test_the_same_inputs_make_the_same_release(small: Catalogue, folders: Places, built: Any, tree: Any) -> None:
    first = built(small)
    before = tree(folders.warehouse)
    second = built(small, DAY_2)
    assert (first.new, second.new) == (True, False)
    assert first.release_id == second.release_id
    assert tree(folders.warehouse) == before


def test_the_id_is_the_day_and_the_hash_of_the_inputs(small: Catalogue, folders: Places, tmp_path: Path) -> None:
    other = Places(folders.archive, folders.snapshots, folders.quarantine, tmp_path / "other")
    made = [
        build.build(small, where, now, lambda *_: None).release_id for where, now in ((folders, DAY_1), (other, DAY_2))
    ]
    assert [m[:11] for m in made] == ["2026-11-23-", "2026-11-24-"]
    assert made[0][11:] == made[1][11:]


def test_a_new_input_makes_a_new_release_and_the_old_one_stays_as_it_was(
    small: Catalogue, folders: Places, first: str, built: Any, pulled: Any, tree: Any
) -> None:
    before = tree(folders.warehouse / "releases" / first)
    pulled(835)
    second = built(small, DAY_2).release_id
    assert second != first
    assert tree(folders.warehouse / "releases" / first) == before
    assert store.current_id(folders.warehouse) == second
    assert store.release_ids(folders.warehouse) == (first, second)
    values = [
        found.value
        for name in (first, second)
        if (found := store.release(name, folders.warehouse).observation("resettled", "NL", "cbs", "2023"))
    ]
    assert values == [830, 835]


def test_a_variant_without_figures_is_built_though_its_indicator_has_other_rows(
    small: Catalogue, folders: Places, built: Any
) -> None:
    name, asked = next((c.id, c) for c in load().claims.values() if c.id == "p5_study_apps")
    own = asked.variant[0].model_copy(update={"indicator": "resettled", "geo": "BE", "series": "cbs"})
    later = own.model_copy(update={"id": "later", "geo": "NL", "series": "by_programme", "primary": False})
    claims = {**small.claims, name: asked.model_copy(update={"variant": (own, later)})}
    built(replace(small, claims=claims))
    found = store.release(root=folders.warehouse).claims[name]
    assert [(v.id, v.now, v.then, v.fits) for v in found.variants] == [
        (own.id, None, None, None), ("later", None, None, None),
    ]  # fmt: skip
    assert store.release(root=folders.warehouse).choices("resettled").rows


def test_no_nationality_is_there_twice_after_a_pull_of_the_table_by_nationality(
    cut: Callable[..., Catalogue], folders: Places, built: Any
) -> None:
    """The download of CBS to 2018 with keys, and a list of titles beside it, on top of the archive's keys."""
    fixtures = Path(__file__).parents[2] / "fixtures" / "ind"
    table = fixtures / "published" / "80059ned_UntypedDataSet.csv"
    titles = fixtures / "80059ned" / "Nationaliteit.json"
    parts = [Part(path.name, path.read_bytes(), path.name) for path in (table, titles)]
    snapshots.save("ind.80059ned", parts, "2019-05-01", "CC BY 4.0", DAY_1, folders.snapshots)
    whole = cut("ind_by_nationality")
    own = whole.datasets["ind.80059ned"]
    fewer = own.model_copy(update={"contract": own.contract.model_copy(update={"min_rows": 400})})
    made = built(replace(whole, datasets={**whole.datasets, own.id: fewer}))
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
        assert given["provenance"] in ("original", "derived", "transcribed", "quoted")
        assert given["publisher"]
    assert {i["id"] for i in facts["inputs"]} == set(release.inputs)
    assert all(facts["indicators"][name] == release.choices(name).rows for name in facts["indicators"])


def test_a_pulled_payload_is_an_input_with_the_hash_of_its_bytes(
    small: Catalogue, folders: Places, built: Any, pulled: Any, statline: Any
) -> None:
    pulled(835)
    built(small, DAY_2)
    (given,) = [i for i in store.release(root=folders.warehouse).inputs.values() if i.provenance_id == f"{RESETTLED}#1"]
    assert given.snapshot == hashlib.sha256(statline(835).body).hexdigest()
    assert (given.provenance, given.vintage, given.licence) == ("original", "2026-11-23T12:00:00+00:00", "CC BY 4.0")


def test_a_snapshot_damaged_on_disk_is_left_out_with_a_warning_each_time(
    small: Catalogue, folders: Places, built: Any, pulled: Any
) -> None:
    pulled(835)
    for path in (folders.snapshots / "objects").iterdir():
        path.write_bytes(b"?")
    for new in (True, False):
        made = built(small, DAY_2)
        assert made.new is new
        (warning,) = made.warnings
        assert warning.startswith(f"{RESETTLED}: snapshots/objects/")
        assert "were changed on disk" in warning
        assert warning.endswith("(snapshot 1 is left out)")
    found = store.release(root=folders.warehouse).observation("resettled", "NL", "cbs", "2023")
    assert found
    assert found.value == 830


def test_progress_is_told_for_each_dataset_and_indicator(small: Catalogue, folders: Places) -> None:
    told: list[str] = []
    build.build(small, folders, DAY_1, lambda what, done, of: told.append(what))
    assert {f"dataset {d}" for d in small.datasets} <= set(told)
    assert {f"indicator {i}" for i in small.indicators} <= set(told)
