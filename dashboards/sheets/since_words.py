"""Sentences on what changed since a release or a day, in both languages."""

from etl.catalogue.declarations import Text

SINCE = {
    "letter": Text(en="What changed since the letter ({day})", nl="Wat er sinds de brief veranderde ({day})"),
    "day": Text(en="What changed since {day}", nl="Wat er sinds {day} veranderde"),
    "release": Text(en="What changed since release {id} of {day}", nl="Wat er sinds release {id} van {day} veranderde"),
    "newest": Text(en="{name}: newest was {was} ({was_period}), is {now} ({now_period}).",
                   nl="{name}: nieuwste was {was} ({was_period}), is {now} ({now_period})."),
    "newest_held": Text(en="{name}: then {was} ({was_period}), now {now} ({now_period}).",
                        nl="{name}: toen {was} ({was_period}), nu {now} ({now_period})."),
    "then": Text(en="Then: the newest figure of that day that is held here.",
                 nl="Toen: het nieuwste cijfer van die dag dat hier bewaard is."),
    "first": Text(en="{name}: no figure of then is held; newest is {now} ({now_period}).",
                  nl="{name}: van toen is geen cijfer bewaard; nieuwste is {now} ({now_period})."),
    "gone": Text(en="{name}: newest was {was} ({was_period}); no figure is held now.",
                 nl="{name}: nieuwste was {was} ({was_period}); nu is er geen cijfer."),
    "revised": Text(en="{name}, {period}: was {was}, is {now}.", nl="{name}, {period}: was {was}, is {now}."),
    "same": Text(en="Newest figure not changed: {names}.", nl="Nieuwste cijfer niet veranderd: {names}."),
    "counts": Text(
        en="All figures under these titles: {new} new, {revised} with another value or flag, {gone} no longer there.",
        nl="Alle cijfers onder deze titels: {new} nieuw, {revised} met een andere waarde of vlag, {gone} niet meer "
        "aanwezig.",
    ),
    "every": Text(en="Every difference as a file, here of “{title}”: {link}",
                  nl="Elk verschil als bestand, hier van ‘{title}’: {link}"),
    "replaced": Text(
        en="Figures under these titles that publishers replaced, as far as held here: {n}. {link}",
        nl="Cijfers onder deze titels die uitgevers vervingen, voor zover hier bewaard: {n}. {link}",
    ),
    "verdict": Text(en="Statement {number}: {was} → {now}.", nl="Uitspraak {number}: {was} → {now}."),
    "verdicts_same": Text(en="No verdict on this sheet changed.", nl="Geen oordeel op dit blad is veranderd."),
    "computed_same": Text(
        en="Verdicts computed from figures are the same with the figures of then and of now.",
        nl="Oordelen die uit cijfers worden berekend, zijn met de cijfers van toen en van nu gelijk.",
    ),
    "no_verdict": Text(
        en="No figure of then is held to check statements {numbers} with.",
        nl="Van toen is geen cijfer bewaard om uitspraken {numbers} mee na te gaan.",
    ),
    "none_replaced": Text(
        en="Publishers replaced none of the figures under these titles that we hold.",
        nl="Uitgevers vervingen geen van de cijfers onder deze titels die wij bewaren.",
    ),
    "no_figures": Text(
        en="This sheet has no figures, and no verdict that is computed from figures.",
        nl="Dit blad heeft geen cijfers, en geen oordeel dat uit cijfers is berekend.",
    ),
    "nothing": Text(en="This sheet is of that release: nothing changed.", nl="Dit blad is van die release: er is niets "
                    "veranderd."),
}  # fmt: skip
