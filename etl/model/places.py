"""Where things lie on disk. Each folder can be moved by an environment variable; nothing is created here.

MONITOR_ARCHIVE     real figures with provenance, in git       data/archive
MONITOR_SNAPSHOTS   bytes as received, with receipts           data/snapshots
MONITOR_QUARANTINE  payloads that broke their contract         data/quarantine
MONITOR_WAREHOUSE   releases                                   data/warehouse
"""

import os
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Places:
    """The four folders of the data."""

    archive: Path
    snapshots: Path
    quarantine: Path
    warehouse: Path


def places() -> Places:
    """The folders in force, read from the environment on each call."""

    def at(name: str) -> Path:
        return Path(os.environ.get(f"MONITOR_{name.upper()}") or DATA / name)

    return Places(at("archive"), at("snapshots"), at("quarantine"), at("warehouse"))
