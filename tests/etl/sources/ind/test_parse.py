"""Parsing CBS files: frequency, names, totals, missing and provisional figures, and forms that agree."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.history import archive
from etl.history.vintages import Batch, history
from etl.payloads import Part
from etl.sources import ind

ROOT = Path(__file__).parents[4]
KEYS = ["nationality", "measure", "period"]
Doc = dict[str, Any]


@pytest.mark.parametrize("api", ["v3", "v4"])
@pytest.mark.parametrize(
    ("name", "periods"),
    [
        ("ind.83102ned_month", {"2015-10", "2025-11", "2025-12"}),
        ("ind.83102ned_quarter", {"2022-Q1"}),
        ("ind.83102ned_year", {"2021"}),
    ],
)
def test_only_the_datasets_frequency_is_kept_of_a_mixed_table(
    api: str, name: str, periods: set[str], declared: Any, files: Any
) -> None:
    assert set(ind.parse(files(api), declared(name)).frame["period"]) == periods


def test_the_frame_is_tidy(declared: Any, files: Any, figure_of: Any) -> None:
    frame = ind.parse(files(), declared("ind.83102ned_quarter")).frame
    assert list(frame.columns) == ["measure", "precision", "period", "value", "flag"]
    assert frame["value"].dtype == "float64"
    assert set(frame["precision"]) == {"rounded_5"}
    assert figure_of(frame, measure="first", period="2022-Q1") == 6485
    assert figure_of(frame, measure="nareis", period="2022-Q1") == 2555


@pytest.mark.parametrize("api", ["v3", "v4"])
def test_missing_stays_missing(api: str, declared: Any, files: Any) -> None:
    frame = ind.parse(files(api), declared("ind.83102ned_month")).frame
    total = frame[frame["measure"] == "first_and_repeat"]
    assert len(total) == 6
    assert total["value"].isna().all()


@pytest.mark.parametrize("api", ["v3", "v4"])
def test_provisional_periods_carry_the_flag(api: str, declared: Any, files: Any) -> None:
    frame = ind.parse(files(api), declared("ind.83102ned_month")).frame
    assert dict(frame.groupby("period")["flag"].first()) == {"2015-10": "", "2025-11": "p", "2025-12": "p"}


def test_padded_keys_become_titles_and_the_total_keeps_its_key(declared: Any, files: Any) -> None:
    yearly = declared("ind.83102ned_month", frequency="A")
    assert set(ind.parse(files(), yearly).frame["nationality"]) == {"Syrisch", "T001059"}


def test_a_nationality_is_called_the_same_in_the_archive_and_in_an_answer(declared: Any, files: Any) -> None:
    """The archive has keys, an answer of CBS a list with titles: one that had two names would count twice."""
    dataset = declared("ind.80059ned")
    answer = ind.parse(files("80059ned"), dataset).frame
    archived = archive.batches(dataset, ROOT / "data" / "archive")
    both = history([*(Batch(b.frame, "2019-04-30", 1) for b in archived), Batch(answer, "2026-02-16", 2)], KEYS)
    assert set(answer["nationality"]) == {"T001059", "Algerijns", "Chinees", "Syrisch", "NAT9445"}
    totals = both[both["current"] & (both["measure"] == "first_repeat_nareis") & (both["period"] == "2015")]
    before = pd.concat(b.frame[b.frame["period"] == "2015"] for b in archived)
    assert sorted(totals["nationality"]) == sorted(before["nationality"])
    asked = totals[totals["src_last"] == 2]
    assert dict(zip(asked["nationality"], asked["value"], strict=True)) == {
        "T001059": 58880, "Algerijns": 55, "Chinees": 240, "Syrisch": 27710, "NAT9445": 35,
    }  # fmt: skip


def test_every_key_of_the_archive_has_its_name_in_the_datasets_file(declared: Any) -> None:
    """Also those that keep their key, so that a title of CBS's list cannot become a second name."""
    dataset = declared("ind.80059ned")
    with (ROOT / "data" / "archive" / dataset.archive[0].file).open(encoding="utf-8", newline="") as f:
        keys = {row["nationality_key"] for row in csv.DictReader(f)}
    named = dataset.rename.codes["nationality"]
    assert keys <= set(named)
    assert len({named[key] for key in keys}) == len(keys)


def test_the_total_of_83102_leaves_out_family_members(declared: Any, files: Any, figure_of: Any) -> None:
    frame = ind.parse(files(), declared("ind.83102ned_month", frequency="A")).frame
    frame = frame[frame["nationality"] == "Syrisch"]
    assert figure_of(frame, measure="first_and_repeat", period="2015") == 18730
    assert figure_of(frame, measure="nareis", period="2015") == 8980


def test_two_keys_with_one_title_stay_apart(declared: Any, files: Any) -> None:
    def same_title(doc: Doc) -> None:
        for row in doc["value"]:
            row["Title"] = "Anders"

    dataset = declared("ind.83102ned_month")
    codes = {"measure": dataset.rename.codes["measure"], "nationality": {}}
    dataset = declared("ind.83102ned_month", rename={"dims": dataset.rename.dims, "codes": codes})
    frame = ind.parse(files(Nationaliteit=same_title), dataset).frame
    assert set(frame["nationality"]) == {"Anders (NAT9326)", "Anders (NAT9444)"}


def test_portal_csv_is_read_with_topics_known_by_title(declared: Any, saved: Any, figure_of: Any) -> None:
    parsed = ind.parse(saved("82027NED_UntypedDataSet.csv"), declared("ind.82027ned"))
    assert figure_of(parsed.frame, measure="asylum_total", period="2010") == 8680
    assert figure_of(parsed.frame, measure="asylum_humanitarian", period="2011") == 2345
    assert parsed.frame.loc[parsed.frame["measure"] == "single_permit", "value"].isna().all()
    assert parsed.vintage == ""
    assert any("provisional figures are not marked" in w for w in parsed.warnings)
    assert any("no figures for family_child" in w for w in parsed.warnings)
    assert not any("no figures for asylum" in w for w in parsed.warnings)


def test_long_and_wide_statline_exports_are_the_same_table(declared: Any, saved: Any, figure_of: Any) -> None:
    dataset = declared("ind.83102ned_month")
    long = ind.parse(saved("83102NED_statline_long.csv"), dataset)
    wide = ind.parse(saved("83102NED_statline_wide.csv"), dataset)
    pd.testing.assert_frame_equal(long.frame, wide.frame)
    assert figure_of(long.frame, nationality="Syrisch", measure="nareis", period="2025-12") == 1110
    assert dict(long.frame.groupby("period")["flag"].first()) == {"2015-10": "", "2025-11": "p", "2025-12": "p"}
    assert long.vintage == wide.vintage == "2026-01-31"


def test_statline_exports_and_odata_agree_cell_by_cell(declared: Any, files: Any, saved: Any) -> None:
    dataset = declared("ind.83102ned_month")
    odata = ind.parse(files(), dataset).frame
    export = ind.parse(saved("83102NED_statline_wide.csv"), dataset).frame
    pd.testing.assert_frame_equal(odata[odata["measure"] == "nareis"].reset_index(drop=True), export)


def test_a_topic_that_is_declared_as_unused_is_left_out(declared: Any, files: Any) -> None:
    def more(doc: Doc) -> None:
        for row in doc["value"]:
            row["AlleenstaandeMinderjarigen_5"] = 5

    request = {**declared("ind.83102ned_month").request, "unused": ["Alleenstaande minderjarigen"]}
    frame = ind.parse(
        files(TypedDataSet_1=more, TypedDataSet_2=more), declared("ind.83102ned_month", request=request)
    ).frame
    pd.testing.assert_frame_equal(frame, ind.parse(files(), declared("ind.83102ned_month")).frame)


def test_an_empty_last_page_changes_nothing(declared: Any, files: Any) -> None:
    link = {"odata.nextLink": "https://host/83102NED/TypedDataSet?$skiptoken=2"}
    parts = files(TypedDataSet_2=lambda doc: doc.update(link))
    parts = (*parts, Part("TypedDataSet-3.json", b'{"value": []}', "https://host/83102NED/TypedDataSet?$skiptoken=2"))
    pd.testing.assert_frame_equal(
        ind.parse(parts, declared("ind.83102ned_month")).frame,
        ind.parse(files(), declared("ind.83102ned_month")).frame,
    )
