"""Work in a process of its own, so that its time and its memory can be told apart from all else. No bench itself."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """Seconds, seconds of all cores, megabytes; what the process said."""

    wall: float
    cpu: float
    memory: float
    said: dict[str, Any]


def run(program: str, *words: str, **more: str) -> Ran:
    """A program as a process of its own; RuntimeError with the last line of what it said where it fails."""
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), **more}
    env.pop("MONITOR_PARTS", None)
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = subprocess.Popen([sys.executable, program, *words], env=env, stdout=out, stderr=err)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode:
            raise RuntimeError((err.read().strip().splitlines() or ["no word"])[-1])
        said = json.loads(out.read().splitlines()[-1])
    return Ran(said["wall"], said["cpu"], used.ru_maxrss / 1024, said)


def once(work: Callable[[], Any]) -> int:
    """The work of one process; prints a line of JSON."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "found": found}))
    return 0
