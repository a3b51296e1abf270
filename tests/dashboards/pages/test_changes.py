"""The page of revisions and its file, on a real release."""

import csv
import io
from typing import Any

import pytest

from dashboards.figures import replacements
from dashboards.files.changes import change_rows
from etl.catalogue.catalogue import Catalogue
from etl.release.store import Release


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/changes", "32,950 → 25,310</strong>, almost a quarter lower (−23.2%)"),
        ("/nl/changes", "Kroatië, 2022: 333,2 → 70,7 (−262,5)"),
        ("/en/changes", "2022: 6,028.6% → 1,200.0% (−4,828.6 percentage points)"),
        ("/nl/changes", "23.765 → 19.015</strong>, een vijfde lager (−20,0%)"),
    ],
)
def test_the_page_opens_on_the_letter_and_names_the_dutch_orders(first_response: Any, address: str, said: str) -> None:
    assert said in first_response(address)


def test_a_later_day_is_told_in_the_heading_and_leaves_out_what_was_replaced_before(first_response: Any) -> None:
    shown = first_response("/en/changes?since=2026-09-20&source=eurostat")
    assert "What was revised since 20 September 2026" in shown
    assert "25,310" not in shown


def test_statements_that_a_revision_touches_are_linked(first_response: Any) -> None:
    shown = first_response("/en/changes")
    fold = shown[shown.index('id="revised-asylum_applicants_change"') :]
    assert 'href="/en/letter/p1_first_asylum_eu"' in fold[: fold.index("</details>")]


def test_the_file_has_every_revised_figure_of_the_page(client: Any, first_response: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/data/changes.csv").text)))
    assert f"{len(rows):,} revised figures" in first_response("/en/changes")
    one = next(r for r in rows if (r["indicator"], r["geo"], r["period"]) == ("ordered_to_leave", "NL", "2016"))
    assert (one["was"], one["became"], one["difference"], one["percent"]) == ("32950", "25310", "-7640", "-23.2")
    assert (one["published"], one["replaced"], one["became_provenance"]) == ("2017-05-31", "2026-09-16", "transcribed")
    gone = [r for r in rows if not r["became"]]
    assert gone
    assert {(r["difference"], r["became_provenance"]) for r in gone} == {("", "")}
    assert client.get(one["about"].partition("localhost")[2]).status_code == 200


def test_a_figure_from_which_two_statements_are_recomputed_names_both(release: Release, declared: Catalogue) -> None:
    one = replacements.every(release, declared, "ind", "2019-10-14")[0]
    touched = {one.cell: ("p1_first_asylum_eu", "p4_orders")}
    [row] = change_rows([one], touched, declared, "en", release.id, "")
    assert row.statements == "p1_first_asylum_eu; p4_orders"


@pytest.mark.parametrize("query", ["since=2019-02-31", "since=now", "source=unhcr"])
def test_what_is_not_known_is_refused(client: Any, query: str) -> None:
    assert client.get(f"/data/changes.csv?{query}").status_code == 404
    assert client.get(f"/en/changes?{query}").status_code == 404
