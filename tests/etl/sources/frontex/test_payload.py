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
PAYLOAD = Path("payloads") / "frontex" / "ibc_2025-06-03.xlsx"
DAY = "2025-06-03"


def dataset(name):
    return load().datasets[f"frontex.{name}"]


@pytest.fixture(scope="module")
def parsed(shared):
    """The whole workbook as each dataset reads it. Copyright of Frontex: no part of the file itself is kept here."""
    body = (shared / PAYLOAD).read_bytes()
    return cache(lambda name: frontex.parse((Part("ibc.xlsx", body, PAYLOAD.name),), dataset(name)))


def archived(name, vintage):
    frames = [b.frame for b in archive.batches(dataset(name), ROOT / "data" / "archive") if b.vintage == vintage]
    return pd.concat(frames)


def nonzero(frame):
    """Values other than 0 by key, without the marks of footnotes."""
    bare = frame.assign(nationality=frame["nationality"].str.strip("*^"))
    return bare[bare["value"] != 0].set_index(["route", "border_type", "nationality", "period"])["value"].sort_index()


def whole_and_keeps_contracts(parsed):
    for name, rows in (("ibc", 885 * 196), ("ibc_route_month", 9 * 196), ("ibc_nationality_year", 885 * 16)):
        found = parsed(name)
        assert len(found.frame) == rows
        assert found.vintage == DAY
        assert found.warnings == ()
        contracts.check(found.frame, dataset(name), load())


def yearly_totals_are_those_published(parsed):
    for name in ("ibc", "ibc_route_month", "ibc_nationality_year"):
        years = parsed(name).frame.groupby(parsed(name).frame["period"].str[:4])["value"].sum()
        assert (years["2015"], years["2018"], years["2024"]) == (1_822_102, 149_036, 240_021)


def route_months_equal_the_archive(parsed):
    found = parsed("ibc_route_month").frame.set_index(["route", "period"])["value"].sort_index()
    kept = archived("ibc_route_month", DAY).set_index(["route", "period"])["value"].sort_index()
    assert found.to_dict() == kept.to_dict()
    assert found["Eastern Borders Route", "2025-04"] == 2955


def years_by_nationality_equal_the_archive_which_leaves_out_zeros(parsed):
    found = nonzero(parsed("ibc_nationality_year").frame)
    assert found.to_dict() == nonzero(archived("ibc_nationality_year", DAY)).to_dict()
    assert found["Western Balkan Route", "Land", "Unknown", "2015"] == 556_238


def part_of_a_year_equals_the_archive_and_names_its_span(parsed):
    kept = archived("ibc_nationality_part", DAY)
    assert set(kept["span"]) == {"2025-01/2025-04"}
    months = parsed("ibc").frame.query("period >= '2025-01'")
    found = months.groupby(["route", "border_type", "nationality"], as_index=False)["value"].sum().assign(period="2025")
    assert nonzero(found).to_dict() == nonzero(kept).to_dict()


def test_the_workbook_of_june_2025_is_read_whole(parsed, shared, subtests):
    for told in (
        whole_and_keeps_contracts, yearly_totals_are_those_published, route_months_equal_the_archive,
        years_by_nationality_equal_the_archive_which_leaves_out_zeros,
        part_of_a_year_equals_the_archive_and_names_its_span,
    ):  # fmt: skip
        with subtests.test(told.__name__):
            told(parsed)
    body = (shared / PAYLOAD).read_bytes()
    for share in (0.2, 0.7, 0.999):
        with subtests.test("cut off", share=share), pytest.raises(ContractError, match="truncated or damaged"):
            xlsx.read(body[: int(len(body) * share)], PAYLOAD.name)


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
