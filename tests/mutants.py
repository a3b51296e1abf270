"""Small faults put into the code one at a time, to see that a test fails: `scripts/mutants [ROOM …]`. No test itself.

mutmut makes the faults and runs, for each, the tests that reach the function it is in. Here stand the rooms with the
tests that concern them, and what is done with the faults that no test saw: each is printed with its file, line and
difference, and each that `tests/mutants_accepted.toml` does not explain makes the command fail.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".mutants"
ACCEPTED = Path(__file__).with_name("mutants_accepted.toml")
LIKE_CODE = "tests/dashboards/{0}"
SITE = ("tests/test_every_form_differs.py", "tests/dashboards/test_golden.py")
FIGURE_PAGES = ("tests/dashboards/pages/test_figure.py", "tests/dashboards/pages/test_pillar.py")
SEEN = {"killed", "caught by type check", "timeout", "segfault", "skipped"}


@dataclass(frozen=True)
class Room:
    """Code that is mutated and tests that should see it. builds: its code makes releases, so survivors build one."""

    code: tuple[str, ...]
    tests: tuple[str, ...]
    builds: bool = False


@dataclass(frozen=True)
class Survivor:
    """A fault that no test saw. line: of the original; was, now: the lines that differ, blanks around them left out."""

    name: str
    file: str
    line: int
    was: str
    now: str
    status: str


ROOMS: Mapping[str, Room] = {
    "figures": Room(
        ("dashboards/figures/*",),
        ("tests/dashboards/figures", *FIGURE_PAGES, "tests/dashboards/charts", "tests/test_one_number.py", *SITE),
    ),
    "files": Room(
        ("dashboards/files/*",),
        ("tests/dashboards/files", "tests/dashboards/routes/test_data.py", "tests/dashboards/pages/test_share.py", *SITE),
    ),
    "letter": Room(
        ("dashboards/letter/*",),
        (
            "tests/dashboards/letter", "tests/dashboards/pages/test_letter.py", "tests/dashboards/pages/test_pillar.py",
            "tests/dashboards/routes/test_openapi.py", "tests/test_one_number.py", *SITE,
        ),
    ),
    "charts": Room(
        ("dashboards/charts/model.py",),
        ("tests/dashboards/charts", "tests/dashboards/office", "tests/dashboards/routes/test_pictures.py", *SITE),
    ),
    "query": Room(
        ("dashboards/query/*",),
        (
            "tests/dashboards/query", "tests/dashboards/routes/test_data.py", "tests/dashboards/routes/test_oembed.py",
            "tests/dashboards/embed", "tests/dashboards/files", *FIGURE_PAGES, "tests/dashboards/web/test_server.py",
        ),
    ),
    "history": Room(
        ("etl/history/*",), ("tests/etl/history", "tests/etl/release", "tests/etl/sources/eurostat"), builds=True
    ),
    "release": Room(
        ("etl/release/*",),
        ("tests/etl/release", "tests/etl/history", "tests/etl/indicators", "tests/dashboards/explore"),
        builds=True,
    ),
    "etl_letter": Room(("etl/letter/*",), ("tests/etl/letter", "tests/dashboards/letter"), builds=True),
    "sources": Room(("etl/sources/*",), ("tests/etl/sources", "tests/etl/fetch"), builds=True),
    "model": Room(
        ("etl/model/*",),
        (
            "tests/etl/model", "tests/etl/history", "tests/etl/letter", "tests/etl/release", "tests/etl/commands",
            "tests/dashboards/files", "tests/dashboards/figures",
        ),
        builds=True,
    ),
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """1 where a fault goes unseen and unexplained, 2 for wrong words, else 0."""
    asked = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__)
    asked.add_argument("room", nargs="*", help=f"of {', '.join(ROOMS)}; all where none is named")
    asked.add_argument("--only", default="*", help="mutants by name, with wildcards: 'etl.letter.status.*'")
    asked.add_argument("--children", default="2", help="faults tried at the same time")
    given = asked.parse_args(arguments)
    if unknown := sorted(set(given.room) - set(ROOMS)):
        asked.error(f"room {unknown[0]!r}; accepted: {', '.join(ROOMS)}")
    known = accepted()
    left = [s for name in given.room or ROOMS for s in unexplained(name, known, given.only, given.children)]
    print(f"{len(left)} faults unseen and unexplained." if left else "Every fault was seen by a test or is explained.")
    return 1 if left else 0


def unexplained(name: str, known: Mapping[tuple[str, str, str], str], only: str, children: str) -> list[Survivor]:
    """Run one room and tell what became of its faults; those that nothing explains."""
    room, folder = ROOMS[name], WORK / name
    prepare(name, room, folder)
    started = datetime.now(UTC)
    ran = subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", children, only], cwd=folder,
                         env=environment(), stdout=(folder / "run.txt").open("w"), stderr=subprocess.STDOUT)  # fmt: skip
    if ran.returncode:
        print((folder / "run.txt").read_text("utf-8")[-3000:])
        raise SystemExit(f"{name}: mutmut ended with {ran.returncode}")
    outcomes = results(folder)
    found = [s for s in survivors(folder, outcomes)]
    found = [s for s in found if not (room.builds and seen_by_a_build(folder, s))]
    left = [s for s in found if (s.file, s.was, s.now) not in known]
    took = (datetime.now(UTC) - started).seconds
    told = ", ".join(f"{n} {status}" for status, n in Counter(outcomes.values()).most_common())
    print(
        f"{name}: {len(outcomes)} faults in {took} s: {told}; {len(found)} unseen, {len(found) - len(left)} explained"
    )
    for s in left:
        print(f"\n{s.file}:{s.line}  {s.name} ({s.status})\n- {s.was}\n+ {s.now}", flush=True)
    return left


def prepare(name: str, room: Room, folder: Path) -> None:
    """A copy of the tree with the settings of mutmut in it; results of functions that did not change are kept."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for path in listed:
        source, target = ROOT / path, folder / path
        if not source.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copyfile(source, target)
    tests = [path for path in room.tests if (ROOT / path).exists()]
    top = sorted({path.split("/")[0] for path in listed} - {"dashboards", "etl", "tests", "pyproject.toml"})
    settings = {
        "source_paths": ["dashboards", "etl"],
        "only_mutate": list(room.code),
        "also_copy": top,
        "do_not_mutate_patterns": [r"^\s*log\.", r"^\s*raise ", r"^\s*assert "],
        "pytest_add_cli_args": ["-m", "not browser and not network", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": tests,
        "type_check_command": [
            sys.executable,
            "-m",
            "mypy",
            "--output",
            "json",
            "--no-warn-unused-ignores",
            *_packages(room),
        ],
        "process_isolation": "forkserver",
        "timeout_constant": 5.0,
        "timeout_multiplier": 5.0,
    }
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    (folder / "pyproject.toml").write_text(f"{(ROOT / 'pyproject.toml').read_text('utf-8')}\n[tool.mutmut]\n{lines}\n")


def _packages(room: Room) -> list[str]:
    return sorted({str(Path(path).parent) if path.endswith("*") else path for path in room.code})


def environment() -> dict[str, str]:
    """The same for every test: a release made once by code without faults, which tests take for theirs."""
    return {**os.environ, "MONITOR_TEST_RELEASE": str(release()), "PYTHONDONTWRITEBYTECODE": ""}


def release() -> Path:
    """The warehouse with that release, made where it is not there yet for this state of etl/ and data/."""
    state = (
        subprocess.run(
            ["git", "ls-files", "-s", "etl", "data"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
        + subprocess.run(["git", "diff", "etl", "data"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    )
    from hashlib import sha256

    at = WORK / f"release-{sha256(state.encode()).hexdigest()[:12]}" / "warehouse"
    if not (at / "CURRENT").exists():
        build = "import sys; from pathlib import Path; from tests.conftest import built; built(Path(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", build, str(at.parent)], cwd=ROOT, check=True)
    return at


def results(folder: Path) -> dict[str, str]:
    """What became of each fault, by its name."""
    from mutmut.stats import status_by_exit_code

    found: dict[str, str] = {}
    for path in (folder / "mutants").rglob("*.meta"):
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        found |= {name: status_by_exit_code[code] for name, code in codes.items()}
    return {name: status for name, status in found.items() if status != "not checked"}


def survivors(folder: Path, outcomes: Mapping[str, str]) -> Iterator[Survivor]:
    """The faults that were not seen, with their differences."""
    os.chdir(folder)
    from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant

    for name, status in outcomes.items():
        if status not in SEEN:
            path = find_mutant(name).path
            diff = get_diff_for_mutant(name, path=path).splitlines()
            removed, added = lines_of(diff, "-"), lines_of(diff, "+")
            yield Survivor(name, str(path), line_of(path, diff), " ".join(removed), " ".join(added), status)


def lines_of(diff: Iterable[str], sign: str) -> list[str]:
    """The lines of a difference that begin with a sign."""
    return [line[1:].strip() for line in diff if line.startswith(sign) and not line.startswith(sign * 3)]


def line_of(path: Path, diff: list[str]) -> int:
    """The line of the original at which the difference begins: that of its removed lines within the function."""
    source = path.read_text("utf-8").splitlines()
    removed = lines_of(diff, "-")[:1]
    heads = [line[1:] for line in diff if re.match(r"[ -]\s*(async )?def ", line)]
    start = next((n for n, line in enumerate(source) if heads and line.strip() == heads[0].strip()), 0)
    return next(
        (n for n, line in enumerate(source[start:], start + 1) if removed and line.strip() == removed[0]), start + 1
    )


def seen_by_a_build(folder: Path, s: Survivor) -> bool:
    """Whether tests that build a whole release with the fault in it fail: every indicator's golden file."""
    env = {k: v for k, v in os.environ.items() if k != "MONITOR_TEST_RELEASE"} | {"MUTANT_UNDER_TEST": s.name}
    tests = ["tests/dashboards/test_golden.py", "tests/etl/indicators", "tests/etl/release/test_build.py"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-n", "0", "--rootdir=.", *tests],
        cwd=folder / "mutants", env=env, capture_output=True,
    )  # fmt: skip
    return ran.returncode == 1


def accepted() -> dict[tuple[str, str, str], str]:
    """Faults that change nothing that a reader can see, with the reason: (file, was, now) -> reason."""
    listed = tomllib.loads(ACCEPTED.read_text("utf-8")).get("accepted", []) if ACCEPTED.exists() else []
    return {(e["file"], was, now): e["reason"] for e in listed for was, now in e["changes"]}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
