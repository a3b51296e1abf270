"""Texts of SQL that several modules put together: names, values, the filter of a history."""

from collections.abc import Iterable, Sequence
from typing import Any


def quoted(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """`name` as the name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def where(codes: Iterable[tuple[str, Sequence[str]]], as_of: str) -> tuple[str, list[Any]]:
    """A filter of a history as SQL, and its parameters. codes: quoted columns, each with its accepted values.

    as_of: ISO day; "" is the present.
    """
    parts, parameters = ["current"], list[Any]()
    if as_of:
        parts, parameters = ["seen_from <= ? AND (seen_until IS NULL OR seen_until > ?)"], [as_of, as_of]
    for column, accepted in codes:
        parts.append(f"list_contains(?::VARCHAR[], {column})")  # a subquery takes twice as long to plan
        parameters.append(list(accepted))
    return "WHERE " + " AND ".join(parts), parameters
