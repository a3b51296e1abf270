"""Scheme and host that addresses of ours carry elsewhere: those of the setting, else of a request to this machine.

Without MONITOR_PUBLIC_URL only requests to a loopback name are answered, so that no stranger's Host header comes to
stand in a file, a feed or a citation; /healthz, /readyz and
/metrics, which hold no address, answer everybody. With the setting
the Host header counts for nothing. The path of the setting may reach us or be taken away by the proxy before.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from dashboards.query import urls
from dashboards.query.public import inner, public

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_host: ContextVar[str] = ContextVar("host", default="")


class UnknownHost(BadRequest):
    """The site was asked for under a name that nobody has said is its own."""


def add_host(server: Flask) -> None:
    """Let every request know the site's address, and refuse those to a host that may be anybody's."""

    @server.before_request
    def begin() -> None:
        if public().origin:
            return
        if not is_loopback(request.host) and request.path not in (urls.HEALTH, urls.READY, urls.METRICS):
            raise UnknownHost
        set_host(request.host_url)

    server.wsgi_app = _mounted(server.wsgi_app)  # type: ignore[method-assign, assignment]


def _mounted(answer: Any) -> Wsgi:
    """The same below the path of the setting, whether the proxy has taken that away or not."""

    def mounted(given: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = given.get("PATH_INFO", "")
        if public().mount and inner(path) != path:
            given["PATH_INFO"] = inner(path)  # in place: what the site notes in it is read by whoever asked
        answered: Iterable[bytes] = answer(given, start)
        return answered

    return mounted


def is_loopback(host: str) -> bool:
    """Whether a Host header names this very machine."""
    if set(host) & set("/@\\ "):
        return False
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ip_address(name).is_loopback
    except ValueError:
        return False


def set_host(address: str) -> None:
    """Remember it for the request that is being answered; a final slash is dropped."""
    _host.set(address.rstrip("/"))


def absolute(address: str) -> str:
    """A path and query of ours with scheme and host before it; as it is where no request is being answered."""
    return name() + address


def name() -> str:
    """Scheme and host: https://monitor.example."""
    return public().origin or _host.get()


def for_print() -> str:
    """The host alone, as it stands on paper."""
    return name().partition("://")[2]
