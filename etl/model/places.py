"""Where things lie on disk. Each folder can be moved by an environment variable; nothing is created here.

MONITOR_ARCHIVE     real figures with provenance, in git       data/archive
MONITOR_SNAPSHOTS   bytes as received, with receipts           data/snapshots
MONITOR_QUARANTINE  payloads that broke their contract         data/quarantine
MONITOR_WAREHOUSE   releases; a folder, or s3://bucket/prefix  data/warehouse
MONITOR_CACHE       what can be made or fetched again          .cache
"""

import os
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from etl.model.errors import BucketError, SettingError

DATA = Path(__file__).parents[2] / "data"
S3 = "s3://"
SETTINGS = ("MONITOR_ARCHIVE", "MONITOR_SNAPSHOTS", "MONITOR_QUARANTINE", "MONITOR_WAREHOUSE")


@dataclass(frozen=True)
class Places:
    """The four folders of the data. bucket: s3://… where the releases lie there; then `warehouse` is a copy of it."""

    archive: Path
    snapshots: Path
    quarantine: Path
    warehouse: Path
    bucket: str = ""


def places() -> Places:
    """The folders in force, read from the environment on each call."""
    archive, snapshots, quarantine, warehouse = (os.environ.get(name, "") for name in SETTINGS)
    if "://" not in warehouse:
        return _folders(archive, snapshots, quarantine, warehouse)
    if not warehouse.startswith(S3) or not warehouse.removeprefix(S3).partition("/")[0]:
        raise BucketError(f"MONITOR_WAREHOUSE is {warehouse!r}; accepted: a folder, or s3://bucket/prefix.")
    bucket = warehouse.rstrip("/")
    return replace(_folders(archive, snapshots, quarantine, ""), warehouse=_copy_of(bucket), bucket=bucket)


@lru_cache(maxsize=8)  # each request asks several times
def _folders(*settings: str) -> Places:
    names = ("archive", "snapshots", "quarantine", "warehouse")
    archive, snapshots, quarantine, warehouse = (
        Path(s or DATA / name) for name, s in zip(names, settings, strict=True)
    )
    return Places(archive, snapshots, quarantine, warehouse)


def refuse_files(where: Places) -> None:
    """SettingError naming every setting that should be a folder and is, or lies below, something else."""
    folders = {f"MONITOR_{name.upper()}": path for name, path in vars(where).items() if isinstance(path, Path)}
    if where.bucket:
        del folders["MONITOR_WAREHOUSE"]
    folders["MONITOR_CACHE"] = cache_folder()
    if wrong := [f"{name} is {str(path)!r}" for name, path in folders.items() if _is_below_a_file(path)]:
        raise SettingError(f"{', '.join(wrong)}: a file is there; accepted is a folder, which need not exist.")


def _is_below_a_file(path: Path) -> bool:
    return any(p.exists() and not p.is_dir() for p in (path, *path.parents))


def cache_folder() -> Path:
    """Where made and fetched files are kept; it may be removed at any time."""
    return Path(os.environ.get("MONITOR_CACHE") or DATA.parent / ".cache")


def _copy_of(bucket: str) -> Path:
    """The folder with the copy of a bucket's releases: one for each address, whatever the endpoint calls alike."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    name = bucket.removeprefix(S3).replace("/", "_")
    return cache_folder() / "buckets" / f"{name}-{sha256(f'{endpoint} {bucket}'.encode()).hexdigest()[:8]}"
