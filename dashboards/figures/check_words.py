"""Whether a quoted number still stands, in a sentence. Pure; it says what the figures are, not who was right."""

from decimal import Decimal

from dashboards.figures import chart_of
from dashboards.figures.check import Cell, Check, Other, Outcome
from dashboards.figures.revisions import Replaced
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text

VERDICTS: dict[Outcome, Text] = {
    "stands": Text(en="It stands", nl="Het klopt nog"),
    "revised": Text(en="It has been revised", nl="Het is herzien"),
    "other_definition": Text(en="Another definition gives it", nl="Een andere definitie komt erop uit"),
    "differs": Text(en="No figure here gives it", nl="Geen cijfer hier komt erop uit"),
    "no_figure": Text(en="It cannot be checked", nl="Het is niet na te gaan"),
}
SENTENCES: dict[Outcome, Text] = {
    "stands": Text(
        en="{what}: the figure is {now}, and {quoted} allows {low} to {high}.",
        nl="{what}: het cijfer is {now}, en {quoted} laat {low} tot en met {high} toe.",
    ),
    "revised": Text(
        en="{what}: the figure was {was} in {since}; {until} it is {now}.",
        nl="{what}: het cijfer was {was} in {since}; {until} is het {now}.",
    ),
    "other_definition": Text(
        en="{what}: the figure is {now}, which {quoted} ({low} to {high}) does not allow. Within it: {others}.",
        nl="{what}: het cijfer is {now}; {quoted} ({low} tot en met {high}) laat dat niet toe. Wel erbinnen: {others}.",
    ),
    "differs": Text(
        en="{what}: the figure is {now}, which {quoted} ({low} to {high}) does not allow. No version or other "
        "definition that this monitor holds is within it.",
        nl="{what}: het cijfer is {now}; {quoted} ({low} tot en met {high}) laat dat niet toe. Geen versie of andere "
        "definitie die deze monitor bewaart, ligt erbinnen.",
    ),
    "no_figure": Text(
        en="{what}: this monitor holds no figure for that period.",
        nl="{what}: deze monitor heeft geen cijfer over die periode.",
    ),
}
ABOUT = Text(en="“about {value}”", nl="‘circa {value}’")
EXACTLY = Text(en="“{value}”", nl="‘{value}’")
OTHER = Text(en="{name} ({value})", nl="{name} ({value})")
SINCE = Text(en="the version of {day}", nl="de versie van {day}")
SINCE_UNKNOWN = Text(en="an earlier version", nl="een eerdere versie")
UNTIL = Text(en="by that of {day}", nl="volgens die van {day}")
UNTIL_UNKNOWN = Text(en="now", nl="nu")


def sentence(checked: Check, text: str, about: bool, c: Catalogue, lang: Lang) -> str:
    """The answer. text: the number as it was quoted."""
    i, bounds = checked.cell.indicator, (checked.quoted.low, checked.quoted.high)
    decimals = max(map(_decimals, bounds))
    low, high = (amount(bound, i, lang, decimals) for bound in bounds)
    was = checked.was
    return SENTENCES[checked.outcome][lang].format(
        what=what(checked.cell, c, lang),
        now=amount(checked.now.value if checked.now else None, i, lang),
        quoted=(ABOUT if about else EXACTLY)[lang].format(value=text),
        low=low,
        high=high,
        was=amount(was.value if was else None, i, lang),
        since=_version(was.seen_from if was else None, SINCE, SINCE_UNKNOWN, lang),
        until=_version(was.seen_until if was else None, UNTIL, UNTIL_UNKNOWN, lang),
        others=formats.join_list([other(o, c, lang) for o in checked.others], lang),
    )


def _version(day: str | None, known: Text, unknown: Text, lang: Lang) -> str:
    """Of which day a version is; of a list that was quoted it is not always known."""
    return known[lang].format(day=formats.date(day, lang)) if day else unknown[lang]


def _decimals(bound: float) -> int:
    """How many decimals it takes to write it whole: 41.4 is 41.35 to 41.45."""
    return max(0, -int(Decimal(repr(bound)).normalize().as_tuple().exponent))


def what(cell: Cell, c: Catalogue, lang: Lang) -> str:
    """Figure, place, category and period."""
    parts = [cell.indicator.title[lang], c.label("geo", cell.geo, lang)]
    parts += [c.series_label(cell.indicator, cell.series, lang)] if chart_of.tells(cell.indicator, cell.series) else []
    return ", ".join([*parts, formats.period(cell.period, lang)])


def other(o: Other, c: Catalogue, lang: Lang) -> str:
    """Another definition with its figure."""
    return OTHER[lang].format(name=what(o.cell, c, lang), value=amount(o.point.value, o.cell.indicator, lang))


def amount(value: float | None, i: Indicator, lang: Lang, decimals: int | None = None) -> str:
    """A figure in the unit of its indicator, as everywhere."""
    if value is None:
        return T["no_figure"][lang]
    return formats.amount(value, i.decimals if decimals is None else decimals, "%" if i.unit == "percent" else "", lang)


def reading(r: Replaced, i: Indicator, lang: Lang) -> tuple[str, ...]:
    """An earlier version as cells of a table: figure, from, until, provenance."""
    return (
        amount(r.value, i, lang),
        formats.date(r.seen_from or "", lang),
        formats.date(r.seen_until or "", lang),
        formats.provenance(r.provenance, lang),
    )
