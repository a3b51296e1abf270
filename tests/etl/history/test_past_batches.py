"""Batches of history, which fill gaps of the past and say nothing of the present."""

from dataclasses import replace

from etl.history.vintages import WITHDRAWN, Batch, history
from tests.etl.history.of_batches import KEYS, batch, told


def past(made: Batch) -> Batch:
    """The batch as history."""
    return replace(made, past=True)


def test_history_fills_a_gap_in_the_past_and_changes_nothing_now() -> None:
    found = told(
        batch("2017-05-01", 1, NL2015=5), past(batch("2018-07-01", 2, NL2015=7)), batch("2023-04-01", 3, NL2015=9)
    )
    assert found == [
        ("NL", "2015", 5.0, "", "2017-05-01", "2018-07-01", False),
        ("NL", "2015", 7.0, "", "2018-07-01", "2023-04-01", False),
        ("NL", "2015", 9.0, "", "2023-04-01", "", True),
    ]


def test_what_only_history_tells_is_never_current_and_ends_with_the_next_edition() -> None:
    found = told(past(batch("2018-07-01", 1, NL2015=7, UK2015=3)), batch("2023-04-01", 2, NL2015=7))
    assert found == [
        ("NL", "2015", 7.0, "", "2018-07-01", "", True),
        ("UK", "2015", 3.0, "", "2018-07-01", "2023-04-01", False),
    ]


def test_what_only_a_whole_edition_of_history_tells_was_withdrawn_by_the_next_edition() -> None:
    found = told(past(batch("2018-07-01", 1, "all", NL2015=7, UK2015=3)), batch("2023-04-01", 2, "all", NL2015=7))
    assert found[1:] == [
        ("UK", "2015", 3.0, "", "2018-07-01", "2023-04-01", False),
        ("UK", "2015", None, WITHDRAWN, "2023-04-01", "", False),
    ]


def test_what_only_history_tells_does_not_end_on_the_day_on_which_it_is_told() -> None:
    first, same_day = past(batch("2018-07-01", 1, UK2015=3)), batch("2018-07-01", 2, NL2015=7)
    found = told(first, same_day, batch("2023-04-01", 3, NL2015=7))
    assert found[1] == ("UK", "2015", 3.0, "", "2018-07-01", "2023-04-01", False)


def test_a_later_slice_of_history_does_not_end_what_only_history_tells() -> None:
    first, slice_of_it = past(batch("2018-07-01", 1, NL2015=7, UK2015=3)), past(batch("2019-01-01", 2, NL2015=7))
    found = told(first, slice_of_it, batch("2023-04-01", 3, NL2015=7))
    assert found[1] == ("UK", "2015", 3.0, "", "2018-07-01", "2023-04-01", False)


def test_the_present_names_its_own_source_though_history_confirms_it() -> None:
    found = history([batch("2017-05-01", 1, NL2015=5), past(batch("2018-07-01", 2, NL2015=5))], KEYS)
    assert found[["src", "src_last", "seen_last", "current"]].to_numpy().tolist() == [[1, 1, "2017-05-01", True]]


def test_a_present_value_that_history_follows_with_another_stays_the_present_one() -> None:
    found = told(batch("2017-05-01", 1, NL2015=5), past(batch("2018-07-01", 2, NL2015=7)))
    assert [(row[2], row[5], row[6]) for row in found] == [(5.0, "2018-07-01", True), (7.0, "", False)]


def test_a_whole_edition_of_history_lets_rows_end_in_the_past_and_withdraws_nothing_now() -> None:
    first, gap = batch("2017-05-01", 1, "all", NL2015=5, UK2015=3), past(batch("2018-07-01", 2, "all", NL2015=5))
    kept = batch("2023-04-01", 3, "all", NL2015=5, UK2015=3)
    assert told(first, gap, kept)[2] == ("UK", "2015", None, WITHDRAWN, "2018-07-01", "2023-04-01", False)
    now = history([first, gap, kept], KEYS)
    assert now.loc[now["current"], ["geo", "value"]].to_numpy().tolist() == [["NL", 5.0], ["UK", 3.0]]
    unheard = [row for row in told(first, gap) if row[0] == "UK"]
    assert unheard == [
        ("UK", "2015", 3.0, "", "2017-05-01", "2018-07-01", True),
        ("UK", "2015", None, WITHDRAWN, "2018-07-01", "", False),
    ]
    gone = history([first, gap, batch("2023-04-01", 3, "all", NL2015=5)], KEYS)
    assert gone.loc[gone["current"] & (gone["geo"] == "UK"), "flag"].tolist() == [WITHDRAWN]


def test_what_only_history_tells_has_no_end_where_the_day_of_the_present_is_not_known() -> None:
    found = told(past(batch("2019-01-01", 1, NL2015=5)), batch("", 2, NL2016=1))
    assert ("NL", "2015", 5.0, "", "2019-01-01", "", False) in found
    assert told(past(batch("2019-01-01", 1, NL2015=5))) == [("NL", "2015", 5.0, "", "2019-01-01", "", False)]
