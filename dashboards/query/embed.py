"""How an embed is asked for: colours, how much of it, whether it answers to a pointer. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from etl.model.errors import UnknownValueError

Shade = Literal["auto", "light", "dark"]
Query = Mapping[str, Sequence[str]]
SHADES: tuple[Shade, ...] = ("auto", "light", "dark")
SWITCHES = ("minimal", "interactive")
OWN = ("theme", *SWITCHES)
ON = ("0", "1")


@dataclass(frozen=True)
class EmbedOptions:
    """How an embed looks. theme: auto follows the reader's system. minimal: the picture, its source and a link only.

    interactive: the chart answers to a pointer, once a reader touches it.
    """

    theme: Shade = "auto"
    minimal: bool = False
    interactive: bool = False

    def state(self) -> dict[str, str]:
        """The options as names and values of an address; what goes without saying is left out."""
        found = {name: "1" for name in SWITCHES if getattr(self, name)}
        return found if self.theme == "auto" else {"theme": self.theme, **found}


def embed_options(query: Query) -> EmbedOptions:
    """The options that an address asks for; UnknownValueError lists what is accepted."""
    asked = _one("theme", query, SHADES) or "auto"
    theme = next(shade for shade in SHADES if shade == asked)
    return EmbedOptions(theme, _one("minimal", query, ON) == "1", _one("interactive", query, ON) == "1")


def _one(name: str, query: Query, accepted: tuple[str, ...]) -> str:
    values = [v for v in query.get(name, ()) if v]
    if len(values) > 1 or (values and values[0] not in accepted):
        raise UnknownValueError(name, " + ".join(values), accepted)
    return values[0] if values else ""
