"""README and docs/ say what is so: paths, commands, addresses, settings and numbers about the code are held here.

CHANGELOG.md is left out where it tells of what once was.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboards import pages
from dashboards.front import answers
from dashboards.query import briefing
from dashboards.routes import pictures, release_file
from etl.__main__ import main
from etl.catalogue import catalogue
from etl.model import places
from etl.release import store

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = (README, *sorted((ROOT / "docs").rglob("*.md")))
NAMES = [p.relative_to(ROOT).as_posix() for p in DOCS]
LONGEST = 200  # lines of README
FOLDERS = ("app.py", "assets", "dashboards", "data", "docs", "etl", "scripts", "tests", ".ci", ".github")
MADE = ("data/snapshots", "data/quarantine", "data/warehouse")  # by a pull, a build
EXAMPLES = {
    "<indicator>": "return_rate",
    "<claim_id>": "p4_return_rate",
    "<claim>": "p4_return_rate",
    "<number>": "4",
    "<dataset>": "eurostat.migr_eiord",
    "<source>": "all",
    "<path>": "en/figure/return_rate",
}
NEEDS = {"/oembed": "?url=http://localhost/en/figure/return_rate", "/briefing.": "?figure=return_rate",
         "/embed/board": "?figure=return_rate",
         "/api/verify.json": "?given=2026-11-23-1a2b3c",
         "/api/check": "?indicator=return_rate&period=2018&value=40"}  # fmt: skip
PATH = re.compile(r"[\w.<>-]+/[\w.<>/-]*")
SPAN = re.compile(r"`([^`\n]+)`")


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def commands(text: str) -> Iterator[list[str]]:
    """Every command of an indented block, its remark left out; lines that end in a backslash are one."""
    for block in re.findall(r"(?m)(?:^    .*\n?)+", text):
        for each in block.replace("\\\n", " ").splitlines():
            yield shlex.split(each, comments=True)


def spans(text: str) -> list[str]:
    return SPAN.findall(re.sub(r"(?m)^    .*$", "", text))


def slug(heading: str) -> str:
    """The name under which a Markdown page is linked at a heading."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "")).strip().lower().replace(" ", "-")


def test_readme_is_short() -> None:
    assert len(text_of(README).splitlines()) < LONGEST


@pytest.mark.parametrize("path", DOCS, ids=NAMES)
def test_every_path_that_is_named_exists(path: Path) -> None:
    named = [s for s in spans(text_of(path)) if PATH.fullmatch(s) and s.split("/")[0] in FOLDERS]
    found = [s.rstrip("/") for s in named if "<" not in s]
    assert [s for s in found if not (ROOT / s).exists() and not s.startswith(MADE)] == []
    patterns = {s for s in named if "<" in s and not s.startswith(MADE)}
    globbed = {s: re.sub(r"<[^>]*>", "*", s).rstrip("/") for s in patterns}
    assert [s for s, pattern in globbed.items() if not list(ROOT.glob(pattern))] == []


@pytest.mark.parametrize("path", DOCS, ids=NAMES)
def test_every_link_leads_somewhere(path: Path) -> None:
    wrong = []
    for target in re.findall(r"\]\(([^)]+)\)", text_of(path)):
        file, _, place = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        headings = re.findall(r"(?m)^#+ (.+)$", text_of(there)) if place else []
        if not there.exists() or (place and place not in map(slug, headings)):
            wrong.append(target)
    assert wrong == []


def options(words: Sequence[str], told: str) -> list[str]:
    """Options of a command that its own words do not know."""
    return [w for w in words if w.startswith("--") and w not in told]


@pytest.mark.parametrize("path", DOCS, ids=NAMES)
def test_every_command_is_one_that_there_is(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [*commands(text_of(path)), *(s.split() for s in spans(text_of(path)))]
    for words in ([w for w in each if not re.fullmatch(r"[A-Z_]+=\S+", w)] for each in said):
        match words:
            case ["python", "-m", "etl", command, *more]:
                with pytest.raises(SystemExit) as ended:
                    main([command, "--help"])
                assert ended.value.code == 0, words
                assert options(more, capsys.readouterr().out) == []
            case ["python", "-m", "pytest", *more]:
                assert [w for w in more if not (ROOT / w).exists()] == []
            case ["python", script, *more] if script.endswith(".py"):
                assert options(more, text_of(ROOT / script)) == []
            case [script, *more] if script.startswith("scripts/"):
                assert options(more, text_of(ROOT / script)) == []


def addresses(text: str) -> Iterator[str]:
    """Every address in code type; an ending alone (`.png`) belongs to the address before it in its cell."""
    for row in text.splitlines():
        before = ""
        for span in spans(row):
            if span.startswith("/"):
                before = span
                yield span
            elif re.fullmatch(r"\.[a-z]+", span) and before:
                yield before.rsplit(".", 1)[0] + span


@pytest.fixture(scope="module")
def status(site: Any) -> Callable[[str], int]:
    """The status of an address, asked once however many pages name it."""
    client = site.test_client()

    @cache
    def of(address: str) -> int:
        with client.get(address) as answer:  # closed, as one may be a file on disk
            return int(answer.status_code)

    return of


@pytest.mark.parametrize("path", DOCS, ids=NAMES)
def test_every_address_is_answered(path: Path, status: Callable[[str], int], release: store.Release) -> None:
    for address in addresses(text_of(path)):
        if address in ("/embed/", "/figure/", "/_dash-update-component"):  # the beginning of some; POST only
            continue
        asked = address.replace("release=A&compare=B", f"release={release.id}&compare={release.id}")
        for name, example in EXAMPLES.items():
            asked = asked.replace(name, example)
        asked += next((more for start, more in NEEDS.items() if asked.startswith(start) and "?" not in asked), "")
        assert status(asked) < 400, address


def test_the_page_of_addresses_leaves_none_out(site: Any) -> None:
    told = {re.sub(r"<[^>]*>", "<>", a) for a in addresses(text_of(ROOT / "docs/addresses.md"))}
    for rule in map(str, site.url_map.iter_rules()):
        if rule.startswith(("/_", "/assets/", "/plotly/", "/favicon")) or rule in ("/", "/<path:path>"):
            continue
        ends = re.search(r"<any\((.*)\):ending>", rule)
        endings = (
            ends[1].split(", ") if ends else {"/data": ("csv", "zip"), "/feed": ("atom", "json")}.get(rule[:5], "-")
        )
        for ending in endings:
            plain = re.sub(r"<any.*>|<ending>", ending, rule)
            assert re.sub(r"<[^>]*>", "<>", plain) in told, rule
    assert {f"/en{re.sub('<[^>]*>', '<>', p.path)}" for p in pages.pages()} <= told


def settings_read() -> set[str]:
    """Every environment variable that our code and scripts read."""
    code = "\n".join(text_of(p) for f in ("etl", "dashboards", "docs") for p in (ROOT / f).rglob("*.py"))
    scripts = "\n".join(text_of(ROOT / "scripts" / n) for n in ("run", "setup", "test"))
    found = set(re.findall(r"""os\.environ(?:\.get\(|\[)['"](\w+)""", code)) | set(
        re.findall(r"\$\{([A-Z_]+):-", scripts)
    )
    found |= {f"MONITOR_{n}_URL" for n in re.findall(r"""\bbase\(['"](\w+)""", code)}
    found |= {f"MONITOR_{n}" for n in re.findall(r'\bsetting\("(\w+)"', code)}
    return found | set(places.SETTINGS)


def test_every_setting_is_listed_and_none_that_is_not_read() -> None:
    listed = set(re.findall(r"(?m)^\| `([A-Z_0-9]+)` \|", text_of(ROOT / "docs/settings.md")))
    of_tests = {"AXE", "UPDATE_GOLDEN"}
    assert listed - of_tests - {"MONITOR_CBS_URL", "MONITOR_CBS_V4_URL"} <= settings_read() <= listed
    tests = "\n".join(text_of(p) for p in (ROOT / "tests").rglob("*.py") if p != Path(__file__))
    assert all(f'"{name}"' in tests for name in of_tests)


def held() -> dict[str, int]:
    """What is said in numbers about the code, and the number that is so. `N` is where it stands."""
    c, sizes = catalogue.load(), pictures.SIZES
    return {
        r"N\s+statements\b": len(c.claims),
        r"N\s+indicators\b": len(c.indicators),
        r"N\s+datasets\b": len(c.datasets),
        r"the N pillars\b": len(c.pillars),
        r"\b1 to N of them": briefing.MOST,
        r"A briefing of N figures": briefing.MOST,
        r"at most N of\s+them": release_file.KEPT,
        r"whole releases as zip, at most N\b": release_file.KEPT,
        r"at most N MB\b": answers.MOST_BYTES // 1_000_000,
        r"`report` \(N wide": sizes["report"].width,
        r"Modules under N lines": 260,
    }


def write_anew() -> None:
    """Put today's numbers of the catalogue into the pages that state them."""
    grow = {words: n for words, n in held().items() if re.search(r"statements|indicators|datasets", words)}
    for path in DOCS:
        text = text_of(path)
        for words, number in grow.items():
            text = re.sub(
                words.replace("N", r"\d[\d,]*", 1), lambda m, n=number: re.sub(r"\d[\d,]*", str(n), m[0], count=1), text
            )
        if text != text_of(path):
            path.write_text(text, "utf-8")


def test_numbers_about_the_code_are_those_of_the_code() -> None:
    """UPDATE_README=1 writes how many statements, indicators and datasets there are."""
    if os.environ.get("UPDATE_README"):
        write_anew()
    whole = "\n".join(text_of(p) for p in DOCS if "decisions" not in p.parts or p.stem == "state_in_address")
    for words, number in held().items():
        found = re.findall(words.replace("N", r"(\d[\d,]*)", 1), whole)
        assert found, words
        assert {int(n.replace(",", "")) for n in found} == {number}, words


def test_sizes_of_pictures_are_those_of_the_route() -> None:
    said = re.findall(r"`(\w+)` \((\d+)×(\d+)\)", text_of(ROOT / "docs/pictures.md"))
    there = {n: (round(s.width * s.enlarged), round((s.height or 0) * s.enlarged)) for n, s in pictures.SIZES.items()}
    assert {name: (int(w), int(h)) for name, w, h in said} == {n: s for n, s in there.items() if s[1]}


# Numbers in README that say nothing of the code: the letter and its quotes, versions, laws, what the archive lacks,
# measurements (which their decision's page has as well).
ABOUT_OTHER = (
    r"2019/20, 19 637 /\s+30 573, nr\. 2535", r"October 2019", r"arrivals −92% since 2015", r"rate of 40%",
    r"Python 3\.11, 3\.12 or 3\.13", r"archive lacks is not shown:[^.]*\.", r"2011/833/EU",
    r"CC BY\s+4\.0", r"EUPL-1\.2", r"OpenAPI 3\.1", r"\b404 with a sentence",
    r"\| [^|]*(?:1\.3 ms|26\.8 s|3\.8 s|0\.6 ms|60 million)[^|]*\|$",
)  # fmt: skip


def test_no_number_in_readme_is_held_by_nothing() -> None:
    left = re.sub(r"(?m)^    .*$", "", text_of(README))
    left = re.sub(r"`[^`\n]*`|\]\([^)]*\)", "", left)
    for words in (*(w.replace("N", r"\d[\d,]*", 1) for w in held()), *ABOUT_OTHER):
        left = re.sub(words, "", left, flags=re.MULTILINE)
    assert re.findall(r".*\d.*", left) == []


def test_only_get_is_answered_and_nothing_is_kept_at_the_reader(client: Any) -> None:
    for address in ("/en/", "/en/letter", "/data/return_rate.csv", "/embed/return_rate", "/feeds/all.atom", "/en/none"):
        assert "Set-Cookie" not in client.get(address).headers
        assert {client.open(address, method=m).status_code for m in ("POST", "PUT", "PATCH", "DELETE")} <= {405}
    scripts = "\n".join(text_of(p) for p in (ROOT / "assets").glob("*.js"))
    assert set(re.findall(r"(?:localStorage|sessionStorage|indexedDB|document\.cookie)\W\w+", scripts)) == {
        "localStorage.setItem",
        "localStorage.getItem",
        "sessionStorage.setItem",
        "sessionStorage.getItem",
    }


def test_the_headers_that_security_names_are_those_that_are_sent(client: Any) -> None:
    said = re.findall(r"(?m)^\| `([A-Z][\w-]+)` \| (?:`([^`]+)`)?", text_of(ROOT / "docs/SECURITY.md"))
    page, file, frame = (client.get(a).headers for a in ("/en/", "/data/return_rate.csv", "/embed/return_rate"))
    assert [name for name, _ in said if name not in file] == []
    assert [(name, value) for name, value in said if value and file[name] != value] == []
    guards = {n for n, _ in page if n.startswith(("X-", "Cross-", "Permissions-", "Referrer-", "Content-Security"))}
    assert guards <= {name for name, _ in said}
    assert "X-Frame-Options" not in frame
