"""The public address of the site, from its one setting: scheme, host and the path below which it lies. Pure.

MONITOR_PUBLIC_URL=https://statistics.example/monitor
"""

import os
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

SETTING = "MONITOR_PUBLIC_URL"


@dataclass(frozen=True)
class PublicAddress:
    """origin: scheme and host; mount: the path, without a slash at its end, "" for none."""

    origin: str
    mount: str


NOT_SET = PublicAddress("", "")


def public() -> PublicAddress:
    """What is set; NOT_SET where nothing is. ValueError where it is no address."""
    return _read(os.environ.get("MONITOR_PUBLIC_URL", ""))


@lru_cache(maxsize=8)
def _read(text: str) -> PublicAddress:
    if not text:
        return NOT_SET
    parts = urlsplit(text)
    path = parts.path.rstrip("/")
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
    ):
        raise ValueError(f"{SETTING}: {text!r}; accepted: https://host or https://host/path, without user or query")
    if any(part in ("", ".", "..") for part in path.split("/")[1:]):
        raise ValueError(f"{SETTING}: {text!r}; accepted is a path such as /monitor")
    return PublicAddress(f"{parts.scheme}://{parts.netloc.lower()}", path)


def inner(path: str) -> str:
    """A path of ours without the path below which the site lies, as routes have it."""
    mount = public().mount
    return path.removeprefix(mount) or "/" if path == mount or path.startswith(f"{mount}/") else path
