"""The production server. PORT and HOST say where.

The app is imported once, before anybody is listened to, and connects to nothing then; each worker opens the release by
itself, after the fork. So a site that starts refuses connections, which a proxy sees at once, and lets nobody wait.
"""

import ctypes
import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "asgi"  # an event loop that reads and sends; the app's threads are in dashboards/front/lanes.py
asgi_lifespan = "off"
worker_connections = 2000
backlog = 2048
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 15
limit_request_line = 8190
limit_request_fields = 60
forwarder_headers = ""  # else whoever asks from this machine can set SCRIPT_NAME, and no address fits
control_socket_disable = True
# The pages that most readers see first, and those that read many figures: what these share is kept, so that the first
# reader does not wait for it. Files are not among them: they cost each process 100 MB more, and under attack all
# together then passed 1 GB (`tests/bench/hostile.py`).
AHEAD = (
    *(f"/{lang}/{page}" for page in ("", "letter", "changes") for lang in ("en", "nl")),
    *(f"/{lang}/pillar/{number}" for number in range(1, 7) for lang in ("en", "nl")),
    *("/en/figures", "/en/explore", "/en/sources", "/en/check", "/en/search?q=eu", "/feeds/all.atom"),
)
MUCH_MEMORY = 250_000_000  # bytes of a process
# A folder in which the workers count together, named before the app is imported; it is forgotten when the server ends.
_counts = tempfile.mkdtemp(prefix="monitor-counts-")
os.environ.update(PROMETHEUS_MULTIPROC_DIR=_counts)


def give_back() -> None:
    """Every second, give the system what glibc keeps of memory that was freed, where a process holds much of it: after
    large files and under attack it is a twentieth of all. Elsewhere (macOS, musl) nothing is done."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except AttributeError:
        return
    page, freed = os.sysconf("SC_PAGE_SIZE"), Path("/proc/self/statm")
    while freed.exists():
        if int(freed.read_text().split()[1]) * page > MUCH_MEMORY:
            trim(0)
        time.sleep(1)


def when_ready(_: Arbiter) -> None:
    """What is imported stays shared with the workers: a search for garbage would write into each of its pages."""
    gc.collect()
    gc.freeze()


def on_exit(_: Arbiter) -> None:
    """Remove it."""
    shutil.rmtree(_counts, ignore_errors=True)


def post_worker_init(_: Worker) -> None:
    """Aside: copy what is new where the warehouse is a bucket, draw once what is asked first,
    so that no reader waits for the release to be opened, and go on looking at the bucket."""
    from app import server
    from etl.model.places import places
    from etl.release import follow

    def begin() -> None:
        if (where := places()).bucket:
            follow.look(where)
        for path in AHEAD if os.environ.get("MONITOR_DRAW_AHEAD", "1") != "0" else ():
            if server.test_client().get(path).status_code >= 500:
                break
            time.sleep(0.05)  # readers who ask meanwhile get their turn
        gc.freeze()  # what is there now stays: it is not searched for garbage again and again
        follow.keep_looking(where)

    sys.setswitchinterval(0.001)  # seconds: the loop gets its turn between threads that compute
    threading.Thread(target=begin, daemon=True).start()
    threading.Thread(target=give_back, daemon=True).start()


def worker_exit(_server: object, worker: Worker) -> None:
    """Leave at once: all is answered, and an interpreter taken down under threads of C++ now and then aborts."""
    if worker.booted:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
