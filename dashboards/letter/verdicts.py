"""Why a verdict is what it is, in a sentence that names the figure, the definition and what the words allow. Pure.

A verdict on an observation that was recomputed follows the rules of `etl.letter.claims`; every other verdict was given
by hand from public sources, and its sentence says so.
"""

from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Lang, Text

COMPUTED: dict[str, Text] = {
    "no_figure": Text(
        en="There is no figure under the letter’s own definition ({primary}).",
        nl="Er is geen cijfer onder de eigen definitie van de brief ({primary}).",
    ),
    "reproduced": Text(
        en="Each of the {of} definitions with a figure lies within what the letter’s words allow ({interval}).",
        nl="Elk van de {of} definities met een cijfer ligt binnen wat de woorden van de brief toelaten ({interval}).",
    ),
    "partly": Text(
        en="The letter’s own definition ({primary}) gives {value}, within what its words allow ({interval}). "
        "Of the {others} other definitions with a figure, {outside} lie outside.",
        nl="De eigen definitie van de brief ({primary}) geeft {value}, binnen wat de woorden toelaten ({interval}). "
        "Van de {others} andere definities met een cijfer liggen er {outside} buiten.",
    ),
    "other_definition": Text(
        en="The letter’s own definition ({primary}) gives {value}, outside what its words allow ({interval}). "
        "Of the {others} other definitions with a figure, {inside} lie within.",
        nl="De eigen definitie van de brief ({primary}) geeft {value}, buiten wat de woorden toelaten ({interval}). "
        "Van de {others} andere definities met een cijfer liggen er {inside} binnen.",
    ),
    "differs": Text(
        en="The letter’s own definition ({primary}) gives {value}. None of the {of} definitions with a figure lies "
        "within what the letter’s words allow ({interval}).",
        nl="De eigen definitie van de brief ({primary}) geeft {value}. Geen van de {of} definities met een cijfer "
        "ligt binnen wat de woorden van de brief toelaten ({interval}).",
    ),
}
BY_HAND = Text(en="Assessed by hand, not computed: {reason}", nl="Handmatig beoordeeld, niet berekend: {reason}")
LEDGER: dict[str, Text] = {
    "consistent": Text(
        en="other public sources say the same.",
        nl="andere openbare bronnen zeggen hetzelfde.",
    ),
    "consistent_rounded": Text(
        en="other public sources say the same after generous rounding.",
        nl="andere openbare bronnen zeggen hetzelfde na ruime afronding.",
    ),
    "loose": Text(
        en="the order of magnitude is right; the exact number was not found.",
        nl="de orde van grootte klopt; het precieze getal is niet gevonden.",
    ),
    "context_missing": Text(
        en="the number agrees with other sources, but something that its reading needs is left out.",
        nl="het getal stemt overeen met andere bronnen, maar iets dat voor de lezing nodig is, ontbreekt.",
    ),
    "not_checkable": Text(
        en="no public series or report was found to check the number with.",
        nl="er is geen openbare reeks of rapportage gevonden om het getal mee na te gaan.",
    ),
    "met": Text(
        en="what was announced was done; the sources below say when.",
        nl="wat was aangekondigd, is gebeurd; de bronnen hieronder zeggen wanneer.",
    ),
    "late": Text(
        en="what was announced was done later than planned at the time.",
        nl="wat was aangekondigd, is later gebeurd dan destijds gepland.",
    ),
    "exceeded": Text(
        en="the sources give a figure above the number named; the note says what is compared with what.",
        nl="de bronnen geven een cijfer boven het genoemde getal; de toelichting zegt wat met wat is vergeleken.",
    ),
    "below": Text(
        en="the sources give a figure under the number named.",
        nl="de bronnen geven een cijfer onder het genoemde getal.",
    ),
    "reversed": Text(
        en="a later decision changed or ended it.",
        nl="een later besluit heeft het gewijzigd of beëindigd.",
    ),
    "open": Text(
        en="no outcome was found, or none could be verified.",
        nl="er is geen uitkomst gevonden, of die kon niet worden nagegaan.",
    ),
}
INTERVALS = {
    "both": Text(en="{low} to {high}", nl="{low} tot en met {high}"),
    "low": Text(en="{low} or more", nl="{low} of meer"),
    "high": Text(en="{high} or less", nl="{high} of minder"),
}


def interval(claim: Claim, lang: Lang) -> str:
    """What the claim's words allow, both ends included; "" where they name no bound."""
    ends = {"low": claim.number_low, "high": claim.number_high}
    shown = {name: letter_words.plain(value, claim, lang) for name, value in ends.items() if value is not None}
    if not shown:
        return ""
    return INTERVALS["both" if len(shown) == 2 else next(iter(shown))][lang].format(**shown)


def reason(s: Statement, catalogue: Catalogue, lang: Lang) -> str:
    """Why the statement has its verdict."""
    if s.result.basis == "ledger":
        return BY_HAND[lang].format(reason=LEDGER[s.result.verdict][lang])
    variant = next(v for v in s.claim.variant if v.primary)
    outcome = next(v for v in s.result.variants if v.primary)
    inside = s.result.holds - (outcome.fits is True)
    others = s.result.counted - (outcome.fits is not None)
    return COMPUTED[s.result.verdict][lang].format(
        primary=variant.label[lang],
        value=letter_words.cell(variant, catalogue, outcome.now, lang),
        interval=interval(s.claim, lang),
        of=s.result.counted,
        others=others,
        inside=inside,
        outside=others - inside,
    )
