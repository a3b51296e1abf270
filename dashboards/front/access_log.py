"""A line of JSON for each answer, on standard output: when, what was asked, how it was answered, how long it took.

MONITOR_ACCESS_LOG is 1 or 0; where it is not set, lines are written unless standard output is a terminal. A line says
nothing of who asked: no address, no browser, and of the query only the names, since a search holds a reader's words.
"""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

LONGEST = 200  # characters of a path


def is_wanted() -> bool:
    """Whether lines are to be written."""
    said = os.environ.get("MONITOR_ACCESS_LOG", "")
    return said == "1" if said else not sys.stdout.isatty()


def line(method: str, path: str, query: str, status: int, sent: int, seconds: float, how: str) -> str:
    """The line. sent: bytes of the body. how: kept, made, refused, or that the client had gone."""
    names = sorted({name[:40] for name, _ in parse_qsl(query[:2000], keep_blank_values=True)})
    record: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"), "method": method[:10], "path": path[:LONGEST],
        "names": names[:20], "status": status, "bytes": sent, "ms": round(seconds * 1000, 1), "how": how,
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=True)


def write(text: str) -> None:
    """One line, in one piece."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
