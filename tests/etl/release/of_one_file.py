"""Releases of one small file each, published in milliseconds, to see how they appear, are served and go."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.model.places import DATA, Places
from etl.release import lock, publish, serving

FILE = "datasets/ind.82025ned.csv"
FIRST, SECOND, THIRD, LAST = "2026-11-23-aaaaaa", "2026-11-24-bbbbbb", "2026-11-25-cccccc", "2026-11-26-aaaaaa"
MARKS = {FIRST: "a" * 64, SECOND: "b" * 64, THIRD: "c" * 64, LAST: "a" * 64}  # the last of the inputs of the first
HELD_AT = datetime(2026, 11, 26, 8, 30, 15, 999)


def facts(release_id: str, hour: str = "12") -> dict[str, Any]:
    """What a build says of a release, in its order; a word with a letter that ASCII has not."""
    return {
        "id": release_id, "built_at": f"{release_id[:10]}T{hour}:00:00+00:00",
        "fingerprint": MARKS.get(release_id, "0" * 64), "inputs": [], "warnings": ["Türkiye"],
    }  # fmt: skip


def fill(release_id: str, hour: str = "12") -> Callable[[Path], dict[str, Any]]:
    def write(folder: Path) -> dict[str, Any]:
        assert (folder / "indicators").is_dir()
        shutil.copy(DATA / "archive" / "cbs_82025ned_resettled.csv", folder / FILE)
        return facts(release_id, hour)

    return write


def spoil(root: Path, release_id: str, file: str = FILE) -> None:
    """Other bytes in a file, as many as before."""
    path = root / "releases" / release_id / file
    path.write_bytes(bytes(path.stat().st_size))
    serving.forget(release_id)


def publish_all(where: Places, *ids: str) -> None:
    for release_id in ids:
        with lock.building(where):
            publish.publish(release_id, where.warehouse, fill(release_id))


def ids(where: Places) -> tuple[str, ...]:
    return serving.ids_in_order(where.warehouse)
