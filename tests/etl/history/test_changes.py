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
