"""What is said of one mark, made once: the tooltip, the keyboard's reader and the alt text all say these words. Pure.

`packed` writes the readings of a whole picture as a short text for a page, where assets/reading.js shows and speaks
them; `unpacked` reads it as that script does.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from html import escape
from typing import Any

Packed = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """One mark in words. value: with its unit; flag and provenance in words; day: "as published on …", or ""."""

    place: str = ""
    series: str = ""
    period: str = ""
    value: str = ""
    flag: str = ""
    provenance: str = ""
    day: str = ""

    @property
    def subject(self) -> str:
        """What the figure is of: place, series, period."""
        return ", ".join(part for part in (self.place, self.series, self.period) if part)

    @property
    def notes(self) -> str:
        """Flag, provenance and day of publication."""
        return "; ".join(part for part in (self.flag, self.provenance, self.day) if part)

    def __str__(self) -> str:
        """All of it as one line: `Netherlands, forced, 2024: 2,750 persons (quoted from a publication)`."""
        notes = f" ({self.notes})" if self.notes else ""
        return f"{self.subject}: {self.value}{notes}" if self.subject else f"{self.value}{notes}"

    def html(self) -> str:
        """The same on lines of their own, for a tooltip of Plotly."""
        said = (self.subject, self.value, self.notes)
        first, value, notes = (escape(each, quote=False) for each in said)
        return "<br>".join(part for part in (first, f"<b>{value}</b>", notes) if part)


UNREAD = Reading()
NAMES = tuple(f.name for f in fields(Reading))


def packed(rows: Sequence[tuple[str, Sequence[Reading]]]) -> str:
    """The readings of a picture, row by row, each row under its series' id, as JSON.

    What all marks of a row share is written once; of values also their common end, which is the unit. A list that an
    earlier row has too, such as that of the periods, is the number of that row.
    """
    made: list[Packed] = []
    for name, readings in rows:
        made.append({"id": name, "n": len(readings), **_row(readings, made)})
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _row(readings: Sequence[Reading], earlier: Sequence[Packed]) -> Packed:
    made: Packed = {}
    for name in NAMES:
        texts = [str(getattr(reading, name)) for reading in readings]
        if len(set(texts)) == 1:
            made |= {name: texts[0]} if texts[0] else {}
        else:
            end = _common_end(texts) if name == "value" else ""
            rest = [text.removesuffix(end) for text in texts]
            same = next((n for n, row in enumerate(earlier) if row.get(name) == rest), rest)
            made |= {name: same} | ({"unit": end} if end else {})
    return made


def _common_end(texts: Sequence[str]) -> str:
    shortest, end = min(texts, key=len), 0
    while end < len(shortest) and len({text[-1 - end] for text in texts}) == 1:
        end += 1
    return shortest[len(shortest) - end :]


def unpacked(text: str) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """Each row's id and readings, from what `packed` wrote."""
    rows = json.loads(text)
    for row in rows:
        whole = {name: rows[v][name] if isinstance(v, int) and name in NAMES else v for name, v in row.items()}
        yield row["id"], tuple(Reading(**{name: _at(whole, name, n) for name in NAMES}) for n in range(row["n"]))


def _at(row: Packed, name: str, n: int) -> str:
    kept = row.get(name, "")
    text = kept if isinstance(kept, str) else kept[n] + (row.get("unit", "") if name == "value" else "")
    return str(text)
