"""What is offered while a reader types: a few ways to go on, the surest first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.query import urls
from dashboards.search.entries import SearchEntry, Sort
from dashboards.search.find import find, respelled
from dashboards.search.functions import FUNCTIONS
from dashboards.search.leads import Held, leads
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang

MOST = 8
OF_A_SORT = 4
PAGES = {f.id: f.page for f in FUNCTIONS}


@dataclass(frozen=True)
class Suggestion:
    """One way to go on: its label, what it is, and where it leads."""

    label: str
    sort: Sort
    address: str


def suggestions(
    query: str, entries: tuple[SearchEntry, ...], held: Held, catalogue: Catalogue, lang: Lang
) -> tuple[Suggestion, ...]:
    """Figures with a choice, then what the words find; for words that nothing has, those of the nearest words."""
    read = respelled(query, entries) or query
    offered = [
        Suggestion(lead.title(lang), "indicator", lead.address(lang)) for lead in leads(read, entries, held, catalogue)
    ]
    counts: dict[Sort, int] = {}
    for hit in find(read, entries):
        counts[hit.entry.sort] = counts.get(hit.entry.sort, 0) + 1
        if counts[hit.entry.sort] <= OF_A_SORT:
            offered.append(Suggestion(hit.entry.title[lang], hit.entry.sort, address(hit.entry, lang)))
    by_address = {each.address: each for each in reversed(offered)}
    return tuple(each for each in offered if by_address[each.address] is each)[:MOST]


def address(entry: SearchEntry, lang: Lang) -> str:
    """Where an entry leads: a place to the figures that have it."""
    if entry.sort == "indicator":
        return urls.figure(lang, entry.id)
    if entry.sort == "claim":
        return urls.claim(lang, entry.id)
    if entry.sort == "term":
        return urls.glossary(lang, entry.id)
    return PAGES[entry.id](lang) if entry.sort == "function" else of_place(entry.codes, entry.title[lang], lang)


def of_place(codes: Sequence[tuple[str, str]], name: str, lang: Lang) -> str:
    """A country's figures; of a nationality or a route, what a search for it finds."""
    geo = next((code for code_list, code in codes if code_list == "geo"), "")
    return urls.figures(lang, {"geo": geo}) if geo else urls.search(lang, name)
