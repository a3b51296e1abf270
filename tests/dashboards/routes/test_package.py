"""The zip of a figure and of a release, as other tools read them: Frictionless, CSV on the Web, a reader."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import frictionless
import pytest
from csvw import CSVW

from dashboards.query.columns import COLUMNS
from etl.release import store

CHOICE = "geo=EU28,NL&series=non_eu&from=2014&to=2017&as_of=2019-10-14"


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("first_time_applicants.zip?" + CHOICE, "en"),
        ("irregular_arrivals_monthly.zip", "nl"),
        ("resettlement_quota.zip", "en"),
        ("resettlement_quota.zip", "nl"),
        ("coa_occupancy.zip", "en"),
        ("ordered_quarterly.zip", "nl"),
        ("first_instance_decisions.zip", "en"),
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
        "Place: European Union (28 countries, with the UK) (EU28); Netherlands (NL)",
        f"Rows: {count}\n",
        "Persons, not forms; repeat applications are left out.",
        "Only figures whose day of publication is known",
        'pd.read_csv(\n    "http://localhost/data/first_time_applicants.csv?geo=EU28,NL&',
    ):
        assert part in readme, part
    assert table["url"] == name
    assert [c["name"] for c in table["tableSchema"]["columns"]] == list(COLUMNS)
    assert table["dc:identifier"] == permalink


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
    small = {**described, "resources": [r for r in described["resources"] if r["bytes"] < 100_000]}
    (folder / "small.json").write_text(json.dumps(small), "utf-8")
    assert _validated(folder / "small.json")["tasks"] > 20
