"""What docs/deploy offers is accepted by the programs it is for, tried with the real ones: systemd and nginx."""

import asyncio
import getpass
import os
import re
import runpy
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards import pages
from tests.own_loop import finished

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "docs" / "deploy").glob("monitor*"))


def test_there_is_a_unit_for_the_site_and_a_timer_with_its_service() -> None:
    assert [p.name for p in UNITS] == ["monitor-refresh.service", "monitor-refresh.timer", "monitor.service"]


def test_what_is_drawn_ahead_is_there(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page or file of the site each, since one that is not would warm nothing and nobody would hear of it."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")  # the settings set it, and make the folder
    settings = runpy.run_path(str(ROOT / "docs/deploy/gunicorn.conf.py"))
    shutil.rmtree(settings["_counts"])
    ahead = [urlsplit(address) for address in settings["AHEAD"]]
    files, shown = ([a for a in ahead if a.path.startswith("/feeds/") is wanted] for wanted in (True, False))
    assert [site.url_map.bind("localhost").match(a.path)[0] for a in files] == ["feed"]
    found = [pages.find(a.path, parse_qs(a.query)) for a in shown]
    assert [f"/{visit.lang}{visit.path}" for visit in found] == [a.path for a in shown]
    assert len(found) == len(ahead) - 1 > 20


def verified(*units: Path) -> tuple[int, str]:
    """Exit code of systemd's own check of these units, and what it says of ours."""
    command = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ran.returncode, "\n".join(line for line in ran.stderr.splitlines() if "monitor" in line)


def test_systemd_accepts_the_units_and_finds_a_misspelt_key(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    for unit in UNITS:  # programs that exist here in place of those in /opt/monitor
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(text.replace("User=monitor", "User=root"), "utf-8")
    assert verified(*sorted(tmp_path / unit.name for unit in UNITS)) == (0, "")
    broken = tmp_path / "monitor.service"
    broken.write_text("[Service]\nExecStrat=/bin/true\n", "utf-8")
    assert "ExecStrat" in verified(broken)[1]


@pytest.mark.parametrize("unit", UNITS, ids=[p.name for p in UNITS])
def test_the_commands_of_the_units_are_ones_that_exist(unit: Path) -> None:
    from etl.__main__ import _arguments

    for line in re.findall(r"(?m)^ExecStart=(.+)$", unit.read_text("utf-8")):
        if "-m etl " in line:
            _arguments().parse_args(line.partition("-m etl ")[2].split())
        else:
            assert (ROOT / line.removeprefix("/opt/monitor/")).exists()


@pytest.fixture(scope="module")
def proxied(release_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any, str]]:
    """The site as scripts/run serves it, behind nginx with the shipped configuration: address, process, own address."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("no nginx or no openssl on this machine (Debian: apt-get install nginx-light openssl)")
    root = tmp_path_factory.mktemp("nginx")
    web, secure, plain = free_port(), free_port(), free_port()
    (root / "cache").mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=monitor.example.org",
         "-keyout", root / "monitor.key", "-out", root / "monitor.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = (ROOT / "docs/deploy/nginx.conf").read_text("utf-8")
    for ours, here in (
        ("user www-data", f"user {getpass.getuser()}"), ("/run/nginx.pid", f"{root}/pid"),
        ("/etc/ssl/", f"{root}/"), ("/var/cache/nginx/monitor", f"{root}/cache"),
        ("/var/log/nginx/", f"{root}/"), ("127.0.0.1:8050", f"127.0.0.1:{web}"), ("listen 443", f"listen {secure}"),
        ("listen [::]:443", f"listen [::]:{secure}"), ("listen 80 ", f"listen {plain} "),
        ("listen [::]:80 ", f"listen [::]:{plain} "),
    ):  # fmt: skip
        assert ours in text, ours
        text = text.replace(ours, here)
    (root / "nginx.conf").write_text(text, "utf-8")
    env = {**os.environ, "PORT": str(web), "MONITOR_WAREHOUSE": str(release_root), "WEB_CONCURRENCY": "1",
           "MONITOR_PUBLIC_URL": "https://monitor.example.org"}  # fmt: skip
    site = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "docs/deploy/gunicorn.conf.py", "app:site"], cwd=ROOT, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    nginx = subprocess.Popen(["nginx", "-e", root / "err", "-c", root / "nginx.conf", "-g", "daemon off;"])
    address = f"127.0.0.1:{secure}"
    try:
        end = time.monotonic() + 90
        while time.monotonic() < end and asked(address, "/healthz")[0] != 200:
            time.sleep(0.2)
        yield address, site, f"http://127.0.0.1:{web}"
    finally:
        for process in (nginx, site):
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def asked(
    address: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer; 0 where nobody listens."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    line = HTTPSConnection(address, context=trusting, timeout=30)
    try:
        line.request(method, path, body, {"Host": "monitor.example.org", **headers})
        answer = line.getresponse()
        return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read()
    except OSError:
        return 0, {}, b""
    finally:
        line.close()


def test_slow_clients_stand_in_nobodys_way(proxied: Any) -> None:
    """Without the proxy: 60 who send a head or a body slowly, 40 who read slowly."""
    sys.path.append(str(ROOT / "tests" / "bench"))
    import hostile

    async def attacked() -> list[tuple[int, int]]:
        site = hostile.Site(proxied[2])
        for path in (*hostile.OTHERS, hostile.LARGE):
            await site.ask(path, 60)
        plan = [(hostile.slow_head, 30), (hostile.slow_body, 30), (hostile.slow_reader, 40)]
        tasks = [asyncio.create_task(hostile.again(what, site, n)) for what, many in plan for n in range(many)]
        await asyncio.sleep(1)
        found = [await site.ask(path, 10) for path in hostile.OTHERS]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return found

    assert [status for status, _ in finished(attacked())] == [200] * 3


def test_nginx_serves_the_site_under_its_own_name_and_keeps_its_answers(proxied: Any) -> None:
    address, site, _ = proxied
    status, headers, body = asked(address, "/en/", Host="evil.example")
    assert status == 200
    assert b'rel="canonical" href="https://monitor.example.org/en/"' in body
    assert b"evil.example" not in body
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["content-security-policy"].startswith("default-src 'self'")
    small = asked(address, "/en/", **{"Accept-Encoding": "gzip, deflate, br"})
    assert small[1]["content-encoding"] == "br"
    assert len(small[2]) < len(body) / 4
    tag = asked(address, "/data/returned.csv")[1]["etag"]
    assert asked(address, "/data/returned.csv", **{"If-None-Match": tag})[0] == 304
    assert asked(address, "/data/nothing.csv")[0] == 404
    assert asked(address, "/_dash-update-component", "POST", b"x" * 70_000)[0] == 413
    assert asked(address, "/healthz")[1]["cache-control"] == "no-store"
    counted = asked(address, "/metrics")[2].decode()
    assert 'monitor_requests_total{kind="data",method="GET",status="200"}' in counted
    assert 'monitor_source_age_days{source="eurostat"}' in counted
    site.send_signal(signal.SIGTERM)
    assert site.wait(30) == 0
    assert asked(address, "/en/")[0] == 200, "what was kept is there while the site is not"
    assert asked(address, "/en/method")[0] in (502, 504)
