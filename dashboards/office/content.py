"""What a briefing says: for each figure a title, the words around it and where it comes from; then all sources. Pure.

Slides and paragraphs are made of it in `dashboards.charts`; a deck and a document say the same in the same words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dashboards.charts.alt_text import alt_text
from dashboards.charts.model import Chart, drawable
from dashboards.charts.notes import legend_notes, origin
from dashboards.charts.table import Table, table
from dashboards.text import formats
from dashboards.text.messages import T
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text
from etl.model.observations import Input, newest, undated

NATIVE = frozenset({"line", "column", "stacked", "ranked", "bullet", "dumbbell"})

WORDS = {
    "briefing": Text(en="Figures for a briefing", nl="Cijfers voor een notitie"),
    "sources_title": Text(en="Sources, releases and terms of use", nl="Bronnen, releases en gebruiksvoorwaarden"),
    "datasets": Text(en="Datasets", nl="Datasets"),
    "terms": Text(en="Terms of use", nl="Gebruiksvoorwaarden"),
    "releases": Text(en="Releases of the monitor", nl="Releases van de monitor"),
    "definition": Text(en="What this counts", nl="Wat dit telt"),
    "caveat": Text(en="Keep in mind", nl="Let op"),
    "marks": Text(en="Letters, signs and lines", nl="Letters, tekens en lijnen"),
    "permalink": Text(en="Link to exactly these figures", nl="Link naar precies deze cijfers"),
    "citation": Text(en="Cite as", nl="Citeer als"),
    "made": Text(en="Figures as built on {date}", nl="Cijfers zoals samengesteld op {date}"),
    "stood": Text(
        en="The figures as they stood on {date}; later revisions are left out",
        nl="De cijfers zoals bekend op {date}; latere herzieningen zijn weggelaten",
    ),
    "stood_beside": Text(
        en="The figures as they stood on {date}, with those of this release beside them",
        nl="De cijfers zoals bekend op {date}, met die van deze release ernaast",
    ),
    "all_stood": Text(en="As they stood on {dates}", nl="Zoals bekend op {dates}"),
    "some_stood": Text(en="Some as they stood on {dates}", nl="Deels zoals bekend op {dates}"),
    "again": Text(en="This briefing can be made again at", nl="Deze notitie is opnieuw te maken op"),
    "unit": Text(en="Unit:\u00a0{unit}", nl="Eenheid:\u00a0{unit}"),
    "break": Text(en="Break in the series, {period}: {label}", nl="Breuk in de reeks, {period}: {label}"),
    "figure": Text(en="Figure", nl="Figuur"),
    "table": Text(en="Table", nl="Tabel"),
    "page": Text(en="Page", nl="Pagina"),
    "table_part": Text(
        en="The last {shown} of {of} rows; all of them: {link}", nl="De laatste {shown} van {of} rijen; alle: {link}"
    ),
    "table_top": Text(
        en="The highest {shown} of {of} rows; all of them: {link}",
        nl="De hoogste {shown} van {of} rijen; alle: {link}",
    ),
    "nothing_part": Text(
        en="No figure is drawn and nothing is filled in.", nl="Er is geen cijfer getekend en niets ingevuld."
    ),
    "edit_note": Text(
        en="The figures that this chart draws. Empty: the publisher gives none, which is not 0.",
        nl="De cijfers die deze grafiek tekent. Leeg: de uitgever geeft er geen; dat is niet 0.",
    ),
}
ROLES = {"reference": "reference_line", "quota": "quota", "ceiling": "ceiling"}


@dataclass(frozen=True)
class Section:
    """One figure. marks: what letters, signs, breaks and lines mean in its chart, or in the picture that stands for it.

    nothing: why there is no figure, which then stands in the chart's place; else "".
    """

    chart: Chart
    title: str
    subtitle: str
    footer: str
    definition: str
    caveat: str
    marks: tuple[str, ...]
    permalink: str
    citation: str
    alt: str
    table: Table
    nothing: str = ""

    @property
    def native(self) -> bool:
        """Whether office programs have a chart of this kind; else it is a picture and a table."""
        return self.chart.kind in NATIVE


@dataclass(frozen=True)
class Origin:
    """A publisher, the datasets used with the day of each, and the terms under which they may be used."""

    publisher: str
    datasets: tuple[str, ...]
    terms: str


@dataclass(frozen=True)
class Briefing:
    """A deck or a document: its sections in order, then where all figures come from.

    made: when the newest release was built, made_words: the same in words.
    address: where the same briefing can be made again. marks: each release with its digest, as a file carries them.
    days: as of which each figure is read, "" for the present.
    """

    lang: Lang
    title: str
    made_words: str
    sections: tuple[Section, ...]
    origins: tuple[Origin, ...]
    releases: tuple[str, ...]
    marks: tuple[str, ...]
    made: datetime
    address: str
    days: tuple[str, ...]

    @property
    def lead(self) -> str:
        """The line below the title: whose figures, of when, and as of which day where that is not the present."""
        past = [formats.date(day, self.lang) for day in dict.fromkeys(self.days) if day]
        stood = WORDS["all_stood" if all(self.days) else "some_stood"][self.lang]
        said = [stood.format(dates=formats.join_list(past, self.lang))] if past else []
        return " · ".join((T["site_name"][self.lang], self.made_words, *said))


def stood(chart_notes: Sequence[str], as_of: str, lang: Lang, beside: bool = False) -> tuple[str, ...]:
    """The notes of a figure and, where it is read as of a day, a note that says so. beside: present figures are too."""
    if not as_of:
        return tuple(chart_notes)
    said = WORDS["stood_beside" if beside else "stood"][lang]
    return (*chart_notes, said.format(date=formats.date(as_of, lang)))


def section(
    indicator: Indicator, chart: Chart, permalink: str, citation: str, finding: str = "", pulled: bool = True
) -> Section:
    """What is said of one figure. finding: a sentence to stand as its title instead of the indicator's own title.

    pulled: whether the release has any figure of the indicator, in whatever choice.
    """
    chart, lang = drawable(chart), chart.lang
    unit = WORDS["unit"][lang].format(unit=chart.unit) if chart.unit else ""
    why = "" if not chart.empty else T["no_choice" if pulled else "nothing_held"][lang]
    return Section(
        chart=chart,
        title=finding or chart.title,
        subtitle=". ".join(part for part in (chart.subtitle, unit) if part),
        footer=" · ".join(p for p in (origin(chart), f"{T['release'][lang]} {chart.release}") if p),
        definition=indicator.definition[lang],
        caveat=indicator.caveat[lang],
        marks=marks(chart) if chart.kind in NATIVE else picture_marks(chart),
        permalink=permalink,
        citation=citation,
        alt=alt_text(chart),
        table=table(chart),
        nothing=f"{why} {WORDS['nothing_part'][lang]}" if why else "",
    )


def marks(chart: Chart) -> tuple[str, ...]:
    """What the letters, signs, breaks and lines mean in a native chart, which draws no sign for a break or a gap."""
    broken = WORDS["break"][chart.lang]
    breaks = [broken.format(period=formats.period(b.x, chart.lang), label=b.label) for b in chart.breaks]
    plain = replace(chart, kind="line" if chart.kind == "line" else "ranked", breaks=())  # no colon for a gap
    return (*_without_figure(chart), *legend_notes(plain), *breaks, *_lines(chart))


def _without_figure(chart: Chart) -> tuple[str, ...]:
    """Places and categories that a native ranking names and has no bar for."""
    missing = [m.label for m in chart.marks() if m.value is None] if chart.kind == "ranked" else []
    return (f"{T['no_figure'][chart.lang].capitalize()}: {formats.join_list(missing, chart.lang)}",) if missing else ()


def picture_marks(chart: Chart) -> tuple[str, ...]:
    """The same for our own picture, with the signs that it draws."""
    return (*legend_notes(chart), *_lines(chart))


def _lines(chart: Chart) -> tuple[str, ...]:
    """The lines of the letter and the targets by their role, so that none is taken for the other."""
    by_role: dict[str, dict[str, None]] = {}
    for rule in chart.rules:
        by_role.setdefault(T[ROLES[rule.role]][chart.lang].capitalize(), {})[rule.label] = None
    return tuple(f"{role}: {', '.join(labels)}" for role, labels in by_role.items())


def briefing(
    sections: Sequence[Section],
    origins: Sequence[Origin],
    releases: Mapping[str, str],
    made: datetime,
    address: str,
    days: Sequence[str] = (),
) -> Briefing:
    """A deck or document of these sections; one alone gives it its title. releases: their ids and digests.

    days: as of which the figures are read.
    """
    lang = sections[0].chart.lang
    alone = len(sections) == 1
    built = WORDS["made"][lang].format(date=formats.date(f"{made:%Y-%m-%d}", lang))
    return Briefing(
        lang,
        sections[0].chart.title if alone else WORDS["briefing"][lang],
        built,
        tuple(sections),
        tuple(origins),
        tuple(releases),
        tuple(f"release {name} sha256:{digest}" for name, digest in releases.items()),
        made,
        address,
        tuple(days),
    )


def origins(used: Iterable[Input], catalogue: Catalogue, lang: Lang) -> tuple[Origin, ...]:
    """Publishers and terms in order of use; a dataset is named by its title, its code and its newest day."""
    grouped: dict[tuple[str, str], dict[str, list[Input]]] = {}
    for i in used:
        grouped.setdefault((i.publisher, i.licence), {}).setdefault(i.dataset, []).append(i)
    return tuple(
        Origin(
            formats.publisher(publisher, lang),
            tuple(_dataset(d, inputs, catalogue, lang) for d, inputs in datasets.items()),
            catalogue.label("licences", terms, lang),
        )
        for (publisher, terms), datasets in grouped.items()
    )


def _dataset(dataset: str, inputs: Sequence[Input], catalogue: Catalogue, lang: Lang) -> str:
    code = dataset.split(".", 1)[1]
    title = catalogue.datasets[dataset].title[lang] if dataset in catalogue.datasets else ""
    when = formats.as_of(newest(inputs), lang, undated(inputs))
    return f"{title} ({code}), {when}" if title else f"{code}, {when}"
