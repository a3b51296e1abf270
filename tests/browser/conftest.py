"""A production server on a real release, and Chromium that can reach nothing else. Both are started once."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

REPOSITORY = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
# What a reader's eye could catch: shifts that no input of theirs has caused.
SHIFTS = """
window.shifts = [];
const named = (node) => node ? node.className || node.nodeName : "gone";
const at = (box) => `${box.x},${box.y} ${box.width}x${box.height}`;
const moved = (s) => `${named(s.node)} ${at(s.previousRect)} -> ${at(s.currentRect)}`;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifts.push(`${entry.value}: ${entry.sources.map(moved).join("; ")}`);
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Visit:
    """A page and what went wrong on it."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Visit":
        """Go there and wait until Dash has taken the page over."""
        self.page.goto(self.base + path)
        return self.taken_over()

    def taken_over(self) -> "Visit":
        self.page.wait_for_selector("#first-paint", state="detached", timeout=20_000)
        return self

    def shifts(self) -> list[str]:
        """What moved though nobody touched anything: how far, and which elements from where to where."""
        found: list[str] = self.page.evaluate("window.shifts")
        return found

    def watch(self) -> None:
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("request", lambda r: self._saw(r.url))

    def _saw(self, url: str) -> None:
        self.requests.append(url)
        if not url.startswith((self.base, "data:", "blob:")):
            self.outside.append(url)


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


def begin(browser: Browser, address: str, width: int, height: int, **options: Any) -> tuple[Visit, BrowserContext]:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.add_init_script(SHIFTS)
    new = Visit(context.new_page(), address)
    new.watch()
    return new, context


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Makes visits. Fails afterwards on an error in the console, an error on the page, or a request to another host."""
    made: list[tuple[Visit, BrowserContext, bool]] = []

    def make(*, width: int = 1280, height: int = 900, forgiving: bool = False, **options: Any) -> Visit:
        new, context = begin(browser, address, width, height, **options)
        made.append((new, context, forgiving))
        return new

    yield make
    for new, context, forgiving in made:
        context.close()
        assert new.outside == []
        assert forgiving or new.errors == []


@pytest.fixture(scope="module")
def one_tab(browser: Browser, address: str) -> Iterator[Visit]:
    """One window for a whole module: scripts and styles stay in its cache from page to page."""
    new, context = begin(browser, address, 1280, 900, reduced_motion="reduce")
    yield new
    context.close()


@pytest.fixture
def tab(one_tab: Visit) -> Iterator[Visit]:
    """That window for one test, with the same demands as of a visit."""
    one_tab.errors.clear()
    one_tab.outside.clear()
    yield one_tab
    assert one_tab.outside == []
    assert one_tab.errors == []
