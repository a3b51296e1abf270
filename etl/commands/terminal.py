"""What every command needs: exit codes, lines and tables, progress, an end on a signal. Knows no publisher."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl.model.errors import Stopped

OK, WRONG, USAGE, NO_NETWORK, PARTLY, NO_SPACE, BUSY = 0, 1, 2, 3, 4, 5, 6
CODES = """Exit codes: 0 done · 1 a declared file, a setting or a release is wrong · 2 wrong words on the command line ·
3 no network or no bucket in reach, nothing touched ·
4 done, but something was refused, unreachable, left out, held or damaged: what is printed says what ·
5 the disk is full, or disk or bucket cannot be written; what was kept stays · 6 another pull or build is writing ·
130, 143 ended by Ctrl-C or SIGTERM; what was kept stays."""
Tell = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
out, err = Console(), Console(stderr=True)


def say(line: str) -> None:
    """A whole line for a person and for a log: neither cut nor broken."""
    err.print(escape(line), soft_wrap=True, highlight=False)


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar that counts what is done, on standard error."""
    columns = (TextColumn("{task.description:<46}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of)

        yield tell


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Ctrl-C and SIGTERM raise Stopped, so that what was begun is cleared away and what was done is said."""

    def stop(number: int, _: FrameType | None) -> None:
        raise Stopped(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
