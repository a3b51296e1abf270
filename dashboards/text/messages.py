"""Words shared by pages, charts and exports, in every language we publish. Only words: no rule, no format, no figure.

An indicator's words are in its catalogue file, a page's own words in the page. Read these as `T["source"][lang]`.
"""

from etl.catalogue.catalogue import Text


def _both(en: str, nl: str) -> Text:
    return Text(en=en, nl=nl)


SITE = {
    "site_name": _both("Migration agenda monitor", "Monitor migratieagenda"),
    "home": _both("Overview", "Overzicht"),
    "pillar": _both("Pillar", "Pijler"),
    "pillars": _both("The six pillars", "De zes pijlers"),
    "reference": _both("reference", "verwijzing"),
}

FIGURE = {
    "chart": _both("Chart", "Grafiek"),
    "table": _both("Table", "Tabel"),
    "download_csv": _both("Download CSV", "Download CSV"),
    "what_this_counts": _both("What this counts", "Wat dit telt"),
    "what_this_does_not_count": _both("What this does not count", "Wat dit niet telt"),
    "definition": _both("Definition", "Definitie"),
    "caveat": _both("Caveat", "Kanttekening"),
    "unit": _both("Unit", "Eenheid"),
    "period": _both("Period", "Periode"),
    "year": _both("Year", "Jaar"),
    "category": _both("Category", "Categorie"),
    "value": _both("Value", "Waarde"),
    "note": _both("Note", "Opmerking"),
    "notes": _both("Notes", "Opmerkingen"),
    "source": _both("Source", "Bron"),
    "publisher": _both("Publisher", "Uitgever"),
    "licence": _both("Licence", "Licentie"),
    "release": _both("Release", "Release"),
    "address": _both("Address", "Adres"),
    "accepted_are": _both("Accepted are", "Mogelijk zijn"),
    "as_of": _both("as of", "stand van"),
    "as_of_undated": _both("partly as of {date}, partly undated", "deels stand van {date}, deels zonder datum"),
    "date_not_known": _both("date not known", "datum onbekend"),
    "some_undated": _both("{date}, some figures undated", "{date}, sommige cijfers zonder datum"),
    "span": _both("{first} to {last}", "{first} tot en met {last}"),
    "then": _both("then", "toen"),
    "now": _both("now", "nu"),
    "no_figure": _both("not available", "niet beschikbaar"),
    "not_held": _both("not held", "niet aanwezig"),
    "nothing_held": _both("We hold no figures for this indicator.", "Van deze indicator hebben wij geen cijfers."),
    "no_choice": _both("There are no figures for this choice.", "Voor deze keuze zijn er geen cijfers."),
    "backward": _both(
        "This span ends ({last}) before it begins ({first}).",
        "Deze periode eindigt ({last}) voordat ze begint ({first}).",
    ),
    "only_first": _both(
        "The first {shown} of {of} series are drawn; the CSV has all.",
        "De eerste {shown} van {of} reeksen zijn getekend; de CSV bevat ze alle.",
    ),
    "one_scale": _both(
        "All panels have the same scale and the same periods", "Alle deelgrafieken hebben dezelfde schaal en perioden"
    ),
    "year_of_quota": _both(
        "A quota of one year is part of an average over several years: one year alone does not decide",
        "Een quotum van één jaar is deel van een gemiddelde over meerdere jaren: één jaar alleen is niet beslissend",
    ),
    "some_series": _both("{count} of {of} series", "{count} van {of} reeksen"),
    "provenance_original": _both("original figure of the publisher", "oorspronkelijk cijfer van de uitgever"),
    "provenance_derived": _both(
        "computed or converted from published figures outside this monitor",
        "buiten deze monitor berekend of omgezet uit gepubliceerde cijfers",
    ),
    "provenance_transcribed": _both("transcribed from a list", "overgenomen uit een lijst"),
    "provenance_quoted": _both("quoted from a publication", "geciteerd uit een publicatie"),
    "provenance_computed": _both("computed by this monitor", "berekend door deze monitor"),
    "computed_original": _both(
        "computed by this monitor from the publisher’s figures",
        "door deze monitor berekend uit cijfers van de uitgever",
    ),
    "computed_derived": _both(
        "computed by this monitor from figures that were computed or converted outside it",
        "door deze monitor berekend uit cijfers die daarbuiten zijn berekend of omgezet",
    ),
    "computed_transcribed": _both(
        "computed by this monitor from figures transcribed from a list",
        "door deze monitor berekend uit cijfers die zijn overgenomen uit een lijst",
    ),
    "computed_quoted": _both(
        "computed by this monitor from quoted figures", "door deze monitor berekend uit geciteerde cijfers"
    ),
    "computed_all": _both("computed from these by this monitor", "hieruit berekend door deze monitor"),
    "computed_some": _both(
        "some figures computed from these by this monitor", "enkele cijfers hieruit berekend door deze monitor"
    ),
    "all_marked": _both("All figures: {provenance}", "Alle cijfers: {provenance}"),
    "unless_marked": _both("Unless marked otherwise: {provenance}", "Tenzij anders vermeld: {provenance}"),
    "letters_thinned": _both(
        "Letters and signs for which there was no room are in the table",
        "Letters en tekens waarvoor geen plaats was, staan in de tabel",
    ),
    "context_not_in_letter": _both("context, not in the letter", "context, niet in de brief"),
}

LETTER = {
    "letter_said": _both("the letter said", "de brief zei"),
    "letter_says_no_number": _both("the letter gives no number", "de brief noemt geen getal"),
    "target": _both("target", "doel"),
    "quota": _both("quota", "quotum"),
    "ceiling": _both("ceiling", "plafond"),
    "reference_line": _both("reference", "referentie"),
    "observation_no_target": _both(
        "An observation in the letter, not a target", "Een waarneming in de brief, geen doel"
    ),
    "realised": _both("realised", "gerealiseerd"),
    "realised_exact": _both("realised", "gerealiseerd"),
    "realised_upper": _both("realised, all programmes together", "gerealiseerd, alle programma’s samen"),
    "realised_upper_mean": _both(
        "realised, all programmes together, mean of a year: at most",
        "gerealiseerd, alle programma’s samen, gemiddeld per jaar: hoogstens",
    ),
    "realised_exact_mean": _both("realised, mean of a year:", "gerealiseerd, gemiddeld per jaar:"),
    "more_than_quota": _both("more than the quota covers", "meer dan waarvoor het quotum geldt"),
}

SPOKEN = {
    "chart_line": _both("Line chart", "Lijngrafiek"),
    "chart_column": _both("Column chart", "Kolommengrafiek"),
    "chart_stacked": _both("Stacked column chart", "Gestapelde kolommengrafiek"),
    "chart_bullet": _both("Bar chart with targets", "Staafgrafiek met doelen"),
    "chart_dumbbell": _both("Dot chart of two moments", "Puntgrafiek van twee momenten"),
    "chart_heatmap": _both("Heat map", "Warmtekaart"),
    "chart_ranked": _both("Ranked bar chart", "Gerangschikte staafgrafiek"),
    "chart_multiples": _both("Small line charts with one scale", "Kleine lijngrafieken met één schaal"),
    "chart_map": _both("Map", "Kaart"),
    "spoken_one": _both("{label}{value} in {when}", "{label}{value} in {when}"),
    "spoken_from_to": _both(
        "{label}from {first} in {first_when} to {last} in {last_when}",
        "{label}van {first} in {first_when} naar {last} in {last_when}",
    ),
    "spoken_high": _both("highest {value} in {when}", "hoogste {value} in {when}"),
    "spoken_low": _both("lowest {value} in {when}", "laagste {value} in {when}"),
    "spoken_most": _both("highest: {label}, {value}", "hoogste: {label}, {value}"),
    "spoken_least": _both("lowest: {label}, {value}", "laagste: {label}, {value}"),
    "spoken_apart": _both("shown apart: {labels}", "apart getoond: {labels}"),
    "spoken_items": _both("{count} items", "{count} onderdelen"),
    "spoken_more": _both("And {count} more series.", "En nog {count} reeksen."),
    "spoken_untold": _both(
        "{count} more rows, {first} to {last}, are in the table.",
        "Nog {count} rijen, {first} tot en met {last}, staan in de tabel.",
    ),
    "spoken_lines": _both("Lines: {labels}.", "Lijnen: {labels}."),
    "spoken_targets": _both("Targets: {labels}.", "Doelen: {labels}."),
    "spoken_flags": _both("Flagged: {labels}.", "Met vlag: {labels}."),
    "spoken_gaps": _both("No figure for {labels}.", "Geen cijfer voor {labels}."),
    "spoken_gap": _both("no figure for {labels}", "geen cijfer voor {labels}"),
    "spoken_breaks": _both("Break in the series: {labels}.", "Breuk in de reeks: {labels}."),
    "spoken_empty": _both("No figures.", "Geen cijfers."),
    "and_more": _both("{count} more", "nog {count}"),
}

T: dict[str, Text] = {**SITE, **FIGURE, **LETTER, **SPOKEN}
