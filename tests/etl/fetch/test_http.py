"""The client against a local server that fails in every way a publisher has been seen to fail."""

import gzip
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from etl.fetch.http import Client
from etl.model.errors import NoNetworkError, SettingError, SourceError
from etl.model.settings import base
from etl.payloads import message


@pytest.fixture
def client() -> Callable[..., Client]:
    def make(**settings: Any) -> Client:
        return Client(**{"timeout": 2, "retries": 2, "pause": 0, "backoff": 0, **settings})

    return make


def test_an_answer_carries_address_status_headers_and_body(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"value", headers={"ETag": '"7"', "Content-Type": "text/csv"})})
    answer = client().get(server.url + "/data", [("geo", "NL"), ("geo", "EL"), ("q", "a b")])
    assert answer.url == server.url + "/data?geo=NL&geo=EL&q=a+b"
    assert (answer.status, answer.body) == (200, b"value")
    assert answer.headers["etag"] == '"7"'
    assert server.log[0].raw_query == "geo=NL&geo=EL&q=a+b"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_asked_again(serve: Any, reply: Any, client: Any, status: int) -> None:
    server = serve({"/data": [reply(status=status), reply(status=status), reply(b"value")]})
    assert client().get(server.url + "/data").body == b"value"
    assert len(server.log) == 3


def test_a_lasting_failure_ends_with_status_and_address(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"<html><head><title>x</title></head><p>Closed for  maintenance.</p></html>", 503)})
    with pytest.raises(SourceError, match=rf"{server.url}/data: HTTP 503: Closed for maintenance\.$"):
        client().get(server.url + "/data")
    assert len(server.log) == 3


def test_retry_after_is_kept(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": [reply(status=429, headers={"Retry-After": "1"}), reply(b"value")]})
    began = time.monotonic()
    assert client().get(server.url + "/data").body == b"value"
    assert time.monotonic() - began >= 1


def test_retry_after_is_capped(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": [reply(status=503, headers={"Retry-After": "86400"}), reply(b"value")]})
    began = time.monotonic()
    assert client(longest_wait=1).get(server.url + "/data").body == b"value"
    assert time.monotonic() - began < 3


def test_a_refusal_is_not_asked_again_and_says_what_the_publisher_said(serve: Any, reply: Any, client: Any) -> None:
    said = b'{"error": [{"status": 400, "id": 150, "label": "INVALID_QUERY_DIMENSION_VALUE: GEO=EU27."}]}'
    server = serve({"/data": reply(said, 400)})
    with pytest.raises(SourceError, match=r"HTTP 400: INVALID_QUERY_DIMENSION_VALUE: GEO=EU27\.$"):
        client().get(server.url + "/data")
    assert len(server.log) == 1


def test_a_status_that_the_caller_wants_is_an_answer(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"too big", 413)})
    answer = client().get(server.url + "/data", ok=(413,))
    assert (answer.status, answer.body) == (413, b"too big")
    with pytest.raises(SourceError, match="HTTP 413: too big"):
        client().get(server.url + "/data")


def test_a_refused_connection_is_no_network(client: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(NoNetworkError, match=f"127.0.0.1:{port}: no connection"):
        client().get(f"http://127.0.0.1:{port}/data")


def test_an_unknown_host_is_no_network(client: Any) -> None:
    with pytest.raises(NoNetworkError, match=r"nowhere\.invalid: no connection"):
        client(retries=0).get("http://nowhere.invalid/data")


def test_a_silent_server_ends(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"value", delay=3)})
    with pytest.raises(SourceError, match=r"no answer within 0\.3 seconds"):
        client(timeout=0.3, retries=0).get(server.url + "/data")


def test_a_server_that_drips_ends_at_the_deadline(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"x" * 10_000, drip=0.05)})
    began = time.monotonic()
    with pytest.raises(SourceError, match=r"bytes came within 0\.5 seconds"):
        client(deadline=0.5).get(server.url + "/data")
    assert time.monotonic() - began < 2


def test_a_body_announced_as_too_large_is_not_read(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"x" * 2000)})
    with pytest.raises(SourceError, match="larger than 1,000 bytes"):
        client(max_bytes=1000).get(server.url + "/data")


def test_a_body_that_unpacks_to_too_much_is_refused(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"})})
    with pytest.raises(SourceError, match="larger than 1,000,000 bytes"):
        client(max_bytes=1_000_000).get(server.url + "/data")


def test_a_body_that_breaks_off_is_asked_again(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": [reply(b"0123456789", cut=4), reply(b"0123456789")]})
    assert client().get(server.url + "/data").body == b"0123456789"


def test_a_body_that_always_breaks_off_is_an_error(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"0123456789", cut=4)})
    with pytest.raises(SourceError, match="broke off, 3 times"):
        client().get(server.url + "/data")
    assert len(server.log) == 3


def test_damaged_compression_is_an_error(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(b"not gzip at all", headers={"Content-Encoding": "gzip"})})
    with pytest.raises(SourceError, match="broke off"):
        client(retries=0).get(server.url + "/data")


def test_gzip_is_undone_only_where_the_header_says_so(serve: Any, reply: Any, client: Any) -> None:
    packed = gzip.compress(b"value")
    server = serve({"/said": reply(packed, headers={"Content-Encoding": "gzip"}), "/unsaid": reply(packed)})
    assert client().get(server.url + "/said").body == b"value"
    assert client().get(server.url + "/unsaid").body == packed


def test_known_validators_make_a_conditional_request(serve: Any, reply: Any, client: Any) -> None:
    seen: list[str] = []

    def known(url: str) -> dict[str, str]:
        seen.append(url)
        return {"etag": '"7"', "last-modified": "Mon, 03 Aug 2026 09:00:00 GMT", "content-type": "text/csv"}

    def answer(asked: Any) -> Any:
        same = asked.headers.get("if-none-match") == '"7"'
        return reply(status=304, headers={"ETag": '"7"'}) if same else reply(b"value")

    server = serve({"/data": answer})
    unchanged = client(validators=known).get(server.url + "/data", [("geo", "NL")])
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert seen == [server.url + "/data?geo=NL"]
    assert server.log[0].headers["if-modified-since"] == "Mon, 03 Aug 2026 09:00:00 GMT"
    assert client(validators=known).get(server.url + "/data", fresh=True).body == b"value"
    assert "if-none-match" not in server.log[1].headers


def test_redirects_are_followed(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/old": reply(status=301, headers={"Location": "/new"}), "/new": reply(b"value")})
    answer = client().get(server.url + "/old")
    assert (answer.url, answer.body) == (server.url + "/new", b"value")


def test_a_redirect_to_the_page_of_excuses_says_that_the_service_is_down(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"/data": reply(status=302, headers={"Location": "https://sorry.ec.europa.eu/"})})
    with pytest.raises(SourceError, match="down for maintenance") as caught:
        client().get(server.url + "/data")
    assert not isinstance(caught.value, NoNetworkError)


def test_two_requests_to_one_host_keep_a_pause(serve: Any, reply: Any, client: Any) -> None:
    slept: list[float] = []
    ticks = iter(float(n) / 10 for n in range(100))
    one, other = serve({"*": reply(b"value")}), serve({"*": reply(b"value")})
    patient = client(pause=5, clock=lambda: next(ticks), sleep=slept.append)
    patient.get(one.url + "/1")
    patient.get(other.url + "/1")
    assert slept == []
    patient.get(one.url + "/2")
    assert len(slept) == 1
    assert 4 < slept[0] < 5


def test_we_say_who_we_are_and_another_name_where_a_host_needs_it(serve: Any, reply: Any, client: Any) -> None:
    server = serve({"*": reply(b"value")})
    client().get(server.url + "/1")
    client(user_agents={"127.0.0.1": "Mozilla/5.0"}).get(server.url + "/2")
    agents = [asked.headers["user-agent"] for asked in server.log]
    assert agents[0].startswith("migration-monitor/")
    assert agents[1] == "Mozilla/5.0"


def test_settings_come_from_the_environment(serve: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TIMEOUT", "7"), ("RETRIES", "0"), ("PAUSE", "0")):
        monkeypatch.setenv(f"MONITOR_HTTP_{name}", value)
    server = serve({"/data": reply(status=503)})
    client = Client()
    assert (client.timeout, client.retries, client.pause) == (7, 0, 0)
    with pytest.raises(SourceError, match="HTTP 503"):
        client.get(server.url + "/data")
    assert len(server.log) == 1
    monkeypatch.setenv("MONITOR_HTTP_RETRIES", "many")
    with pytest.raises(SettingError, match="MONITOR_HTTP_RETRIES is 'many'"):
        Client()


def test_base_addresses_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONITOR_CBS_URL", raising=False)
    assert base("CBS", "https://example.org/feed/") == "https://example.org/feed"
    monkeypatch.setenv("MONITOR_CBS_URL", "http://127.0.0.1:9/")
    assert base("CBS", "https://example.org/feed") == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error":{"status":"400","label":"one or the other."}}', "one or the other"),
        (b'{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE. Later."}}', "ASYNCHRONOUS_RESPONSE. Later"),
        (b"<S:Fault><faultcode>413</faultcode><faultstring>TOO\n BIG</faultstring></S:Fault>", "TOO BIG"),
        (b"<html><head><title>t</title></head><body><b>Gone</b> away</body></html>", "Gone away"),
        (b"", ""),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_the_message_of_an_error_answer(body: bytes, said: str) -> None:
    assert message(body) == said
