"""What a vintage changed against the one before: counted, and said in one sentence."""

from typing import Any

import pandas as pd
import pytest

from etl.history.changes import Changes, compare

KEYS = ["geo", "period"]


def table(**cells: Any) -> pd.DataFrame:
    """`NL2015=5`, `DE2015=(5, "p")`, `DE2016=None`."""
    rows = [(k[:2], k[2:], *(v if isinstance(v, tuple) else (v, ""))) for k, v in cells.items()]
    return pd.DataFrame(rows, columns=[*KEYS, "value", "flag"]).astype({"value": "float64"})


def test_revised_new_and_withdrawn_values_are_counted_and_the_largest_is_placed() -> None:
    before = table(NL2015=100, NL2016=200, DE2015=1000, DE2016=5, FR2015=7)
    after = table(NL2015=103, NL2016=200, DE2015=974, DE2016=None, NL2017=9)
    found = compare(before, after, KEYS, "the vintage of 2026-09-03", whole=True)
    assert (found.revised, found.new, found.withdrawn, found.rows) == (2, 1, 2, 0)
    assert (found.largest, found.share, found.at) == (-26.0, 2.6, "geo DE, period 2015")
    assert str(found) == (
        "against the vintage of 2026-09-03: 2 values revised, largest -26 (2.6 %) at geo DE, period 2015; 1 new; "
        "2 withdrawn; 1 not in it: geo FR"
    )


def test_what_a_persons_file_lacks_was_not_withdrawn_but_is_named() -> None:
    before = table(NL2015=1, DE2015=2, FR2015=None, NL2016=3, NL2017=4, NL2014=5)
    found = compare(before, table(NL2015=1, DE2016=2), KEYS, "x", whole=False)
    assert (found.withdrawn, found.rows, found.lacks) == (0, 0, 4)
    assert (
        str(found)
        == "against x: 0 values revised; 1 new; 0 withdrawn; 4 not in it: period 2014, 2017; geo DE 2015; geo NL 2016"
    )
    assert compare(before, before.dropna(), KEYS, "x", whole=False) == Changes("x"), "no figure is lacking"


def test_many_codes_that_are_lacking_are_counted() -> None:
    before = pd.DataFrame({"geo": [f"A{n}" for n in range(10, 40)], "period": "2015", "value": 1.0, "flag": ""})
    found = compare(before, before.head(10), KEYS, "x", whole=False)
    assert found.lacks == 20
    assert found.lacking.startswith("geo A20, A21, ")
    assert found.lacking.endswith(", A31 and 8 more")


PERIODS = ("2015", "2016", "2017")
CITIZENS = ["unit", "citizen", "geo", "period"]


def by_citizen(geos: tuple[str, ...] = ("NL", "DE"), periods: tuple[str, ...] = PERIODS) -> pd.DataFrame:
    """Figures of two citizenships in one unit."""
    rows = [("PER", citizen, geo, p, 1.0, "") for citizen in ("SY", "TOTAL") for geo in geos for p in periods]
    return pd.DataFrame(rows, columns=[*CITIZENS, "value", "flag"])


def without(frame: pd.DataFrame, *cells: tuple[str, str, str]) -> pd.DataFrame:
    """Without those of a citizenship, a place and a period."""
    return frame[[cell not in cells for cell in zip(frame["citizen"], frame["geo"], frame["period"], strict=True)]]


def test_of_series_some_periods_of_which_are_lacking_those_are_named_with_what_tells_series_apart() -> None:
    before = by_citizen()
    after = without(before, *(("SY", "NL", p) for p in PERIODS), ("TOTAL", "DE", "2016"))
    said = compare(before, after, CITIZENS, "x", whole=False)
    assert said.lacking == "citizen SY geo NL 2015 to 2017; citizen TOTAL geo DE 2016"
    few = without(before, ("SY", "NL", "2015"), ("SY", "NL", "2017"))
    assert compare(before, few, CITIZENS, "x", whole=False).lacking == "citizen SY geo NL 2015 to 2017"


def test_the_place_of_a_series_is_named_although_there_is_but_one() -> None:
    before = by_citizen(("NL",))
    before = before[before["citizen"] == "TOTAL"]
    assert compare(before, before.head(2), CITIZENS, "x", whole=False).lacking == "period 2017"
    more = pd.concat([before, by_citizen(("NL",), ("2014",)).head(1)])
    assert compare(more, before, CITIZENS, "x", whole=False).lacking == "citizen SY"
    again = by_citizen(("NL",), ("2014", "2015"))
    lacking = compare(again, without(again, ("SY", "NL", "2014")), CITIZENS, "x", whole=False).lacking
    assert lacking == "citizen SY geo NL 2014"
    one = pd.DataFrame({"unit": ["PER", "PER", "THS"], "geo": "NL", "period": ["2015", "2016", "2015"]})
    one = one.assign(value=1.0, flag="")
    assert compare(one, one.tail(2), ["unit", "geo", "period"], "x", whole=False).lacking == "unit PER geo NL 2015"


def test_periods_that_are_lacking_are_named_in_time_whatever_their_frequency() -> None:
    before = by_citizen(periods=("2015", "2015-Q1", "2015-Q4", "2016"))
    after = before[before["period"] == "2016"]
    assert compare(before, after, CITIZENS, "x", whole=False).lacking == "period 2015-Q1, 2015-Q4, 2015"


def test_twelve_codes_that_are_lacking_are_all_named() -> None:
    before = by_citizen(tuple(f"A{n}" for n in range(13)))
    lacking = compare(before, before[before["geo"] == "A0"], CITIZENS, "x", whole=False).lacking
    assert lacking == "geo A1, A10, A11, A12, A2, A3, A4, A5, A6, A7, A8, A9"


def test_the_largest_revision_is_that_of_the_greatest_step_and_stands_where_revisions_differ() -> None:
    before = by_citizen(("NL",)).assign(value=[10.0, 70.0, 30.0, 1000.0, 2000.0, 3000.0])
    after = before.assign(value=[10.0, 47.0, 30.0, 1000.0, 2001.0, 3000.0])
    found = compare(before, after, CITIZENS, "x", whole=True)
    assert (found.revised, found.largest, found.share) == (2, -23.0, 32.9)
    assert found.at == "citizen SY, geo NL, period 2016"


def test_a_revised_value_with_another_flag_is_a_revision_only() -> None:
    found = compare(table(NL2015=(1, "p"), NL2016=1), table(NL2015=2, NL2016=1), KEYS, "x", whole=True)
    assert (found.revised, found.flags) == (1, 0)


def test_a_growing_table_is_counted_in_rows() -> None:
    found = compare(table(NL2015=1), table(NL2015=1, DE2015=None), KEYS, "x", whole=True)
    assert str(found) == "against x: 0 values revised; 0 new; 0 withdrawn; 1 rows more"


def test_a_shrinking_table_is_counted_in_rows() -> None:
    found = compare(table(NL2015=1, DE2015=None), table(NL2015=1), KEYS, "x", whole=True)
    assert str(found).endswith("0 withdrawn; 1 rows fewer")


def test_a_changed_flag_or_confidentiality_alone_is_no_revision() -> None:
    before, after = table(NL2015=(1, "p"), NL2016=1, NL2017=1), table(NL2015=1, NL2016=1, NL2017=1)
    after["confidentiality"] = ["", "C", ""]
    found = compare(before, after, KEYS, "x", whole=True)
    assert (found.revised, found.flags) == (0, 2)
    assert "2 with another flag only" in str(found)


def test_missing_in_both_is_no_change_and_a_revision_of_zero_has_no_share() -> None:
    found = compare(table(NL2015=None, NL2016=0), table(NL2015=None, NL2016=5), KEYS, "x", whole=True)
    assert (found.revised, found.new, found.withdrawn, found.share) == (1, 0, 0, None)
    assert "1 value revised, largest +5 at geo NL, period 2016" in str(found)


@pytest.mark.parametrize("whole", [True, False])
def test_the_same_table_changes_nothing(whole: bool) -> None:
    same = table(NL2015=1, NL2016=None)
    assert compare(same, same.sample(frac=1, random_state=1), KEYS, "x", whole) == Changes("x")
