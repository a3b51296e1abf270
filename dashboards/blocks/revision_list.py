"""What was revised since a day: the largest in words, then every figure with its revisions below a fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboards.blocks import aria
from dashboards.blocks.data_table import data_table
from dashboards.charts.table import Table
from dashboards.figures import chart_of
from dashboards.figures.replacements import Cell, Replacement
from dashboards.files import offers
from dashboards.letter.statements import Statement
from dashboards.query import urls
from dashboards.query.selection import Selection
from dashboards.text import formats
from dashboards.text.formats import T
from dashboards.text.fractions import fraction
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Indicator, Lang, Text

MOST = 30  # rows of one figure; the file has all
SHARES = ("percent", "percentage_points")
POINTS = Text(en="{n} percentage points", nl="{n} procentpunt")
DOWN = Text(en="{size} lower", nl="{size} lager")
UP = Text(en="{size} higher", nl="{size} hoger")
BECAME = Text(en="{was} → {became}", nl="{was} → {became}")
COUNT = Text(en="{n} figures", nl="{n} cijfers")
ONE = Text(en="1 figure", nl="1 cijfer")
LARGEST = Text(en="largest: {what}", nl="grootste: {what}")
IN_LETTER = Text(en="Figures that go with the letter", nl="Cijfers die bij de brief horen")
CONTEXT = Text(en="Figures for context", nl="Cijfers ter vergelijking")
TOUCHES = Text(en="Statements recomputed from these figures:", nl="Uitspraken die met deze cijfers zijn herberekend:")
NO_STATEMENT = Text(
    en="No statement of the letter is recomputed from these figures.",
    nl="Geen uitspraak van de brief wordt met deze cijfers herberekend.",
)
DIFFERS = Text(
    en="what differs from release {before} to {now} (CSV)", nl="wat verschilt van release {before} tot {now} (CSV)"
)
OPEN = Text(en="Open this figure", nl="Open dit cijfer")
CAPTION = Text(
    en="{title}: revised figures, the largest differences first; {shown} of {of} shown",
    nl="{title}: herziene cijfers, grootste verschillen eerst; {shown} van {of} getoond",
)
HEAD = (
    Text(en="Period", nl="Periode"),
    Text(en="Place", nl="Plaats"),
    Text(en="Category", nl="Categorie"),
    Text(en="Was", nl="Was"),
    Text(en="Became", nl="Werd"),
    Text(en="Difference", nl="Verschil"),
    Text(en="The earlier figure", nl="Het eerdere cijfer"),
    Text(en="Published from", nl="Gepubliceerd vanaf"),
    Text(en="Replaced by version of", nl="Vervangen door versie van"),
)


@dataclass(frozen=True)
class ListWords:
    """What all rows need: the catalogue, the statements by the cells that they are recomputed from, the language.

    releases: the one of the day from which is looked, and the one that is served; the same, or "", where there is one.
    """

    catalogue: Catalogue
    statements: Mapping[Cell, Sequence[Statement]]
    lang: Lang
    releases: tuple[str, str] = ("", "")

    def place(self, r: Replacement) -> str:
        """Place, and category where the figure has several."""
        parts = [self.catalogue.label("geo", r.geo, self.lang)]
        parts += [self.category(r)] if chart_of.tells(r.indicator, r.series) else []
        return ", ".join(parts)

    def category(self, r: Replacement) -> str:
        """The category in words."""
        return self.catalogue.series_label(r.indicator, r.series, self.lang)

    def values(self, r: Replacement) -> str:
        """Was → became."""
        was, became = (self._value(v, r.indicator) for v in (r.was, r.became))
        return BECAME[self.lang].format(was=was, became=became)

    def _value(self, value: float | None, i: Indicator) -> str:
        if value is None:
            return T["no_figure"][self.lang]
        return formats.amount(value, i.decimals, "%" if i.unit == "percent" else "", self.lang)

    def difference(self, r: Replacement) -> str:
        """In per cent for counts, in percentage points for shares, else as a number; "" where one is no figure."""
        if r.difference is None:
            return ""
        if r.percent is not None:
            return f"{formats.signed(r.percent, 1, self.lang)}%"
        number = formats.signed(r.difference, r.indicator.decimals, self.lang)
        return POINTS[self.lang].format(n=number) if r.indicator.unit in SHARES else number

    def row(self, r: Replacement) -> tuple[str, ...]:
        """The cells of a table."""
        was, became = (self._value(v, r.indicator) for v in (r.was, r.became))
        return (
            formats.period(r.period, self.lang),
            self.catalogue.label("geo", r.geo, self.lang),
            self.category(r),
            was,
            became,
            self.difference(r),
            formats.provenance(r.was_provenance, self.lang),
            formats.date(r.published, self.lang),
            formats.date(r.replaced, self.lang),
        )


def notable_list(replaced: Sequence[Replacement], wording: ListWords) -> html.Ul:
    """A sentence for each: what, where, when, from what to what, by how much in everyday words."""
    return html.Ul([html.Li(_sentence(r, wording)) for r in replaced], className="revised-notable")


def _sentence(r: Replacement, wording: ListWords) -> list[str | Component]:
    lang, percent = wording.lang, r.percent or 0
    state = {"geo": r.geo, "series": r.series}
    name = f"{r.indicator.title[lang]}, {wording.place(r)}, {formats.period(r.period, lang)}"
    size = fraction(percent, lang)
    size_in_words = f" {(DOWN if percent < 0 else UP)[lang].format(size=size)}" if size else ""
    return [
        html.A(name, href=urls.figure(lang, r.indicator.id, state)),
        ": ",
        html.Strong(wording.values(r)),
        f",{size_in_words} ({wording.difference(r)})" if size_in_words else f" ({wording.difference(r)})",
    ]


def revised_figures(replaced: Sequence[Replacement], wording: ListWords) -> list[html.Section]:
    """Every figure with revisions, those that go with the letter first."""
    parts = ((IN_LETTER, False), (CONTEXT, True))
    sections = []
    for heading, context in parts:
        mine = [r for r in replaced if r.indicator.context == context]
        if mine:
            place = "context-figures" if context else "letter-figures"
            folds = [_fold(list(each), wording) for _, each in groupby(mine, key=lambda r: r.indicator.id)]
            head = html.H2(heading[wording.lang], id=place)
            sections.append(html.Section([head, *folds], className="revised-group", **aria(labelledby=place)))
    return sections


def _fold(replaced: Sequence[Replacement], wording: ListWords) -> html.Details:
    lang, i = wording.lang, replaced[0].indicator
    count = ONE[lang] if len(replaced) == 1 else COUNT[lang].format(n=formats.number(len(replaced), 0, lang))
    first = replaced[0]
    what = f"{wording.place(first)}, {formats.period(first.period, lang)}: {wording.values(first)}"
    difference = wording.difference(first)
    largest = LARGEST[lang].format(what=what) if len(replaced) > 1 else what
    rows = tuple(wording.row(r) for r in replaced[:MOST])
    caption = CAPTION[lang].format(title=i.title[lang], shown=len(rows), of=formats.number(len(replaced), 0, lang))
    summary = [
        html.Span(i.title[lang], className="folded-title"),
        html.Span(f" {count}; {largest}" + (f" ({difference})" if difference else ""), className="folded-newest"),
    ]
    return html.Details(
        [
            html.Summary(summary),
            _touches(replaced, wording),
            data_table(Table(caption, tuple(t[lang] for t in HEAD), rows), lang),
            html.P(_ways(i, wording)),
        ],
        className="folded",
        id=f"revised-{i.id}",
    )


def _ways(i: Indicator, wording: ListWords) -> list[str | Component]:
    """To the figure, and to what differs between two releases of it."""
    lang, (before, now) = wording.lang, wording.releases
    ways: list[str | Component] = [
        html.A(OPEN[lang], href=urls.figure(lang, i.id), **aria(label=f"{OPEN[lang]}: {i.title[lang]}"))
    ]
    if before and before != now:
        label = DIFFERS[lang].format(before=before, now=now)
        address = offers.comparison(Selection(i.id, lang=lang), before, now)
        ways += [" · ", html.A(label, href=address, **aria(label=f"{label}: {i.title[lang]}"))]
    return ways


def _touches(replaced: Sequence[Replacement], wording: ListWords) -> html.P:
    touched = {s.claim.id: s for r in replaced for s in wording.statements.get(r.cell, ())}
    if not touched:
        return html.P(NO_STATEMENT[wording.lang], className="table-note")
    links: list[str | Component] = [f"{TOUCHES[wording.lang]} "]
    for n, s in enumerate(touched.values()):
        links += [", "] * (n > 0)
        name = f"{s.number} {s.claim.paraphrase[wording.lang]}"
        links.append(html.A(s.number, href=urls.claim(wording.lang, s.claim.id), title=name, **aria(label=name)))
    return html.P(links, className="table-note")
