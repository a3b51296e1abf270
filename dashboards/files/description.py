"""What a data file says about itself: title, definition, selection, terms, flags, breaks, origin. Pure.

Gathered once per export and in one language; the cover sheet, the notes, the README and the metadata only lay it out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboards.figures import chart_of
from dashboards.files import citation, rows
from dashboards.files.citation import Cited
from dashboards.query import urls
from dashboards.query.columns import FULL, FileLayout
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.file_messages import L
from dashboards.text.messages import T
from etl.catalogue.catalogue import Catalogue, Indicator
from etl.catalogue.declarations import Break, Lang
from etl.model.observations import Input, Series, kinds, newest, undated
from etl.model.period import begins_between, extent

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FileDescription:
    """The words of one export. Pairs are (name, words); built_at is an ISO time; addresses are absolute.

    pinned: the figure in this release; live: the figure in the newest one; file: this very export, pinned.
    """

    lang: Lang
    indicator: Indicator
    title: str
    measure: str
    definition: str
    caveat: str
    unit: str
    selection: Pairs
    size: str
    source: str
    vintage: str
    undated: bool
    licences: tuple[str, ...]
    release: str
    built_at: str
    as_of: str
    cited: Cited
    pinned: str
    live: str
    file: str
    counts: Pairs
    flags: Pairs
    provenances: Pairs
    breaks: Pairs
    lines: Pairs
    inputs: tuple[Input, ...]
    columns: Pairs
    digest: str = ""


def about(
    c: rows.Context,
    chosen: Selection,
    series: Sequence[Series],
    built_at: str,
    host: str,
    file: str,
    layout: FileLayout = FULL,
    digest: str = "",
) -> FileDescription:
    """What an export of `series` says. host: scheme and name of the site; file: path and query of the export.

    digest: sha256 of the release, as its release.json has it.
    """
    i, lang, catalogue = c.indicator, c.lang, c.catalogue
    points, values = kinds(series), [p.value for s in series for p in s.points]
    used = tuple(c.inputs[n] for n in sorted({n for p in points for n in p.src}))
    pinned = host + urls.figure(lang, i.id, {**chosen.state(), "release": c.release})
    live = host + urls.figure(lang, i.id, {k: v for k, v in chosen.state().items() if k != "release"})
    meanings = {x.code: x for x in catalogue.codes["columns"].values()}
    letters = {letter for p in points for letter in p.flag}
    provenances = {code for p in points for code in (p.provenance.figure, p.provenance.inputs)}
    return FileDescription(
        lang=lang,
        indicator=i,
        title=i.title[lang],
        measure=i.measure[lang],
        definition=i.definition[lang],
        caveat=i.caveat[lang],
        unit=catalogue.label("units", i.unit, lang),
        selection=selection(c, chosen, series),
        size=_size(len(values), values.count(None), lang),
        source=chart_of.credited(chart_of.source_line(used, lang), points, lang),
        vintage=newest(used),
        undated=undated(used),
        licences=tuple(dict.fromkeys(catalogue.label("licences", x.licence, lang) for x in used)),
        release=c.release,
        built_at=built_at,
        as_of=chosen.as_of,
        cited=citation.cited(catalogue, i, chosen, series, c.inputs, c.release, built_at, pinned),
        pinned=pinned,
        live=live,
        file=host + file,
        counts=tuple(_counts(catalogue, used, lang)),
        flags=tuple(f for f in catalogue.flag_legend(((p.flag, p.vintage) for p in points), lang) if f[0] in letters),
        provenances=tuple((p.code, p[lang]) for p in catalogue.codes["provenances"].values() if p.code in provenances),
        breaks=tuple(_breaks(catalogue, i, series, used, lang)),
        lines=tuple(_lines(i, series, lang)),
        inputs=used,
        columns=tuple((layout.name(code), meanings[code][lang]) for code in layout.columns),
        digest=digest,
    )


def selection(c: rows.Context, chosen: Selection, series: Sequence[Series]) -> Pairs:
    """Which filters made the export, in words, those that were left open included."""
    i, lang = c.indicator, c.lang
    geos = dict.fromkeys(s.geo for s in series)
    names = dict.fromkeys(s.series for s in series)
    periods = {p.period for s in series for p in s.points}
    span = formats.span(*extent(periods), lang) if periods else T["no_choice"][lang]
    wanted = f"{chosen.start or '…'} / {chosen.end or '…'}: " if chosen.start or chosen.end else ""

    def series_name(code: str) -> str:
        return c.catalogue.series_label(i, code, lang)

    def place_name(code: str) -> str:
        return c.catalogue.label("geo", code, lang)

    measure = ((T["unit"][lang], c.catalogue.label("units", i.unit, lang)),) if chosen.measure else ()
    past = (L["reading"][lang], formats.date(chosen.as_of, lang))
    return (
        (L["place"][lang], _codes(chosen.geos, len(geos), place_name, lang)),
        (i.breakdown.name[lang], _codes(chosen.series, len(names), series_name, lang)),
        (T["period"][lang], wanted + span),
        *measure,
        past if chosen.as_of else (L["reading_now"][lang], L["present"][lang]),
    )


def _size(count: int, missing: int, lang: Lang) -> str:
    """Number of rows, and how many of them have no figure."""
    rows = formats.number(count, 0, lang)
    return L["rows_missing"][lang].format(rows=rows, missing=formats.number(missing, 0, lang)) if missing else rows


def _codes(codes: Sequence[str], there: int, name: Callable[[str], str], lang: Lang) -> str:
    if not codes:
        return L["all_of"][lang].format(count=there)
    return "; ".join(label if (label := name(code)) == code else f"{label} ({code})" for code in codes)


def _counts(catalogue: Catalogue, used: Iterable[Input], lang: Lang) -> Iterator[tuple[str, str]]:
    """Each dataset that figures come from, with what it counts and what it does not."""
    for name in dict.fromkeys(x.dataset for x in used):
        d = catalogue.datasets[name]
        yield f"{d.title[lang]} ({d.id})", f"{d.counts[lang]} {d.counts_not[lang]}"


def _breaks(
    catalogue: Catalogue, i: Indicator, series: Sequence[Series], used: Iterable[Input], lang: Lang
) -> Iterator[tuple[str, str]]:
    """Breaks of the indicator and of its datasets that touch a series of the export."""
    declared = [*i.breaks, *(b for d in dict.fromkeys(x.dataset for x in used) for b in catalogue.datasets[d].breaks)]
    touching = {(b.period, _with_place(b, catalogue, lang)) for b in declared if any(_touches(b, s) for s in series)}
    for period, label in sorted(touching):
        yield formats.period(period, lang), label


def _with_place(b: Break, c: Catalogue, lang: Lang) -> str:
    """What changed; behind the name of the place, where it did in one."""
    place, label = c.label("geo", b.geo[0], lang) if len(b.geo) == 1 else "", b.label[lang]
    return label if not place or label.startswith(place) else f"{place}: {label}"


def _touches(b: Break, s: Series) -> bool:
    inside = bool(s.points) and begins_between(s.points[0].period, b.period, s.points[-1].period)
    return inside and (not b.geo or s.geo in b.geo) and (not b.series or s.series in b.series)


def _lines(i: Indicator, series: Sequence[Series], lang: Lang) -> Iterator[tuple[str, str]]:
    """Lines of the letter and targets of the places shown, each called by its kind: an observation is not a target."""
    geos, there = {s.geo for s in series}, {(s.geo, s.series) for s in series}
    for r in i.reference:
        if any(geo == r.geo and (not r.series or name in r.series) for geo, name in there):
            yield T["reference_line"][lang], f"{r.label[lang]}. {T['observation_no_target'][lang]}."
    for t in i.target:
        if t.geo in geos:
            note = f" {t.note[lang]}" if t.note else ""
            yield T[t.kind][lang], f"{t.label[lang]} ({L[f'certainty_{t.certainty}'][lang]}).{note} {t.url}"
