"""Words in both languages: white space, and the same numbers in both. Takes any declaration apart; reads no file."""

import re
from collections.abc import Iterator
from typing import Any

from etl.catalogue.reading import within
from etl.catalogue.texts import LANGS, Declared, Label, Text
from etl.model.errors import Fault

NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*")


def faults(value: Declared, file: str, key: str = "") -> Iterator[Fault]:
    """What is wrong with the words of a declaration."""
    for place, text in texts(value, key):
        for lang in LANGS:
            if text[lang] != " ".join(text[lang].split()):
                yield Fault(file, f"{place}.{lang}", f"stray white space: {text[lang]!r}", "single blanks")
        english, dutch = numbers(text.en, ",", "."), numbers(text.nl, ".", ",")
        if english != dutch:
            one_sided = ", ".join(sorted(english ^ dutch))
            yield Fault(
                file, place, f"numbers in one language only: {one_sided}", "the same in both: 1,234.5 and 1.234,5"
            )


def texts(value: Any, key: str = "") -> Iterator[tuple[str, Text | Label]]:
    """Every text inside a declaration with its place."""
    if isinstance(value, Text | Label):
        yield key, value
    elif isinstance(value, Declared):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), within(key, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, within(key, str(name)))
    elif isinstance(value, tuple):
        for n, inner in enumerate(value, 1):
            yield from texts(inner, f"{key}[{getattr(inner, 'id', n)}]")


def numbers(text: str, thousands: str, decimal: str) -> set[str]:
    """The numbers in a text, in one notation."""
    return {n.rstrip(".,").replace(thousands, "").replace(decimal, ".") for n in NUMBER.findall(text)}
