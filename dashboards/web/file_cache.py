"""Files that routes answer: made once, kept in memory, answered with a tag that lets a client keep them.

Files are kept in memory only, up to a number of bytes for each process; nothing is written to disk.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from flask import Response, request

from dashboards.query import urls
from dashboards.web import document, request_host
from etl.catalogue.declarations import Lang

MOST_BYTES = 48_000_000
DAY = 86_400  # seconds


class Cache:
    """Files by tag, the least recently asked for given up first. Safe for threads; two may make one file at once."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock, self._most, self._used = threading.Lock(), most, 0

    def file(self, tag: str, make: Callable[[], bytes]) -> bytes:
        """The file of that tag, made where it is not kept."""
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
                return self._kept[tag]
        made = make()
        with self._lock:
            self._used += len(made) - len(self._kept.get(tag, b""))
            self._kept[tag] = made
            self._kept.move_to_end(tag)
            while self._used > self._most:
                self._used -= len(self._kept.popitem(last=False)[1])
        return made


CACHE = Cache()


@dataclass(frozen=True)
class File:
    """A file to be answered: `decided_by` is all that decides its bytes, the host and our code apart.

    pinned: its address names its release, and so it may be kept. inline: shown in the browser, not saved.
    """

    name: str
    mimetype: str
    lang: Lang
    decided_by: object
    pinned: bool
    inline: bool = True


def answer(file: File, make: Callable[[], bytes]) -> Response:
    """The file with its tag: 304 to those who have it, else made once."""
    decided = repr((file.mimetype, file.decided_by, request_host.absolute(urls.at("/")), document.code_version()))
    tag = sha256(decided.encode()).hexdigest()[:24]
    answered = Response(mimetype=file.mimetype)
    answered.set_etag(tag)
    answered.cache_control.public = True
    if file.pinned:
        answered.cache_control.max_age = DAY
    else:
        answered.cache_control.no_cache = True
    answered.headers["Content-Language"] = file.lang
    answered.headers["Content-Disposition"] = f'{"inline" if file.inline else "attachment"}; filename="{file.name}"'
    if answered.make_conditional(request).status_code != 304:
        answered.set_data(CACHE.file(tag, make))
    return answered
