"""Histories of what publishers said, against a naive replay of the batches."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.history.vintages import WITHDRAWN, Batch, history
from etl.model.period import day, period_end
from tests.etl.history.of_batches import KEYS, Cell, batch, told


def test_the_same_value_and_flag_again_make_no_row_but_move_the_last_confirmation() -> None:
    found = history([batch("2019-01-01", 1, NL2015=5), batch("2020-01-01", 2, NL2015=5)], KEYS)
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["seen_from"], row["seen_until"], row["seen_last"]) == ("2019-01-01", "", "2020-01-01")
    assert (row["src"], row["src_last"], row["current"]) == (1, 2, True)


def test_a_changed_value_makes_a_row_and_ends_the_one_before() -> None:
    assert told(batch("2019-01-01", 1, NL2015=5), batch("2020-01-01", 2, NL2015=10)) == [
        ("NL", "2015", 5.0, "", "2019-01-01", "2020-01-01", False),
        ("NL", "2015", 10.0, "", "2020-01-01", "", True),
    ]


def test_a_changed_flag_alone_makes_a_row() -> None:
    assert told(batch("2019-01-01", 1, NL2015=(5, "p")), batch("2020-01-01", 2, NL2015=5)) == [
        ("NL", "2015", 5.0, "p", "2019-01-01", "2020-01-01", False),
        ("NL", "2015", 5.0, "", "2020-01-01", "", True),
    ]


def test_missing_is_not_zero_and_missing_twice_is_no_change() -> None:
    batches = (
        batch("2019-01-01", 1, NL2015=(None, "c")),
        batch("2020-01-01", 2, NL2015=(None, "c")),
        batch("2021-01-01", 3, NL2015=(0, "c")),
    )
    assert told(*batches) == [
        ("NL", "2015", None, "c", "2019-01-01", "2021-01-01", False),
        ("NL", "2015", 0.0, "c", "2021-01-01", "", True),
    ]


def test_a_value_stands_until_another_is_said_of_it_whatever_is_said_of_others() -> None:
    found = told(
        batch("2019-01-01", 1, NL2015=5), batch("2019-06-01", 2, BE2015=1), batch("2020-01-01", 3, NL2015=10),
        batch("2021-01-01", 4, NL2015=15),
    )  # fmt: skip
    assert [row[4:6] for row in found if row[0] == "NL"] == [
        ("2019-01-01", "2020-01-01"), ("2020-01-01", "2021-01-01"), ("2021-01-01", ""),
    ]  # fmt: skip


def test_a_value_that_comes_back_is_a_row_of_its_own() -> None:
    values = (5, 10, 5)
    found = told(*(batch(f"{2019 + n}-01-01", n, NL2015=v) for n, v in enumerate(values)))
    assert [(row[2], row[4]) for row in found] == [(5.0, "2019-01-01"), (10.0, "2020-01-01"), (5.0, "2021-01-01")]


def test_batches_are_ordered_by_their_day_not_by_their_place_in_the_list() -> None:
    early, late = batch("2019-01-01", 1, NL2015=5), batch("2020-01-01", 2, NL2015=10)
    assert told(late, early) == told(early, late)


def test_a_batch_of_unknown_day_stands_now_but_on_no_day() -> None:
    assert told(batch("", 1, NL2015=5)) == [("NL", "2015", 5.0, "", "", "", True)]


def test_a_batch_of_unknown_day_follows_the_end_of_its_newest_period() -> None:
    before, after = batch("2018-06-01", 1, NL2017=10), batch("2020-01-01", 2, NL2017=15)
    unknown = batch("", 3, NL2017=5, NL2018=5)
    found = [row for row in told(before, after, unknown) if row[1] == "2017"]
    assert [(row[2], row[4], row[5], row[6]) for row in found] == [
        (10.0, "2018-06-01", "2020-01-01", False),
        (5.0, "", "", False),
        (15.0, "2020-01-01", "", True),
    ]


def test_a_batch_of_unknown_day_follows_one_that_was_published_on_the_last_day_of_its_newest_period() -> None:
    known, unknown = batch("2018-12-31", 2, NL2018=10), batch("", 1, NL2018=5)
    assert told(known, unknown) == [
        ("NL", "2018", 10.0, "", "2018-12-31", "", False),
        ("NL", "2018", 5.0, "", "", "", True),
    ]


def test_of_two_batches_of_one_day_the_one_that_came_later_stands() -> None:
    first, second = batch("2019-01-01", 1, NL2018=10), batch("2019-01-01", 2, NL2018=5)
    for order in ((first, second), (second, first)):
        assert [(row[2], row[6]) for row in told(*order)] == [(10.0, False), (5.0, True)]


def test_without_batches_there_are_no_rows_in_the_same_columns() -> None:
    rows, nothing = history([batch("2019-01-01", 1, NL2018=10)], KEYS), history([], KEYS)
    assert len(nothing) == 0
    assert nothing.dtypes[rows.columns].to_dict() == rows.dtypes.to_dict()
    assert set(nothing.columns) == set(rows.columns)


def test_a_known_day_counts_although_an_unknown_one_said_it_before() -> None:
    found = history([batch("2018-06-01", 1, NL2017=10), batch("", 2, NL2017=5, NL2018=5),
                     batch("2020-01-01", 3, NL2017=5)], KEYS)  # fmt: skip
    rows = found[found["period"] == "2017"]
    assert rows["seen_from"].tolist() == ["2018-06-01", "2020-01-01"]
    assert rows["seen_until"].tolist() == ["2020-01-01", ""]
    assert rows["src"].tolist() == [1, 3]


def test_a_month_counts_from_its_last_day() -> None:
    assert day("2019-09") == "2019-09-30"
    assert day("2024-02") == "2024-02-29"
    assert day("2026-08-04T11:00:00") == "2026-08-04"
    assert day("") == ""


@pytest.mark.parametrize(
    ("period", "end"),
    [("2018", "2018-12-31"), ("2018-Q1", "2018-03-31"), ("2018-Q4", "2018-12-31"), ("2018-02", "2018-02-28"),
     ("2018-08-05", "2018-08-05")],
)  # fmt: skip
def test_a_period_ends_on_its_last_day(period: str, end: str) -> None:
    assert period_end(period) == end


def test_what_a_later_answer_to_the_same_question_lacks_was_withdrawn() -> None:
    whole = batch("2019-01-01", 1, "all", NL2015=5, BE2015=10)
    less = batch("2020-01-01", 2, "all", NL2015=5)
    assert told(whole, less) == [
        ("BE", "2015", 10.0, "", "2019-01-01", "2020-01-01", False),
        ("BE", "2015", None, WITHDRAWN, "2020-01-01", "", True),
        ("NL", "2015", 5.0, "", "2019-01-01", "", True),
    ]
    assert history([whole, less], KEYS)["confidentiality"].tolist() == ["", "", ""]


@pytest.mark.parametrize(("first", "second"), [("", ""), ("all", ""), ("", "all"), ("all", "of the Netherlands")])
def test_an_answer_to_another_question_withdraws_nothing(first: str, second: str) -> None:
    found = told(batch("2019-01-01", 1, first, NL2015=5, BE2015=10), batch("2020-01-01", 2, second, NL2015=5))
    assert ("BE", "2015", 10.0, "", "2019-01-01", "", True) in found
    assert not any(row[3] == WITHDRAWN for row in found)


def test_answers_to_other_questions_in_between_do_not_hide_a_withdrawal() -> None:
    found = told(
        batch("2019-01-01", 1, "all", NL2015=5, BE2015=10),
        batch("2019-06-01", 2, "of the Netherlands", NL2015=5),
        batch("2020-01-01", 3, "all", NL2015=5),
    )
    assert ("BE", "2015", None, WITHDRAWN, "2020-01-01", "", True) in found


def test_answers_to_each_question_withdraw_what_the_next_to_the_same_one_lacks() -> None:
    found = told(
        batch("2019-01-01", 1, "a", NL2015=5, BE2015=10), batch("2020-01-01", 2, "a", NL2015=5),
        batch("2019-01-01", 3, "b", DE2015=5, FR2015=10), batch("2020-01-01", 4, "b", DE2015=5),
    )  # fmt: skip
    assert [row[0] for row in found if row[3] == WITHDRAWN] == ["BE", "FR"]


def test_a_cell_that_never_said_anything_is_not_withdrawn() -> None:
    assert not any(
        row[3] == WITHDRAWN
        for row in told(batch("2019-01-01", 1, "all", NL2015=5, BE2015=None), batch("2020-01-01", 2, "all", NL2015=5))
    )


def test_a_withdrawn_value_that_is_published_again_stands_again() -> None:
    found = told(
        batch("2019-01-01", 1, "all", NL2015=5, BE2015=10),
        batch("2020-01-01", 2, "all", NL2015=5),
        batch("2021-01-01", 3, "all", NL2015=5, BE2015=10),
    )
    assert [row[2] for row in found if row[0] == "BE"] == [10.0, None, 10.0]
    assert found[2] == ("BE", "2015", 10.0, "", "2021-01-01", "", True)


CELLS = st.dictionaries(
    st.sampled_from(["NL2015", "NL2016", "BE2015"]),
    st.tuples(st.sampled_from([None, 0.0, 5.0, 10.0]), st.sampled_from(["", "p"])),
    min_size=1,
)
DAYS = [f"20{year}-0{month}-01" for year in (17, 18, 19, 20) for month in (1, 6)]
BATCHES = st.lists(st.tuples(st.sampled_from([*DAYS, ""]), CELLS, st.sampled_from(["", "all", "part"])), min_size=1)


def replayed(batches: list[Batch], last_day: str) -> dict[tuple[str, str], Cell]:
    """What stands after the batches known by `last_day` ("" for all, in the order in which they were published)."""
    order = sorted(batches, key=lambda b: (b.seen or period_end(b.frame["period"].max()), not b.seen, b.input))
    standing: dict[tuple[str, str], Cell] = {}
    before: dict[str, set[tuple[str, str]]] = {}
    for b in order:
        rows = {(g, p): (v, f) for g, p, v, f in b.frame[[*KEYS, "value", "flag"]].itertuples(index=False, name=None)}
        said = {key for key, (v, f) in rows.items() if not (np.isnan(v) and f == "")}
        gone = before.get(b.scope, set()) - set(rows) if b.scope else set()
        before[b.scope] = said
        if last_day and not (b.seen and b.seen <= last_day):
            continue
        standing |= {key: (None if np.isnan(v) else v, f) for key, (v, f) in rows.items()}
        standing |= dict.fromkeys(gone, (None, WITHDRAWN))
    return standing


def read(rows: list[dict[str, Any]], last_day: str) -> dict[tuple[str, str], Cell]:
    """The history as the store reads it on a day, "" for now."""

    def stands(row: dict[str, Any]) -> bool:
        if not last_day:
            return bool(row["current"])
        return "" < row["seen_from"] <= last_day and (not row["seen_until"] or last_day < row["seen_until"])

    found = [row for row in rows if stands(row)]
    cells = {(r["geo"], r["period"]): (None if np.isnan(r["value"]) else r["value"], r["flag"]) for r in found}
    assert len(cells) == len(found)
    return cells


@given(BATCHES)
@settings(max_examples=20, deadline=None)
def test_reading_any_day_equals_a_replay_of_what_was_published_by_then(
    given_batches: list[tuple[str, dict[str, Cell], str]],
) -> None:
    # an answer with a question has a day: that of the pull at least
    batches = [batch(seen, n, scope if seen else "", **cells) for n, (seen, cells, scope) in enumerate(given_batches)]
    rows = history(batches, KEYS).to_dict("records")
    for last_day in ("", "2016-12-31", *DAYS, "2030-01-01"):
        assert read(rows, last_day) == replayed(batches, last_day), last_day


@given(BATCHES)
@settings(max_examples=15, deadline=None)
def test_nothing_that_was_said_is_lost_and_nothing_stands_twice_in_a_row(
    given_batches: list[tuple[str, dict[str, Cell], str]],
) -> None:
    batches = [batch(seen, n, "", **cells) for n, (seen, cells, _) in enumerate(given_batches)]
    frame = history(batches, KEYS)
    kept = set(frame[[*KEYS, "value", "flag"]].fillna(-1.0).itertuples(index=False, name=None))
    for b in batches:
        assert set(b.frame[[*KEYS, "value", "flag"]].fillna(-1.0).itertuples(index=False, name=None)) <= kept
    for _, rows in frame.fillna({"value": -1.0}).groupby(KEYS):
        pairs = list(zip(rows["value"], rows["flag"], strict=True))
        assert all(a != b for a, b in pairwise(pairs))
        assert rows["current"].tolist() == [False] * (len(rows) - 1) + [True]


def test_a_figure_that_becomes_confidential_is_a_change() -> None:
    free = batch("2019-01-01", 1, NL2015=(5, "b"))
    closed = batch("2020-01-01", 2, NL2015=(5, "b"))
    closed = replace(closed, frame=closed.frame.assign(confidentiality="C"))
    found = history([free, closed], KEYS)
    assert found[["value", "flag", "confidentiality"]].to_numpy().tolist() == [[5.0, "b", ""], [5.0, "b", "C"]]
    assert found["current"].tolist() == [False, True]


def test_a_figure_that_was_confidential_and_is_withdrawn_is_confidential_no_more() -> None:
    secret = batch("2019-01-01", 1, "all", NL2015=5, NL2016=6)
    secret.frame["confidentiality"] = "C"
    found = history([secret, batch("2020-01-01", 2, "all", NL2016=6)], KEYS)
    gone = found[(found["period"] == "2015") & found["current"]]
    assert gone[["flag", "confidentiality"]].to_numpy().tolist() == [[WITHDRAWN, ""]]
