"""Everything declared, as one value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from etl.catalogue import flags as meanings
from etl.catalogue.declarations import Claim, Dataset, Dimension, Indicator, Label, Lang, Macro, Pillar, Term, View
from etl.catalogue.flags import Meaning


@dataclass(frozen=True)
class Catalogue:
    """Everything declared: by id, and the code lists by name and code."""

    datasets: dict[str, Dataset]
    indicators: dict[str, Indicator]
    claims: dict[str, Claim]
    codes: dict[str, dict[str, Label]]
    pillars: dict[int, Pillar]
    terms: dict[str, Term]
    letter: str
    dimensions: dict[str, Dimension]
    groups: dict[str, tuple[str, ...]]
    macros: dict[str, Macro]
    views: dict[str, View]
    flags: tuple[Meaning, ...] = ()

    def flag_words(self, flag: str, vintage: str, lang: Lang) -> tuple[str, ...]:
        """Each letter of a flag in words, as it was meant on the day of the vintage."""
        return meanings.meanings_of(self.flags, flag, vintage, lang)

    def flag_legend(self, shown: Iterable[tuple[str, str]], lang: Lang) -> tuple[tuple[str, str], ...]:
        """(letter, words) of every letter: as meant in `shown`, flags of figures and their vintages, else as today."""
        return meanings.legend(self.flags, shown, lang)

    def label(self, code_list: str, code: str, lang: Lang) -> str:
        """The name of a code; the code itself where the list has none (new nationalities stay visible)."""
        named = self.codes[code_list].get(code)
        return named[lang] if named else code

    def series_label(self, indicator: Indicator, series: str, lang: Lang) -> str:
        """The name of one series of an indicator."""
        own = indicator.breakdown.labels.get(series)
        if own:
            return own[lang]
        return self.label(indicator.breakdown.code_list, series, lang) if indicator.breakdown.code_list else series

    def named_series(self, indicator: Indicator) -> set[str]:
        """Codes of series that have a name."""
        return {*indicator.breakdown.labels, *self.codes.get(indicator.breakdown.code_list or "", {})}

    def nameless(self, dimension: str, codes: Iterable[str]) -> list[str]:
        """Those of the codes of a dimension that have no name; texts and periods need none."""
        known = self.dimensions.get(dimension)
        if known is None or known.codes in ("text", "period"):
            return []
        listed, own = self.codes.get(known.codes, {}), self.codes["values"]
        return sorted(c for c in set(codes) if c and c not in listed and f"{dimension}:{c}" not in own)

    def views_over(self, datasets: Iterable[str]) -> dict[str, str]:
        """Shared views that an indicator of these datasets may read, in the order in which they build on others."""
        given = set(datasets)
        return {name: view.sql for name, view in self.views.items() if given.issuperset(view.datasets)}

    def datasets_read(self, sql: str) -> set[str]:
        """Datasets that a query reads, by themselves or by way of shared views."""
        own = {d for d in self.datasets if f'"{d}"' in sql}
        return own.union(*(view.datasets for name, view in self.views.items() if names(sql, (name,))))

    def claims_of(self, indicator_id: str) -> tuple[Claim, ...]:
        """Claims that this indicator goes with: a variant is computed from it, or it stands for the claim itself."""
        indicator = self.indicators.get(indicator_id)
        checks = indicator.checks if indicator else ()
        return tuple(
            c for c in self.claims.values() if c.id in checks or any(v.indicator == indicator_id for v in c.variant)
        )


def names(sql: str, shared: Iterable[str]) -> bool:
    """Whether a query names one of these macros or views."""
    return any(re.search(rf"\b{name}\b", sql) for name in shared)


def quote_span(quote: str, letter: str) -> tuple[int, int] | None:
    """First and one-past-last offset of `quote` in `letter`, None where it does not occur exactly once.

    White space counts as one blank. Between two letters hyphens do not count: before a line break they may be break
    hyphens or real ones.
    """
    folded, offsets = _folded(letter)
    wanted, _ = _folded(quote)
    if not wanted or folded.count(wanted) != 1:
        return None
    first = folded.index(wanted)
    return offsets[first], offsets[first + len(wanted) - 1] + 1


@lru_cache(maxsize=256)  # the letter is folded once, however many quotes are looked for
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without line breaks and without hyphens between letters, and where each of its letters stands."""
    pieces = re.finditer(r"(?P<hyphen>(?<=[^\W\d_])-\n?(?=[^\W\d_]))|\s+|.", text)
    kept = [(m.start(), " " if m[0].isspace() else m[0]) for m in pieces if not m["hyphen"]]
    return "".join(c for _, c in kept), tuple(at for at, _ in kept)
