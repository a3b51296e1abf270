"""A site whose warehouse is a bucket looks every few seconds whether CURRENT there has changed, and copies what is new.

In a thread of its own, never in a request. A new release is copied whole first; it is served from the moment on that
CURRENT names, at which all sites change. Where the bucket does not answer, what is here goes on being served.
"""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from etl.model.errors import BusyError, DamagedError, MonitorError, NotBuiltError
from etl.model.places import Places
from etl.release import contacts, mirror, serving
from etl.release.bucket import Bucket
from etl.release.writing import LOOKS, poll

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reached:
    """When the bucket last answered, "" for never, and why it does not now, "" where it does. Times are ISO, UTC."""

    at: str = ""
    why: str = ""


@dataclass
class _Known:
    """What this process knows of the bucket. tag: of CURRENT when all of it had been copied."""

    tag: str = ""
    reached: Reached = Reached()


_known = _Known()


def reached() -> Reached:
    """Whether the bucket answered this process when it was last looked at."""
    return _known.reached


def look(where: Places) -> None:
    """Copy what is new in the bucket, if anything is; what goes wrong is kept for `reached` and logged once."""
    before = _known.reached
    try:
        _copy_news(where)
        _known.reached = Reached(datetime.now(UTC).isoformat(timespec="seconds"))
    except BusyError:
        return  # another process of this machine copies the same
    except (MonitorError, OSError) as e:
        why = str(e) if isinstance(e, MonitorError) else f"The copy cannot be written: {e}."
        _known.reached = Reached(before.at, why)
        if why != before.why:
            log.warning("%s", why)
        return
    if before.why:
        log.warning("%s answers again.", where.bucket)


def keep_looking(where: Places) -> None:
    """For ever; at once back where the warehouse is a folder."""
    while where.bucket:
        time.sleep(poll())
        look(where)


def _copy_news(where: Places) -> None:
    root = where.warehouse
    mirror.prepare(where)
    bucket = Bucket(where.bucket)
    current = bucket.get(serving.CURRENT, unless=_known.tag if _is_whole(where) else "")
    if current is None and _known.tag:
        return
    now = mirror.state(current)
    with mirror.copying(root):
        objects = mirror.listed(bucket)
        mirror.copy_served(root, bucket, now, objects)
    if serving.named(root) != now.release:
        wait = (now.start - datetime.now(UTC)).total_seconds()
        time.sleep(min(max(wait, 0.0), poll() * LOOKS))
    with mirror.copying(root):
        mirror.settle(root, now)
        mirror.copy_others(root, bucket, now, objects)
        contacts.receive(root, bucket)
    _known.tag = now.tag


def _is_whole(where: Places) -> bool:
    """Whether the served release lies here as it should; else it is copied again."""
    try:
        return not serving.served(where.warehouse).damage
    except (NotBuiltError, DamagedError):
        return False
