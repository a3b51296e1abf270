"""The machines of `nodes.py`: two sites, nginx as it is shipped, and a bucket with two releases, all on this one."""

import getpass
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import obstore
from obstore.exceptions import BaseError

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from etl.release import whole  # noqa: E402
from tests.s3_server import S3Server, free_ports  # noqa: E402

NAME = "monitor.example.org"
IDS = ("2026-11-23-aaaaaa", "2026-11-24-bbbbbb")
OF_A_PROCESS = re.compile(rb'"end_id": ?"[^"]*"')  # a token that Dash draws anew at each start
LOOK = 0.5  # seconds; MONITOR_BUCKET_SECONDS
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

    def bring_back(self, seconds: float = 120) -> None:
        """Start the bucket again and wait until it gives its objects: it listens sooner, and answers 500 meanwhile."""
        self.s3.start()
        objects, end = self.s3.store("monitor"), time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(BaseError):
                obstore.get(objects, "CURRENT").bytes()
                return
            time.sleep(0.2)
        raise RuntimeError("The bucket did not come back.")

    def end(self) -> None:
        """End what was started."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


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
