"""A number as somebody quoted it, and what its printing allows: 40% is 39.5 to 40.5, 158,000 is 157,500 to 158,500.

Pure. Half of the last printed place to either side, as in the ledger (`dashboards.letter.verdicts`). Zeros at the end
of a count are no printed places, but it has two at least: 20,000 is 19,500 to 20,500. "About" counts no zeros at all:
about 20,000 is 15,000 to 25,000, about 40% is 35 to 45.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from dashboards.figures.index import RATES
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError

SIGNS: dict[Lang, tuple[str, str]] = {"en": (",", "."), "nl": (".", ",")}  # of thousands, of decimals
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
BLANKS = re.compile(r"[\s\u00a0\u202f'%]")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}([.,][0-9]{3})+")
EXAMPLES = ("40", "41.4", "19,015", "158 000")


@dataclass(frozen=True)
class Quoted:
    """value, and the smallest and largest figure that is printed so."""

    value: float
    low: float
    high: float

    def allows(self, value: float) -> bool:
        """Whether a figure may be printed as quoted; halves may be rounded either way."""
        return self.low <= value <= self.high


def quoted(text: str, unit: str, about: bool, lang: Lang) -> Quoted:
    """What a text says, in an indicator's unit; UnknownValueError where it is no number."""
    printed = _plain(text, lang)
    if not NUMBER.fullmatch(printed):
        raise UnknownValueError("value", text, EXAMPLES)
    value = Decimal(printed)
    half = _place(printed, unit in RATES, about) / 2
    return Quoted(float(value), float(value - half), float(value + half))


def _plain(text: str, lang: Lang) -> str:
    """The number with a point for its decimals and nothing between its thousands.

    A sign that can only part thousands (1,820,000) is read so in either language.
    """
    bare = BLANKS.sub("", text).replace("\u2212", "-")
    thousands, decimals = SIGNS[lang]
    if GROUPED.fullmatch(bare) and (bare.count(".") > 1 or bare.count(",") > 1):
        return bare.replace(".", "").replace(",", "")
    if thousands in bare and GROUPED.fullmatch(bare.partition(decimals)[0]):
        bare = bare.replace(thousands, "")
    return bare.replace(decimals, ".").replace(",", ".")


def _place(printed: str, rate: bool, about: bool) -> Decimal:
    """The last printed place: 0.1 of 41.4; of 40 it is 1, and 10 of about 40; of 20,000 1,000, and 10,000 of about."""
    digits, _, behind = printed.lstrip("+-").partition(".")
    if behind or not int(digits) or (rate and not about):
        return Decimal(1).scaleb(-len(behind))
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(1).scaleb(zeros if about else min(zeros, max(len(digits) - 2, 0)))
