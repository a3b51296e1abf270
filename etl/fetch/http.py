"""Fetch bytes over HTTP, patiently and politely. The only module that imports requests.

What it does: repeats what is worth repeating (no connection, 429, 5xx, a body that breaks off) with growing pauses and
Retry-After, ends in bounded time, refuses bodies that are too large, asks "changed since?", pauses between two requests
to one host. What it does not do: look into the data; a page of HTML under status 200 is the caller's to refuse.

Set by environment (read when a `Client` is made or an address is built):

| variable              | what                                                        | default                     |
|-----------------------|-------------------------------------------------------------|-----------------------------|
| MONITOR_EUROSTAT_URL  | base address of Eurostat's dissemination API                | the publisher's             |
| MONITOR_FRONTEX_URL   | base address of Frontex                                     | the publisher's             |
| MONITOR_CBS_URL       | base address of CBS open data, OData v3                     | the publisher's             |
| MONITOR_CBS_V4_URL    | base address of CBS open data, OData v4                     | the publisher's             |
| MONITOR_HTTP_TIMEOUT  | seconds that a server may stay silent                       | 60                          |
| MONITOR_HTTP_RETRIES  | repetitions after the first attempt                         | 3                           |
| MONITOR_HTTP_PAUSE    | seconds between two requests to a host; first backoff pause | 0.5                         |
| MONITOR_EUROSTAT_POLL | seconds before asking again while Eurostat prepares         | 15                          |
"""

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProtocolError, ReadTimeoutError
from urllib3.util import Retry

from etl.model.errors import ClosedError, NoNetworkError, SourceError, StatusError
from etl.model.settings import refuse_addresses, setting
from etl.payloads import Answer, message

USER_AGENT = "migration-monitor/0.1 (public statistics; one request at a time)"
REPEATED = (429, 500, 502, 503, 504)
DOWN = {"sorry.ec.europa.eu": "ec.europa.eu"}  # Eurostat redirects here when it is down (seen by 2024): host -> service
CHUNK = 1 << 16
Validators = Callable[[str], Mapping[str, str]]


class _BrokeOffError(Exception):
    """The body ended before its end; worth another attempt."""


class _Session(requests.Session):
    """Follows redirects, but not to the page that says the service is down."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        service = DOWN.get(urlsplit(target or "").hostname or "")
        if service:
            resp.close()
            raise SourceError(f"{resp.url}: {service} says that it is down for maintenance (redirect to {target}).")
        return target


@dataclass
class _Host:
    """One publisher's host: its connections, a lock so that requests follow one another, the end of the last one."""

    session: requests.Session
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float | None = None


class Client:
    """Asks publishers for bytes; `get` has the shape of `etl.sources.Get`. Safe to use from several threads.

    timeout: seconds without a byte. deadline: seconds for reading one answer, however it drips. max_bytes: of a body
    after decompression. pause: least seconds between two requests to a host. backoff: first pause before a repetition,
    doubled each time, never above `longest_wait`, which caps Retry-After too. validators: url with its query -> the
    `etag` and `last-modified` of the copy at hand. user_agents: host -> the name to give there.
    """

    def __init__(
        self,
        *,
        validators: Validators = lambda url: {},
        user_agents: Mapping[str, str] | None = None,
        timeout: float | None = None,
        connect_timeout: float = 10.0,
        deadline: float = 600.0,
        max_bytes: int = 300_000_000,
        retries: int | None = None,
        pause: float | None = None,
        backoff: float | None = None,
        longest_wait: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        refuse_addresses()
        setting("EUROSTAT_POLL", 0.0)  # read while waiting, so looked at before
        self.timeout = setting("HTTP_TIMEOUT", 60.0, timeout, zero=False)
        self.retries = int(setting("HTTP_RETRIES", 3, retries))
        self.pause = setting("HTTP_PAUSE", 0.5, pause)
        self.backoff = self.pause * 2 if backoff is None else backoff
        self.connect_timeout, self.deadline, self.max_bytes = connect_timeout, deadline, max_bytes
        self.longest_wait, self.clock, self.sleep = longest_wait, clock, sleep
        self.validators, self.user_agents = validators, dict(user_agents or {})
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(
        self,
        url: str,
        params: Sequence[tuple[str, str]] = (),
        *,
        accept: str = "*/*",
        ok: tuple[int, ...] = (),
        fresh: bool = False,
        again: bool = False,
    ) -> Answer:
        """The answer to GET; see `etl.sources.Get` for the arguments and errors. 304 comes back with an empty body."""
        try:
            full = requests.Request("GET", url, params=list(params)).prepare().url or url
            host = urlsplit(full).hostname or ""
        except (requests.RequestException, ValueError) as e:  # a link in a page may be anything
            raise SourceError(f"{url} is no address that can be asked: {e}.") from e
        headers = {"Accept": accept, "User-Agent": self.user_agents.get(host, USER_AGENT)}
        if not fresh:
            headers |= _conditions(self.validators(full))
        for attempt in range(self.retries + 1):
            try:
                return self._ask(full, headers, ok)
            except _BrokeOffError as e:
                if attempt == self.retries:
                    raise SourceError(f"{full}: the answer broke off, {attempt + 1} times: {e}.") from e
                self.sleep(min(self.backoff * 2**attempt + random.uniform(0, self.backoff), self.longest_wait))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _ask(self, url: str, headers: dict[str, str], ok: tuple[int, ...]) -> Answer:
        host = self._host(urlsplit(url).netloc)
        with host.lock:
            if host.last is not None:
                self.sleep(max(0.0, host.last + self.pause - self.clock()))
            try:
                return self._answer(host.session, url, headers, ok)
            finally:
                host.last = self.clock()

    def _host(self, name: str) -> _Host:
        with self._lock:
            if name not in self._hosts:
                session = _Session()
                for scheme in ("http://", "https://"):
                    session.mount(scheme, HTTPAdapter(max_retries=self._retry()))
                self._hosts[name] = _Host(session)
            return self._hosts[name]

    def _retry(self) -> Retry:
        return Retry(
            total=self.retries,
            connect=min(self.retries, 1),  # no network is known soon; a host that refuses twice is down
            status_forcelist=REPEATED,
            allowed_methods={"GET"},
            backoff_factor=self.backoff,
            backoff_jitter=self.backoff,
            backoff_max=self.longest_wait,
            retry_after_max=int(self.longest_wait),
            raise_on_status=False,
        )

    def _answer(self, session: requests.Session, url: str, headers: dict[str, str], ok: tuple[int, ...]) -> Answer:
        wait = (self.connect_timeout, self.timeout)
        try:
            with session.get(url, headers=headers, timeout=wait, stream=True) as response:
                body = b"" if response.status_code == 304 else self._body(response, self.clock() + self.deadline)
        except (requests.RequestException, HTTPError) as e:
            raise _explained(url, e, self.timeout) from e
        status, at = response.status_code, response.url
        if not (200 <= status < 300 or status == 304 or status in ok):
            said = message(body)
            raise StatusError(f"{at}: HTTP {status}" + (f": {said}" if said else f" {response.reason}".rstrip()) + ".")
        return Answer(at, status, {k.lower(): v for k, v in response.headers.items()}, body)

    def _body(self, response: requests.Response, end: float) -> bytes:
        too_large = f"{response.url}: the answer is larger than {self.max_bytes:,} bytes, the most that is accepted."
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > self.max_bytes:
            raise SourceError(too_large)
        chunks: list[bytes] = []
        size = 0
        while chunk := response.raw.read1(CHUNK, decode_content=True):  # read1: what is there, so a drip is noticed
            chunks.append(chunk)
            size += len(chunk)
            if size > self.max_bytes:
                raise SourceError(too_large)
            if self.clock() > end:
                raise SourceError(f"{response.url}: only {size:,} bytes came within {self.deadline:g} seconds.")
        return b"".join(chunks)


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {header: known[name] for name, header in names.items() if known.get(name)}


def _explained(url: str, error: Exception, timeout: float) -> Exception:
    """The error of the library as one of ours: no connection, silence, a broken body, or whatever it says."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, NewConnectionError | ConnectTimeoutError) or isinstance(error, requests.ConnectTimeout):
        return NoNetworkError(f"{urlsplit(url).netloc}: no connection could be made.")
    if isinstance(error, requests.exceptions.ProxyError):
        return NoNetworkError(f"{urlsplit(url).netloc}: no connection through the proxy could be made.")
    if isinstance(error, requests.Timeout | ReadTimeoutError) or isinstance(reason, ReadTimeoutError):
        return SourceError(f"{url}: no answer within {timeout:g} seconds.")
    if isinstance(error, HTTPError):
        return _BrokeOffError(str(error))
    if isinstance(reason or (error.args[0] if error.args else None), ProtocolError):
        return ClosedError(f"{url}: the connection was closed without an answer.")
    return SourceError(f"{url}: {reason or error}")
