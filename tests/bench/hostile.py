"""What others notice while the site is attacked: slow senders, slow readers and the worst requests, all at once.

    python tests/bench/hostile.py http://127.0.0.1:8050 [--seconds 20] [--pid N]

Prints, of the headline page, an embed and a CSV asked for one after another meanwhile, p50, p95 and the longest, and
with --pid the memory of that process and all below it. Ends with 1 where p95 is above 1 s, an answer is wrong, or
memory is above 1 GB. The addresses are of this monitor.
"""

import argparse
import asyncio
import itertools
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

OTHERS = ("/en/", "/embed/returned", "/data/returned.csv")
LARGE = "/data/dataset/eurostat.migr_asyappctza.csv?lang=nl"
SENDERS, READERS, WORST = 200, 200, 10
MOST_SECONDS, MOST_BYTES = 1.0, 1_000_000_000
TRAY = "&".join(f"figure={name}" for name in (
    "returned", "asylum_applicants", "first_time_applicants", "irregular_arrivals", "first_permits", "return_rate",
    "resettled", "recognition_rate", "ordered_to_leave", "returned_by_citizenship", "asylum_by_citizenship",
    "first_permits_by_reason",
))  # fmt: skip
WORDS = "+".join(("asylum", "returned", "applicants", "first", "border", "permits", "quota", "letter", "route", "eu"))


def worst(n: int) -> str:
    """The n-th of the worst requests; each is another address, so that nothing kept answers it."""
    year = 2008 + n % 17
    return (
        f"/briefing.docx?{TRAY}&lang={'nl' if n % 2 else 'en'}",
        f"/briefing.pptx?{TRAY}&lang={'nl' if n % 2 else 'en'}",
        f"/briefing/returned_by_citizenship.docx?from={year}&as_of=2026-01-{n % 28 + 1:02d}",
        f"/data/dataset/eurostat.migr_asyappctza.csv?from={year}&as_of=2026-01-{n % 28 + 1:02d}",
        f"/data/asylum_by_citizenship.xlsx?from={year}&as_of=2026-02-{n % 28 + 1:02d}",
        f"/figure/asylum_by_citizenship.png?scale=3&size=social&from={year}&as_of=2026-03-{n % 28 + 1:02d}",
        f"/figure/asylum_by_citizenship.pdf?from={year}&as_of=2026-04-{n % 28 + 1:02d}",
        f"/en/explore?table=eurostat.migr_asyappctza&from={year}&as_of=2026-05-{n % 28 + 1:02d}&sort=highest",
        f"/en/search?q={WORDS}+{n}",
        f"/en/figure/asylum_by_citizenship?view=table&from={year}&as_of=2026-06-{n % 28 + 1:02d}",
        f"/data/asylum_by_citizenship.zip?from={year}&as_of=2026-07-{n % 28 + 1:02d}",
        f"/data/returned.csv?geo={','.join(['NL'] * (1200 + n % 5))}",
    )[n % 12]  # fmt: skip


@dataclass
class Seen:
    """What one of the others noticed."""

    taken: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Site:
    """Where the site is."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80

    @asynccontextmanager
    async def open(self, small: bool = False) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection. small: which takes little at a time."""
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=2000 if small else 2**16)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()

    def head(self, path: str, method: str = "GET", more: str = "") -> bytes:
        """A request's head."""
        return f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{more}\r\n".encode()

    async def ask(self, path: str, timeout: float = 30.0) -> tuple[int, int]:
        """Status and number of bytes of an answer."""
        async with asyncio.timeout(timeout):
            async with self.open() as (reader, writer):
                writer.write(self.head(path, more="Connection: close\r\nAccept-Encoding: br, gzip\r\n"))
                answer = await reader.read(-1)
            return int(answer.split(b" ", 2)[1]), len(answer)


async def slow_head(site: Site, _: int) -> None:
    """A head, a byte every two seconds."""
    async with site.open() as (_, writer):
        for byte in itertools.cycle(b"GET /en/ HTTP/1.1\r\nX: " + b"x" * 400):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(2)


async def slow_body(site: Site, n: int) -> None:
    """A body that does not end, whole (its length said) or in pieces."""
    said = "Transfer-Encoding: chunked\r\n" if n % 4 < 2 else "Content-Length: 60000\r\n"
    async with site.open() as (_, writer):
        writer.write(site.head("/_dash-update-component", "POST", f"Content-Type: application/json\r\n{said}"))
        while True:
            writer.write(b"1\r\nx\r\n" if n % 4 < 2 else b"x")
            await writer.drain()
            await asyncio.sleep(1)


async def slow_reader(site: Site, _: int) -> None:
    """Someone who takes a large file at a kilobyte a second."""
    async with site.open(small=True) as (reader, writer):
        writer.write(site.head(LARGE))
        while await reader.read(1000):
            await asyncio.sleep(1)


async def worst_request(site: Site, n: int) -> None:
    """The worst requests, one after another; every third client does not wait for the answer."""
    for m in itertools.count(n * 7):
        await site.ask(worst(m), 2.0 if m % 3 == 0 else 60.0)


async def again(attack: Callable[[Site, int], Awaitable[None]], site: Site, n: int) -> None:
    """An attacker who comes back when he is thrown out."""
    while True:
        try:
            await attack(site, n)
        except (OSError, TimeoutError, ValueError, IndexError):
            await asyncio.sleep(0.5)


async def look(site: Site, seconds: float) -> dict[str, Seen]:
    """What others notice, one request after another."""
    seen = {path: Seen() for path in OTHERS}
    end = time.perf_counter() + seconds
    for path in itertools.cycle(OTHERS):
        begun = time.perf_counter()
        if begun > end:
            return seen
        try:
            status, size = await site.ask(path)
            if status != 200 or size < 2000:
                seen[path].wrong.append(f"{status}, {size} bytes")
        except (OSError, TimeoutError, IndexError) as e:
            seen[path].wrong.append(repr(e))
        seen[path].taken.append(time.perf_counter() - begun)
        await asyncio.sleep(0.02)
    return seen


def family(pid: int) -> list[int]:
    """A process and all below it."""
    below = [int(n) for p in Path(f"/proc/{pid}/task").glob("*/children") for n in p.read_text().split()]
    return [pid, *(n for child in below for n in family(child))]


def memory(pid: int) -> int:
    """Bytes that a process and all below it hold, what they share counted once."""
    total = 0
    for member in family(pid):
        text = Path(f"/proc/{member}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * 1024


async def attack(site: Site, seconds: float, pid: int) -> tuple[dict[str, Seen], int]:
    """All attackers at once, and what others noticed; the most memory that was seen."""
    for path in (*OTHERS, LARGE):
        await site.ask(path, 120)
    plan = [(slow_head, n) for n in range(SENDERS // 2)] + [(slow_body, n) for n in range(SENDERS // 2)]
    plan += [(slow_reader, n) for n in range(READERS)] + [(worst_request, n) for n in range(WORST)]
    tasks = [asyncio.create_task(again(what, site, n)) for what, n in plan]
    await asyncio.sleep(2)
    watched = asyncio.create_task(asyncio.to_thread(_most, pid, seconds)) if pid else None
    seen = await look(site, seconds)
    most = await watched if watched else 0
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return seen, most


def _most(pid: int, seconds: float) -> int:
    most, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, StopIteration):  # one of them has just ended
            most = max(most, memory(pid))
        time.sleep(1)
    return most


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--pid", type=int, default=0)
    args = parser.parse_args()
    seen, most = asyncio.run(attack(Site(args.address), args.seconds, args.pid))
    good = True
    for path, s in seen.items():
        p95 = statistics.quantiles(s.taken, n=20)[-1] if len(s.taken) > 1 else s.taken[0]
        middle, longest = statistics.median(s.taken) * 1000, max(s.taken) * 1000
        print(f"{path:24} n {len(s.taken):5}  p50 {middle:6.0f} ms  p95 {p95 * 1000:6.0f} ms  longest {longest:6.0f} ms"
              f"  wrong {len(s.wrong)} {s.wrong[:2] or ''}")  # fmt: skip
        good = good and p95 <= MOST_SECONDS and not s.wrong
    if args.pid:
        print(f"memory: {most / 1e6:.0f} MB at most")
        good = good and most < MOST_BYTES
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
