"""A local HTTP server that stands in for a publisher, the catalogue and the archive, folders to write to.

The server answers what a test says; it is a model of no site.
"""

import hashlib
import http.server
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from etl.catalogue import catalogue
from etl.catalogue.catalogue import ROOT, Catalogue, Dataset
from etl.history import archive
from etl.history.vintages import Batch, history
from etl.model.period import day
from etl.model.places import DATA, Places
from tests.etl.publishers import (  # noqa: F401  fixtures of the command line and of pulls
    ask,
    cbs_82025,
    environment,
    etl,
    eurostat_api,
    here,
    json_stat,
    kept,
    orders,
    quarantined,
)


@dataclass(frozen=True)
class Reply:
    """One answer. delay: seconds before the status line. drip: seconds between single bytes of the body.

    cut: send only so many bytes of the body under the full Content-Length, then close the connection.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    cut: int | None = None


@dataclass(frozen=True)
class Asked:
    """One request as the server received it; header names in lower case."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw_query: str = ""


@dataclass
class Server:
    """url: base address without a slash at the end. log: the requests so far, oldest first."""

    url: str
    log: list[Asked]
    answers: dict[str, list[Reply] | Callable[[Asked], Reply]]

    lock: threading.Lock = field(default_factory=threading.Lock)

    def reply(self, asked: Asked) -> Reply:
        """The next answer to `asked`, which is noted in the log."""
        with self.lock:
            self.log.append(asked)
            known = self.answers.get(asked.path, self.answers.get("*"))
            if known is None:
                return Reply(b"no answer was given for " + asked.path.encode(), 404, {"Content-Type": "text/plain"})
            if callable(known):
                return known(asked)
            return known.pop(0) if len(known) > 1 else known[0]

    def paths(self) -> list[str]:
        """The paths asked so far, oldest first."""
        return [asked.path for asked in self.log]


Answers = Mapping[str, Reply | Sequence[Reply] | Callable[[Asked], Reply]]


def _handler(server: Server) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            headers = {k.lower(): v for k, v in self.headers.items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            reply = server.reply(Asked(parts.path, query, headers, parts.query))
            time.sleep(reply.delay)
            try:
                self._send(reply)
            except (BrokenPipeError, ConnectionResetError):  # the client hung up, as some tests want it to
                self.close_connection = True

        def _send(self, reply: Reply) -> None:
            length = {} if reply.status in (204, 304) else {"Content-Length": str(len(reply.body))}
            self.send_response(reply.status)
            for name, value in {**length, **reply.headers, "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            body = reply.body if reply.cut is None else reply.body[: reply.cut]
            step = 1 if reply.drip else max(1, len(body))
            for at in range(0, len(body), step):
                self.wfile.write(body[at : at + step])
                self.wfile.flush()
                time.sleep(reply.drip)

        def log_message(self, format: str, *args: object) -> None:
            """Silence: a test reads `Server.log`."""

    return Handler


@pytest.fixture(scope="session")
def reply() -> type[Reply]:
    """The class of an answer, for tests that use `serve` (test modules do not import conftest)."""
    return Reply


@pytest.fixture
def serve() -> Iterator[Callable[[Answers], Server]]:
    """Start a server on 127.0.0.1: `server = serve({"/path": answer})`, then ask `server.url + "/path?query"`.

    The key is the path without its query; "*" answers every other path; a path that is not given gets 404.
    The answer is one `Reply`, a list of them (one per request, the last one for ever), or a function of the request
    (`Asked`: path, query, headers) that returns a `Reply`. `server.log` lists the requests received; answers may be
    changed while the server runs through `server.answers[path] = [Reply(...)]`. All servers stop with the test.

        def test_retries(serve, reply):
            server = serve({"/a": [reply(status=503), reply(b"data", headers={"ETag": '"1"'})]})
            assert client.get(server.url + "/a").body == b"data"
            assert len(server.log) == 2
    """
    running: list[tuple[http.server.ThreadingHTTPServer, threading.Thread]] = []

    def start(answers: Answers) -> Server:
        given: dict[str, list[Reply] | Callable[[Asked], Reply]] = {}
        for path, answer in answers.items():
            given[path] = [answer] if isinstance(answer, Reply) else answer if callable(answer) else list(answer)
        server = Server("", [], given)
        httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
        httpd.daemon_threads = True
        server.url = f"http://127.0.0.1:{httpd.server_address[1]}"
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        running.append((httpd, thread))
        return server

    yield start
    for httpd, thread in running:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@pytest.fixture(scope="session")
def declared() -> Callable[..., Dataset]:
    """One dataset of the project's own catalogue by its id: `declared("eurostat.migr_eiord")`; more: other fields."""

    def read(dataset_id: str, **changes: object) -> Dataset:
        path = ROOT / "datasets" / f"{dataset_id}.toml"
        return Dataset.model_validate({**tomllib.loads(path.read_text("utf-8")), "id": dataset_id, **changes})

    return read


@pytest.fixture
def folders(tmp_path: Path) -> Places:
    """The archive of the project; empty places for all that is written."""
    return Places(DATA / "archive", tmp_path / "snapshots", tmp_path / "quarantine", tmp_path / "warehouse")


@pytest.fixture(scope="session")
def cut() -> Callable[..., Catalogue]:
    """The project's catalogue with the named indicators only, their datasets and the claims that need no others."""

    def cut_to(*indicators: str) -> Catalogue:
        whole = catalogue.load()
        shown = {name: whole.indicators[name] for name in indicators}
        used = {d for i in shown.values() for d in i.datasets}
        targets = {t.claim for i in shown.values() for t in i.target} - {None}
        claims = {
            c.id: c
            for c in whole.claims.values()
            if (c.variant and {v.indicator for v in c.variant} <= set(shown)) or c.id in targets
        }
        datasets = {name: d for name, d in whole.datasets.items() if name in used}
        return replace(whole, indicators=shown, datasets=datasets, claims=claims)

    return cut_to


@pytest.fixture(scope="session")
def archived() -> Callable[..., pd.DataFrame]:
    """What the archive now says of a dataset, or one vintage of it alone: dims, period, value, flag."""

    @cache
    def read(dataset_id: str, vintage: str = "") -> pd.DataFrame:
        dataset = catalogue.load().datasets[dataset_id]
        keys = [*dataset.dims, "period"]
        found = [b for b in archive.batches(dataset, DATA / "archive") if vintage in ("", b.vintage)]
        rows = history([Batch(b.frame, day(b.vintage), n) for n, b in enumerate(found)], keys)
        return rows.loc[rows["current"], [*keys, "value", "flag"]].reset_index(drop=True)

    return read


@pytest.fixture(scope="session")
def figure_of() -> Callable[..., float]:
    """The figure of the only row with these codes: `figure_of(frame, geo="NL", period="2015")`."""

    def of(frame: pd.DataFrame, **where: str) -> float:
        for column, code in where.items():
            frame = frame[frame[column] == code]
        assert len(frame) == 1, frame
        return float(frame["value"].iloc[0])

    return of


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, str]]:
    """Every path below a folder, with the sha256 of files."""

    def of(folder: Path) -> dict[str, str]:
        return {
            p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "folder"
            for p in sorted(folder.rglob("*"))
        }

    return of
