"""Codes that a query writes by itself, whatever its data say: texts in a column, followed through its parts.

Reads DuckDB's own tree of the query: constants, branches of CASE, texts put together, macros, shared views and parts
named by WITH. What comes from data is not here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from etl.release import engine

Tree = Mapping[str, Any]
DEEPEST = 12  # parts within parts; deeper is not followed


@dataclass(frozen=True)
class _Scope:
    """What names stand for: queries (WITH, views) and macros; `depth` of the part that is read."""

    tables: Mapping[str, Tree]
    macros: Mapping[str, Tree]
    depth: int = 0


def written(sql: str, column: str, views: Mapping[str, str], macros: Mapping[str, str]) -> set[str]:
    """Texts that the query itself puts into a column, on some row or other."""
    tables = {name: engine.syntax(query) for name, query in views.items()}
    expressions = {name: engine.syntax(f"SELECT {text}")["select_list"][0] for name, text in macros.items()}
    return set(_column(engine.syntax(sql), column, None, _Scope(tables, expressions)))


def _column(node: Tree, name: str, first: Tree | None, scope: _Scope) -> Iterator[str]:
    """Texts in a column of a query; first: of a UNION the part that gives the names."""
    if scope.depth > DEEPEST:
        return
    own = {c["key"]: c["value"]["query_node"] for c in node["cte_map"]["map"]}
    scope = replace(scope, tables={**scope.tables, **own}, depth=scope.depth + 1)
    if parts := _parts(node):
        for part in parts:
            yield from _column(part, name, first or _leftmost(node), scope)
    elif item := _item(node, name, first or node):
        yield from _texts(item, node, scope)
    else:  # a star
        for table in _tables(node["from_table"], scope).values():
            yield from _column(table, name, None, scope)


def _called(item: Tree) -> str:
    return str(item["alias"] or (item.get("column_names") or [""])[-1])


def _leftmost(node: Tree) -> Tree:
    parts = _parts(node)
    return _leftmost(parts[0]) if parts else node


def _parts(node: Tree) -> Sequence[Tree]:
    """What a UNION puts together; of a WITH that reads itself its beginning and what it adds."""
    return node.get("children") or [node[side] for side in ("left", "right") if side in node]


def _item(node: Tree, name: str, first: Tree) -> Tree | None:
    """What a SELECT has in the column that is called so, or is where the first part of the UNION calls it so.

    None where a star gives it.
    """
    items: list[Tree] = node["select_list"]
    named: list[Tree] = first["select_list"]
    place = next((n for n, item in enumerate(named) if _called(item) == name), None)
    stars = [[n for n, item in enumerate(part) if item["class"] == "STAR"] for part in (items, named)]
    if place is not None and len(items) == len(named) and stars[0] == stars[1]:
        return items[place]
    return next((item for item in items if _called(item) == name), None)


def _tables(source: Tree, scope: _Scope) -> dict[str, Tree]:
    """The queries that a FROM reads, by the names that the SELECT uses for them."""
    match source["type"]:
        case "BASE_TABLE":
            known = scope.tables.get(source["table_name"])
            return {source["alias"] or source["table_name"]: known} if known else {}
        case "SUBQUERY":
            return {source["alias"]: source["subquery"]["node"]}
        case "JOIN":
            return _tables(source["left"], scope) | _tables(source["right"], scope)
    return {}


def _texts(e: Tree, node: Tree, scope: _Scope) -> Iterator[str]:
    """Texts that an expression can be."""
    match e["class"]:
        case "CONSTANT" if e["literal"]["kind"] == "STRING":
            yield e["literal"]["text"]
        case "CASE":
            for branch in (*(c["then_expr"] for c in e["case_checks"]), e["else_expr"]):
                yield from _texts(branch, node, scope)
        case "FUNCTION":
            yield from _of_function(e, node, scope)
        case "COLUMN_REF":
            *table, name = e["column_names"]
            for alias, query in _tables(node["from_table"], scope).items():
                if not table or table[-1] == alias:
                    yield from _column(query, name, None, scope)


def _of_function(e: Tree, node: Tree, scope: _Scope) -> Iterator[str]:
    """Texts put together, and those of a macro."""
    if e["function_name"] == "||":
        parts = [list(_texts(a["expression"], node, scope)) for a in e["arguments"]]
        yield from ("".join(together) for together in product(*parts))
    elif macro := scope.macros.get(e["function_name"]):
        yield from _texts(macro, node, scope)
