"""What a figure that is pinned, to a release or to a day of reading, says about itself and about the present. Pure.

Reads no release: series of then and of now come in, sentences and a table go out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.charts.table import Table
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.observations import Observation, Series

MOST_CHANGES = 40
WHICH = Text(en="Which values changed", nl="Welke waarden zijn veranderd")
HEAD = {"en": ("Period", "Place", "Category", "Was", "Is"), "nl": ("Periode", "Plaats", "Categorie", "Was", "Is")}
CAPTION = Text(
    en="Values that changed since, the newest periods first; {shown} of {of} shown",
    nl="Sindsdien veranderde waarden, de nieuwste perioden eerst; {shown} van {of} getoond",
)
NEWEST = Text(en="This is the newest release.", nl="Dit is de nieuwste release.")
NEWER = Text(en="A newer release exists ({id} of {date}).", nl="Er is een nieuwere release ({id} van {date}).")
SAME = Text(
    en="None of the {of} values shown has been revised since.", nl="Geen van de {of} getoonde waarden is herzien."
)
REVISED = Text(
    en="{n} of the {of} values shown have since been revised.",
    nl="{n} van de {of} getoonde waarden zijn sindsdien herzien.",
)
ONE_REVISED = Text(
    en="1 of the {of} values shown has since been revised.", nl="1 van de {of} getoonde waarden is sindsdien herzien."
)
ADDED = Text(en="{n} values have been added.", nl="Er zijn {n} waarden bij gekomen.")
ONE_ADDED = Text(en="1 value has been added.", nl="Er is 1 waarde bij gekomen.")


@dataclass(frozen=True)
class Changed:
    """One observation that is no longer what it was. old, new: None where there is no value."""

    geo: str
    series: str
    period: str
    old: float | None
    old_flag: str
    new: float | None
    new_flag: str


@dataclass(frozen=True)
class Since:
    """What happened to the observations of a choice. shown: how many there were; added: how many came after."""

    shown: int
    changed: tuple[Changed, ...] = ()
    added: int = 0


def changed_since(then: Sequence[Series], now: Sequence[Series]) -> Since:
    """What is other `now` than it was `then`: values and flags, the newest period first. Both are of the same choice.

    A flag that alone was changed counts too: a provisional figure that became final is no longer the same figure.
    """
    before, after = _cells(then), _cells(now)
    nothing = Observation("", None)
    changed = [
        Changed(*cell, old.value, old.flag, new.value, new.flag)
        for cell, old in before.items()
        if (new := after.get(cell, nothing)) and (old.value, old.flag) != (new.value, new.flag)
    ]
    changed.sort(key=lambda c: (c.period, c.geo, c.series), reverse=True)
    return Since(len(before), tuple(changed), len(after.keys() - before.keys()))


def _cells(series: Sequence[Series]) -> dict[tuple[str, str, str], Observation]:
    return {(s.geo, s.series, p.period): p for s in series for p in s.points}


def since_sentences(since: Since, newest: str, newest_date: str, pinned: str, lang: Lang) -> tuple[str, ...]:
    """What a pinned figure says about the present. newest, pinned: release ids; newest_date: ISO."""
    newer = NEWEST[lang] if newest == pinned else NEWER[lang].format(id=newest, date=formats.date(newest_date, lang))
    count, of = len(since.changed), formats.number(since.shown, 0, lang)
    sentence = SAME if not count else ONE_REVISED if count == 1 else REVISED
    added = ONE_ADDED if since.added == 1 else ADDED
    return (
        newer,
        sentence[lang].format(n=formats.number(count, 0, lang), of=of),
        *([added[lang].format(n=formats.number(since.added, 0, lang))] if since.added else []),
    )


def standing(release: str, built: str, as_of: str, lang: Lang) -> str:
    """Which release, and which day of reading, a figure holds to. built, as_of: ISO days, as_of "" for none."""
    day = f"; {T['as_of'][lang]} {formats.date(as_of, lang)}" if as_of else ""
    return f"{T['release'][lang]} {release} ({formats.date(built, lang)}){day}."


def changes(since: Since, i: Indicator, c: Catalogue, lang: Lang) -> Table | None:
    """What each changed value was and is, the newest MOST_CHANGES of them; None where none changed."""
    if not since.changed:
        return None

    def figure(value: float | None, flag: str) -> str:
        return T["no_figure"][lang] if value is None else " ".join([formats.number(value, i.decimals, lang), *flag])

    rows = tuple(
        (
            formats.period(each.period, lang), c.label("geo", each.geo, lang), c.series_label(i, each.series, lang),
            figure(each.old, each.old_flag), figure(each.new, each.new_flag),
        )
        for each in since.changed[:MOST_CHANGES]
    )  # fmt: skip
    of = formats.number(len(since.changed), 0, lang)
    return Table(CAPTION[lang].format(shown=len(rows), of=of), HEAD[lang], rows)
