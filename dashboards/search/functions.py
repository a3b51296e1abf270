"""What the site can do, as a reader would look for it: files, slides, codes to embed, feeds, tables, rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboards.query import urls
from dashboards.query.sheet import HEADLINE
from etl.catalogue.declarations import Lang, Text

Address = Callable[[Lang, str, Mapping[str, str]], str]  # language, indicator, choice -> address


@dataclass(frozen=True)
class Function:
    """A function. keywords: how readers call it. where, page: in words, and its address.

    of_figure: where it is done with one figure.
    """

    id: str
    title: Text
    keywords: tuple[str, ...]
    where: Text
    page: Callable[[Lang], str]
    of_figure: Address | None = None


def _data(ending: str) -> Address:
    return lambda lang, indicator, state: urls.data(indicator, {**state, "lang": _named(lang)}, ending)


def _picture(ending: str) -> Address:
    return lambda lang, indicator, state: urls.picture(indicator, ending, {**state, "lang": _named(lang)})


def _briefing(ending: str) -> Address:
    return lambda lang, indicator, state: urls.briefing(indicator, ending, {**state, "lang": _named(lang)})


def _view(view: str) -> Address:
    return lambda lang, indicator, state: urls.figure(lang, indicator, {**state, "view": view})


def _named(lang: Lang) -> str:
    return "" if lang == "en" else lang


def _both(en: str, nl: str) -> Text:
    return Text(en=en, nl=nl)


EACH = _both("On the page of every figure, below the chart.", "Op de pagina van elk cijfer, onder de grafiek.")

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "pptx", _both("PowerPoint slides", "PowerPoint-dia’s"),
        ("powerpoint", "pptx", "slides", "slide", "deck", "presentation", "presentatie", "dia", "dias"),
        EACH, urls.figures, _briefing("pptx"),
    ),
    Function(
        "docx", _both("Word document", "Word-document"),
        ("word", "docx", "document", "briefing", "memo", "notitie"), EACH, urls.figures, _briefing("docx"),
    ),
    Function(
        "sheet", _both("Fact sheets: one page each, PDF and Word", "Factsheets: elk één pagina, PDF en Word"),
        ("fact sheet", "factsheet", "fact sheets", "factsheets", "feitenblad", "one pager", "onepager", "pdf"),
        _both("Of the headline figures and of each pillar; here that of the headline figures.",
              "Van de kerncijfers en van elke pijler; hier dat van de kerncijfers."),
        lambda lang: urls.sheet(HEADLINE, "pdf", {"lang": _named(lang)}),
    ),
    Function(
        "csv", _both("Data as CSV", "Gegevens als CSV"),
        ("csv", "download", "downloaden", "data", "dataset", "gegevens", "bestand", "puntkomma"),
        EACH, urls.figures, _data("csv"),
    ),
    Function(
        "xlsx", _both("Excel workbook", "Excel-werkmap"),
        ("excel", "xlsx", "spreadsheet", "workbook", "werkmap", "rekenblad"), EACH, urls.figures, _data("xlsx"),
    ),
    Function(
        "parquet", _both("Data as Parquet or JSON", "Gegevens als Parquet of JSON"),
        ("parquet", "json", "zip"), EACH, urls.figures, _data("parquet"),
    ),
    Function(
        "png", _both("Picture (PNG)", "Afbeelding (PNG)"),
        ("png", "picture", "image", "afbeelding", "plaatje"), EACH, urls.figures, _picture("png"),
    ),
    Function("svg", _both("Picture (SVG)", "Afbeelding (SVG)"), ("svg", "vector"), EACH, urls.figures, _picture("svg")),
    Function(
        "pdf", _both("Figure as PDF", "Cijfer als PDF"), ("pdf", "print", "printen", "afdrukken"),
        EACH, urls.figures, _picture("pdf"),
    ),
    Function(
        "embed", _both("Code to embed a figure", "Code om een cijfer in te sluiten"),
        ("embed", "embedding", "iframe", "widget", "oembed", "insluiten", "inbedden", "embedcode"),
        EACH, urls.figures, lambda lang, indicator, state: urls.share(lang, indicator, state),
    ),
    Function(
        "cite", _both("Cite a figure", "Een cijfer citeren"),
        ("cite", "citation", "reference", "doi", "bibtex", "citeren", "citaat", "bronvermelding", "verwijzen"),
        EACH, urls.figures, lambda lang, indicator, state: urls.share(lang, indicator, state),
    ),
    Function(
        "map", _both("Map of a figure", "Kaart van een cijfer"), ("map", "maps", "kaart", "kaarten"),
        _both("On the page of figures of ten countries or more.", "Op de pagina van cijfers van tien landen of meer."),
        urls.figures, _view("map"),
    ),
    Function(
        "explore", _both("Explore any table: filter, sort, pivot", "Verken elke tabel: filter, sorteer, draai"),
        ("explore", "pivot", "table", "filter", "verkennen", "draaitabel", "tabel", "tabellen"),
        _both("All datasets and indicators, row by row.", "Alle datasets en indicatoren, rij voor rij."), urls.explore,
    ),
    Function(
        "changes", _both("What was revised", "Wat is herzien"),
        ("changes", "changed", "revised", "revision", "revisions", "wijzigingen", "gewijzigd", "bijgesteld",
         "bijstelling", "herzien"),
        _both("Figures that publishers changed since the letter, or since any day.",
              "Cijfers die uitgevers wijzigden sinds de brief, of sinds een andere dag."), urls.changes,
    ),
    Function(
        "check", _both("Check a quoted number", "Een geciteerd getal nagaan"),
        ("check", "verify", "fact check", "factcheck", "nagaan", "controleren", "klopt"),
        _both("Whether a number still stands, and which definition gives it.",
              "Of een getal nog klopt, en welke definitie erop uitkomt."), urls.check,
    ),
    Function(
        "verify", _both("Of which release is a file", "Van welke release is een bestand"),
        ("verify a file", "digest", "hash", "sha256", "checksum", "authentic", "bestand nagaan", "echtheid"),
        _both("Whether a file still holds, by what it carries.",
              "Of een bestand nog geldt, aan de hand van wat het draagt."),
        urls.verify,
    ),
    Function(
        "board", _both("My board: figures collected to compare", "Mijn selectie: verzamelde cijfers om te vergelijken"),
        ("board", "dashboard", "compare", "collect", "tray", "bord", "vergelijken", "verzamelen"),
        _both("Figures of your choice side by side; the address keeps them.",
              "Cijfers van uw keuze naast elkaar; het adres bewaart ze."), urls.board,
    ),
    Function(
        "release", _both("Everything in one file (zip)", "Alles in één bestand (zip)"),
        ("everything", "all data", "bulk", "release", "zip", "alles"),
        _both("A CSV of every indicator with its description.", "Een CSV van elke indicator met de beschrijving."),
        lambda lang: urls.release_data({"lang": _named(lang)}),
    ),
    Function(
        "api", _both("API for programs", "API voor programma’s"),
        ("api", "openapi", "json", "rest", "python", "pandas", "r", "endpoint"),
        _both("All addresses for programs, in words.", "Alle adressen voor programma’s, in woorden."), urls.api,
    ),
    Function(
        "feeds", _both("Feeds of new and revised figures", "Feeds van nieuwe en herziene cijfers"),
        ("feed", "feeds", "rss", "atom", "news", "nieuws", "alert", "abonneren", "subscribe"),
        _both("News of the figures as Atom and JSON Feed.", "Nieuws van de cijfers als Atom en JSON Feed."), urls.api,
    ),
    Function(
        "sources", _both("Sources and licences", "Bronnen en licenties"),
        ("source", "sources", "licence", "license", "bron", "bronnen", "licentie", "eurostat", "frontex", "cbs", "ind"),
        _both("Every dataset: what it counts, from whom, how old.", "Elke dataset: wat het telt, van wie, hoe oud."),
        urls.sources,
    ),
    Function(
        "method", _both("How the figures are made", "Hoe de cijfers gemaakt zijn"),
        ("method", "methodology", "rules", "methode", "verantwoording", "regels"),
        _both("The rules for verdicts, headings and provenance.", "De regels voor oordelen, koppen en herkomst."),
        urls.method,
    ),
    Function(
        "letter_text", _both("The text of the letter", "De tekst van de brief"),
        ("letter text", "kamerbrief", "brieftekst", "kamerstuk", "original letter"),
        _both("With every statement marked.", "Met elke uitspraak gemarkeerd."), urls.letter_text,
    ),
)  # fmt: skip
