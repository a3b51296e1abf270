"""Ask each table for its structure only, and compare it with what is declared: same, new code, new dimension, gone.

Eurostat   the table at `time=1900`, which has no figures but all dimensions and codes: a few kB
CBS        what the table is, its columns, and the lists of the dimensions that a request filters by
Frontex    the page that links to the workbook: the day of the newest one
Nothing is kept of the answers but what was seen, for the page of sources and for the next probe to compare with.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.model.errors import ContractError, NoNetworkError, SourceError
from etl.payloads import Get
from etl.sources import Structure, source_of

Verdict = Literal["same", "new code", "new dimension", "gone", "not answered", "no network"]
ORDER: tuple[Verdict, ...] = ("no network", "not answered", "gone", "new dimension", "new code", "same")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as declared. codes: those that are new or gone, none where it is a whole dimension."""

    verdict: Verdict
    dim: str
    codes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.dim} {', '.join(self.codes)}".strip()


@dataclass(frozen=True)
class Probed:
    """What a table looks like today. seen: dimension -> codes. newest: its newest period or vintage, "" if not told."""

    dataset: str
    differences: tuple[Difference, ...] = ()
    seen: Mapping[str, tuple[str, ...]] | None = None
    newest: str = ""
    message: str = ""

    @property
    def verdict(self) -> Verdict:
        """The gravest difference."""
        return min((d.verdict for d in self.differences), key=ORDER.index, default="same")


def probe(
    datasets: Iterable[Dataset], catalogue: Catalogue, get: Get, before: Callable[[str], Mapping[str, list[str]]],
    tell: Callable[[Dataset], None],
) -> Iterator[Probed]:  # fmt: skip
    """What became of each table; never raises for what one source does. before: what the last probe of a table saw."""
    for dataset in datasets:
        tell(dataset)
        try:
            structure = source_of(dataset).structure(dataset, get)
            yield _compared(dataset, structure, catalogue, before(dataset.id))
        except NoNetworkError as e:
            yield Probed(dataset.id, (Difference("no network", ""),), message=str(e))
        except (SourceError, ContractError) as e:
            yield Probed(dataset.id, (Difference("not answered", ""),), message=str(e))


def _compared(dataset: Dataset, structure: Structure, catalogue: Catalogue, before: Mapping[str, list[str]]) -> Probed:
    wanted = structure.declared
    different = [
        Difference("gone", dim) for dim in wanted if dim not in structure.codes and dim not in structure.optional
    ]
    different += [
        Difference("new dimension", dim, codes[:6]) for dim, codes in structure.codes.items() if dim not in wanted
    ]
    for dim, codes in structure.codes.items():
        if dim not in wanted:
            continue
        must, may = wanted[dim], {*wanted[dim], *_listed(dataset, dim, catalogue)}
        if gone := tuple(code for code in must if code not in codes):
            different.append(Difference("gone", dim, gone))
        known = {*may, *before.get(dim, codes if must else ())}
        if new := tuple(code for code in codes if code not in known):
            different.append(Difference("new code", dim, new))
    return Probed(dataset.id, tuple(different), structure.codes, structure.newest)


def _listed(dataset: Dataset, dim: str, catalogue: Catalogue) -> Iterable[str]:
    """Codes that a list of the catalogue accepts: such a list says what may come, not what must."""
    name = dataset.contract.codes_from.get(dim)
    return catalogue.codes[name] if name else ()
