"""The whole release as one file: made once, sent while it is made, kept for the next reader."""

import random
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards.files.formats import FORMS
from dashboards.routes import release_file
from etl.release import store


@pytest.mark.usefixtures("of_few")
def test_the_release_is_written_once_and_few_are_kept(client: Any, kept: Path) -> None:
    made = kept / "releases"
    first = client.get("/data/release.zip", buffered=True).data
    [path] = made.glob("*_en_*.zip")
    written = path.stat().st_mtime_ns
    assert client.get("/data/release.zip", buffered=True).data == first == path.read_bytes()
    assert path.stat().st_mtime_ns == written
    path.unlink()
    for n in range(8):
        (made / f"old_{n}.zip").write_bytes(b"x")
    assert client.get("/data/release.zip", buffered=True).data == first
    assert path.exists()
    assert len(list(made.iterdir())) == 6


def test_readers_get_a_release_while_it_is_made(
    kept: Path, release: store.Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, go_on = kept / "releases" / "some.zip", threading.Event()

    def files(*_: Any) -> Iterator[tuple[str, bytes]]:
        yield "a.csv", random.Random(1).randbytes(200_000)
        assert go_on.wait(30)
        yield "b.csv", b"b"

    monkeypatch.setattr(release_file, "files", files)
    readers = [release_file._growing(path, release_file._made(path, release, "en", "")) for _ in range(2)]
    firsts = [next(reader) for reader in readers]
    assert not path.exists()
    go_on.set()
    bodies = [first + b"".join(reader) for first, reader in zip(firsts, readers, strict=True)]
    assert bodies[0] == bodies[1] == path.read_bytes()
    with zipfile.ZipFile(path) as z:
        assert (z.testzip(), z.namelist()) == (None, ["a.csv", "b.csv"])
    path.unlink()


def test_a_release_that_cannot_be_made_is_no_file_and_nobody_waits(
    kept: Path, release: store.Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept / "releases" / "other.zip"
    monkeypatch.setattr(release_file, "files", lambda *_: (_ for _ in [None] if 1 // 0))
    with pytest.raises((RuntimeError, FileNotFoundError)):
        list(release_file._growing(path, release_file._made(path, release, "en", "")))
    assert list(path.parent.glob("*other.zip*")) == []


@pytest.mark.usefixtures("of_few")
def test_a_part_of_the_release_can_be_asked_for(client: Any) -> None:
    whole = client.get("/data/release.zip", buffered=True).data
    part = client.get("/data/release.zip", buffered=True, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, whole[100:200])


def test_a_figure_leaves_nothing_on_the_disk(client: Any, kept: Path) -> None:
    before = sorted(kept.rglob("*"))
    for ending in FORMS:
        assert client.get(f"/data/returned.{ending}?geo=NL&from=2011").status_code == 200
    assert sorted(kept.rglob("*")) == before
