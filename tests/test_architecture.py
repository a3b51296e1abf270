"""What may import what, room by room; README's picture and each room's own first words are held to the same list."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.modules import ROOT, first_words, modules, room_of, targets

# room -> rooms that it may import; nothing else passes. A room is a folder, or one of the few modules that lie loose.
ALLOWED = {  # names without a prefix are of `dashboards`
    "app": "dashboards front",
    "dashboards": "blocks front pages query routes web etl.catalogue",
    "pages": "blocks charts embed explore feeds figures files freshness letter query routes search sheets text web "
        "etl.catalogue etl.letter etl.model etl.release",
    "routes": "charts embed explore feeds figures files front office query search sheets text web etl.catalogue "
        "etl.letter etl.model etl.release",
    "blocks": "charts explore figures files freshness letter query search sheets text web etl.catalogue etl.letter "
        "etl.model",
    "sheets": "charts figures files freshness letter office query text etl.catalogue etl.letter etl.model etl.release",
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
    "etl.payloads": "etl.model",
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
    "docx": ("dashboards.office", "dashboards.sheets.docx"),
    "typst": ("dashboards.office.typeset",),
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
READS_RELEASES = ("dashboards.figures.figure", "dashboards.pages", "dashboards.routes", "dashboards.sheets", "etl")
LONGEST = 260  # lines of a module
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


def test_every_import_is_one_that_the_list_allows() -> None:
    assert faults(ROOT) == []


def test_nothing_is_allowed_that_nobody_uses() -> None:
    known = modules(ROOT)
    used = {(room_of(name), room_of(t)) for name, path in known.items() for t in targets(path, known)}
    assert [(room, below) for room, rooms in ROOMS.items() for below in rooms if (room, below) not in used] == []


def test_no_circle_leads_from_a_room_back_to_it() -> None:
    assert circles(ROOMS) == []


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code."""
    root = tmp_path_factory.mktemp("code")
    for name in ("etl", "dashboards"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", root)
    return root


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
def test_an_arrow_up_in_a_copy_of_the_tree_is_found(copy: Path, module: str, line: str, says: str) -> None:
    path = copy / module
    before = path.read_text("utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", "utf-8")
    sentences = faults(copy)
    if before is None:
        path.unlink()
    else:
        path.write_text(before, "utf-8")
    assert [f for f in sentences if says in f], says
    assert faults(copy) == [], "nothing else is found"


def test_a_circle_between_rooms_is_found() -> None:
    assert circles({**ROOMS, "dashboards.text": ("dashboards.office",)}) != []
    assert circles({"a": ("b",), "b": ("c",), "c": ("a",), "d": ("a",), "e": ()}) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("room", FOLDERS)
def test_a_folder_says_in_its_first_words_what_it_may_import(room: str) -> None:
    first, second = first_words(room).split("\n\n")[:2]
    assert first.endswith(".")
    assert second.replace("\n", " ") == f"May import: {', '.join(ROOMS[room]) or 'nothing of ours'}."


def picture() -> str:
    """README's table of the rooms: what each holds, by its own first words, and what it may import."""
    lines = ["| room | holds | may import |", "|---|---|---|"]
    for room, below in ROOMS.items():
        holds = " ".join(first_words(room).split("\n\n")[0].split()).replace("|", "\\|")
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
