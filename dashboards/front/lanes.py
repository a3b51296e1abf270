"""Threads for the app, in two lanes: what takes long waits for its like, and stands in nobody's way.

A request that waits for a thread is dropped when its client has gone; where too many wait, it is refused at once.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from etl.model import unwanted

T = TypeVar("T")
QUICK, SLOW = 3, 1  # threads
MOST_WAITING = 100  # requests of a lane
SLOW_ENDINGS = (".pptx", ".docx", ".pdf", ".png", ".zip", ".xlsx", ".parquet")
SLOW_PATHS = ("/data/dataset/", "/en/explore", "/nl/explore", "/live/en/explore", "/live/nl/explore")


class FullError(Exception):
    """Too many requests are waiting already."""


class Lane:
    """Some threads, and those who wait for them."""

    def __init__(self, name: str, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._waiting = 0

    async def run(self, work: Callable[[], T], gone: unwanted.Flag) -> T:
        """What `work` returns; FullError where too many wait. Cancelled, it is not begun, or told that it may end."""
        if self._waiting >= MOST_WAITING:
            raise FullError
        self._waiting += 1
        begun = self._pool.submit(unwanted.during, gone, work)
        try:
            return await asyncio.wrap_future(begun)
        except asyncio.CancelledError:
            begun.cancel()
            gone.set()
            raise
        finally:
            self._waiting -= 1

    @property
    def waiting(self) -> int:
        """Requests that wait or run."""
        return self._waiting


class Lanes:
    """The two lanes of a process."""

    def __init__(self) -> None:
        self._quick, self._slow = Lane("quick", QUICK), Lane("slow", SLOW)

    def of(self, path: str) -> Lane:
        """The lane of an address, given as ours: without the path below which the site lies."""
        return self._slow if path.endswith(SLOW_ENDINGS) or path.startswith(SLOW_PATHS) else self._quick
