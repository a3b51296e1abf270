"""GET /data/…: types, names, tags, refusals, spans."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

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


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_has_its_type_and_a_name_that_says_what_it_is(client: Any, release: store.Release, ending: str) -> None:
    answer = client.get(f"/data/first_time_applicants.{ending}?{CHOICE}&lang=nl")
    name = f"first_time_applicants_EU28-NL_non_eu_2014-to-2017_as-of-2019-10-14_nl_{release.id}.{ending}"
    assert answer.headers["Content-Type"] == TYPES[ending]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Language"] == "nl"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("of_few")
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


@pytest.mark.parametrize(
    ("indicator", "lang"),
    [
        ("first_time_applicants", "en"),
        ("irregular_arrivals", "nl"),
        ("resettlement_quota", "en"),
        ("return_rate", "nl"),
    ],
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
