"""Under which name the site answers, and that every address it hands out is the public one, mounted or not."""

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from werkzeug.serving import make_server

from dashboards import create_app
from dashboards.query.public import PublicAddress, public
from dashboards.web.request_host import is_loopback

OURS = "https://statistics.example/monitor"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8050", "127.0.0.1:1", "127.9.9.9", "[::1]:80", "site.localhost"]
)
def test_this_machine_is_answered_under_its_own_names(host: str) -> None:
    assert is_loopback(host)


STRANGERS = (
    "evil.example", "10.0.0.1", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:127", "0.0.0.0",
    "user@localhost", "localhost/evil.example", "", "[::1", "xlocalhost", "127.0.0.1@evil.example",
)  # fmt: skip


@pytest.mark.parametrize("host", STRANGERS)
def test_a_strangers_name_is_not_taken_for_this_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("path", ["/en/", "/data/returned.csv", "/feeds/all.atom", "/embed/returned", "/nothing", "/"])
def test_another_host_is_refused_in_a_sentence_that_names_the_setting(client: Any, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "MONITOR_PUBLIC_URL" in answer.text
    assert "//evil.example" not in answer.text
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 200


def test_what_a_proxy_says_of_the_host_counts_for_nothing(client: Any) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil", "X-Forwarded-Proto": "https",
                 "Forwarded": "host=evil.example", "X-Script-Name": "/evil"}  # fmt: skip
    for path in ("/en/figure/returned", "/data/returned.csv?geo=NL", "/feeds/ind.atom"):
        assert "evil" not in client.get(path, headers=forwarded).text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", PublicAddress("", "")), ("https://a.example", PublicAddress("https://a.example", "")),
        ("https://A.example/", PublicAddress("https://a.example", "")),
        ("http://a.example:8080/x/y/", PublicAddress("http://a.example:8080", "/x/y")),
        *((bad, None) for bad in ("a.example", "ftp://a.example", "https://", "https://u:p@a.example", "https://a/?q=1",
                                  "https://a.example//x", "https://a.example/../x", "https://a.example/#x")),
    ],
)  # fmt: skip
def test_the_setting_is_an_address_or_an_error(monkeypatch: Any, text: str, found: PublicAddress | None) -> None:
    monkeypatch.setenv("MONITOR_PUBLIC_URL", text)
    if found:
        assert public() == found
    else:
        with pytest.raises(ValueError, match="MONITOR_PUBLIC_URL"):
            public()


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch, release_root: Path) -> Any:
    """A client of a site whose public address is set; it is asked under another name, as a proxy does."""
    monkeypatch.setenv("MONITOR_PUBLIC_URL", OURS)
    return create_app().server.test_client()


def texts(body: bytes) -> str:
    """All that can be read of an answer, packed or not."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(body)) as z:
        return "\n".join(z.read(name).decode("utf-8", "replace") for name in z.namelist())


@pytest.mark.parametrize(
    "path",
    [
        "/en/figure/returned", "/nl/figure/returned/share", "/data/returned.csv?geo=NL", "/data/returned.zip?geo=NL",
        "/data/returned.xlsx?geo=NL&columns=core", "/data/returned.json?geo=NL", "/feeds/all.json", "/feeds/all.atom",
        "/embed/returned", "/api/openapi.json", "/briefing/returned.docx?geo=NL", "/briefing/returned.pptx?geo=NL",
        "/figure/returned.svg", f"/oembed?url={OURS}/en/figure/returned", "/en/api", "/en/letter",
    ],
)  # fmt: skip
def test_every_address_is_the_public_one(mounted: Any, path: str) -> None:
    answer = mounted.get(path, headers={"Host": "10.77.66.55:8050"})
    assert answer.status_code == 200
    text = texts(answer.data)
    assert "10.77.66.55" not in text
    assert "localhost" not in text
    if path not in ("/en/api", "/en/letter"):
        assert OURS.removeprefix("https://") in text
    ours = re.findall(r"https://statistics\.example([^\s\"<'\\]*)", text)
    assert [address for address in ours if address and not address.startswith(("/monitor/", "/monitor"))] == []
    links = [unescape(x) for x in re.findall(r'(?:href|src|action|data-figure|data-plotly)="(/[^"]*)"', text)]
    assert [x for x in links if not x.startswith("/monitor/")] == []


@pytest.mark.parametrize("before", ["", "/monitor"])
def test_the_path_may_reach_us_or_not(mounted: Any, before: str) -> None:
    assert mounted.get(f"{before}/en/").status_code == 200
    assert mounted.get(f"{before}/data/returned.csv?geo=NL").status_code == 200
    assert mounted.get(f"{before}/").location in ("/monitor/en/", "/monitor/nl/")
    assert mounted.get(f"{before}/nl").location == "/monitor/nl/"
    assert json.loads(mounted.get(f"{before}/live/en/").data)["address"] == "/monitor/en/"
    moved = mounted.get(f"{before}/en/figure/asylum_applicants?measure=per_100k")
    assert moved.status_code == 302
    assert moved.location.startswith("/monitor/en/figure/")


def test_a_tray_comes_back_from_the_address_in_its_deck(mounted: Any) -> None:
    paper = Document(BytesIO(mounted.get("/briefing.docx?figure=returned&figure=return_rate").data))
    targets = [r.target_ref for r in paper.part.rels.values() if r.is_external]
    assert targets
    own = [t for t in targets if t.startswith(OURS)]
    for address in own[:3]:
        assert mounted.get(address.removeprefix("https://statistics.example")).status_code in (200, 302)


@pytest.fixture(params=["kept", "taken away"])
def behind_nginx(request: Any, monkeypatch: pytest.MonkeyPatch, release_root: Path, tmp_path: Path) -> Iterator[str]:
    """The public address of a site below /monitor/ of a real nginx, which passes the path on or takes it away."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    port = free_port()
    monkeypatch.setenv("MONITOR_PUBLIC_URL", f"http://127.0.0.1:{port}/monitor")
    site = make_server("127.0.0.1", 0, create_app().server, threaded=True)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    passed = f"http://127.0.0.1:{site.server_port}" + ("/" if request.param == "taken away" else "")
    folders = "".join(
        f"{part}_temp_path {tmp_path}/{part};" for part in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error; daemon off; events {{}} http {{ access_log off; {folders}"
        f" server {{ listen 127.0.0.1:{port}; location /monitor/ {{ proxy_pass {passed}; }} }} }}",
        "utf-8",
    )
    proxy = subprocess.Popen([nginx, "-e", f"{tmp_path}/error", "-p", str(tmp_path), "-c", f"{tmp_path}/nginx.conf"])
    wait_for(port)
    yield f"http://127.0.0.1:{port}/monitor"
    proxy.terminate()
    proxy.wait(10)
    site.shutdown()
    site.server_close()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def test_below_a_path_of_a_real_proxy_nothing_leads_out_of_it(behind_nginx: str) -> None:
    """From the start page: every script, style, picture and first-level link is there, below the path."""
    assert os.environ["MONITOR_PUBLIC_URL"] == behind_nginx
    with urllib.request.urlopen(f"{behind_nginx}/") as answer:
        assert answer.url.startswith(f"{behind_nginx}/en/")
        page = answer.read().decode()
    host = behind_nginx.removesuffix("/monitor")
    found = {unescape(x) for x in re.findall(r'(?:href|src|data-plotly|data-figure)="([^"]+)"', page)}
    ours = {x.partition("#")[0] for x in found if x.startswith(("/", host))} - {""}
    assert [x for x in ours if not x.removeprefix(host).startswith("/monitor/")] == []
    assert sum("_dash-component-suites" in x for x in ours) > 3
    scripts = sorted(x for x in ours if re.search(r"_dash|assets|plotly|feeds|oembed", x))
    pages = sorted(x for x in ours - set(scripts) if "/data/" not in x and "briefing" not in x)[:12]
    for address in [
        *scripts,
        *pages,
        "/monitor/_dash-layout",
        "/monitor/_dash-dependencies",
        "/monitor/live/en/letter",
    ]:
        try:
            with urllib.request.urlopen(address if address.startswith("http") else host + address) as answer:
                assert answer.status == 200
                answer.read(64)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{address}: {error.code}") from error
