"""Periods as spans of time: a year, half-year, quarter, month, week or day, with its first and last day. Pure.

The only place that takes a period's text apart. Filters, order, "newest", the same period of another year, breaks and
partial years all ask here, so that a quarter and its three months, or a year and its days, mean the same span.

>>> period("2018-Q3").last.isoformat(), period("2018-W01").first.isoformat(), str(period("2018-12").next)
('2018-09-30', '2018-01-01', '2019-01')
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache, total_ordering
from typing import Literal

Frequency = Literal["A", "S", "Q", "M", "W", "D"]
FORM = r"(?!0000)[0-9]{4}(-S[12]|-Q[1-4]|-W(0[1-9]|[1-4][0-9]|5[0-3])|-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
DAY_FORM = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
ACCEPTED = "a year, half-year, quarter, month, week or day: 2018, 2018-S1, 2018-Q3, 2018-08, 2018-W32, 2018-08-05"
A_DAY = "a day such as 2019-10-14"
MONTHS: dict[str, int] = {"A": 12, "S": 6, "Q": 3, "M": 1}  # of one period of a frequency; weeks and days have none
_PARTS = re.compile(r"([0-9]{4})(?:-(?:([SQW])([0-9]+)|([0-9]{2})(?:-([0-9]{2}))?))?")
_ACCEPTED = re.compile(FORM)
LONGEST = len("2018-08-05")
KEPT = 16_384  # periods that a process keeps: more than all sources have; others come from addresses
_EPOCH = date(1, 1, 1)  # a Monday


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of time. first, last: its days, both included; text: as it is written everywhere.

    order: a number by which they are sorted: the earlier end first, of those that end together the shorter one.
    """

    text: str
    frequency: Frequency
    first: date
    last: date
    order: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", self.last.toordinal() * 10_000_000 - self.first.toordinal())

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: "Period") -> bool:
        """Whether it ends earlier, or ends on the same day and is the shorter one."""
        return self.order < other.order

    @property
    def year(self) -> int:
        """The year in which it lies; of a week the year to which ISO 8601 counts it."""
        return self.first.isocalendar().year if self.frequency == "W" else self.first.year

    @property
    def place(self) -> int:
        """Where it stands among the periods of its frequency: neighbours differ by 1."""
        return self.place_in(self.frequency)

    def place_in(self, frequency: Frequency) -> int:
        """Where the period of that frequency stands in which its first day lies."""
        if frequency in MONTHS:
            return (self.first.year * 12 + self.first.month - 1) // MONTHS[frequency]
        days = (self.first - _EPOCH).days
        return days // 7 if frequency == "W" else days

    @property
    def number(self) -> int:
        """Which one of its year: month 8, quarter 3, week 32; 1 for a year, the day of the year for a day."""
        if self.frequency in MONTHS:
            return (self.first.month - 1) // MONTHS[self.frequency] + 1
        return self.first.isocalendar().week if self.frequency == "W" else self.first.timetuple().tm_yday

    @property
    def next(self) -> "Period":
        """The one that follows."""
        return at(self.place + 1, self.frequency)

    @property
    def year_before(self) -> "Period | None":
        """The same period of the year before; None where that year has none (29 February, week 53)."""
        text = re.sub(r"^[0-9]{4}", f"{self.year - 1:04d}", self.text)
        return parse(text)


def parse(text: str) -> Period | None:
    """The period of that text; None where it is no period, or no such day exists."""
    return _parsed(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=KEPT)
def _parsed(text: str) -> Period | None:
    if not _ACCEPTED.fullmatch(text):
        return None
    year_text, letter, number, month, day = _PARTS.fullmatch(text).groups()  # type: ignore[union-attr]
    year = int(year_text)
    try:
        if day:
            whole = date(year, int(month), int(day))
            return Period(text, "D", whole, whole)
        if letter == "W":
            monday = date.fromisocalendar(year, int(number), 1)
            return Period(text, "W", monday, monday + timedelta(days=6))
        frequency: Frequency = "S" if letter == "S" else "Q" if letter == "Q" else "M" if month else "A"
        length = MONTHS[frequency]
        start = (int(number or month or 1) - 1) * length
        return Period(text, frequency, date(year, start + 1, 1), _last_of(year, start + length))
    except ValueError:
        return None


def _last_of(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def period(text: str) -> Period:
    """The period of that text; ValueError says what is accepted."""
    parsed = parse(text)
    if parsed is None:
        raise ValueError(f"period {text!r}: accepted is {ACCEPTED}")
    return parsed


def order(text: str) -> int:
    """The place of a period among all others; ValueError says what is accepted."""
    return period(text).order


@lru_cache(maxsize=KEPT)
def at(place: int, frequency: Frequency) -> Period:
    """The period of that frequency at `place`."""
    if frequency in MONTHS:
        year, month = divmod(place * MONTHS[frequency], 12)
        number = month // MONTHS[frequency] + 1
        ends = {"A": "", "S": f"-S{number}", "Q": f"-Q{number}", "M": f"-{number:02d}"}
        return period(f"{year:04d}{ends[frequency]}")
    first = _EPOCH + timedelta(days=place * 7 if frequency == "W" else place)
    return period(f"{first:%G-W%V}" if frequency == "W" else first.isoformat())


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar."""
    parsed = parse(text)
    return parsed is not None and parsed.frequency == "D"


def is_moment(text: str) -> bool:
    """Whether the text is a day of the calendar, or a time on one: 2026-09-03, 2026-09-03T11:00:00."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def in_order(texts: Iterable[str]) -> list[str]:
    """Each period once, the earliest end first."""
    return sorted(set(texts), key=order)


def extent(texts: Iterable[str]) -> tuple[str, str]:
    """The first and the last of some periods, of which there must be one."""
    ordered = in_order(texts)
    return ordered[0], ordered[-1]


def newest(texts: Iterable[str]) -> str:
    """The period that ends last; "" where there is none."""
    return max(texts, key=order, default="")


def within(texts: Iterable[str], start: str = "", end: str = "") -> list[str]:
    """The periods with all their days from the first of `start` to the last of `end`; "" is no bound."""
    first = period(start).first if start else date.min
    last = period(end).last if end else date.max
    return [text for text in texts if first <= period(text).first and period(text).last <= last]


def is_empty(start: str, end: str) -> bool:
    """Whether no day lies from the start of one period to the end of the other; "" is no bound."""
    return bool(start and end) and period(end).last < period(start).first


def begins_between(before: str, change: str, after: str) -> bool:
    """Whether `change` (the first period of a break) parts two periods: one in March 2014 parts 2013 from 2014."""
    return period(before).last < period(change).first <= period(after).last


def complete_years(texts: Sequence[str]) -> set[int]:
    """The years all of whose halves, quarters or months are among periods of one frequency."""
    periods = {period(text) for text in texts}
    parts = {p.frequency for p in periods} & MONTHS.keys()
    per_year = 12 // MONTHS[parts.pop()] if len(parts) == 1 else 0
    years = [p.year for p in periods]
    return {year for year in years if years.count(year) == per_year}


def frequency_of(texts: Iterable[str]) -> str:
    """The frequency that all periods share, else ""."""
    periods = {period(text).frequency for text in texts}
    return periods.pop() if len(periods) == 1 else ""


def day(vintage: str) -> str:
    """The day from which a vintage was certainly public: a month or year counts from its last day. "" stays "".

    >>> day("2017-05"), day("2026-08-04T11:00:00"), day("")
    ('2017-05-31', '2026-08-04', '')
    """
    return period_end(vintage[: len("2026-08-04")]) if vintage else ""


def earliest_day(vintage: str) -> str:
    """The first day on which a vintage may have been public: a month or year counts from its first day. "" stays "".

    >>> earliest_day("2017-05"), earliest_day("2026-08-04T11:00:00")
    ('2017-05-01', '2026-08-04')
    """
    return period_start(vintage[: len("2026-08-04")]) if vintage else ""


def period_end(text: str) -> str:
    """Last day of a period, as ISO text.

    >>> [period_end(p) for p in ("2018", "2018-Q3", "2018-08", "2018-08-05")]
    ['2018-12-31', '2018-09-30', '2018-08-31', '2018-08-05']
    """
    return period(text).last.isoformat()


def period_start(text: str) -> str:
    """First day of a period, as ISO text."""
    return period(text).first.isoformat()
