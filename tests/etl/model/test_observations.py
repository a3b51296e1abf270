"""The newest vintage of what figures rest on, the weakest provenance of several, and whether anybody still waits."""

import threading

import pytest

from etl.model import unwanted
from etl.model.observations import Input, newest, undated
from etl.model.provenance import COMPUTED, ORIGINAL, Provenance, of_computed, of_inputs


def inputs(*vintages: str) -> tuple[Input, ...]:
    return tuple(Input(n, "d", "eurostat", "original", v, "", "", "", "", "") for n, v in enumerate(vintages))


def test_the_newest_vintage_is_a_day_without_its_time() -> None:
    assert newest(inputs("2019-09", "2026-08-04T11:00:00", "2026-08-03", "")) == "2026-08-04"
    assert newest(inputs("", "2019-09")) == "2019-09"
    assert newest(inputs()) == newest(inputs("")) == ""


def test_one_vintage_that_is_not_known_may_be_newer_than_the_newest() -> None:
    assert undated(inputs("2019-09", ""))
    assert not undated(inputs("2019-09", "2026-08"))
    assert not undated(())


def test_of_several_inputs_the_weakest_counts() -> None:
    assert of_inputs(("original", "transcribed", "derived"), computed=False) == Provenance("transcribed", False)
    assert of_inputs(("original", "quoted"), computed=True) == Provenance("quoted", True)
    assert of_inputs((), computed=False) == ORIGINAL
    with pytest.raises(ValueError, match="not in tuple"):
        of_inputs(("original", "hearsay"), computed=False)


def test_what_is_computed_here_stays_so_whatever_its_parts_are() -> None:
    share = of_computed((ORIGINAL, Provenance("derived")))
    assert (share, share.figure, share.plain) == (Provenance("derived", True), COMPUTED, False)
    assert of_computed([share, ORIGINAL]) == share
    assert (ORIGINAL.figure, ORIGINAL.plain) == ("original", True)


def test_a_flag_stands_while_its_work_is_done_and_no_longer() -> None:
    outer, inner = threading.Event(), threading.Event()
    assert unwanted.current() is None
    assert unwanted.during(outer, lambda: (unwanted.during(inner, unwanted.current), unwanted.current())) == (
        inner,
        outer,
    )
    with pytest.raises(ZeroDivisionError):
        unwanted.during(inner, lambda: 1 // 0)
    assert unwanted.current() is None
