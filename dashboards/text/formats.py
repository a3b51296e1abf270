"""Numbers, periods, dates and lists as a reader of English or Dutch expects them, and the shared words of the pages.

The only place where a figure becomes text. Locale facts (separators, month names, "million", "and") come from CLDR
through Babel; the words themselves are in `dashboards.text.messages` and are offered here as `T`. Reads nothing,
computes no figure: a number is rounded for display only.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import NumberPattern, format_compact_decimal, parse_pattern

from dashboards.text.messages import T
from etl.catalogue.declarations import Lang, Text
from etl.model.period import is_empty
from etl.model.period import period as parse_period
from etl.model.provenance import Provenance

__all__ = [
    "MINUS", "NBSP", "T", "amount", "as_of", "axis_numbers", "compact", "date", "join_list", "month", "number",
    "percent", "period", "provenance", "publisher", "signed", "span",
]  # fmt: skip

LOCALES: dict[Lang, str] = {"en": "en_GB", "nl": "nl_NL"}
MINUS, NBSP = "\u2212", "\u00a0"
MILLION = 1_000_000
KEPT = 4096  # periods and days whose words a process keeps: they come from addresses too
FORMATTED = 50_000  # numbers whose text a process keeps: the same ones stand in picture, alt text and table
PUBLISHERS = {
    "Statistics Netherlands (CBS)": Text(
        en="Statistics Netherlands (CBS)", nl="Centraal Bureau voor de Statistiek (CBS)"
    ),
    "Government of the Netherlands": Text(en="Government of the Netherlands", nl="Rijksoverheid"),
    "press": Text(en="press", nl="pers"),
}
PERIODS = {  # in words and short
    "S": (Text(en="half-year {n} of {year}", nl="{n} halfjaar {year}"), Text(en="H{n} {year}", nl="{n} hj. {year}")),
    "Q": (Text(en="Q{n} {year}", nl="{n} kwartaal {year}"), Text(en="Q{n} {year}", nl="{n} kw. {year}")),
    "W": (Text(en="week {n} of {year}", nl="week {n} van {year}"), Text(en="week {n} {year}", nl="week {n} {year}")),
}
ORDINALS = ("1e", "2e", "3e", "4e")


@lru_cache(maxsize=FORMATTED)
def number(value: float, decimals: int, lang: Lang) -> str:
    """1234.5 → 1,234.5 (en), 1.234,5 (nl), halves rounded away from zero, with a real minus and never a minus zero."""
    return _typeset(_pattern(decimals).apply(_rounded(value, decimals), _locale(lang)))


@cache
def _pattern(decimals: int) -> NumberPattern:
    """Groups of three digits, at least one before the point and `decimals` behind it."""
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


@cache
def _locale(lang: Lang) -> Locale:
    return Locale.parse(LOCALES[lang])


def signed(value: float, decimals: int, lang: Lang) -> str:
    """A change: +3.1, −27.2; what rounds to zero has no sign."""
    return ("+" if _rounded(value, decimals) > 0 else "") + number(value, decimals, lang)


def percent(value: float, decimals: int, lang: Lang) -> str:
    """A share or rate given as 0 to 100: 42.7 → 42.7% (en), 42,7% (nl)."""
    return f"{number(value, decimals, lang)}%"


def amount(value: float, decimals: int, unit: str, lang: Lang) -> str:
    """A number with its unit: 1,234 persons, 42.7%; the two are never parted by a line break."""
    if unit == "%":
        return percent(value, decimals, lang)
    return number(value, decimals, lang) + (f"{NBSP}{unit}" if unit else "")


def compact(value: float, lang: Lang) -> str:
    """From a million up 1.8 million (en), 1,8 miljoen (nl); below that the whole number."""
    if abs(value) < MILLION:
        return number(value, 0, lang)
    rounded = _rounded(value, -5)
    return _typeset(format_compact_decimal(rounded, format_type="long", fraction_digits=1, locale=LOCALES[lang]))


def axis_numbers(ticks: Sequence[float], unit: str, lang: Lang) -> tuple[str, ...]:
    """Tick labels, lowest first, with as many decimals as the ticks need.

    An axis that reaches a million counts in millions and says so at its top tick: 0, 0.5, 1, 1.5, 2 million.
    """
    top = max(ticks, key=abs, default=0.0)
    if abs(top) < MILLION:
        decimals = max((_decimals(t) for t in ticks), default=0)
        return tuple(number(t, decimals if t else 0, lang) + ("%" if unit == "%" else "") for t in ticks)
    decimals = max(_decimals(t / MILLION) for t in ticks)
    labels = [number(t / MILLION, decimals if t else 0, lang) for t in ticks]
    return tuple(compact(t, lang) if t == top else label for t, label in zip(ticks, labels, strict=True))


@lru_cache(maxsize=KEPT)
def period(code: str, lang: Lang, short: bool = False) -> str:
    """2018; Q3 2018, 3e kwartaal 2018; August 2018, augustus 2018 (short: Aug 2018, aug 2018); weeks; days as dates."""
    parsed = parse_period(code)
    if parsed.frequency == "M":
        return format_skeleton("yMMM" if short else "yMMMM", parsed.first, locale=LOCALES[lang])
    if parsed.frequency == "D":
        return date(code, lang)
    pattern = PERIODS.get(parsed.frequency)
    if pattern is None:
        return code
    number = ORDINALS[parsed.number - 1] if lang == "nl" and parsed.frequency != "W" else str(parsed.number)
    return pattern[short][lang].format(n=number, year=parsed.year)


@cache
def month(code: str, lang: Lang) -> str:
    """The short name of a month "01" to "12" without its year: Aug, aug."""
    return format_date(dt.date(2000, int(code), 1), "LLL", locale=LOCALES[lang]).rstrip(".")


def span(first: str, last: str, lang: Lang) -> str:
    """2009 to 2025, 2009 tot en met 2025; one period is only itself."""
    if first == last:
        return period(first, lang)
    return T["span"][lang].format(first=period(first, lang), last=period(last, lang))


def backward(first: str, last: str, lang: Lang) -> str:
    """That a span ends before it begins; "" where it does not, or an end of it is open."""
    if not is_empty(first, last):
        return ""
    return T["backward"][lang].format(first=period(first, lang), last=period(last, lang))


@lru_cache(maxsize=KEPT)
def date(iso: str, lang: Lang) -> str:
    """2026-08-04 → 4 August 2026, 4 augustus 2026; a month or year as such; "" is a date that is not known."""
    if not iso:
        return T["date_not_known"][lang]
    if len(iso) < len("2026-08-04"):
        return period(iso, lang)
    return format_date(dt.date.fromisoformat(iso[:10]), "d MMMM y", locale=LOCALES[lang])


def vintage(iso: str, lang: Lang, undated: bool = False) -> str:
    """4 August 2026; undated: of some of the figures the day is not known, and these may be newer."""
    day = date(iso, lang)
    return T["some_undated"][lang].format(date=day) if iso and undated else day


@lru_cache(maxsize=KEPT)
def as_of(iso: str, lang: Lang, undated: bool = False) -> str:
    """as of 4 August 2026; where the day is not known, only that. undated: as for `vintage`."""
    if not iso:
        return T["date_not_known"][lang]
    return T["as_of_undated"][lang].format(date=date(iso, lang)) if undated else f"{T['as_of'][lang]} {date(iso, lang)}"


def provenance(of: Provenance, lang: Lang) -> str:
    """Where a figure comes from, in words: computed here, and from what, or how it came to us."""
    name = T[f"computed_{of.inputs}"] if of.computed else T[f"provenance_{of.inputs}"]
    return name[lang]


def publisher(name: str, lang: Lang) -> str:
    """A publisher as a reader of the language knows it; most have one name."""
    return PUBLISHERS[name][lang] if name in PUBLISHERS else name


def with_code(title: str, code: str) -> str:
    """A dataset’s title and the code of its table; words that the catalogue has in place of a code are left out."""
    return f"{title} ({code})" if is_code(code) else title


def is_code(code: str) -> bool:
    """Whether it names tables, not in words what has no code: migr_eiord, 83102NED; not IND and CBS, quoted."""
    return all(" " not in part for part in code.split(", "))


def join_list(items: Sequence[str], lang: Lang) -> str:
    """a, b and c; a, b en c."""
    return format_list(list(items), locale=LOCALES[lang]) if items else ""


def _rounded(value: float, decimals: int) -> Decimal:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def _decimals(value: float) -> int:
    """Digits behind the point that a round number such as a tick needs, at most 3."""
    return next((d for d in range(3) if abs(round(value, d) - value) < 1e-9), 3)


def _typeset(text: str) -> str:
    return text.replace("-", MINUS).replace(" ", NBSP)


def sentence_case(text: str) -> str:
    """The first letter as a capital, the rest as it is: EU28 stays EU28, and a code like migr_eiord has none."""
    return text if "_" in text.partition(" ")[0] else text[:1].upper() + text[1:]
