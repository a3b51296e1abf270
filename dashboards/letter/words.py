"""What the letter said and how that stands, in words. Pure; neutral by construction: labels come from the catalogue.

The figure in the letter is written as its own words allow: "about 40%", "at most 1,750", never as a target where it is
an observation. Why a verdict is what it is, is told by `dashboards.letter.verdicts`.
"""

from dashboards.letter.statements import Statement
from dashboards.letter.targets import LetterFigure
from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Lang, Text, Variant
from etl.letter.claims import ClaimResult
from etl.model.observations import Observation

QUALIFIERS = {
    "about": Text(en="about {n}", nl="circa {n}"),
    "at_most": Text(en="at most {n}", nl="maximaal {n}"),
    "at_least": Text(en="at least {n}", nl="ten minste {n}"),
    "more_than": Text(en="more than {n}", nl="meer dan {n}"),
    "exactly": Text(en="{n}", nl="{n}"),
    "range": Text(en="{low} to {high}", nl="{low} tot {high}"),
}
MORE_THAN = "meer dan"
HOLDS = Text(
    en="{verdict}: within the letter’s words under {holds} of {of} definitions",
    nl="{verdict}: binnen de woorden van de brief onder {holds} van {of} definities",
)
SENSITIVITY = Text(en="Holds under {holds} of {of} definitions", nl="Geldt onder {holds} van {of} definities")
PERCENT = ("percent", "percent change")
CURRENCY = "EUR "
WITHOUT_UNIT = ("date", "deadline", "none", "start year")

KINDS: dict[str, Text] = {
    "observation": Text(en="observation", nl="waarneming"),
    "quota": Text(en="quota", nl="quotum"),
    "ceiling": Text(en="ceiling", nl="plafond"),
    "budget": Text(en="budget", nl="budget"),
    "pledge": Text(en="pledge", nl="toezegging van derden"),
    "commitment": Text(en="commitment", nl="toezegging van het kabinet"),
    "milestone": Text(en="milestone", nl="mijlpaal"),
    "direction": Text(en="direction", nl="richting"),
}
KIND_MEANINGS: dict[str, Text] = {
    "observation": Text(
        en="The letter reports it as a fact; it is not a target.",
        nl="De brief meldt het als feit; het is geen doel.",
    ),
    "quota": Text(en="A number that is to be reached.", nl="Een aantal dat gehaald moet worden."),
    "ceiling": Text(
        en="A number that is not to be passed; staying under it complies.",
        nl="Een aantal dat niet overschreden mag worden; eronder blijven voldoet.",
    ),
    "budget": Text(en="Money that was made available.", nl="Geld dat beschikbaar is gesteld."),
    "pledge": Text(
        en="A promise by others than the government.",
        nl="Een belofte van anderen dan het kabinet.",
    ),
    "commitment": Text(
        en="A promise of the government to Parliament or the public.",
        nl="Een belofte van het kabinet aan de Kamer of het publiek.",
    ),
    "milestone": Text(en="Something that happened, with its date.", nl="Iets dat gebeurde, met de datum."),
    "direction": Text(en="A course or an aim without a number.", nl="Een koers of streven zonder getal."),
}
GROUPS: dict[str, Text] = {  # each reads well after one and after many
    "agrees": Text(
        en="in agreement with figures or other public sources",
        nl="in overeenstemming met cijfers of andere openbare bronnen",
    ),
    "depends": Text(en="valid under some definitions only", nl="alleen geldig onder sommige definities"),
    "magnitude": Text(en="right in order of magnitude, not exact", nl="juist in orde van grootte, niet precies"),
    "differs": Text(en="not reproduced by the figures", nl="niet gereproduceerd door de cijfers"),
    "carried_out": Text(en="carried out, as planned or later", nl="uitgevoerd, zoals gepland of later"),
    "otherwise": Text(
        en="above or below the number named, or changed later",
        nl="boven of onder het genoemde getal, of later gewijzigd",
    ),
    "not_checkable": Text(en="cannot be checked with public figures", nl="niet na te gaan met openbare cijfers"),
    "open": Text(en="outcome not found or not verified", nl="uitkomst niet gevonden of niet nagegaan"),
}
SHORT_GROUPS: dict[str, Text] = {  # after a count, in one line with the others
    "agrees": Text(en="in agreement", nl="in overeenstemming"),
    "depends": Text(en="under some definitions only", nl="alleen onder sommige definities"),
    "magnitude": Text(en="right in order of magnitude", nl="juist in orde van grootte"),
    "differs": Text(en="not reproduced", nl="niet gereproduceerd"),
    "carried_out": Text(en="carried out", nl="uitgevoerd"),
    "otherwise": Text(en="turned out otherwise", nl="anders uitgekomen"),
    "not_checkable": Text(en="not checkable", nl="niet na te gaan"),
    "open": Text(en="outcome not found or not verified", nl="uitkomst niet gevonden of niet nagegaan"),
}
COMPARED = Text(en="{last} compared with {first}", nl="{last} vergeleken met {first}")
DEADLINE = Text(en="by {last} at the latest", nl="uiterlijk {last}")
FORMS = {"percent change": COMPARED, "deadline": DEADLINE}  # by the unit of the claim, in English
SINCE = Text(en="from {first}", nl="vanaf {first}")
UNTIL = Text(en="until {last}", nl="tot en met {last}")
NOT_DATED = Text(en="the letter gives no period", nl="de brief noemt geen periode")


def kind(claim: Claim, lang: Lang) -> str:
    """What sort of statement it is."""
    return KINDS[claim.kind][lang]


def letter_number(claim: Claim, lang: Lang) -> str:
    """The letter's figure in its own strength of words, a percentage with its sign; "" where it gives no number."""
    if claim.comparator == "none":
        return ""
    form = QUALIFIERS[_qualifier(claim)][lang]
    parts = {"n": claim.number, "low": claim.number_low, "high": claim.number_high}
    shown = {name: plain(value, claim, lang) for name, value in parts.items() if value is not None}
    return form.format(**shown)


def letter_amount(claim: Claim, lang: Lang) -> str:
    """The letter's figure with its unit, or that it gives none."""
    said, unit = letter_number(claim, lang), claim.unit[lang]
    if not said:
        return formats.T["letter_says_no_number"][lang]
    if claim.unit.en in PERCENT or claim.unit.en in WITHOUT_UNIT:
        return said
    if unit.startswith(CURRENCY):
        return f"{CURRENCY.strip()}{formats.NBSP}{said} {unit.removeprefix(CURRENCY)}"
    return f"{said} {unit}"


def short_amount(claim: Claim, lang: Lang) -> str:
    """The same for a narrow column: without what the unit says between brackets; "" where the letter gives none."""
    return letter_amount(claim, lang).partition(" (")[0] if claim.comparator != "none" else ""


def plain(value: float, claim: Claim, lang: Lang) -> str:
    """A number of the claim without its strength of words."""
    decimals = 0 if float(value).is_integer() else 1
    if claim.unit.en in PERCENT:
        return formats.percent(value, decimals, lang)
    return formats.number(value, decimals, lang)


def period(claim: Claim, lang: Lang) -> str:
    """What time the statement is about; for a change both periods."""
    first, last = claim.period_start, claim.period_end
    if first and last and first != last:
        form = FORMS.get(claim.unit.en, formats.T["span"])
        return form[lang].format(first=formats.date(first, lang), last=formats.date(last, lang))
    if first and last:
        return formats.date(first, lang)
    if first:
        return SINCE[lang].format(first=formats.date(first, lang))
    return UNTIL[lang].format(last=formats.date(last, lang)) if last else NOT_DATED[lang]


def verdict(catalogue: Catalogue, result: ClaimResult, lang: Lang) -> str:
    """The verdict in words, with the number of definitions that agree where it was computed."""
    label = catalogue.label("verdicts", result.verdict, lang)
    if result.basis == "computed" and result.counted > 1:
        return HOLDS[lang].format(verdict=label, holds=result.holds, of=result.counted)
    return label


def sensitivity(s: Statement, lang: Lang) -> str:
    """Under how many definitions the statement holds; "" where fewer than two could be computed."""
    if s.result.basis != "computed" or s.result.counted < 2:
        return ""
    return SENSITIVITY[lang].format(holds=s.result.holds, of=s.result.counted)


def computed(figure: LetterFigure, catalogue: Catalogue, point: Observation | None, lang: Lang) -> str:
    """A recomputed value in the unit of its indicator, or that there is none."""
    if figure.variant is None:
        return formats.T["no_figure"][lang]
    return cell(figure.variant, catalogue, point, lang)


def cell(variant: Variant, catalogue: Catalogue, point: Observation | None, lang: Lang) -> str:
    """The figure of one definition in the unit of its indicator, or that there is none."""
    if point is None or point.value is None:
        return formats.T["no_figure"][lang]
    indicator = catalogue.indicators[variant.indicator]
    unit = "%" if indicator.unit == "percent" else ""
    return formats.amount(point.value, indicator.decimals, unit, lang)


def _qualifier(claim: Claim) -> str:
    """The ledger's `at_least` stands for “more than” too; only where the letter says so do we."""
    if claim.comparator == "at_least" and MORE_THAN in claim.quote_nl.casefold():
        return "more_than"
    return claim.comparator
