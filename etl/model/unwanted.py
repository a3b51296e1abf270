"""Whether anybody still waits for what a thread is doing; long work asks, and ends where nobody does.

Set around the work by whoever began it; where nobody did, somebody waits.
"""

import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Flag = threading.Event
_flag: ContextVar[Flag | None] = ContextVar("unwanted", default=None)


def during(flag: Flag, work: Callable[[], T]) -> T:
    """Do the work; setting `flag` says that nobody waits for it any longer."""
    mark = _flag.set(flag)
    try:
        return work()
    finally:
        _flag.reset(mark)


def current() -> Flag | None:
    """What says so of the work of this thread."""
    return _flag.get()
