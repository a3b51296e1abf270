"""Whether the wording of a statement can be measured at all, and if not, why. Pure."""

from typing import Literal

from dashboards.letter.statements import Statement
from etl.catalogue.declarations import Lang, Text

Reason = Literal["no_number", "no_series"]
WHY: dict[Reason, Text] = {
    "no_number": Text(
        en="The wording names no number, so no figure can confirm or contradict it. It is judged by what was done.",
        nl="De woorden noemen geen getal, dus geen cijfer kan ze bevestigen of tegenspreken. Beoordeeld wordt wat er "
        "is gedaan.",
    ),
    "no_series": Text(
        en="The wording names a number, but no series on this site counts it. It is judged by documents of others.",
        nl="De woorden noemen een getal, maar geen reeks op deze site telt het. Beoordeeld wordt het aan de hand van "
        "stukken van anderen.",
    ),
}


def not_measured(s: Statement) -> Reason | None:
    """Why the wording cannot be held against figures; None where it is."""
    if s.result.basis == "computed" or s.result.targets:
        return None
    return "no_number" if s.claim.comparator == "none" else "no_series"


def why_not(s: Statement, lang: Lang) -> str:
    """The reason in words; "" where the statement is measured."""
    reason = not_measured(s)
    return WHY[reason][lang] if reason else ""
