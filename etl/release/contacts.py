"""When each dataset was last asked for, and what came of it: warehouse/contacts/<dataset>.<pull or probe>.json.

Not part of a release, which is immutable: a pull that finds nothing new makes no release, and the page of sources says
all the same that it asked. Written by commands, read by pages; a file that cannot be read counts as none.
"""

import json
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from etl.model.errors import BucketError
from etl.model.places import Places
from etl.release.bucket import Bucket

log = logging.getLogger(__name__)
What = Literal["pull", "probe"]


@dataclass(frozen=True)
class Contact:
    """One contact with a publisher. at: UTC, ISO 8601. outcome: as the command's table says it. details: the rest."""

    at: str
    outcome: str
    details: dict[str, str]


def note(root: Path, what: What, dataset: str, now: datetime, outcome: str, **details: str) -> None:
    """Keep what came of asking for a dataset; where the disk does not let us, that is said in the log and no more."""
    path = root / "contacts" / f"{dataset}.{what}.json"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    contact = {"at": now.isoformat(timespec="seconds"), "outcome": outcome, "details": details}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(contact, indent=1, ensure_ascii=False) + "\n", "utf-8")
        part.replace(path)
    except OSError as e:
        log.warning("%s was not noted: %s", path.name, e)
        with suppress(OSError):
            part.unlink()


def send(where: Places, what: What, datasets: Iterable[str]) -> None:
    """Send what was noted of these to the bucket, where there is one; where it does not answer, the log says so."""
    if not where.bucket:
        return
    names = [f"contacts/{dataset}.{what}.json" for dataset in datasets]
    try:
        bucket = Bucket(where.bucket)
        for name in names:
            if (path := where.warehouse / name).exists():
                bucket.put(name, path)
    except BucketError as e:
        log.warning("When publishers were asked was not noted in the bucket: %s", e)


def receive(root: Path, bucket: Bucket) -> None:
    """Take what others have noted in the bucket later than what is noted here."""
    for one in bucket.objects("contacts"):
        path = root / one.name
        if path.exists() and path.stat().st_mtime >= one.modified.timestamp():
            continue
        if content := bucket.get(one.name):
            path.parent.mkdir(exist_ok=True)
            part = path.with_name(f".{path.name}.{os.getpid()}.part")
            try:
                part.write_bytes(content.body)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)


def version(root: Path) -> str:
    """Changes with every note, alike on all machines; "" where there is none."""
    try:
        changed = os.stat(f"{root}/contacts").st_mtime_ns  # noqa: PTH116  as every request asks
    except OSError:
        return ""
    return _version(root, changed)


@lru_cache(maxsize=4)
def _version(root: Path, _changed: int) -> str:
    notes = sha256()
    for path in sorted((root / "contacts").glob("[!.]*.json")):
        notes.update(path.name.encode() + path.read_bytes())
    return notes.hexdigest()[:16]


def last(root: Path, what: What, dataset: str) -> Contact | None:
    """The last contact, None where there was none."""
    path = root / "contacts" / f"{dataset}.{what}.json"
    try:
        contact = json.loads(path.read_text("utf-8"))
        return Contact(
            str(contact["at"]), str(contact["outcome"]), {str(k): str(v) for k, v in contact["details"].items()}
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        log.warning("%s cannot be read: %s", path.name, e)
        return None
