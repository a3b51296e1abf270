"""What a publisher's flag means, with the days on which it meant that: Eurostat gave `i` another meaning in 2025.

Small letters are flags of an observation, capital letters its confidentiality, which Eurostat writes in a channel of
its own. Read from data/catalogue/flags.csv; `since` and `until` are ISO days, both included, empty for open.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field

from etl.catalogue.texts import Label, Lang
from etl.model.period import day

Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class Meaning(Label):
    """One meaning of one letter."""

    since: Day = ""
    """First day of this meaning; empty for open."""
    until: Day = ""
    """Last day of this meaning; empty for open."""

    def held(self, on: str) -> bool:
        """Whether it is what the letter meant on that day; "" is a day that is not known: it may be."""
        return not on or ((not self.since or self.since <= on) and (not self.until or on <= self.until))


def present(meanings: Iterable[Meaning]) -> dict[str, Label]:
    """Letter -> what it means today, or meant last."""
    newest = sorted(meanings, key=lambda m: m.until or "9999")
    flags = {m.code: Label(code=m.code, en=m.en, nl=m.nl) for m in newest}
    return dict(sorted(flags.items(), key=lambda f: (f[0].isupper(), f[0])))


def meanings_of(meanings: Sequence[Meaning], flag: str, vintage: str, lang: Lang) -> tuple[str, ...]:
    """The letters of a flag in words, as they were meant on the day of the vintage; an unknown letter is itself."""
    return tuple(_letter(meanings, letter, {vintage}, lang) for letter in flag)


def legend(meanings: Sequence[Meaning], shown: Iterable[tuple[str, str]], lang: Lang) -> tuple[tuple[str, str], ...]:
    """(letter, words) of every letter: as meant in `shown`, flags and vintages that stand together, else as today."""
    days: dict[str, set[str]] = {m.code: set() for m in meanings}
    for flag, vintage in shown:
        for letter in flag:
            days.setdefault(letter, set()).add(vintage)
    return tuple((x, _letter(meanings, x, days[x], lang)) for x in sorted(days, key=lambda x: (x.isupper(), x)))


def _letter(meanings: Sequence[Meaning], letter: str, vintages: Iterable[str], lang: Lang) -> str:
    known = [m for m in meanings if m.code == letter]
    held = [m for m in known if any(m.held(day(v)) for v in vintages)] or known[-1:]
    if len(held) < 2:
        return held[0][lang] if held else letter
    until = {"en": "until {day}: {text}", "nl": "tot en met {day}: {text}"}[lang]
    since = {"en": "since: {text}", "nl": "daarna: {text}"}[lang]
    return ", ".join((until if m.until else since).format(day=m.until, text=m[lang]) for m in held)
