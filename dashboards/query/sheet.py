"""Which fact sheet an address names, and how it is asked for. Pure.

/briefing/headline.pdf   /briefing/pillar/4.docx?lang=nl&since=2026-11-03-1a2b3c&release=2026-11-23-4d5e6f
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboards.query import parameters, urls
from dashboards.query.selection import language
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError
from etl.model.period import is_day

Ending = Literal["pdf", "docx"]
ENDINGS: tuple[Ending, ...] = ("pdf", "docx")
SINCE = parameters.SHEET[0]
HEADLINE = 0  # in the place of a pillar's number


@dataclass(frozen=True)
class SheetSelection:
    """pillar: its number, HEADLINE for the headline figures. release: "" for the one that is served.

    since_day: ISO day, since_release: id of a release; at most one of them, neither for the day of the letter.
    """

    pillar: int
    lang: Lang = "en"
    release: str = ""
    since_day: str = ""
    since_release: str = ""

    def state(self) -> dict[str, str]:
        """Names and values of an address; English is named too, as of every file that is kept."""
        return {"lang": self.lang, "release": self.release, "since": self.since_day or self.since_release}


def sheet_selection(pillar: int, query: Mapping[str, Sequence[str]]) -> SheetSelection:
    """What `query` asks of a sheet; whether a release is held, the release says. UnknownValueError for other names."""
    query = parameters.given(query, parameters.SHEET)
    since = SINCE.one(query)
    day, release = (since, "") if is_day(since) else ("", since)
    return SheetSelection(pillar, language(query, "en"), parameters.RELEASE.one(query), day, release)


def pillar_of(number: str, known: Sequence[int]) -> int:
    """The pillar of that number; UnknownValueError where there is none."""
    if number not in {str(n) for n in known}:
        raise UnknownValueError("pillar", number, tuple(urls.sheet(n, "pdf") for n in known))
    return int(number)
