"""What is said of each statement, figure and target, and how the letter's text is cut, word for word as accepted.

`scripts/golden` accepts a change. The figures are those of the release.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.letter import clocks, targets, verdicts, words
from dashboards.letter.measurable import why_not
from dashboards.letter.statements import (
    GROUPS,
    SORTS,
    LedgerSelection,
    Statement,
    chosen,
    groups,
    options,
    statements,
    verdicts_of,
)
from dashboards.letter.text import Passage, context, passages, quote_lang
from etl.catalogue.catalogue import LANGS, Catalogue
from etl.model.observations import Observation
from etl.release.store import Release
from tests.accepted import compare_lines, nothing_left_over

ACCEPTED = Path(__file__).with_name("accepted")


def of_statement(s: Statement, c: Catalogue) -> Iterator[str]:
    yield f"{s.number} {s.claim.id} at {s.offset}"
    figure = targets.letter_figure(s.claim, s.result)
    told = (figure.outcome.then, figure.outcome.now) if figure.outcome else (None,)
    newest = targets.newest_figure(s.claim, s.result)
    for lang in LANGS:
        yield " | ".join(
            (
                words.kind(s.claim, lang), words.letter_amount(s.claim, lang), words.short_amount(s.claim, lang),
                words.period(s.claim, lang), words.verdict(c, s.result, lang), words.sensitivity(s, lang),
                verdicts.interval(s.claim, lang), verdicts.reason(s, c, lang), why_not(s, lang),
                *(words.computed(figure, c, point, lang) for point in told),
                words.cell(newest[0], c, newest[1], lang) if newest else "",
            )
        )  # fmt: skip


def ledger(release: Release, c: Catalogue) -> Iterator[str]:
    """Every statement in both languages, then what can be chosen of them and how they are sorted and counted."""
    every = statements(c, release.claims)
    for s in every:
        yield from of_statement(s, c)
    yield f"{options(every)}"
    yield f"{groups(every)} {groups(every[:9])}"
    yield from (f"{group}: {', '.join(verdicts_of(group, every))}" for group in GROUPS)
    for sort in SORTS:
        yield f"by {sort}: {' '.join(s.number for s in chosen(every, LedgerSelection(sort=sort)))}"
    some = chosen(every, LedgerSelection(pillar="4", verdict="met,open", q="terugkeer"))
    yield " ".join(s.claim.id for s in some)
    rate = next(s for s in every if s.claim.id == "p4_return_rate")
    for basis, known in (("computed", verdicts.COMPUTED), ("ledger", verdicts.LEDGER)):
        for verdict in known:
            as_if = replace(rate, result=replace(rate.result, verdict=verdict, basis=basis))
            yield from (f"{verdict}: {verdicts.reason(as_if, c, lang)}" for lang in LANGS)


def cut(passage: Passage) -> Iterator[str]:
    yield f"{passage.form} {passage.number or ''}"
    for p in passage.pieces:
        marks = [p.lang, *p.claims, *(f"from:{s}" for s in p.starts), *(f"to:{s}" for s in p.ends)]
        yield f"  [{' '.join(marks)}{'' if p.note is None else f' note {p.note}'}] {p.text}|"


def letter(_: Release, c: Catalogue) -> Iterator[str]:
    """The text in its passages and pieces, then the surroundings of each statement."""
    for passage in passages(c):
        yield from cut(passage)
    for claim in c.claims.values():
        yield f"{claim.id} {quote_lang(claim, c.letter)}"
        yield from cut(context(c, claim))


def point(p: Observation | None) -> str:
    return f"{p.period} {p.value} {p.flag}" if p else "-"


def three_clocks(release: Release, c: Catalogue) -> Iterator[str]:
    """Of every indicator its targets; of those with a statement the letter's period now, and the newest figure."""
    results = list(release.claims.values())
    for i in c.indicators.values():
        states = targets.target_states(i, results)
        claim = c.claims.get(i.headline_claim or "")
        if i.headline is None and not states:
            continue
        of_letter = targets.letter_figure(claim, release.claims[claim.id]) if claim else None
        wanted = clocks.definition(i, of_letter, c)
        yield f"{i.id} {wanted.indicator.id} {wanted.geos} {wanted.series}"
        yield from (f"  {s.target.id} {s.result.status} {point(s.result.realised)}" for s in states)
        newest = clocks.newest(release.series(wanted.indicator.id, wanted.geos, wanted.series), wanted)
        if newest:
            state = clocks.state_of(newest[1], of_letter, states)
            yield f"  newest {newest[0].geo} {newest[0].series} {point(newest[1])} {state.target.id if state else '-'}"
        if of_letter:
            now = [f"{r.geo} {r.series} {point(r.point)} {r.bound}" for r in clocks.recomputed(of_letter, states)]
            yield f"  {clocks.period(of_letter, states)}: {'; '.join(now)}"
    yield " ".join(i.id for i in targets.headline_indicators(c))


TEXTS: dict[str, Callable[[Release, Catalogue], Iterator[str]]] = {
    "ledger": ledger,
    "letter": letter,
    "clocks": three_clocks,
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_said_is_what_was_accepted(release: Release, declared: Catalogue, name: str) -> None:
    compare_lines(ACCEPTED / f"{name}.txt", TEXTS[name](release, declared))


def test_no_accepted_file_is_left_over() -> None:
    nothing_left_over(ACCEPTED, TEXTS)
