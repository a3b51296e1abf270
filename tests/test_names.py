"""Names in the code say what they stand for, and no two classes have one name."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.modules import ROOT, modules, tree

VAGUE = {"found", "told", "kin", "leaf", "sight", "shelf", "manner", "asked", "words", "edition", "editions"}


def named(module: ast.AST) -> Iterator[str]:
    """Every name that a module gives: to a variable, a parameter, a function or a class."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def vague(root: Path) -> list[str]:
    """Names that do not say what they stand for."""
    names = {module: {*named(tree(path.read_text("utf-8")))} for module, path in modules(root).items()}
    return [f"{module}: {name}" for module, given in names.items() for name in sorted(given & VAGUE)]


def namesakes(root: Path) -> dict[str, list[str]]:
    """Names of classes that stand for more than one -> the modules with such a class."""
    places: dict[str, list[str]] = {}
    for module, path in modules(root).items():
        for node in ast.walk(tree(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(module)
    return {name: where for name, where in places.items() if len(where) > 1}


def test_names_say_what_they_stand_for() -> None:
    assert vague(ROOT) == []


def test_no_two_classes_have_one_name() -> None:
    assert namesakes(ROOT) == {}


def test_a_vague_name_and_a_second_class_of_a_name_are_found(tmp_path: Path) -> None:
    (tmp_path / "etl" / "model").mkdir(parents=True)
    for name, text in (("a.py", "def f(found: int) -> None: ...\nclass Chart: ..."), ("b.py", "class Chart: ...")):
        (tmp_path / "etl" / "model" / name).write_text(text, "utf-8")
    assert vague(tmp_path) == ["etl.model.a: found"]
    assert namesakes(tmp_path) == {"Chart": ["etl.model.a", "etl.model.b"]}
