"""How Statistics Netherlands (CBS) writes a period, a cell, a topic and a status; no files, no tables.

Keys: https://www.cbs.nl/en-gb/our-services/open-data/statline-as-open-data/quick-start-guide
Titles and signs: the "explanation of symbols" of StatLine (`.` unknown, blank cannot occur, * provisional).
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from etl.model.period import parse

Frequency = Literal["A", "Q", "M", "D", "other"]
MISSING = ("", ".", "x")
STATUS = {"definitief": "", "voorlopig": "p", "nadervoorlopig": "p"}
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
ACCEPTED_PERIODS = "yyyyJJ00, yyyyKWnn, yyyyMMnn, or titles such as 2018, 2018 januari*, 2018 2e kwartaal"

_KEY = re.compile(r"(\d{4})(JJ|KW|MM|HJ|SJ|W1|W4|X0)(\d\d)")
_OTHER_KINDS = ("HJ", "SJ", "W1", "W4", "X0")  # half years, school years, weeks, four weeks, averages
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_QUARTER_TITLE = re.compile(r"(?:(\d{4}) ([1-4])e kwartaal|([1-4])e kwartaal (\d{4}))")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class CbsPeriod:
    """frequency: `other` for kinds that we do not publish. text: 2018, 2018-Q1, 2018-01, 2018-01-31.

    marked: an asterisk stands behind it (provisional).
    """

    frequency: Frequency
    text: str
    marked: bool = False


def period(written: str) -> CbsPeriod:
    """The period that a key (2018MM01) or a title (2018  januari*) means; ValueError where it is neither.

    >>> [period(p).text for p in ("2018JJ00", "2018KW01", "2018MM01", "2018", "2018  januari*", "2018 2e kwartaal")]
    ['2018', '2018-Q1', '2018-01', '2018', '2018-01', '2018-Q2']
    """
    bare = " ".join(written.split())
    text = bare.rstrip("*").rstrip()
    fields = _of_key(text) or _of_title(text)
    if fields is None or not text.isascii() or (fields[0] != "other" and not parse(fields[1])):
        raise ValueError(f"unknown period {written!r}; accepted: {ACCEPTED_PERIODS}")
    return CbsPeriod(*fields, marked=bare.endswith("*"))


def _of_key(text: str) -> tuple[Frequency, str] | None:
    if day := _DAY.fullmatch(text):
        return "D", date.fromisoformat("-".join(day.groups())).isoformat()
    if not (key := _KEY.fullmatch(text)):
        return None
    year, kind, number = key[1], key[2], int(key[3])
    if kind in _OTHER_KINDS:
        return "other", text
    if kind == "JJ" and number == 0:
        return "A", year
    if kind == "KW" and 1 <= number <= 4:
        return "Q", f"{year}-Q{number}"
    if kind == "MM" and 1 <= number <= 12:
        return "M", f"{year}-{number:02d}"
    return None


def _of_title(text: str) -> tuple[Frequency, str] | None:
    if re.fullmatch(r"\d{4}", text):
        return "A", text
    if quarter := _QUARTER_TITLE.fullmatch(text):
        return "Q", f"{quarter[1] or quarter[4]}-Q{quarter[2] or quarter[3]}"
    year, _, month = text.partition(" ")
    if re.fullmatch(r"\d{4}", year) and month in MONTHS:
        return "M", f"{year}-{MONTHS.index(month) + 1:02d}"
    return None


def number(cell: object) -> float:
    """The value of a cell, NaN where CBS gives none (null, blank, `.`, `x`); ValueError for anything else.

    >>> number("   18730"), number(5), number("183,3")
    (18730.0, 5.0, 183.3)
    """
    if cell is None:
        return math.nan
    if isinstance(cell, str):
        text = cell.strip()
        if text in MISSING:
            return math.nan
        if text.isascii() and _NUMBER.fullmatch(text):
            return float(text.replace(",", "."))
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell)
    raise ValueError(
        f"{cell!r} is not a figure; accepted: digits, or {', '.join(repr(m) for m in MISSING)} for missing"
    )


def flag(status: object) -> str:
    """`p` for a provisional period, "" for a final one; ValueError for a status that CBS is not known to use."""
    text = re.sub(r"\W", "", str(status)).casefold()
    if text not in STATUS:
        raise ValueError(f"unknown status {status!r}; accepted: Definitief, Voorlopig, NaderVoorlopig")
    return STATUS[text]


def topic_name(written: str) -> str:
    """A topic's name without place number, punctuation and case, so that an id and its title meet.

    >>> topic_name("EersteAsielverzoekenPersonen_2") == topic_name("Eerste asielverzoeken (personen)")
    True
    """
    return re.sub(r"[\W_]", "", re.sub(r"_\d+$", "", written.strip())).casefold()
