"""What may import what, room by room; README's picture and each room's own first words are held to the same list."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# room -> rooms that it may import; nothing else passes. A room is a folder, or one of the few modules that lie loose.
ROOMS: dict[str, tuple[str, ...]] = {
    "app": ("dashboards",),
    "dashboards": (
        "dashboards.blocks",
        "dashboards.pages",
        "dashboards.query",
        "dashboards.routes",
        "dashboards.web",
        "etl.catalogue",
    ),
    "dashboards.blocks": (
        "dashboards.charts",
        "dashboards.explore",
        "dashboards.figures",
        "dashboards.files",
        "dashboards.freshness",
        "dashboards.letter",
        "dashboards.query",
        "dashboards.search",
        "dashboards.text",
        "dashboards.web",
        "etl.catalogue",
        "etl.letter",
        "etl.model",
    ),
    "dashboards.charts": (
        "dashboards.text",
        "etl.catalogue",
    ),
    "dashboards.embed": (
        "dashboards.charts",
        "dashboards.figures",
        "dashboards.query",
        "dashboards.text",
        "etl.catalogue",
        "etl.model",
    ),
    "dashboards.explore": (
        "dashboards.charts",
        "dashboards.query",
        "dashboards.text",
        "etl.catalogue",
        "etl.model",
    ),
    "dashboards.feeds": (
        "dashboards.figures",
        "dashboards.text",
        "etl.catalogue",
        "etl.model",
    ),
    "dashboards.figures": (
        "dashboards.charts",
        "dashboards.embed",
        "dashboards.query",
        "dashboards.text",
        "etl.catalogue",
        "etl.letter",
        "etl.model",
        "etl.release",
    ),
    "dashboards.files": (
        "dashboards.figures",
        "dashboards.query",
        "dashboards.text",
        "etl.catalogue",
        "etl.model",
    ),
    "dashboards.freshness": (
        "etl.catalogue",
        "etl.model",
    ),
    "dashboards.letter": (
        "dashboards.search",
        "dashboards.text",
        "etl.catalogue",
        "etl.letter",
        "etl.model",
    ),
    "dashboards.office": (
        "dashboards.charts",
        "dashboards.files",
        "dashboards.text",
        "etl.catalogue",
        "etl.model",
    ),
    "dashboards.pages": (
        "dashboards.blocks",
        "dashboards.charts",
        "dashboards.embed",
        "dashboards.explore",
        "dashboards.feeds",
        "dashboards.figures",
        "dashboards.files",
        "dashboards.freshness",
        "dashboards.letter",
        "dashboards.query",
        "dashboards.routes",
        "dashboards.search",
        "dashboards.text",
        "dashboards.web",
        "etl.catalogue",
        "etl.letter",
        "etl.model",
        "etl.release",
    ),
    "dashboards.query": (
        "etl.catalogue",
        "etl.model",
    ),
    "dashboards.routes": (
        "dashboards.charts",
        "dashboards.embed",
        "dashboards.explore",
        "dashboards.feeds",
        "dashboards.figures",
        "dashboards.files",
        "dashboards.office",
        "dashboards.query",
        "dashboards.text",
        "dashboards.web",
        "etl.catalogue",
        "etl.letter",
        "etl.model",
        "etl.release",
    ),
    "dashboards.search": ("etl.catalogue",),
    "dashboards.text": ("etl.catalogue",),
    "dashboards.web": (
        "dashboards.figures",
        "dashboards.office",
        "dashboards.query",
        "etl.catalogue",
        "etl.model",
        "etl.release",
    ),
    "etl": (),
    "etl.__main__": (
        "etl.build",
        "etl.catalogue",
        "etl.fetch",
        "etl.model",
        "etl.release",
        "etl.sources",
    ),
    "etl.build": (
        "etl.catalogue",
        "etl.fetch",
        "etl.history",
        "etl.letter",
        "etl.model",
        "etl.release",
        "etl.sources",
    ),
    "etl.catalogue": ("etl.model",),
    "etl.fetch": (
        "etl.catalogue",
        "etl.history",
        "etl.model",
        "etl.sources",
    ),
    "etl.formats": (
        "etl.catalogue",
        "etl.model",
        "etl.sources",
    ),
    "etl.history": (
        "etl.catalogue",
        "etl.model",
    ),
    "etl.letter": (
        "etl.catalogue",
        "etl.model",
    ),
    "etl.model": (),
    "etl.release": (
        "etl.catalogue",
        "etl.letter",
        "etl.model",
    ),
    "etl.sources": (
        "etl.catalogue",
        "etl.fetch",
        "etl.formats",
        "etl.model",
    ),
}
OUTSIDE = {  # outside library -> the only modules or rooms that may import it
    "requests": ("etl.fetch.http",),
    "duckdb": ("etl.release.engine",),
    "pandas": ("etl",),
    "plotly": ("dashboards.charts.plotly.picture",),
    "vl_convert": ("dashboards.charts.raster",),
    "pptx": ("dashboards.office",),
    "docx": ("dashboards.office",),
    "lxml": ("dashboards.office",),
    "xlsxwriter": ("dashboards.files",),
    "pypdf": ("dashboards.charts.pdf",),
    "pyarrow": ("etl", "dashboards.files.parquet"),
    "dash": ("dashboards.__init__", "dashboards.blocks", "dashboards.pages", "dashboards.web.react_html",
             "dashboards.web.raw_html"),
    "flask": ("dashboards.__init__", "dashboards.routes", "dashboards.web"),
}  # fmt: skip
READS_RELEASES = ("dashboards.figures.figure", "dashboards.pages", "dashboards.routes", "dashboards.web", "etl")
LONGEST = 260  # lines of a module


def modules(root: Path) -> dict[str, Path]:
    """Every module of ours by its dotted name; a package's own by the package's name."""
    found = sorted([*root.glob("etl/**/*.py"), *root.glob("dashboards/**/*.py"), root / "app.py"])
    names = (".".join(path.relative_to(root).with_suffix("").parts) for path in found)
    return dict(zip((name.removesuffix(".__init__") for name in names), found, strict=True))


def room_of(module: str) -> str:
    """The room of a module: the first folder below `etl` or `dashboards`, or the module that lies loose."""
    return ".".join(module.split(".")[:2])


def targets(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """What a module imports; of our own the module itself where a name is one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            own = {f"{node.module}.{a.name}" for a in node.names} & known.keys()
            yield from own or {node.module}


def inside(module: str, places: tuple[str, ...]) -> bool:
    """Whether a module is one of the places or below one; `x.__init__` is the package's own module alone."""
    return any(f"{module}.__init__" == p or module == p or module.startswith(f"{p}.") for p in places)


def faults(root: Path) -> list[str]:
    """Every import that the list does not allow, as a sentence."""
    known, found = modules(root), []
    for module, path in known.items():
        room = room_of(module)
        if room not in ROOMS:
            found.append(f"{module} lies in no room")
            continue
        for target in targets(path, known):
            top, other = target.split(".")[0], room_of(target)
            if top in ("etl", "dashboards") and other not in (room, *ROOMS[room]):
                found.append(f"{module} must not import {target}")
            if target == "etl.release.store" and not inside(module, READS_RELEASES):
                found.append(f"{module} must not read releases")
            if not inside(module, OUTSIDE.get(top, (module,))):
                found.append(f"{module} must not import {top}")
    return found


def circles(rooms: dict[str, tuple[str, ...]]) -> list[str]:
    """Rooms that stand on no floor: each leads, by way of others, back to itself."""
    left = dict(rooms)
    while free := [room for room, below in left.items() if not set(below) & left.keys()]:
        for room in free:
            del left[room]
    return sorted(left)


def test_every_import_is_one_that_the_list_allows() -> None:
    assert faults(ROOT) == []


def test_no_circle_leads_from_a_room_back_to_it() -> None:
    assert circles({"a": ("b",), "b": ()}) == []


@pytest.mark.parametrize("path", modules(ROOT).values(), ids=modules(ROOT))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_sources_never_import_one_another() -> None:
    known = modules(ROOT)
    names = {f"etl.sources.{n}" for n in ("eurostat", "frontex", "ind")}
    for name in names:
        assert not (set(targets(known[name], known)) & (names - {name}))
