"""What every answer of the site holds: languages, errors in sentences, caching, headers. A real release, no browser."""

import re

import brotli
import pytest

LANGS = ("en", "nl")


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [
        ("", "en"),
        ("nl", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.5", "nl"),
        ("de,nl;q=0.5", "nl"),
        ("fr", "en"),
        ("en-GB,nl", "en"),
    ],
)
def test_the_root_follows_the_browsers_language(client, accepts: str, lang: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.location) == (302, f"/{lang}/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_is_readable_in_the_first_response(client, lang: str) -> None:
    page = client.get(f"/{lang}/").text
    before_scripts = page[: page.index('<div id="react-entry-point"')]
    assert f'<html lang="{lang}">' in page
    assert before_scripts.count("<h1") == 1
    for part in ("<h2", "<svg", "<table", "<caption", 'scope="row"', "<main", "<footer"):
        assert part in before_scripts, part
    assert re.search(r"\d[.,]\d{3}", before_scripts), "no figure in the first response"


def test_pages_name_themselves_and_their_twin_in_their_language(client) -> None:
    english, dutch = (client.get(f"/{lang}/").text for lang in LANGS)
    titles = [re.search("<title>(.*?)</title>", page)[1] for page in (english, dutch)]
    assert titles[0] != titles[1]
    for page in (english, dutch):
        assert re.search('<meta name="description" content="[^"]{20,}">', page)
        for lang in LANGS:
            assert f'<link rel="alternate" hreflang="{lang}" href="http://localhost/{lang}/">' in page
    assert '<link rel="canonical" href="http://localhost/nl/">' in dutch
    assert re.search('<a [^>]*href="/nl/"[^>]*hreflang="nl"[^>]*lang="nl"', english)


def test_a_language_without_its_slash_is_led_there(client) -> None:
    answer = client.get("/nl")
    assert (answer.status_code, answer.location) == (308, "/nl/")


@pytest.mark.parametrize(
    ("path", "lang", "sentence"),
    [
        ("/nl/niets", "nl", "is niet bekend"),
        ("/en/nothing", "en", "is not known"),
        ("/fr/", "en", "is not known"),
        ("/en/%3Cscript%3Ealert(1)%3C/script%3E", "en", "&lt;script&gt;"),
        ("/index.php", "en", "is not known"),
    ],
)
def test_an_unknown_page_is_a_404_that_says_what_there_is(client, path: str, lang: str, sentence: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert f'<html lang="{lang}">' in answer.text
    assert sentence in answer.text
    assert 'href="/nl/"' in answer.text
    assert "<script>alert" not in answer.text
    assert "_dash-config" not in answer.text


def test_an_unknown_page_speaks_the_browsers_language_where_the_address_has_none(client) -> None:
    assert '<html lang="nl">' in client.get("/x", headers={"Accept-Language": "nl"}).text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/_dash-component-suites/dash/nothing.js", 404),
        ("POST", "/_dash-update-component", 400),
        ("POST", "/healthz", 405),
    ],
)
def test_machines_get_errors_as_json(client, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.json["error"].endswith(".")
    assert "Traceback" not in answer.text


def test_a_failure_of_ours_is_a_sentence_and_never_a_traceback(client, monkeypatch, stocked) -> None:
    """A release of before there were hashes, in which a dataset's coverage is not what the site expects."""
    root = stocked("2026-11-23-aaaaaa")
    facts = root / "releases" / "2026-11-23-aaaaaa" / "release.json"
    facts.write_text('{"id": "x", "built_at": 5, "fingerprint": "", "inputs": [], "warnings": []}', "utf-8")
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(root))
    answer = client.get("/data/returned.csv")
    assert answer.status_code == 500
    assert answer.json["error"].startswith("Something went wrong on our side")
    assert "Traceback" not in answer.text


def test_without_a_release_the_site_says_so(client, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(tmp_path))
    page, health = client.get("/nl/"), client.get("/healthz")
    assert (page.status_code, health.status_code) == (503, 503)
    assert "De cijfers zijn nog niet gereed" in page.text
    assert health.json["status"] == "no release"


def test_a_page_is_not_sent_twice(client) -> None:
    first = client.get("/en/")
    again = client.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert client.get("/nl/").headers["ETag"] != first.headers["ETag"]
    assert client.get("/en/", headers={"Host": "127.0.0.1:8050"}).headers["ETag"] != first.headers["ETag"]


def test_scripts_and_styles_are_kept_for_ever_under_an_address_of_their_version(client) -> None:
    page = client.get("/en/").text
    addresses = re.findall(r'(?:src|href|data-plotly)="(/(?:_dash-component-suites|assets|plotly)/[^"]+)"', page)
    assert len(addresses) > 8
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
        answer.close()
    without = client.get("/assets/monitor.js?v=old")
    assert "immutable" not in without.headers["Cache-Control"]
    without.close()


def test_plotly_is_compressed_once_and_is_the_same_text_in_each_encoding(client, monkeypatch, tmp_path) -> None:
    from dashboards.web import plotly_bundle

    monkeypatch.setenv("MONITOR_CACHE", str(tmp_path))
    plotly_bundle.source.cache_clear()
    plotly_bundle.fingerprint.cache_clear()
    address = plotly_bundle.address()
    plain = client.get(address).data
    small = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert small.headers["Content-Encoding"] == "br"
    assert len(small.data) < len(plain) / 3
    assert brotli.decompress(small.data) == plain
    made = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.br")}
    client.get(address, headers={"Accept-Encoding": "br"})
    assert made == {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.br")}
    assert client.get("/plotly/0000000000000000.js").status_code == 404
    plotly_bundle.source.cache_clear()
    plotly_bundle.fingerprint.cache_clear()


@pytest.mark.parametrize("path", ["/en/", "/nl/niets", "/healthz", "/favicon.ico", "/"])
def test_every_answer_is_guarded(client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    script = re.search("script-src ([^;]*)", policy)[1]
    assert script.startswith("'self' 'sha256-")
    assert "unsafe" not in script
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:", policy)
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert answer.headers[name]
    answer.close()


@pytest.mark.parametrize("path", ["/en/", "/_dash-layout"])
def test_answers_are_compressed(client, path: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_page_names_no_other_host_but_in_links_to_sources(client) -> None:
    page = client.get("/en/").text
    loaded = re.findall(r'<(?:script|link|img|iframe|source|video|audio)[^>]*(?:src|href)="(https?:[^"]*)"', page)
    assert [address for address in loaded if not address.startswith("http://localhost/")] == []
    assert "plotly.com" not in page


def test_health_names_release_and_age_of_each_source(client, release) -> None:
    health = client.get("/healthz")
    assert health.json["status"] == "ok"
    assert health.json["release"] == release.id
    assert set(health.json["sources"]) >= {"eurostat", "frontex", "ind"}
    for age in health.json["sources"].values():
        assert age["age_days"] is None or age["age_days"] > 0
    assert health.headers["Cache-Control"] == "no-store"


def test_a_bundle_that_is_not_the_one_looked_at_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    from dashboards.web import plotly_bundle

    monkeypatch.setenv("MONITOR_CACHE", str(tmp_path / "cache"))
    (tmp_path / plotly_bundle.SMALLER.file).write_text("alert(1)")
    with pytest.raises(ValueError, match=r"has sha256 .* expected"):
        plotly_bundle.adopt(str(tmp_path))
    assert not plotly_bundle.adopted()
