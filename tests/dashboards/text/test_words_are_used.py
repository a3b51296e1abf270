"""Words that several rooms share stand there because they are read: each by name, or by the first part of its name."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboards.text.file_messages import L
from dashboards.text.messages import T

ROOT = Path(__file__).parents[3]


def vocabularies(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Every reading of a shared vocabulary in a module: its name, and what stands between the brackets."""
    for node in ast.walk(module):
        if isinstance(node, ast.Subscript):
            name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if name in ("T", "L"):
                yield name, node.slice


def texts(node: ast.AST) -> set[str]:
    """Every text below a node."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


@cache
def read() -> dict[str, tuple[set[str], set[str]]]:
    """Of each vocabulary the names that are read, and beginnings of names whose end is worked out."""
    found: dict[str, tuple[set[str], set[str]]] = {"T": (set(), set()), "L": (set(), set())}
    for path in ROOT.glob("dashboards/**/*.py"):
        module = ast.parse(path.read_text("utf-8"))
        for name, between in vocabularies(module):
            names, beginnings = found[name]
            if isinstance(between, ast.JoinedStr | ast.BinOp):
                beginnings |= {text for text in texts(between) if text.endswith("_")}
            else:  # a name that was put into a variable stands elsewhere in the module
                names |= texts(module) if isinstance(between, ast.Name | ast.Attribute) else texts(between)
    return found


@pytest.mark.parametrize(("vocabulary", "words"), [("T", T), ("L", L)])
def test_every_shared_word_is_read_somewhere(vocabulary: str, words: dict[str, object]) -> None:
    names, beginnings = read()[vocabulary]
    assert [w for w in words if w not in names and not any(w.startswith(b) for b in beginnings)] == []
    assert len(names & set(words)) > 30
