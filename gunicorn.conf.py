"""The production server. PORT and HOST say where; each worker opens the release by itself, after the fork."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"
preload_app = False
timeout = 60
graceful_timeout = 10
keepalive = 15
accesslog = None
control_socket_disable = True
