"""Scheme and name under which the site is being asked, for code and citations that readers carry elsewhere.

Set for each request by `dashboards.create_app`; pages are kept apart by it. Knows nothing of HTTP.
"""

from contextvars import ContextVar

_host: ContextVar[str] = ContextVar("host", default="")


def set_host(address: str) -> None:
    """Remember it for the request that is being answered; a final slash is dropped."""
    _host.set(address.rstrip("/"))


def absolute(address: str) -> str:
    """A path and query of ours with scheme and name before it; as it is where no request is being answered."""
    return _host.get() + address


def name() -> str:
    """Scheme and name: https://monitor.example."""
    return _host.get()
