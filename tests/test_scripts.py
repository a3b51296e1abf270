"""scripts/run and scripts/setup: what they must never delete, and how they end when they are asked to."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]


def setup(venv: Path, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "VENV": str(venv), **more}
    return subprocess.run([ROOT / "scripts/setup"], env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("holds", ["thesis.txt", "pyvenv.cfg", ".hidden", "bin/python"])
def test_setup_leaves_a_folder_alone_that_it_did_not_make(tmp_path: Path, holds: str) -> None:
    file = tmp_path / "mine" / holds
    file.parent.mkdir(parents=True)
    file.write_text("years of work", "utf-8")
    done = setup(tmp_path / "mine")
    assert done.returncode != 0
    assert "was not made by scripts/setup" in done.stderr
    assert file.read_text("utf-8") == "years of work"


def test_setup_leaves_a_file_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("years of work", "utf-8")
    assert setup(tmp_path / "mine").returncode != 0
    assert (tmp_path / "mine").read_text("utf-8") == "years of work"


@pytest.fixture
def environment(release_root: Path, tmp_path: Path) -> dict[str, str]:
    """An environment in which scripts/run finds all that it needs, so that it starts to serve at once."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
    (venv / "bin" / "python").chmod(0o755)
    lock = (ROOT / "requirements.lock").read_bytes()
    stamp = subprocess.run(["cksum"], input=lock, capture_output=True, check=True).stdout.decode()
    (venv / ".installed-run").write_text(stamp, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {**os.environ, "VENV": str(venv), "PORT": str(port), "MONITOR_WAREHOUSE": str(release_root)}


@pytest.mark.parametrize("after", [0.05, 0.3, 1.0, 2.0, 4.0, "served"])
def test_asked_to_end_at_any_moment_the_site_ends_with_code_0(environment: dict[str, str], after: float | str) -> None:
    running = subprocess.Popen(
        [ROOT / "scripts/run"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        if after == "served":
            _wait(f"http://127.0.0.1:{environment['PORT']}/healthz")
        else:
            time.sleep(float(after))
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=60)
        assert running.returncode == 0, said
        assert "terminate called" not in said
        assert "Traceback" not in said
        with socket.socket() as asked:
            assert asked.connect_ex(("127.0.0.1", int(environment["PORT"]))) != 0, "something is still serving"
    finally:
        running.kill()
        running.wait()


def _wait(address: str) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")


def test_a_header_cannot_move_the_site_to_another_path(environment: dict[str, str]) -> None:
    """gunicorn takes SCRIPT_NAME from whoever asks from this machine, unless it is told not to."""
    running = subprocess.Popen([ROOT / "scripts/run"], env=environment, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{environment['PORT']}/healthz")
        with socket.create_connection(("127.0.0.1", int(environment["PORT"])), timeout=30) as s:
            s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nSCRIPT_NAME: /evil\r\nConnection: close\r\n\r\n")
            status = s.makefile("rb").readline()
        assert status.split()[1] in (b"200", b"400"), status
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
