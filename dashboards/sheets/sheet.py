"""A fact sheet put together: its figures, statements, what changed, sources and definitions. Reads a release.

Which figures stand on a pillar's sheet, data/catalogue/pillars.toml says; the statements are all that the pillar has,
and on the sheet of the headline figures those that they go with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from dashboards import freshness
from dashboards.charts.alt_text import alt_text
from dashboards.charts.notes import break_notes, signs
from dashboards.charts.small_chart import SHORT_PLACES, quiet
from dashboards.figures import chart_of
from dashboards.figures.figure import held
from dashboards.letter import words as letter_words
from dashboards.letter.statements import Statement, statements
from dashboards.query import urls
from dashboards.query.sheet import HEADLINE, Ending, SheetSelection
from dashboards.sheets import clocks, since
from dashboards.sheets.clocks import HeadlineFigure
from dashboards.sheets.content import WORDS, FactSheet, SheetChart, SheetFigure, SheetLine, SheetStatement
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang
from etl.model.observations import Input, Observation, newest, undated
from etl.model.period import is_day
from etl.release import store

DRAWN, ALL_DRAWN = 2, 3  # charts on the sheet of a pillar, and of the headline figures
SHOWN = 16  # characters of the digest; the file's properties have all of it
LISTED = 2  # definitions that the sheet of the headline figures names each


def sheet(
    chosen: SheetSelection,
    ending: Ending,
    release: store.Release,
    declared: Catalogue,
    host: str,
    before: store.Release | None = None,
) -> FactSheet:
    """The sheet of a choice. ending: of the addresses at which it is had again; host: scheme and name of the site.

    before: the release that the choice names as the reader's last one.
    """
    lang, pinned = chosen.lang, chosen.release
    pillar = declared.pillars.get(chosen.pillar)
    indicators = [declared.indicators[i] for i in pillar.sheet] if pillar else []
    there = [i for i in indicators if held(i.id, release)]
    figures = tuple(clocks.headline_figure(i, release, declared, lang, pinned) for i in there)
    figures = figures if pillar else clocks.headline_figures(release, declared, lang, pinned)
    stated = _stated(chosen.pillar, figures, statements(declared, release.claims))
    since_title, changed = since.changes(
        since.Compared(figures, stated, release, declared, lang), chosen.since_day, before
    )
    made = FactSheet(
        lang=lang,
        title=WORDS["pillar"][lang].format(number=pillar.number, title=pillar.title[lang])
        if pillar
        else WORDS["headline"][lang],
        lead=pillar.summary[lang] if pillar else WORDS["headline_lead"][lang],
        note=pillar.no_series[lang] if pillar and pillar.no_series else "",
        figures=tuple(_figure(f, release, declared, lang, host, not pillar) for f in figures),
        figures_note=_more(chosen.pillar, len(figures), declared, lang),
        charts=tuple(_chart(f, lang) for f in figures[: DRAWN if pillar else ALL_DRAWN]),
        statements=tuple(_statement(s, declared, lang) for s in stated),
        statements_note=_ledger(chosen.pillar, lang),
        since_title=since_title,
        since=changed,
        sources=(*_sources(figures, release, lang), *_union(figures, lang)),
        about=_about(chosen, ending, release),
        made=datetime.fromisoformat(str(release.facts["built_at"])),
        origin=_origin(chosen, ending, release, host),
    )
    return _absolute(made, host)


def _stated(pillar: int, figures: Sequence[HeadlineFigure], stated: Sequence[Statement]) -> tuple[Statement, ...]:
    """A pillar's own; of the headline figures those that they go with, in the order of the figures."""
    if pillar != HEADLINE:
        return tuple(s for s in stated if s.claim.pillar == pillar)
    by_id = {s.claim.id: s for s in stated}
    return tuple(by_id[f.letter.claim.id] for f in figures if f.letter)


def _figure(f: HeadlineFigure, release: store.Release, c: Catalogue, lang: Lang, host: str, brief: bool) -> SheetFigure:
    """brief: of many definitions the letter's own is named, and the span of the others."""
    value, unit, flags = clocks.newest(f, c, lang)
    about = ", ".join(part for part in (formats.period(f.newest.period, lang) if f.newest else "", flags) if part)
    return SheetFigure(
        id=f.indicator.id,
        name=f.name(lang),
        where=clocks.where(f, c, lang, short=True),
        said=_said(f, lang),
        again=_again(f, c, lang, brief),
        newest=f"{value}{unit}" + (f" ({about})" if about else "") + _late(f, release, c, lang),
        target=_target(f, c, lang),
        definition=f.own.definition[lang],
        address=f"{host}{urls.figure(lang, f.own.id, f.selected)}",
    )


def _again(f: HeadlineFigure, c: Catalogue, lang: Lang, brief: bool) -> tuple[str, ...]:
    """The letter's period under each definition, the letter's own first; a dash where there is none."""
    each = tuple(" ".join(part for part in pair if part) for pair in clocks.again(f, c, lang))
    if not brief or len(each) <= LISTED:
        return each or ("–",)
    low, *_, high = sorted((a.point for a in f.again[1:]), key=lambda p: p.value or 0.0)
    span = {"low": clocks.number(low, f.own, lang), "high": clocks.number(high, f.own, lang)}
    return each[0], WORDS["others"][lang].format(n=len(each) - 1, **span)


def _said(f: HeadlineFigure, lang: Lang) -> str:
    """The letter's number and its period; that it gives none, or that the figure is context."""
    if f.letter:
        claim = f.letter.claim
        return f"{letter_words.letter_amount(claim, lang)}, {letter_words.period(claim, lang)}"
    return T["context_not_in_letter" if f.indicator.context else "letter_says_no_number"][lang]


def _late(f: HeadlineFigure, release: store.Release, c: Catalogue, lang: Lang) -> str:
    """That a newer figure was due when the release was built; a day has no successor that could be expected."""
    built = datetime.fromisoformat(str(release.facts["built_at"])).date()
    dated = f.newest if f.newest and not is_day(f.newest.period) else None
    old = freshness.overdue(dated, release.inputs, c.datasets, built, release.overview.coverages()) if dated else None
    if old is None:
        return ""
    said = {"next": formats.period(old.next, lang), "due": formats.date(old.due, lang)}
    return f"; {WORDS['late'][lang].format(**said)}"


def _target(f: HeadlineFigure, c: Catalogue, lang: Lang) -> str:
    """How a quota or ceiling stands; that an observation is no target, and that there is none."""
    if f.letter is None:
        return WORDS["no_target"][lang]
    return clocks.target(f, c, lang) or WORDS["observation"][lang]


def _statement(s: Statement, c: Catalogue, lang: Lang) -> SheetStatement:
    """The letter's words, in English in our translation; a verdict with the definitions under which it holds."""
    quote = s.claim.quote_en if lang == "en" and s.claim.quote_en else s.claim.quote_nl
    verdict = formats.sentence_case(c.label("verdicts", s.result.verdict, lang))
    sensitivity = letter_words.sensitivity(s, lang)
    verdict = f"{verdict}. {sensitivity}" if sensitivity else verdict
    return SheetStatement(s.number, letter_words.kind(s.claim, lang), f"“{quote}”", verdict)


def _chart(f: HeadlineFigure, lang: Lang) -> SheetChart:
    name = ": ".join(part for part in (f.name(lang), f.own.measure[lang]) if part)
    of_newest = [formats.provenance(f.newest.provenance, lang)] if f.newest else []
    signed = [WORDS["signed"][lang]] if signs(f.chart) or any(m.flag for m in f.chart.marks()) else []
    notes = formats.sentence_case("; ".join((*of_newest, *break_notes(f.chart), *signed)))
    return SheetChart(quiet(f.chart), name, f"{notes}." if notes else "", alt_text(f.chart))


def _more(pillar: int, shown: int, c: Catalogue, lang: Lang) -> SheetLine | None:
    """How many figures of a pillar stand on its page only."""
    number = sum(i.pillar == pillar for i in c.indicators.values()) - shown
    if pillar == HEADLINE or number < 1:
        return None
    said = WORDS["one_more" if number == 1 else "more_figures"][lang]
    return SheetLine(said.format(n=number, link="{link}"), urls.pillar(lang, pillar))


def _ledger(pillar: int, lang: Lang) -> SheetLine:
    return SheetLine(WORDS["our_translation"][lang], urls.letter(lang, {"pillar": str(pillar)} if pillar else None))


def _sources(figures: Sequence[HeadlineFigure], release: store.Release, lang: Lang) -> tuple[SheetLine, ...]:
    """Each publisher with its datasets and their newest day; what is computed is ours. None without figures."""
    points = [p for f in figures for p in _points(f)]
    used = [release.inputs[n] for n in dict.fromkeys(n for p in points for n in p.src)]
    by_publisher: dict[str, list[Input]] = {}
    for i in used:
        by_publisher.setdefault(i.publisher, []).append(i)
    named = [_source(inputs, lang) for inputs in by_publisher.values()]
    credited = chart_of.credited(" ", points, lang).partition("; ")[2]
    ours = [SheetLine(f"{formats.sentence_case(credited)}.")] if credited else []
    return (*named, *ours, SheetLine(WORDS["terms"][lang], urls.sources(lang))) if named else ()


def _union(figures: Sequence[HeadlineFigure], lang: Lang) -> tuple[SheetLine, ...]:
    """What EU27 and EU28 are, where a figure may be of either."""
    return (SheetLine(WORDS["union"][lang]),) if any(set(SHORT_PLACES) & set(f.wanted.geos) for f in figures) else ()


def _points(f: HeadlineFigure) -> Iterable[Observation]:
    return (*(f.series.points if f.series else ()), *(a.point for a in f.again))


def _source(inputs: Sequence[Input], lang: Lang) -> SheetLine:
    return SheetLine(f"{chart_of.source_line(inputs, lang)}, {formats.as_of(newest(inputs), lang, undated(inputs))}.")


def _about(chosen: SheetSelection, ending: Ending, release: store.Release) -> tuple[SheetLine, ...]:
    """Of which release it is, where it stays, and where what changed since can be asked for."""
    seal, lang = str(release.facts.get("seal", "")), chosen.lang
    built = formats.date(str(release.facts["built_at"]), lang)
    made = WORDS["made"][lang].format(date=built, release=release.id, seal=f", sha256 {seal[:SHOWN]}…" if seal else "")
    later = urls.sheet(chosen.pillar, ending, {"lang": lang, "since": release.id})
    return (
        SheetLine(made),
        SheetLine(WORDS["again_at"][lang], _kept(chosen, ending, release)),
        SheetLine(WORDS["later_at"][lang], later),
    )


def _kept(chosen: SheetSelection, ending: Ending, release: store.Release) -> str:
    """Where the same sheet stays."""
    return urls.sheet(chosen.pillar, ending, replace(chosen, release=release.id).state())


def _origin(chosen: SheetSelection, ending: Ending, release: store.Release, host: str) -> str:
    return f"release {release.id} sha256:{release.facts.get('seal', '')} {host}{_kept(chosen, ending, release)}"


def _absolute(made: FactSheet, host: str) -> FactSheet:
    """The sheet with the site's name before every address."""

    def whole(line: SheetLine) -> SheetLine:
        return replace(line, link=host + line.link) if line.link else line

    return replace(
        made,
        figures_note=whole(made.figures_note) if made.figures_note else None,
        statements_note=whole(made.statements_note),
        since=tuple(map(whole, made.since)),
        sources=tuple(map(whole, made.sources)),
        about=tuple(map(whole, made.about)),
    )
