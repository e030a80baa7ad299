"""Runs the service until SIGTERM."""

import logging
import os
import signal
import threading
from pathlib import Path

from service.credentials import read_credentials
from service.database import Database
from service.rotating import RotatingPool
from service.server import make_server

log = logging.getLogger("service")

LOOK_EVERY_SECONDS = 1


def watch(pool: RotatingPool, hung_up: threading.Event, over: threading.Event) -> None:
    """Look for new credentials once a second and at every SIGHUP. Reading a
    small file in memory costs nothing, and unlike a file watcher it works for
    every way a file can be replaced."""
    while not over.is_set():
        hung_up.wait(LOOK_EVERY_SECONDS)
        hung_up.clear()
        pool.reload()


def main() -> None:
    """Start, serve, and stop without cutting anything off."""
    logging.basicConfig(level=logging.INFO)
    file = Path(os.environ.get("DB_CREDENTIALS_FILE", "/vault/secrets/db"))
    ca_file = os.environ.get("DB_CA_FILE")
    pool = RotatingPool(
        lambda: read_credentials(file),
        lambda credentials: Database(credentials, ca_file),
    )
    address = (os.environ.get("HOST", ""), int(os.environ.get("PORT", "8080")))
    server = make_server(address, pool)
    hung_up, over = threading.Event(), threading.Event()
    signal.signal(signal.SIGHUP, lambda *_: hung_up.set())

    def stop(*_: object) -> None:
        # `shutdown` waits for the loop below, so it may not run in its thread.
        threading.Thread(target=server.shutdown).start()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    watcher = threading.Thread(target=watch, args=(pool, hung_up, over))
    watcher.start()
    log.info("listening on port %d", server.server_address[1])
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        # No new request, those under way finish, then the database is left.
        server.server_close()
        over.set()
        hung_up.set()
        watcher.join()
        pool.close()


if __name__ == "__main__":
    main()
