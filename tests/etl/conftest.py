"""A local HTTP server that stands in for a publisher. It answers what a test says; it is a model of no site."""

import http.server
import json
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

from etl import archive, catalogue
from etl.catalogue import ROOT, Catalogue, Dataset
from etl.places import DATA, Places
from etl.vintages import Batch, day, history


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
def declared() -> Callable[[str], Dataset]:
    """One dataset of the project's own catalogue by its id: `declared("eurostat.migr_eiord")`."""

    def read(dataset_id: str) -> Dataset:
        path = ROOT / "datasets" / f"{dataset_id}.toml"
        return Dataset.model_validate({"id": dataset_id, **tomllib.loads(path.read_text("utf-8"))})

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
        kept = {name: whole.indicators[name] for name in indicators}
        used = {d for i in kept.values() for d in i.datasets}
        targets = {t.claim for i in kept.values() for t in i.target} - {None}
        claims = {
            c.id: c
            for c in whole.claims.values()
            if (c.variant and {v.indicator for v in c.variant} <= set(kept)) or c.id in targets
        }
        datasets = {name: d for name, d in whole.datasets.items() if name in used}
        return replace(whole, indicators=kept, datasets=datasets, claims=claims)

    return cut_to


@pytest.fixture(scope="session")
def archived() -> Callable[[str], pd.DataFrame]:
    """What the archive now says of a dataset: dims, period, value, flag."""

    @cache
    def read(dataset_id: str) -> pd.DataFrame:
        dataset = catalogue.load().datasets[dataset_id]
        keys = [*dataset.dims, "period"]
        found = archive.batches(dataset, DATA / "archive")
        rows = history([Batch(b.frame, day(b.vintage), n) for n, b in enumerate(found)], keys)
        return rows.loc[rows["current"], [*keys, "value", "flag"]].reset_index(drop=True)

    return read


@pytest.fixture(scope="session")
def json_stat() -> Callable[..., bytes]:
    """Rows of a Eurostat dataset as its API answers them: `json_stat("migr_asyresa", frame, "2026-09-03")`."""

    def cube(code: str, frame: pd.DataFrame, updated: str) -> bytes:
        columns = [c for c in frame if c not in ("value", "flag")]
        codes = {c: sorted(frame[c].unique()) for c in columns}
        at = pd.Series(0, index=frame.index)
        for c in columns:
            at = at * len(codes[c]) + frame[c].map({code: n for n, code in enumerate(codes[c])})
        names = ["time" if c == "period" else c for c in columns]
        told, flagged = frame["value"].notna(), frame["flag"] != ""
        return json.dumps({
            "version": "2.0", "class": "dataset", "source": "ESTAT", "updated": f"{updated}T11:00:00+0200",
            "value": {str(i): v for i, v in zip(at[told], frame.loc[told, "value"], strict=True)},
            "status": {str(i): f for i, f in zip(at[flagged], frame.loc[flagged, "flag"], strict=True)},
            "id": names, "size": [len(codes[c]) for c in columns],
            "dimension": {
                name: {"category": {"index": {code: n for n, code in enumerate(codes[c])}}}
                for name, c in zip(names, columns, strict=True)
            },
            "extension": {"id": code.upper()},
        }).encode()  # fmt: skip

    return cube


@pytest.fixture(scope="session")
def eurostat_api(json_stat: Callable[..., bytes], reply: type[Reply]) -> Callable[..., Callable[[Asked], Reply]]:
    """The API of Eurostat for one table: it answers with the rows in the years asked for, 400 where there are none."""

    def answering(code: str, frame: pd.DataFrame, updated: str) -> Callable[[Asked], Reply]:
        def answer(asked: Asked) -> Reply:
            first, last = asked.query["sinceTimePeriod"][:4], asked.query.get("untilTimePeriod", "9999")[:4]
            rows = frame[frame["period"].str[:4].between(first, last)].reset_index(drop=True)
            if not len(rows):
                return reply(b'{"error": [{"status": 400, "id": 100, "label": "No results found"}]}', 400)
            return reply(json_stat(code, rows, updated))

        return answer

    return answering


@pytest.fixture(scope="session")
def cbs_82025(reply: type[Reply]) -> Callable[..., dict[str, Reply]]:
    """The answers of CBS about table 82025NED: path -> answer. status: of the newest year. more: other answers.

    Names of dimensions and keys follow data/catalogue/datasets/ind.82025ned.toml; figures are those given.
    """

    def answers(frame: pd.DataFrame, modified: str, status: str = "Definitief", **more: Reply) -> dict[str, Reply]:
        years = frame["period"].tolist()
        measure = "UitgenodigdeVluchtelingen_1"
        rows = [
            {"ID": n, "Geslacht": "T001038", "Leeftijd": "10000  ", "Nationaliteit": "T001059  ",
             "Perioden": f"{year}JJ00", measure: int(value)}
            for n, (year, value) in enumerate(zip(years, frame["value"], strict=True))
        ]  # fmt: skip
        total = {"Geslacht": "T001038", "Leeftijd": "10000  ", "Nationaliteit": "T001059  "}
        sets: dict[str, list[dict[str, object]]] = {
            "TableInfos": [{"ID": 0, "Title": "Asiel", "Identifier": "82025NED", "Modified": f"{modified}T02:00:00"}],
            "DataProperties": [
                *({"ID": n, "Type": "Dimension", "Key": dim, "Title": dim} for n, dim in enumerate(total)),
                {"ID": 3, "Type": "TimeDimension", "Key": "Perioden", "Title": "Perioden"},
                {"ID": 4, "Type": "Topic", "Key": measure, "Title": "Uitgenodigde vluchtelingen"},
            ],
            **{dim: [{"Key": key, "Title": "Totaal"}] for dim, key in total.items()},
            "Perioden": [
                {"Key": f"{year}JJ00", "Title": year, "Status": status if year == years[-1] else "Definitief"}
                for year in years
            ],
            "TypedDataSet": list(rows),
        }
        root = "https://opendata.cbs.nl/ODataFeed/OData/82025NED/$metadata#Cbs.OData.WebAPI."
        told = {
            f"/82025NED/{name}": reply(json.dumps({"odata.metadata": root + name, "value": value}).encode())
            for name, value in sets.items()
        }
        return {**told, **{f"/82025NED/{name}": answer for name, answer in more.items()}}

    return answers
