"""Two sites behind nginx, their releases in an S3 bucket: one is killed, releases are swapped, the bucket goes away.

    python tests/bench/nodes.py WAREHOUSE [--away 60] [--readers 4]

WAREHOUSE is a folder with a release; it is only read. Everything runs on this machine: SeaweedFS as the bucket, two
sites, and nginx with docs/deploy/nginx.conf, of which names, ports and limits for one client are changed. Readers ask
for pages and then for their data files, and hold every answer, its ETag too, against what one of the two releases gave
before any fault; a page and its file are of one release, unless nginx still kept one of them. `--away`: seconds without
the bucket, half of them silent, half refusing. Prints what was seen; ends with 1 where anything was wrong.
"""

import argparse
import getpass
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from etl.release import whole  # noqa: E402
from tests.s3_server import S3Server, free_ports  # noqa: E402

NAME = "monitor.example.org"
INDICATORS = ("returned", "asylum_applicants", "first_permits", "return_rate", "resettled", "recognition_rate")
PAGE, FILE = "/en/figure/{}", "/data/{}.csv"
IDS = ("2026-11-23-aaaaaa", "2026-11-24-bbbbbb")
OF_A_PROCESS = re.compile(rb'"end_id": ?"[^"]*"')  # a token that Dash draws anew at each start
LOOK = 0.5  # seconds; MONITOR_BUCKET_SECONDS
KEPT = 2.5  # seconds that nginx may go on with what it has, with a little for clocks
Answer = tuple[int, str, str]  # status, ETag, hash of the body


def ask(line: HTTPConnection, path: str) -> Answer:
    """An answer, briefly."""
    line.request("GET", path, headers={"Host": NAME, "Accept-Encoding": "identity"})
    answer = line.getresponse()
    body = OF_A_PROCESS.sub(b"", answer.read())
    return answer.status, answer.getheader("ETag", ""), sha256(body).hexdigest()


@dataclass
class Nodes:
    """The two sites, nginx and the bucket."""

    folder: Path
    s3: S3Server
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        one, two, self.secure, self.plain = free_ports(4)
        self.ports = {"one": one, "two": two}

    def settings(self, name: str) -> dict[str, str]:
        """The environment of a machine."""
        return {
            **os.environ, **self.s3.settings("monitor"), "MONITOR_BUCKET_SECONDS": str(LOOK), "WEB_CONCURRENCY": "1",
            "MONITOR_CACHE": str(self.folder / name), "MONITOR_PUBLIC_URL": f"https://{NAME}",
        }  # fmt: skip

    def start(self, name: str) -> float:
        """Start a site; seconds until it can serve."""
        begun = time.monotonic()
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "docs/deploy/gunicorn.conf.py", "app:site"], cwd=ROOT,
            start_new_session=True, env={**self.settings(name), "PORT": str(self.ports[name])},
            stdout=subprocess.DEVNULL, stderr=(self.folder / f"{name}.log").open("ab"),
        )  # fmt: skip
        while not self.is_ready(name):
            if time.monotonic() - begun > 120:
                raise SystemExit(f"{name} did not start: {(self.folder / f'{name}.log').read_text()[-2000:]}")
            time.sleep(0.1)
        return time.monotonic() - begun

    def is_ready(self, name: str) -> bool:
        """Whether a site says that it can serve."""
        try:
            return ask(HTTPConnection("127.0.0.1", self.ports[name], timeout=10), "/readyz")[0] == 200
        except (OSError, HTTPException):
            return False

    def health(self, name: str) -> str:
        """What a site says of itself."""
        line = HTTPConnection("127.0.0.1", self.ports[name], timeout=10)
        line.request("GET", "/healthz", headers={"Host": NAME})
        return line.getresponse().read().decode()

    def nginx(self) -> None:
        """Start nginx as it is shipped, with both sites in `upstream`."""
        (self.folder / "cache").mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
             "-keyout", self.folder / "monitor.key", "-out", self.folder / "monitor.pem"], check=True,
            capture_output=True,
        )  # fmt: skip
        text = (ROOT / "docs/deploy/nginx.conf").read_text("utf-8")
        for ours, here in (
            ("user www-data", f"user {getpass.getuser()}"), ("/run/nginx.pid", f"{self.folder}/pid"),
            ("/etc/ssl/", f"{self.folder}/"), ("/var/cache/nginx/monitor", f"{self.folder}/cache"),
            ("/var/log/nginx/", f"{self.folder}/"), ("127.0.0.1:8050", f"127.0.0.1:{self.ports['one']}"),
            ("# server 10.0.0.2:8050", f"server 127.0.0.1:{self.ports['two']}"),
            ("listen 443", f"listen {self.secure}"),
            ("listen [::]:443", f"listen [::]:{self.secure}"), ("listen 80 ", f"listen {self.plain} "),
            ("listen [::]:80 ", f"listen [::]:{self.plain} "), ("rate=50r/s", "rate=50000r/s"),
            ("limit_conn open 50", "limit_conn open 5000"),
        ):  # fmt: skip
            assert ours in text, ours
            text = text.replace(ours, here)
        (self.folder / "nginx.conf").write_text(text, "utf-8")
        self.running["nginx"] = subprocess.Popen(
            ["nginx", "-e", self.folder / "err", "-c", self.folder / "nginx.conf", "-g", "daemon off;"]
        )
        time.sleep(0.5)

    def command(self, *words: str) -> float:
        """Run a command on a third machine; seconds."""
        begun = time.monotonic()
        subprocess.run([sys.executable, "-m", "etl", *words], cwd=ROOT, env=self.settings("builder"), check=True)
        return time.monotonic() - begun

    def end(self) -> None:
        """End what was started."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


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


def stock(warehouse: Path, s3: S3Server) -> None:
    """Put the release of a warehouse into the bucket under two names, the second one served."""
    objects, current = s3.store("monitor"), (warehouse / "CURRENT").read_text("utf-8").strip()
    folder = warehouse / "releases" / current
    for n, name in enumerate(IDS):
        for path in (p for p in folder.rglob("*") if p.is_file() and p.name != whole.FACTS):
            obstore.put(objects, f"releases/{name}/{path.relative_to(folder).as_posix()}", path)
        facts = whole.read_facts(current, (folder / whole.FACTS).read_bytes())
        other = whole.sealed({**facts, "id": name, "built_at": f"2026-11-{23 + n}T12:00:00+00:00"})
        text = json.dumps(other, indent=2)
        obstore.put(objects, f"releases/{name}/{whole.FACTS}", text.encode())
    obstore.put(objects, "CURRENT", f"{IDS[-1]}\n".encode())


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
        nodes.s3.start()
        until_read(nodes.s3.store("monitor"))
        nodes.command("rollback")
        time.sleep(KEPT + 1)


def until_read(objects: S3Store, seconds: float = 120) -> None:
    """Wait until the bucket gives its objects: SeaweedFS listens sooner, and answers 500 for some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(BaseError):
            obstore.get(objects, "CURRENT").bytes()
            return
        time.sleep(0.2)
    raise RuntimeError("The bucket did not come back.")


if __name__ == "__main__":
    sys.exit(main())
