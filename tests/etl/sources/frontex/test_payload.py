"""The workbook of 3 June 2025 as Frontex published it, against the archive; and the archive against its contracts."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue.catalogue import load
from etl.formats import xlsx
from etl.history import archive, contracts
from etl.model.errors import ContractError
from etl.payloads import Part
from etl.sources import frontex

ROOT = Path(__file__).parents[4]
PAYLOAD = ROOT.parent / "shared" / "payloads" / "frontex" / "ibc_2025-06-03.xlsx"
DAY = "2025-06-03"


def dataset(name):
    return load().datasets[f"frontex.{name}"]


def body():
    if not PAYLOAD.exists():
        pytest.skip("the workbook of 2025-06-03 is not beside this repository")
    return PAYLOAD.read_bytes()


@cache
def parsed(name):
    return frontex.parse((Part("ibc.xlsx", body(), PAYLOAD.name),), dataset(name))


def archived(name, vintage):
    frames = [b.frame for b in archive.batches(dataset(name), ROOT / "data" / "archive") if b.vintage == vintage]
    return pd.concat(frames)


def nonzero(frame):
    """Values other than 0 by key, without the marks of footnotes."""
    bare = frame.assign(nationality=frame["nationality"].str.strip("*^"))
    return bare[bare["value"] != 0].set_index(["route", "border_type", "nationality", "period"])["value"].sort_index()


@pytest.mark.parametrize(("name", "rows"), [
    ("ibc", 885 * 196), ("ibc_route_month", 9 * 196), ("ibc_nationality_year", 885 * 16),
])  # fmt: skip
def test_workbook_keeps_the_contract_of_each_dataset(name, rows):
    found = parsed(name)
    assert len(found.frame) == rows
    assert found.vintage == DAY
    assert found.warnings == ()
    contracts.check(found.frame, dataset(name), load())


@pytest.mark.parametrize(("year", "total"), [("2015", 1_822_102), ("2018", 149_036), ("2024", 240_021)])
@pytest.mark.parametrize("name", ["ibc", "ibc_route_month", "ibc_nationality_year"])
def test_yearly_totals_are_those_published(name, year, total):
    frame = parsed(name).frame
    assert frame.loc[frame["period"].str[:4] == year, "value"].sum() == total


def test_route_months_equal_the_archive():
    found = parsed("ibc_route_month").frame.set_index(["route", "period"])["value"].sort_index()
    kept = archived("ibc_route_month", DAY).set_index(["route", "period"])["value"].sort_index()
    assert found.to_dict() == kept.to_dict()
    assert found["Eastern Borders Route", "2025-04"] == 2955


def test_years_by_nationality_equal_the_archive_which_leaves_out_zeros():
    found = nonzero(parsed("ibc_nationality_year").frame)
    assert found.to_dict() == nonzero(archived("ibc_nationality_year", DAY)).to_dict()


def test_part_of_a_year_equals_the_archive_and_names_its_span():
    kept = archived("ibc_nationality_part", DAY)
    assert set(kept["span"]) == {"2025-01/2025-04"}
    months = parsed("ibc").frame.query("period >= '2025-01'")
    found = months.groupby(["route", "border_type", "nationality"], as_index=False)["value"].sum().assign(period="2025")
    assert nonzero(found).to_dict() == nonzero(kept).to_dict()


def test_unknown_nationality_stays_in():
    found = nonzero(parsed("ibc_nationality_year").frame)
    assert found["Western Balkan Route", "Land", "Unknown", "2015"] == 556_238


@pytest.mark.parametrize("share", [0.2, 0.7, 0.999])
def test_truncated_workbook_is_refused(share):
    cut = body()[: int(PAYLOAD.stat().st_size * share)]
    with pytest.raises(ContractError, match="truncated or damaged"):
        xlsx.read(cut, PAYLOAD.name)


def test_every_archived_batch_keeps_its_contract():
    found = {}
    for declared in (d for d in load().datasets.values() if d.source == "frontex"):
        for batch in archive.batches(declared, ROOT / "data" / "archive"):
            contracts.check(batch.frame, declared, load(), full=False)
            found[declared.id] = found.get(declared.id, 0) + len(batch.frame)
    assert found == {
        "frontex.ibc_route_month": 10185, "frontex.ibc_nationality_year": 6065,
        "frontex.ibc_nationality_part": 280, "frontex.published_totals": 25,
    }  # fmt: skip


@pytest.mark.parametrize(("vintage", "total_2023"), [
    ("2025-01-07", 385_803), ("2025-02-04", 381_115), ("2025-03-04", 381_121),
    ("2025-04-02", 381_319), ("2025-06-03", 381_319), ("2026-08-04", 381_257),
])  # fmt: skip
def test_archived_vintages_differ_as_frontex_revised_them(vintage, total_2023):
    frame = archived("ibc_route_month", vintage)
    years = frame.groupby(frame["period"].str[:4])["value"].sum()
    assert years["2023"] == total_2023
    assert years["2015"] == 1_822_102
    assert round(100 * (years["2018"] / years["2015"] - 1), 1) == -91.8


def test_every_old_route_name_leads_to_a_present_one():
    present = load().codes["routes"]
    for name in ("ibc", "ibc_route_month", "ibc_nationality_year"):
        old = dataset(name).rename.codes["route"]
        assert set(old.values()) <= set(present)
        assert not set(old) & set(present)
