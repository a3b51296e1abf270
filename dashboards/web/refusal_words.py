"""What refusals speak of, and what is accepted where that is said in words: in the reader’s language. Pure.

Errors say it in English, with the figures of the case in it; names in an address, codes and addresses are the same in
every language and stay as they are.
"""

import re

from etl.catalogue.declarations import Lang
from etl.model.period import A_DAY, ACCEPTED

SUBJECTS: dict[str, str] = {
    "page": "De pagina",
    "Table": "De tabel",
    "Indicator": "Het cijfer",
    "Dataset": "De dataset",
    "Dimension": "De dimensie",
    "Column": "De kolom",
    "File type": "Het bestandstype",
    "Feed type": "Het soort feed",
    "Source": "De bron",
    "Statement": "De uitspraak",
    "claim": "De uitspraak",
    "pillar": "De pijler",
    "period": "De periode",
    "value": "De waarde",
    "title": "De titel",
}
ACCEPTED_IN_DUTCH: dict[str, str] = {
    re.escape(ACCEPTED): ACCEPTED.replace(
        "a year, half-year, quarter, month, week or day", "een jaar, halfjaar, kwartaal, maand, week of dag"
    ),
    re.escape(f"{A_DAY}, up to today"): "een dag zoals 2019-10-14, tot en met vandaag",
    "a period from (.+) on": "een periode vanaf {0}",
    "a whole number from 1 on, such as 600": "een heel getal vanaf 1, zoals 600",
    "one value": "één waarde",
    "a value is needed": "een waarde is nodig",
    "none of it with compare": "niets daarvan samen met compare",
    "the id or digest of a release, or a line of a file": "id of hash van een release, of een regel van een bestand",
    r"(\d+) characters": "{0} tekens",
    r"at most (\d+) characters": "hoogstens {0} tekens",
    r"(\d+) words, (\d+) characters": "{0} woorden, {1} tekens",
    r"at most (\d+) words, (\d+) characters": "hoogstens {0} woorden, {1} tekens",
    r"1 to (\d+)": "1 tot en met {0}",
}
ENGLISH = {"page": "The page"}


def subject(text: str, lang: Lang) -> str:
    """What an error is about, in the language, as a sentence begins with it."""
    return (ENGLISH if lang == "en" else SUBJECTS).get(text, text)


def in_words(text: str, lang: Lang) -> str:
    """What is accepted or was given, in the language; what is no wording of ours, such as a name or code, stays."""
    for pattern, dutch in ACCEPTED_IN_DUTCH.items() if lang == "nl" else ():
        if match := re.fullmatch(pattern, text):
            return dutch.format(*match.groups())
    return text
