"""An address of a release is made once, and compressed once for each encoding; no other release is given out."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import brotli
import pytest
from backports import zstd
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app

from dashboards.front import encodings
from dashboards.front.answers import MOST_OF_ONE, SERVED, Answers, Environ, Start
from etl.model.errors import NotBuiltError
from etl.release import publish

READERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress, "": bytes,
}  # fmt: skip
TEXT = "".join(f"{n},{n * n}\r\n" for n in range(60_000)).encode()


class Told:
    """An app that says what it was asked and counts it."""

    def __init__(self, body: bytes = TEXT, kind: str = "text/csv", **headers: str) -> None:
        self.count, self.body, self.served = 0, body, "a release"
        self.status, self.headers = "200 OK", {"ETag": '"tag"', "Content-Type": kind, **headers}

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        self.count += 1
        environ[SERVED] = self.served
        start(self.status, [*self.headers.items(), ("Content-Length", str(len(self.body)))])
        return [self.body]


def ask(app: Any, path: str = "/x", **headers: str) -> tuple[bytes, str, Any]:
    built = EnvironBuilder(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    pieces, status, found = run_wsgi_app(app, built.get_environ())
    return b"".join(pieces), status, found


def around(app: Told, served: str = "a release") -> Answers:
    return Answers(app, lambda: (served, "today"))


@pytest.mark.parametrize("first", [*READERS])
@pytest.mark.parametrize("then", [*READERS])
def test_every_encoding_holds_the_same_and_is_made_of_one_answer(first: str, then: str) -> None:
    app = Told()
    site = around(app)
    for encoding in (first, then, then):
        body, status, headers = ask(site, Accept_Encoding=encoding)
        assert (status, headers.get("Content-Encoding", "")) == ("200 OK", encoding)
        assert READERS[encoding](body) == TEXT
        assert int(headers["Content-Length"]) == len(body)
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["ETag"] == (f'"tag-{encoding}"' if encoding else '"tag"')
    assert app.count == 1


def test_a_client_that_has_it_in_any_encoding_is_told_so(client: Any) -> None:
    site = around(Told())
    ask(site)
    for tag in ('"tag"', '"tag-br"', 'W/"tag-gzip"', '"other", "tag-zstd"', "*"):
        body, status, headers = ask(site, If_None_Match=tag, Accept_Encoding="br")
        assert (body, status[:3], headers["ETag"]) == (b"", "304", '"tag-br"')
        assert not {"Content-Length", "Content-Encoding", "Content-Type"} & set(headers.keys())
    for tag in ('"tag-xz"', '"ta"', '"tag-br-br"', ""):
        assert ask(site, If_None_Match=tag)[1] == "200 OK"
    made = client.get("/data/returned.csv", headers={"Accept-Encoding": "br"})
    for tag in (made.headers["ETag"], made.headers["ETag"].replace("-br", "")):
        assert client.get("/data/returned.csv", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""), ("identity", ""), ("gzip, deflate, br, zstd", "br"), ("gzip, zstd", "zstd"), ("gzip;q=0, br;q=0", ""),
        ("br;q=0.1, gzip;q=0.9", "gzip"), ("GZIP", "gzip"), ("br;q=x", ""), ("x" * 5000, ""),
    ],
)  # fmt: skip
def test_the_encoding_is_the_best_that_the_client_takes(accepted: str, chosen: str) -> None:
    assert encodings.chosen(accepted) == chosen


@pytest.mark.parametrize(
    "app",
    [
        Told(**{"Cache-Control": "no-store"}), Told(Vary="Accept-Language"), Told(**{"Set-Cookie": "a=b"}),
        Told(ETag=""),
    ],
)  # fmt: skip
def test_what_is_for_one_reader_or_has_no_tag_is_not_kept(app: Told) -> None:
    site = around(app)
    for _ in range(2):
        assert gzip.decompress(ask(site, Accept_Encoding="gzip")[0]) == TEXT
    assert app.count == 2


def test_an_answer_of_another_release_than_that_of_its_key_is_not_kept() -> None:
    """CURRENT was swapped between the look at it and the making."""
    app = Told()
    site = around(app, "an older release")
    ask(site)
    app.body = b"later"
    assert ask(site)[0] == b"later"
    app.served = ""  # it did not ask: an address that names its release
    ask(site)
    app.body = b"never seen"
    assert ask(site)[0] == b"later"


def test_where_nothing_can_be_served_nothing_is_kept() -> None:
    def nothing() -> tuple[str, str]:
        raise NotBuiltError("nothing")

    app = Told()
    site = Answers(app, nothing)
    ask(site)
    ask(site)
    assert app.count == 2


def test_refusals_are_compressed_and_not_kept() -> None:
    app = Told()
    app.status = "404 NOT FOUND"
    site = around(app)
    for _ in range(2):
        body, status, _ = ask(site, Accept_Encoding="br", If_None_Match='"tag"')
        assert (brotli.decompress(body), status) == (TEXT, "404 NOT FOUND")
    assert app.count == 2


def test_what_is_kept_has_a_bound_in_bytes_and_the_oldest_goes_first() -> None:
    app = Told(bytes(range(256)) * 40, "image/png")
    site = Answers(app, lambda: ("a release", ""), most=100_000)
    for n in range(20):
        ask(site, f"/{n}")
        ask(site, "/0")
    assert app.count == 20
    ask(site, "/1")
    assert app.count == 21
    assert site._used <= 100_000
    assert site._used == sum(e.size() for e in site._kept.values())
    large = Told(b"x" * (MOST_OF_ONE + 1), "image/png")
    ask(around(large))
    assert large.count == 1


def test_a_new_encoding_counts_too() -> None:
    site = Answers(Told(), lambda: ("a release", ""), most=MOST_OF_ONE)
    for encoding in READERS:
        ask(site, Accept_Encoding=encoding)
        assert site._used == sum(e.size() for e in site._kept.values())


def test_the_site_gives_another_page_as_soon_as_another_release_is_current(
    site: Any, stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = stocked("2026-11-23-aaaaaa", "2026-11-24-bbbbbb")
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
    reader = Client(site)
    seen = []
    for current in ("2026-11-23-aaaaaa", "2026-11-24-bbbbbb", "2026-11-23-aaaaaa"):
        publish.make_current(current, root)
        for path in ("/en/", "/embed/returned", "/data/returned.csv"):
            seen.append([reader.get(path).text.count(current) > 0 for _ in range(2)])
    assert seen == [[True, True]] * 9


def test_below_a_path_answers_are_kept_too(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes the path away must not lose what the site notes of the release."""
    monkeypatch.setenv("MONITOR_PUBLIC_URL", "https://statistics.example/monitor")
    made = site.wsgi_app._app
    count: list[str] = []

    def counted(environ: Environ, start: Start) -> Iterable[bytes]:
        count.append(environ["PATH_INFO"])
        found: Iterable[bytes] = made(environ, start)
        return found

    monkeypatch.setattr(site.wsgi_app, "_app", counted)
    for _ in range(2):
        assert Client(site).get("/monitor/data/returned.csv?from=2019&to=2020").status_code == 200
    assert len(count) == 1
