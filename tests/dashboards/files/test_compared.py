"""What differs between two releases, and that files and pictures say of which release they are."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from typing import Any

import pyarrow.parquet as pq
import pytest
from pypdf import PdfReader

from dashboards.files import compared
from dashboards.files.compared import HEADER
from etl.catalogue import catalogue
from etl.release.store import Release, Revision


def test_a_changed_an_added_and_a_withdrawn_figure_are_told_and_nothing_else(release: Release) -> None:
    c = catalogue.load()
    [now] = release.series("returned", ("NL",), ("all",))
    first, second, third, *rest = now.points
    assert first.value is not None
    was = replace(first, value=first.value - 10.5, flag="p")
    before = replace(now, points=(was, replace(second, flag="e"), *rest))
    after = replace(now, points=(first, second, third, *rest[:-1]))
    gone = Revision("NL", "all", first.period, was.value, "p", "2020-01-01", "2021-05-05")
    found = list(compared.differences((before,), (after,), (gone,), ("a", "b"), c.indicators["returned"], c, "nl"))
    assert [d.period for d in found] == [first.period, second.period, third.period, rest[-1].period]
    changed, flagged, added, withdrawn = found
    assert (changed.was, changed.was_flag, changed.now, changed.difference) == (was.value, "p", first.value, 10.5)
    assert (changed.revised_on, changed.geo_name, changed.release, changed.compare) == (
        "2021-05-05",
        "Nederland",
        "a",
        "b",
    )
    assert (flagged.was_flag, flagged.now_flag, flagged.difference) == ("e", second.flag, 0.0)
    assert (added.was, added.was_flag, added.now, added.difference) == (None, "", third.value, None)
    assert (withdrawn.was, withdrawn.now, withdrawn.now_flag, withdrawn.difference) == (rest[-1].value, None, "", None)
    assert {d.revised_on for d in (flagged, added, withdrawn)} == {""}
    dutch = compared.csv_bytes(found, "nl").decode("utf-8")
    assert dutch.startswith("\ufeffgeo;geo_name;")
    assert ";10,5;" in dutch


def test_differences_come_by_place_category_and_time_without_the_noise_of_binary_fractions(release: Release) -> None:
    c = catalogue.load()
    now = release.series("returned", ("NL", "BE"), ("all", "third_country"), "2015", "2016")
    was = [replace(s, points=tuple(replace(p, value=(p.value or 0) - 1 / 3) for p in s.points)) for s in now]
    first = was[0].points[0]
    unknown = Revision(was[0].geo, was[0].series, first.period, first.value, first.flag, None, None)
    found = list(compared.differences(was, now[::-1], (unknown,), ("a", "b"), c.indicators["returned"], c, "en"))
    places = [(d.geo, d.series, d.period) for d in found]
    assert places == sorted(places)
    assert len(places) == len(set(places)) == 8
    assert {d.difference for d in found} == {0.333333}
    assert {d.revised_on for d in found} == {""}


def test_a_missing_figure_and_one_that_is_not_there_are_two_things(release: Release) -> None:
    c = catalogue.load()
    [now] = release.series("returned", ("NL",), ("all",))
    empty = replace(now, points=(replace(now.points[0], value=None, flag="c"),))
    none = replace(now, points=())
    [told] = compared.differences((none,), (empty,), (), ("a", "b"), c.indicators["returned"], c, "en")
    assert (told.was, told.now, told.now_flag, told.difference) == (None, None, "c", None)


def test_two_releases_are_compared_by_address(client: Any, stocked: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(stocked("2026-11-23-aaaaaa", "2026-11-24-bbbbbb")))
    address = "/data/returned.csv?geo=nl&release=2026-11-23-aaaaaa&compare=2026-11-24-bbbbbb"
    answer = client.get(address)
    assert answer.status_code == 200
    assert list(csv.reader(io.StringIO(answer.text))) == [list(HEADER)]
    assert "returned_NL_en_2026-11-23-aaaaaa-to" in answer.headers["Content-Disposition"].replace("_to", "-to")
    for more in ("&columns=core", "&as_of=2019-10-14", "&measure=index", "&shape=wide"):
        assert client.get(f"{address}{more}").status_code == 404, more
    assert client.get("/data/returned.csv?compare=2019-01-01-000000").status_code == 404
    assert client.get("/data/returned.xlsx?compare=2026-11-24-bbbbbb").status_code == 404


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_a_pinned_picture_and_a_live_one_share_no_tag_and_both_name_their_release(
    client: Any, release: Release, ending: str
) -> None:
    live, pinned = (client.get(f"/figure/ind_quarterly.{ending}{q}") for q in ("", f"?release={release.id}"))
    assert live.headers["ETag"] != pinned.headers["ETag"]
    assert live.data != pinned.data
    seal = release.facts["seal"]
    for answer in (live, pinned):
        text = (
            PdfReader(io.BytesIO(answer.data)).metadata["/Keywords"]
            if ending == "pdf"
            else answer.data.decode("latin-1")
        )
        assert f"release {release.id} sha256:{seal}" in text
    if ending == "png":
        header = pinned.data[: 8 + 25]
        assert header.startswith(b"\x89PNG\r\n\x1a\n")
        assert pinned.data[8 + 25 :][4:8] == b"tEXt"


def test_files_carry_the_digest_of_their_release(client: Any, release: Release) -> None:
    seal = release.facts["seal"]
    assert re.fullmatch("[0-9a-f]{64}", seal)
    cube = json.loads(client.get("/data/returned.json?geo=NL").data)
    assert cube["extension"]["release_digest"] == seal
    schema = pq.read_schema(io.BytesIO(client.get("/data/returned.parquet?geo=NL").data))
    assert schema.metadata[b"digest"].decode() == seal
    for ending, part in (("zip", "README.md"), ("zip", "datapackage.json"), ("xlsx", "docProps/custom.xml")):
        with zipfile.ZipFile(io.BytesIO(client.get(f"/data/returned.{ending}?geo=NL").data)) as z:
            assert seal in z.read(part).decode(), part


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_pinned_figure_and_the_list_of_changes_lead_to_what_differs(
    client: Any, stocked: Any, monkeypatch: Any, lang: str
) -> None:
    older, newest = "2026-11-23-aaaaaa", "2026-11-24-bbbbbb"
    monkeypatch.setenv("MONITOR_WAREHOUSE", str(stocked(older, newest)))
    for page, words in (
        (f"/{lang}/figure/returned?geo=NL&release={older}", "CSV"),
        (f"/{lang}/changes", f"{older} "),
    ):
        text = client.get(page).text
        found = re.findall(r'<a [^>]*href="([^"]*compare=[^"]*)"[^>]*>([^<]*)', text)
        address, said = next((unescape(a), w) for a, w in found if "/data/returned.csv" in a)
        assert f"release={older}" in address
        assert f"compare={newest}" in address
        assert words in said
        answer = client.get(address)
        assert (answer.status_code, next(csv.reader(io.StringIO(answer.text)))) == (200, list(HEADER))
    assert "compare=" not in client.get(f"/{lang}/figure/returned?release={newest}").text
    assert "compare=" not in client.get(f"/{lang}/figure/returned?release={older}&as_of=2019-10-14").text
