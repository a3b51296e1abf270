"""The copy here of a bucket's releases: what lies where, and how it comes from the bucket. Writing is `writing`'s.

bucket/releases/<id>/…   the files of a release, as in a warehouse; release.json comes last: without it there is none
bucket/CURRENT           which release is served from when on, and what a rollback holds; replaced on condition only
bucket/contacts/…        as in a warehouse
copy/BUCKET              the address; a folder with this file is a copy, and has no monitor.duckdb
copy/TAGS.json           the tag that each release.json had in the bucket when the release was copied

Every file is held against its hash before its release appears, in one rename. Nothing is flushed to the disk: what a
crash leaves incomplete is seen by its hash and copied again.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.model.errors import BusyError, DamagedError
from etl.model.places import Places, cache_folder
from etl.model.settings import setting
from etl.release import disk, serving, whole
from etl.release.bucket import Bucket, S3Entry, S3Object

TAGS, COPYING = "TAGS.json", ".copying"
KEPT = 400.0  # releases
AT_ONCE = 8  # requests
LENT = 2  # releases whose files are taken where their hashes are the same
PATIENCE = 60.0  # seconds that a command waits for a copy that is being made
Objects = Mapping[str, Mapping[str, S3Entry]]  # release -> file -> object


@dataclass(frozen=True)
class State:
    """What CURRENT in the bucket says. held: as HELD of a warehouse, "" for nothing. tag: "" where there is none."""

    release: str
    held: str = ""
    start: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    tag: str = ""

    def text(self) -> str:
        """The object's content; no two are the same, so that its tag tells of every change."""
        held = f"held {self.held}\n" if self.held else ""
        return f"{self.release}\n{held}from {self.start.isoformat(timespec='microseconds')}\n"


def state(content: S3Object | None) -> State:
    """The state as read; a bare name, as CURRENT of a warehouse has it, does too."""
    if content is None:
        return State("")
    lines = content.body.decode("utf-8", "replace").split("\n")
    said = dict(line.partition(" ")[::2] for line in lines[1:] if line)
    if not serving.AN_ID.fullmatch(lines[0].strip()):
        raise DamagedError("", serving.CURRENT, "changed")
    start = datetime.fromisoformat(said["from"]) if "from" in said else State("").start
    return State(lines[0].strip(), said.get("held", ""), start, content.tag)


def prepare(where: Places) -> None:
    """Make the folder of the copy, and let it say of which bucket."""
    disk.make(where.warehouse)
    mark = where.warehouse / whole.COPY
    if not mark.exists():
        disk.replace(mark, where.bucket)
        disk.replace(cache_folder() / ".gitignore", "*")


@contextmanager
def copying(root: Path, patience: float = 0.0) -> Iterator[None]:
    """Nobody else changes the copy; BusyError where somebody does after `patience` seconds."""
    end = time.monotonic() + patience
    with (root / COPYING).open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as e:
                if time.monotonic() > end:
                    raise BusyError(f"The copy in {root.name} is being made by another process.") from e
                time.sleep(0.05)
        yield


def listed(bucket: Bucket) -> dict[str, dict[str, S3Entry]]:
    """All objects of releases, by release and file; unfinished ones too."""
    releases: dict[str, dict[str, S3Entry]] = {}
    for one in bucket.objects("releases"):
        _, release, name = one.name.split("/", 2)
        releases.setdefault(release, {})[name] = one
    return releases


def read(where: Places) -> None:
    """Bring the copy up to date, where the warehouse is a bucket."""
    if where.bucket:
        bucket = Bucket(where.bucket)
        with copying(where.warehouse, PATIENCE):
            update(where.warehouse, bucket, state(bucket.get(serving.CURRENT)))


def update(root: Path, bucket: Bucket, now: State) -> Objects:
    """The served release first, then CURRENT here, then all the others; what was listed in the bucket."""
    objects = listed(bucket)
    copy_served(root, bucket, now, objects)
    settle(root, now)
    copy_others(root, bucket, now, objects)
    return objects


def copy_served(root: Path, bucket: Bucket, now: State, objects: Objects) -> None:
    """The release that CURRENT names, and the one that is held; one that is damaged in the bucket stays away."""
    _copy(root, bucket, tuple(dict.fromkeys(i for i in (now.release, *now.held.split()[:1]) if i)), objects)


def settle(root: Path, now: State) -> None:
    """Let HELD and CURRENT here say what the bucket says."""
    if now.held:
        _say(root / serving.HELD, now.held)
    if now.release:
        _say(root / serving.CURRENT, now.release)
    if not now.held:
        (root / serving.HELD).unlink(missing_ok=True)


def copy_others(root: Path, bucket: Bucket, now: State, objects: Objects) -> None:
    """The rest, the newest first, and away with those that are no longer there or too many."""
    finished = sorted((i for i, files in objects.items() if whole.FACTS in files), reverse=True)
    stay = finished[: int(setting("COPIED_RELEASES", KEPT))]
    _copy(root, bucket, stay, objects)
    here = [p for p in (root / "releases").glob("[!.]*") if p.name not in {*stay, now.release, *now.held.split()[:1]}]
    for folder in here:
        away(folder)


def _copy(root: Path, bucket: Bucket, ids: Sequence[str], objects: Objects) -> None:
    tags = _tags(root)
    for release_id in ids:
        facts = objects.get(release_id, {}).get(whole.FACTS)
        folder = root / "releases" / release_id
        if facts is None or (tags.get(release_id) == facts.tag and not whole.faults(folder)):
            continue
        try:
            copy(root, bucket, release_id, objects[release_id])
        except DamagedError as e:
            serving.log.error("%s: %s", bucket.address, e)
            continue
        note_tag(root, release_id, facts.tag)


def copy(root: Path, bucket: Bucket, release_id: str, objects: Mapping[str, S3Entry]) -> None:
    """Copy a release, without what the site does not read; DamagedError where the bucket's is not whole."""
    aside = root / "releases" / f".{release_id}.{os.getpid()}.part"
    shutil.rmtree(aside, ignore_errors=True)
    folder = aside / release_id  # named like the release, as errors tell its name
    (folder / "datasets").mkdir(parents=True)
    (folder / "indicators").mkdir()
    try:
        facts = bucket.get(f"releases/{release_id}/{whole.FACTS}")
        (folder / whole.FACTS).write_bytes(facts.body if facts else b"")
        files = whole.Files(folder)
        names = [n for n in files.known or objects if n not in (*whole.NOT_READ, whole.FACTS)]
        lent = _lent(root)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for _ in threads.map(lambda n: _file(bucket, files, n, lent.get(files.known.get(n, ""))), names):
                pass
        final = root / "releases" / release_id
        if final.exists():
            away(final)
        folder.rename(final)
        serving.forget(release_id)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _file(bucket: Bucket, files: whole.Files, name: str, lent: Path | None) -> None:
    """One file of a release that is being copied: from another release here, else from the bucket."""
    path, wanted = files.folder / name, files.known.get(name)
    if lent and lent.exists():
        shutil.copyfile(lent, path)
        if whole.digest(path) == wanted:
            return
    content = bucket.get(f"releases/{files.id}/{name}")
    if content is None:
        raise DamagedError(files.id, name, "missing")
    path.write_bytes(content.body)
    if wanted and whole.digest(path) != wanted:
        raise DamagedError(files.id, name, "changed")


def _lent(root: Path) -> dict[str, Path]:
    """Files of the newest releases here by their hashes."""
    folders = [root / "releases" / i for i in serving.ids_in_order(root)[-LENT:]]
    return {h: f / n for f in folders if not whole.faults(f) for n, h in whole.files(f).known.items()}


def note_tag(root: Path, release_id: str, tag: str) -> None:
    """Remember which tag the release.json had in the bucket of which this release is the copy."""
    disk.replace(root / TAGS, json.dumps({**_tags(root), release_id: tag}))


def _tags(root: Path) -> dict[str, str]:
    try:
        tags = json.loads((root / TAGS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return tags if isinstance(tags, dict) else {}


def _say(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8").strip() != text:
        disk.replace(path, text)


def away(folder: Path) -> None:
    """Remove a release of the copy: out of sight by one rename, then file by file."""
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.gone.part")
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
