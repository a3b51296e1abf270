"""`refresh`: pull, build and report in one command, for a scheduler. Its report names what a person must look at.

CBS closes connections for hours or days at a time: what it did not answer is asked again, with growing pauses, for as
many hours as `--patience` says. The others are built and served meanwhile; nobody's news wait for CBS.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from etl import build, check
from etl.build import Built
from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.commands import pulling, releasing, terminal
from etl.commands.pulling import Round
from etl.commands.terminal import progress, say
from etl.fetch.pull import Pulled
from etl.model.places import Places
from etl.release import lock, repair

PATIENT = ("ind",)  # sources that are asked again: those of CBS
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 900.0  # seconds
HOURS = 6.0
KEEP = 400  # releases: more than a year of one a day
sleep: Callable[[float], None] = time.sleep
clock: Callable[[], float] = time.monotonic


@dataclass
class Report:
    """What a refresh did.

    built: the newest build, None where none was made. said: its outcome in one sentence. held_back: why its release is
    not served, "" where it is. removed: releases. rounds: of asking.
    """

    started_at: str
    pulled: dict[str, list[Pulled]] = field(default_factory=dict)
    built: Built | None = None
    said: str = ""
    held_back: str = ""
    removed: tuple[str, ...] = ()
    rounds: int = 0
    ended: str = ""
    code: int = terminal.OK

    def look_at(self) -> list[dict[str, str]]:
        """What a person must look at: refused, left out, shrunk, not answered, left out of the build, held."""
        entries = []
        for p in (p for several in self.pulled.values() for p in several):
            if p.outcome not in pulling.TAKEN:
                entries.append({"dataset": p.dataset, "what": p.outcome, "said": p.message})
            elif p.message:
                entries.append({"dataset": p.dataset, "what": "left out" if p.left_out else "note", "said": p.message})
        for said in self.built.warnings if self.built else ():
            entries.append({"dataset": said.partition(":")[0], "what": "build", "said": said})
        if self.held_back:
            entries.append({"dataset": "", "what": "held", "said": self.said})
        if self.ended:
            entries.append({"dataset": "", "what": "ended", "said": self.ended})
        return entries

    def to_json(self) -> dict[str, Any]:
        """The report for a machine."""
        rows = [p for several in self.pulled.values() for p in several]
        return {
            "started_at": self.started_at,
            "exit_code": self.code,
            "rounds": self.rounds,
            "pulled": [
                {
                    "dataset": p.dataset, "outcome": p.outcome, "rows": p.rows, "vintage": p.vintage,
                    "changes": asdict(p.changes) if p.changes else None, "left_out": p.left_out, "said": p.message,
                }
                for p in rows
            ],
            "release": self.built.release_id if self.built else None,
            "release_is_new": bool(self.built and self.built.new),
            "release_is_served": bool(self.built and not self.held_back),
            "held_back": self.held_back,
            "removed": list(self.removed),
            "look_at": self.look_at(),
        }  # fmt: skip


def run(args: argparse.Namespace, where: Places) -> int:
    """The command: exit code; the report is printed, as JSON and nothing else on standard output with `--json`."""
    declared = catalogue.load()
    datasets = pulling.named(declared, args.source)
    report = Report(datetime.now(UTC).isoformat(timespec="seconds"))
    done = _round(datasets, declared, where, report, args.json)
    if not done.ended:
        _build(declared, where, report, args.keep)
        _with_patience(datasets, declared, where, report, args)
    report.code = _code(report, done)
    if args.json:
        print(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
    else:
        _print(report)
    return report.code


def _round(datasets: Sequence[Dataset], declared: Catalogue, where: Places, report: Report, quiet: bool) -> Round:
    done = pulling.ask(datasets, declared, where)
    report.rounds += 1
    report.pulled |= {d.id: [p for p in done.pulled if p.dataset == d.id] for d in datasets}
    report.ended = pulling.ending(done) if done.ended else ""
    if not quiet:
        pulling.tell(done)
    return done


def _build(declared: Catalogue, where: Places, report: Report, keep: int) -> None:
    with lock.building(where):
        _, held = check.refuse_faults(where)
        with progress() as tell:
            built = build.build(declared, where, datetime.now(UTC), tell, held=held)
        report.removed += repair.pruned(where.warehouse, keep) if keep else ()
    report.built = replace(built, new=built.new or bool(report.built and report.built.new))
    report.said = releasing.outcome(built.release_id, report.built.new, where)
    report.held_back = releasing.held_back(built.release_id, where)


def _with_patience(
    datasets: Sequence[Dataset], declared: Catalogue, where: Places, report: Report, args: argparse.Namespace
) -> None:
    """Ask again what a patient source did not answer, until it does or the hours of `--patience` have passed."""
    end, pause = clock() + args.patience * 3600, FIRST_PAUSE
    while waiting := [d for d in datasets if d.source in PATIENT and _unanswered(report.pulled[d.id])]:
        if not report.rounds or _no_network(report) or clock() + pause > end:
            return
        say(f"{', '.join(d.id for d in waiting)}: asked again in {pause / 60:g} minutes.")
        sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
        done = _round(waiting, declared, where, report, args.json)
        if done.ended:
            return
        if any(p.outcome == "new" for p in done.pulled):
            _build(declared, where, report, args.keep)


def _unanswered(pulled: Sequence[Pulled]) -> bool:
    return any(p.outcome in ("unreachable", "no network") for p in pulled)


def _no_network(report: Report) -> bool:
    rows = [p for several in report.pulled.values() for p in several]
    return bool(rows) and all(p.outcome == "no network" for p in rows)


def _code(report: Report, first: Round) -> int:
    if report.ended:
        return first.code if first.ended else terminal.PARTLY
    if _no_network(report):
        return terminal.NO_NETWORK
    rows = [p for several in report.pulled.values() for p in several]
    whole = all(p.outcome in pulling.TAKEN and not p.left_out for p in rows)
    served = report.built and not report.built.warnings and not report.held_back
    return terminal.OK if whole and served else terminal.PARTLY


def _print(report: Report) -> None:
    if report.built:
        terminal.out.print(report.said, soft_wrap=True, highlight=False)
        for said in report.built.warnings:
            say(f"left out: {said}")
    entries = report.look_at()
    if entries and not _no_network(report):
        say(f"To look at: {', '.join(dict.fromkeys(f['dataset'] or f['what'] for f in entries))}.")
