"""News of the figures as Atom and JSON Feed: data that came in, and figures that were revised. Pure.

Atom is RFC 4287, JSON Feed version 1.1. An item is one vintage of one dataset, or all revisions of one indicator on one
day. It is dated by the release that brought it; the publisher's day stands in its words. Its id is made from what it is
about and nothing else, so that a reader of feeds meets it once, whichever release or host tells of it.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from dashboards.figures.revisions import Change
from dashboards.query import urls
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.observations import Input
from etl.model.provenance import ORIGINAL, Provenance

Kind = Literal["data", "revisions"]
KINDS: tuple[Kind, ...] = ("data", "revisions")
Brought = Mapping[tuple[str, str], str]  # dataset and vintage -> ISO time of the first release that had it
MOST_ENTRIES = 100
MOST_LINES = 15  # of one entry
NEWS = ("original", "derived")  # provenance of inputs that are published figures; the others were read in texts
TITLES = {
    "": Text(en="New and revised figures", nl="Nieuwe en herziene cijfers"),
    "data": Text(en="New figures", nl="Nieuwe cijfers"),
    "revisions": Text(en="Revised figures", nl="Herziene cijfers"),
}
PUBLISHERS = {"eurostat": "Eurostat", "frontex": "Frontex", "ind": "IND"}
CAME = Text(en="New figures: {title}, as of {date}", nl="Nieuwe cijfers: {title}, stand van {date}")
USED = Text(en="Figures based on it:", nl="Cijfers die hierop zijn gebaseerd:")
REVISED = Text(en="Revised: {title} ({n} figures)", nl="Herzien: {title} ({n} cijfers)")
ONE_REVISED = Text(en="Revised: {title} (1 figure)", nl="Herzien: {title} (1 cijfer)")
ON_DAY = Text(
    en="On {date} newly published data replaced these figures ({unit}):",
    nl="Op {date} vervingen nieuw gepubliceerde gegevens deze cijfers ({unit}):",
)
MORE = Text(en="and {n} more", nl="en nog {n}")
FLAG = Text(en="flag", nl="vlag")


@dataclass(frozen=True)
class NewsItem:
    """One piece of news. key: what makes it this one; day: ISO, of the publisher; path: of its page; content: HTML.

    released: ISO time of the release that brought it; indicators: the figures that it concerns.
    """

    kind: Kind
    key: str
    source: str
    day: str
    title: str
    path: str
    content: str
    released: str
    indicators: tuple[str, ...]

    @property
    def id(self) -> str:
        """A URN that stays."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'migration-agenda-monitor/{self.kind}/{self.key}')}"

    @property
    def updated(self) -> str:
        """When it came here, as a time: an older edition that comes late is news when it comes."""
        return self.released


@dataclass(frozen=True)
class Feed:
    """A feed. own, home: absolute addresses of itself and of its page; built: ISO time of the release.

    about: the figure or statement that it is of, "" for all of a source.
    """

    lang: Lang
    source: str
    kind: str
    own: str
    home: str
    built: str
    entries: tuple[NewsItem, ...]
    about: str = ""

    @property
    def title(self) -> str:
        """The site, what it is about and whose figures."""
        parts = (T["site_name"][self.lang], TITLES[self.kind][self.lang], PUBLISHERS.get(self.source, ""), self.about)
        return " · ".join(p for p in parts if p)

    @property
    def updated(self) -> str:
        """When anything in it last changed."""
        return max((e.updated for e in self.entries), default=self.built)


def came_in(
    inputs: Iterable[Input], c: Catalogue, page: Mapping[str, str], host: str, lang: Lang, first: Brought
) -> tuple[NewsItem, ...]:
    """An item for each vintage whose day is known. page: paths of indicators; host: scheme and name of the site.

    first: of (dataset, vintage) the time of the release that brought it.
    """
    newest = {(i.dataset, i.vintage): i for i in inputs if i.provenance in NEWS and len(i.vintage) == len("2026-01-01")}
    return tuple(_vintage(i, c, page, host, lang, first) for _, i in sorted(newest.items()))


def _vintage(i: Input, c: Catalogue, page: Mapping[str, str], host: str, lang: Lang, first: Brought) -> NewsItem:
    dataset = c.datasets[i.dataset]
    users = [x for x in c.indicators.values() if i.dataset in x.datasets]
    links = [f'<a href="{escape(host + page[x.id])}">{escape(x.title[lang])}</a>' for x in users]
    content = f"<p>{escape(dataset.counts[lang])}</p>" + (f"<p>{USED[lang]}</p>{_list(links)}" if links else "")
    title = CAME[lang].format(title=dataset.title[lang], date=formats.date(i.vintage, lang))
    path = page[users[0].id] if users else urls.page(lang)
    return NewsItem(
        "data",
        f"{i.dataset}/{i.vintage}",
        i.source,
        i.vintage,
        title,
        path,
        content,
        first[i.dataset, i.vintage],
        tuple(x.id for x in users),
    )


def revised(
    indicator: Indicator, changes: Sequence[Change], c: Catalogue, path: str, lang: Lang, first: Brought, built: str
) -> tuple[NewsItem, ...]:
    """An item for each day on which figures of an indicator ceased to hold; a day that is not known has none.

    built: time of the release that is read, for a day that no dataset of the indicator has as its vintage.
    """
    ordered = sorted((x for x in changes if x.seen_until), key=lambda x: x.seen_until)
    source = next((c.datasets[d].source for d in indicator.datasets if d in c.datasets), "")
    items = []
    for day, on_day in groupby(ordered, key=lambda x: x.seen_until):
        each = list(on_day)
        head = ONE_REVISED if len(each) == 1 else REVISED
        title = head[lang].format(title=indicator.title[lang], n=formats.number(len(each), 0, lang))
        usual, said = _usual(each, lang)
        lines = [escape(_line(x, indicator, c, lang, usual)) for x in each[:MOST_LINES]]
        lines += [MORE[lang].format(n=len(each) - MOST_LINES)] if len(each) > MOST_LINES else []
        unit = c.label("units", indicator.unit, lang)
        content = f"<p>{escape(ON_DAY[lang].format(date=formats.date(day, lang), unit=unit))}</p>{_list(lines)}{said}"
        came = min((first[d, day] for d in indicator.datasets if (d, day) in first), default=built)
        key, place = f"{indicator.id}/{day}", f"{path}#revisions"
        items.append(NewsItem("revisions", key, source, day, title, place, content, came, (indicator.id,)))
    return tuple(items)


def _usual(changes: Sequence[Change], lang: Lang) -> tuple[Provenance, str]:
    """Where most of these figures come from, and a sentence on it, "" where all are the publisher's own."""
    each = Counter(p for x in changes for p in (x.was_provenance, *([] if x.new is None else [x.provenance])))
    usual = max(each, key=lambda p: (each[p], p.computed, p.inputs))
    if each.keys() == {ORIGINAL}:
        return usual, ""
    name = "all_marked" if len(each) == 1 else "unless_marked"
    return usual, f"<p>{escape(T[name][lang].format(provenance=formats.provenance(usual, lang)))}</p>"


def _line(x: Change, i: Indicator, c: Catalogue, lang: Lang, usual: Provenance) -> str:
    where = ", ".join((formats.period(x.period, lang), c.label("geo", x.geo, lang), c.series_label(i, x.series, lang)))
    was, became = (
        _figure(value, flag, i, lang, "" if provenance == usual else formats.provenance(provenance, lang))
        for value, flag, provenance in ((x.old, x.old_flag, x.was_provenance), (x.new, x.new_flag, x.provenance))
    )
    return f"{where}: {was} → {became}"


def _figure(value: float | None, flag: str, i: Indicator, lang: Lang, provenance: str) -> str:
    if value is None:
        return T["no_figure"][lang]
    marks = ", ".join(part for part in (flag and f"{FLAG[lang]} {flag}", provenance) if part)
    return formats.number(value, i.decimals, lang) + (f" ({marks})" if marks else "")


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def newest(
    items: Iterable[NewsItem], source: str = "all", kind: str = "", of: Collection[str] | None = None
) -> tuple[NewsItem, ...]:
    """The items of a source, a kind ("" for both) and, where `of` is given, of those indicators; the newest first."""
    mine = [i for i in items if source in ("all", i.source) and kind in ("", i.kind)]
    mine = [i for i in mine if of is None or set(i.indicators) & set(of)]
    return tuple(sorted(mine, key=lambda i: (i.released, i.day, i.id), reverse=True)[:MOST_ENTRIES])


def atom(feed: Feed, host: str) -> str:
    """The feed as Atom."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.lang}">',
        f"<id>{escape(feed.own)}</id>",
        f"<title>{escape(feed.title)}</title>",
        f"<updated>{feed.updated}</updated>",
        f"<author><name>{escape(T['site_name'][feed.lang])}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(feed.own)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(feed.home)}"/>',
    ]
    for e in feed.entries:
        lines += [
            "<entry>",
            f"<id>{e.id}</id>",
            f"<title>{escape(e.title)}</title>",
            f"<updated>{e.updated}</updated>",
            f'<link rel="alternate" type="text/html" href="{escape(host + e.path)}"/>',
            f'<category term="{e.kind}"/>',
            f'<category term="{escape(e.source)}"/>',
            f'<content type="html">{escape(e.content)}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def json_feed(feed: Feed, host: str) -> str:
    """The feed as JSON Feed."""
    items = [
        {
            "id": e.id, "url": host + e.path, "title": e.title, "content_html": e.content, "date_published": e.updated,
            "date_modified": e.updated, "tags": [e.kind, e.source], "language": feed.lang,
        }
        for e in feed.entries
    ]  # fmt: skip
    content = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.home,
        "feed_url": feed.own, "language": feed.lang, "authors": [{"name": T["site_name"][feed.lang]}], "items": items,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1)
