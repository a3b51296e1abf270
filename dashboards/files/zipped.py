"""Files as one zip, the same bytes for the same files: order and dates are given, nothing is taken from the machine."""

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import IO

UNIX = 3  # as if made there: names and rights are read alike everywhere


def write(target: IO[bytes], files: Iterable[tuple[str, bytes]], made: datetime) -> None:
    """Write `files` (name, content) to `target` one after the other; made: the date that all of them carry."""
    moment = made.astimezone(UTC)
    when = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    with zipfile.ZipFile(target, "w") as z:
        for name, content in files:
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = UNIX
            info.external_attr = 0o644 << 16
            z.writestr(info, content)
