"""A figure as it stood on an earlier day or in an older release, and figures that were replaced."""

from dashboards.figures import revisions
from dashboards.query.selection import Selection
from etl.model.observations import Observation, Series
from etl.release.store import Revision


def test_replaced_figures_are_listed_with_what_came_instead(first_response, cells) -> None:
    page = first_response("/en/figure/irregular_arrivals")
    rows = [row for row in cells(page) if row[:1] == ["2024"] and len(row) == 7]
    assert rows
    assert any(row[4].startswith("240,101") and row[3] != row[4] for row in rows)


def test_an_earlier_day_stands_beside_the_present_and_is_named(first_response, cells) -> None:
    page = first_response("/en/figure/irregular_arrivals?as_of=2025-06-03&beside=now&from=2020")
    assert "as published on 3 June 2025" in page
    row = next(row for row in cells(page) if row[0] == "2024")
    assert {"240,101", "240,021"} <= set(row)
    assert "Irregular border crossings detected</h1>" in page


def test_an_earlier_day_alone_has_nothing_of_later(first_response, cells) -> None:
    page = first_response("/en/figure/irregular_arrivals?as_of=2025-06-03&from=2020")
    rows = {row[0]: row[1] for row in cells(page[: page.index('id="revisions"')]) if len(row) > 1}
    assert rows["2024"] == "240,021"
    assert "2025" not in rows


def test_a_day_of_which_nothing_is_held_is_not_passed_off_as_one(first_response) -> None:
    page = first_response("/en/figure/irregular_arrivals?as_of=2012-01-01&beside=now")
    assert "We hold no version of these figures of 1 January 2012" in page
    assert "Dashed or hollow" not in page


def test_the_letters_day_is_offered_only_where_an_edition_is_that_old(release) -> None:
    assert revisions.days(release.revisions("asylum_applicants"))[-2] == "2019-10-14"
    assert "2019-10-14" in revisions.days(release.revisions("irregular_arrivals"))  # the vintage of July 2018
    assert "2019-10-14" not in revisions.days(release.revisions("first_permits"))
    assert revisions.days(()) == ()


def test_successors_of_replaced_figures_are_paired_in_order() -> None:
    found = [
        Revision("EU", "total", "2024", 1.0, "p", "2025-01-01", "2025-02-01"),
        Revision("EU", "total", "2024", 2.0, "", "2025-02-01", "2025-03-01"),
        Revision("EU", "total", "2020", 9.0, "", None, None),
    ]
    now = [Series("x", "EU", "total", (Observation("2024", 3.0),))]
    made = revisions.changes(found, now, Selection("x", ("EU",), ("total",)))
    assert [(c.period, c.old, c.new) for c in made] == [("2024", 2.0, 3.0), ("2024", 1.0, 2.0), ("2020", 9.0, None)]


def test_an_older_release_is_named_as_such(release, first_response) -> None:
    page = first_response(f"/en/figure/irregular_arrivals?release={release.id}")
    assert "not the latest" not in page
    assert f'<option selected value="{release.id}">' in page
