"""GET /data/…: types, names, tags, refusals, the zip as other tools read it, the whole release as one file."""

import csv
import hashlib
import io
import json
import random
import re
import threading
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import frictionless
import pytest
from csvw import CSVW
from python_calamine import CalamineWorkbook

from dashboards.query.columns import COLUMNS
from dashboards.routes import release_file
from etl.release import store

TYPES = {
    "csv": "text/csv; header=present; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "zip": "application/zip",
}
CHOICE = "geo=EU28,NL&series=non_eu&from=2014&to=2017&as_of=2019-10-14"
# What would be ours and nobody else's: an unfilled place in a sentence, a tag, a value of Python.
MARKUP = re.compile(r"(?<!= )\{[a-z_]+\}|</?(?:div|span|p|a|b|sup|br)\b|\bNone\b|\bnan\b|\bText\(|\bdcc\.")


@pytest.fixture(autouse=True, scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of these tests for files that the site keeps."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("MONITOR_CACHE", str(folder))
        yield folder


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_has_its_type_and_a_name_that_says_what_it_is(client: Any, release: store.Release, ending: str) -> None:
    answer = client.get(f"/data/first_time_applicants.{ending}?{CHOICE}&lang=nl")
    name = f"first_time_applicants_EU28-NL_non_eu_2014-to-2017_as-of-2019-10-14_nl_{release.id}.{ending}"
    assert answer.headers["Content-Type"] == TYPES[ending]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Language"] == "nl"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("encoding", ["", "br", "gzip"])
@pytest.mark.parametrize(
    "path", [*(f"returned.{ending}" for ending in TYPES), "returned.csv?dialect=nl", "release.zip"]
)
def test_a_file_that_is_known_is_not_sent_again(client: Any, path: str, encoding: str) -> None:
    asked = {"Accept-Encoding": encoding}
    first = client.get(f"/data/{path}", headers=asked, buffered=True)
    again = client.get(f"/data/{path}", headers={**asked, "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_files_that_differ_have_different_tags(client: Any) -> None:
    paths = [
        *(f"returned.{e}" for e in TYPES),
        "returned.csv?dialect=nl",
        "returned.csv?lang=nl",
        "returned.csv?geo=NL",
    ]
    tags = [client.head(f"/data/{path}").headers["ETag"] for path in paths]
    assert len(set(tags)) == len(paths)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing.csv", "first_time_applicants"),
        ("returned.doc", "parquet"),
        ("returned.csv?geo=XX", "NL"),
        ("returned.xlsx?series=XX", "third_country"),
        (
            "returned.json?from=soon",
            "a year, half-year, quarter, month, week or day: 2018, 2018-S1, 2018-Q3, 2018-08, 2018-W32, 2018-08-05",
        ),
        ("returned.parquet?as_of=2019", "a day such as 2019-10-14"),
        ("returned.zip?country=NL", "geo"),
        ("returned.csv?dialect=fr", "international"),
        ("returned.csv?dialect=nl&dialect=nl", "international"),
        ("returned.json?dialect=nl", "geo"),
        ("returned.csv?lang=de", "nl"),
        ("returned.csv?release=2019-01-01-000000", "2026-11-23"),
        ("release.zip?geo=NL", "release"),
        ("release.zip?lang=de", "en"),
        ("release.zip?release=../../etc", "2026-11-23"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(client: Any, path: str, said: str) -> None:
    answer = client.get(f"/data/{path}")
    assert answer.status_code == 404
    assert set(answer.json) == {"accepted", "error"}
    assert any(accepted.startswith(said) for accepted in answer.json["accepted"]), answer.json


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    "path",
    [
        "first_time_applicants.zip?" + CHOICE,
        "irregular_arrivals_monthly.zip",
        "resettlement_quota.zip",
        "coa_occupancy.zip",
        "ordered_quarterly.zip",
        "first_instance_decisions.zip",
    ],
)
def test_the_zip_is_a_valid_data_package(client: Any, tmp_path: Path, path: str, lang: str) -> None:
    """Years, months, days, quarters, targets, and an indicator of which nothing has been pulled."""
    answer = client.get(f"/data/{path}{'&' if '?' in path else '?'}lang={lang}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as z:
        z.extractall(tmp_path / "zip")
    report = _validated(tmp_path / "zip" / "datapackage.json")
    [table] = (tmp_path / "zip").glob("*-metadata.json")
    if report["rows"]:
        assert CSVW(str(table), validate=True).is_valid
    assert report["tasks"] == 1
    described = json.loads((tmp_path / "zip" / "datapackage.json").read_text("utf-8"))
    assert [f["name"] for f in described["resources"][0]["schema"]["fields"]] == list(COLUMNS)
    assert described["licenses"] or report["rows"] == 0
    assert all(x["name"] in ("CC-BY-4.0", "other-at", "other-closed", "notspecified") for x in described["licenses"])


def test_csv_on_the_web_is_held_to_its_own_rules(client: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The validator refuses a type that its context does not know, and a text where a number must be."""
    with zipfile.ZipFile(io.BytesIO(client.get("/data/returned.zip?geo=NL").data)) as z:
        z.extractall(tmp_path)
    [table], [rows] = tmp_path.glob("*-metadata.json"), tmp_path.glob("*.csv")
    described = table.read_text("utf-8")
    table.write_text(described.replace('"xsd:date"', '"date"'), "utf-8")
    with pytest.raises(ValueError, match="@type"):
        CSVW(str(table), validate=True)
    table.write_text(described, "utf-8")
    rows.write_bytes(re.sub(rb"(,2014,)\d+,", rb"\1many,", rows.read_bytes()))
    said = ""
    try:
        list(CSVW(str(table), validate=True).tables[0])
    except ValueError as e:  # where it has no log of its own
        said = str(e)
    assert "invalid lexical value" in said + caplog.text


def test_a_package_with_a_changed_figure_is_not_valid(client: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/data/returned.zip?geo=NL").data)) as z:
        z.extractall(tmp_path / "zip")
    [path] = (tmp_path / "zip").glob("*.csv")
    path.write_bytes(path.read_bytes().replace(b",2014,", b",2014x,"))
    found = frictionless.validate(str(tmp_path / "zip" / "datapackage.json"))
    assert {e.type for task in found.tasks for e in task.errors} >= {"hash-count", "constraint-error"}


def _validated(path: Path) -> dict[str, int]:
    found = frictionless.validate(str(path))
    assert found.valid, found.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    return {"tasks": len(found.tasks), "rows": sum(task.stats.get("rows", 0) for task in found.tasks)}


def test_the_zip_tells_how_to_read_and_cite_it(client: Any, release: store.Release) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"/data/first_time_applicants.zip?{CHOICE}").data)) as z:
        names, readme = z.namelist(), z.read("README.md").decode("utf-8")
        table = json.loads(z.read(names[-1]))
        [name] = [n for n in names if n.endswith(".csv")]
        count = z.read(name).count(b"\r\n") - 1
    assert names == ["README.md", name, "datapackage.json", f"{name}-metadata.json"]
    permalink = (
        "http://localhost/en/figure/first_time_applicants?geo=EU28,NL&series=non_eu&from=2014&to=2017"
        f"&as_of=2019-10-14&release={release.id}"
    )
    for part in (
        "# First-time asylum applicants\n",
        f"<{permalink}>",
        "@misc{first_time_applicants_",
        "Figures as known on: 14 October 2019",
        "Place: European Union (28 countries, 2013–2020) (EU28); Netherlands (NL)",
        f"Rows: {count}\n",
        "Persons, not forms; repeat applications are left out.",
        "Only figures whose day of publication is known",
        'pd.read_csv(\n    "http://localhost/data/first_time_applicants.csv?geo=EU28,NL&',
    ):
        assert part in readme, part
    assert table["url"] == name
    assert [c["name"] for c in table["tableSchema"]["columns"]] == list(COLUMNS)
    assert table["dc:identifier"] == permalink


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    "indicator", ["first_time_applicants", "irregular_arrivals", "resettlement_quota", "return_rate"]
)
def test_no_markup_of_ours_is_in_any_file(client: Any, indicator: str, lang: str) -> None:
    asked = {e: client.get(f"/data/{indicator}.{e}?lang={lang}").data for e in ("csv", "json", "zip", "xlsx")}
    texts = [asked["csv"].decode(), asked["json"].decode()]
    with zipfile.ZipFile(io.BytesIO(asked["zip"])) as z:
        texts += [z.read(name).decode() for name in z.namelist()]
    book = CalamineWorkbook.from_filelike(io.BytesIO(asked["xlsx"]))
    texts += [
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    ]
    found = {m[0] for text in texts for m in MARKUP.finditer(text)}
    assert not found


def test_the_whole_release_is_one_valid_package(client: Any, release: store.Release, tmp_path: Path) -> None:
    answer = client.get("/data/release.zip", buffered=True)
    assert answer.headers["Content-Type"] == "application/zip"
    assert f"migration-monitor_{release.id}_en.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as z:
        z.extractall(tmp_path / "all")
        built = datetime.fromisoformat(release.facts["built_at"])
        assert {i.date_time for i in z.infolist()} == {built.timetuple()[:6]}
    folder = tmp_path / "all"
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    expected = {f"data/{name}.csv" for name in release.facts["indicators"]}
    assert files == {"README.md", "datapackage.json", "release.json", "claims.json"} | expected
    assert (folder / "release.json").read_bytes() == (release.folder / "release.json").read_bytes()
    claims = json.loads((folder / "claims.json").read_text("utf-8"))
    assert {c["id"] for c in claims} == set(release.claims)
    assert all(c["quote_nl"] and c["result"]["verdict"] for c in claims)
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in described["resources"]:
        body = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        lines = sum(1 for _ in csv.reader(io.StringIO(body.decode("utf-8"), newline="")))
        assert lines - 1 == release.facts["indicators"][resource["name"]]
    small = {**described, "resources": [r for r in described["resources"] if r["bytes"] < 300_000]}
    (folder / "small.json").write_text(json.dumps(small), "utf-8")
    assert _validated(folder / "small.json")["tasks"] > 20


def test_the_release_is_written_once_and_few_are_kept(client: Any, kept: Path) -> None:
    made = kept / "releases"
    first = client.get("/data/release.zip", buffered=True).data
    [path] = made.glob("*_en_*.zip")
    written = path.stat().st_mtime_ns
    assert client.get("/data/release.zip", buffered=True).data == first == path.read_bytes()
    assert path.stat().st_mtime_ns == written
    path.unlink()
    for n in range(8):
        (made / f"old_{n}.zip").write_bytes(b"x")
    assert client.get("/data/release.zip", buffered=True).data == first
    assert path.exists()
    assert len(list(made.iterdir())) == 6


def test_readers_get_a_release_while_it_is_made(
    kept: Path, release: store.Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, go_on = kept / "releases" / "some.zip", threading.Event()

    def files(*_: Any) -> Iterator[tuple[str, bytes]]:
        yield "a.csv", random.Random(1).randbytes(200_000)
        assert go_on.wait(30)
        yield "b.csv", b"b"

    monkeypatch.setattr(release_file, "files", files)
    readers = [release_file._growing(path, release_file._made(path, release, "en", "")) for _ in range(2)]
    firsts = [next(reader) for reader in readers]
    assert not path.exists()
    go_on.set()
    bodies = [first + b"".join(reader) for first, reader in zip(firsts, readers, strict=True)]
    assert bodies[0] == bodies[1] == path.read_bytes()
    with zipfile.ZipFile(path) as z:
        assert (z.testzip(), z.namelist()) == (None, ["a.csv", "b.csv"])
    path.unlink()


def test_a_release_that_cannot_be_made_is_no_file_and_nobody_waits(
    kept: Path, release: store.Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept / "releases" / "other.zip"
    monkeypatch.setattr(release_file, "files", lambda *_: (_ for _ in [None] if 1 // 0))
    with pytest.raises((RuntimeError, FileNotFoundError)):
        list(release_file._growing(path, release_file._made(path, release, "en", "")))
    assert list(path.parent.glob("*other.zip*")) == []


def test_a_part_of_the_release_can_be_asked_for(client: Any) -> None:
    whole = client.get("/data/release.zip", buffered=True).data
    part = client.get("/data/release.zip", buffered=True, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, whole[100:200])


def test_a_figure_leaves_nothing_on_the_disk(client: Any, kept: Path) -> None:
    before = sorted(kept.rglob("*"))
    for ending in TYPES:
        assert client.get(f"/data/returned.{ending}?geo=NL&from=2011").status_code == 200
    assert sorted(kept.rglob("*")) == before


@pytest.mark.parametrize(
    ("path", "first", "last", "count"),
    [
        ("coa_occupancy.csv?from=2022-01&to=2022-12", "2022-01-24", "2022-12-05", 3),
        ("coa_occupancy.csv?from=2022-01-24&to=2022-01-24", "2022-01-24", "2022-01-24", 1),
        ("coa_occupancy.csv?from=2022-01&to=2022-01", "2022-01-24", "2022-01-24", 1),
        ("irregular_arrivals_monthly.csv?geo=EU&series=total&from=2024-Q1&to=2024", "2024-01", "2024-12", 12),
        ("irregular_arrivals_monthly.csv?geo=EU&series=total&from=2024&to=2024-Q1", "2024-01", "2024-03", 3),
        ("irregular_arrivals_monthly.csv?geo=EU&series=total&from=2025-Q1&to=2025-Q2", "2025-01", "2025-06", 6),
        ("returned.csv?geo=NL&series=all&from=2014-S2&to=2016-12-31", "2015", "2016", 2),
        ("irregular_arrivals_monthly.csv?geo=EU&series=total&from=2024-W01&to=2024-W05", "2024-01", "2024-01", 1),
    ],
)
def test_a_span_of_another_frequency_selects_what_lies_within_it(
    client: Any, path: str, first: str, last: str, count: int
) -> None:
    answer = client.get(f"/data/{path}")
    assert answer.status_code == 200, answer.text
    periods = [row["period"] for row in csv.DictReader(io.StringIO(answer.text))]
    assert (min(periods), max(periods), len(periods)) == (first, last, count)


@pytest.mark.parametrize(
    "day", ["2019-02-31", "0000-01-01", "٢٠١٩-٠١-٠١", "2019-13-01", "2019-1-1", "2019", "2019-01-01T00:00", "x" * 300]
)
@pytest.mark.parametrize(
    "path",
    ["/data/returned.csv", "/figure/returned.svg", "/embed/returned", "/en/figure/returned", "/briefing/returned.pptx",
     "/data/dataset/eurostat.migr_eirtn.csv", "/en/explore", "/api/figure/returned.json"],
)  # fmt: skip
def test_a_day_that_is_none_is_refused_with_a_sentence(client: Any, path: str, day: str) -> None:
    answer = client.get(path, query_string={"as_of": day})
    assert answer.status_code == 404
    assert "a day such as 2019-10-14" in answer.text
