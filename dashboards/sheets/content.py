"""What a fact sheet says, as plain values from which both its forms are made: Word and PDF say the same words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboards.charts.model import Chart
from etl.catalogue.declarations import Lang, Text

WORDS = {
    "kind": Text(en="Fact sheet", nl="Factsheet"),
    "headline": Text(en="The headline figures", nl="De kerncijfers"),
    "headline_lead": Text(
        en="What the Dutch government’s letter to Parliament of 14 October 2019 on migration said, and what Eurostat, "
        "Frontex and the IND (through CBS) publish. An observation in the letter is not a target.",
        nl="Wat de brief van het kabinet aan de Tweede Kamer van 14 oktober 2019 over migratie zei, en wat Eurostat, "
        "Frontex en de IND (via het CBS) publiceren. Een waarneming in de brief is geen doel.",
    ),
    "pillar": Text(en="Pillar {number}: {title}", nl="Pijler {number}: {title}"),
    "figures": Text(en="Figures", nl="Cijfers"),
    "no_figures": Text(en="There are no figures of this pillar on this sheet.", nl="Van deze pijler staan er geen "
                       "cijfers op dit blad."),
    "more_figures": Text(
        en="{n} more figures of this pillar: {link}", nl="Nog {n} cijfers van deze pijler: {link}"
    ),
    "one_more": Text(en="One more figure of this pillar: {link}", nl="Nog één cijfer van deze pijler: {link}"),
    "figure": Text(en="Figure", nl="Cijfer"),
    "said": Text(en="The letter said", nl="De brief zei"),
    "again": Text(en="Same period, recomputed", nl="Zelfde periode, herberekend"),
    "newest": Text(en="Newest", nl="Nieuwste"),
    "target": Text(en="Target", nl="Doel"),
    "no_target": Text(en="no target", nl="geen doel"),
    "observation": Text(en="no target: an observation", nl="geen doel: een waarneming"),
    "no_number": Text(en="no number for it", nl="er geen getal voor"),
    "others": Text(
        en="{n} other definitions: {low} to {high}", nl="{n} andere definities: {low} tot en met {high}"
    ),
    "union": Text(
        en="EU27: the members of the EU from 2020 on. EU28: these and the United Kingdom.",
        nl="EU27: de leden van de EU vanaf 2020. EU28: deze en het Verenigd Koninkrijk.",
    ),
    "late": Text(en="{next} was expected around {due}", nl="{next} werd rond {due} verwacht"),
    "signed": Text(
        en="flags and provenance of every figure: on its page", nl="vlaggen en herkomst van elk cijfer: op zijn pagina"
    ),
    "in_order": Text(en="From left to right:", nl="Van links naar rechts:"),
    "statements": Text(en="What the letter says, and what holds", nl="Wat de brief zegt, en wat ervan geldt"),
    "our_translation": Text(
        en="Quotes in our translation; the letter’s own words: {link}", nl="De woorden in hun verband: {link}"
    ),
    "number": Text(en="No.", nl="Nr."),
    "quote": Text(en="Quote", nl="Citaat"),
    "sort": Text(en="Kind", nl="Soort"),
    "verdict": Text(en="Verdict", nl="Oordeel"),
    "definitions": Text(en="What the figures count", nl="Wat de cijfers tellen"),
    "sources": Text(en="Sources", nl="Bronnen"),
    "terms": Text(en="Terms of use of each source: {link}", nl="Gebruiksvoorwaarden per bron: {link}"),
    "about": Text(en="About this sheet", nl="Over dit blad"),
    "made": Text(
        en="Figures as built on {date}: release {release}{seal}.",
        nl="Cijfers zoals samengesteld op {date}: release {release}{seal}.",
    ),
    "again_at": Text(en="This sheet, always the same: {link}", nl="Dit blad, steeds hetzelfde: {link}"),
    "later_at": Text(
        en="With the newest figures, and what changed since this one: {link}",
        nl="Met de nieuwste cijfers, en wat er sinds dit blad veranderde: {link}",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class SheetFigure:
    """A row of the table of figures, and what is said of the figure below it. said, again, newest, target: in words.

    definition: what it counts. address: of the figure's page.
    """

    id: str
    name: str
    where: str
    said: str
    again: tuple[str, ...]
    newest: str
    target: str
    definition: str
    address: str

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The cells of its row, each as its lines."""
        return (self.name, self.where), (self.said,), self.again, (self.newest,), (self.target,)


@dataclass(frozen=True)
class SheetStatement:
    """A statement: its number, its kind, the words of the letter (in English our translation), its verdict."""

    number: str
    kind: str
    quote: str
    verdict: str

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The cells of its row, each as its lines."""
        return (self.number,), (self.kind,), (self.quote,), (self.verdict,)


@dataclass(frozen=True)
class SheetChart:
    """A small chart, its name, its notes below it and its text alternative."""

    chart: Chart
    name: str
    notes: str
    alt: str


@dataclass(frozen=True)
class SheetLine:
    """A sentence; where `link` is an address, it stands in the place of `{link}`."""

    text: str
    link: str = ""

    @property
    def parts(self) -> tuple[str, str]:
        """What stands before the address and behind it."""
        before, _, after = self.text.partition("{link}")
        return before, after

    @property
    def plain(self) -> str:
        """The sentence with its address."""
        return self.text.replace("{link}", self.link)


@dataclass(frozen=True)
class FactSheet:
    """One page. made: when its release was built; origin: the release, its digest and the sheet's address, for the
    file's own properties.
    """

    lang: Lang
    title: str
    lead: str
    note: str
    figures: tuple[SheetFigure, ...]
    figures_note: SheetLine | None
    charts: tuple[SheetChart, ...]
    statements: tuple[SheetStatement, ...]
    statements_note: SheetLine
    since_title: str
    since: tuple[SheetLine, ...]
    sources: tuple[SheetLine, ...]
    about: tuple[SheetLine, ...]
    made: datetime
    origin: str

    def word(self, name: str) -> str:
        """A word of every sheet."""
        return WORDS[name][self.lang]

    @property
    def figure_head(self) -> tuple[str, ...]:
        """The heads of the table of figures."""
        return tuple(self.word(n) for n in ("figure", "said", "again", "newest", "target"))

    @property
    def statement_head(self) -> tuple[str, ...]:
        """The heads of the table of statements."""
        return tuple(self.word(n) for n in ("number", "sort", "quote", "verdict"))

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """What each figure counts, by its name; figures that count the same, together."""
        names: dict[str, list[str]] = {}
        for f in self.figures:
            names.setdefault(f.definition, []).append(f.name)
        return tuple((" · ".join(each), definition) for definition, each in names.items())


def lines(sheet: FactSheet) -> Sequence[str]:
    """Every text of a sheet in the order in which it is read, addresses in their places."""
    notes = [sheet.figures_note.plain] if sheet.figures_note else []
    return [
        t
        for t in (
            sheet.title, sheet.lead, sheet.note,
            *(line for f in sheet.figures for cell in f.cells for line in cell), *notes,
            *(part for c in sheet.charts for part in (c.name, c.notes)),
            *(line for s in sheet.statements for cell in s.cells for line in cell), sheet.statements_note.plain,
            sheet.since_title, *(line.plain for line in sheet.since),
            *(part for definition in sheet.definitions for part in definition),
            *(line.plain for line in (*sheet.sources, *sheet.about)),
        )
        if t
    ]  # fmt: skip
