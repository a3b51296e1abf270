"""Text as it is compared: without capitals, diacritics and hyphens, in words and in stems of words."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
ENDINGS = ("ations", "ation", "ants", "ant", "ingen", "ing", "ers", "er", "en", "es", "e", "s")
SHORTEST_STEM = 5


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


def stem(word: str) -> str:
    """Without its ending, in English or Dutch, where enough is left."""
    ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST_STEM), "")
    return word.removesuffix(ending)
