"""Names of the dimensions of datasets and of their codes, in each language. Pure; a code without words stays as it is.

Places, nationalities and routes have code lists in the catalogue, other dimensions stand in its `values.csv`; notes and
reports are the publisher's own texts.
"""

from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang, Text

LISTS = {"citizen": "citizenships", "nationality": "citizenships", "c_dest": "geo", "geo": "geo", "route": "routes"}
PERIODS = ("period_end", "report_month")
FREE_TEXT = ("note", "report")  # long and many: shown in the table, not offered as a filter


def _both(en: str, nl: str) -> Text:
    return Text(en=en, nl=nl)


DIMS = {
    "age": _both("Age", "Leeftijd"),
    "applicant": _both("Applicants", "Aanvragers"),
    "border_type": _both("Border", "Grens"),
    "c_birth": _both("Country of birth", "Geboorteland"),
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


def dim(name: str, lang: Lang) -> str:
    """The name of a dimension."""
    return DIMS[name][lang] if name in DIMS else name


def code(name: str, value: str, catalogue: Catalogue, lang: Lang) -> str:
    """The name of a code of a dimension."""
    if own := catalogue.codes["values"].get(f"{name}:{value}"):
        return own[lang]
    if name in LISTS:
        return catalogue.label(LISTS[name], value, lang)
    return formats.period(value, lang) if name in PERIODS and value else value
