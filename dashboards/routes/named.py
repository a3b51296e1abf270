"""How an address for machines is described: its path, its types, and the names of its query. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.catalogue.declarations import Text
from etl.model.period import DAY_FORM, FORM

PERIOD, DAY, NUMBER = f"^{FORM}$", f"^{DAY_FORM}$", "^[+-]?[0-9]{1,12}(\\.[0-9]{1,6})?$"


@dataclass(frozen=True)
class Name:
    """One name of a query: what it does and what it accepts, as JSON Schema."""

    name: str
    does: Text
    schema: Mapping[str, Any]
    required: bool = False


@dataclass(frozen=True)
class Route:
    """One address. path: as OpenAPI writes it; types: media types of a good answer; refusal: that of a refusal."""

    path: str
    does: Text
    types: tuple[str, ...]
    query: tuple[Name, ...] = ()
    refusal: str = "application/json"
    more: tuple[int, ...] = ()
    kept: bool = True


def word(name: str, accepted: Sequence[str], en: str, nl: str) -> Name:
    """A name that takes one of a few words."""
    return Name(name, Text(en=en, nl=nl), {"type": "string", "enum": list(accepted)})
