"""How an embed is asked for: colours, how much of it, whether it answers to a pointer. Pure."""

from dataclasses import dataclass
from typing import Literal

from dashboards.query import parameters
from dashboards.query.parameters import Query

Shade = Literal["auto", "light", "dark"]
SHADES: tuple[Shade, ...] = ("auto", "light", "dark")
THEME, MINIMAL, INTERACTIVE = parameters.EMBED
SWITCHES = (MINIMAL.name, INTERACTIVE.name)
OWN = (THEME.name, *SWITCHES)


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
        switched = {name: "1" for name in SWITCHES if getattr(self, name)}
        return switched if self.theme == "auto" else {"theme": self.theme, **switched}


def embed_options(query: Query) -> EmbedOptions:
    """The options that an address asks for; UnknownValueError lists what is accepted."""
    wanted = THEME.one(query) or "auto"
    theme = next(shade for shade in SHADES if shade == wanted)
    return EmbedOptions(theme, MINIMAL.one(query) == "1", INTERACTIVE.one(query) == "1")
