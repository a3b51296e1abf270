"""The commands that change which release is served, and what the others say of it: rollback, resume, prune.

A rollback holds: builds after it make releases that are not served, until `resume`.
"""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from etl.model.errors import MonitorError, UnknownValueError
from etl.model.places import Places
from etl.release import lock, publish, repair, serving, store

Run = Callable[[argparse.Namespace, Places], Sequence[str]]
LET_GO = "`python -m etl resume` serves the newest"


def add_commands(commands: Any, printed: Callable[[Run], Any]) -> None:
    """Declare the commands; `told` makes one that prints what its function returns."""
    back = commands.add_parser("rollback", help="serve an earlier release, and hold it")
    back.add_argument("release", nargs="?", default="", help="its id; the one before where none is named")
    back.set_defaults(run=printed(_rollback))
    commands.add_parser("resume", help="end a rollback: serve the newest release").set_defaults(run=printed(_resume))
    prune = commands.add_parser("prune", help="remove old releases")
    prune.add_argument("--keep", type=int, required=True, metavar="N", help="how many of the newest stay")
    prune.set_defaults(run=printed(_prune))


def _rollback(args: argparse.Namespace, where: Places) -> Sequence[str]:
    with lock.switching(where):
        root = where.warehouse
        ids, now = store.release_ids(root), store.current_id(root)
        earlier = ids[: ids.index(now)] if now in ids else ids
        if not args.release and not earlier:
            raise MonitorError(f"There is no release before {now}.")
        wanted = args.release or earlier[-1]
        if wanted not in ids:
            raise UnknownValueError("Release", wanted, ids)
        repair.switched(wanted, root)
        if wanted == ids[-1]:
            publish.let_go(wanted, root)
            return (f"Release {wanted}, the newest, is served (before: {now}).",)
        publish.hold(wanted, root, datetime.now(UTC))
    return (f"Release {wanted} is served (before: {now}) and held: {LET_GO}.",)


def _resume(_: argparse.Namespace, where: Places) -> Sequence[str]:
    with lock.switching(where):
        ids = store.release_ids(where.warehouse)
        if not ids:
            raise MonitorError("No release has been built yet: run `python -m etl build`.")
        repair.switched(ids[-1], where.warehouse)
        publish.let_go(ids[-1], where.warehouse)
    return (f"Release {ids[-1]} is served, and what is built from now on.",)


def _prune(args: argparse.Namespace, where: Places) -> Sequence[str]:
    with lock.switching(where):
        gone = repair.pruned(where.warehouse, args.keep)
    left = len(store.release_ids(where.warehouse))
    return (f"Removed: {', '.join(gone) or 'nothing'}. Releases left: {left}.",)


def outcome(release_id: str, new: bool, where: Places) -> str:
    """What a build says at its end."""
    if why := held_back(release_id, where):
        return f"Release {release_id} {'built' if new else 'stands'}, but not served: {why}"
    return f"Release {release_id} " + ("built and served." if new else "stands: nothing has changed.")


def held_back(release_id: str, where: Places) -> str:
    """Why a release that was built is not served; "" where it is."""
    return "" if is_served(release_id, where) else _held(where)


def is_served(release_id: str, where: Places) -> bool:
    """Whether CURRENT names it."""
    return serving.named(where.warehouse) == release_id


def _held(where: Places) -> str:
    held, since = serving.held(where.warehouse), serving.held_since(where.warehouse)
    return f"a rollback holds {held}{f' since {since}' if since else ''}; {LET_GO}."


def standing(where: Places) -> tuple[str, ...]:
    """What a person should know of the release that is served: that it is held, or in the place of a damaged one."""
    damage = tuple(map(str, serving.served(where.warehouse).damage))
    return (*damage, *((f"A{_held(where)[1:]}",) if serving.held(where.warehouse) else ()))


def damage(where: Places, every: bool = True) -> tuple[str, ...]:
    """All that is damaged below the warehouse, a sentence each. every: also what the site does not read."""
    return tuple(map(str, repair.faults(where.warehouse, every)))
