"""How a realised figure stands against a quota or a ceiling. Pure; the method page prints these rules.

A quota is to be reached, a ceiling is to be kept: the same distance means opposite things. Observations of the letter
are never judged: nothing here takes one. A quota that is an average over several years is held against the mean of
those years; a single year of it says that it is one year. The rules, first that fits:

no_figure        there is no realised figure
provisional      the realised figure is provisional: no status yet
periods_differ   the realised figure covers another period than the target
undetermined     the figure counts more than the target does (an upper bound) and the bound does not settle it
reached_alone, below_alone  one year of a quota over several years: realised >= value, realised < value
reached, below   quota: realised >= value, realised < value
within, exceeded ceiling: realised <= value, realised > value
"""

from typing import Literal

from etl.catalogue.declarations import Target
from etl.model.observations import Observation
from etl.model.period import period_end, period_start

Status = Literal[
    "no_figure", "provisional", "periods_differ", "undetermined", "reached_alone", "below_alone", "reached", "below",
    "within", "exceeded",
]  # fmt: skip


def target_status(target: Target, realised: Observation | None) -> Status:
    """The status of `target` given the observation that its `measured` names."""
    if target.measured is None or realised is None or realised.value is None:
        return "no_figure"
    if "p" in realised.flag:
        return "provisional"
    if _span(target.period_start, target.period_end) != _span(target.measured.start, target.measured.end):
        return "periods_differ"
    meets = realised.value >= target.value if target.kind == "quota" else realised.value <= target.value
    settled = target.measured.bound == "exact" or _settled_by_upper_bound(target, meets)
    if not settled:
        return "undetermined"
    if target.kind == "quota":
        return _of_quota(target, meets)
    return "within" if meets else "exceeded"


def _of_quota(target: Target, meets: bool) -> Status:
    if target.part_of:
        return "reached_alone" if meets else "below_alone"
    return "reached" if meets else "below"


def _settled_by_upper_bound(target: Target, meets: bool) -> bool:
    """An upper bound proves a figure small, never large: it settles `below` a quota and `within` a ceiling."""
    return meets if target.kind == "ceiling" else not meets


def _span(start: str, end: str) -> tuple[str, str]:
    return period_start(start), period_end(end)
