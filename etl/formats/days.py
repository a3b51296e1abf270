"""Days in the words of Frontex: in a file name, and in "data as of 04AUG26". No clock is asked."""

import re
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT = {name[:3].upper(): number for number, name in enumerate(MONTHS, 1)}
AS_OF = re.compile(r"data as of[\s:]*(\d{1,2})[\s-]*([A-Za-z]+)[\s-]*(\d{4}|\d{2})\b", re.IGNORECASE)
IN_NAME = re.compile(r"(?<!\d)(20\d\d)([_-]?)(\d\d)\2(\d\d)(?!\d)")


def in_name(name: str) -> str:
    """The last day in a file name as ISO text, "" where there is none.

    >>> in_name("Monthly_detections_of_IBC_2026_08_04.xlsx"), in_name("IBC_20220204.xlsx"), in_name("ibc.xlsx")
    ('2026-08-04', '2022-02-04', '')
    """
    named = [day for y, _, m, d in IN_NAME.findall(name) if (day := _day(y, m, d))]
    return named[-1] if named else ""


def as_of(text: str) -> str:
    """The day that a note gives its data as ISO text, "" where it gives none.

    >>> as_of("Source: FRAN data as of 04AUG26"), as_of("Source: Frontex data as of 6 July 2018.")
    ('2026-08-04', '2018-07-06')
    """
    match = AS_OF.search(text)
    if not match:
        return ""
    day, month, year = match[1], match[2].upper(), match[3]
    number = SHORT.get(month[:3])
    if number is None or not MONTHS[number - 1].upper().startswith(month):
        return ""
    return _day(f"20{year}" if len(year) == 2 else year, str(number), day)


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
