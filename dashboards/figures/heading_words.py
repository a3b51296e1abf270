"""The sentence of a heading in words: its measure, figures and periods, each named once. Pure."""

from dataclasses import dataclass

from dashboards.charts.small_chart import SHORT_PLACES
from dashboards.figures.chart_of import unit
from dashboards.figures.heading_rules import BY, COUNTS, MEASURED, NOUNS, SENTENCES, SUBJECT, VERBS
from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang
from etl.model.observations import Observation, Series

LONGEST = 66  # letters behind a measure that stand on two lines of a phone; a longer sentence has its periods short


@dataclass(frozen=True)
class Subject:
    """The figure that a sentence is about.

    many_places: whether the indicator has figures of several. many_categories: whether several are shown. today: the
    ISO day of the release, by which a figure is old; "" where none is asked about. titled: the sentence stands alone,
    as on a slide, and names measure and place.
    """

    indicator: Indicator
    many_places: bool
    catalogue: Catalogue
    lang: Lang
    many_categories: bool = False
    today: str = ""
    titled: bool = False


def sentence(rule: str, old: Observation | None, new: Observation, series: Series, about: Subject) -> tuple[str, str]:
    """The sentence, and its beginning that names the measure."""
    what = prefix(series, about)
    i, lang = about.indicator, about.lang
    measured = rule != "level" and bool(about.titled or what or i.unit not in COUNTS)
    was, now = (old.value if old else None) or 0.0, new.value or 0.0
    change = f"{formats.signed(now, i.decimals, lang)}%" if i.unit == "percent" else _amount(now, about)
    subject = _subject(about, rule, what)
    parts = {
        "subject": subject,
        "verb": VERBS[now > was][lang],
        "noun": NOUNS[now > was][lang],
        "size": _size(rule, was, now, lang),
        "old": _amount(was, about),
        "new": change if rule == "level" else _amount(now, about),
    }
    form = (MEASURED if measured else SENTENCES)[rule][lang]
    said = form.format(**parts, **_periods(old, new, lang))
    if measured and not about.titled and len(said) > LONGEST:
        said = form.format(**parts, **_periods(old, new, lang, short=True))
    if measured:
        measure = f"{named(what, about, of_one=True)}:"
        return f"{measure} {said}", measure
    return formats.sentence_case(said), formats.sentence_case(f"{subject}:") if rule == "level" else ""


def _periods(old: Observation | None, new: Observation, lang: Lang, short: bool = False) -> dict[str, str]:
    was = formats.period(old.period, lang, short=short) if old else ""
    return {"old_period": was, "new_period": formats.period(new.period, lang, short=short)}


def named(what: str, about: Subject, of_one: bool = False) -> str:
    """The measure with place and category, each where the title does not name it; of one category without “by …”.

    On a page a title of a name and its definition is there in full above the heading, which has the name.
    """
    title = about.indicator.title[about.lang]
    title = title if about.titled else title.split(": ", 1)[0]
    if of_one:
        split = BY[about.lang].format(name=about.indicator.breakdown.name[about.lang].lower())
        title = title.removesuffix(split).removesuffix(",")
    return ", ".join((title, *(part for part in what.split(", ") if part and part not in title)))


def _subject(about: Subject, rule: str, what: str) -> str:
    i, lang = about.indicator, about.lang
    if rule == "level":
        return ", ".join(part for part in (i.title[lang], what) if part)
    return SUBJECT[lang].format(unit=unit(i, about.catalogue, lang))


def _size(rule: str, old: float, new: float, lang: Lang) -> str:
    if rule == "points":
        return formats.number(abs(new - old), 1, lang)
    return formats.percent(abs(percent(old, new)), 1, lang) if rule == "change" else ""


def _amount(value: float, about: Subject) -> str:
    """A figure, with its unit only where the subject has not named it."""
    i = about.indicator
    name = "" if i.unit in COUNTS else unit(i, about.catalogue, about.lang)
    return formats.amount(value, i.decimals, name, about.lang)


def unit_untold(about: Subject) -> str:
    """The unit, "" where the title names it."""
    name = unit(about.indicator, about.catalogue, about.lang)
    return "" if about.indicator.title[about.lang].endswith(name) else name


def prefix(series: Series, about: Subject) -> str:
    """Place and category of a series, each where another could be meant; on a page, which names it, EU27 or EU28."""
    indicator, catalogue, lang = about.indicator, about.catalogue, about.lang
    place = catalogue.label("geo", series.geo, lang)
    parts = (
        [place if about.titled else SHORT_PLACES.get(series.geo, place)] if about.many_places or about.titled else []
    )
    if series.series != indicator.breakdown.total or about.many_categories or is_change(indicator):
        parts.append(catalogue.series_label(indicator, series.series, lang))
    return ", ".join(parts)


def percent(old: float, new: float) -> float:
    """The change from old to new in percent, as the indicators' SQL makes it."""
    return round(100.0 * (new - old) / old, 1)


def is_change(indicator: Indicator) -> bool:
    """Whether the indicator's figures are changes themselves, as their ids say."""
    return "change" in indicator.id.split("_")
