"""Read data/catalogue: datasets, indicators, claims and code lists; refuse anything that is not understood.

The catalogue is the only place where a title, unit, definition, target or claim is written. Errors name file and key
and say what is accepted. Imports nothing else of the project but the shapes and the errors.
"""

import csv
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from etl.catalogue.declarations import (
    LANGS,
    Claim,
    Dataset,
    Declared,
    Indicator,
    Label,
    Lang,
    Pillar,
    Target,
    Term,
    Text,
    Variant,
)  # fmt: skip
from etl.model.errors import CatalogueError

__all__ = [
    "LANGS", "Catalogue", "Claim", "Dataset", "Indicator", "Label", "Lang", "Pillar", "Target", "Term", "Text",
    "Variant", "load", "read",
]  # fmt: skip

ROOT = Path(__file__).parents[2] / "data" / "catalogue"
CODE_LISTS = ("geo", "citizenships", "routes", "units", "flags", "provenances", "columns", "verdicts", "statuses",
              "values", "licences")  # fmt: skip
D = TypeVar("D", bound=Declared)


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

    def label(self, code_list: str, code: str, lang: Lang) -> str:
        """The name of a code; the code itself where the list has none (new nationalities stay visible)."""
        found = self.codes[code_list].get(code)
        return found[lang] if found else code

    def series_label(self, indicator: Indicator, series: str, lang: Lang) -> str:
        """The name of one series of an indicator."""
        own = indicator.breakdown.labels.get(series)
        if own:
            return own[lang]
        return self.label(indicator.breakdown.code_list, series, lang) if indicator.breakdown.code_list else series

    def claims_of(self, indicator_id: str) -> tuple[Claim, ...]:
        """Claims that this indicator goes with: a variant is computed from it, or it stands for the claim itself."""
        checks = self.indicators[indicator_id].checks
        return tuple(
            c for c in self.claims.values() if c.id in checks or any(v.indicator == indicator_id for v in c.variant)
        )


def read(root: Path = ROOT) -> Catalogue:
    """Read the whole catalogue below `root`; raises CatalogueError on the first thing that is wrong."""
    datasets = {p.stem: _declared(p, Dataset) for p in sorted(root.glob("datasets/*.toml"))}
    indicators = {p.stem: _declared(p, Indicator) for p in sorted(root.glob("indicators/*.toml"))}
    claims: dict[str, Claim] = {}
    for path in sorted(root.glob("claims/*.toml")):
        for claim in _list(path, "claim", Claim):
            if claim.id in claims:
                raise CatalogueError(f"{_name(path)}: claim {claim.id} is declared twice")
            claims[claim.id] = claim
    codes = {n: _code_list(root / f"{n}.csv") for n in CODE_LISTS}
    pillars: dict[int, Pillar] = {p.number: p for p in _list(root / "pillars.toml", "pillar", Pillar)}
    terms = {t.id: t for t in _list(root / "glossary.toml", "term", Term)}
    letter = (root / "letter.txt").read_text("utf-8")
    catalogue = Catalogue(datasets, indicators, claims, codes, pillars, terms, letter)
    for check in (_datasets_exist, _labels_exist, _variants_exist, _quotes_occur):
        check(catalogue)
    return catalogue


@cache
def load() -> Catalogue:
    """The project's own catalogue, read once."""
    return read()


@cache
def code_list(name: str) -> dict[str, Label]:
    """One code list of the project's own catalogue, without reading the rest."""
    return _code_list(ROOT / f"{name}.csv")


def quote_span(quote: str, letter: str) -> tuple[int, int] | None:
    """First and one-past-last offset of `quote` in `letter`, None where it does not occur exactly once.

    White space counts as one blank, and a hyphen before a line break may be a break hyphen or a real one.
    """
    pieces = [r"\s+" if c == " " else r"-(?:\n)?" if c == "-" else re.escape(c) + r"(?:-\n(?=\w))?" for c in quote]
    pattern = re.sub(r"\(\?:-\\n\(\?=\\w\)\)\?$", "", "".join(pieces))
    hits = list(re.finditer(pattern, letter))
    return hits[0].span() if len(hits) == 1 else None


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise CatalogueError(f"{_name(path)}: not valid TOML: {e}") from e


def _checked(where: str, shape: type[D], values: dict[str, Any]) -> D:
    try:
        return shape.model_validate(values)
    except ValidationError as e:
        first = e.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "file"
        accepted = ", ".join(shape.model_fields) if first["type"] == "extra_forbidden" else ""
        raise CatalogueError(
            f"{where}: {key}: {first['msg']}" + (f"; accepted keys: {accepted}" if accepted else "")
        ) from e


def _declared(path: Path, shape: type[D]) -> D:
    return _checked(_name(path), shape, {"id": path.stem, **_toml(path)})


def _list(path: Path, name: str, shape: type[D]) -> list[D]:
    """The entries of a file that is a list of [[name]] and nothing else."""
    table = _toml(path)
    if set(table) != {name}:
        raise CatalogueError(f"{_name(path)}: accepted is a list of [[{name}]] only, found {sorted(table)}")
    return [_checked(f"{_name(path)}: {entry.get('id', '?')}", shape, entry) for entry in table[name]]


def _code_list(path: Path) -> dict[str, Label]:
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    labels = [_checked(f"{path.name} line {n}", Label, dict(row)) for n, row in enumerate(rows, 2)]
    if len({label.code for label in labels}) != len(labels):
        raise CatalogueError(f"{path.name}: a code stands there twice")
    return {label.code: label for label in labels}


def _every(found: set[str], known: Callable[[str], bool], where: str, what: str) -> None:
    if unknown := sorted(f for f in found if not known(f)):
        raise CatalogueError(f"{where}: no such {what}: {', '.join(unknown)}")


def _datasets_exist(c: Catalogue) -> None:
    for i in c.indicators.values():
        _every(set(i.datasets), c.datasets.__contains__, f"indicators/{i.id}.toml", "dataset")
    for d in c.datasets.values():
        if d.id.split(".")[0] != d.source:
            raise CatalogueError(f"datasets/{d.id}.toml: source is {d.source}, but the file's name says otherwise")


def _labels_exist(c: Catalogue) -> None:
    for i in c.indicators.values():
        where = f"indicators/{i.id}.toml"
        _every(set(i.counterparts), c.indicators.__contains__, where, "indicator")
        _every({i.unit}, c.codes["units"].__contains__, where, "unit")
        _every(set(i.geo_default) | {t.geo for t in i.target}, c.codes["geo"].__contains__, where, "geo")
        labelled = {**i.breakdown.labels, **c.codes.get(i.breakdown.code_list or "", {})}
        measured = {series for t in i.target if t.measured for series in (t.measured.series, *t.shown_at)}
        _every(set(i.breakdown.default) | measured, labelled.__contains__, where, "series label")
        _every(set(i.checks), c.claims.__contains__, where, "claim")


def _variants_exist(c: Catalogue) -> None:
    """Places and series that are declared; whether there are figures of them, only a release knows."""
    for claim in c.claims.values():
        wanted = {v.indicator for v in claim.variant}
        _every(wanted, c.indicators.__contains__, f"claims: {claim.id}", "indicator")
        for v in claim.variant:
            where = f"claims: {claim.id}: variant {v.id}"
            _every({v.geo}, c.codes["geo"].__contains__, where, "geo")
            b = c.indicators[v.indicator].breakdown
            declared = {**b.labels, **c.codes.get(b.code_list or "", {})}
            _every({v.series}, declared.__contains__, where, f"series of {v.indicator}")


def _quotes_occur(c: Catalogue) -> None:
    for claim in c.claims.values():
        if quote_span(claim.quote_nl, c.letter) is None:
            raise CatalogueError(f"claims: {claim.id}: quote_nl must occur exactly once in letter.txt")
