"""Two sites behind nginx, their releases in an S3 bucket: one is killed, releases are swapped, the bucket goes away.

    python tests/bench/nodes.py WAREHOUSE [--away 60] [--readers 4]

WAREHOUSE is a folder with a release; it is only read. Everything runs on this machine: SeaweedFS as the bucket, two
sites, and nginx with docs/deploy/nginx.conf, of which names, ports and limits for one client are changed. Readers ask
for pages and then for their data files, and hold every answer, its ETag too, against what one of the two releases gave
before any fault; a page and its file are of one release, unless nginx still kept one of them. `--away`: seconds without
the bucket, half of them silent, half refusing. Prints what was seen; ends with 1 where anything was wrong.
"""

import argparse
import os
import re
import shutil
import signal
import ssl
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

from machines import IDS, Answer, Nodes, ask, stock

from tests.s3_server import S3Server  # found by what machines has put on the path

INDICATORS = ("returned", "asylum_applicants", "first_permits", "return_rate", "resettled", "recognition_rate")
PAGE, FILE = "/en/figure/{}", "/data/{}.csv"
KEPT = 2.5  # seconds that nginx may go on with what it has, with a little for clocks


class Reader(threading.Thread):
    """Asks for a page and then for its file, all the time."""

    def __init__(self, port: int, right: dict[str, dict[Answer, str]]) -> None:
        super().__init__(daemon=True)
        self.port, self.right, self.ended = port, right, False
        self.counts, self.wrong, self.late = Counter[str](), list[str](), 0.0
        self.longest, self.mixed_since = 0.0, 0.0

    def run(self) -> None:
        """Until it is told to end."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        line = HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=30)
        while not self.ended:
            for indicator in INDICATORS:
                page, file = (self._asked(line, path.format(indicator)) for path in (PAGE, FILE))
                self._held_together(page, file, indicator)

    def _asked(self, line: HTTPConnection, path: str) -> str:
        """The release of which an answer is, "" where it is of none."""
        begun = time.monotonic()
        try:
            answer = ask(line, path)
        except (OSError, HTTPException) as e:
            self.wrong.append(f"{path}: {e!r}")
            line.close()
            return ""
        self.longest = max(self.longest, time.monotonic() - begun)
        release = self.right[path].get(answer, "")
        self.counts[release or str(answer[0])] += 1
        if not release:
            self.wrong.append(f"{path}: {answer} is of no release")
        return release

    def _held_together(self, page: str, file: str, indicator: str) -> None:
        now = time.monotonic()
        if page == file:
            self.mixed_since = 0.0
        elif self.mixed_since == 0.0:
            self.mixed_since = now
        elif now - self.mixed_since > KEPT:
            self.wrong.append(f"{indicator}: page of {page}, file of {file}")
        self.late = max(self.late, now - self.mixed_since if self.mixed_since else 0.0)


def rights(nodes: Nodes) -> dict[str, dict[Answer, str]]:
    """What each release gives, asked of the first site; the second release is served in the end."""
    right: dict[str, dict[Answer, str]] = {p.format(i): {} for i in INDICATORS for p in (PAGE, FILE)}
    for words, release in ((("rollback",), IDS[0]), (("resume",), IDS[1])):
        nodes.command(*words)
        while release not in nodes.health("one"):
            time.sleep(0.1)
        for path, answers in right.items():
            answers[ask(HTTPConnection("127.0.0.1", nodes.ports["one"], timeout=60), path)] = release
    return right


@contextmanager
def phase(name: str, readers: list[Reader]) -> Iterator[None]:
    """Say what readers saw while something was done."""
    before, begun = sum((r.counts for r in readers), Counter[str]()), time.monotonic()
    for reader in readers:
        reader.longest = reader.late = 0.0
    yield
    counts = sum((r.counts for r in readers), Counter[str]()) - before
    longest, late = max(r.longest for r in readers), max(r.late for r in readers)
    print(
        f"{name:34} {time.monotonic() - begun:5.1f} s  answers {dict(sorted(counts.items()))}  longest {longest:.2f} s"
        f"  two releases side by side {late:.1f} s",
        flush=True,
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--away", type=float, default=60.0)
    parser.add_argument("--readers", type=int, default=4)
    args = parser.parse_args()
    with ExitStack() as ends:
        folder = Path(tempfile.mkdtemp(prefix="monitor-nodes-"))
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        s3 = S3Server(folder / "s3")
        ends.callback(s3.kill)
        stock(args.warehouse, s3)
        nodes = Nodes(folder, s3)
        ends.callback(nodes.end)
        print(f"start to ready, with an empty copy: {nodes.start('one'):.1f} s and {nodes.start('two'):.1f} s")
        right = rights(nodes)
        nodes.nginx()
        readers = [Reader(nodes.secure, right) for _ in range(args.readers)]
        for reader in readers:
            reader.start()
        attack(nodes, readers, args.away)
        for reader in readers:
            reader.ended = True
        for reader in readers:
            reader.join(60)
        wrong = [line for reader in readers for line in reader.wrong]
    print(f"wrong: {len(wrong)}")
    for line in wrong[:10]:
        print(line)
    return 1 if wrong else 0


def attack(nodes: Nodes, readers: list[Reader], away: float) -> None:
    """All that is done while they read."""
    with phase("nothing", readers):
        time.sleep(5)
    with phase("one site is killed", readers):
        os.killpg(nodes.running["one"].pid, signal.SIGKILL)
        time.sleep(8)
    with phase("it starts again", readers):
        nodes.start("one")
        time.sleep(2)
    with phase("rollback", readers):
        nodes.command("rollback")
        time.sleep(KEPT + 1)
    with phase("resume", readers):
        nodes.command("resume")
        time.sleep(KEPT + 1)
    with phase("the bucket is silent", readers):
        nodes.s3.stop()
        time.sleep(away / 2)
    with phase("the bucket refuses", readers):
        nodes.s3.kill()
        time.sleep(away / 2)
        print("  health meanwhile:", re.findall(r'"message":"?(.{60})|"status":"([a-z ]*)"', nodes.health("one")))
    with phase("it comes back, another rollback", readers):
        nodes.bring_back()
        nodes.command("rollback")
        time.sleep(KEPT + 1)


if __name__ == "__main__":
    sys.exit(main())
