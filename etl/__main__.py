"""The command line, `python -m etl`; `--help` lists its words and exit codes."""

import argparse
import errno
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from etl import build, check
from etl.catalogue import blank, catalogue, schema
from etl.commands import probing, pulling, refreshing, releasing, terminal
from etl.commands.terminal import BUSY, NO_NETWORK, NO_SPACE, OK, PARTLY, WRONG, err, out, progress, say
from etl.model.errors import (
    BucketAwayError,
    BusyError,
    CatalogueError,
    DeniedError,
    DiskError,
    MonitorError,
    Stopped,
)
from etl.model.places import Places, places, refuse_files
from etl.release import engine, lock, mirror, store, writing
from etl.release.bucket import Bucket

ENDS = {BusyError: BUSY, BucketAwayError: NO_NETWORK, DeniedError: NO_SPACE}
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EACCES, errno.EPERM)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # each attempt that fails is a warning there; we say the sum
    args = _arguments().parse_args(arguments)
    try:
        with terminal.ending_on_signals():
            where = places()
            refuse_files(where)
            if where.bucket:
                mirror.prepare(where)
            return int(args.run(args, where))
    except Stopped as e:
        say("Interrupted: nothing that was kept or served before has changed.")
        return 128 + e.signal
    except (DiskError, OSError, engine.FileError) as e:
        if isinstance(e, OSError) and e.errno not in DISK:
            raise
        why = f"{e.filename or 'the disk'} cannot be written: {e.strerror}" if isinstance(e, OSError) else str(e)
        say(f"{why.rstrip('.')}: nothing that was kept or served before has changed.")
        return NO_SPACE
    except CatalogueError as e:
        for fault in e.faults:
            say(str(fault))
        say(f"{len(e.faults)} {'fault' if len(e.faults) == 1 else 'faults'} in data/catalogue and data/archive.")
        return WRONG
    except MonitorError as e:
        err.print(f"[bold]{type(e).__name__}[/]: {escape(str(e))}", soft_wrap=True)
        return next((code for kind, code in ENDS.items() if isinstance(e, kind)), WRONG)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description=f"{__doc__}\n\n{terminal.CODES}",
        formatter_class=argparse.RawTextHelpFormatter,
    )  # fmt: skip
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    pull = commands.add_parser("pull", help="ask the publishers, keep what they answer")
    pull.add_argument("source", nargs="*", help="eurostat, frontex, ind, or dataset ids; all where none is named")
    pull.add_argument("--from", dest="folder", type=Path, help="take files that a person downloaded into DIR")
    pull.add_argument(
        "--history", type=Path, metavar="DIR", help="take earlier vintages in DIR, for readings of the past"
    )
    pull.add_argument("--day", default="", help="the day of an earlier vintage that does not say its own: YYYY-MM-DD")
    pull.set_defaults(run=pulling.run)
    probe = commands.add_parser("probe", help="ask each table for its structure only, and compare it with the declared")
    probe.add_argument("source", nargs="*", help="as for pull")
    probe.set_defaults(run=probing.run)
    refresh = commands.add_parser("refresh", help="pull, build and report in one go, for a scheduler")
    refresh.add_argument("source", nargs="*", help="as for pull")
    refresh.add_argument("--json", action="store_true", help="the report as JSON, and nothing else on standard output")
    refresh.add_argument(
        "--patience", type=float, default=refreshing.HOURS, metavar="HOURS",
        help="how long to ask again what CBS does not answer (default: %(default)g)",
    )  # fmt: skip
    refresh.add_argument(
        "--keep", type=int, default=refreshing.KEEP, metavar="N",
        help="how many of the newest releases stay; 0: all (default: %(default)d)",
    )  # fmt: skip
    refresh.set_defaults(run=refreshing.run)
    for name, run, says in (
        ("build", _build, "make a release of archive and snapshots"),
        ("status", _status, "what is held, how old it is"),
        ("check", _check, "say all that is wrong in the catalogue and the archive; change nothing"),
    ):
        command = commands.add_parser(name, help=says)
        command.set_defaults(run=run)
        if run is _build:
            command.add_argument("--repair", action="store_true", help="make damaged releases again, or set them aside")
    new = commands.add_parser("new", help="write a blank file of the catalogue, every key explained")
    new.add_argument("kind", choices=["indicator", "dataset"])
    new.add_argument("id", help="of an indicator in lower snake case; of a dataset <source>.<table>")
    new.set_defaults(run=_new)
    commands.add_parser("schema", help="write the schemas that editors read anew").set_defaults(run=_schema)
    releasing.add_commands(commands, _told)
    return parser


def _build(args: argparse.Namespace, where: Places) -> int:
    with lock.building(where):
        declared, held = check.refuse_faults(where)
        mended = writing.mended(where) if args.repair else ()
        with progress() as tell:
            built = build.build(declared, where, datetime.now(UTC), tell, args.repair, held)
    for line in (*mended, *built.mended, releasing.outcome(built.release_id, built.new, where)):
        out.print(line, soft_wrap=True, highlight=False)
    for warning in built.warnings:
        say(f"left out: {warning}")
    for line in (damage := releasing.damage(where, every=False)):
        say(line)
    return PARTLY if built.warnings or damage or not releasing.is_served(built.release_id, where) else OK


def _status(_: argparse.Namespace, where: Places) -> int:
    mirror.read(where)
    release = store.release(root=where.warehouse)
    table = Table("dataset", "rows", "from", "to", "newest vintage", title=f"Release {release.id}")
    for name, d in release.facts["datasets"].items():
        table.add_row(name, str(d["rows"]), d["first_period"], d["last_period"], d["vintage"] or "not known")
    out.print(table)
    out.print(f"Releases: {', '.join(store.release_ids(where.warehouse))}")
    for line in releasing.standing(where):
        say(line)
    return OK


def _check(_: argparse.Namespace, where: Places) -> int:
    checked = check.check(where)
    mirror.read(where)
    damage = releasing.damage(where)
    if where.bucket:
        damage += tuple(f"{where.bucket}: {fault}" for fault in writing.faults(Bucket(where.bucket)))
    for line in damage:
        say(line)
    if checked.faults:
        raise CatalogueError(*checked.faults)
    c = checked.catalogue
    out.print(
        f"{len(c.datasets)} datasets, {len(c.indicators)} indicators, {len(c.claims)} claims; "
        f"{checked.rows:,} archive rows: nothing wrong."
    )
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
