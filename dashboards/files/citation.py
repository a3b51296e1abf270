"""How to cite a figure: as a sentence, in the manner of APA, as BibTeX. Pure.

The date is that of the release, not of the reader's visit: a release does not change, so the same state of a figure is
always cited in the same words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.figures import chart_of
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.messages import T
from dashboards.text.places import counted
from etl.catalogue.catalogue import Catalogue, Indicator
from etl.catalogue.declarations import Lang, Text
from etl.model.observations import Input, Series, kinds, newest, undated
from etl.model.period import extent, period

FEW = 3  # more places or categories than this are counted, not named
CATEGORIES = Text(en="{count} categories", nl="{count} categorieën")
AS_OF = Text(en="as it stood on {date}", nl="zoals bekend op {date}")
RELEASE = Text(en="release {id} of {date}", nl="release {id} van {date}")
SOURCE = Text(en="Figures: {source}", nl="Cijfers: {source}")
DATA_SET = Text(en="Data set", nl="Dataset")
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """A figure as it is to be named. detail: places, category, span. released: ISO date. address: the permalink.

    vintage: the newest day of the sources, in words.
    """

    lang: Lang
    indicator: str
    title: str
    detail: str
    source: str
    release: str
    released: str
    address: str
    as_of: str = ""
    vintage: str = ""


def cited(
    catalogue: Catalogue,
    indicator: Indicator,
    chosen: Selection,
    series: Sequence[Series],
    inputs: Mapping[int, Input],
    release: str,
    built_at: str,
    address: str,
) -> Cited:
    """What a citation of `series` must name. built_at: ISO time of the release; address: absolute, of the figure."""
    lang = chosen.lang
    points = kinds(series)
    used = [inputs[n] for n in dict.fromkeys(n for p in points for n in p.src)]
    return Cited(
        lang,
        indicator.id,
        indicator.title[lang],
        detail(catalogue, indicator, chosen, series),
        chart_of.credited(chart_of.source_line(used, lang), points, lang),
        release,
        built_at[:10],
        address,
        chosen.as_of,
        formats.as_of(newest(used), lang, undated(used)),
    )


def detail(catalogue: Catalogue, indicator: Indicator, chosen: Selection, series: Sequence[Series]) -> str:
    """Places, categories, first to last period, measure, day of reading: all that tells one state from another."""
    lang = chosen.lang
    places = list(dict.fromkeys(catalogue.label("geo", s.geo, lang) for s in series))
    names = list(dict.fromkeys(catalogue.series_label(indicator, s.series, lang) for s in series))
    periods = {p.period for s in series for p in s.points}
    parts = [_named(places, counted({s.geo for s in series}, lang), lang)]
    parts += [_named(names, CATEGORIES[lang].format(count=len(names)), lang)]
    parts += [formats.span(*extent(periods), lang)] if periods else [T["no_choice"][lang].removesuffix(".")]
    parts += [chart_of.unit(indicator, catalogue, lang)] if chosen.measure else []
    parts += [AS_OF[lang].format(date=formats.date(chosen.as_of, lang))] if chosen.as_of else []
    return ", ".join(p for p in parts if p)


def plain(c: Cited) -> str:
    """One sentence: “Title”, detail. Site, release of date. Figures: source. Address"""
    release = RELEASE[c.lang].format(id=c.release, date=formats.date(c.released, c.lang))
    return f"“{c.title}”, {c.detail}. {T['site_name'][c.lang]}, {release}. {_source(c)}{c.address}"


def apa(c: Cited) -> str:
    """In the manner of APA 7 for a data set: Site. (year, month day). Title: Detail (Version x) [Data set]. Address"""
    date = formats.date(c.released, c.lang)
    if c.lang == "en":
        day, month, year = date.split()
        date = f"{year}, {month} {day}"
    version = {"en": "Version", "nl": "Versie"}[c.lang]
    kind = DATA_SET[c.lang]
    site = T["site_name"][c.lang]
    return f"{site}. ({date}). {c.title}: {c.detail} ({version} {c.release}) [{kind}]. {_source(c)}{c.address}"


def bibtex(c: Cited) -> str:
    """An entry for BibTeX and biber; its key names indicator and release."""
    released = period(c.released)
    fields = {
        "author": "{" + _tex(T["site_name"][c.lang]) + "}",
        "title": "{" + _tex(f"{c.title}: {c.detail}") + "}",
        "year": str(released.year),
        "month": str(released.first.month),
        "version": _tex(c.release),
        "url": c.address,
        "note": _tex(_source(c).strip().removesuffix(".")),
        "language": {"en": "english", "nl": "dutch"}[c.lang],
    }
    lines = [f"  {name:8} = {{{value}}}," for name, value in fields.items() if value]
    key = re.sub(r"[^a-z0-9_]+", "_", f"{c.indicator}_{c.release}")
    return "\n".join([f"@misc{{{key},", *lines, "}"]) + "\n"


def forms(c: Cited) -> tuple[tuple[str, str], ...]:
    """Every form with its name, for a page that offers them."""
    return (({"en": "Plain", "nl": "Lopende tekst"}[c.lang], plain(c)), ("APA", apa(c)), ("BibTeX", bibtex(c)))


def _source(c: Cited) -> str:
    source = ", ".join(part for part in (c.source, c.vintage) if part)
    return SOURCE[c.lang].format(source=source) + ". " if c.source else ""


def _named(named: Sequence[str], many: str, lang: Lang) -> str:
    return formats.join_list(named, lang) if len(named) <= FEW else many


def _tex(text: str) -> str:
    return "".join(TEX.get(ch, ch) for ch in text)
