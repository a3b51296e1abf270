"""What can be found, made of the catalogue once: figures, statements, places, terms, and what the site can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dashboards.search.functions import FUNCTIONS
from dashboards.search.other_names import OTHER_NAMES
from dashboards.search.text import fold
from etl.catalogue import catalogue as declared
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import LANGS, Label, Text

Sort = Literal["indicator", "claim", "place", "term", "function"]
SORTS: tuple[Sort, ...] = ("indicator", "claim", "place", "term", "function")
PLACES = ("geo", "citizenships", "routes")
PREFERRED = 1  # a tie goes to what the letter is about, and to explanations


@dataclass(frozen=True)
class SearchEntry:
    """One thing that can be found; titles and body are folded.

    id: of the indicator, claim, term or function; of a place its name in both languages.
    codes: (code list, code) of a place; several where publishers write it differently.
    names: of a place, those of its titles that are no code.
    """

    sort: Sort
    id: str
    title: Text
    titles: tuple[str, ...]
    body: str
    codes: tuple[tuple[str, str], ...] = ()
    bonus: int = 0
    names: tuple[str, ...] = ()


@cache
def entries() -> tuple[SearchEntry, ...]:
    """The index of the catalogue in use."""
    return index(declared.load())


def index(catalogue: Catalogue) -> tuple[SearchEntry, ...]:
    """Every indicator, claim, place and term of the catalogue, and every function."""
    indicators = (
        _entry("indicator", i.id, i.title, (i.measure, i.definition, i.caveat), PREFERRED * (not i.context))
        for i in catalogue.indicators.values()
    )
    claims = (
        _entry("claim", c.id, c.paraphrase, tuple(t for t in (c.outcome, c.trap, c.unit) if t), 0, c.quote_nl)
        for c in catalogue.claims.values()
    )
    explained = (_entry("term", t.id, t.term, (t.explanation,), PREFERRED) for t in catalogue.terms.values())
    functions = (
        SearchEntry("function", f.id, f.title, (*(fold(f.title[lang]) for lang in LANGS), *f.keywords), "")
        for f in FUNCTIONS
    )
    return (*indicators, *claims, *_places(catalogue), *explained, *functions)


def _entry(sort: Sort, name: str, title: Text, body: Iterable[Text], bonus: int, also: str = "") -> SearchEntry:
    titles = tuple(fold(title[lang]) for lang in LANGS)
    text = fold(" ".join([name, also, *(t[lang] for t in body for lang in LANGS)]))
    return SearchEntry(sort, name, title, titles, text, (), bonus)


def _places(catalogue: Catalogue) -> Iterable[SearchEntry]:
    """Countries, groups of countries, nationalities and routes; one entry per name, with all codes that have it."""
    by_name: dict[tuple[str, str], tuple[Text, list[tuple[str, str]]]] = {}
    for code_list in PLACES:
        for label in catalogue.codes[code_list].values():
            name = _name(label)
            by_name.setdefault((fold(name.en), fold(name.nl)), (name, []))[1].append((code_list, label.code))
    for titles, (name, codes) in by_name.items():
        by_code = tuple(dict.fromkeys(fold(code) for _, code in codes))
        others = tuple(dict.fromkeys(other for pair in codes for other in OTHER_NAMES.get(pair, ())))
        names = (*titles, *others)
        yield SearchEntry(
            "place", " / ".join(titles), name, (*titles, *by_code, *others), "", tuple(codes), names=names
        )


def _name(label: Label) -> Text:
    return Text(en=label.en, nl=label.nl)
