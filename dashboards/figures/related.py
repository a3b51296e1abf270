"""Other indicators that a reader of one may want: by month or year, per inhabitant, of the same datasets. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from etl.catalogue.declarations import Indicator

Kind = Literal["per_100k", "finer", "coarser", "change", "other"]
ORDER: tuple[Kind, ...] = ("per_100k", "finer", "coarser", "change", "other")
FREQUENCIES = "AQMD"
MOST = 8


@dataclass(frozen=True)
class Related:
    """Another indicator and what it is to the first."""

    kind: Kind
    indicator: Indicator


def related(indicator: Indicator, known: Mapping[str, Indicator]) -> tuple[Related, ...]:
    """Indicators that share the first words of the id, then those that share a dataset; at most MOST."""
    family = [i for i in known.values() if i.id != indicator.id and _akin(i, indicator)]
    all_related = [Related(_kind(i, indicator), i) for i in family]
    ordered = sorted(
        all_related, key=lambda r: (ORDER.index(r.kind), not _same_stem(r.indicator, indicator), r.indicator.id)
    )
    return tuple(ordered[:MOST])


def _akin(a: Indicator, b: Indicator) -> bool:
    return _same_stem(a, b) or bool(set(a.datasets) & set(b.datasets))


def _same_stem(a: Indicator, b: Indicator) -> bool:
    return a.id.split("_")[:2] == b.id.split("_")[:2]


def _kind(other: Indicator, indicator: Indicator) -> Kind:
    if other.unit == "per_100k" and set(indicator.datasets) <= set(other.datasets):
        return "per_100k"
    step = FREQUENCIES.index(other.frequency) - FREQUENCIES.index(indicator.frequency)
    if step:
        return "finer" if step > 0 else "coarser"
    return "change" if "change" in other.id.split("_") else "other"
