"""What may import what. The picture is in README.md; this test keeps it true."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted([*ROOT.glob("etl/**/*.py"), *ROOT.glob("dashboards/**/*.py"), ROOT / "app.py"])


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(p for p in parts if p != "__init__")


PURE = ("etl.declarations", "etl.datasets", "etl.texts", "etl.catalogue", "etl.observations", "etl.errors")

MAY_IMPORT: dict[str, tuple[str, ...]] = {  # module (longest prefix wins) -> modules of ours it may import
    "etl": ("etl",),
    "etl.errors": (),
    "etl.observations": (),
    "etl.texts": (),
    "etl.datasets": ("etl.texts",),
    "etl.declarations": ("etl.texts", "etl.datasets"),
    "etl.places": (),
    "etl.periods": (),
    "etl.vintages": ("etl.periods",),
    "etl.engine": (),
    "etl.catalogue": ("etl.declarations", "etl.errors"),
    "etl.status": ("etl.declarations", "etl.observations", "etl.periods"),
    "etl.claims": ("etl.declarations", "etl.observations", "etl.status"),
    "etl.contracts": ("etl.catalogue", "etl.declarations", "etl.errors"),
    "etl.corrections": ("etl.declarations", "etl.errors"),
    "etl.archive": ("etl.declarations", "etl.errors"),
    "etl.snapshots": ("etl.sources", "etl.errors"),
    "etl.http": ("etl.errors", "etl.sources"),
    "etl.opened": ("etl.engine", "etl.observations"),
    "etl.tables": ("etl.engine", "etl.errors", "etl.observations", "etl.opened"),
    "etl.store": ("etl.engine", "etl.claims", "etl.errors", "etl.observations", "etl.opened", "etl.places",
                  "etl.tables"),
    "etl.warehouse": ("etl.engine", "etl.declarations", "etl.errors", "etl.observations"),
    "etl.sources": (*PURE,),
    "etl.sources.eurostat": (*PURE, "etl.sources.Part", "etl.sources", "etl.formats", "etl.http"),
    "etl.sources.frontex": (*PURE, "etl.sources", "etl.formats", "etl.http"),
    "etl.sources.ind": (*PURE, "etl.sources", "etl.formats", "etl.http"),
    "etl.formats": (*PURE, "etl.formats", "etl.sources"),
    "dashboards": ("dashboards", *PURE, "etl.claims", "etl.status", "etl.store"),
    "dashboards.chart": (*PURE, "dashboards.words"),
    "dashboards.alt_text": (*PURE, "dashboards.words", "dashboards.chart", "dashboards.chart_notes"),
    "dashboards.chart_notes": (*PURE, "dashboards.words", "dashboards.chart"),
    "dashboards.choices": PURE,
    "dashboards.words": (*PURE, "dashboards.vocabulary"),
    "dashboards.vocabulary": PURE,
    "dashboards.kpi": (*PURE, "etl.claims"),
    "dashboards.drawing": (*PURE, "dashboards.chart", "dashboards.words"),
    "dashboards.render": (*PURE, "dashboards.render", "dashboards.chart", "dashboards.words", "dashboards.palette",
                          "dashboards.alt_text", "dashboards.chart_notes", "dashboards.vocabulary"),
    **{name_of(p): (*PURE, "dashboards.briefing", "dashboards.rows", "dashboards.render", "dashboards.chart",
                    "dashboards.chart_notes", "dashboards.words", "dashboards.vocabulary", "dashboards.palette",
                    "dashboards.alt_text")
       for p in FILES if name_of(p).startswith("dashboards.render.office_")},
    "dashboards.blocks": (*PURE, "dashboards", "etl.claims"),
    "app": ("dashboards",),
}  # fmt: skip
READS_RELEASES = ("dashboards", "dashboards.figures", "dashboards.pages", "dashboards.exports", "etl")
ONLY_IN = {  # outside library -> the only places that may import it
    "requests": ("etl.http",),
    "duckdb": ("etl.engine",),
    "pandas": ("etl",),
    "plotly": ("dashboards.render.plotly",),
    "vl_convert": ("dashboards.render.raster",),
    "pptx": ("dashboards.render",),
    "docx": ("dashboards.render",),
    "xlsxwriter": ("dashboards.render",),
    "pypdf": ("dashboards.render",),
    "pyarrow": ("etl", "dashboards.render.parquet"),
    "dash": ("dashboards", "dashboards.blocks", "dashboards.pages", "dashboards.first_paint", "dashboards.raw"),
    "flask": ("dashboards", "dashboards.exports"),
}
EXACT = ("dashboards",)  # as a place: the package's own module, not everything below it


KNOWN = {name_of(f) for f in FILES}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            own = {f"{node.module}.{a.name}" for a in node.names} & KNOWN
            yield from own or {node.module}


def inside(module: str, roots: tuple[str, ...], exact: tuple[str, ...] = ()) -> bool:
    return any(module == root or (root not in exact and module.startswith(f"{root}.")) for root in roots)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    module = name_of(path)
    allowed = MAY_IMPORT[max((k for k in MAY_IMPORT if inside(module, (k,))), key=len)]
    for target in imports_of(path):
        if target.split(".")[0] in ("etl", "dashboards"):
            assert inside(target, allowed), f"{module} must not import {target}"
        if target == "etl.store":
            assert inside(module, READS_RELEASES, EXACT), f"{module} must not read releases"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_outside_libraries_have_one_door(path: Path) -> None:
    module = name_of(path)
    for target in imports_of(path):
        top = target.split(".")[0]
        if top in ONLY_IN:
            assert inside(module, ONLY_IN[top], EXACT), f"{module} must not import {top}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 260


def test_sources_never_import_one_another() -> None:
    names = {f"etl.sources.{n}" for n in ("eurostat", "frontex", "ind")}
    for path in (ROOT / "etl" / "sources").glob("*.py"):
        assert not (set(imports_of(path)) & (names - {name_of(path)}))
