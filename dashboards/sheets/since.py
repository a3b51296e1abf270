"""What changed since a reader's last release, or since a day: newest and recomputed figures, verdicts. Reads releases.

Of two releases every figure under the sheet's titles is compared; since a day, what publishers replaced and we hold.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboards.charts.small_chart import SHORT_PLACES
from dashboards.figures import replacements
from dashboards.files import compared
from dashboards.letter import clocks as letter_clocks
from dashboards.letter.clocks import Recomputed
from dashboards.letter.statements import Statement
from dashboards.query import urls
from dashboards.sheets import clocks
from dashboards.sheets.clocks import HeadlineFigure
from dashboards.sheets.content import SheetLine
from dashboards.sheets.since_words import SINCE
from dashboards.text import formats
from dashboards.text.formats import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Claim, Indicator, Lang
from etl.letter.claims import LETTER_DATE, evaluate
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation, Series
from etl.release import store

Figure = tuple[Series, Observation]
Reading = Callable[[Indicator, Sequence[str], Sequence[str]], tuple[Series, ...]]  # indicator, places, categories


@dataclass(frozen=True)
class Compared:
    """A sheet's figures and statements, and the words for them; `release` is that of the sheet."""

    figures: Sequence[HeadlineFigure]
    stated: Sequence[Statement]
    release: store.Release
    catalogue: Catalogue
    lang: Lang

    def say(self, sentence: str, **parts: object) -> str:
        """A sentence of this module in the sheet's language."""
        return SINCE[sentence][self.lang].format(**parts)


def changes(about: Compared, day: str, before: store.Release | None) -> tuple[str, tuple[SheetLine, ...]]:
    """The heading, and what changed, a sentence each: since a release, else since a day, that of the letter for ""."""
    return _since_release(about, before) if before else _since_day(about, day or LETTER_DATE)


def _since_release(about: Compared, before: store.Release) -> tuple[str, tuple[SheetLine, ...]]:
    day = formats.date(str(before.facts["built_at"]), about.lang)
    title = about.say("release", id=before.id, day=day)
    if before.id == about.release.id:
        return title, (SheetLine(about.say("nothing")),)
    newest = _newest(about, lambda i, geos, names: _held(before, i, geos, names), "newest")
    return title, (*newest, *_counted(about, before), *_verdicts_of(about, before))


def _since_day(about: Compared, day: str) -> tuple[str, tuple[SheetLine, ...]]:
    name = "letter" if day == LETTER_DATE else "day"
    title = about.say(name, day=formats.date(day, about.lang))
    if not about.figures:
        return title, (SheetLine(about.say("no_figures")),)
    newest = _newest(about, lambda i, geos, names: about.release.series(i.id, geos, names, as_of=day), "newest_held")
    return title, (*newest, SheetLine(about.say("then")), _replaced(about, day), *_verdicts_on(about, day))


def _replaced(about: Compared, day: str) -> SheetLine:
    number = sum(len(replacements.replacements(about.release, i, day)) for i in _own(about))
    if not number:
        return SheetLine(about.say("none_replaced"))
    sentence = about.say("replaced", n=formats.number(number, 0, about.lang), link="{link}")
    return SheetLine(sentence, urls.changes(about.lang, {"since": day if day != LETTER_DATE else ""}))


def _own(about: Compared) -> tuple[Indicator, ...]:
    return tuple({f.own.id: f.own for f in about.figures}.values())


def _newest(about: Compared, then: Reading, otherwise: str) -> Iterator[SheetLine]:
    """What became of each figure's newest one and of its recomputed ones; those that stayed in one sentence.

    otherwise: the sentence for a newest figure of another period.
    """
    same = []
    for f in about.figures:
        said = tuple(_figure(about, f, then, otherwise))
        same += [] if said else [f.name(about.lang)]
        yield from map(SheetLine, said)
    if same:
        yield SheetLine(about.say("same", names="; ".join(same)))


def _figure(about: Compared, f: HeadlineFigure, then: Reading, otherwise: str) -> Iterator[str]:
    was = letter_clocks.newest(then(f.wanted.indicator, f.wanted.geos, f.wanted.series), f.wanted)
    now = (f.series, f.newest) if f.series and f.newest else None
    said = {**_said(about, f, "was", was, now), **_said(about, f, "now", now, was)}
    if was and now and _cell(was) != _cell(now):
        alike = _cell(was)[:3] == _cell(now)[:3]
        yield about.say("revised" if alike else otherwise, name=f.name(about.lang), period=said["now_period"], **said)
    elif (was is None) != (now is None):
        yield about.say("gone" if was else "first", name=f.name(about.lang), **said)
    for a in f.again:
        yield from _recomputed(about, f, a, then)


def _cell(figure: Figure) -> tuple[str, str, str, float | None]:
    series, point = figure
    return series.geo, series.series, point.period, point.value


def _recomputed(about: Compared, f: HeadlineFigure, a: Recomputed, then: Reading) -> Iterator[str]:
    """The letter's period under one definition, where its figure is another one now."""
    points = (p for s in then(f.own, (a.geo,), (a.series,)) for p in s.points if p.period == a.point.period)
    was = next(points, None)
    if was is None or was.value is None or was.value == a.point.value or a.point == f.newest:
        return
    place = about.catalogue.label("geo", a.geo, about.lang)
    name = f"{f.name(about.lang)}, {place}, {about.catalogue.series_label(f.own, a.series, about.lang)}"
    period = formats.period(a.point.period, about.lang)
    values = {"was": clocks.number(was, f.own, about.lang), "now": clocks.number(a.point, f.own, about.lang)}
    yield about.say("revised", name=name, period=period, **values)


def _said(
    about: Compared, f: HeadlineFigure, name: str, figure: Figure | None, beside: Figure | None
) -> dict[str, str]:
    """The number of a figure, and its period with the place and category where `beside` is of another one."""
    if figure is None:
        return {name: T["no_figure"][about.lang], f"{name}_period": ""}
    series, point = figure
    parts = [formats.period(point.period, about.lang)]
    if beside and beside[0].geo != series.geo:
        parts.append(SHORT_PLACES.get(series.geo, about.catalogue.label("geo", series.geo, about.lang)))
    if beside and beside[0].series != series.series:
        parts.append(about.catalogue.series_label(f.own, series.series, about.lang))
    return {name: clocks.number(point, f.own, about.lang), f"{name}_period": ", ".join(parts)}


def _held(release: store.Release, i: Indicator, geos: Sequence[str], names: Sequence[str]) -> tuple[Series, ...]:
    """Series of a release that may be older than the indicator."""
    try:
        return release.series(i.id, geos, names)
    except UnknownValueError:
        return ()


def _counted(about: Compared, before: store.Release) -> Iterator[SheetLine]:
    """How many figures differ, and where all of them are."""
    new = revised = gone = 0
    first: Indicator | None = None
    for i in _own(about):
        pair = (_held(before, i, (), ()), about.release.series(i.id))
        ids = before.id, about.release.id
        differences = tuple(compared.differences(*pair, (), ids, i, about.catalogue, about.lang))
        new += sum(d.was is None and d.now is not None for d in differences)
        gone += sum(d.now is None and d.was is not None for d in differences)
        revised += sum(d.was is not None and d.now is not None for d in differences)
        first = first or (i if differences else None)
    counts = {"new": new, "revised": revised, "gone": gone}
    if about.figures:
        yield SheetLine(about.say("counts", **{name: formats.number(n, 0, about.lang) for name, n in counts.items()}))
    if first:
        state = {"release": before.id, "compare": about.release.id, "lang": about.lang}
        yield SheetLine(about.say("every", title=first.title[about.lang], link="{link}"), urls.data(first.id, state))


def _verdicts_of(about: Compared, before: store.Release) -> Iterator[SheetLine]:
    """Verdicts that the earlier release had otherwise."""
    old = {name: result.verdict for name, result in before.claims.items()}
    changed = [(s, old[s.claim.id]) for s in about.stated if old.get(s.claim.id, s.result.verdict) != s.result.verdict]
    yield from _verdicts(about, changed, "verdicts_same")


def _by_number(statement: str) -> tuple[int, ...]:
    """2.3 stands before 2.10."""
    return tuple(int(part) for part in statement.split("."))


def _verdicts_on(about: Compared, day: str) -> Iterator[SheetLine]:
    """Verdicts that the figures as they stood on the day gave otherwise; and where we hold none of then."""
    computed = [s for s in about.stated if s.result.basis == "computed"]
    old = [(s, _verdict_on(s.claim, about.release, day)) for s in computed]
    unknown = [s.number for s, was in old if was == "no_figure"]
    if len(unknown) < len(old):
        changed = [(s, was) for s, was in old if was not in ("no_figure", s.result.verdict)]
        yield from _verdicts(about, changed, "computed_same")
    if unknown:
        yield SheetLine(about.say("no_verdict", numbers=formats.join_list(sorted(unknown, key=_by_number), about.lang)))


def _verdict_on(claim: Claim, release: store.Release, day: str) -> str:
    """The verdict by the figures as they stood on a day; each indicator is read once."""
    cells: dict[tuple[str, str, str, str], Observation] = {}
    for i in dict.fromkeys(v.indicator for v in claim.variant):
        own = [v for v in claim.variant if v.indicator == i]
        geos, names = tuple({v.geo for v in own}), tuple({v.series for v in own})
        there = release.series(i, geos, names, as_of=day)
        cells |= {(i, s.geo, s.series, p.period): p for s in there for p in s.points}
    return evaluate(claim, (), lambda i, geo, name, period, _: cells.get((i, geo, name, period))).verdict


def _verdicts(about: Compared, changed: Sequence[tuple[Statement, str]], otherwise: str) -> Iterator[SheetLine]:
    label, lang = about.catalogue.label, about.lang
    for s, was in changed:
        verdict_names = {"was": label("verdicts", was, lang), "now": label("verdicts", s.result.verdict, lang)}
        yield SheetLine(about.say("verdict", number=s.number, **verdict_names))
    if not changed:
        yield SheetLine(about.say(otherwise))
