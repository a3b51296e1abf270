"""Words that only data files use, in every language we publish. Only words."""

from etl.catalogue.declarations import Text


def _both(en: str, nl: str) -> Text:
    return Text(en=en, nl=nl)


L = {
    "sheet_about": _both("About", "Toelichting"),
    "sheet_notes": _both("Notes", "Opmerkingen"),
    "sheet_data": _both("Data", "Data"),
    "place": _both("Place", "Plaats"),
    "all_of": _both("all ({count})", "alle ({count})"),
    "reading": _both("Figures as known on", "Cijfers zoals bekend op"),
    "reading_now": _both("Figures as known", "Cijfers zoals bekend"),
    "present": _both("in this release", "in deze release"),
    "rows": _both("Rows", "Rijen"),
    "rows_missing": _both("{rows}, of which {missing} without a figure", "{rows}, waarvan {missing} zonder cijfer"),
    "digest": _both("Digest of the release (sha256)", "Digest van de release (sha256)"),
    "selection": _both("Selection", "Selectie"),
    "citation": _both("How to cite", "Citeren als"),
    "permalink": _both("This view in this release", "Deze weergave in deze release"),
    "live": _both("This view in the newest release", "Deze weergave in de nieuwste release"),
    "this_file": _both("This file", "Dit bestand"),
    "built": _both("built {date}", "gemaakt op {date}"),
    "newest_vintage": _both("Newest version of the source", "Nieuwste versie van de bron"),
    "flags": _both("Flags (letters of the publisher)", "Vlaggen (letters van de uitgever)"),
    "no_flags": _both("No figure here carries a flag.", "Geen cijfer hier heeft een vlag."),
    "provenances": _both(
        "Where figures come from (provenance)",
        "Waar cijfers vandaan komen (herkomst)",
    ),
    "breaks": _both("Breaks in the series", "Breuken in de reeks"),
    "no_breaks": _both("No break is known for this selection.", "Voor deze selectie is geen breuk bekend."),
    "lines": _both("Targets and figures of the letter", "Doelen en cijfers van de brief"),
    "columns": _both("Columns of the data", "Kolommen van de data"),
    "origins": _both("Where every figure comes from", "Waar elk cijfer vandaan komt"),
    "obtained_from": _both("obtained from", "verkregen via"),
    "vintage": _both("version", "versie"),
    "how_to_read": _both("How to read the data", "Hoe de data te lezen"),
    "missing": _both(
        "An empty value is missing: the publisher gives none. It is not zero, and nothing is filled in or "
        "estimated here.",
        "Een lege waarde ontbreekt: de uitgever geeft er geen. Het is geen nul, en er is hier niets ingevuld of "
        "geschat.",
    ),
    "reading_past": _both(
        "Only figures whose day of publication is known are in a reading of the past.",
        "Alleen cijfers waarvan de dag van publicatie bekend is staan in een stand van vroeger.",
    ),
    "reading_csv": _both(
        "The CSV is UTF-8 with commas, a point in decimals, and a header line. Periods and codes are text.",
        "De CSV is UTF-8 met komma's tussen de velden, een punt in decimalen en een kopregel. Perioden en codes zijn "
        "tekst.",
    ),
    "files": _both("Files", "Bestanden"),
    "file_csv": _both("the figures, one row per observation", "de cijfers, een rij per waarneming"),
    "file_package": _both(
        "types and meaning of the columns, for Frictionless tools",
        "soort en betekenis van de kolommen, voor Frictionless",
    ),
    "file_csvw": _both("the same for CSV on the Web (W3C)", "hetzelfde voor CSV on the Web (W3C)"),
    "file_release": _both("what this release is made of, with hashes", "waaruit deze release bestaat, met hashes"),
    "file_claims": _both(
        "every statement of the letter, with its check then and now",
        "elke uitspraak van de brief, met de toets toen en nu",
    ),
    "open_with": _both("Open it directly", "Direct openen"),
    "release_title": _both("All figures of the monitor", "Alle cijfers van de monitor"),
    "release_intro": _both(
        "Every indicator of release {id}, built {date}, one CSV each in the folder data.",
        "Elke indicator van release {id}, gemaakt op {date}, elk een CSV in de map data.",
    ),
    "indicator": _both("Indicator", "Indicator"),
    "certainty_published": _both("read in the document itself", "gelezen in het document zelf"),
    "certainty_reported": _both("as reported by others", "zoals gemeld door anderen"),
    "download_full": _both("All data", "Alle data"),
    "download_displayed": _both("What is shown", "Wat getoond wordt"),
    "form_csv": _both("CSV (international)", "CSV (internationaal)"),
    "form_csv_nl": _both("CSV (Dutch Excel)", "CSV (Nederlandse Excel)"),
    "form_xlsx": _both("Excel workbook", "Excel-werkmap"),
    "form_parquet": _both("Parquet", "Parquet"),
    "form_json": _both("JSON-stat", "JSON-stat"),
    "form_csv_full": _both("CSV, all columns", "CSV, alle kolommen"),
    "form_csv_nl_full": _both("CSV (Dutch Excel), all columns", "CSV (Nederlandse Excel), alle kolommen"),
    "form_xlsx_full": _both("Excel, all columns", "Excel, alle kolommen"),
    "form_csv_wide": _both("CSV, a column for each period", "CSV, een kolom per periode"),
    "form_xlsx_wide": _both("Excel, a column for each period", "Excel, een kolom per periode"),
    "form_zip": _both("Zip with metadata and README", "Zip met metadata en README"),
}
