"""What the files of the catalogue say of one another: whatever is named must be declared. Reads no file.

Looks at declarations only; whether SQL and the archive give what is declared, `etl.check` finds out.
"""

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from etl.catalogue import requests
from etl.catalogue.datasets import Dataset
from etl.catalogue.declarations import Claim, Indicator
from etl.catalogue.entries import Catalogue, quote_span
from etl.catalogue.entries import names as sql_names
from etl.catalogue.texts import LANGS
from etl.model.errors import Fault

SHOWN = 12  # accepted values that a sentence lists
MEMBERS = re.compile(r"\bmember(?:s|_count)\('([^']*)'\)")  # groups that SQL names; an unknown one would be empty
LABELS = "breakdown.labels and the code list"
LENGTH = {"A": 4, "Q": 7, "M": 7, "D": 10}  # of a period's text


@dataclass(frozen=True)
class Names:
    """Ids of everything that has a file or an entry, also where it is not sound, so that one fault makes no others."""

    datasets: Collection[str]
    indicators: Collection[str]
    claims: Collection[str]
    pillars: Collection[str]


def faults(c: Catalogue, names: Names, files: dict[str, str]) -> Iterator[Fault]:
    """Everything that is named and not declared; `files` gives the file of each claim."""
    for dataset in c.datasets.values():
        yield from _of_dataset(dataset, c)
    for indicator in c.indicators.values():
        yield from _of_indicator(indicator, c, names)
    for claim in c.claims.values():
        yield from _of_claim(claim, c, names, files[claim.id])
    yield from _of_values(c)
    yield from _of_shared(c, names)
    yield from _once(c)


def nearest(name: str, accepted: Iterable[str], where: str) -> str:
    """Those accepted in words: all of them where they are few, else where they stand and the ones spelt alike."""
    known = sorted(map(str, accepted))
    if len(known) <= SHOWN:
        return ", ".join(known) or "none"
    alike = difflib.get_close_matches(name, known, SHOWN, 0.5)
    return f"one of the {len(known)} in {where}" + (f", such as {', '.join(alike)}" if alike else "")


def nameless(file: str, dim: str, codes: Iterable[str], c: Catalogue) -> Iterator[Fault]:
    """A fault for each code of a dimension that has no name."""
    known = c.dimensions[dim].codes if dim in c.dimensions else "text"
    if known != "text" and c.codes["values"] and c.codes.get(known, True):
        listed = f", or in {known}.csv" if known in c.codes and known != "values" else ""
        for code in c.nameless(dim, codes):
            yield Fault(file, f"dims.{dim}", f"code {code!r} has no name", f"a line {dim}:{code} in values.csv{listed}")


class _Look:
    """Faults of one file for names that are not among those accepted."""

    def __init__(self, file: str) -> None:
        self.file = file

    def up(self, key: str, names: Iterable[str | None], accepted: Collection[str], where: str) -> Iterator[Fault]:
        """A fault for each of `found` that is not accepted; none where nothing is, as its file could not be read."""
        if not accepted and where != LABELS:
            return
        for name in dict.fromkeys(f for f in names if f is not None and f not in accepted):
            yield Fault(self.file, key, f"{name!r} is not known", nearest(name, accepted, where))


def _of_dataset(d: Dataset, c: Catalogue) -> Iterator[Fault]:
    look, contract = _Look(f"datasets/{d.id}.toml"), d.contract
    if d.id.split(".")[0] != d.source:
        yield Fault(look.file, "source", f"{d.source!r}, but the file's name says otherwise", d.id.split(".")[0])
    yield from look.up("licence", [d.licence], c.codes["licences"], "licences.csv")
    yield from look.up("contract.flags", contract.flags, c.codes["flags"], "flags.csv")
    yield from look.up("dims", d.dims, c.dimensions, "dimensions.csv")
    yield from requests.faults(d)
    for dim in d.dims:
        codes = {*contract.codes.get(dim, ()), *d.rename.codes.get(dim, {}).values()}
        yield from nameless(look.file, dim, codes, c)
    columns = (*d.dims, "period")
    named: dict[str, Iterable[str]] = {
        "contract.codes": contract.codes, "contract.codes_from": contract.codes_from,
        "contract.parts": [p.dim for p in contract.parts], "rename.dims": d.rename.dims.values(),
        "rename.codes": d.rename.codes, "archive.set": [k for a in d.archive for k in a.set],
        "correction.where": [k for x in d.correction for k in x.where],
    }  # fmt: skip
    for key, named_columns in named.items():
        yield from look.up(key, named_columns, columns, "dims")
    groups = [p.members_of or None for p in contract.parts]
    yield from look.up("contract.parts.members_of", groups, c.groups, "groups.toml")
    yield from look.up("breaks.geo", [g for b in d.breaks for g in b.geo], c.codes["geo"], "geo.csv")


def _of_indicator(i: Indicator, c: Catalogue, names: Names) -> Iterator[Fault]:
    look, geo, named = _Look(f"indicators/{i.id}.toml"), c.codes["geo"], c.named_series(i)
    yield from look.up("sql", MEMBERS.findall(i.sql), c.groups, "groups.toml")
    yield from look.up("datasets", i.datasets, names.datasets, "datasets/")
    yield from look.up("pillar", [str(i.pillar)], names.pillars, "pillars.toml")
    yield from look.up("unit", [i.unit], c.codes["units"], "units.csv")
    yield from look.up("counterparts", i.counterparts, set(names.indicators) - {i.id}, "indicators/")
    yield from look.up("geo_default", i.geo_default, geo, "geo.csv")
    yield from look.up("headline_claim", [i.headline_claim], names.claims, "claims/")
    b = i.breakdown
    yield from look.up("breakdown.default", b.default, named, LABELS)
    yield from look.up("breakdown.total", [b.total], named, LABELS)
    yield from look.up("breakdown.aggregates", b.aggregates, named, LABELS)
    for n, r in enumerate(i.reference, 1):
        yield from look.up(f"reference[{n}].claim", [r.claim], names.claims, "claims/")
        yield from look.up(f"reference[{n}].geo", [r.geo], geo, "geo.csv")
        yield from look.up(f"reference[{n}].series", r.series, named, LABELS)
    for n, k in enumerate(i.breaks, 1):
        yield from look.up(f"breaks[{n}].geo", k.geo, geo, "geo.csv")
        yield from look.up(f"breaks[{n}].series", k.series, named, LABELS)
    yield from _of_targets(i, look, c, names)


def _of_targets(i: Indicator, look: _Look, c: Catalogue, names: Names) -> Iterator[Fault]:
    means = [t.id for t in i.target if t.measured and t.measured.mean] or ["none"]
    for t in i.target:
        key = f"target[{t.id}]"
        yield from look.up(f"{key}.claim", [t.claim], names.claims, "claims/")
        yield from look.up(f"{key}.geo", [t.geo], c.codes["geo"], "geo.csv")
        if t.measured:
            series = [t.measured.series]
            yield from look.up(f"{key}.measured.series", series, c.named_series(i), LABELS)
            yield from look.up(f"{key}.shown_at", t.shown_at, c.named_series(i), LABELS)
            yield from _period(look.file, f"{key}.measured.period", t.measured.period, i)
        yield from look.up(f"{key}.part_of", [t.part_of], means, "targets with measured.mean")
    yield from _twice(look.file, "target", [t.id for t in i.target])
    cells = [(t.kind, t.geo, s, t.measured.period) for t in i.target if t.measured for s in t.seen_at]
    yield from _twice(look.file, "target", [" ".join(cell) for cell in cells])


def _of_claim(claim: Claim, c: Catalogue, names: Names, file: str) -> Iterator[Fault]:
    """Places and series that are declared; whether there are figures of them, only a release knows."""
    look, key = _Look(file), f"claim[{claim.id}]"
    if file != f"claims/pillar_{claim.pillar}.toml" or not claim.id.startswith(f"p{claim.pillar}_"):
        yield Fault(file, f"{key}.pillar", str(claim.pillar), "the number in the file's name and in the id")
    if c.letter and quote_span(claim.quote_nl, c.letter) is None:
        yield Fault(file, f"{key}.quote_nl", "does not occur exactly once in letter.txt", "words of the letter")
    yield from _twice(file, f"{key}.variant", [v.id for v in claim.variant])
    for v in claim.variant:
        at = f"{key}.variant[{v.id}]"
        yield from look.up(f"{at}.geo", [v.geo], c.codes["geo"], "geo.csv")
        yield from look.up(f"{at}.indicator", [v.indicator], names.indicators, "indicators/")
        if i := c.indicators.get(v.indicator):
            where = f"the labels and code list of indicators/{i.id}.toml"
            yield from look.up(f"{at}.series", [v.series], c.named_series(i), where)
            yield from _period(file, f"{at}.period", v.period, i)


def _period(file: str, key: str, period: str, i: Indicator) -> Iterator[Fault]:
    """A cell's period must be one of its indicator's."""
    if len(period) != LENGTH[i.frequency] or ("Q" in period) != (i.frequency == "Q"):
        form = {"A": "2025", "Q": "2025-Q3", "M": "2025-08", "D": "2025-08-31"}[i.frequency]
        yield Fault(file, key, f"{period!r}", f"a period of {i.id}: {form}")


def _of_values(c: Catalogue) -> Iterator[Fault]:
    look = _Look("values.csv")
    for code in c.codes["values"]:
        yield from look.up(code, [code.partition(":")[0]], c.dimensions, "dimensions.csv")


def _of_shared(c: Catalogue, names: Names) -> Iterator[Fault]:
    for name, members in c.groups.items():
        accepted = {**c.codes["geo"], **c.codes["citizenships"]}
        yield from _Look("groups.toml").up(f"group[{name}].members", members, accepted, "geo.csv and citizenships.csv")
    for view in c.views.values():
        look, key = _Look("views.toml"), f"view[{view.id}]"
        yield from look.up(f"{key}.datasets", view.datasets, names.datasets, "datasets/")
        yield from look.up(f"{key}.sql", MEMBERS.findall(view.sql), c.groups, "groups.toml")
    for pillar in c.pillars.values():
        look, key = _Look("pillars.toml"), f"pillar[{pillar.number}].sheet"
        yield from look.up(key, pillar.sheet, names.indicators, "indicators/")
        yield from _twice(look.file, key, pillar.sheet)
    everything = "\n".join([*(v.sql for v in c.views.values()), *(i.sql for i in c.indicators.values())])
    for file, key, shared in (("macros.toml", "macro", c.macros), ("views.toml", "view", c.views)):
        for name in shared:
            if not sql_names(everything, (name,)):
                yield Fault(file, f"{key}[{name}]", "no SQL reads it", "what at least one indicator reads")


def _once(c: Catalogue) -> Iterator[Fault]:
    """Places on the headline page, and words of the glossary, that two declarations want."""
    for place, number in Counter(i.headline for i in c.indicators.values() if i.headline is not None).items():
        for i in c.indicators.values():
            if number > 1 and i.headline == place:
                yield Fault(f"indicators/{i.id}.toml", "headline", f"{place} in {number} files", "each place once")
    for lang in LANGS:
        yield from _twice("glossary.toml", f"term.{lang}", [t.term[lang] for t in c.terms.values()])


def _twice(file: str, key: str, names: Iterable[str]) -> Iterator[Fault]:
    for name, number in Counter(names).items():
        if number > 1:
            yield Fault(file, key, f"{name!r} stands there {number} times", "each once")
