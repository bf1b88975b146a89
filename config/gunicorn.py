"""How gunicorn serves; the command line adds only the address to bind."""

import os
import signal
from typing import Any

from config.lifeline import follow_parent

wsgi_app = "config.wsgi:application"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# Django is loaded once and shared; no connection is opened before the fork.
preload_app = True
timeout = 120
# Filters and a sentence searched for travel in the address; Vietnamese letters take up to nine signs each there.
limit_request_line = 8190
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
# On a disk, the workers' heartbeat could stop a healthy worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112
control_socket_disable = True
accesslog = None
errorlog = "-"


def post_fork(server: Any, worker: Any) -> None:
    follow_parent(signal.SIGKILL)


def worker_exit(server: Any, worker: Any) -> None:
    """End the pool's threads, for which the process would otherwise wait ten seconds."""
    from django.db import connections

    for connection in connections.all():
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
