"""The production server. PORT and HOST say where; each worker opens the release by itself, after the fork."""

import os
import sys
import threading

from gunicorn.workers.base import Worker

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"
preload_app = False
timeout = 60
graceful_timeout = 10
keepalive = 15
limit_request_line = 8190
forwarder_headers = ""  # else whoever asks from this machine can set SCRIPT_NAME, and no address fits
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """Draw the two headline pages once, aside, so that the first reader need not wait for the release to be opened."""
    client = worker.wsgi.test_client()
    threading.Thread(target=lambda: [client.get(path) for path in ("/en/", "/nl/")], daemon=True).start()


def worker_exit(_server: object, worker: Worker) -> None:
    """Leave at once: all is answered, and an interpreter taken down under threads of C++ now and then aborts."""
    if worker.booted:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
