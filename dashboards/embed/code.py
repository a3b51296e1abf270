"""A figure on another site: how it is asked for, which code a host page takes over, and what changed since. Pure.

Reads no release and no request: series and addresses come in, sentences and code go out. The page that stands in the
frame is written by `dashboards.embed.page`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from dashboards.text import formats
from etl.catalogue.declarations import Lang, Text
from etl.model.errors import UnknownValueError
from etl.model.observations import Observation, Series

Shade = Literal["auto", "light", "dark"]
Query = Mapping[str, Sequence[str]]
SHADES: tuple[Shade, ...] = ("auto", "light", "dark")
SWITCHES = ("minimal", "interactive")
OWN = ("theme", *SWITCHES)
ON = ("0", "1")
WIDTH, NARROW = 600, 320  # pixels of a frame; each has a picture that is drawn for it
PADDING = 12
BREAK = 520  # from this width of the frame on the wide picture is shown
AROUND, AROUND_MINIMAL = 190, 80  # pixels above and below the picture, a guess for frames that cannot grow

NEWEST = Text(en="This is the newest release.", nl="Dit is de nieuwste uitgave.")
NEWER = Text(en="A newer release exists ({id} of {date}).", nl="Er is een nieuwere uitgave ({id} van {date}).")
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
class Manner:
    """How an embed looks. theme: auto follows the reader's system. minimal: the picture, its source and a link only.

    interactive: the chart answers to a pointer, once a reader touches it.
    """

    theme: Shade = "auto"
    minimal: bool = False
    interactive: bool = False

    def state(self) -> dict[str, str]:
        """The manner as names and values of an address; what goes without saying is left out."""
        found = {name: "1" for name in SWITCHES if getattr(self, name)}
        return found if self.theme == "auto" else {"theme": self.theme, **found}


def manner(query: Query) -> Manner:
    """The manner that an address asks for; UnknownValueError lists what is accepted."""
    asked = _one("theme", query, SHADES) or "auto"
    theme = next(shade for shade in SHADES if shade == asked)
    return Manner(theme, _one("minimal", query, ON) == "1", _one("interactive", query, ON) == "1")


def _one(name: str, query: Query, accepted: tuple[str, ...]) -> str:
    values = [v for v in query.get(name, ()) if v]
    if len(values) > 1 or (values and values[0] not in accepted):
        raise UnknownValueError(name, " + ".join(values), accepted)
    return values[0] if values else ""


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
    found = [
        Changed(*cell, old.value, old.flag, new.value, new.flag)
        for cell, old in before.items()
        if (new := after.get(cell, nothing)) and (old.value, old.flag) != (new.value, new.flag)
    ]
    found.sort(key=lambda c: (c.period, c.geo, c.series), reverse=True)
    return Since(len(before), tuple(found), len(after.keys() - before.keys()))


def _cells(series: Sequence[Series]) -> dict[tuple[str, str, str], Observation]:
    return {(s.geo, s.series, p.period): p for s in series for p in s.points}


def since_sentences(since: Since, newest: str, newest_date: str, pinned: str, lang: Lang) -> tuple[str, ...]:
    """What a pinned figure says about the present. newest, pinned: release ids; newest_date: ISO."""
    newer = NEWEST[lang] if newest == pinned else NEWER[lang].format(id=newest, date=formats.date(newest_date, lang))
    count, of = len(since.changed), formats.number(since.shown, 0, lang)
    told = SAME if not count else ONE_REVISED if count == 1 else REVISED
    added = ONE_ADDED if since.added == 1 else ADDED
    return (
        newer,
        told[lang].format(n=formats.number(count, 0, lang), of=of),
        *([added[lang].format(n=formats.number(since.added, 0, lang))] if since.added else []),
    )


def frame_height(picture: str, minimal: bool = False) -> int:
    """Pixels that a frame needs around an SVG of ours: near enough for hosts that do not run the script."""
    found = re.search(r'height="(\d+)"', picture)
    return (int(found[1]) if found else WIDTH // 2) + (AROUND_MINIMAL if minimal else AROUND)


def frame_code(address: str, title: str, height: int, script: str = "") -> str:
    """What a host page copies. address: absolute, of the embed; script: absolute, of assets/embed.js, "" for none."""
    frame = (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" loading="lazy" '
        f'style="border:0;max-width:760px"></iframe>'
    )
    return frame + (f'\n<script async src="{escape(script)}"></script>' if script else "")


def image_code(page: str, image: str, alt: str) -> str:
    """A linked picture for mail and for sites that strip frames. page, image: absolute addresses."""
    return (
        f'<a href="{escape(page)}"><img src="{escape(image)}" alt="{escape(alt)}" width="760" '
        f'style="max-width:100%;height:auto"></a>'
    )
