"""`pull`: ask the publishers, or take files that a person downloaded; say what became of each dataset.

Whatever ends a pull, the table of what was taken is printed, and what was taken is kept.
"""

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pyarrow as pa
from rich.table import Table

from etl.catalogue import catalogue
from etl.catalogue.catalogue import Catalogue
from etl.catalogue.declarations import Dataset
from etl.commands import terminal
from etl.commands.terminal import say
from etl.fetch import given, past, pull, snapshots
from etl.fetch.http import Client
from etl.fetch.pull import Pulled
from etl.model.errors import DiskError, MonitorError, Stopped, UnknownValueError
from etl.model.places import Places
from etl.release import contacts, lock
from etl.sources import PUBLISHERS

# Frontex's site answers 403 to names of programs and 200 to those of browsers (seen 2025-2026).
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
USER_AGENTS = {"www.frontex.europa.eu": BROWSER, "frontex.europa.eu": BROWSER}
TAKEN = ("new", "unchanged")
Tell = Callable[[Dataset], None]


@dataclass
class Round:
    """One pull: what became of each dataset so far, and what ended it early, if anything did."""

    wanted: int
    pulled: list[Pulled] = field(default_factory=list)
    ended: BaseException | None = None

    @property
    def code(self) -> int:
        """The exit code."""
        if isinstance(self.ended, Stopped):
            return 128 + self.ended.signal
        if self.ended:
            return terminal.NO_SPACE
        if self.pulled and all(p.outcome == "no network" for p in self.pulled):
            return terminal.NO_NETWORK
        return terminal.OK if all(p.outcome in TAKEN and not p.left_out for p in self.pulled) else terminal.PARTLY


def run(args: argparse.Namespace, where: Places) -> int:
    """The command: exit code; everything it has to say is printed."""
    declared = catalogue.load()
    datasets = named(declared, args.source)
    if args.folder and args.history:
        raise MonitorError("--from and --history: one of them at a time.")
    if args.day and not (args.history and re.fullmatch(r"\d{4}-\d{2}-\d{2}", args.day) and _is_day(args.day)):
        raise MonitorError(f"--day {args.day}: accepted is a day like 2019-10-14, together with --history.")
    if args.folder or args.history:
        return _from_folder(args, datasets, declared, where)
    done = ask(datasets, declared, where)
    tell(done)
    return done.code


def named(declared: Catalogue, names: Sequence[str]) -> tuple[Dataset, ...]:
    """The live datasets of these sources or ids; UnknownValueError lists what can be asked for."""
    live = tuple(d.id for d in pull.wanted(declared, ()))
    if unknown := [n for n in names if n not in (*PUBLISHERS, *live)]:
        raise UnknownValueError("Source or dataset to pull", unknown[0], (*PUBLISHERS, *live))
    return pull.wanted(declared, names)


def ask(datasets: Sequence[Dataset], declared: Catalogue, where: Places) -> Round:
    """Ask the publishers of these datasets, one after another, and note for the site that they were asked."""
    client = Client(validators=pull.validators(where), user_agents=USER_AGENTS)
    now = datetime.now(UTC)

    def pulls(tell: Tell) -> Iterator[Pulled]:
        return pull.pull(datasets, declared, client.get, where, now, tell)

    return _round(pulls, [d.id for d in datasets], where, now)


def _round(
    pulls: Callable[[Tell], Iterator[Pulled]], names: Sequence[str], where: Places, now: datetime, note: bool = True
) -> Round:
    pa.set_memory_pool(pa.system_memory_pool())  # which gives back what is no longer used
    done = Round(len(names))
    with lock.pulling(where), terminal.progress() as tell:
        snapshots.sweep(where.snapshots)
        try:
            for pulled in pulls(lambda d: tell(d.id, len({p.dataset for p in done.pulled}), len(names))):
                done.pulled.append(pulled)
            tell("", len(names), len(names))
        except (Stopped, DiskError) as e:
            done.ended = e
    if note:
        _note(done.pulled, where, now)
    reached = {p.dataset for p in done.pulled}
    done.pulled += [Pulled(name, "not asked") for name in names if name not in reached]
    return done


def _note(pulled: Sequence[Pulled], where: Places, now: datetime) -> None:
    """For the page of sources: when each dataset was last asked, and with what outcome."""
    for p in pulled:
        if p.outcome != "no network":
            changes = str(p.changes) if p.changes else ""
            contacts.note(
                where.warehouse, "pull", p.dataset, now, outcome=p.outcome, vintage=p.vintage, changes=changes
            )
    contacts.send(where, "pull", [p.dataset for p in pulled if p.outcome != "no network"])


def tell(done: Round) -> None:
    """The table of what was taken, a sentence for each that needs one, and what ended the pull."""
    if done.code == terminal.NO_NETWORK:
        say(f"No network: none of the {done.wanted} datasets could be asked for; nothing was changed.")
        return
    table = Table("dataset", "outcome", "rows", "vintage", title="Pulled")
    for p in done.pulled:
        table.add_row(p.dataset, p.outcome, f"{p.rows:,}" if p.rows else "", p.vintage)
    terminal.out.print(table)
    for p in done.pulled:
        if p.changes and p.changes.any:
            say(f"{p.dataset}: {p.changes}")
        if p.message:
            say(f"{p.dataset}: {p.outcome}: {p.message.removeprefix(f'{p.dataset}: ')}")
    if done.ended:
        say(ending(done))


def ending(done: Round) -> str:
    """Why a pull ended before its end, and that what it took is kept."""
    reached = sum(p.outcome != "not asked" for p in done.pulled)
    why = "Interrupted" if isinstance(done.ended, Stopped) else str(done.ended).rstrip(".")
    return f"{why}: {reached} of {done.wanted} datasets were done; what was taken is kept."


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _from_folder(args: argparse.Namespace, datasets: Sequence[Dataset], declared: Catalogue, where: Places) -> int:
    folder, word = (args.history, "--history") if args.history else (args.folder, "--from")
    if not folder.is_dir():
        raise MonitorError(f"{word}: {folder} is not a folder.")
    files, strange = given.given(folder, datasets)
    no_code = f"no code of {', '.join(sorted({d.code for d in datasets}))} in its name or first lines: left out"
    for name, why in strange.items():
        say(f"{name}: {why or no_code}")
    if not files:
        raise MonitorError(f"{word}: no file in {folder} belongs to a dataset that is asked for.")
    now = datetime.now(UTC)

    def pulls(tell: Tell) -> Iterator[Pulled]:
        if args.history:
            return past.accept(files, args.day, declared, where, now, tell)
        return given.accept(files, declared, where, now, tell)

    done = _round(pulls, list(files), where, now, note=not args.history)
    passed_over = {p.dataset for p in done.pulled if p.outcome == "not asked"} if not done.ended else set()
    done = replace(done, pulled=[p for p in done.pulled if p.dataset not in passed_over])
    tell(done)
    taken = [(file, p.dataset) for p in done.pulled if p.outcome in TAKEN for file in p.files]
    for file in sorted({name for name, _ in taken}):
        say(f"{file}: taken by {', '.join(dataset for name, dataset in taken if name == file)}")
    if args.history:
        _tell_revisions([declared.datasets[name] for name in dict.fromkeys(d for _, d in taken)], declared, where)
    return max(done.code, terminal.PARTLY) if strange else done.code


def _tell_revisions(datasets: Sequence[Dataset], declared: Catalogue, where: Places) -> None:
    """What each later vintage revised."""
    for dataset in datasets:
        for name, changes in past.revisions(dataset, declared, where):
            say(f"{dataset.id}: {name} {changes}")
