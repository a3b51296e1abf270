"""Hashes over what a release is made of: files by their names and bytes, the code of the ETL, what it runs on."""

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from etl.model.places import Places

CODE = Path(__file__).parents[1]
RUNS_ON = ("duckdb", "numpy", "pandas", "pyarrow")


def key(*things: Any) -> str:
    """The hash of plain values."""
    return hashlib.sha256(json.dumps(things, sort_keys=True, default=str).encode()).hexdigest()


def add(total: Any, *files: tuple[Path, str]) -> None:
    """Files below a folder, by a pattern, to a hash."""
    for root, pattern in files:
        for path in sorted(root.glob(pattern)):
            total.update(path.relative_to(root).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())


@cache
def machine() -> str:
    """The code, and what it runs on."""
    total = hashlib.sha256()
    add(total, (CODE, "**/*.py"))
    return key(total.hexdigest(), platform.python_version(), {name: version(name) for name in RUNS_ON})


def written_by_people(where: Places, root: Path) -> str:
    """All that `etl.check` looks at: the archive, the catalogue below `root`, the code and what it runs on."""
    total = hashlib.sha256(machine().encode())
    add(total, (where.archive, "*.csv"), (root, "**/*.*"))
    return total.hexdigest()
