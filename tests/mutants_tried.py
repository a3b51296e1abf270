"""The faults of a room are made by mutmut and tried here, each in a fork of one process. No test itself.

mutmut by itself begins anew for each fault and runs the tests in which it saw the function called; a test that is given
what another one asked for calls nothing, and so did not count. Here a fork begins with the site and the release there,
forgets what functions keep, and runs the tests that reach the function, then the quick ones of their files, until one
fails. `tests/mutants.py` starts `make` in the folder of a room, then `try` in the tree below it.
"""

import fnmatch
import functools
import gc
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from dashboards.front import answers
from etl.release import opened, serving, time_limit

WARM = "tests/dashboards/test_warm.py"
WARM_TEST = """
def test_warm(site, recorded, release, declared, client):
    for address in ("/data/resettlement_quota.xlsx", "/en/figure/return_rate", "/figure/returned.svg", "/en/letter"):
        assert client.get(address).status_code == 200
"""
QUICK = 0.1  # seconds
MYPY = (sys.executable, "-m", "mypy", "--output", "json", "--no-warn-unused-ignores", "--follow-imports", "silent")
NOTHING = "nothing.at_all"  # a fault that is none: all tests must pass
SEEN, UNSEEN, LATE, BROKEN = "killed", "survived", "timeout", "crashed"
KEPT: list[object] = []  # a database that is let go waits for its threads


def make(only: str) -> None:
    """The tree with all faults in it, each asleep until it is named, and which of those named so mypy refuses."""
    os.environ["MUTANT_UNDER_TEST"] = "mutant_generation"
    from mutmut import __main__ as mutmut

    Path("mutants").mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.store_lines_covered_by_tests()
    mutmut.create_mutants(1)
    Path("refused.json").write_text(json.dumps(refused(Path("mypy.json"), only)), "utf-8")


def refused(known: Path, only: str) -> list[str]:
    """Those of the named faults that mypy refuses. known: what it said of modules before, where they did not change."""
    from mutmut import __main__ as mutmut
    from mutmut.configuration import config

    before = json.loads(known.read_text("utf-8")) if known.exists() else {}
    there = [path for path in Path("mutants").rglob("*.meta") if fnmatch.filter(_names(path), only)]
    modules = {str(path.relative_to("mutants").with_suffix("")): path.with_suffix("").read_bytes() for path in there}
    digests = {module: sha256(code).hexdigest() for module, code in modules.items()}
    changed = [module for module, digest in digests.items() if before.get(module, [""])[0] != digest]
    if changed:
        config().type_check_command = [*MYPY, *changed]
        names = sorted(mutmut.filter_mutants_with_type_checker())
        of = {module: module.removesuffix(".py").replace("/", ".") + "." for module in changed}
        before |= {module: (digests[module], [n for n in names if n.startswith(of[module])]) for module in changed}
        known.write_text(json.dumps(before), "utf-8")
    return sorted(name for module in modules for name in before[module][1])


def _names(meta: Path) -> list[str]:
    """The faults of a module."""
    return list(json.loads(meta.read_text("utf-8"))["exit_code_by_key"])


class Trial:
    """A pytest plugin that runs no test once, but those of each fault of `names` in a fork of its own."""

    def __init__(self, names: Sequence[str], found: Path, children: int, keeps: tuple[str, ...]) -> None:
        self.names, self.found, self.children, self.keeps = names, found, children, keeps
        self.seers: dict[str, Counter[str]] = {}  # tests that saw faults of a function

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        warm, *items = sorted(session.items, key=lambda i: i.name != "test_warm")
        assert not any(report.failed for report in runtestprotocol(warm, log=False, nextitem=items[0]))
        self.session, self.by_id = session, {i.nodeid: i for i in items}
        gc.collect()
        things = gc.get_objects()
        self.releases = [o for o in things if isinstance(o, opened.Opened)]
        self.answers = [o for o in things if isinstance(o, answers.Answers)]
        self.kept = [
            o
            for o in things
            if isinstance(o, functools._lru_cache_wrapper) and (o.__module__ or "").startswith(self.keeps)
        ]
        gc.freeze()
        reached = self.found.with_name("reached.json")
        began = self._fork(lambda: self._reach(reached))
        assert _wait(began, time.monotonic() + 1800) == SEEN, "tests fail without a fault"
        self.reached = json.loads(reached.read_text("utf-8"))
        self._outcomes()
        return True

    def _reach(self, to: Path) -> bool:
        """Which functions each test calls, and how long it takes; whether all pass."""
        from mutmut.state import state

        _name("stats")
        reached, failed = {}, False
        ids = list(self.by_id)
        for test, after in zip(ids, [*ids[1:], None], strict=True):
            self._forget()
            began = time.monotonic()
            failed |= self._fails(test, after)
            reached[test] = time.monotonic() - began, sorted(state()._stats)
            state()._stats.clear()
        to.write_text(json.dumps(reached), "utf-8")
        return not failed

    def _fails(self, test: str, after: str | None) -> bool:
        reports = runtestprotocol(self.by_id[test], log=False, nextitem=self.by_id[after] if after else None)
        return any(report.failed for report in reports)

    def _outcomes(self) -> None:
        """Write what becomes of each fault, as far as it is known: who stops half way has that half."""
        outcomes: dict[str, str] = {}
        running: dict[str, tuple[int, float]] = {}
        every = sorted(self.reached, key=lambda test: (test.partition("::")[0], self.reached[test][0]))
        assert _wait(*self._begun(NOTHING, every)) == UNSEEN, "tests fail in another order"
        for name in self.names:
            tests = self._tests(name.rpartition("__mutmut_")[0])
            if not tests:
                outcomes[name] = "no tests"
                continue
            while len(running) >= self.children:
                self._collect(running, outcomes)
            running[name] = self._begun(name, tests)
            self.found.write_text(json.dumps(outcomes), "utf-8")
        while running:
            self._collect(running, outcomes)
        self.found.write_text(json.dumps(outcomes), "utf-8")

    def _tests(self, function: str) -> list[str]:
        """Those that reach a function, then the quick ones of their files; the quickest first, but before them those
        that saw another fault of it."""
        direct = {test for test, (_, functions) in self.reached.items() if function in functions}
        files = {test.partition("::")[0] for test in direct}
        those = [
            test
            for test, (seconds, _) in self.reached.items()
            if test in direct or (test.partition("::")[0] in files and seconds < QUICK)
        ]
        seers = self.seers.get(function, Counter())
        return sorted(those, key=lambda test: (-seers[test], test not in direct, self.reached[test][0]))

    def _begun(self, name: str, tests: Sequence[str]) -> tuple[int, float]:
        """Process and last moment of a fork that succeeds where a test fails."""
        limit = 15 + 5 * sum(self.reached[t][0] for t in tests)
        return self._fork(lambda: self._seen(name, tests)), time.monotonic() + limit

    def _fork(self, job: Callable[[], bool]) -> int:
        """A process that ends with 0 where the job says yes, and with 1 where it says no."""
        if pid := os.fork():
            return pid
        code = 2
        try:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            _renew(self.releases)
            code = 0 if job() else 1
        finally:
            os._exit(code)

    def _forget(self) -> None:
        """What functions keep is made anew by whoever asks for it next."""
        for each in self.kept:
            each.cache_clear()

    def _seen(self, name: str, tests: Sequence[str]) -> bool:
        _name(name)
        self._forget()
        serving._looked.clear()
        for each in self.answers:
            each._kept.clear()
            each._used = 0
        self.session._setupstate.teardown_exact(self.by_id[tests[0]])
        pairs = zip(tests, [*tests[1:], None], strict=True)
        seer = next((test for test, after in pairs if self._fails(test, after)), "")
        self._note(os.getpid()).write_text(seer, "utf-8")
        return bool(seer)

    def _note(self, pid: int) -> Path:
        """Where a fork writes which test saw its fault."""
        return self.found.with_name(f"seer-{pid}.txt")

    def _collect(self, running: dict[str, tuple[int, float]], outcomes: dict[str, str]) -> None:
        for name, (pid, until) in list(running.items()):
            if outcome := _ended(pid, until):
                outcomes[name] = outcome
                del running[name]
                note = self._note(pid)
                if note.exists():
                    function = name.rpartition("__mutmut_")[0]
                    self.seers.setdefault(function, Counter())[note.read_text("utf-8")] += 1
                    note.unlink()
        time.sleep(0.01)


def _name(fault: str) -> None:
    from mutmut.mutation.trampoline import set_mutant_under_test

    set_mutant_under_test(fault)


def _renew(releases: Iterable[opened.Opened]) -> None:
    """Databases and locks of the parent are of no use in a fork: their threads have stayed behind."""
    for release in releases:
        KEPT.append(release._db)
        release._db, release._lock = None, threading.Lock()
    time_limit.WATCH = time_limit.Watch()


def _ended(pid: int, until: float) -> str:
    """What became of a fork, "" while it runs."""
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        return {0: SEEN, 1: UNSEEN}.get(os.waitstatus_to_exitcode(status), BROKEN)
    if time.monotonic() < until:
        return ""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return LATE


def _wait(pid: int, until: float) -> str:
    while not (outcome := _ended(pid, until)):
        time.sleep(0.01)
    return outcome


def attempt(given: Path, children: int, words: Sequence[str]) -> int:
    """Try the faults that a file names and write what became of them beside it; words: tests, for pytest."""
    wanted = json.loads(given.read_text("utf-8"))
    given = given.absolute()
    os.environ["MUTANT_UNDER_TEST"] = ""
    from mutmut.configuration import config

    config()  # reads the settings where it is first asked for
    os.chdir("mutants")
    Path(WARM).write_text(WARM_TEST, "utf-8")
    trial = Trial(wanted["names"], given.with_name("outcomes.json"), children, tuple(wanted["keeps"]))
    options = ["--rootdir=.", "-n", "0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return pytest.main([*options, *words, WARM], plugins=[trial])


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    raise SystemExit(make(rest[0]) if command == "make" else attempt(Path(rest[0]), int(rest[1]), rest[2:]))
