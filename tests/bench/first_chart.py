"""When does a phone show the first chart line? The headline page beside a default Dash page, in the same run.

    python tests/bench/first_chart.py [--runs 3] [--limit 0.9] [--path /en/]

A phone: 412 px wide, CPU four times slower, 1.6 Mbit/s down, 150 ms; nothing cached. Both pages are served by gunicorn
with the same settings on this machine. "Line drawn" is the same for both: the first frame after an SVG path that is a
chart's line (at least 100 px wide, laid out, not hidden) is in the document. LCP is the browser's own; the layout shift
is the sum of those that no input has caused. Needs a release (`python -m etl build`) and Chromium (CHROMIUM names one).
Exit code 1: the headline page was slower than the limit, or it moved.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PHONE: Any = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 2.625,
    "is_mobile": True,
    "has_touch": True,
}
START, WARM = 120, 8  # seconds that a server may take; rounds without an error that make it ready
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WATCH = """
window.seen = { line: null, paint: null, lcp: null, shift: 0, done: null };
const add = (type, act) =>
  new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true });
add("paint", (e) => { if (e.name === "first-contentful-paint") seen.paint = e.startTime; });
add("largest-contentful-paint", (e) => { seen.lcp = e.startTime; });
add("layout-shift", (e) => { if (!e.hadRecentInput) seen.shift += e.value; });
document.addEventListener("monitor:takeover", () => { seen.done = performance.now(); });
function isLine(path) {
  const box = path.getBoundingClientRect();
  const style = getComputedStyle(path);
  return box.width >= 100 && style.stroke !== "none" && style.fill === "none" && style.visibility === "visible";
}
function look() {
  const lines = document.querySelectorAll("svg.chart path, .js-plotly-plot .scatterlayer path.js-line");
  if ([...lines].some(isLine)) requestAnimationFrame(() => { seen.line = performance.now(); });
  else requestAnimationFrame(look);
}
requestAnimationFrame(look);
"""


@dataclass(frozen=True)
class Measured:
    """One visit. Seconds since navigation; kilobytes and requests until the page had come to rest."""

    line: float
    first_paint: float
    largest_paint: float
    ready: float
    shift: float
    kilobytes: float
    requests: float


@contextmanager
def served(application: str, folder: Path, path: str) -> Iterator[str]:
    """A gunicorn with the site's own settings; yields its address once all of `path` is answered."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    config = ["-c", "docs/deploy/gunicorn.conf.py"] if folder == REPOSITORY else ["-w2", "-kgthread", "--threads=4"]
    command = [sys.executable, "-m", "gunicorn", *config, "-b", f"127.0.0.1:{port}", "--log-level=error", application]
    with subprocess.Popen(command, cwd=folder) as server:
        try:
            _ready(f"http://127.0.0.1:{port}", path, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _ready(base: str, path: str, server: "subprocess.Popen[bytes]") -> None:
    """Until every worker answers: the page, what Dash asks first, and all scripts of the page, several times in a row.

    A cold worker of a default Dash page can answer 500 for its own scripts until somebody asked for the page.
    """
    good, end = 0, time.monotonic() + START
    while good < WARM:
        if server.poll() is not None:
            raise SystemExit(f"The server ended with code {server.returncode}.")
        if time.monotonic() > end:
            raise SystemExit(f"{base}{path} was not ready within {START} s.")
        good = good + 1 if _all_answer(base, path) else 0
        time.sleep(0.05 if good else 0.5)


def _all_answer(base: str, path: str) -> bool:
    try:
        with urllib.request.urlopen(base + path, timeout=30) as answer:
            page = answer.read().decode()
        for address in (*re.findall(r'<script[^>]* src="(/[^"]+)"', page), "/_dash-layout", "/_dash-dependencies"):
            with urllib.request.urlopen(base + address, timeout=30) as answer:
                answer.read()
    except OSError:  # refused, an error's status, or not yet loaded
        return False
    return True


def visit(browser: Browser, url: str, ready: str) -> Measured:
    """One cold visit; it ends when the expression `ready` is true and nothing has been loaded for two seconds."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    sizes: list[float] = []
    for method, values in (
        ("Network.enable", {}),
        ("Network.emulateNetworkConditions", NETWORK),
        ("Emulation.setCPUThrottlingRate", {"rate": 4}),
    ):
        devtools.send(method, values)
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(url, wait_until="commit")
    _rest(page, sizes, ready)
    seen = page.evaluate("seen")
    context.close()
    done = seen["done"] or seen["line"]
    times = [seen[name] / 1000 for name in ("line", "paint", "lcp")]
    return Measured(*times, done / 1000, seen["shift"], sum(sizes) / 1000, len(sizes))


def _rest(page: Any, sizes: list[float], ready: str) -> None:
    end, quiet, before = time.monotonic() + 90, time.monotonic(), -1
    while time.monotonic() < end:
        page.wait_for_timeout(200)
        if len(sizes) != before:
            before, quiet = len(sizes), time.monotonic()
        if time.monotonic() - quiet > 2 and page.evaluate(ready):
            return
    raise SystemExit(f"{page.url} did not come to rest within 90 s.")


def median(visits: list[Measured]) -> Measured:
    """The middle value of each measure."""
    return Measured(*(statistics.median(values) for values in zip(*map(astuple, visits), strict=True)))


def table(ours: Measured, theirs: Measured) -> str:
    """Both, and how many times less ours is."""
    rows = [f"{'':<16}{'this site':>12}{'default Dash':>14}{'ratio':>8}"]
    units = {"shift": "", "kilobytes": " kB", "requests": ""}
    for f in fields(Measured):
        a, b, unit = getattr(ours, f.name), getattr(theirs, f.name), units.get(f.name, " s")
        places = 0 if f.name in ("kilobytes", "requests") else 3 if f.name == "shift" else 2
        ratio = f"{b / a:.1f}×" if a else "–"
        rows.append(f"{f.name.replace('_', ' '):<16}{a:>10.{places}f}{unit:<3}{b:>10.{places}f}{unit:<3}{ratio:>7}")
    return "\n".join(rows)


def main() -> int:
    """Measure, print, judge."""
    ask = argparse.ArgumentParser(description="First chart line on a slow phone, beside a default Dash page.")
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--limit", type=float, default=0.9, help="seconds to the first line")
    ask.add_argument("--path", default="/en/")
    asked = ask.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with (
        served("app:site", REPOSITORY, asked.path) as site,
        served("default_dash:server", HERE, "/") as default,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        pairs = [
            (
                visit(browser, site + asked.path, "seen.line !== null && seen.done !== null"),
                visit(browser, default, "seen.line !== null"),
            )
            for _ in range(asked.runs)
        ]
        browser.close()
    ours, theirs = median([a for a, _ in pairs]), median([b for _, b in pairs])
    print(f"Medians of {asked.runs} cold visits: 412 px, CPU ÷ 4, 1.6 Mbit/s, 150 ms; {asked.path}")
    print(table(ours, theirs))
    good = ours.line <= asked.limit and ours.shift == 0
    print(f"{'Held' if good else 'NOT held'}: first line within {asked.limit} s, layout shift 0.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
