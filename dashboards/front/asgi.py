"""The application that the server runs (ASGI): it reads a whole small request before a thread is spent on it, and sends
at the client's pace without one.

So a client that sends or reads slowly costs a connection and some kilobytes, not a thread. What is kept is answered
without a thread, however busy those are. An address that is being made is not made a second time meanwhile.
"""

import asyncio
import io
import logging
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from dashboards.front import access_log, metrics
from dashboards.front.answers import Answers, Environ, KeptAnswer, Key, closed
from dashboards.front.lanes import FullError, Lanes
from etl.model import unwanted

log = logging.getLogger(__name__)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_BODY = 64_000  # bytes; dashboards.web.limits refuses what is longer
BODY_SECONDS = 20.0  # for all of a body
MOST_HELD = 100_000_000  # bytes of large bodies that wait for slow clients
PIECE = 65_536  # bytes that are sent at once
PIECE_SECONDS = 60.0  # for one piece; who takes longer is no reader
FULL = KeptAnswer(
    "503 SERVICE UNAVAILABLE", [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5")],
    b"Too many ask at once. Please try again in a moment. / Er is veel vraag. Probeer het zo opnieuw.\n",
)  # fmt: skip
SLOW = KeptAnswer(
    "408 REQUEST TIMEOUT", [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")],
    b"The request did not arrive in time. / Het verzoek kwam niet op tijd aan.\n",
)  # fmt: skip


class GoneError(Exception):
    """The client no longer waits."""


@dataclass
class Sent:
    """What was sent so far, for the counts and the log."""

    status: int = 0
    size: int = 0
    how: str = "made"


class Front:
    """An ASGI application around a WSGI one whose answers are kept."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self._lanes = answers, Lanes()
        self._making: dict[Key, asyncio.Future[None]] = {}
        self._sending: dict[int, tuple[int, int]] = {}  # large bodies: how many are sent each, and its bytes
        self._logs = access_log.is_wanted()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close"})
            return
        sent, path, begun = Sent(), self._answers.inner(scope["path"]), time.perf_counter()
        try:
            answer = await self._answer(scope, receive, sent)
            await self._held(answer, send, sent)
        except GoneError:
            sent.how = "gone"
            metrics.dropped("gone")
        taken = time.perf_counter() - begun
        metrics.answered(path, scope["method"], sent.status, taken)
        if self._logs:
            query = scope["query_string"].decode("latin-1")
            access_log.write(access_log.line(scope["method"], path, query, sent.status, sent.size, taken, sent.how))

    async def _answer(self, scope: Message, receive: Receive, sent: Sent) -> KeptAnswer:
        environ = environment(scope)
        key = self._answers.key(environ)
        for _ in range(2):
            if key and (answer := self._answers.find(environ, key, at_once=True)):
                sent.how = "kept"
                return answer
            if key is None or key not in self._making:
                break
            await asyncio.wait({self._making[key]})
        if key is None:
            return await self._made(environ, None, receive, sent)
        mark = self._making[key] = asyncio.get_running_loop().create_future()
        try:
            return await self._made(environ, key, receive, sent)
        finally:
            mark.set_result(None)
            if self._making.get(key) is mark:
                del self._making[key]

    async def _made(self, environ: Environ, key: Key | None, receive: Receive, sent: Sent) -> KeptAnswer:
        try:
            body = await asyncio.wait_for(_body(receive, environ), BODY_SECONDS) if _has_body(environ) else b""
        except TimeoutError:
            return SLOW
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
        environ.pop("HTTP_TRANSFER_ENCODING", None)  # it was in pieces; here it is whole

        def work() -> KeptAnswer:
            return (key and self._answers.find(environ, key)) or self._answers.made(environ)

        running = asyncio.ensure_future(
            self._lanes.of(self._answers.inner(environ["PATH_INFO"])).run(work, unwanted.Flag())
        )
        cut = len(body) > MOST_BODY  # what is left of it is not read
        leaving = asyncio.ensure_future(asyncio.sleep(BODY_SECONDS) if cut else _left(receive))
        try:
            await asyncio.wait({running, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not running.done():
                raise GoneError
            return running.result()
        except FullError:
            sent.how = "refused"
            metrics.dropped("too many")
            return FULL
        finally:
            leaving.cancel()
            running.cancel()

    async def _held(self, answer: KeptAnswer, send: Send, sent: Sent) -> None:
        """Send it, unless clients who read slowly hold more than MOST_HELD bytes already."""
        name, size = id(answer.body), len(answer.body)
        large = answer.status.startswith("200") and size > PIECE
        if large and name not in self._sending and sum(n for _, n in self._sending.values()) + size > MOST_HELD:
            answer, large, sent.how = FULL, False, "refused"
            metrics.dropped("too many bytes")
        if not large:
            return await self._send(answer, send, sent)
        self._sending[name] = (self._sending.get(name, (0, 0))[0] + 1, size)
        try:
            await self._send(answer, send, sent)
        finally:
            count = self._sending[name][0] - 1
            if count:
                self._sending[name] = (count, size)
            else:
                del self._sending[name]

    async def _send(self, answer: KeptAnswer, send: Send, sent: Sent) -> None:
        sent.status = int(answer.status[:3])
        headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in answer.headers]
        await send({"type": "http.response.start", "status": sent.status, "headers": headers})
        if answer.pieces is None:
            await _in_pieces(answer.body, send, sent)
            return
        pieces = closed(answer)
        try:
            while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
                await _in_pieces(piece, send, sent, more=True)
        finally:
            pieces.close()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _in_pieces(body: bytes, send: Send, sent: Sent, more: bool = False) -> None:
    for at in range(0, len(body) or 1, PIECE):
        piece = body if len(body) <= PIECE else body[at : at + PIECE]
        message = {"type": "http.response.body", "body": piece, "more_body": more or at + PIECE < len(body)}
        try:
            if at or more:
                await asyncio.wait_for(send(message), PIECE_SECONDS)
            else:
                await send(message)
        except (TimeoutError, OSError) as e:
            raise GoneError from e
        sent.size += len(piece)


def _has_body(environ: Environ) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") not in ("", "0")


async def _body(receive: Receive, environ: Environ) -> bytes:
    """The body, cut off where it is too long; then its length says so and its rest is not read."""
    said = environ.get("CONTENT_LENGTH", "")
    if said.isdigit() and int(said) > MOST_BODY:
        return b"x" * (MOST_BODY + 1)
    body = bytearray()
    while len(body) <= MOST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body[: MOST_BODY + 1])


async def _left(receive: Receive) -> None:
    """Returns when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def environment(scope: Message) -> Environ:
    """The same request for WSGI, the body apart."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    raw = scope.get("raw_path") or scope["path"].encode()
    environ: Environ = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(raw.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"), "REMOTE_ADDR": str(client[0]),
        "SERVER_NAME": str(server[0]), "SERVER_PORT": str(server[1] or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}", "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"), "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        with suppress(KeyError):
            text = f"{environ[key]},{text}" if key.startswith("HTTP_") else text
        environ[key] = text
    return environ
