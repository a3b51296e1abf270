"""A board: figures that a reader collected, in their order, with titles of their own, in one or two columns. Pure.

/en/board?figure=return_rate?geo%3DNL&figure=returned&columns=2&title=Return

The address is the board, and each `figure` is what the tray has (`dashboards.query.briefing`), so that a board goes out
as a deck by another path alone. A change of a board is another board.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboards.query import briefing
from dashboards.query.briefing import LONGEST, MOST, BoardItem
from etl.model.errors import UnknownValueError

NAMES = ("figure", "columns", "title")
COLUMNS = ("1", "2")


@dataclass(frozen=True)
class Board:
    """items: in the reader's order, no two alike; columns: 1 or 2 on a wide screen; title: "" for none."""

    items: tuple[BoardItem, ...] = ()
    columns: str = COLUMNS[0]
    title: str = ""

    def state(self) -> dict[str, str]:
        """Names and values of an address; the figures are one to a line."""
        values = {
            "figure": "\n".join(item.text for item in self.items),
            "columns": "" if self.columns == COLUMNS[0] else self.columns,
            "title": self.title,
        }
        return {name: value for name, value in values.items() if value}

    def without(self, place: int) -> "Board":
        """The board without one of its figures."""
        return replace(self, items=self.items[:place] + self.items[place + 1 :])

    def moved(self, place: int, by: int) -> "Board":
        """The board with a figure so many places further on; at an end it stays."""
        rest = self.without(place).items
        at = min(max(place + by, 0), len(rest))
        return replace(self, items=(*rest[:at], self.items[place], *rest[at:]))

    def titled(self, place: int, title: str) -> "Board":
        """The board with another title for a figure; "" takes it away."""
        named = replace(self.items[place], title=a_title(title))
        return replace(self, items=(*self.items[:place], named, *self.items[place + 1 :]))

    def joined(self, figure: str) -> "Board":
        """The board with one more figure, last; the same where it has that one."""
        figures = [item.text for item in self.items]
        return replace(self, items=briefing.items([*figures, figure]))


def board(state: Mapping[str, str]) -> Board:
    """The board of an address; UnknownValueError where a part of it cannot be read. Empty is a board too."""
    figures = tuple(line for line in state.get("figure", "").split("\n") if line)
    columns = state.get("columns") or COLUMNS[0]
    if columns not in COLUMNS:
        raise UnknownValueError("columns", columns, COLUMNS)
    return Board(briefing.items(figures) if figures else (), columns, a_title(state.get("title", "")))


def place(text: str, of: Sequence[object]) -> int:
    """A place on the board, counted from 1 in an address."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= len(of)):
        raise UnknownValueError("at", text, (f"1 to {len(of)}",))
    return int(text) - 1


def a_title(text: str) -> str:
    """The title in one line; UnknownValueError where it is too long."""
    title = " ".join(text.split())
    if len(title) > LONGEST:
        raise UnknownValueError("title", f"{len(title)} characters", (f"at most {LONGEST} characters",))
    return title
