"""A query ends when it has taken too long, or when nobody waits for it any longer. Knows no database.

One thread of each process looks at all that run, some times a second; it is there only while something runs.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from etl.model import unwanted

LOOK = 0.1  # seconds
LINGER = 5.0  # seconds that the thread stays with nothing to do


@dataclass(eq=False)
class Running:
    """A query. ended: why it was ended, "" where it was not."""

    end: Callable[[], None]
    until: float
    flag: unwanted.Flag | None
    ended: str = ""


class Watch:
    """All that run in this process."""

    def __init__(self) -> None:
        self._running: set[Running] = set()
        self._lock = threading.Lock()
        self._looks = False

    @contextmanager
    def over(self, end: Callable[[], None], seconds: float) -> Iterator[Running]:
        """Call `end` from another thread when what is done inside takes too long or is unwanted; never afterwards."""
        one = Running(end, time.monotonic() + seconds, unwanted.current())
        with self._lock:
            self._running.add(one)
            begin, self._looks = not self._looks, True
        if begin:
            threading.Thread(target=self._look, name="time-limit", daemon=True).start()
        try:
            yield one
        finally:
            with self._lock:
                self._running.discard(one)

    def _look(self) -> None:
        idle = 0.0
        while True:
            time.sleep(LOOK)
            now = time.monotonic()
            with self._lock:
                idle = 0.0 if self._running else idle + LOOK
                if idle > LINGER:
                    self._looks = False
                    return
                _end(self._running, now)


def _end(running: set[Running], now: float) -> None:
    for one in running:
        one.ended = one.ended or _why(one, now)
        if one.ended:
            one.end()


def _why(one: Running, now: float) -> str:
    if one.flag is not None and one.flag.is_set():
        return "unwanted"
    return "time" if now > one.until else ""


WATCH = Watch()
