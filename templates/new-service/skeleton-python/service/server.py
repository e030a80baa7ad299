"""What the service answers."""

import json
import logging
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from service.rotating import RotatingPool

log = logging.getLogger(__name__)

# What the database user may read: something to see before there is a domain.
TABLES = """SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' ORDER BY table_name"""

Routes = dict[str, Callable[[], dict]]


def routes(pool: RotatingPool) -> Routes:
    """The pages of the service."""

    def ready() -> dict:
        pool.query("SELECT 1")
        return {"status": "ok"}

    def tables() -> dict:
        return {"tables": [name for (name,) in pool.query(TABLES)]}

    return {
        # Alive: the process answers. A database that is away is no reason to restart it.
        "/healthz": lambda: {"status": "ok"},
        # Ready: the database answers too.
        "/readyz": ready,
        "/tables": tables,
    }


class Server(ThreadingHTTPServer):
    """Waits for the requests under way when it is closed."""

    daemon_threads = False
    request_queue_size = 1024


def make_server(address: tuple[str, int], pool: RotatingPool) -> Server:
    """The HTTP server of the service."""
    known = routes(pool)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            route = known.get(self.path.partition("?")[0])
            if route is None:
                self._send(404, {"error": "There is no such page."})
                return
            try:
                body = route()
            except Exception as error:  # The caller learns no detail, the log does.
                log.error("%s failed: %s", self.path, error)
                self._send(503, {"error": "The database does not answer."})
                return
            self._send(200, body)

        def _send(self, status: int, body: dict) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Requests are counted elsewhere."""

    return Server(address, Handler)
