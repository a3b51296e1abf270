"""An indicator's words in both languages."""

import re
from collections.abc import Iterator

import pytest

from etl.catalogue import catalogue
from etl.catalogue.declarations import Indicator
from etl.catalogue.texts import Text

INDICATORS = catalogue.load().indicators


def texts(indicator: Indicator) -> Iterator[tuple[str, Text]]:
    for name in ("title", "measure", "definition", "caveat"):
        yield name, getattr(indicator, name)
    yield "breakdown.name", indicator.breakdown.name
    yield from ((f"labels.{code}", text) for code, text in indicator.breakdown.labels.items())
    yield from ((f"breaks.{b.period}", b.label) for b in indicator.breaks)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.id)
def test_words_give_the_same_numbers_in_both_languages(indicator: Indicator) -> None:
    number = re.compile(r"(?<![\w.,])\d[\d.,]*")
    for name, text in texts(indicator):
        english = {n.rstrip(".,").replace(",", "") for n in number.findall(text.en)}
        dutch = {n.rstrip(".,").replace(".", "").replace(",", ".") for n in number.findall(text.nl)}
        assert english == dutch, f"{indicator.id}: {name}"
        assert text.en == " ".join(text.en.split()), f"{indicator.id}: {name}"
        assert text.nl == " ".join(text.nl.split()), f"{indicator.id}: {name}"
