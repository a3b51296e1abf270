"""What nobody needs: code that nothing reaches, a block that stands twice, a period's text cut by hand."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from vulture import Vulture

from tests.modules import modules

ROOT = Path(__file__).parent.parent
OURS = ("app.py", "etl", "dashboards")
REACHED = {  # name that our code does not call -> who does
    "interpolate_index": "Dash", "available_properties": "Dash", "available_wildcard_properties": "Dash",
    "_on_contact": "Dash, when a figure is touched", "adopt": "Flask", "data_file": "Flask", "dataset_file": "Flask",
    "healthz": "Flask", "readyz": "Flask", "favicon": "Flask", "of_monitor": "Flask", "of_http": "Flask",
    "_primary_counts": "pydantic", "_consistent": "pydantic", "model_config": "pydantic",
    **dict.fromkeys(
        ("geo_name", "input_provenance", "quota_name", "ceiling_name"), "a column of the files"
    ),
    "became_provenance": "a column of the changes",
    "now_flag": "a column of a comparison", "revised_on": "a column of a comparison",
    "feed_of_figure": "Flask", "feed_of_statement": "Flask",
    "check_number": "Flask", "robots": "Flask", "security": "Flask", "collect": "prometheus_client",
    "keep_looking": "the server's settings, docs/deploy/gunicorn.conf.py",
    "origin_sha256": "a column of inputs.parquet", "checked_at": "a field of receipts on disk",
    "USAGE": "argparse ends with it; named so that no other code takes its number",
}  # fmt: skip
ONCE = 11  # lines that may not stand together in two places
TWICE = {  # a block's first line -> why it stands twice
    "color-scheme: dark;": "a reader's own choice and that of the system; old browsers know no light-dark()",
}
NO_PERIODS = ("etl.formats.eurostat: text[:4]", "etl.fetch.pull: parts[:4]")  # bytes; a list


@cache
def unreached() -> tuple[tuple[str, str], ...]:
    """Name and place of what nothing reaches. Attributes are left out: most are those of other libraries' objects."""
    finder = Vulture()
    finder.scavenge([str(ROOT / part) for part in OURS])
    unused = finder.get_unused_code()
    return tuple((i.name, "" if i.typ == "attribute" else f"{i.filename}:{i.first_lineno}") for i in unused)


def test_nothing_is_there_that_nobody_reaches() -> None:
    assert [f"{place} {name}" for name, place in unreached() if place and name not in REACHED] == []


def test_no_name_is_excused_that_is_reached_or_gone() -> None:
    assert REACHED.keys() - {name for name, _ in unreached()} == set()


def lines(path: Path) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers: no comment, no import, no bracket alone."""
    stripped = ((n, line.strip()) for n, line in enumerate(path.read_text("utf-8").splitlines(), 1))
    return [(n, t) for n, t in stripped if re.search(r"\w", t) and not re.match(r"(#|//|/\*|\*|import |from )", t)]


def repeated(paths: list[Path]) -> Iterator[str]:
    """Places where `ONCE` lines stand that stand elsewhere too, each run once."""
    seen: dict[tuple[str, ...], tuple[Path, int]] = {}
    for path in paths:
        there, after = lines(path), 0
        for k in range(len(there) - ONCE + 1):
            run = tuple(text for _, text in there[k : k + ONCE])
            first = seen.setdefault(run, (path, k))
            if first != (path, k) and k >= after and not TWICE.keys() & set(run):
                yield f"{path.name}:{there[k][0]} as {first[0].name}:{lines(first[0])[first[1]][0]}"
            after = max(after, k + ONCE) if first != (path, k) else after


def test_no_block_of_code_stands_twice() -> None:
    paths = [p for part in (*OURS, "assets") for p in sorted((ROOT / part).rglob("*.*")) or [ROOT / part]]
    assert [*repeated([p for p in paths if p.suffix in (".py", ".css", ".js")])] == []


def test_a_block_that_stands_twice_is_found(tmp_path: Path) -> None:
    block = "\n".join(f"line_{n} = {n}" for n in range(ONCE))
    (tmp_path / "a.py").write_text(f"{block}\n", "utf-8")
    (tmp_path / "b.py").write_text(f"other = 1\n\n# said again\n{block}\n", "utf-8")
    assert [*repeated(sorted(tmp_path.iterdir()))] == ["b.py:4 as a.py:1"]


def cut(module: str, text: str) -> Iterator[str]:
    """Places where a text is cut at the end of a year, quarter or month: [:4], [5:7], split("-")."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            first, end = (
                e.value if isinstance(e, ast.Constant) else None for e in (node.slice.lower, node.slice.upper)
            )
            if first in (4, 5) or end in (4, 7):
                yield f"{module}: {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            said = node.args[0]
            parts = node.func.attr in ("split", "rsplit", "partition", "rpartition")
            if parts and isinstance(said, ast.Constant) and said.value in ("-Q", "-S", "-W"):
                yield f"{module}: {ast.unparse(node)}"


def test_only_the_module_of_periods_takes_a_periods_text_apart() -> None:
    places = (p for part in OURS[1:] for p in sorted((ROOT / part).rglob("*.py")) if p.name != "period.py")
    names = {p: ".".join(p.relative_to(ROOT).with_suffix("").parts) for p in places}
    places_cut = [place for p, name in names.items() for place in cut(name, p.read_text("utf-8"))]
    assert [place for place in places_cut if place not in NO_PERIODS] == []


def test_only_macros_take_a_periods_text_apart_in_sql() -> None:
    catalogue = ROOT / "data" / "catalogue"
    files = [p for p in sorted(catalogue.rglob("*.toml")) if p.name != "macros.toml"]
    sql = re.compile(r"\b(?:left|right|substr\w*|split_part)\([^;\n]*?\bperiod\w*[^;\n]*?\d\)")
    assert [f"{p.name}: {m}" for p in files for m in sql.findall(p.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "line", ["year = period[:4]", "month = mark.x[5:7]", "rest = code[4:]", 'p = code.split("-Q")']
)
def test_a_period_that_is_cut_is_found(line: str) -> None:
    assert [*cut("m", line)] != []


SKIPPED = {  # the only tests that may be skipped once `scripts/setup dev` is done -> what they then lack
    "test_the_workbook_of_june_2025_is_read_whole": "../shared: a workbook of Frontex, which is not ours to keep",
    "test_real_downloads_are_taken_as_they_are": "../shared: whole files, as a contract refuses parts",
    "test_systemd_accepts_the_units_and_finds_a_misspelt_key": "systemd-analyze",
    "test_the_lines_for_r_run": "R", "test_libreoffice_opens_both": "LibreOffice",
}  # fmt: skip


def skips(text: str) -> Iterator[str]:
    """Functions of a test's module that skip, or that take the folder which may be missing."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            calls = (ast.unparse(n.func) for n in ast.walk(node) if isinstance(n, ast.Call))
            if "pytest.skip" in calls or "shared" in {a.arg for a in node.args.args}:
                yield node.name


def test_at_most_five_tests_are_skipped_on_a_plain_clone() -> None:
    """Fixtures that skip are of that folder, and of Chromium, which scripts/test brings."""
    tests = sorted((ROOT / "tests").rglob("*.py"))
    texts = (text for p in tests if re.search("skip|shared", text := p.read_text("utf-8")))
    named = {name for text in texts for name in skips(text)}
    assert {name for name in named if name.startswith("test_")} == SKIPPED.keys()


WITHOUT_LIMIT = {  # function that keeps all its answers as long as the process lives -> why they are few
    "etl.build.keys.state": "indicators, within one build",
    "etl.catalogue.catalogue.code_list": "files of the catalogue",
    "dashboards.blocks.glossary._pattern": "terms of the glossary",
    "dashboards.letter.text._passages": "the letter, in two languages",
    "dashboards.pages.names": "languages", "dashboards.pages.navigation": "languages",
    "dashboards.pages.claim.stood": "within one page",
    "dashboards.query.urls._version": "assets",
    "dashboards.search.find._parts": "titles of the index",
    "dashboards.text.formats._pattern": "decimals that indicators have",
    "dashboards.text.formats._locale": "languages",
    "dashboards.text.formats.month": "months, without their year",
}  # fmt: skip


def kept_for_ever(module: str, text: str) -> Iterator[str]:
    """Functions with arguments whose answers are kept without limit."""
    for node in ast.walk(ast.parse(text)) if "cache" in text else ():
        if isinstance(node, ast.FunctionDef) and node.args.args:
            made = {ast.unparse(d) for d in node.decorator_list}
            if made & {"cache", "functools.cache", "lru_cache(maxsize=None)", "lru_cache(None)"}:
                yield f"{module}.{node.name}"


def test_what_an_address_says_is_never_kept_without_limit() -> None:
    found = [f for name, path in modules(ROOT).items() for f in kept_for_ever(name, path.read_text("utf-8"))]
    assert sorted(found) == sorted(WITHOUT_LIMIT)
