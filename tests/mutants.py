"""Small faults put into the code one at a time, to see that a test fails: `scripts/mutants [ROOM …]`. No test itself.

mutmut makes the faults; `tests/mutants_tried.py` runs, for each, the tests that reach its function. Here stand the
rooms with the tests that concern them, and what is done with the faults that no test saw: each is printed with its
file, line and difference, and each that `tests/mutants_accepted.toml` does not explain makes the command fail.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".mutants"
ACCEPTED = Path(__file__).with_name("mutants_accepted.toml")
SITE = ("tests/dashboards/files", "tests/dashboards/test_golden.py")
DATA = (
    *(f"tests/dashboards/routes/test_{name}.py" for name in ("data", "package", "release_file")),
    *(f"tests/dashboards/pages/test_{name}.py" for name in ("changes", "verify")),
    "tests/dashboards/figures/test_lines.py",
)
PAGES = ("tests/dashboards/pages/test_figure.py", "tests/dashboards/pages/test_pillar.py")
LEDGER = ("tests/dashboards/letter", "tests/dashboards/pages/test_letter.py")
WHOLE_BUILD = ("tests/dashboards/test_golden.py", "tests/etl/indicators", "tests/etl/letter")
SEEN = {"killed", "caught by type check", "timeout"}
TEXT = [r"^\s*log\.", r"^\s*raise ", r"^\s*assert "]  # what a log or an error says is not mutated


@dataclass(frozen=True)
class Room:
    """Code that is mutated, and tests that should see it. builds: code that makes releases: see `seen_by_a_build`."""

    code: str
    tests: tuple[str, ...]
    builds: bool = False


ROOMS: Mapping[str, Room] = {
    "figures": Room("dashboards/figures/*", ("tests/dashboards/figures", "tests/dashboards/charts", *PAGES, *SITE)),
    "files": Room("dashboards/files/*", (*DATA, *SITE)),
    "letter": Room("dashboards/letter/*", (*LEDGER, "tests/dashboards/figures", *PAGES)),
    "charts": Room("dashboards/charts/model.py", ("tests/dashboards/charts", "tests/dashboards/office", *SITE)),
    "query": Room(
        "dashboards/query/*",
        ("tests/dashboards/query", "tests/dashboards/routes", "tests/dashboards/embed", *PAGES, *SITE),
    ),
    "history": Room("etl/history/*", ("tests/etl/history",), builds=True),
    "release": Room(
        "etl/release/*",
        ("tests/etl/release", "tests/etl/indicators", "tests/dashboards/explore", "tests/dashboards/figures"),
        builds=True,
    ),
    "etl_letter": Room("etl/letter/*", ("tests/etl/letter",), builds=True),
    "sources": Room("etl/sources/*", ("tests/etl/sources", "tests/etl/fetch"), builds=True),
    "model": Room("etl/model/*", ("tests/etl/model",), builds=True),
}


@dataclass(frozen=True)
class Unseen:
    """A fault that no test saw. line: of the original; was, now: the lines that differ, as one, without indents."""

    name: str
    file: str
    line: int
    was: str
    now: str
    status: str


def main(arguments: list[str]) -> int:
    """1 where a fault goes unseen and unexplained, 2 for wrong words, else 0."""
    parser = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__)
    parser.add_argument("room", nargs="*", help=f"of {', '.join(ROOMS)}; all where none is named")
    parser.add_argument("--only", default="*", help="faults by name, with wildcards: 'etl.letter.status.*'")
    parser.add_argument("--children", default="2", help="faults tried at the same time")
    parser.add_argument("--again", action="store_true", help="leave out what was seen before in code that is the same")
    parser.add_argument("--tests", default="", help="words for pytest instead of the room's tests")
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.room) - set(ROOMS)):
        parser.error(f"room {unknown[0]!r}; accepted: {', '.join(ROOMS)}")
    chosen = {name: replace(r, tests=tuple(given.tests.split()) or r.tests) for name, r in ROOMS.items()}
    left = sum(tried(name, chosen[name], given.only, given.children, given.again) for name in given.room or ROOMS)
    print(f"{left} faults unseen and unexplained." if left else "Every fault was seen by a test or is explained.")
    return 1 if left else 0


def tried(name: str, room: Room, only: str, children: str, again: bool) -> int:
    """Try one room and tell what became of its faults; how many nothing explains."""
    folder, started = WORK / name, time.monotonic()
    prepare(room, folder)
    _run(folder, "make", only)
    refused = set(json.loads((folder / "refused.json").read_text("utf-8")))
    names = [each for each in _names(folder) if fnmatch(each, only)]
    known = seen_before(folder) if again else {}
    wanted = {
        "names": [each for each in names if each not in refused and each not in known],
        "keeps": ["dashboards", *_cached_by(room)],
    }
    (folder / "wanted.json").write_text(json.dumps(wanted), "utf-8")
    _run(folder, "try", "wanted.json", children, "-m", "not browser and not network", *room.tests)
    outcomes = dict.fromkeys((each for each in names if each in refused), "caught by type check")
    outcomes |= {each: outcome for each, outcome in known.items() if each in names}
    outcomes |= remembered(folder)
    left = [u for u in unseen(folder, outcomes) if not explained(u)]
    if room.builds:
        left = [u for u in left if not seen_by_a_build(folder, u)]
    told = ", ".join(f"{n} {status}" for status, n in Counter(outcomes.values()).most_common())
    print(f"{name}: {len(outcomes)} faults in {time.monotonic() - started:.0f} s: {told}; {len(left)} left")
    if late := [each for each, status in outcomes.items() if status == "timeout"]:
        print(f"seen by their time alone, to be looked at: {', '.join(late)}")
    for u in left:
        print(f"\n{u.file}:{u.line}  {u.name} ({u.status})\n- {u.was}\n+ {u.now}", flush=True)
    return len(left)


def _cached_by(room: Room) -> list[str]:
    """Packages of the ETL of which a fault of the room may change what functions keep.

    The catalogue is read by itself and the model alone, in a second: all but the model leave what is kept of it.
    """
    if not room.code.startswith("etl/"):
        return []
    packages = [path.parent.name for path in (ROOT / "etl").glob("*/__init__.py")]
    return [f"etl.{name}" for name in packages if name != "catalogue" or room.code.startswith("etl/model/")]


def remembered(folder: Path) -> dict[str, str]:
    """What became of the faults that were just tried; kept with the function in which they were."""
    outcomes: dict[str, str] = json.loads((folder / "outcomes.json").read_text("utf-8"))
    codes = _codes(folder)
    tries = _tries(folder) | {name: (outcome, codes.get(_function(name), "")) for name, outcome in outcomes.items()}
    (folder / "tries.json").write_text(json.dumps(tries), "utf-8")
    return outcomes


def seen_before(folder: Path) -> dict[str, str]:
    """The faults that tests saw in an earlier run, of functions that are the same now."""
    codes, tries = _codes(folder), _tries(folder).items()
    return {name: outcome for name, (outcome, code) in tries if outcome in SEEN and codes.get(_function(name)) == code}


def _tries(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / "tries.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _function(name: str) -> str:
    return name.rpartition("__mutmut_")[0]


def _codes(folder: Path) -> dict[str, str]:
    """A hash of each function in which there are faults."""
    codes = {}
    for path in (folder / "mutants").rglob("*.meta"):
        module = str(path.relative_to(folder / "mutants")).removesuffix(".py.meta").replace("/", ".")
        hashes = json.loads(path.read_text("utf-8"))["hash_by_function_name"]
        codes |= {f"{module}.{function}": code for function, code in hashes.items()}
    return codes


def _run(folder: Path, *words: str) -> None:
    """A step of `tests/mutants_tried.py` in the folder of a room, on code of its own."""
    code = folder / "mutants" if words[0] == "try" else folder
    env = {**os.environ, "MONITOR_TEST_RELEASE": str(release()), "PYTHONPATH": str(code)}
    command = [sys.executable, str(folder / "tests/mutants_tried.py"), *words]
    with (folder / "run.txt").open("w") as log:
        ran = subprocess.run(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
    if ran.returncode:
        raise SystemExit(
            f"{folder.name}: {words[0]} ended with {ran.returncode}: {(folder / 'run.txt').read_text()[-2000:]}"
        )


def prepare(room: Room, folder: Path) -> None:
    """A copy of the tree with the settings of mutmut in it; what did not change keeps its time."""
    listed = _git("ls-files", "-co", "--exclude-standard").splitlines()
    for path in listed:
        source, target = ROOT / path, folder / path
        if source.exists() and not (target.exists() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    settings = {
        "source_paths": ["dashboards", "etl"],
        "only_mutate": [room.code],
        "also_copy": sorted({path.split("/")[0] for path in listed} - {"dashboards", "etl", "tests"}),
        "do_not_mutate_patterns": TEXT,
        "type_check_command": [sys.executable, "-m", "mypy"],  # `refused` names the modules
    }
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    (folder / "pyproject.toml").write_text(f"{(ROOT / 'pyproject.toml').read_text()}\n[tool.mutmut]\n{lines}\n")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def release() -> Path:
    """A release made once by code without faults, which tests take for theirs; one for each state of etl and data."""
    state = _git("ls-files", "-s", "--", "etl", "data") + _git("diff", "--", "etl", "data")
    at = WORK / f"release-{sha256(state.encode()).hexdigest()[:12]}"
    code = "import sys, pathlib; from tests.conftest import built; built(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(at)], cwd=ROOT, check=True)
    return at / "warehouse"


def _names(folder: Path) -> Iterator[str]:
    """All faults of a room."""
    for path in sorted((folder / "mutants").rglob("*.meta")):
        yield from json.loads(path.read_text("utf-8"))["exit_code_by_key"]


def unseen(folder: Path, outcomes: Mapping[str, str]) -> Iterator[Unseen]:
    """The faults that were not seen, with their differences."""
    os.chdir(folder)
    from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant

    for name, status in outcomes.items():
        if status not in SEEN:
            path = find_mutant(name).path
            diff = get_diff_for_mutant(name, path=path).splitlines()
            was, now = _lines(diff, "-"), _lines(diff, "+")
            yield Unseen(name, str(path), _line(path, name, was), " ".join(was), " ".join(now), status)


def _lines(diff: Iterable[str], sign: str) -> list[str]:
    return [line[1:].strip() for line in diff if line.startswith(sign) and not line.startswith(sign * 3)]


def _line(path: Path, name: str, was: list[str]) -> int:
    """The line of the original at which the difference begins: the first like it below the head of its function."""
    source = [line.strip() for line in path.read_text("utf-8").splitlines()]
    function = name.rpartition(".")[2].rpartition("__mutmut_")[0].removeprefix("x_").rpartition("ǁ")[2]
    head = next((n for n, line in enumerate(source) if line.startswith(f"def {function}(")), 0)
    return next((n for n, line in enumerate(source[head:], head + 1) if was and line == was[0]), head + 1)


def seen_by_a_build(folder: Path, u: Unseen) -> bool:
    """Whether tests fail on a whole release that was built with the fault in it."""
    env = {k: v for k, v in os.environ.items() if k != "MONITOR_TEST_RELEASE"} | {"MUTANT_UNDER_TEST": u.name}
    command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "--rootdir=.", *WHOLE_BUILD]
    return subprocess.run(command, cwd=folder / "mutants", env=env, capture_output=True).returncode == 1


def explained(u: Unseen) -> bool:
    """Whether the list says why nobody can see the fault."""
    return (u.file, u.was, u.now) in accepted() or any(
        within in u.was and u.now in _replaced_once(u.was, was, now) for within, was, now in everywhere()
    )


def _replaced_once(text: str, was: str, now: str) -> Iterator[str]:
    parts = text.split(was)
    return (was.join(parts[:n]) + now + was.join(parts[n:]) for n in range(1, len(parts)))


@cache
def accepted() -> frozenset[tuple[str, str, str]]:
    """Faults that change nothing that a reader can see, each with its reason in the file: file, was, now."""
    entries = tomllib.loads(ACCEPTED.read_text("utf-8"))["accepted"]
    return frozenset((entry["file"], was, now) for entry in entries for was, now in entry["changes"] if entry["reason"])


@cache
def everywhere() -> tuple[tuple[str, str, str], ...]:
    """The same of any line in which a word stands: word, was, now; these are parts of the line."""
    entries = tomllib.loads(ACCEPTED.read_text("utf-8"))["everywhere"]
    return tuple((entry["within"], was, now) for entry in entries for was, now in entry["changes"] if entry["reason"])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
