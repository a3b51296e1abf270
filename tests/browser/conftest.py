"""A production server on a real release, and Chromium that can reach nothing else. Both are started once."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.windows import Visit, Windows

REPOSITORY = Path(__file__).parents[2]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
expect.set_options(timeout=15_000)  # no test is a question of time
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def address(release_root: Path) -> Iterator[str]:
    """Base address of the site, served by gunicorn on the test's release."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = {**os.environ, "MONITOR_WAREHOUSE": str(release_root), "PORT": str(port), "HOST": "127.0.0.1"}
    env.setdefault("WEB_CONCURRENCY", "1")
    settings = ["--config", "docs/deploy/gunicorn.conf.py", "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", *settings, "app:site"]
    with subprocess.Popen(command, cwd=REPOSITORY, env=env) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait(url: str, server: "subprocess.Popen[bytes]", seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with code {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:  # refused, or not yet loaded
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within {seconds} s")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: CHROMIUM names it, else the system's."""
    path = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium: scripts/test brings one, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def windows(browser: Browser, address: str) -> Windows:
    """The windows of that browser on that site."""
    return Windows(browser, address)


@pytest.fixture
def visit(windows: Windows) -> Iterator[Callable[..., Visit]]:
    """Makes visits. Fails afterwards on an error in the console, an error on the page, or a request to another host."""
    made: list[tuple[Visit, bool]] = []

    def make(*, width: int = 1280, height: int = 900, forgiving: bool = False, **options: Any) -> Visit:
        new = windows.visit(width, height, **options)
        made.append((new, forgiving))
        return new

    yield make
    windows.end_visits()
    for new, forgiving in made:
        assert new.outside == []
        assert forgiving or new.errors == []


@pytest.fixture
def tab(visit: Callable[..., Visit]) -> Visit:
    """A window for readers who want less motion."""
    return visit(reduced_motion="reduce")
