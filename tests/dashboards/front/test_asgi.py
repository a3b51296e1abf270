"""What reaches the app, and what the client gets, through the event loop: slow ones, long ones, those who leave."""

import asyncio
import json
import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest

from dashboards.front import access_log, asgi, lanes, metrics
from dashboards.front.answers import SERVED, Answers, Environ, Start
from dashboards.front.asgi import Front
from etl.model import unwanted
from tests.own_loop import finished
from tests.visits import DASH, visit

BIG = b"0123456789abcdef" * 20_000


def scope(path: str = "/x", method: str = "GET", query: str = "", **headers: str) -> dict[str, Any]:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"host", b"here"), *sent], "http_version": "1.1", "scheme": "http", "server": ("here", 80),
        "client": ("127.0.0.1", 9),
    }  # fmt: skip


class Wire:
    """A client: what it sends, piece by piece, and what it was sent. stays: it does not leave."""

    def __init__(self, *pieces: bytes, stays: bool = True, endless: bool = False) -> None:
        self._pieces, self._stays, self._endless = list(pieces), stays, endless
        self.got: list[Any] = []
        self.taken = 0

    async def receive(self) -> dict[str, Any]:
        if self._pieces:
            self.taken += 1
            piece = self._pieces[0] if self._endless else self._pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": self._endless or bool(self._pieces)}
        while self._stays:
            await asyncio.sleep(10)
        await asyncio.sleep(0.05)
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.got.append(message)

    @property
    def status(self) -> int:
        return int(self.got[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(m["body"] for m in self.got[1:])


def front(app: Any, edition: str = "r") -> Front:
    return Front(Answers(app, lambda: (edition, "")))


def echo(environ: Environ, start: Start) -> Iterable[bytes]:
    environ[SERVED] = "r"
    body = environ["wsgi.input"].read()
    told = {n: v for n, v in environ.items() if isinstance(v, str)} | {"body": len(body)}
    text = json.dumps(told).encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
    return [text]


def run(app: Any, wire: Wire, **asked: Any) -> Wire:
    finished(front(app)(scope(**asked), wire.receive, wire.send))
    return wire


def test_the_app_is_asked_what_the_client_asked() -> None:
    wire = run(echo, Wire(b"ab", b"cd"), path="/en/caf%C3%A9", method="POST", query="a=%20b", content_length="4",
               accept_language="nl")  # fmt: skip
    told = json.loads(wire.body)
    assert told["PATH_INFO"].encode("latin-1").decode() == "/en/café"
    assert (told["QUERY_STRING"], told["CONTENT_LENGTH"], told["body"]) == ("a=%20b", "4", 4)
    assert (told["HTTP_ACCEPT_LANGUAGE"], told["HTTP_HOST"], told["REMOTE_ADDR"]) == ("nl", "here", "127.0.0.1")


def test_a_body_in_pieces_without_end_is_read_to_the_limit_only() -> None:
    wire = Wire(b"x" * 1000, endless=True)
    run(echo, wire, method="POST", transfer_encoding="chunked")
    assert wire.taken <= asgi.MOST_BODY // 1000 + 1
    assert json.loads(wire.body)["CONTENT_LENGTH"] == str(asgi.MOST_BODY + 1)  # which the site refuses with 413


@pytest.mark.parametrize("length", ["whole", "pieces"])
def test_the_site_answers_a_body_alike_whole_or_in_pieces(site: Any, length: str) -> None:
    call = json.dumps(visit("/nl/method")).encode()
    for body, status in ((call, 200), (call + b" " * asgi.MOST_BODY, 413), (b"{", 400)):
        wire = Wire(body[:100], body[100:])
        said = {"content_length": str(len(body))} if length == "whole" else {"transfer_encoding": "chunked"}
        asked = scope(DASH, "POST", content_type="application/json", **said)
        asked["headers"][0] = (b"host", b"localhost")
        finished(Front(site.wsgi_app)(asked, wire.receive, wire.send))
        assert wire.status == status


def test_a_body_that_says_it_is_too_long_is_not_read(site: Any) -> None:
    wire = Wire(b"x", endless=True)
    finished(Front(site.wsgi_app)(
        scope("/_dash-update-component", "POST", content_length="999999999"), wire.receive, wire.send
    ))  # fmt: skip
    assert (wire.status, wire.taken) == (413, 0)
    assert (b"connection", b"close") in wire.got[0]["headers"]


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "BODY_SECONDS", 0.1)
    assert run(echo, Wire(), method="POST", content_length="5").status == 408


def test_a_large_answer_is_sent_in_pieces_as_they_are_taken() -> None:
    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "image/png"), ("Content-Length", str(len(BIG)))])
        return [BIG]

    wire = run(app, Wire())
    assert wire.body == BIG
    assert [m["more_body"] for m in wire.got[1:]] == [True] * 4 + [False]
    assert max(len(m["body"]) for m in wire.got[1:]) == asgi.PIECE


def test_many_who_take_large_answers_slowly_hold_a_bounded_number_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "MOST_HELD", 2 * len(BIG))

    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        body = BIG[:-1] + environ["PATH_INFO"][-1:].encode()  # each another one
        start("200 OK", [("Content-Type", "image/png"), ("Content-Length", str(len(body)))])
        return [body]

    async def ask() -> list[int]:
        site, wires = front(app), [Wire() for _ in range(4)]

        async def slow(wire: Wire, message: Any) -> None:
            wire.got.append(message)
            await asyncio.sleep(0.2)

        await asyncio.gather(*(
            site(scope(f"/{n}"), w.receive, lambda m, w=w: slow(w, m)) for n, w in enumerate(wires)
        ))  # fmt: skip
        await site(scope("/9"), (last := Wire()).receive, last.send)
        return [*sorted(w.status for w in wires), last.status]

    assert finished(ask()) == [200, 200, 503, 503, 200]


def test_one_address_is_made_once_however_many_ask_for_it_at_once() -> None:
    count = []

    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        environ[SERVED] = "r"
        count.append(1)
        time.sleep(0.2)
        start("200 OK", [("Content-Type", "image/png"), ("Content-Length", "3"), ("ETag", '"x"')])
        return [b"abc"]

    async def ask() -> list[bytes]:
        site, wires = front(app), [Wire() for _ in range(8)]
        await asyncio.gather(*(site(scope(), w.receive, w.send) for w in wires))
        return [w.body for w in wires]

    assert finished(ask()) == [b"abc"] * 8
    assert len(count) == 1


def test_work_that_nobody_waits_for_is_told_so_or_not_begun() -> None:
    seen = threading.Event()

    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        flag = unwanted.current()
        assert flag is not None
        if flag.wait(5):
            seen.set()
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    begun = time.monotonic()
    wire = run(app, Wire(stays=False))
    assert (wire.got, time.monotonic() - begun < 2) == ([], True)
    assert seen.wait(3)


def test_slow_work_stands_in_the_way_of_its_like_only() -> None:
    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        time.sleep(0.3 if environ["PATH_INFO"].endswith(".pptx") else 0.0)
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    async def ask() -> float:
        site = front(app)
        slow = [asyncio.ensure_future(site(scope(f"/{n}.pptx"), (w := Wire()).receive, w.send)) for n in range(5)]
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await site(scope("/en/"), (wire := Wire()).receive, wire.send)
        taken = time.monotonic() - begun
        await asyncio.gather(*slow)
        return taken

    assert finished(ask()) < 0.25


def test_where_too_many_wait_the_next_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST_WAITING", 2)

    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        time.sleep(0.2)
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    async def ask() -> list[int]:
        site, wires = front(app), [Wire() for _ in range(4)]
        await asyncio.gather(*(site(scope(f"/{n}"), w.receive, w.send) for n, w in enumerate(wires)))
        return sorted(w.status for w in wires)

    assert finished(ask()) == [200, 200, 503, 503]


def test_a_line_of_the_log_says_nothing_of_who_asked() -> None:
    told = json.loads(access_log.line("GET", "/en/search", "q=my+words&x", 200, 12, 0.0123, "kept"))
    assert {n: v for n, v in told.items() if n != "at"} == {
        "method": "GET", "path": "/en/search", "names": ["q", "x"], "status": 200, "bytes": 12, "ms": 12.3,
        "how": "kept",
    }  # fmt: skip


@pytest.mark.parametrize(("said", "terminal", "wanted"), [("1", True, True), ("0", False, False), ("", True, False),
                                                          ("", False, True)])  # fmt: skip
def test_lines_are_written_where_no_person_reads_along(
    monkeypatch: pytest.MonkeyPatch, said: str, terminal: bool, wanted: bool
) -> None:
    monkeypatch.setenv("MONITOR_ACCESS_LOG", said)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert access_log.is_wanted() is wanted


@pytest.mark.parametrize(
    ("path", "lane", "kind"),
    [
        ("/monitor/data/dataset/frontex.ibc_route_month.csv", "slow", "data"),
        ("/monitor/nl/explore", "slow", "page"),
        ("/monitor/live/en/explore", "slow", "live"),
        ("/monitor/data/release.zip", "slow", "data"),
        ("/monitor/en/", "quick", "page"),
        ("/monitor", "quick", "page"),
        ("/data/returned.csv", "quick", "data"),  # the proxy has taken the path away
        ("/monitored/x", "quick", "other"),
    ],
)
def test_below_a_path_lanes_and_counts_are_those_of_our_own_paths(
    monkeypatch: pytest.MonkeyPatch, site: Any, path: str, lane: str, kind: str
) -> None:
    monkeypatch.setenv("MONITOR_PUBLIC_URL", "https://statistics.example/monitor")
    threads: list[str] = []

    def app(_: Environ, start: Start) -> Iterable[bytes]:
        threads.append(threading.current_thread().name)
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]

    counts = []
    monkeypatch.setattr(metrics, "answered", lambda path, *_: counts.append(metrics.kind_of(path)))
    wire = Wire()
    answers = Answers(app, lambda: ("r", ""), inner=site.wsgi_app.inner)  # as the site's own
    finished(Front(answers)(scope(path), wire.receive, wire.send))
    assert (threads[0].rpartition("_")[0], counts) == (lane, [kind])
