"""Where a query leads at once: figures with their places chosen already, and what is to be done with them. Pure.

“return rate Netherlands” is the return rate with the Netherlands chosen; “embed asylum applicants Germany” the page of
codes of that figure. A query is read as names of places, at most one function, and words of a figure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboards.query import urls
from dashboards.search.entries import SearchEntry
from dashboards.search.find import find
from dashboards.search.functions import FUNCTIONS, Function
from dashboards.search.other_names import OTHER_NAMES
from dashboards.search.text import fold, terms
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang

BETWEEN = "\u00a0· "  # no line begins with the dot

LONGEST_NAME = 5  # words of the name of a place
MOST = 5
SHORTEST_BEGINNING = 3  # letters
SMALL_WORDS = frozenset(fold("of in the for by from as to and per van in de het een voor naar per en als uit").split())
Namesakes = tuple[SearchEntry, ...]
Held = Mapping[str, Collection[tuple[str, str]]]  # indicator -> (geo, series) that have figures


@dataclass(frozen=True)
class Question:
    """A query in its parts: words of a figure, places, and what is to be done with it.

    places: for each name all that are called so, the likeliest first: EU is the union of today, that of 2018, or the
    external border.
    """

    terms: tuple[str, ...]
    places: tuple[Namesakes, ...] = ()
    function: Function | None = None


@dataclass(frozen=True)
class Lead:
    """A figure with a choice: names of the places chosen, and the state of the address."""

    indicator: Indicator
    places: tuple[SearchEntry, ...]
    state: Mapping[str, str]
    function: Function | None = None

    def title(self, lang: Lang) -> str:
        """Figure, places and function in words."""
        parts = [self.indicator.title[lang], *(p.title[lang] for p in self.places)]
        return BETWEEN.join([*parts, *([self.function.title[lang]] if self.function else [])])

    def address(self, lang: Lang) -> str:
        """Where it leads."""
        if self.function and self.function.of_figure:
            return self.function.of_figure(lang, self.indicator.id, self.state)
        return urls.figure(lang, self.indicator.id, self.state)


def question(query: str, entries: tuple[SearchEntry, ...]) -> Question:
    """The parts of a query."""
    shouted = {fold(word) for word in query.split() if word.isupper()}
    query_terms, rest, places = terms(query), list[str](), list[Namesakes]()
    at = 0
    while at < len(query_terms):
        ends = range(min(len(query_terms), at + LONGEST_NAME), at, -1)
        tried = (" ".join(query_terms[at:end]) for end in ends)
        name, called = next(((t, those) for t in tried if (those := _called(t, entries, t in shouted))), ("", ()))
        if called:
            places.append(called)
        else:
            rest.append(query_terms[at])
        at += len(name.split()) or 1
    function = next((f for f in FUNCTIONS if f.of_figure for word in rest if word in f.keywords), None)
    kept = tuple(w for w in rest if w not in SMALL_WORDS and not (function and w in function.keywords))
    return Question(kept, tuple(dict.fromkeys(places)), function)


def _called(name: str, entries: tuple[SearchEntry, ...], shouted: bool) -> Namesakes:
    """The places of that name. A bare code such as DE is a name only in capitals, as “de” is a word."""
    names, codes = _namesakes(entries)
    return names.get(name) or (codes.get(name, ()) if shouted else ())


@lru_cache(maxsize=2)
def _namesakes(entries: tuple[SearchEntry, ...]) -> tuple[dict[str, Namesakes], dict[str, Namesakes]]:
    """The places by name and by code, the likeliest first."""
    likeliest = {pair: n for n, pair in enumerate(OTHER_NAMES)}
    places = [e for e in entries if e.sort == "place"]
    places.sort(key=lambda e: min((likeliest[c] for c in e.codes if c in likeliest), default=len(likeliest)))
    names: dict[str, Namesakes] = {}
    codes: dict[str, Namesakes] = {}
    for e in places:
        for name in dict.fromkeys(e.names):
            names[name] = (*names.get(name, ()), e)
        for code in dict.fromkeys(fold(code) for _, code in e.codes):
            codes[code] = (*codes.get(code, ()), e)
    return names, codes


def leads(query: str, entries: tuple[SearchEntry, ...], held: Held, catalogue: Catalogue) -> tuple[Lead, ...]:
    """The figures that a query with a place or a function leads to, best first; none where it has neither.

    Two places without further words lead to the figures that have both. A last word that no figure has is read as the
    beginning of a place's name, as it may still be being typed.
    """
    parts = question(query, entries)
    figures = [e for e in entries if e.sort == "indicator"]
    named = [hit.entry for hit in find(" ".join(parts.terms), figures)] if parts.terms else figures
    if not named and (begun := _begun(parts, entries)):
        parts, named = begun, [hit.entry for hit in find(" ".join(begun.terms), figures)]
    if not (parts.terms and (parts.places or parts.function)) and len(parts.places) < 2:
        return ()
    made = []
    for entry in named:
        indicator = catalogue.indicators[entry.id]
        choice = _choice(indicator, parts.places, held.get(indicator.id, ()))
        if choice is not None:
            made.append(Lead(indicator, *choice, parts.function))
    return tuple(made[:MOST])


def _begun(parts: Question, entries: tuple[SearchEntry, ...]) -> Question | None:
    """The question with its last word as the beginning of a place's name; None where no name begins so."""
    if len(parts.terms) < 2 or len(parts.terms[-1]) < SHORTEST_BEGINNING:
        return None
    names, _ = _namesakes(entries)
    place = next((places for name, places in names.items() if name.startswith(parts.terms[-1])), None)
    return replace(parts, terms=parts.terms[:-1], places=(*parts.places, place)) if place else None


def _choice(
    indicator: Indicator, places: Sequence[Namesakes], there: Collection[tuple[str, str]]
) -> tuple[tuple[SearchEntry, ...], dict[str, str]] | None:
    """The places chosen and the state of an address that chooses them; None where there are no figures of one."""
    if not there:
        return None
    chosen: list[tuple[SearchEntry, str, str]] = []
    for namesakes in places:
        choice = next((c for place in namesakes if (c := _code(indicator, place, there))), None)
        if choice is None:
            return None
        chosen.append(choice)
    state: dict[str, list[str]] = {}
    for _, name, code in chosen:
        state.setdefault(name, []).append(code)
    return tuple(place for place, _, _ in chosen), {name: ",".join(codes) for name, codes in state.items()}


def _code(
    indicator: Indicator, place: SearchEntry, there: Collection[tuple[str, str]]
) -> tuple[SearchEntry, str, str] | None:
    """How the indicator knows a place: as geo or as series."""
    geos, series = {g for g, _ in there}, {s for _, s in there}
    for code_list, code in place.codes:
        if code_list == "geo" and code in geos:
            return place, "geo", code
        if code_list == indicator.breakdown.code_list and code in series:
            return place, "series", code
    return None
