"""What a reader is told when an address cannot be answered: a sentence, what is accepted, an HTTP status. Pure."""

from dataclasses import dataclass, replace

from dashboards.query.public import SETTING
from dashboards.web.refusal_words import in_words, subject
from etl.catalogue.declarations import Lang, Text
from etl.model.errors import (
    DamagedError,
    MonitorError,
    NotBuiltError,
    TemplateError,
    TooManyError,
    TooMuchError,
    UnknownValueError,
)

SENTENCES = {
    400: Text(
        en="This request could not be understood.",
        nl="Dit verzoek is niet begrepen.",
    ),
    404: Text(
        en="There is nothing at this address.",
        nl="Op dit adres is niets te vinden.",
    ),
    405: Text(
        en="This address does not take that kind of request.",
        nl="Dit adres ondersteunt zo’n verzoek niet.",
    ),
    413: Text(
        en="More was sent than the 64 kB that are read.",
        nl="Er is meer gestuurd dan de 64 kB die gelezen worden.",
    ),
    414: Text(
        en="This address is longer than the 8,000 characters that are read.",
        nl="Dit adres is langer dan de 8.000 tekens die gelezen worden.",
    ),
    500: Text(
        en="Something went wrong on our side; it has been written to the log. Please try again later.",
        nl="Er ging bij ons iets mis; het is vastgelegd in het logboek. Probeer het later opnieuw.",
    ),
    503: Text(
        en="The figures are not ready yet. Please try again in a few minutes.",
        nl="De cijfers zijn nog niet gereed. Probeer het over enkele minuten opnieuw.",
    ),
}
DAMAGE = {
    "missing": Text(en="{file} is missing.", nl="{file} ontbreekt."),
    "changed": Text(
        en="{file} is no longer as it was built.",
        nl="{file} is niet meer zoals het gemaakt is.",
    ),
    "unreadable": Text(en="{file} cannot be read.", nl="{file} kan niet worden gelezen."),
}
OF_RELEASE = Text(en="Release {id} is damaged: ", nl="Release {id} is beschadigd: ")
FOLDER = Text(en="its folder", nl="de map ervan")
LATER = Text(
    en="Until that has been mended there are no figures to show here.",
    nl="Tot dat hersteld is, zijn hier geen cijfers te zien.",
)
TOO_MUCH = Text(
    en="This took too long or too much memory and was ended. Please ask for fewer places, series or periods.",
    nl="Dit duurde te lang of kostte te veel geheugen en is afgebroken. Vraag om minder plaatsen, reeksen of perioden.",
)
TEMPLATE = Text(
    en="This file cannot be made for now: its template {file} {why}.",
    nl="Dit bestand kan nu niet worden gemaakt: het sjabloon {file} {why}.",
)
MANY = {
    "rows": Text(
        en="This asks for {count} rows; one answer holds at most {most}.",
        nl="Dit vraagt om {count} rijen; één antwoord bevat er hoogstens {most}.",
    ),
    "codes": Text(
        en="This asks for {count} codes; one request may name at most {most}.",
        nl="Dit vraagt om {count} codes; één verzoek mag er hoogstens {most} noemen.",
    ),
    "figures": Text(
        en="This asks for {count} figures; one file holds at most {most}.",
        nl="Dit vraagt om {count} cijfers; één bestand bevat er hoogstens {most}.",
    ),
}
IN_PIECES = Text(en=" The same in parts:", nl=" Hetzelfde in delen:")
FEWER = Text(en=" Please ask for fewer places or series.", nl=" Vraag om minder plaatsen of reeksen.")
UNKNOWN = Text(en="{what} “{found}” is not known.", nl="{what} ‘{found}’ is niet bekend.")
TITLES = {
    404: Text(en="Not found", nl="Niet gevonden"),
    503: Text(en="Not ready yet", nl="Nog niet gereed"),
}
Refused = MonitorError  # what `of_error` tells
HOST = Text(
    en="This site does not answer to the name “{host}”; whoever runs it can set its public address ({setting}).",
    nl="Deze site antwoordt niet op de naam ‘{host}’; de beheerder kan het openbare adres instellen ({setting}).",
)
TITLE = Text(en="This did not work", nl="Dit lukte niet")


@dataclass(frozen=True)
class Refusal:
    """An answer that is not what was asked for. accepted: what could have been asked for, where that is known.

    smaller: addresses that together give what was too much for one answer.
    """

    lang: Lang
    status: int
    title: str
    sentence: str
    accepted: tuple[str, ...] = ()
    smaller: tuple[str, ...] = ()


def of_error(error: MonitorError, lang: Lang) -> Refusal:
    """An unknown value is 404 and lists what is accepted; no release is 503; anything else is ours: 500."""
    if isinstance(error, TooManyError):
        count, most = (f"{n:,}".replace(",", "." if lang == "nl" else ",") for n in (error.count, error.most))
        return Refusal(lang, 422, TITLE[lang], MANY[error.what][lang].format(count=count, most=most), error.accepted)
    if isinstance(error, UnknownValueError):
        sentence = UNKNOWN[lang].format(what=subject(error.what, lang), found=in_words(error.given, lang))
        return Refusal(lang, 404, TITLES[404][lang], sentence, tuple(in_words(a, lang) for a in error.accepted))
    if isinstance(error, DamagedError):
        return Refusal(lang, 503, TITLES[503][lang], f"{damage(error, lang)} {LATER[lang]}")
    if isinstance(error, TemplateError):
        return Refusal(lang, 503, TITLE[lang], TEMPLATE[lang].format(file=error.file, why=error.why[lang]))
    if isinstance(error, TooMuchError):
        return Refusal(lang, 503, TITLE[lang], TOO_MUCH[lang])
    return of_status(503 if isinstance(error, NotBuiltError) else 500, lang)


def in_parts(refusal: Refusal, addresses: tuple[str, ...]) -> Refusal:
    """The refusal of too much, with the addresses that give it in parts, or what else can be done."""
    more = (IN_PIECES if addresses else FEWER)[refusal.lang]
    return replace(refusal, sentence=refusal.sentence + more, smaller=addresses)


def unknown_host(host: str, lang: Lang) -> Refusal:
    """Asked for under a name that is not known to be the site's own: 400."""
    return Refusal(lang, 400, TITLE[lang], HOST[lang].format(host=host[:80], setting=SETTING))


def damage(error: DamagedError, lang: Lang) -> str:
    """What is damaged, in a sentence."""
    release = OF_RELEASE[lang].format(id=error.release) if error.release else ""
    said = release + DAMAGE[error.why][lang].format(file=error.file or FOLDER[lang])
    return said[0].upper() + said[1:]


def of_status(status: int, lang: Lang) -> Refusal:
    """A status of HTTP; one without a sentence of its own is told as 400 (the request) or 500 (us)."""
    known = status if status in SENTENCES else 400 if status < 500 else 500
    title = TITLES[status][lang] if status in TITLES else TITLE[lang]
    return Refusal(lang, status, title, SENTENCES[known][lang])
