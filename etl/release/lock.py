"""One writer at a time. The folders themselves are the locks, so nothing is written for them; a killed one frees them.

The order is the same for all: first the folder of the snapshots, then the warehouse, then its bucket if it has one. A
pull takes the first, a build all (it reads snapshots), and what changes releases only the others.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from etl.model.errors import BusyError
from etl.model.places import Places
from etl.release import disk, writing


@contextmanager
def pulling(where: Places) -> Iterator[None]:
    """Nobody else writes snapshots, and nobody builds. BusyError where another process does, here and below."""
    with _alone(where.snapshots.parent):
        yield


@contextmanager
def building(where: Places) -> Iterator[None]:
    """Nobody else writes snapshots or releases."""
    with ExitStack() as both:
        for root in dict.fromkeys((where.snapshots.parent.resolve(), where.warehouse.resolve())):
            both.enter_context(_alone(root))
        both.enter_context(writing.writing(where))
        yield


@contextmanager
def switching(where: Places) -> Iterator[None]:
    """Nobody else changes releases or which one is served."""
    with _alone(where.warehouse), writing.writing(where):
        yield


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    disk.make(root)
    lock = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise BusyError(f"Another pull or build is writing to {root.name}: try again when it has ended.") from e
        yield
    finally:
        os.close(lock)
