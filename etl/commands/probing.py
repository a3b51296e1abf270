"""`probe`: ask each table for its structure, print what is not as declared, note it for the page of sources."""

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from rich.table import Table

from etl.catalogue import catalogue
from etl.catalogue.declarations import Dataset
from etl.commands import pulling, terminal
from etl.commands.terminal import say
from etl.fetch import probe, pull
from etl.fetch.http import Client
from etl.fetch.probe import Probed
from etl.model.places import Places
from etl.release import contacts


def run(args: argparse.Namespace, where: Places) -> int:
    """The command: exit code; the table of differences is printed."""
    declared = catalogue.load()
    datasets = pulling.named(declared, args.source)
    get = pull.remembering(Client(user_agents=pulling.USER_AGENTS).get, where)
    probed: list[Probed] = []
    with terminal.progress() as tell:

        def starting(dataset: Dataset) -> None:
            tell(dataset.id, len(probed), len(datasets))

        for one in probe.probe(datasets, declared, get, _before(where), starting):
            probed.append(one)
        tell("", len(datasets), len(datasets))
    if all(one.verdict == "no network" for one in probed):
        say(f"No network: none of the {len(datasets)} tables could be asked for.")
        return terminal.NO_NETWORK
    now = datetime.now(UTC)
    for one in probed:
        _note(one, where, now)
    contacts.send(where, "probe", [one.dataset for one in probed if one.verdict != "no network"])
    _print(probed)
    return terminal.OK if all(one.verdict == "same" for one in probed) else terminal.PARTLY


def _before(where: Places) -> Callable[[str], Mapping[str, list[str]]]:
    def of(dataset: str) -> Mapping[str, list[str]]:
        last = contacts.last(where.warehouse, "probe", dataset)
        seen: Mapping[str, list[str]] = json.loads(last.details.get("seen", "{}")) if last else {}
        return seen

    return of


def _note(one: Probed, where: Places, now: datetime) -> None:
    if one.verdict == "no network":
        return
    sentences = "; ".join(str(d) for d in one.differences if str(d))
    last = contacts.last(where.warehouse, "probe", one.dataset)
    seen = json.dumps(one.seen) if one.seen is not None else (last.details.get("seen", "{}") if last else "{}")
    contacts.note(where.warehouse, "probe", one.dataset, now, one.verdict, told=sentences, newest=one.newest, seen=seen)


def _print(probed: list[Probed]) -> None:
    table = Table("dataset", "structure", "newest", "what", title="Probed")
    for one in probed:
        for verdict in dict.fromkeys(d.verdict for d in one.differences) or ("same",):
            what = "; ".join(str(d) for d in one.differences if d.verdict == verdict)
            table.add_row(one.dataset, verdict, one.newest, what)
    terminal.out.print(table)
    for one in probed:
        if one.message:
            say(f"{one.dataset}: {one.message}")
