"""How the verdict of a statement came to be what it is: which version of which figures changed it, from what to what.

Pure: the figures of a day come in. It begins with the day of the letter and tells what can be computed again from the
versions that are held; a verdict that was given by hand has no such history.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.catalogue.declarations import Claim, Variant
from etl.letter.claims import LETTER_DATE, ClaimResult, evaluate
from etl.model.observations import Observation

At = Callable[[Variant, str], Observation | None]  # the figure of a definition as it stood on a day, "" for now


@dataclass(frozen=True)
class FigureChange:
    """A definition whose figure became another one."""

    variant: Variant
    was: Observation | None
    became: Observation | None


@dataclass(frozen=True)
class VerdictChange:
    """The verdict from a day on. before: "" where it is the first; causes: the figures that were others until then.

    day: ISO; "" for a change of which the day is not known.
    """

    day: str
    before: str
    after: str
    causes: tuple[FigureChange, ...] = ()


def history(claim: Claim, days: Sequence[str], at: At) -> tuple[VerdictChange, ...]:
    """The verdict on the day of the letter and each change after it. days: on which some figure may have changed."""
    later = sorted({day for day in days if day > LETTER_DATE})
    verdicts: list[VerdictChange] = []
    before = {v.id: at(v, LETTER_DATE) for v in claim.variant}
    verdicts.append(VerdictChange(LETTER_DATE, "", _judged(claim, before).verdict))
    for day in (*later, ""):
        now = {v.id: at(v, day) for v in claim.variant}
        verdict = _judged(claim, now).verdict
        if verdict != verdicts[-1].after:
            causes = (FigureChange(v, before[v.id], now[v.id]) for v in claim.variant if v.not_counted is None)
            changed = tuple(c for c in causes if _value(c.was) != _value(c.became))
            verdicts.append(VerdictChange(day, verdicts[-1].after, verdict, changed))
        before = now
    return tuple(verdicts)


def _judged(claim: Claim, figures: dict[str, Observation | None]) -> ClaimResult:
    cells = {(v.indicator, v.geo, v.series, v.period): figures[v.id] for v in claim.variant}
    return evaluate(claim, (), lambda i, geo, series, period, _: cells[i, geo, series, period])


def _value(point: Observation | None) -> float | None:
    return point.value if point else None
