"""Faults put into a warehouse at random moments while the site is asked: kills of a build, damage, a full disk, flips.

    python tests/bench/faults.py http://127.0.0.1:8050 WAREHOUSE [--times 100] [--seed 1]

WAREHOUSE is that of the running site and holds at least two releases; it is changed all the time, and in the end is
whole again. A reader asks meanwhile for pages, embeds and files, of which each must be byte for byte one of the answers
that the site gave, before any fault, of one of the releases; 503 is right only while no release is whole. Prints how
many faults and answers there were, and what was wrong; ends with 1 where anything was.
"""

import argparse
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from etl.release import publish, whole  # noqa: E402

PATHS = ("/data/returned.csv", "/figure/returned.svg", "/embed/returned", "/data/first_permits.json",
         "/api/figure/returned.json")  # fmt: skip


def ask(address: str) -> tuple[int, bytes]:
    """Status and body of an answer."""
    try:
        with urlopen(address, timeout=60) as answer:
            return answer.status, answer.read()
    except HTTPError as e:
        return e.code, e.read()


class Faults:
    """Each does its damage, waits a moment while the reader asks, and takes it back."""

    def __init__(self, root: Path, draw: random.Random) -> None:
        self.root, self.draw = root, draw
        self.ids = sorted(p.name for p in (root / "releases").glob("[!.]*"))
        self.current = (root / "CURRENT").read_text("utf-8").strip()

    def every(self) -> tuple[Callable[[], None], ...]:
        """All kinds."""
        return self.flip, self.broken_current, self.corrupt, self.corrupt, self.killed_build, self.full_disk

    def flip(self) -> None:
        """Another release is served, and again this one."""
        for _ in range(4):
            publish.make_current(self.draw.choice(self.ids), self.root)
            time.sleep(self.draw.random() / 4)
        publish.make_current(self.current, self.root)

    def broken_current(self) -> None:
        """CURRENT is emptied, missing, or names nothing."""
        path = self.root / "CURRENT"
        how = self.draw.choice(("", "nothing-here", "../..", None))
        path.unlink() if how is None else path.write_text(how, "utf-8")
        time.sleep(0.3)
        publish.make_current(self.current, self.root)

    def corrupt(self) -> None:
        """A file of the served release is cut, zeroed, changed in one bit, or gone; afterwards it is as it was."""
        folder = self.root / "releases" / self.current
        path = self.draw.choice([p for p in folder.rglob("*") if p.is_file() and p.name != "monitor.duckdb"])
        good, aside = path.read_bytes(), self.root / "aside"
        at = self.draw.randrange(len(good))
        bad = self.draw.choice((good[:at], bytes(len(good)), good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :], None))
        path.unlink()
        if bad is not None:
            path.write_bytes(bad)
        time.sleep(self.draw.random())
        aside.write_bytes(good)
        aside.replace(path)

    def killed_build(self) -> None:
        """A build is killed at any moment."""
        with self._build() as running:
            time.sleep(self.draw.random() * 6)
            running.send_signal(signal.SIGKILL)
            running.wait()

    def full_disk(self) -> None:
        """A build may write no more than a few megabytes into a file."""
        limit = self.draw.randrange(10_000, 3_000_000)
        with self._build(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) as running:
            with suppress(subprocess.TimeoutExpired):
                running.wait(20)
            running.send_signal(signal.SIGKILL)
            running.wait()

    @contextmanager
    def _build(self, limit: Callable[[], None] | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """A build of another archive, so that there is something to build."""
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(shutil.copytree(ROOT / "data/archive", Path(folder) / "archive"))
            with (archive / "coa_occupancy.csv").open("a", encoding="utf-8") as file:
                file.write("\n" * self.draw.randrange(1, 1000))  # which says nothing, and yet is another archive
            env = {**os.environ, "MONITOR_WAREHOUSE": str(self.root), "MONITOR_ARCHIVE": str(archive)}
            yield subprocess.Popen(
                [sys.executable, "-m", "etl", "build"], cwd=ROOT, env=env, preexec_fn=limit,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip


class Reader(threading.Thread):
    """Asks all the time, and holds each answer against those that are right."""

    def __init__(self, site: str, right: dict[str, set[str]]) -> None:
        super().__init__(daemon=True)
        self.site, self.right, self.ended = site, right, False
        self.counts, self.wrong = Counter[str](), list[str]()

    def run(self) -> None:
        """Until it is told to end."""
        while not self.ended:
            for path in PATHS:
                self._look(path)

    def _look(self, path: str) -> None:
        try:
            status, body = ask(self.site + path)
        except (OSError, HTTPException) as e:
            self.wrong.append(f"{path}: {e!r}")
            return
        self.counts[str(status)] += 1
        if status == 200 and digest(body) not in self.right[path]:
            self.wrong.append(f"{path}: figures of no release: {body[:200]!r}")
        elif status not in (200, 503) or (status == 503 and not re.search(rb"release|figures", body, re.IGNORECASE)):
            self.wrong.append(f"{path}: {status} {body[:200]!r}")


def digest(body: bytes) -> str:
    """One answer, briefly."""
    return sha256(body).hexdigest()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    faults = Faults(args.warehouse, random.Random(args.seed))
    before = {i: whole.hashes(args.warehouse / "releases" / i) for i in faults.ids}
    right: dict[str, set[str]] = {path: set() for path in PATHS}
    for release in faults.ids:
        publish.make_current(release, args.warehouse)
        for path in PATHS:
            right[path].add(digest(ask(args.address + path)[1]))
    publish.make_current(faults.current, args.warehouse)
    reader = Reader(args.address, right)
    reader.start()
    done = Counter[str]()
    for _ in range(args.times):
        fault = faults.draw.choice(faults.every())
        fault()
        done[fault.__name__] += 1
    reader.ended = True
    reader.join(120)
    lost = [i for i, files in before.items() if whole.hashes(args.warehouse / "releases" / i) != files]
    print(f"faults: {dict(done)}\nanswers: {dict(reader.counts)}\nwrong: {len(reader.wrong)}\nlost: {lost or 'none'}")
    for line in reader.wrong[:10]:
        print(line)
    return 1 if reader.wrong or lost else 0


if __name__ == "__main__":
    sys.exit(main())
