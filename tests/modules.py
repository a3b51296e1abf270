"""The modules of a tree: where each lies, what it imports, what it says first. No test itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def modules(root: Path) -> dict[str, Path]:
    """Every module of ours by its dotted name; a package's own by the package's name."""
    paths = sorted([*root.glob("etl/**/*.py"), *root.glob("dashboards/**/*.py"), *root.glob("app.py")])
    names = (".".join(path.relative_to(root).with_suffix("").parts) for path in paths)
    return dict(zip((name.removesuffix(".__init__") for name in names), paths, strict=True))


def room_of(module: str) -> str:
    """The room of a module: the first folder below `etl` or `dashboards`, or the module that lies loose."""
    return ".".join(module.split(".")[:2])


@cache
def tree(text: str) -> ast.Module:
    """A module's text as a tree."""
    return ast.parse(text)


@cache
def imports(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a module's text imports: a module, and the names that are taken from it."""
    made: list[tuple[str, tuple[str, ...]]] = []
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.Import):
            made += [(a.name, ()) for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            made.append((node.module, tuple(a.name for a in node.names)))
    return tuple(made)


def targets(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """What a module imports; of our own the module itself where a name is one."""
    for module, names in imports(path.read_text("utf-8")):
        own = {f"{module}.{name}" for name in names} & known.keys()
        yield from own or {module}


def first_words(module: str) -> str:
    """The docstring of a module of ours, or of a folder."""
    return ast.get_docstring(tree(modules(ROOT)[module].read_text("utf-8"))) or ""
