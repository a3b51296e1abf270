"""The parser on files as CBS made them and others saved them; figures checked against other publications of CBS."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.catalogue.declarations import Dataset
from etl.formats import cbs_odata
from etl.payloads import Parsed, Part
from etl.sources import ind

ROOT = Path(__file__).parents[4]
PUBLISHED = ROOT / "tests" / "fixtures" / "ind" / "published"
BY_SEX_AND_AGE: dict[str, Any] = {
    "dims": ["sex", "age", "nationality", "measure"],
    "request": {"api": "v3"},
    "rename": {
        "dims": {"Geslacht": "sex", "Leeftijd": "age", "Nationaliteit": "nationality"},
        "codes": {"measure": {"TotaalAsielverzoeken_1": "first_and_repeat"}},
    },
}


@pytest.fixture
def parsed(declared: Callable[..., Dataset]) -> Callable[..., Parsed]:
    """A published file, cut, as a dataset reads it; changes: other fields of the dataset."""

    def read(path: str, dataset: str, **changes: Any) -> Parsed:
        part = Part(Path(path).name, (PUBLISHED / path).read_bytes(), Path(path).name)
        return ind.parse((part,), declared(dataset, **changes))

    return read


def syria(frame: pd.DataFrame, year: str) -> pd.DataFrame:
    return frame[(frame["nationality"] == "Syrisch") & frame["period"].str.startswith(year)]


def test_portal_csv_of_80059ned_equals_the_archive(parsed: Any) -> None:
    frame = parsed("80059ned_UntypedDataSet.csv", "ind.80059ned").frame
    assert len(frame) == 44 + 86 * 5
    with (ROOT / "data" / "archive" / "cbs_80059ned_total_by_nationality_1975_2018.csv").open(encoding="utf-8") as f:
        archive = list(csv.DictReader(f))
    given = frame.dropna(subset=["value"])
    years = {str(year) for year in range(2014, 2019)}
    kept = [r for r in archive if r["year"] in years or r["nationality_key"] == "T001059"]
    assert len(given) == len(kept)
    assert given["value"].sum() == sum(float(row["value"]) for row in kept)
    total = given[given["nationality"] == "T001059"].set_index("period")["value"]
    assert total["2018"] == 30540
    assert total["1975"] == 390


@pytest.mark.parametrize("name", ["80059ned_untyped.json", "80059ned_untyped_template.json"])
def test_untyped_json_of_80059ned_has_the_total_with_family_members(name: str, parsed: Any) -> None:
    frame = parsed(name, "ind.80059ned").frame
    found = syria(frame, "2015").set_index("measure")["value"].to_dict()
    assert found == {"first_repeat_nareis": 27710, "first": 18675, "repeat": 50, "nareis": 8980}
    assert frame["value"].isna().any()


def test_two_downloads_of_80059ned_agree(parsed: Any) -> None:
    keyed = parsed("80059ned_UntypedDataSet.csv", "ind.80059ned").frame
    titled = parsed("80059ned_untyped.json", "ind.80059ned").frame
    titled = titled[titled["measure"] == "first_repeat_nareis"]
    for nationality in ("Syrisch", "Eritrees"):
        both = [f[f["nationality"] == nationality].set_index("period")["value"] for f in (keyed, titled)]
        years = ["2014", "2015", "2016"]
        pd.testing.assert_series_equal(both[0].loc[years], both[1].loc[years])


@pytest.mark.parametrize("name", ["83102NED_wide_single_byte.csv", "83102NED_wide_utf8.csv"])
def test_wide_statline_export_in_either_encoding(name: str, parsed: Any) -> None:
    months = parsed(name, "ind.83102ned_month", **BY_SEX_AND_AGE)
    years = parsed(name, "ind.83102ned_year", **BY_SEX_AND_AGE)
    assert months.vintage == "2017-10-15"
    assert set(years.frame["period"]) == {"2015", "2016"}
    assert syria(years.frame, "2015")["value"].sum() == 14830 + 3900 == 18730
    assert abs(syria(months.frame, "2015")["value"].sum() - 18730) <= 10
    assert dict(years.frame.groupby("period")["flag"].first()) == {"2015": "", "2016": "p"}
    assert set(months.frame.loc[months.frame["period"] == "2014-02", "flag"]) == {""}


def test_long_statline_export_with_months_quarters_and_years_is_not_counted_three_times(parsed: Any) -> None:
    name = "83102NED_long_quarters.csv"
    months = parsed(name, "ind.83102ned_month", **BY_SEX_AND_AGE).frame
    quarters = parsed(name, "ind.83102ned_quarter", **BY_SEX_AND_AGE).frame
    years = parsed(name, "ind.83102ned_year", **BY_SEX_AND_AGE).frame
    assert len(months) + len(quarters) + len(years) == 374
    assert syria(months, "2015")["value"].sum() == 18730
    assert set(quarters["period"]) == {"2017-Q2"}
    assert set(quarters["flag"]) == {"p"}
    assert set(months.loc[months["period"] >= "2016", "flag"]) == {"p"}
    assert set(months.loc[months["period"] < "2016", "flag"]) == {""}


def test_long_statline_export_without_asterisks_says_so(parsed: Any) -> None:
    found = parsed("83102NED_long_without_marks.csv", "ind.83102ned_month", **BY_SEX_AND_AGE)
    assert set(found.frame["flag"]) == {""}
    assert any("provisional figures are not marked" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("name", "table", "modified"),
    [("metadata_v3.json", "84669NED", "2020-12-14T02:00:00"),
     ("metadata_v4.json", "81075ned", "2020-01-23T02:00:00+01:00")],
)  # fmt: skip
def test_descriptions_of_tables_are_known_in_both_forms(name: str, table: str, modified: str) -> None:
    found = cbs_odata.document(Part(name, (PUBLISHED / name).read_bytes(), name))
    assert found.role == "about"
    assert (found.rows[0]["Identifier"], found.rows[0]["Modified"]) == (table, modified)


@pytest.mark.parametrize(
    ("name", "role"),
    [("cbs.v3.83583NED_Perioden", "periods"), ("cbs.v3.83583NED_Bedrijfsgrootte", "codes"),
     ("cbs.v3.83583NED_TypedDataSet", "rows"), ("cbs.v3.83583NED_DataProperties", "properties"),
     ("cbs.v3.83583NED_CategoryGroups", "groups"), ("cbs.v4.83765NED_MeasureCodes", "measures"),
     ("cbs.v4.83765NED_Dimensions", "dimensions"), ("cbs.v4.83765NED_WijkenEnBuurtenGroups", "groups"),
     ("cbs.v4.83765NED_WijkenEnBuurtenCodes", "codes")],
)  # fmt: skip
def test_tables_of_both_services_are_told_by_their_columns(name: str, role: str) -> None:
    rows = json.loads((PUBLISHED / "tables.json").read_text("utf-8"))[name]
    found = cbs_odata.document(Part(f"{name}.json", json.dumps({"value": rows}).encode(), name))
    assert (found.role, len(found.rows)) == (role, len(rows))
