"""A file in other layouts: core, chosen columns, wide, Dutch names; years as numbers; codes none takes for missing."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pytest

from dashboards.files import tabular
from dashboards.files.parted_rows import parted
from dashboards.files.rows import Row
from dashboards.query.columns import COLUMNS, CORE, DUTCH, WIDE, WIDE_PLACES, FileLayout
from etl.catalogue import catalogue

Recorded = Callable[..., list[dict[str, Any]]]


def table(client: Any, address: str, delimiter: str = ",") -> list[dict[str, str]]:
    answer = client.get(f"/data/{address}")
    assert answer.status_code == 200, answer.text[:300]
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def sheet(client: Any, address: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/data/{address}").data), read_only=True)
    return [[cell.value for cell in row] for row in book["Data"].iter_rows()]


def test_the_columns_are_those_of_a_row() -> None:
    assert Row._fields == COLUMNS == tuple(catalogue.load().codes["columns"])
    assert len(set(DUTCH.values())) == len(COLUMNS)


@pytest.mark.parametrize(
    ("columns", "header"),
    [
        ("core", CORE), ("", COLUMNS), ("full", COLUMNS), ("value,geo,value", ("value", "geo")),
        ("Period,VALUE", ("period", "value")),
    ],
)  # fmt: skip
def test_columns_are_a_set_or_a_list(client: Any, columns: str, header: tuple[str, ...]) -> None:
    every, some = (table(client, f"returned.csv?geo=NL&columns={c}") for c in ("full", columns))
    assert tuple(some[0]) == header
    assert some == [{name: row[name] for name in header} for row in every]


@pytest.mark.parametrize("query", ["columns=geo,population", "shape=long_ago", "names=fr", "columns=core&columns=full"])
def test_an_unknown_layout_is_refused(client: Any, query: str) -> None:
    assert client.get(f"/data/returned.csv?{query}").status_code == 404
    assert client.get("/data/returned.json?columns=core").status_code == 404


def test_dutch_names_stand_where_the_others_would(client: Any) -> None:
    english, dutch = (table(client, f"returned.csv?geo=NL&dialect=nl&names={n}", ";") for n in ("en", "nl"))
    assert list(dutch[0]) == [DUTCH[name] for name in english[0]]
    assert [list(row.values()) for row in dutch] == [list(row.values()) for row in english]
    assert sheet(client, "returned.xlsx?geo=NL&columns=core&names=nl")[0] == [DUTCH[name] for name in CORE]
    page = client.get("/data/returned.xlsx?geo=NL&columns=core&names=nl").data
    notes = openpyxl.load_workbook(io.BytesIO(page), read_only=True)["Notes"]
    assert "waarde" in {row[0].value for row in notes.iter_rows()}


@pytest.mark.parametrize("indicator", ["returned", "ind_quarterly", "irregular_arrivals_monthly", "resettlement_quota"])
def test_a_wide_file_holds_the_figures_and_flags_of_the_long_one(
    client: Any, recorded: Recorded, indicator: str
) -> None:
    expected = {(r["geo"], r["series"], r["period"]): (r["value"], r["flag"]) for r in recorded(indicator)}
    periods = {period for _, _, period in expected}
    found = {}
    for row in table(client, f"{indicator}.csv?columns=core&shape=wide"):
        assert set(row) >= {"geo", "geo_name", "series", "series_name", "unit", "provenance", *periods}
        for period in periods:
            cell = (float(row[period]) if row[period] else None, row.get(f"{period}_flag", ""))
            found[row["geo"], row["series"], period] = cell
    assert {key: cell for key, cell in found.items() if key in expected} == expected
    assert {cell for key, cell in found.items() if key not in expected} <= {(None, "")}
    across = {}
    for row in table(client, f"{indicator}.csv?columns=core&shape=wide_places"):
        for geo in {geo for geo, _, _ in expected}:
            cell = (float(row[geo]) if row[geo] else None, row.get(f"{geo}_flag", ""))
            across[geo, row["series"], row["period"]] = cell
    assert {key: cell for key, cell in across.items() if key in expected} == expected


def test_a_wide_row_says_which_of_its_figures_came_otherwise(client: Any) -> None:
    asked = "returned.csv?geo=EU28&series=third_country&columns=core"
    (row,), long = table(client, f"{asked}&shape=wide"), table(client, asked)
    most, *others = row["provenance"].split("; ")
    named = {period: name for each in others for name, _, held in [each.partition(": ")] for period in held.split(", ")}
    assert named
    for cell in long:
        assert cell["provenance"] == named.get(cell["period"], most), cell["period"]


def test_a_flag_is_never_lost_in_a_wide_file() -> None:
    blank = dict.fromkeys(COLUMNS, "")
    rows = [Row(**{**blank, "geo": "NL", "period": p, "value": v, "flag": f}) for p, v, f in (
        ("2019", 1.0, ""), ("2018", None, "c"), ("2020", 0.0, "p"))]  # fmt: skip
    made = tabular.tabular(parted(rows, Row._make), FileLayout(CORE, WIDE))
    assert made.header[-5:] == ("2018", "2019", "2020", "2018_flag", "2020_flag")
    assert made.rows[0][-5:] == (None, 1.0, 0.0, "c", "p")
    assert tabular.tabular(parted(rows, Row._make), FileLayout(CORE, WIDE_PLACES)).header[-2:] == ("NL", "NL_flag")


def test_a_file_of_one_or_two_columns_has_rows_of_so_many_cells() -> None:
    blank = dict.fromkeys(COLUMNS, "")
    rows = [Row(**{**blank, "geo": "NL", "period": "2019", "value": 12.5})]
    assert tabular.tabular(parted(rows, Row._make), FileLayout(("geo",))).rows[:] == (("NL",),)
    assert tabular.tabular(parted(rows, Row._make), FileLayout(("value", "geo"))).rows[:] == ((12.5, "NL"),)


def test_a_wide_file_of_places_goes_by_category_as_they_come_and_by_time() -> None:
    blank = dict.fromkeys(COLUMNS, "")
    order = (("z", "2019"), ("z", "2018"), ("a", "2020"), ("a", "2018"))
    rows = [Row(**{**blank, "geo": "NL", "series": s, "period": p, "value": 1.0}) for s, p in order]
    made = tabular.tabular(parted(rows, Row._make), FileLayout(("series", "period", "value"), WIDE_PLACES))
    assert [row[:2] for row in made.rows] == [("z", "2018"), ("z", "2019"), ("a", "2018"), ("a", "2020")]


def test_what_most_figures_of_a_row_have_in_common_comes_first_and_the_others_with_their_periods() -> None:
    blank = dict.fromkeys(COLUMNS, "")
    rows = [Row(**{**blank, "period": p, "value": 1.0, "provenance": how, "vintage": day}) for p, how, day in (
        ("2016", "quoted", "2020-01-01"), ("2017", "original", ""), ("2018", "original", ""), ("2019", "quoted", ""),
        ("2020", "original", ""), ("2021", "", ""))]  # fmt: skip
    [row] = tabular.tabular(
        parted(rows, Row._make), FileLayout(("provenance", "vintage", "period", "value"), WIDE)
    ).rows
    assert row[:2] == ("original; quoted: 2016, 2019; -: 2021", "2020-01-01: 2016")


def test_a_wide_file_has_an_empty_cell_where_a_place_has_no_such_period() -> None:
    blank = dict.fromkeys(COLUMNS, "")
    rows = [Row(**{**blank, "geo": g, "geo_name": f"of {g}", "period": p, "value": v, "flag": f}) for g, p, v, f in (
        ("NL", "2019", 1.0, ""), ("NL", "2018", None, "c"), ("BE", "2020", 0.0, "p"),
        ("BE", "2019", 3.0, "b"))]  # fmt: skip
    made = tabular.tabular(parted(rows, Row._make), FileLayout(CORE, WIDE, dutch=True))
    kept = ("gebied", "gebied_naam", "reeks", "reeks_naam", "eenheid", "herkomst")
    assert made.header == (*kept, "2018", "2019", "2020", "2018_vlag", "2019_vlag", "2020_vlag")
    assert made.columns == (*CORE[:4], "unit", "provenance", *["value"] * 3, *["flag"] * 3)
    assert [(row[0], *row[6:]) for row in made.rows] == [
        ("NL", None, 1.0, None, "c", "", ""),
        ("BE", None, 3.0, 0.0, "", "b", "p"),
    ]
    made = tabular.tabular(parted(rows, Row._make), FileLayout(CORE, WIDE_PLACES))
    assert made.header[-4:] == ("NL", "BE", "NL_flag", "BE_flag")
    assert [(row[2], *row[-4:]) for row in made.rows] == [
        ("2018", None, None, "c", ""),
        ("2019", 1.0, 3.0, "", "b"),
        ("2020", None, 0.0, "", "p"),
    ]


def test_years_of_a_workbook_are_numbers_and_months_are_dates(client: Any, release: Any) -> None:
    years = {row[4] for row in sheet(client, "returned.xlsx?geo=NL&columns=core")[1:]}
    assert years
    assert all(isinstance(year, int) for year in years)
    months = [row[4] for row in sheet(client, "irregular_arrivals_monthly.xlsx?columns=core&from=2025-01")[1:]]
    assert months
    assert {type(month.date()) for month in months} == {date}
    wide = sheet(client, "returned.xlsx?geo=NL&columns=core&shape=wide")[0]
    assert [cell for cell in wide if isinstance(cell, int)] == sorted(years)
    assert sheet(client, "ind_quarterly.xlsx?columns=core&from=2025-Q1&to=2025-Q1")[1][4] == "2025-Q1"


NAMIBIA = "first_time_by_citizenship"


@pytest.mark.parametrize("query", ["columns=core", "columns=full", "columns=core&shape=wide"])
def test_readers_with_their_defaults_take_no_code_for_missing(client: Any, recorded: Recorded, query: str) -> None:
    body = client.get(f"/data/{NAMIBIA}.csv?{query}").data
    assert any(r["series"] == "NA" for r in recorded(NAMIBIA))
    read = pd.read_csv(io.BytesIO(body), low_memory=False)
    codes = [name for name in ("geo", "geo_name", "series", "series_name", "unit", "provenance") if name in read]
    assert not read[codes].isna().any().any()
    assert "NA_" in set(read["series"])
    lazy = pl.read_csv(body, infer_schema_length=None, null_values=["NA", "null", "None", "NaN"])
    assert lazy.select(pl.col(codes).null_count()).row(0) == (0,) * len(codes)


def test_the_safe_code_is_the_same_in_every_form_and_can_be_asked_for(client: Any) -> None:
    one, other = (client.get(f"/data/{NAMIBIA}.csv?columns=core&series={s}") for s in ("NA", "NA_"))
    assert one.data == other.data
    assert one.data.count(b",NA_,Namibia,") > 0
    cube = json.loads(client.get(f"/data/{NAMIBIA}.json?series=NA").data)
    assert cube["dimension"]["series"]["category"]["index"] == ["NA_"]
    assert {row[2] for row in sheet(client, f"{NAMIBIA}.xlsx?series=NA&columns=core")[1:]} == {"NA_"}


def test_no_other_word_of_a_core_file_is_read_as_missing(client: Any, release: Any) -> None:
    seen = defaultdict(int)
    for indicator in catalogue.load().indicators:
        if 0 < release.choices(indicator).rows < 3_000:
            body = client.get(f"/data/{indicator}.csv?columns=core").data
            read = pd.read_csv(io.BytesIO(body), low_memory=False)
            seen[indicator] = int(read.drop(columns=["value", "flag"]).isna().sum().sum())
    assert len(seen) > 40
    assert not [indicator for indicator, missing in seen.items() if missing]


def test_the_documentation_names_every_column_in_dutch() -> None:
    text = (Path(__file__).parents[3] / "docs/exports.md").read_text("utf-8")
    assert [name for name in COLUMNS if f"`{name}` | `{DUTCH[name]}`" not in text] == []


def test_a_wide_workbook_prints_all_its_figures_with_their_places_beside_them(client: Any) -> None:
    def data(address: str) -> Any:
        return openpyxl.load_workbook(io.BytesIO(client.get(f"/data/{address}").data))["Data"]

    wide, long = (data(f"ind_quarterly.xlsx?columns=core&lang=nl{more}") for more in ("&shape=wide", ""))
    assert wide.print_area.endswith(f"${wide.dimensions.split(':')[1].rstrip('0123456789')}${wide.max_row}")
    assert wide.print_title_cols == "$A:$F"
    assert (long.print_title_cols, long.page_setup.fitToWidth) == (None, None)
    unit = next(cell for cell in long[1] if cell.value == "unit")
    longest = max(len(row[unit.column - 1].value) for row in long.iter_rows(min_row=2))
    assert long.column_dimensions[unit.column_letter].width > longest
    value = next(cell for cell in long[2] if cell.number_format == "#,##0")
    assert (value.alignment.horizontal, long[1][value.column - 1].alignment.horizontal) == ("right", "right")
