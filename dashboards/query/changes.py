"""What was revised, as a reader asks for it: since which day, of which source. Pure.

/en/changes?since=2025-01-01&source=eurostat
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.query import parameters
from dashboards.query.selection import language
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError

SINCE, SOURCE, _ = parameters.CHANGES
NAMES = (SINCE.name, SOURCE.name)


@dataclass(frozen=True)
class ChangesSelection:
    """since: ISO day; source: id of a source, "" for all."""

    since: str
    source: str = ""
    lang: Lang = "en"

    def state(self, default: str) -> dict[str, str]:
        """Names and values of an address, without the day that goes without saying."""
        values = {"since": "" if self.since == default else self.since, "source": self.source}
        return {name: value for name, value in values.items() if value}


def changes_selection(
    query: Mapping[str, Sequence[str]], default: str, sources: Sequence[str], lang: Lang = "en"
) -> ChangesSelection:
    """What `query` asks for; default: the day where it names none. UnknownValueError lists what is accepted."""
    query = parameters.given(query, parameters.CHANGES)
    since, source = SINCE.one(query), SOURCE.one(query)
    if source and source not in sources:
        raise UnknownValueError("source", source, tuple(sources))
    return ChangesSelection(since or default, source, language(query, lang))
