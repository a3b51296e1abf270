"""One figure is one figure: every file that a reader can take holds the release's own figures and flags, and no others.

What is compared with is the release's Parquet, read here without the code under test.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from html import escape
from itertools import cycle
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from dashboards.charts.model import Chart
from dashboards.charts.plotly import picture as plotly
from dashboards.charts.plotly.traces import place
from dashboards.charts.table import table
from dashboards.figures import chart_kind
from dashboards.figures import figure as figures
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue import catalogue
from etl.model.places import DATA

Key = tuple[str, str, str]  # geo, series, period
Cells = dict[Key, tuple[float | None, str]]  # value, flag
NAMED = ("geo", "series", "period", "value", "flag")
INDICATORS = tuple(catalogue.load().indicators)
MANY = 200
WHOLE, LARGEST = ("csv", "csv?columns=core"), 2_000_000  # bytes


def cells(geo: Sequence[str], series: Sequence[str], period: Sequence[str], value: Any, flag: Sequence[str]) -> Cells:
    """Columns as cells; a key that stands there twice is an error."""
    plain = ["NA" if name == "NA_" else name for name in series]  # so that no reader takes Namibia for missing
    found = dict(zip(zip(geo, plain, period, strict=True), zip(value, flag, strict=True), strict=True))
    assert len(found) == len(geo)
    return found


def columns_of(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """The columns of NAMED, in that order, of a table with a header."""
    header, *rest = rows
    at = [list(header).index(name) for name in NAMED]
    return [[row[n] for row in rest] for n in at]


def from_csv(body: bytes, delimiter: str = ",", decimal: str = ".") -> Cells:
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    geo, series, period, value, flag = columns_of(rows)
    assert decimal == "." or not any("." in text for text in value)
    return cells(geo, series, period, [float(v.replace(decimal, ".")) if v else None for v in value], flag)


def from_dutch_csv(body: bytes) -> Cells:
    assert body.startswith(b"\xef\xbb\xbf")
    return from_csv(body, ";", ",")


def from_xlsx(body: bytes) -> Cells:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name("Data")
    geo, series, period, value, flag = columns_of(sheet.to_python(skip_empty_area=False))
    assert all(v == "" or isinstance(v, float) for v in value)
    return cells(geo, series, [period_of(p) for p in period], [None if v == "" else v for v in value], flag)


def period_of(cell: Any) -> str:
    """A period as a workbook has it: a year as a number, a month or day as a date."""
    if isinstance(cell, date):
        return cell.isoformat() if cell.day > 1 else f"{cell:%Y-%m}"
    return f"{cell:.0f}" if isinstance(cell, float) else cell


def from_parquet(body: bytes) -> Cells:
    return cells(*(column.to_pylist() for column in pq.read_table(io.BytesIO(body), columns=list(NAMED)).columns))


def from_json(body: bytes) -> Cells:
    """Walks the cube as JSON-stat defines it: row-major over `id` and `size`."""
    found = json.loads(body)
    codes = {name: found["dimension"][name]["category"]["index"] for name in found["id"]}
    assert found["size"] == [len(codes[name]) for name in found["id"]]
    assert set(found["status"]) <= set(found["value"])
    made: Cells = {}
    for cell, value in found["value"].items():
        left, place = int(cell), {}
        for name in reversed(found["id"]):
            left, at = divmod(left, len(codes[name]))
            place[name] = codes[name][at]
        series = "NA" if place["series"] == "NA_" else place["series"]
        made[place["geo"], series, place["period"]] = (value, found["status"].get(cell, ""))
    return made


def from_zip(body: bytes) -> Cells:
    with zipfile.ZipFile(io.BytesIO(body)) as z:
        [name] = [n for n in z.namelist() if n.endswith(".csv")]
        return from_csv(z.read(name))


FORMS: dict[str, Callable[[bytes], Cells]] = {
    "csv": from_csv,
    "csv?dialect=nl": from_dutch_csv,
    "csv?columns=core": from_csv,
    "xlsx?columns=core": from_xlsx,
    "xlsx": from_xlsx,
    "parquet": from_parquet,
    "json": from_json,
    "zip": from_zip,
}


@cache
def truth(root: Path, indicator: str, as_of: str = "") -> Cells:
    """The release's own figures: those that stand, or those that stood on a day."""
    current = (root / "CURRENT").read_text("utf-8").strip()
    path = root / "releases" / current / "indicators" / f"{indicator}.parquet"
    table = pq.read_table(path, columns=[*NAMED, "seen_from", "seen_until", "current"])
    *named, seen_from, seen_until, stands = (column.to_pylist() for column in table.columns)
    if as_of:
        stands = [bool(a) and a <= as_of < (b or "9") for a, b in zip(seen_from, seen_until, strict=True)]
    geo, series, period, value, flag = ([v for v, keep in zip(n, stands, strict=True) if keep] for n in named)
    return cells(geo, series, period, [None if v is None or v != v else v for v in value], flag)


def body(client: Any, indicator: str, form: str, **query: str) -> bytes:
    ending, _, more = form.partition("?")
    own = dict([more.split("=")]) if more else {}
    answer = client.get(urls.data(indicator, {**query, **own}, ending))
    assert answer.status_code == 200, answer.text
    made: bytes = answer.data
    return made


def taken(client: Any, indicator: str, form: str, **query: str) -> Cells:
    return FORMS[form](body(client, indicator, form, **query))


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_file_holds_the_figures_of_the_release(client: Any, release_root: Path, indicator: str) -> None:
    """Of the indicators with many rows all figures are compared as CSV, in the other files those from a late period."""
    expected = truth(release_root, indicator)
    for form in WHOLE:
        assert taken(client, indicator, form) == expected, form
    assert len(body(client, indicator, "csv?columns=core")) < LARGEST
    start = "" if len(expected) < MANY else sorted(period for _, _, period in expected)[-MANY]
    late = {key: cell for key, cell in expected.items() if key[2] >= start}
    assert bool(late) == bool(expected)
    for form in FORMS if start else {*FORMS} - {*WHOLE}:
        held = taken(client, indicator, form, **{"from": start})
        assert held == (first_days_as_months(late) if form.startswith("xlsx") else late), form


def first_days_as_months(of: Cells) -> Cells:
    """In a workbook both are a date; only its format tells them apart."""
    return {(g, s, p[:7] if len(p) == 10 and p.endswith("-01") else p): cell for (g, s, p), cell in of.items()}


def test_the_figures_compared_have_flags_and_zeros(release_root: Path) -> None:
    """Without these, the test above would show little."""
    found = [cell for indicator in INDICATORS for cell in truth(release_root, indicator).values()]
    assert sum(flag != "" for _, flag in found) > 500
    assert sum(value == 0 for value, _ in found) > 100


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("indicator", "day"), [("first_time_applicants", "2019-10-14"), ("irregular_arrivals", "2025-06-30")]
)
def test_a_reading_of_the_past_is_the_same_in_every_file(
    client: Any, release_root: Path, indicator: str, day: str, form: str
) -> None:
    then = truth(release_root, indicator, day)
    assert then
    assert then != {key: cell for key, cell in truth(release_root, indicator).items() if key in then}
    assert taken(client, indicator, form, as_of=day) == then


@pytest.mark.parametrize("form", FORMS)
def test_a_choice_narrows_every_file_alike(client: Any, release_root: Path, form: str) -> None:
    choice = {"geo": "EU28,NL", "series": "non_eu", "from": "2012", "to": "2016"}
    found = taken(client, "first_time_applicants", form, **choice)
    expected = {
        (geo, name, period): cell
        for (geo, name, period), cell in truth(release_root, "first_time_applicants").items()
        if geo in ("EU28", "NL") and name == "non_eu" and "2012" <= period <= "2016"
    }
    assert found == expected
    assert len(found) >= 8


@pytest.mark.parametrize("form", FORMS)
def test_an_index_is_the_same_in_every_file(client: Any, release_root: Path, form: str) -> None:
    found = taken(client, "irregular_arrivals", form, series="total", measure="index", base="2015")
    values = {period: value for (_, name, period), (value, _) in truth(release_root, "irregular_arrivals").items()
              if name == "total" and value is not None}  # fmt: skip
    assert {p: v for (_, _, p), (v, _) in found.items()} == {
        p: pytest.approx(100 * v / values["2015"], abs=0.05) for p, v in values.items()
    }


@pytest.mark.parametrize("form", FORMS)
def test_one_number_is_found_everywhere(client: Any, form: str) -> None:
    """Frontex, all routes, 2015: the twelve months of the newest vintage in the archive, added up here."""
    with (DATA / "archive" / "frontex_ibc_route_month.csv").open(encoding="utf-8", newline="") as f:
        rows = [r for r in csv.DictReader(f) if r["period"].startswith("2015-")]
    newest = max(r["vintage"] for r in rows)
    detections = sum(int(r["value"]) for r in rows if r["vintage"] == newest)
    assert 1_800_000 < detections < 1_850_000
    found = taken(client, "irregular_arrivals", form, series="total")
    assert found["EU", "total", "2015"] == (detections, "")


@pytest.mark.parametrize(("indicator", "lang"), list(zip(INDICATORS, cycle(catalogue.LANGS), strict=False)))
def test_what_is_shown_is_what_is_downloaded(client: Any, indicator: str, lang: catalogue.Lang) -> None:
    shown = figures.default_figure(indicator, lang)
    state = {**shown.chosen.state(), "lang": lang}
    data = taken(client, indicator, "csv", **state)
    assert data == {(s.geo, s.series, p.period): (p.value, p.flag) for s in shown.series for p in s.points}
    chart, at = shown.chart, chart_kind.period_shown(shown.series, shown.chosen.end)
    own, drawn = {f"{s.geo} {s.series}": (s.geo, s.series) for s in shown.series}, 0
    for trace in chart.traces:
        for mark in trace.marks:
            series = own[trace.id if chart.frequency else mark.x]
            cell = data.get((*series, mark.x if chart.frequency else at), (None, ""))
            assert (mark.value, mark.flag) == cell
            drawn += 1
    assert drawn or not data
    _in_the_table(chart)
    _in_the_browser(chart)


def _in_the_table(chart: Chart) -> None:
    made, meanings = table(chart), dict(chart.flags)
    rows = {row[0]: row for row in made.rows}
    for trace in chart.traces:
        at = made.header.index(f"{trace.label} ({chart.unit})" if chart.unit else trace.label)
        for mark in trace.marks:
            row = rows[formats.period(mark.x, chart.lang) if chart.frequency else mark.label]
            figure = T["no_figure"][chart.lang] if mark.value is None else chart.number(mark.value).rstrip("%")
            assert row[at] == figure
            assert all(meanings[letter] in row[at + 1] for letter in mark.flag)


def _in_the_browser(chart: Chart) -> None:
    made = {t["meta"]: t for t in plotly.figure(chart)["data"] if "meta" in t}
    for trace in chart.traces:
        found, expected = made[trace.id], {m.x: m.value for m in trace.marks}
        if chart.kind == "heatmap":
            assert [v for row in found["z"] for v in row if v is not None] == [
                v for v in expected.values() if v is not None
            ]
        elif chart.kind == "dumbbell" or found.get("orientation") == "h":
            assert dict(zip(found["y"], found["x"], strict=True)) == expected
        else:
            assert list(found["y"]) == list(expected.values())
            assert list(found["x"]) == [place(chart, x) for x in expected]
            texts = zip(found["hovertext"], trace.marks, strict=True)
            assert all(escape(dict(chart.flags)[letter], quote=False) in text for text, m in texts for letter in m.flag)
