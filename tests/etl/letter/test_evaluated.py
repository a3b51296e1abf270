"""What a release says of the letter's statements is what its own figures say, cell by cell."""

from collections.abc import Callable
from typing import Any

import pytest

from etl.catalogue.catalogue import load
from etl.letter.claims import LETTER_DATE, evaluate, from_json, to_json
from etl.letter.status import target_status
from etl.model.observations import Observation
from etl.release.store import Release

Recorded = Callable[..., list[dict[str, Any]]]


def cell(rows: list[dict[str, Any]], geo: str, series: str, period: str) -> tuple[float | None, str] | None:
    """Value and flag that lie there, None where nothing does."""
    found = [r for r in rows if (r["geo"], r["series"], r["period"]) == (geo, series, period)]
    assert len(found) < 2
    return (found[0]["value"], found[0]["flag"]) if found else None


def told(seen: Observation | None) -> tuple[float | None, str] | None:
    return (seen.value, seen.flag) if seen else None


def test_every_definition_has_the_figure_of_its_own_cell_now_and_on_the_letters_day(
    release: Release, recorded: Recorded
) -> None:
    compared = then = 0
    for claim in load().claims.values():
        outcomes = {v.id: v for v in release.claims[claim.id].variants}
        for v in claim.variant:
            assert told(outcomes[v.id].now) == cell(recorded(v.indicator), v.geo, v.series, v.period)
            assert told(outcomes[v.id].then) == cell(recorded(v.indicator, LETTER_DATE), v.geo, v.series, v.period)
            assert outcomes[v.id].counts == (v.not_counted is None)
            compared += outcomes[v.id].now is not None
            then += outcomes[v.id].then is not None
    assert compared > 30
    assert then > 5


def test_every_target_has_the_realised_figure_of_its_own_cell(release: Release, recorded: Recorded) -> None:
    compared = 0
    for claim in load().claims.values():
        declared = {(i.id, t.id): t for i in load().indicators.values() for t in i.target if t.claim == claim.id}
        results = release.claims[claim.id].targets
        assert {(t.indicator, t.id) for t in results} == set(declared)
        for outcome in results:
            target = declared[outcome.indicator, outcome.id]
            assert target.measured
            where = (target.geo, target.measured.series, target.measured.period)
            assert told(outcome.realised) == cell(recorded(outcome.indicator), *where)
            assert outcome.status == target_status(target, outcome.realised)
            compared += outcome.realised is not None
    assert compared > 3


def test_evaluated_again_on_the_release_every_statement_has_the_same_outcome(release: Release) -> None:
    """And comes back whole from the text in which it is kept."""
    targets = [(i.id, t) for i in load().indicators.values() for t in i.target]
    for claim in load().claims.values():
        mine = tuple((i, t) for i, t in targets if t.claim == claim.id)
        again = evaluate(claim, mine, release.observation)
        assert again == release.claims[claim.id]
        assert from_json(to_json(again)) == again


@pytest.mark.parametrize("open_end", ["number_low", "number_high"])
def test_a_bound_on_one_side_is_enough_to_compute_a_verdict(release: Release, open_end: str) -> None:
    """“more than 3,000” has no upper end and is recomputed all the same; without any bound the ledger's is kept."""
    judged = [c for c in load().claims.values() if release.claims[c.id].basis == "computed"]
    assert len(judged) > 3
    for claim in judged:
        half = evaluate(claim.model_copy(update={open_end: None}), (), release.observation)
        assert half.basis == "computed"
        for v in half.variants:
            value = v.now.value if v.now else None
            low, high = (None if name == open_end else getattr(claim, name) for name in ("number_low", "number_high"))
            inside = value is not None and (low is None or value >= low) and (high is None or value <= high)
            assert v.fits == (None if value is None else inside)
        neither = claim.model_copy(update={"number_low": None, "number_high": None})
        assert evaluate(neither, (), release.observation).basis == "ledger"
