"""Finished answers, kept compressed: an address of a release is made once, and compressed once for each encoding.

A WSGI application around another. Kept is what is answered 200 with a tag of its own and varies with the encoding only,
if its release was the served one when it was asked. There is a bound in bytes; the least recently asked for goes first.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dashboards.front import encodings, metrics
from etl.model.errors import MonitorError

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]
ServedKey = Callable[[], tuple[str, str]]  # what is served, and what else changes an answer
Key = tuple[str, ...]

MOST_BYTES = 24_000_000
MOST_OF_ONE = MOST_BYTES // 8
SMALL = 262_144  # bytes that are expanded at once
READ_WHOLE = 64_000_000  # bytes of an answer; what is longer is passed on in pieces
STREAMED = "monitor.streamed"  # in the environment of a request whose answer lies on the disk, and is not kept again
SERVED = "monitor.served"  # in the environment of a request: what was served to it, "" where it did not ask
ENDINGS = tuple(f"-{name}" for name in encodings.ORDER)
OF_A_BODY = ("content-length", "content-encoding", "content-type")


@dataclass(frozen=True)
class KeptAnswer:
    """What is sent. pieces: of a body that is not read as a whole."""

    status: str
    headers: Headers
    body: bytes = b""
    pieces: Iterable[bytes] | None = None


@dataclass
class Entry:
    """An answer as it is kept. forms: its body by encoding, of which there is at least one; "" is none.

    Of what can be compressed only compressed forms stay: who takes none is sent one of them, expanded piece by piece.
    """

    headers: Headers
    tag: str
    length: int
    is_compressible: bool
    forms: dict[str, bytes]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def size(self) -> int:
        """Bytes, roughly."""
        return 2000 + sum(map(len, self.forms.values()))

    def encoding(self, environ: Environ) -> str:
        """The one in which a client gets it."""
        return encodings.chosen(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.is_compressible else ""

    def has(self, encoding: str) -> bool:
        """Whether it can be sent so at once."""
        return self._source(encoding) in self.forms

    def body(self, encoding: str) -> tuple[bytes, Iterable[bytes] | None, int]:
        """The body in that encoding, or its pieces; and its length."""
        source = self._source(encoding)
        with self.lock:
            if source not in self.forms:
                self.forms[source] = encodings.compress(self._whole(), source)
            if self.is_compressible and len(self.forms) > 1:
                self.forms.pop("", None)
            packed = self.forms[source]
        if source == encoding:
            return packed, None, len(packed)
        if self.length <= SMALL:
            return encodings.expand(packed, source), None, self.length
        return b"", encodings.in_pieces(packed), self.length

    def _source(self, encoding: str) -> str:
        """The form that is sent, or expanded."""
        return encoding if encoding or not self.is_compressible else "gzip"

    def _whole(self) -> bytes:
        have, body = next(iter(self.forms.items()))
        return encodings.expand(body, have) if have else body


class Answers:
    """The app with its answers kept. served_key: raises MonitorError where nothing can be served; then nothing is kept.

    inner: a path as it is asked for -> the path of ours, where the site lies below another one.
    """

    def __init__(
        self, app: App, served_key: ServedKey, most: int = MOST_BYTES, inner: Callable[[str], str] = lambda path: path
    ) -> None:
        self._app, self._served_key, self._most, self.inner = app, served_key, most, inner
        self._kept: OrderedDict[Key, Entry] = OrderedDict()
        self._used, self._lock = 0, threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """WSGI."""
        answer = self.find(environ) or self.made(environ)
        start(answer.status, answer.headers)
        return [answer.body] if answer.pieces is None else answer.pieces

    def key(self, environ: Environ) -> Key | None:
        """What an answer is kept under; None where none is to be."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_RANGE" in environ:
            return None
        try:
            served = self._served_key()
        except MonitorError:
            return None
        host = environ.get("HTTP_HOST", "")
        where = (environ["wsgi.url_scheme"], host, environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"])
        return (*served, *where, environ.get("QUERY_STRING", ""))

    def find(self, environ: Environ, key: Key | None = None, at_once: bool = False) -> KeptAnswer | None:
        """The kept answer, None where there is none. at_once: nor where it is not compressed yet as it is asked for."""
        key = key or self.key(environ)
        with self._lock:
            entry = self._kept.get(key) if key else None
            if entry is None or key is None:
                return None
            self._kept.move_to_end(key)
        if at_once and not entry.has(entry.encoding(environ)):
            return None
        metrics.kept()
        return self._of(entry, environ, key)

    def _of(self, entry: Entry, environ: Environ, key: Key | None = None) -> KeptAnswer:
        encoding = entry.encoding(environ)
        tag = _with_ending(entry.tag, encoding)
        headers = [(n, tag if n == "ETag" else v) for n, v in entry.headers]
        if any(_same(given, entry.tag) for given in environ.get("HTTP_IF_NONE_MATCH", "").split(",")):
            return KeptAnswer("304 NOT MODIFIED", [(n, v) for n, v in headers if n.lower() not in OF_A_BODY])
        before = entry.size()
        body, pieces, length = entry.body(encoding)
        if key is not None and entry.size() != before:
            self._grown(key, entry, entry.size() - before)
        if encoding:
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(length)))
        if environ["REQUEST_METHOD"] == "HEAD":
            return KeptAnswer("200 OK", headers)
        return KeptAnswer("200 OK", headers, body, pieces)

    def made(self, environ: Environ) -> KeptAnswer:
        """The answer of the app, kept where it may be."""
        key, headers_sent = self.key(environ), list[tuple[str, Headers]]()
        passed_on = dict(environ)
        if has := environ.get("HTTP_IF_NONE_MATCH"):  # the app knows its tags without our endings
            passed_on["HTTP_IF_NONE_MATCH"] = ", ".join(_without_ending(tag.strip()) for tag in has.split(","))

        def start(status: str, headers: Headers, *_: Any) -> Callable[[bytes], object]:
            headers_sent.append((status, headers))
            return lambda _: None

        pieces = self._app(passed_on, start)
        status, headers = headers_sent[-1]
        named = {n.lower(): v for n, v in headers}
        size = int(named.get("content-length", READ_WHOLE + 1))
        is_whole = 0 < size <= READ_WHOLE and "content-encoding" not in named and not passed_on.get(STREAMED)
        if not is_whole or environ["REQUEST_METHOD"] == "HEAD":
            return KeptAnswer(status, headers, pieces=pieces)
        with _Closing(pieces):
            body = b"".join(pieces)
        is_compressible = encodings.is_compressible(named.get("content-type", ""), size)
        rest = [(n, v) for n, v in headers if n.lower() not in ("content-length", "date")]
        entry = Entry(rest, named.get("etag", ""), size, is_compressible, {"": body})
        del body
        if is_compressible:
            _vary(entry.headers)
        if status.startswith("200") and key and entry.tag and _may_be_kept(key, passed_on.get(SERVED), named):
            self._keep(key, entry, entry.encoding(environ))
            return self._of(entry, environ)
        answer = self._of(entry, {**environ, "HTTP_IF_NONE_MATCH": ""})
        return KeptAnswer(status, answer.headers, answer.body, answer.pieces)

    def _keep(self, key: Key, entry: Entry, encoding: str) -> None:
        if entry.is_compressible:
            entry.body(encoding)
        if entry.size() > MOST_OF_ONE:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._used += entry.size() - (before.size() if before else 0)
            self._kept[key] = entry
            self._shrink()

    def _grown(self, key: Key, entry: Entry, by: int) -> None:
        with self._lock:
            if self._kept.get(key) is entry:
                self._used += by
                self._shrink()

    def _shrink(self) -> None:
        while self._used > self._most:
            self._used -= self._kept.popitem(last=False)[1].size()
        metrics.holds(len(self._kept), self._used)


class _Closing:
    """As contextlib.closing, of what may have no `close`."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        with suppress(AttributeError):
            self._pieces.close()  # type: ignore[attr-defined]


def closed(answer: KeptAnswer) -> Generator[bytes, None, None]:
    """The pieces of an answer, which is told when they are no longer wanted."""
    pieces = answer.pieces or ()
    with _Closing(pieces):
        yield from pieces


def _may_be_kept(key: Key, served: str | None, named: dict[str, str]) -> bool:
    """Whether all that decided the answer is in the key. served: by the app; None where it did not say."""
    varies = {part.strip().lower() for part in named.get("vary", "").split(",")} - {"", "accept-encoding"}
    private = "no-store" in named.get("cache-control", "") or "set-cookie" in named
    return served is not None and served in ("", key[0]) and not varies and not private


def _with_ending(tag: str, encoding: str) -> str:
    """A strong tag names bytes, and those of each encoding are others; a weak one names what is said."""
    return f'{tag[:-1]}-{encoding}"' if encoding and tag.endswith('"') and not tag.startswith("W/") else tag


def _without_ending(tag: str) -> str:
    inside = tag.removesuffix('"')
    ending_found = next((e for e in ENDINGS if inside.endswith(e)), "")
    return f'{inside.removesuffix(ending_found)}"' if ending_found and tag.endswith('"') else tag


def _same(given: str, tag: str) -> bool:
    """Whether a tag of If-None-Match, weak or of any encoding, names the same."""
    given = given.strip()
    return bool(tag) and (given == "*" or _without_ending(given).removeprefix("W/") == tag.removeprefix("W/"))


def _vary(headers: Headers) -> None:
    at = next((n for n, (name, _) in enumerate(headers) if name.lower() == "vary"), None)
    if at is None:
        headers.append(("Vary", "Accept-Encoding"))
    elif "accept-encoding" not in headers[at][1].lower():
        headers[at] = ("Vary", f"{headers[at][1]}, Accept-Encoding")
