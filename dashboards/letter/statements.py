"""The statements of the letter as a list that can be filtered, sorted and counted. Pure: picks and counts, judges none.

A statement is a claim of the catalogue with its evaluation in a release and its number, such as 1.2: the second
statement of pillar 1 in the ledger.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.search.text import fold, matches
from etl.catalogue.catalogue import Catalogue, quote_span
from etl.catalogue.declarations import LANGS, Claim
from etl.letter.claims import ClaimResult
from etl.model.errors import UnknownValueError

SORTS = ("letter", "kind", "verdict", "period")
# What verdicts have in common, for counting: first those of statements about facts, then those of promises.
GROUPS: dict[str, tuple[str, ...]] = {
    "agrees": ("reproduced", "consistent", "consistent_rounded", "context_missing"),
    "depends": ("partly", "other_definition"),
    "magnitude": ("loose",),
    "differs": ("differs",),
    "carried_out": ("met", "late"),
    "otherwise": ("exceeded", "below", "reversed"),
    "not_checkable": ("no_figure", "not_checkable"),
    "open": ("open",),
}


@dataclass(frozen=True)
class Statement:
    """A claim, what the release says of it, its number, and where it stands in the letter."""

    claim: Claim
    result: ClaimResult
    number: str
    offset: int


@dataclass(frozen=True)
class LedgerSelection:
    """What a reader asks of the ledger; "" is no selection. verdict: one, or several joined by commas."""

    pillar: str = ""
    kind: str = ""
    verdict: str = ""
    q: str = ""
    sort: str = ""


def statements(catalogue: Catalogue, results: Mapping[str, ClaimResult]) -> tuple[Statement, ...]:
    """All statements, in the order of the ledger."""
    count: dict[int, int] = {}
    numbered = []
    for claim in catalogue.claims.values():
        n = count[claim.pillar] = count.get(claim.pillar, 0) + 1
        span = quote_span(claim.quote_nl, catalogue.letter) or (len(catalogue.letter), 0)
        numbered.append(Statement(claim, results[claim.id], f"{claim.pillar}.{n}", span[0]))
    return tuple(numbered)


def chosen(all_of_them: Sequence[Statement], selection: LedgerSelection) -> tuple[Statement, ...]:
    """The statements of a choice, sorted; UnknownValueError where it names a pillar, kind or verdict that none has."""
    accepted = options(all_of_them)
    for name, known in accepted.items():
        value = getattr(selection, name)
        for each in value.split(",") if name == "verdict" else (value,):
            if each and each not in known:
                raise UnknownValueError(name, each, known)
    kept = [s for s in all_of_them if _fits(s, selection)]
    return tuple(sorted(kept, key=lambda s: _place(s, selection.sort, accepted)))


def options(all_of_them: Sequence[Statement]) -> dict[str, tuple[str, ...]]:
    """What can be chosen, by name."""
    verdicts = {s.result.verdict for s in all_of_them}
    return {
        "pillar": tuple(dict.fromkeys(str(s.claim.pillar) for s in all_of_them)),
        "kind": tuple(dict.fromkeys(s.claim.kind for s in all_of_them)),
        "verdict": tuple(v for group in GROUPS.values() for v in group if v in verdicts),
        "sort": SORTS,
    }


def groups(some: Iterable[Statement]) -> dict[str, int]:
    """How many statements have a verdict of each group; groups without one are left out."""
    of = {verdict: group for group, verdicts in GROUPS.items() for verdict in verdicts}
    groups_of = [of[s.result.verdict] for s in some]
    return {group: groups_of.count(group) for group in GROUPS if group in groups_of}


def verdicts_of(group: str, some: Iterable[Statement]) -> tuple[str, ...]:
    """The verdicts of a group that some statement has."""
    there = {s.result.verdict for s in some}
    return tuple(v for v in GROUPS[group] if v in there)


def _fits(s: Statement, selection: LedgerSelection) -> bool:
    c = s.claim
    return (
        selection.pillar in ("", str(c.pillar))
        and selection.kind in ("", c.kind)
        and (not selection.verdict or s.result.verdict in selection.verdict.split(","))
        and (not selection.q or matches(selection.q, _text(s)))
    )


def _text(s: Statement) -> str:
    c = s.claim
    said = [c.quote_nl, c.quote_en or ""]
    both = [t[lang] for t in (c.paraphrase, c.outcome, c.trap, c.unit) if t for lang in LANGS]
    return fold(" ".join([c.id, s.number, *said, *both]))


def _place(s: Statement, sort: str, accepted: Mapping[str, tuple[str, ...]]) -> tuple[str | int, ...]:
    """By position in the letter unless another order was asked for; undated statements come last."""
    if sort == "kind":
        return accepted["kind"].index(s.claim.kind), s.offset
    if sort == "verdict":
        return accepted["verdict"].index(s.result.verdict), s.offset
    if sort == "period":
        return s.claim.period_end or s.claim.period_start or "9999", s.offset
    return (s.offset,)
