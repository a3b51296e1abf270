"""python -m etl pull [SOURCE …] [--from DIR] | build [--repair] | status | check | new KIND ID | schema
             | rollback [RELEASE] | resume | prune --keep N

Exit codes: 0 done · 1 a declared file or a release is wrong · 2 wrong words on the command line ·
3 no network, nothing touched · 4 done, but something was refused, unreachable or left out: read the table.
"""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl import build, check, releases
from etl.catalogue import blank, catalogue, schema
from etl.fetch import pull
from etl.fetch.http import Client
from etl.model.errors import CatalogueError, MonitorError, UnknownValueError
from etl.model.places import Places, places
from etl.release import lock, store
from etl.sources import PUBLISHERS

# Frontex's site answers 403 to names of programs and 200 to those of browsers (seen 2025-2026).
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
USER_AGENTS = {"www.frontex.europa.eu": BROWSER, "frontex.europa.eu": BROWSER}
OK, WRONG, USAGE, NO_NETWORK, PARTLY = 0, 1, 2, 3, 4
TAKEN = ("new", "unchanged")
out, err = Console(), Console(stderr=True)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    args = _arguments().parse_args(words)
    try:
        return int(args.run(args, places()))
    except CatalogueError as e:
        for fault in e.faults:
            _say(str(fault))
        _say(f"{len(e.faults)} {'fault' if len(e.faults) == 1 else 'faults'} in data/catalogue and data/archive.")
        return WRONG
    except MonitorError as e:
        err.print(f"[bold]{type(e).__name__}[/]: {escape(str(e))}", soft_wrap=True)
        return WRONG


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    pulling = commands.add_parser("pull", help="ask the publishers, keep what they answer")
    pulling.add_argument("source", nargs="*", help="eurostat, frontex, ind, or dataset ids; all where none is named")
    pulling.add_argument("--from", dest="folder", type=Path, help="take files that a person downloaded into DIR")
    pulling.set_defaults(run=_pull)
    for name, run, words in (
        ("build", _build, "make a release of archive and snapshots"),
        ("status", _status, "what is held, how old it is"),
        ("check", _check, "say all that is wrong in the catalogue and the archive; change nothing"),
    ):
        command = commands.add_parser(name, help=words)
        command.set_defaults(run=run)
        if run is _build:
            command.add_argument("--repair", action="store_true", help="make damaged releases again, or set them aside")
    new = commands.add_parser("new", help="write a blank file of the catalogue, every key explained")
    new.add_argument("kind", choices=["indicator", "dataset"])
    new.add_argument("id", help="of an indicator in lower snake case; of a dataset <source>.<table>")
    new.set_defaults(run=_new)
    commands.add_parser("schema", help="write the schemas that editors read anew").set_defaults(run=_schema)
    releases.add_commands(commands, _told)
    return parser


@contextmanager
def _progress() -> Iterator[build.Tell]:
    columns = (TextColumn("{task.description:<46}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done + 1, total=of)

        yield tell


def _pull(args: argparse.Namespace, where: Places) -> int:
    declared = catalogue.load()
    live = tuple(d.id for d in pull.wanted(declared, ()))
    if unknown := [n for n in args.source if n not in (*PUBLISHERS, *live)]:
        raise UnknownValueError("Source or dataset to pull", unknown[0], (*PUBLISHERS, *live))
    datasets = pull.wanted(declared, args.source)
    now = datetime.now(UTC)
    with lock.pulling(where), _progress() as tell:
        strange: tuple[str, ...] = ()
        if args.folder:
            found, strange = _from_folder(args.folder, datasets, declared, where, now, tell)
        else:
            done = iter(range(len(datasets)))
            client = Client(validators=pull.validators(where), user_agents=USER_AGENTS)
            found = pull.pull(
                datasets, declared, client.get, where, now, lambda d: tell(d.id, next(done), len(datasets))
            )
    if found and all(p.outcome == "no network" for p in found):
        err.print(f"No network: none of the {len(found)} datasets could be asked for; nothing was changed.")
        return NO_NETWORK
    _print_pulled(found)
    return OK if not strange and all(p.outcome in TAKEN for p in found) else PARTLY


def _from_folder(
    folder: Path, datasets: Sequence[catalogue.Dataset], declared: catalogue.Catalogue, where: Places, now: datetime,
    tell: build.Tell,
) -> tuple[list[pull.Pulled], tuple[str, ...]]:  # fmt: skip
    if not folder.is_dir():
        raise MonitorError(f"--from: {folder} is not a folder.")
    given, strange = pull.given(folder, datasets)
    for name in strange:
        _say(f"{name}: no code of {', '.join(sorted({d.code for d in datasets}))} in its name or first lines: left out")
    if not given:
        raise MonitorError(f"--from: no file in {folder} belongs to a dataset that is asked for.")
    done = iter(range(len(given)))
    found = pull.accept_given(given, declared, where, now, lambda d: tell(d.id, next(done), len(given)))
    taken = [(part.name, p.dataset) for p in found if p.outcome in TAKEN for part in given[p.dataset]]
    for file in sorted({name for name, _ in taken}):
        _say(f"{file}: taken by {', '.join(dataset for name, dataset in taken if name == file)}")
    return found, strange


def _print_pulled(found: list[pull.Pulled]) -> None:
    table = Table("dataset", "outcome", "rows", "vintage", title="Pulled")
    for p in found:
        table.add_row(p.dataset, p.outcome, f"{p.rows:,}" if p.rows else "", p.vintage)
    out.print(table)
    for p in found:
        if p.message:
            _say(f"{p.dataset}: {p.outcome}: {p.message.removeprefix(f'{p.dataset}: ')}")


def _say(line: str) -> None:
    """A whole line for a person and for a log: neither cut nor broken."""
    err.print(escape(line), soft_wrap=True, highlight=False)


def _build(args: argparse.Namespace, where: Places) -> int:
    with lock.building(where):
        declared = check.refuse_faults(where)
        with _progress() as tell:
            built = build.build(declared, where, datetime.now(UTC), tell, args.repair)
    for line in (*built.mended, releases.outcome(built.release_id, built.new, where)):
        out.print(line, soft_wrap=True, highlight=False)
    for warning in built.warnings:
        _say(f"left out: {warning}")
    for line in (damage := releases.damage(where, every=False)):
        _say(line)
    return PARTLY if built.warnings or damage or not releases.is_served(built.release_id, where) else OK


def _status(_: argparse.Namespace, where: Places) -> int:
    release = store.release(root=where.warehouse)
    table = Table("dataset", "rows", "from", "to", "newest vintage", title=f"Release {release.id}")
    for name, d in release.facts["datasets"].items():
        table.add_row(name, str(d["rows"]), d["first_period"], d["last_period"], d["vintage"] or "not known")
    out.print(table)
    out.print(f"Releases: {', '.join(store.release_ids(where.warehouse))}")
    for line in releases.standing(where):
        _say(line)
    return OK


def _check(_: argparse.Namespace, where: Places) -> int:
    found = check.check(where)
    if found.faults:
        raise CatalogueError(*found.faults)
    c = found.catalogue
    out.print(
        f"{len(c.datasets)} datasets, {len(c.indicators)} indicators, {len(c.claims)} claims; "
        f"{found.rows:,} archive rows: nothing wrong."
    )
    for line in (damage := releases.damage(where)):
        _say(line)
    return WRONG if damage else OK


def _told(
    run: Callable[[argparse.Namespace, Places], Sequence[str]],
) -> Callable[[argparse.Namespace, Places], int]:
    """A command that only says what it did."""

    def command(args: argparse.Namespace, where: Places) -> int:
        for line in run(args, where):
            out.print(escape(line), soft_wrap=True, highlight=False)
        return OK

    return command


def _new(args: argparse.Namespace, _: Places) -> int:
    write = blank.indicator if args.kind == "indicator" else blank.dataset
    file = write(args.id, catalogue.ROOT).relative_to(catalogue.ROOT).as_posix()
    out.print(escape(blank.NEXT[args.kind].format(file=f"data/catalogue/{file}", id=args.id)), soft_wrap=True, end="")
    return OK


def _schema(_: argparse.Namespace, __: Places) -> int:
    changed = schema.write(catalogue.ROOT)
    out.print(f"data/catalogue/schema: {', '.join(p.name for p in changed) or 'nothing'} changed.", soft_wrap=True)
    return OK


if __name__ == "__main__":
    sys.exit(main())
