"""What the letter said and how that stands, in words. Pure; neutral by construction: labels come from the catalogue.

The figure in the letter is written as its own words allow: "about 40%", "at most 1,750", never as a target where it is
an observation.
"""

from dashboards import words
from dashboards.kpi import LetterFigure
from etl.catalogue import Catalogue
from etl.claims import ClaimResult
from etl.declarations import Claim, Lang, Text
from etl.observations import Observation

QUALIFIERS = {
    "about": Text(en="about {n}", nl="circa {n}"),
    "at_most": Text(en="at most {n}", nl="maximaal {n}"),
    "at_least": Text(en="more than {n}", nl="meer dan {n}"),
    "exactly": Text(en="{n}", nl="{n}"),
    "range": Text(en="{low} to {high}", nl="{low} tot {high}"),
}
HOLDS = Text(
    en="{verdict}: within the letter’s words under {holds} of {of} definitions",
    nl="{verdict}: binnen de woorden van de brief onder {holds} van {of} definities",
)
PERCENT = ("percent", "percent change")


def letter_number(claim: Claim, lang: Lang) -> str:
    """The letter's figure in its own strength of words, with unit; "" where it gives no number."""
    if claim.comparator == "none":
        return ""
    form = QUALIFIERS[claim.comparator][lang]
    parts = {"n": claim.number, "low": claim.number_low, "high": claim.number_high}
    shown = {name: _plain(value, claim, lang) for name, value in parts.items() if value is not None}
    return form.format(**shown)


def _plain(value: float, claim: Claim, lang: Lang) -> str:
    decimals = 0 if float(value).is_integer() else 1
    if claim.unit.en in PERCENT:
        return words.percent(value, decimals, lang)
    return words.number(value, decimals, lang)


def verdict(catalogue: Catalogue, result: ClaimResult, lang: Lang) -> str:
    """The verdict in words, with the number of definitions that agree where it was computed."""
    label = catalogue.label("verdicts", result.verdict, lang)
    if result.basis == "computed" and result.counted > 1:
        return HOLDS[lang].format(verdict=label, holds=result.holds, of=result.counted)
    return label


def computed(figure: LetterFigure, catalogue: Catalogue, point: Observation | None, lang: Lang) -> str:
    """A recomputed value in the unit of its indicator, or that there is none."""
    if figure.variant is None or point is None or point.value is None:
        return words.T["no_figure"][lang]
    indicator = catalogue.indicators[figure.variant.indicator]
    unit = "%" if indicator.unit == "percent" else ""
    return words.amount(point.value, indicator.decimals, unit, lang)
