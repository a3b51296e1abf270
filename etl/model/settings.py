"""What can be set by environment: addresses of publishers, and numbers. Read when asked for, kept nowhere."""

import os

from etl.model.errors import SourceError


def base(name: str, default: str) -> str:
    """The base address of a publisher without a slash at its end: `MONITOR_<name>_URL` if set, else `default`."""
    return (os.environ.get(f"MONITOR_{name}_URL") or default).rstrip("/")


def setting(name: str, default: float, given: float | None = None) -> float:
    """`given`, else the environment's `MONITOR_<name>`, else `default`; SourceError where that is no number."""
    if given is not None:
        return given
    text = os.environ.get(f"MONITOR_{name}", "")
    try:
        number = float(text) if text else default
    except ValueError:
        number = -1.0
    if number < 0:
        raise SourceError(f"MONITOR_{name} is {text!r}; accepted is a number of 0 or more.")
    return number
