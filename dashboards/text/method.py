"""The words of the method page: the rules of `etl.letter` (status, claims), and how figures are made. Only words.

A test holds the keys equal to the statuses and verdicts that the code knows.
"""

from etl.catalogue.declarations import Text


def _both(en: str, nl: str) -> Text:
    return Text(en=en, nl=nl)


STATUS_RULES = {  # in the order in which `etl.letter.status` tries them
    "no_figure": _both("There is no realised figure.", "Er is geen gerealiseerd cijfer."),
    "provisional": _both(
        "The publisher calls the realised figure provisional.", "De uitgever noemt het gerealiseerde cijfer voorlopig."
    ),
    "periods_differ": _both(
        "The realised figure covers another period than the target.",
        "Het gerealiseerde cijfer gaat over een andere periode dan het doel.",
    ),
    "undetermined": _both(
        "The figure counts more than the target does, so the real one is at most this; that does not settle it.",
        "Het cijfer telt meer dan het doel; het werkelijke is hoogstens dit, en dat geeft geen uitsluitsel.",
    ),
    "reached_alone": _both(
        "One year of a quota that is an average over several years, and the realised figure of that year alone is "
        "equal to it or higher. The quota itself is held against the mean of its years.",
        "Eén jaar van een quotum dat een gemiddelde over meerdere jaren is, en het gerealiseerde cijfer van dat jaar "
        "alleen is daaraan gelijk of hoger. Het quotum zelf wordt naast het gemiddelde van zijn jaren gelegd.",
    ),
    "below_alone": _both(
        "One year of a quota that is an average over several years, and the realised figure of that year alone is "
        "lower. A shortfall in one year can be made up in another.",
        "Eén jaar van een quotum dat een gemiddelde over meerdere jaren is, en het gerealiseerde cijfer van dat jaar "
        "alleen is lager. Een tekort in het ene jaar kan in een ander jaar worden ingehaald.",
    ),
    "reached": _both(
        "A quota, and the realised figure is equal to it or higher.",
        "Een quotum, en het gerealiseerde cijfer is daaraan gelijk of hoger.",
    ),
    "below": _both("A quota, and the realised figure is lower.", "Een quotum, en het gerealiseerde cijfer is lager."),
    "within": _both(
        "A ceiling, and the realised figure is equal to it or lower.",
        "Een plafond, en het gerealiseerde cijfer is daaraan gelijk of lager.",
    ),
    "exceeded": _both(
        "A ceiling, and the realised figure is higher.", "Een plafond, en het gerealiseerde cijfer is hoger."
    ),
}
VERDICT_RULES = {  # in the order of `etl.letter.claims`
    "no_figure": _both(
        "No figure is available under the letter’s own definition.",
        "Onder de eigen definitie van de brief is geen cijfer beschikbaar.",
    ),
    "reproduced": _both(
        "Every definition that has a figure lies within the letter’s words.",
        "Elke definitie met een cijfer valt binnen de woorden van de brief.",
    ),
    "partly": _both(
        "The letter’s own definition lies within its words, another does not.",
        "De eigen definitie van de brief valt binnen de woorden, een andere niet.",
    ),
    "other_definition": _both(
        "The letter’s own definition lies outside its words, another lies within.",
        "De eigen definitie van de brief valt buiten de woorden, een andere erbinnen.",
    ),
    "differs": _both(
        "Every definition that has a figure lies outside the letter’s words.",
        "Elke definitie met een cijfer valt buiten de woorden van de brief.",
    ),
}
TITLE = _both("Method", "Methode")
INTRO = _both(
    "How the figures are made, how the letter’s statements are checked, and by which rules a status, a "
    "verdict or a heading is given.",
    "Hoe de cijfers worden gemaakt, hoe de uitspraken van de brief worden nagegaan, en volgens welke "
    "regels een status, een oordeel of een kop wordt gegeven.",
)
CHECK = _both("How a statement is checked", "Hoe een uitspraak wordt nagegaan")
CHECK_TEXT = (
    _both(
        "Each statement is quoted from the letter and given a kind. Only a quota, ceiling, budget, "
        "pledge, commitment or milestone is something to be met; an observation is what the letter "
        "reports, never a target.",
        "Elke uitspraak is uit de brief geciteerd en heeft een soort. Alleen een quotum, plafond, budget, "
        "toezegging, afspraak of mijlpaal is iets om aan te voldoen; een waarneming is wat de brief "
        "meldt, nooit een doel.",
    ),
    _both(
        "An observation with a number is recomputed under each definition that can be defended: which version, which "
        "category, which period where the letter names none. The letter’s own definition comes first, the others "
        "stand beside it.",
        "Een waarneming met een getal wordt opnieuw berekend onder elke verdedigbare definitie: welke versie, welke "
        "categorie, welke periode waar de brief er geen noemt. De eigen definitie van de brief komt eerst, de andere "
        "staan ernaast.",
    ),
    _both(
        "A part of the total, another place or another base year than the letter’s measures something else: "
        "it is shown for context and counts neither in the verdict nor among the definitions.",
        "Een deel van het totaal, een andere plaats of een ander basisjaar dan dat van de brief meet iets anders: "
        "het staat er ter vergelijking en telt niet mee in het oordeel en niet bij de definities.",
    ),
    _both(
        "The words decide how exact it has to be: “about” gives a lowest and a highest value, "
        "“more than” a lowest and “at most” a highest one, themselves included; they are shown with the statement.",
        "De woorden bepalen hoe precies het moet zijn: ‘circa’ geeft een laagste en een hoogste "
        "waarde, ‘meer dan’ een laagste en ‘maximaal’ een hoogste, die zelf meetellen; ze staan bij de uitspraak.",
    ),
    _both(
        "Statements that no public series can check get their verdict from reading public documents, with "
        "their addresses; that verdict is marked as such.",
        "Uitspraken die met geen openbare reeks zijn na te gaan, krijgen een oordeel op grond van openbare "
        "stukken, met adressen; dat oordeel is als zodanig gemerkt.",
    ),
)
VERDICTS = _both(
    "Verdict on an observation: the first rule that fits", "Oordeel over een waarneming: de eerste regel die past"
)
STATUSES = _both(
    "Status of a quota or ceiling: the first rule that fits",
    "Status van een quotum of plafond: de eerste regel die past",
)
THEN_NOW = _both("What “then” and “now” mean", "Wat ‘toen’ en ‘nu’ betekenen")
THEN_NOW_TEXT = (
    _both(
        "Publishers revise their figures. Each version that we have is kept with its day. “Then” is the figure as "
        "it stood on {day}, the letter’s date; “now” is the newest version in this release.",
        "Uitgevers herzien hun cijfers. Elke versie die wij hebben, blijft bewaard met haar dag. ‘Toen’ is het "
        "cijfer zoals het stond op {day}, de datum van de brief; ‘nu’ is de nieuwste versie in deze release.",
    ),
    _both(
        "A reading “as published on” a day uses, for each figure, the newest version that was certainly public on "
        "that day. A month counts from its last day. Versions whose day is not known never appear in a reading of "
        "the past, so there may be no figure “then” although there is one now.",
        "Een lezing ‘zoals gepubliceerd op’ een dag gebruikt voor elk cijfer de nieuwste versie die op die dag zeker "
        "openbaar was. Een maand telt vanaf de laatste dag. Versies waarvan de dag onbekend is komen nooit voor in "
        "een lezing van het verleden; er kan dus ‘toen’ geen cijfer zijn terwijl het er nu wel is.",
    ),
)
HEADINGS = _both(
    "How a figure’s heading is made: the first rule that fits",
    "Hoe de kop van een cijfer wordt gemaakt: de eerste regel die past",
)
HEADINGS_TEXT = _both(
    "A heading states a change or a level in fixed words and never says whether it is good or bad. Where "
    "the rule says that no sentence is made, the heading is the figure’s name.",
    "Een kop noemt een verandering of een niveau in vaste woorden en zegt nooit of die goed of slecht is. "
    "Waar de regel geen zin oplevert, is de kop de naam van het cijfer.",
)
STATES = _both("A heading is made.", "Dan staat er een kop.")
SILENT = _both("No heading is made.", "Dan geen kop.")
ROUNDING = _both("Rounding", "Afronding")
ROUNDING_TEXT = (
    _both(
        "Figures are rounded once, when a release is built, to the number of decimals that the indicator "
        "declares; halves are rounded away from zero. Page, picture and file show the same rounded figure.",
        "Cijfers worden één keer afgerond, als een release wordt gemaakt, op het aantal decimalen dat de indicator "
        "opgeeft; een half wordt van nul af afgerond. Pagina, afbeelding en bestand tonen hetzelfde afgeronde cijfer.",
    ),
    _both(
        "A sum of figures that the publisher already rounded differs a little from the publisher’s own "
        "total; where both exist the publisher’s is used.",
        "Een som van cijfers die de uitgever al had afgerond wijkt iets af van het eigen totaal van de "
        "uitgever; waar beide bestaan wordt dat van de uitgever gebruikt.",
    ),
    _both(
        "A missing figure stays missing: it is not 0, not estimated and not carried forward. A sum of "
        "which a part is missing has no figure.",
        "Een ontbrekend cijfer blijft ontbreken: het is geen 0, wordt niet geschat en niet doorgetrokken. "
        "Een som waarvan een deel ontbreekt heeft geen cijfer.",
    ),
)
FLAGS = _both("Flags", "Vlaggen")
FLAGS_TEXT = _both(
    "Letters that the publisher puts behind a figure; capital letters say how confidential it is. A computed "
    "figure carries the flags of all that it was computed from. Where a letter has changed its meaning, the one "
    "of the day of the version is given.",
    "Letters die de uitgever achter een cijfer zet; hoofdletters zeggen hoe vertrouwelijk het is. Een berekend "
    "cijfer draagt de vlaggen van alles waaruit het is berekend. Waar een letter van betekenis is veranderd, "
    "staat de betekenis op de dag van de versie erbij.",
)
FLAG_SINCE = _both(" (from {day})", " (vanaf {day})")
FLAG_UNTIL = _both(" (until {day})", " (tot en met {day})")
PROVENANCES = _both("Where a figure comes from", "Waar een cijfer vandaan komt")
PROVENANCES_TEXT = _both(
    "Every figure names its provenance. A figure that this monitor computes (a ratio, sum, share, change, rescaling "
    "or index) is called computed wherever it appears, with the provenance of its inputs beside it: its publishers "
    "are named for the inputs, not for the result. Only a publisher’s row that is passed on as it stands has the "
    "provenance of its input. Of several inputs the weakest counts, in this order, the weakest last; computed stands "
    "apart:",
    "Bij elk cijfer staat de herkomst. Een cijfer dat deze monitor berekent (een verhouding, som, aandeel, "
    "verandering, herschaling of index) heet overal berekend, met de herkomst van de invoer ernaast: de uitgevers "
    "worden genoemd voor de invoer, niet voor de uitkomst. Alleen een rij van een uitgever die ongewijzigd wordt "
    "doorgegeven, heeft de herkomst van de invoer. Van meer bronnen telt de zwakste, in deze volgorde, de zwakste "
    "als laatste; berekend staat daarbuiten:",
)
