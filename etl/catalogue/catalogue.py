"""Read data/catalogue: datasets, indicators, claims and code lists; refuse anything that is not understood.

The catalogue is the only place where a title, unit, definition, target or claim is written. Faults name file and key
and say what is accepted; all of them are found at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from etl.catalogue import reading, references, words
from etl.catalogue.declarations import (
    LANGS,
    Claim,
    Dataset,
    Declared,
    Dimension,
    Group,
    Indicator,
    Label,
    Lang,
    Macro,
    Pillar,
    Target,
    Term,
    Text,
    Variant,
    View,
)  # fmt: skip
from etl.catalogue.entries import Catalogue, quote_span
from etl.catalogue.flags import Meaning, present
from etl.model.errors import CatalogueError, Fault

__all__ = [
    "LANGS", "Catalogue", "Claim", "Dataset", "Indicator", "Label", "Lang", "Pillar", "Target", "Term", "Text",
    "Variant", "code_list", "inspect", "load", "quote_span", "read",
]  # fmt: skip

ROOT = Path(__file__).parents[2] / "data" / "catalogue"
CODE_LISTS = ("geo", "citizenships", "routes", "units", "provenances", "columns", "verdicts", "statuses", "values",
              "licences")  # fmt: skip
D = TypeVar("D", bound=Declared)
E = TypeVar("E", Group, Macro, View, Term)
T = TypeVar("T")


@dataclass(frozen=True)
class Inspected:
    """What could be read, and what is wrong. Where there are faults the catalogue is for finding more of them only."""

    catalogue: Catalogue
    faults: tuple[Fault, ...]

    def sound(self, file: str, *keys: str) -> bool:
        """Whether nothing is wrong with these keys of a file, all keys where none is named."""
        return not any(f.file == file and (not keys or any(_same(f.key, k) for k in keys)) for f in self.faults)


def inspect(root: Path = ROOT) -> Inspected:
    """The whole catalogue below `root` and everything that is wrong in its files."""
    faults: list[Fault] = []
    groups = _entries(root, "group", Group, faults)
    macros, views = _entries(root, "macro", Macro, faults), _entries(root, "view", View, faults)
    datasets = _folder(root, "datasets", Dataset, faults)
    indicators = _folder(root, "indicators", Indicator, faults)
    claims, stands, every_claim = _claims(root, faults)
    codes = {n: _kept(reading.code_list(root / f"{n}.csv", root, Label), faults) for n in CODE_LISTS}
    meanings = tuple(_kept(reading.labels(root / "flags.csv", root, Meaning), faults).values())
    codes["flags"] = present(meanings)
    dimensions = _kept(reading.code_list(root / "dimensions.csv", root, Dimension), faults)
    pillars: dict[int, Pillar] = {}
    pillars |= {p.number: p for p in _kept(reading.listed(root / "pillars.toml", root, "pillar", Pillar), faults)}
    terms = _entries(root, "term", Term, faults, "glossary")
    letter = _kept(reading.text(root / "letter.txt", root), faults)
    members = {name: group.members for name, group in groups.items()}
    datasets = {name: _with_members(d, members) for name, d in datasets.items()}
    catalogue = Catalogue(
        datasets, indicators, claims, codes, pillars, terms, letter, dimensions, members, macros, views, meanings
    )  # fmt: skip
    first = Inspected(catalogue, tuple(faults))
    numbers = [str(n) for n in pillars] if first.sound("pillars.toml") else []
    names = references.Names(_stems(root, "datasets"), _stems(root, "indicators"), every_claim, numbers)
    later = (*references.faults(catalogue, names, stands), *_words(catalogue, stands))
    return Inspected(catalogue, (*faults, *(f for f in later if first.sound(f.file, f.key))))


def read(root: Path = ROOT) -> Catalogue:
    """The whole catalogue below `root`; CatalogueError with every fault where there are any."""
    inspected = inspect(root)
    if inspected.faults:
        raise CatalogueError(*inspected.faults)
    return inspected.catalogue


@cache
def load() -> Catalogue:
    """The project's own catalogue, read once."""
    return read()


@cache
def code_list(name: str) -> dict[str, Label]:
    """One code list of the project's own catalogue, without reading the rest."""
    labels, faults = reading.code_list(ROOT / f"{name}.csv", ROOT, Label)
    if faults:
        raise CatalogueError(*faults)
    return labels


def _kept(read: tuple[T, list[Fault]], faults: list[Fault]) -> T:
    """What was read; what is wrong goes to `faults`."""
    faults += read[1]
    return read[0]


def _stems(root: Path, folder: str) -> frozenset[str]:
    return frozenset(p.stem for p in root.glob(f"{folder}/*.toml"))


def _folder(root: Path, folder: str, shape: type[D], faults: list[Fault]) -> dict[str, D]:
    """The declarations of a folder, by id."""
    read = {p.stem: _kept(reading.declared(p, root, shape), faults) for p in sorted(root.glob(f"{folder}/*.toml"))}
    return {name: value for name, value in read.items() if value}


def _entries(root: Path, key: str, shape: type[E], faults: list[Fault], name: str = "") -> dict[str, E]:
    """The entries of a file that is a list, by id."""
    file = f"{name or f'{key}s'}.toml"
    entries: dict[str, E] = {}
    for entry in _kept(reading.listed(root / file, root, key, shape), faults):
        if entry.id in entries:
            faults.append(Fault(file, f"{key}[{entry.id}].id", f"{entry.id!r} is declared twice", "each once"))
        entries[entry.id] = entry
    return entries


def _with_members(dataset: Dataset, groups: dict[str, tuple[str, ...]]) -> Dataset:
    """The dataset, where a contract names a group instead of the members."""
    named = tuple(
        p.model_copy(update={"members": groups.get(p.members_of, ())}) if p.members_of else p
        for p in dataset.contract.parts
    )
    return dataset.model_copy(update={"contract": dataset.contract.model_copy(update={"parts": named})})


def _claims(root: Path, faults: list[Fault]) -> tuple[dict[str, Claim], dict[str, str], frozenset[str]]:
    """Claims by id, the file of each, and all ids; no ids where a file cannot be read, as some would be missing."""
    claims, stands, ids = dict[str, Claim](), dict[str, str](), set[str]()
    unread = False
    for path in sorted(root.glob("claims/*.toml")):
        file = reading.name(path, root)
        for claim in _kept(reading.listed(path, root, "claim", Claim), faults):
            if claim.id in claims:
                faults.append(Fault(file, f"claim[{claim.id}].id", f"{claim.id!r} is declared twice", "each once"))
            claims[claim.id], stands[claim.id] = claim, file
        ids |= reading.ids(path, "claim")
        unread = unread or any(f.file == file and not f.key for f in faults)
    return claims, stands, frozenset() if unread else frozenset(ids)


def _words(c: Catalogue, stands: dict[str, str]) -> Iterator[Fault]:
    written: list[tuple[Declared, str, str]] = [
        *((d, f"datasets/{d.id}.toml", "") for d in c.datasets.values()),
        *((i, f"indicators/{i.id}.toml", "") for i in c.indicators.values()),
        *((x, stands[x.id], f"claim[{x.id}]") for x in c.claims.values()),
        *((p, "pillars.toml", f"pillar[{p.number}]") for p in c.pillars.values()),
        *((d, "dimensions.csv", d.code) for d in c.dimensions.values()),
        *((t, "glossary.toml", f"term[{t.id}]") for t in c.terms.values()),
        # 4.0 in the name of a licence is a name too, the same in both languages
        *(
            (x, f"{name}.csv", x.code)
            for name, labels in c.codes.items()
            if name != "licences"
            for x in labels.values()
        ),
    ]
    for value, file, key in written:
        yield from words.faults(value, file, key)


def _same(one: str, other: str) -> bool:
    """Whether two keys are the same or one lies in the other; the key "" is the whole file."""
    short, long = sorted((one, other), key=len)
    return not short or long == short or long.startswith((f"{short}.", f"{short}["))
