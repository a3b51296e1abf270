"""What can be set by environment: addresses of publishers, and numbers. Read when asked for, kept nowhere."""

import os
from urllib.parse import urlsplit

from etl.model.errors import SettingError

ADDRESSES = ("EUROSTAT", "FRONTEX", "CBS", "CBS_V4")  # MONITOR_<name>_URL
LARGEST = 1_000_000.0  # eleven days, in seconds


def base(name: str, default: str) -> str:
    """The base address of a publisher without a slash at its end: `MONITOR_<name>_URL` if set, else `default`.

    SettingError where that is no address.
    """
    address = (os.environ.get(f"MONITOR_{name}_URL") or default).rstrip("/")
    if not is_address(address):
        accepted = "an address: https:// or http://, a host, and a path where there is one"
        raise SettingError(f"MONITOR_{name}_URL is {address!r}; accepted is {accepted}.")
    return address


def refuse_addresses() -> None:
    """SettingError where the address of any publisher is set to what is none."""
    for name in ADDRESSES:
        base(name, "https://localhost")


def setting(name: str, default: float, given: float | None = None, zero: bool = True) -> float:
    """`given`, else the environment's `MONITOR_<name>`, else `default`; SettingError where that is no number.

    zero: whether it may be 0.
    """
    if given is not None:
        return given
    text = os.environ.get(f"MONITOR_{name}")
    try:
        number = float(text) if text else default
    except ValueError:
        number = -1.0
    if not 0 <= number <= LARGEST or not (number or zero):
        least = "of 0 or more" if zero else "above 0"
        raise SettingError(f"MONITOR_{name} is {text!r}; accepted is a number {least}, at most {LARGEST:,.0f}.")
    return number


def is_address(text: str) -> bool:
    """Whether HTTP can be asked there: a scheme, a host, a port that is one."""
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, half an IPv6 address
        return False
