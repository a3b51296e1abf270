"""What may import what, room by room; README's picture and each room's own first words are held to the same list."""

import ast
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# room -> rooms that it may import; nothing else passes. A room is a folder, or one of the few modules that lie loose.
ALLOWED = {  # names without a prefix are of `dashboards`
    "app": "dashboards front",
    "dashboards": "blocks front pages query routes web etl.catalogue",
    "pages": "blocks charts embed explore feeds figures files freshness letter query routes search text web "
        "etl.catalogue etl.letter etl.model etl.release",
    "routes": "charts embed explore feeds figures files front office query search text web etl.catalogue etl.letter "
        "etl.model etl.release",
    "blocks": "charts explore figures files freshness letter query search text web etl.catalogue etl.letter "
        "etl.model",
    "office": "charts files text etl.catalogue etl.model",
    "embed": "charts figures query text etl.catalogue",
    "feeds": "figures query text etl.catalogue etl.model",
    "files": "figures query text etl.catalogue etl.model",
    "explore": "charts query text etl.catalogue etl.model",
    "figures": "charts freshness query text etl.catalogue etl.letter etl.model etl.release",
    "charts": "text etl.catalogue etl.model",
    "letter": "search text etl.catalogue etl.letter etl.model",
    "web": "query etl.catalogue etl.model",
    "freshness": "etl.catalogue etl.model",
    "front": "etl.model",
    "query": "etl.catalogue etl.model",
    "search": "query etl.catalogue",
    "text": "etl.catalogue etl.model",
    "etl.__main__": "etl.build etl.catalogue etl.check etl.commands etl.model etl.release",
    "etl.commands": "etl.build etl.catalogue etl.check etl.fetch etl.model etl.release etl.sources",
    "etl.check": "etl.catalogue etl.history etl.letter etl.model etl.release",
    "etl.build": "etl.catalogue etl.fetch etl.history etl.letter etl.model etl.payloads etl.release etl.sources",
    "etl.fetch": "etl.catalogue etl.history etl.model etl.payloads etl.sources",
    "etl.release": "etl.catalogue etl.letter etl.model",
    "etl.sources": "etl.catalogue etl.formats etl.model etl.payloads",
    "etl.formats": "etl.catalogue etl.model etl.payloads",
    "etl.history": "etl.catalogue etl.model",
    "etl.letter": "etl.catalogue etl.model",
    "etl.catalogue": "etl.model",
    "etl.model": "",
    "etl.payloads": "",
    "etl": "",
}  # fmt: skip


def full_name(room: str) -> str:
    """The room's dotted name."""
    return room if room.startswith("etl") or room in ("app", "dashboards") else f"dashboards.{room}"


ROOMS = {full_name(room): tuple(map(full_name, below.split())) for room, below in ALLOWED.items()}
OUTSIDE = {  # outside library -> the only modules or rooms that may import it
    "requests": ("etl.fetch.http",),
    "duckdb": ("etl.release.engine",),
    "obstore": ("etl.release.bucket",),
    "pandas": ("etl",),
    "numpy": ("etl",),
    "plotly": ("dashboards.charts.plotly.picture",),
    "vl_convert": ("dashboards.charts.raster",),
    "pptx": ("dashboards.office",),
    "docx": ("dashboards.office",),
    "lxml": ("dashboards.office",),
    "xlsxwriter": ("dashboards.files",),
    "pypdf": ("dashboards.charts.pdf",),
    "rapidfuzz": ("dashboards.search.find",),
    "pyarrow": ("etl", "dashboards.files.parquet"),
    "dash": ("dashboards.__init__", "dashboards.blocks", "dashboards.pages", "dashboards.web.react_html",
             "dashboards.web.raw_html"),
    "prometheus_client": ("dashboards.front.metrics",),
    "brotli": ("dashboards.front.encodings", "dashboards.web.plotly_bundle"),
    "flask": ("dashboards.__init__", "dashboards.routes", "dashboards.web"),
}  # fmt: skip
READS_RELEASES = ("dashboards.figures.figure", "dashboards.pages", "dashboards.routes", "etl")
LONGEST = 260  # lines of a module
CLEAN = {  # rooms in which no name of `VAGUE` stands for anything
    "app", "dashboards.charts", "dashboards.explore", "dashboards.figures", "dashboards.freshness", "dashboards.text",
    *(name for name in ROOMS if name.startswith("etl")),
}  # fmt: skip
VAGUE = {"found", "told", "kin", "leaf", "sight", "shelf", "manner", "asked", "words", "edition", "editions"}
NAMESAKES = {"Column", "Entry", "Grid", "Group", "Offered", "Place"}  # classes that still wait for a name of their own


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


FOLDERS = [room for room in ROOMS if modules(ROOT)[room].name == "__init__.py" and room != "etl"]


def inside(module: str, places: tuple[str, ...]) -> bool:
    """Whether a module is one of the places or below one; `x.__init__` is the package's own module alone."""
    return any(f"{module}.__init__" == p or module == p or module.startswith(f"{p}.") for p in places)


def faults(root: Path) -> list[str]:
    """Every import that the list does not allow, as a sentence."""
    known, sentences = modules(root), []
    for module, path in known.items():
        room = room_of(module)
        if room not in ROOMS:
            sentences.append(f"{module} lies in no room")
            continue
        for target in targets(path, known):
            top, other = target.split(".")[0], room_of(target)
            if top in ("etl", "dashboards") and other not in (room, *ROOMS[room]):
                sentences.append(f"{module} must not import {target}")
            if target == "etl.release.store" and not inside(module, READS_RELEASES):
                sentences.append(f"{module} must not read releases")
            if not inside(module, OUTSIDE.get(top, (module,))):
                sentences.append(f"{module} must not import {top}")
    return sentences


def circles(rooms: dict[str, tuple[str, ...]]) -> list[str]:
    """Rooms that stand on no floor: each leads, by way of others, back to itself."""
    left = dict(rooms)
    while free := [room for room, below in left.items() if not set(below) & left.keys()]:
        for room in free:
            del left[room]
    return sorted(left)


def own_words(room: str, root: Path = ROOT) -> str:
    """The first words of a room: the docstring of its folder or module."""
    return ast.get_docstring(tree(modules(root)[room].read_text("utf-8"))) or ""


def test_every_import_is_one_that_the_list_allows() -> None:
    assert faults(ROOT) == []


def test_nothing_is_allowed_that_nobody_uses() -> None:
    known = modules(ROOT)
    used = {(room_of(name), room_of(t)) for name, path in known.items() for t in targets(path, known)}
    assert [(room, below) for room, rooms in ROOMS.items() for below in rooms if (room, below) not in used] == []


def test_no_circle_leads_from_a_room_back_to_it() -> None:
    assert circles(ROOMS) == []


@pytest.mark.parametrize(
    ("module", "line", "says"),
    [
        (
            "dashboards/query/urls.py",
            "from dashboards.pages import Page",
            "must not import dashboards.pages",
        ),
        (
            "dashboards/blocks/footer.py",
            "from dashboards import routes",
            "must not import dashboards.routes",
        ),
        (
            "dashboards/files/rows.py",
            "import dashboards.pages.about",
            "must not import dashboards.pages.about",
        ),
        ("dashboards/text/formats.py", "from etl.release.store import release", "must not import etl.release.store"),
        ("dashboards/figures/index.py", "from etl.release import store", "figures.index must not read releases"),
        ("etl/formats/tsv.py", "from dashboards.text import formats", "must not import dashboards.text.formats"),
        ("etl/history/archive.py", "def late():\n    from etl.fetch import pull", "must not import etl.fetch.pull"),
        ("dashboards/letter/words.py", "import requests", "must not import requests"),
        ("etl/formats/tsv.py", "from dash import html", "must not import dash"),
        ("dashboards/stray.py", "X = 1", "dashboards.stray lies in no room"),
        ("etl/helpers/__init__.py", "X = 1", "etl.helpers lies in no room"),
    ],
)
def test_an_arrow_up_in_a_copy_of_the_tree_is_found(tmp_path: Path, module: str, line: str, says: str) -> None:
    for name in ("etl", "dashboards"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path)
    assert faults(tmp_path) == []
    path = tmp_path / module
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + f"\n{line}\n", "utf-8")
    assert [f for f in faults(tmp_path) if says in f], says


def test_a_circle_between_rooms_is_found() -> None:
    assert circles({**ROOMS, "dashboards.text": ("dashboards.office",)}) != []
    assert circles({"a": ("b",), "b": ("c",), "c": ("a",), "d": ("a",), "e": ()}) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("room", FOLDERS)
def test_a_folder_says_in_its_first_words_what_it_may_import(room: str) -> None:
    first, second = own_words(room).split("\n\n")[:2]
    assert first.endswith(".")
    assert second.replace("\n", " ") == f"May import: {', '.join(ROOMS[room]) or 'nothing of ours'}."


def picture() -> str:
    """README's table of the rooms: what each holds, by its own first words, and what it may import."""
    lines = ["| room | holds | may import |", "|---|---|---|"]
    for room, below in ROOMS.items():
        holds = " ".join(own_words(room).split("\n\n")[0].split()).replace("|", "\\|")
        names = ", ".join(name.removeprefix("dashboards.") for name in below)
        lines.append(f"| `{room}` | {holds} | {names or '—'} |")
    return "\n".join(lines)


def test_readmes_picture_is_the_list() -> None:
    """UPDATE_README=1 writes it anew."""
    path = ROOT / "README.md"
    text = path.read_text("utf-8")
    wanted = re.sub("(?s)(<!-- rooms -->\n).*?(\n<!-- /rooms -->)", lambda m: f"{m[1]}{picture()}{m[2]}", text, count=1)
    if os.environ.get("UPDATE_README"):
        path.write_text(wanted, "utf-8")
    assert picture() in text
    assert wanted == text


@pytest.mark.parametrize("path", modules(ROOT).values(), ids=modules(ROOT))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_sources_never_import_one_another() -> None:
    known = modules(ROOT)
    names = {f"etl.sources.{n}" for n in ("eurostat", "frontex", "ind")}
    for name in names:
        assert not (set(targets(known[name], known)) & (names - {name}))


def test_tests_lie_as_the_code_does() -> None:
    rooms = {room.replace(".", "/") for room in ROOMS}
    folders = {p.relative_to(ROOT / "tests").parent.as_posix() for p in (ROOT / "tests").rglob("test_*.py")}
    ours = {"/".join(f.split("/")[:2]) for f in folders if f.startswith(("etl/", "dashboards/"))}
    assert ours - rooms == {"etl/indicators"}  # data/catalogue/indicators


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
    """Names that do not say what they stand for, in the rooms that should have none."""
    clean = {name: path for name, path in modules(root).items() if room_of(name) in CLEAN}
    names = {module: {*named(tree(path.read_text("utf-8")))} for module, path in clean.items()}
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
    assert {name: where for name, where in namesakes(ROOT).items() if name not in NAMESAKES} == {}


def test_a_vague_name_and_a_second_class_of_a_name_are_found(tmp_path: Path) -> None:
    (tmp_path / "etl" / "model").mkdir(parents=True)
    for name, text in (("a.py", "def f(found: int) -> None: ...\nclass Chart: ..."), ("b.py", "class Chart: ...")):
        (tmp_path / "etl" / "model" / name).write_text(text, "utf-8")
    assert vague(tmp_path) == ["etl.model.a: found"]
    assert namesakes(tmp_path) == {"Chart": ["etl.model.a", "etl.model.b"]}
