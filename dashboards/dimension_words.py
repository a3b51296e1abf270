"""Names of the dimensions of datasets and of their codes, in each language. Pure; a code without words stays as it is.

Places, nationalities and routes have code lists in the catalogue; notes and reports are the publisher's own texts.
"""

from etl.catalogue import Catalogue
from etl.declarations import Lang, Text

LISTS = {"citizen": "citizenships", "nationality": "citizenships", "c_dest": "geo", "geo": "geo", "route": "routes"}
FREE_TEXT = ("note", "report")  # long and many: shown in the table, not offered as a filter


def _both(en: str, nl: str) -> Text:
    return Text(en=en, nl=nl)


DIMS = {
    "age": _both("Age", "Leeftijd"),
    "applicant": _both("Applicants", "Aanvragers"),
    "border_type": _both("Border", "Grens"),
    "c_dest": _both("Destination", "Bestemming"),
    "category": _both("Departure", "Vertrek"),
    "certainty": _both("Certainty", "Zekerheid"),
    "citizen": _both("Citizenship", "Nationaliteit"),
    "dataset": _both("Table", "Tabel"),
    "decision": _both("Decision", "Beslissing"),
    "definition": _both("Definition", "Definitie"),
    "duration": _both("Duration", "Duur"),
    "freq": _both("Frequency", "Frequentie"),
    "geo": _both("Place", "Plaats"),
    "kind": _both("Kind", "Soort"),
    "measure": _both("Measure", "Maat"),
    "nationality": _both("Nationality", "Nationaliteit"),
    "note": _both("Note of the source", "Opmerking bij de bron"),
    "origin": _both("Origin", "Herkomst"),
    "period": _both("Period", "Periode"),
    "period_end": _both("End of period", "Einde van de periode"),
    "precision": _both("Precision", "Precisie"),
    "publisher": _both("Published by", "Gepubliceerd door"),
    "reason": _both("Reason", "Reden"),
    "report": _both("Report", "Rapport"),
    "report_month": _both("Month of the report", "Maand van het rapport"),
    "route": _both("Route", "Route"),
    "scope": _both("Scope", "Reikwijdte"),
    "series": _both("Category", "Categorie"),
    "sex": _both("Sex", "Geslacht"),
    "span": _both("Part of the year", "Deel van het jaar"),
    "stage": _both("Stage", "Stadium"),
    "unit": _both("Unit", "Eenheid"),
}
CODES = {
    ("age", "TOTAL"): _both("all ages", "alle leeftijden"),
    ("age", "Y15-64"): _both("15 to 64 years", "15 tot en met 64 jaar"),
    ("applicant", "FRST"): _both("first-time applicants", "eerste aanvragers"),
    ("applicant", "TOTAL"): _both("first-time and repeat applicants", "eerste en herhaalde aanvragers"),
    ("border_type", "Land"): _both("land", "land"),
    ("border_type", "Sea"): _both("sea", "zee"),
    ("c_dest", "TOTAL"): _both("any country", "elk land"),
    ("c_dest", "Third country"): _both("outside the EU", "buiten de EU"),
    ("category", "gedwongen"): _both("forced", "gedwongen"),
    ("category", "total_dtv"): _both("all cases handled", "alle afgehandelde zaken"),
    ("category", "zelfstandig_aantoonbaar"): _both("self-organised, demonstrable", "zelfstandig, aantoonbaar"),
    ("category", "zelfstandig_zonder_toezicht"): _both("departed without supervision", "zelfstandig zonder toezicht"),
    ("citizen", "FOR"): _both("foreign citizens", "vreemde nationaliteit"),
    ("citizen", "NAT"): _both("citizens of the country", "nationaliteit van het land"),
    ("duration", "TOTAL"): _both("any duration", "elke duur"),
    ("freq", "A"): _both("yearly", "jaarlijks"),
    ("freq", "M"): _both("monthly", "maandelijks"),
    ("freq", "Q"): _both("quarterly", "per kwartaal"),
    ("kind", "ceiling"): _both("ceiling", "plafond"),
    ("kind", "pledge"): _both("pledge", "toezegging"),
    ("kind", "quota"): _both("quota", "quotum"),
    ("kind", "realised"): _both("realised", "gerealiseerd"),
    ("measure", "first"): _both("first requests", "eerste verzoeken"),
    ("measure", "nareis"): _both("family members (nareizigers)", "nareizigers"),
    ("measure", "repeat"): _both("repeat requests", "herhaalde verzoeken"),
    ("measure", "total"): _both("total", "totaal"),
    ("nationality", "Unknown"): _both("not known", "onbekend"),
    ("origin", "SY"): _both("Syria", "Syrië"),
    ("origin", "any"): _both("any", "elke"),
    ("precision", "exact"): _both("exact", "exact"),
    ("precision", "rounded_10"): _both("rounded to 10", "afgerond op 10"),
    ("precision", "rounded_100"): _both("rounded to 100", "afgerond op 100"),
    ("precision", "rounded_5"): _both("rounded to 5", "afgerond op 5"),
    ("reason", "TOTAL"): _both("any reason", "elke reden"),
    ("sex", "T"): _both("men and women", "mannen en vrouwen"),
    ("unit", "PC"): _both("percent", "procent"),
    ("unit", "PER"): _both("persons", "personen"),
}


def dim(name: str, lang: Lang) -> str:
    """The name of a dimension."""
    return DIMS[name][lang] if name in DIMS else name


def code(name: str, value: str, catalogue: Catalogue, lang: Lang) -> str:
    """The name of a code of a dimension."""
    if (name, value) in CODES:
        return CODES[name, value][lang]
    return catalogue.label(LISTS[name], value, lang) if name in LISTS else value
