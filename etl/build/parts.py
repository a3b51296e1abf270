"""The parts of the release that is being made: those that an earlier release holds are copied, and all are noted."""

import threading
from pathlib import Path
from typing import Any

from etl.build import keys
from etl.build.datasets import Made
from etl.catalogue.catalogue import Catalogue
from etl.model.observations import Input
from etl.release import engine, warehouse, whole
from etl.release.made_of import key
from etl.release.parts import Earlier, EarlierPart

DATABASE = "monitor.duckdb"


class ReleaseParts:
    """What was written so far. Safe for threads.

    records: for release.json. made: the hash of each file. copied: how many were not made anew.
    """

    def __init__(self, folder: Path, earlier: Earlier) -> None:
        self.folder, self.earlier = folder, earlier
        self.records: dict[str, dict[str, Any]] = {}
        self.made: dict[str, str] = {}
        self.copied = 0
        self._lock = threading.Lock()

    def note(self, name: str, key: str, **said: Any) -> None:
        """A part has been written."""
        digest = whole.digest(self.folder / name)
        with self._lock:
            self.records[name] = {"key": key, **said}
            self.made[name] = digest

    def copy(self, name: str, key: str) -> EarlierPart | None:
        """The part as an earlier release holds it, copied; None where none does."""
        held = self.earlier.part(name, key)
        if held:
            (self.folder / name).write_bytes(held.body)
            self.note(name, **held.record)
            with self._lock:
                self.copied += 1
        return held

    def dataset(self, dataset: str, name: str, key: str) -> Made | None:
        """A dataset as an earlier release holds it."""
        held = self.copy(name, key)
        if held is None:
            return None
        inputs = tuple(Input(**i) for i in held.facts["inputs"] if i["dataset"] == dataset)
        return Made(inputs, held.facts["datasets"][dataset], tuple(held.record["warnings"]))

    def write_database(self, catalogue: Catalogue) -> None:
        """`monitor.duckdb`: the newest one with the tables changed that are not as they were, or a new one."""
        tables = warehouse.tables_for_people(self.folder, catalogue)
        names = {path: path.relative_to(self.folder).as_posix() for path, _, _ in tables.values()}
        made = {n: self.made.get(n) or whole.digest(path) for path, n in names.items()}
        wanted = {
            t: keys.of_table(made[names[path]], comment, columns) for t, (path, comment, columns) in tables.items()
        }
        held, path = self.earlier.newest(DATABASE), self.folder / DATABASE
        before: dict[str, str] = held.record["tables"] if held else {}
        if held:
            path.write_bytes(held.body)
        anew = {name: table for name, table in tables.items() if before.get(name) != wanted[name]}
        engine.write_database(path, anew, [name for name in before if name not in wanted or name in anew])
        self.note(DATABASE, key(wanted), tables=wanted)
