"""Which entries a query finds, and in which order; and the nearest words to one that is spelled wrongly.

Some 500 entries are searched by reading them all, in a few milliseconds, so no index is kept on disk. Capitals and
diacritics do not count. Every word that is asked for must occur; a Dutch compound is found by its parts (“aanvragen”
finds “asielaanvragen”), and an ending is forgiven (“applications” finds “applicants”). What a title says counts more
than what an explanation says. A word that occurs nowhere is read as the nearest one of the titles, by RapidFuzz:
letters left out, put in, changed or swapped with their neighbour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dashboards.search.entries import SORTS, SearchEntry
from dashboards.search.text import WORD, stem, terms

IDENTICAL, STARTS, WHOLE_WORD, BEGINS_WORD, WITHIN, STEM, BODY = 60, 30, 20, 12, 6, 4, 2
SHORTEST_WRONG, LONG = 4, 8  # letters: shorter words are never read otherwise, longer ones may have two errors


@dataclass(frozen=True)
class Hit:
    """An entry that was found, with its rank: higher is better."""

    entry: SearchEntry
    score: int


def find(query: str, entries: Iterable[SearchEntry]) -> tuple[Hit, ...]:
    """What a query finds, best first; nothing where it has no words."""
    wanted = terms(query)
    if not wanted:
        return ()
    hits = [Hit(e, score) for e in entries if (score := _score(wanted, e))]
    return tuple(sorted(hits, key=lambda h: (-h.score, SORTS.index(h.entry.sort), h.entry.id)))


def _score(wanted: Sequence[str], entry: SearchEntry) -> int:
    """0 where a word of the query is missing."""
    scores = [_of_word(word, entry) for word in wanted]
    if not all(scores):
        return 0
    phrase = " ".join(wanted)
    whole = max(IDENTICAL * (t == phrase) or STARTS * t.startswith(phrase) for t in entry.titles)
    return sum(scores) + whole + entry.bonus


def _of_word(word: str, entry: SearchEntry) -> int:
    best = max(_in_title(word, title) for title in entry.titles)
    return best or BODY * (stem(word) in entry.body)


def _in_title(word: str, title: str) -> int:
    parts = _parts(title)
    if word in parts:
        return WHOLE_WORD
    if word in title and any(p.startswith(word) for p in parts):
        return BEGINS_WORD
    if word in title:
        return WITHIN
    begin = stem(word)
    return STEM * (begin in title and any(p.startswith(begin) for p in parts))


@cache
def _parts(title: str) -> tuple[str, ...]:
    """The words of a title."""
    return tuple(WORD.findall(title))


@lru_cache(maxsize=512)
def respelled(query: str, entries: tuple[SearchEntry, ...]) -> str:
    """The query with each word that occurs nowhere read as the nearest word of a title; "" where none is."""
    query_terms = terms(query)
    read = [_nearest(word, entries) or word for word in query_terms]
    return " ".join(read) if tuple(read) != query_terms else ""


def _nearest(word: str, entries: tuple[SearchEntry, ...]) -> str:
    """The nearest word to one that occurs nowhere; "" for one that occurs, or that nothing is near enough to."""
    if len(word) < SHORTEST_WRONG or any(map(str.isdigit, word)) or any(_of_word(word, e) for e in entries):
        return ""
    most = 2 if len(word) >= LONG else 1
    near = extract(word, _vocabulary(entries), scorer=OSA.distance, score_cutoff=most, limit=20)
    return min(near, key=lambda each: (each[1], each[0][0] != word[0], each[2]))[0] if near else ""


@lru_cache(maxsize=2)
def _vocabulary(entries: tuple[SearchEntry, ...]) -> tuple[str, ...]:
    """Every word of a title, those of figures first."""
    parts = (word for e in entries for title in e.titles for word in _parts(title))
    return tuple(dict.fromkeys(word for word in parts if len(word) >= SHORTEST_WRONG))
