"""One opened release: its folder, its facts and inputs, and SQL over its Parquet files. Safe for threads.

The engine is opened on the first read, after the fork; each read takes a cursor of its own.
"""

import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from etl.model.observations import Input, Observation
from etl.model.provenance import Provenance, of_inputs
from etl.model.settings import setting
from etl.release import engine, whole

THREADS = 1  # of a query: most read a few hundred rows, and more threads cost a third on top; requests run side by side
MOST_SECONDS, MOST_MEGABYTES = 10.0, 256.0  # of one query; of the database of a release in one process


class Opened:
    """An immutable release on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.id = folder, folder.name
        self.files = whole.files(folder)
        self._lock = threading.Lock()
        self._db: engine.Connection | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """release.json."""
        return self.files.facts

    def file(self, name: str) -> str:
        """The place of a file, for SQL; DamagedError where it is not as it was built."""
        return str(self.files.path(name))

    @cached_property
    def inputs(self) -> dict[int, Input]:
        """All inputs by id."""
        names = list(Input.__dataclass_fields__)
        rows = self.rows(f"SELECT {', '.join(names)} FROM read_parquet(?)", [self.file("inputs.parquet")])
        return {row[0]: Input(*row) for row in rows}

    def rows(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What SQL finds in the release's files; values are bound, never written into the text."""
        with self._lock:
            if self._db is None:
                self._db = engine.memory(THREADS, megabytes=setting("DATABASE_MB", MOST_MEGABYTES))
        try:
            return engine.rows(self._db, sql, parameters, setting("QUERY_SECONDS", MOST_SECONDS))
        except engine.SqlError:
            if faults := self.files.faults(every=False):  # damaged between the look at the file and its reading
                raise faults[0] from None
            raise

    def observation(self, period: str, value: float | None, flag: str, src: str, computed: bool) -> Observation:
        """One observation with the weakest provenance and the newest vintage of its inputs.

        src: their ids as SQL writes them, `[3, 17]` or `3`; most cells share theirs, and a text is read faster.
        """
        return Observation(period, number(value), flag, *self._made_of(src, computed))

    @lru_cache(maxsize=4096)  # noqa: B019  a release is immutable and at most four are open; most cells share theirs
    def _made_of(self, src: str, computed: bool) -> tuple[Provenance, str, tuple[int, ...]]:
        """The weakest provenance and the newest vintage of inputs, and their ids."""
        ids = tuple(int(n) for n in src.strip("[]").split(",") if n)
        used = [self.inputs[i] for i in ids]
        return of_inputs((i.provenance for i in used), computed), max((i.vintage for i in used), default=""), ids


def number(value: float | None) -> float | None:
    """The value, None for a missing one."""
    return None if value is None or value != value else value
