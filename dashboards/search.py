"""Find figures, statements, places and terms by words, English or Dutch. Pure: an index made of the catalogue.

Small on purpose: some 450 entries are searched by reading them all, in a few milliseconds, so no library is needed.
Capitals and diacritics do not count. Every word that is asked for must occur; a Dutch compound is found by its parts
(“aanvragen” finds “asielaanvragen”), and an ending is forgiven (“applications” finds “applicants”). What a title says
counts more than what an explanation says.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import LANGS, Label, Text

Sort = Literal["indicator", "claim", "place", "term"]
SORTS: tuple[Sort, ...] = ("indicator", "claim", "place", "term")
PLACES = ("geo", "citizenships", "routes")
WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
IDENTICAL, STARTS, WHOLE_WORD, BEGINS_WORD, WITHIN, STEM, BODY = 60, 30, 20, 12, 6, 4, 2
PREFERRED = 1  # a tie goes to what the letter is about, and to explanations
ENDINGS = ("ations", "ation", "ants", "ant", "ingen", "ing", "ers", "er", "en", "es", "e", "s")
SHORTEST_STEM = 5


@dataclass(frozen=True)
class Entry:
    """One thing that can be found. id: of the indicator, claim or term; of a place its name in English and Dutch.

    codes: (code list, code) of a place; several where publishers write it differently. titles and body are folded.
    """

    sort: Sort
    id: str
    title: Text
    titles: tuple[str, ...]
    body: str
    codes: tuple[tuple[str, str], ...] = ()
    bonus: int = 0


@dataclass(frozen=True)
class Hit:
    """An entry that was found, with its rank: higher is better."""

    entry: Entry
    score: int


def fold(text: str) -> str:
    """Without capitals, diacritics and hyphens: `Syrië` is `syrie`, `first-time` is `first time`."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "o"))
    kept = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[\s_’'‘«»“”–-]+", " ", kept).strip()


def terms(query: str) -> tuple[str, ...]:
    """The folded words and numbers of a query."""
    return tuple(dict.fromkeys(WORD.findall(fold(query))))


def matches(query: str, folded: str) -> bool:
    """Whether every word of the query occurs in a folded text."""
    return all(term in folded for term in terms(query))


def find(query: str, entries: Iterable[Entry]) -> tuple[Hit, ...]:
    """What a query finds, best first; nothing where it has no words."""
    asked = terms(query)
    if not asked:
        return ()
    hits = [Hit(e, score) for e in entries if (score := _score(asked, e))]
    return tuple(sorted(hits, key=lambda h: (-h.score, SORTS.index(h.entry.sort), h.entry.id)))


def _score(asked: Sequence[str], entry: Entry) -> int:
    """0 where a word of the query is missing."""
    found = [_of_word(word, entry) for word in asked]
    if not all(found):
        return 0
    phrase = " ".join(asked)
    whole = max(IDENTICAL * (t == phrase) or STARTS * t.startswith(phrase) for t in entry.titles)
    return sum(found) + whole + entry.bonus


def _of_word(word: str, entry: Entry) -> int:
    best = max(_in_title(word, title) for title in entry.titles)
    return best or BODY * (_stem(word) in entry.body)


def _in_title(word: str, title: str) -> int:
    parts = WORD.findall(title)
    if word in parts:
        return WHOLE_WORD
    if any(p.startswith(word) for p in parts):
        return BEGINS_WORD
    if word in title:
        return WITHIN
    return STEM * any(p.startswith(_stem(word)) for p in parts)


def _stem(word: str) -> str:
    """Without its ending, in English or Dutch, where enough is left."""
    ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST_STEM), "")
    return word.removesuffix(ending)


def index(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every indicator, claim, place and term of the catalogue."""
    indicators = (
        _entry("indicator", i.id, i.title, (i.measure, i.definition, i.caveat), PREFERRED * (not i.context))
        for i in catalogue.indicators.values()
    )
    claims = (
        _entry("claim", c.id, c.paraphrase, tuple(t for t in (c.outcome, c.trap, c.unit) if t), 0, c.quote_nl)
        for c in catalogue.claims.values()
    )
    explained = (_entry("term", t.id, t.term, (t.explanation,), PREFERRED) for t in catalogue.terms.values())
    return (*indicators, *claims, *_places(catalogue), *explained)


def _entry(sort: Sort, name: str, title: Text, body: Iterable[Text], bonus: int, also: str = "") -> Entry:
    titles = tuple(fold(title[lang]) for lang in LANGS)
    text = fold(" ".join([name, also, *(t[lang] for t in body for lang in LANGS)]))
    return Entry(sort, name, title, titles, text, (), bonus)


def _places(catalogue: Catalogue) -> Iterable[Entry]:
    """Countries, groups of countries, nationalities and routes; one entry per name, with all codes that have it."""
    found: dict[tuple[str, str], tuple[Text, list[tuple[str, str]]]] = {}
    for code_list in PLACES:
        for label in catalogue.codes[code_list].values():
            name = _name(label)
            found.setdefault((fold(name.en), fold(name.nl)), (name, []))[1].append((code_list, label.code))
    for titles, (name, codes) in found.items():
        by_code = tuple(dict.fromkeys(fold(code) for _, code in codes))
        yield Entry("place", " / ".join(titles), name, (*titles, *by_code), "", tuple(codes))


def _name(label: Label) -> Text:
    return Text(en=label.en, nl=label.nl)
