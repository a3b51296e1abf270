"""Names of the dimensions of datasets and of their codes, in each language. Pure; a code without words stays as it is.

The catalogue declares them: dimensions.csv says where the names of a dimension's codes stand.
"""

from dashboards.text import formats
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Lang

APART = ("values", "text", "period")


def dim(name: str, catalogue: Catalogue, lang: Lang) -> str:
    """The name of a dimension."""
    return catalogue.dimensions[name][lang] if name in catalogue.dimensions else name


def code_list(name: str, catalogue: Catalogue) -> str:
    """The code list that names the codes of a dimension; "" where none does."""
    known = catalogue.dimensions.get(name)
    return known.codes if known and known.codes not in APART else ""


def is_text(name: str, catalogue: Catalogue) -> bool:
    """Whether a dimension holds the publisher's own texts: shown in the table, too long to be a filter."""
    return name in catalogue.dimensions and catalogue.dimensions[name].codes == "text"


def code(name: str, value: str, catalogue: Catalogue, lang: Lang) -> str:
    """The name of a code of a dimension."""
    if own := catalogue.codes["values"].get(f"{name}:{value}"):
        return own[lang]
    if listed := code_list(name, catalogue):
        return catalogue.label(listed, value, lang)
    is_period = name in catalogue.dimensions and catalogue.dimensions[name].codes == "period"
    return formats.period(value, lang) if is_period and value else value
