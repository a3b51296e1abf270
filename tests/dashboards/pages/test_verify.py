"""Of which release a file is: by what every kind of file carries; held, present, altered, unknown; no wrong link."""

import json
import re
import zipfile
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dashboards.files.verified import HeldRelease, sentence, verified
from dashboards.query.verify import FileMark, file_mark
from etl.release.store import Release

A, B = (HeldRelease(f"2026-11-2{n}-aaaaa{n}", f"2026-11-2{n}T12:00:00+00:00", str(n) * 64) for n in (3, 4))
OTHER = "f" * 64


@pytest.mark.parametrize(
    ("given", "outcome", "part"),
    [
        (B.id, "current", "the release that is shown now"),
        (f"release {B.id} sha256:{B.digest} x.example/en/figure/returned", "current", "The digest is that"),
        (A.id, "held", "built on 23 November 2026"),
        (A.digest, "held", "The digest is that of this release"),
        (f"release {A.id} sha256:{OTHER}", "other_digest", "is not that of this release"),
        ("release 2020-01-02-abcdef", "not_held", "by its id it was built on 2 January 2020"),
        (OTHER, "not_held", "The digest belongs to no release"),
        ("40%", "nothing", B.id),
        ("2026-11-23-aaaaa3x and 12026-11-23-aaaaa3", "nothing", ""),
    ],
)
def test_each_case_has_its_answer(given: str, outcome: str, part: str) -> None:
    answer = verified(file_mark(given), (A, B), B.id)
    assert answer.outcome == outcome
    assert part in sentence(answer, "en")
    assert sentence(answer, "nl") != sentence(answer, "en")


def test_a_line_of_a_sheet_that_names_two_releases_is_read_by_the_one_with_the_digest() -> None:
    line = f"since={A.id} release {B.id} sha256:{B.digest} https://m.example/x/briefing/pillar/4.pdf?since={A.id}"
    mark = file_mark(line)
    assert mark == FileMark(B.id, B.digest, f"https://m.example/x/briefing/pillar/4.pdf?since={A.id}")
    assert file_mark("localhost:80/en/figure/returned?geo=NL, 2026").indicator == "returned"
    assert file_mark("https://m.example/data/return_rate.csv?geo=NL").indicator == "return_rate"


def texts(body: bytes) -> list[str]:
    """What assets/verify.js looks into."""
    if body[:2] != b"PK":
        plain = body.decode("latin-1").replace("\0", "")
        return [re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), plain) if body[:4] == b"%PDF" else plain]
    with zipfile.ZipFile(BytesIO(body)) as z:
        named = [n for n in z.namelist() if re.search(r"^docProps/|^README|package\.json$|\.csv$", n)]
        return [z.read(n).decode("latin-1") for n in named]


@pytest.mark.parametrize(
    "path",
    [
        *(f"/data/returned.{end}?geo=NL" for end in ("csv", "xlsx", "parquet", "json", "zip")),
        *(f"/figure/returned.{end}" for end in ("svg", "png", "pdf")),
        *(f"/briefing/returned.{end}" for end in ("pptx", "docx", "pdf")),
        "/briefing/pillar/2.pdf",
        "/briefing/pillar/2.docx",
    ],
)
def test_every_kind_of_file_names_its_release_where_the_script_looks(client: Any, release: Release, path: str) -> None:
    body = client.get(path).data
    assert any(release.id in text for text in texts(body))
    if path.startswith("/briefing"):
        assert any(release.facts["seal"] in text for text in texts(body)), "and its digest"


def test_the_page_answers_without_scripts_and_as_json(
    client: Any, stocked: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(stocked("2026-11-23-aaaaaa", "2026-11-24-bbbbbb")))
    given = "release 2026-11-23-aaaaaa http://evil.example/en/figure/returned?geo=<b>"
    page = client.get("/nl/verify", query_string={"given": given}).text
    assert 'data-outcome="held"' in page
    assert "Van een eerdere release, die nog wordt bewaard" in page
    assert "http://evil.example/en/figure/returned?geo=" in unescape(page)
    assert 'href="http://evil.example' not in page, "an address from a file is text, never a link"
    assert "<b>" not in page
    compared = "/data/returned.csv?release=2026-11-23-aaaaaa&compare=2026-11-24-bbbbbb&lang=nl"
    assert compared in unescape(page)
    assert client.get(compared).status_code == 200
    told = client.get("/api/verify.json", query_string={"given": "2026-11-23-aaaaaa", "lang": "nl"}).get_json()
    assert (told["outcome"], told["release"], told["same_digest"]) == ("held", "2026-11-23-aaaaaa", None)
    assert told["changed_since"].endswith("/briefing/headline.pdf?lang=nl&since=2026-11-23-aaaaaa")
    again = client.get("/api/verify.json", query_string={"given": told["digest"]}).get_json()
    assert (again["release"], again["same_digest"]) == ("2026-11-23-aaaaaa", True)


def test_what_is_not_given_is_asked_for_and_a_first_visit_answers_nothing(client: Any) -> None:
    assert json.loads(client.get("/api/verify.json").data)["accepted"]
    assert client.get("/api/verify.json?given=%20").status_code == 404
    short = client.get("/verify?given=2026-11-23-1a2b3c", headers={"Accept-Language": "nl"})
    assert (short.status_code, short.headers["Location"]) == (302, "/nl/verify?given=2026-11-23-1a2b3c")
    page = client.get("/en/verify").text
    assert "data-outcome" not in page
    assert 'href="/en/verify"' in client.get("/en/about").text
    assert "/nl/verify?given=release%20" in client.get("/nl/figure/returned/share").text
