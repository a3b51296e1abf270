"""How many requests a second the site answers, as a share of those to /healthz in the same run, and how fast.

    python tests/bench/load.py http://127.0.0.1:8050 [--seconds 3] [--pid N] [--varied 10000]

Prints for each address the rate of 16 connections, its ratio to /healthz (0.6 and more is wanted), and p95 under 50
connections (50 ms and less); then how long a cold state takes (60 ms for pages, 120 ms for files but PPTX, DOCX and
release.zip); with --pid the largest memory of a process after --varied different requests (450 MB and less). Needs wrk
(Debian has it): a client written in Python would be slower than the site.
"""

import argparse
import asyncio
import re
import statistics
import subprocess
import sys
import time
from urllib.request import Request, urlopen

from hostile import Site, family

KEPT = ("/en/", "/en/figure/returned", "/en/letter", "/embed/returned", "/data/returned.csv", "/figure/returned.svg")
PAGES = (
    "/en/", "/nl/pillar/1", "/en/figure/{}", "/en/figure/{}?view=table", "/en/figure/{}/share", "/nl/letter",
    "/en/letter/p1_irregular_yoy", "/en/explore?table=eurostat.migr_eirtn", "/en/search?q={}", "/en/sources",
    "/en/method",
    "/embed/{}", "/live/en/figure/{}",
)  # fmt: skip
FILES = (
    "/data/{}.csv", "/data/{}.xlsx", "/data/{}.parquet", "/data/{}.json", "/data/{}.zip", "/figure/{}.svg",
    "/figure/{}.png", "/figure/{}.pdf", "/api/figure/{}.json", "/feeds/all.atom", "/api/indicators.json",
)  # fmt: skip
SLOW = ("/briefing/{}.pptx", "/briefing/{}.docx")
INDICATORS = ("returned", "asylum_applicants", "first_permits", "irregular_arrivals_monthly", "return_rate")
GOAL, P95 = 0.6, 50.0  # ratio; milliseconds
COLD = {"page": 60.0, "file": 120.0}
MOST = 450_000_000


def wrk(url: str, connections: int, seconds: float) -> tuple[float, float]:
    """Requests a second, and the 95th percentile in milliseconds."""
    script = "done = function(s, l, r) io.write(string.format('p95 %f\\n', l:percentile(95) / 1000)) end"
    ran = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-H", "Accept-Encoding: br", "-s", "/dev/stdin", url],
        input=script, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in ran:
        raise SystemExit(f"{url}: {ran}")
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", ran)[0]), float(re.findall(r"p95 ([\d.]+)", ran)[0])


def ask(url: str) -> float:
    """Milliseconds until all of an answer is there."""
    begun = time.perf_counter()
    with urlopen(Request(url, headers={"Accept-Encoding": "br"}), timeout=120) as answer:
        answer.read()
    return (time.perf_counter() - begun) * 1000


def rates(site: str, seconds: float) -> bool:
    """The kept answers, each between two measurements of /healthz."""
    good = True
    for path in KEPT:
        ask(site + path)
        ask(site + path)
        before, _ = wrk(f"{site}/healthz", 16, seconds)
        rate, _ = wrk(site + path, 16, seconds)
        after, _ = wrk(f"{site}/healthz", 16, seconds)
        _, p95 = wrk(site + path, 50, seconds)
        ratio = 2 * rate / (before + after)
        print(f"{path:24} {rate:8.0f}/s  {ratio:5.2f} of /healthz  p95 of 50 connections {p95:6.1f} ms")
        good = good and ratio >= GOAL and p95 <= P95
    return good


def cold(site: str) -> bool:
    """First draws: of each address five indicators, each asked for in a state that nobody asked for before."""
    good = True
    for kind, patterns in (("page", PAGES), ("file", FILES), ("slow", SLOW)):
        for pattern in patterns:
            taken = []
            for n, indicator in enumerate(INDICATORS):
                address = pattern.format(indicator)
                join = "&" if "?" in address else "?"
                day = f"{join}as_of=2026-{n + 1:02d}-{time.time_ns() % 28 + 1:02d}"
                fresh = day if "{}" in pattern and "q=" not in pattern else ""
                taken.append(ask(site + address + fresh))
            middle = statistics.median(taken)
            limit = COLD.get(kind, 1e9)
            good = good and middle <= limit
            print(f"cold {pattern:42} median {middle:6.0f} ms  longest {max(taken):6.0f} ms{'  !' * (middle > limit)}")
    return good


def varied(count: int) -> list[str]:
    """So many addresses, no two alike."""
    patterns = ("/en/figure/{}?", "/nl/figure/{}?view=table&", "/embed/{}?", "/data/{}.csv?", "/figure/{}.svg?",
                "/data/{}.json?", "/live/en/figure/{}?", "/api/figure/{}.json?")  # fmt: skip
    return [
        patterns[n % len(patterns)].format(INDICATORS[n // len(patterns) % len(INDICATORS)])
        + f"from={2008 + n % 12}&as_of={2020 + n // 12 % 7}-{n // 84 % 12 + 1:02d}-{n // 1008 % 28 + 1:02d}"
        for n in range(count)
    ]


async def ask_all(site: Site, addresses: list[str]) -> None:
    """Eight at a time."""
    left = iter(addresses)

    async def some() -> None:
        for address in left:
            await site.ask(address, 60)

    await asyncio.gather(*(some() for _ in range(8)))


def largest(pid: int) -> int:
    """Bytes of the largest process below `pid`."""
    return max(
        int(line.split()[1]) * 1024
        for member in family(pid)
        for line in open(f"/proc/{member}/status")  # noqa: PTH123
        if line.startswith("VmRSS:")
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--pid", type=int, default=0)
    parser.add_argument("--varied", type=int, default=10_000)
    args = parser.parse_args()
    good = [cold(args.address), rates(args.address, args.seconds)]
    if args.pid:
        asyncio.run(ask_all(Site(args.address), varied(args.varied)))
        size = largest(args.pid)
        print(f"after {args.varied:,} different requests the largest process has {size / 1e6:.0f} MB")
        good.append(size <= MOST)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
