"""A way to the database that survives a change of its user."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from service.credentials import Credentials

log = logging.getLogger(__name__)


class Pool(Protocol):
    """What the service needs of a connection pool."""

    def query(self, text: str) -> list[tuple]: ...

    def close(self) -> None: ...


class _Generation:
    """A pool with the number of those who use it."""

    def __init__(self, credentials: Credentials, pool: Pool) -> None:
        self.credentials = credentials
        self.pool = pool
        self.users = 0
        self.retired = False


class RotatingPool:
    """After `reload` new queries use the new user; those under way finish as
    the old one, and only then are its connections closed. No query fails."""

    def __init__(
        self,
        read: Callable[[], Credentials],
        open_pool: Callable[[Credentials], Pool],
    ) -> None:
        self._read = read
        self._open = open_pool
        self._reloading = threading.Lock()
        self._changed = threading.Condition()
        self._open_pools = 1
        credentials = read()
        self._current = _Generation(credentials, open_pool(credentials))

    def query(self, text: str) -> list[tuple]:
        """Run a query as the user of the moment."""
        with self._use() as pool:
            return pool.query(text)

    def reload(self) -> bool:
        """Look for new credentials; a failure keeps what works."""
        with self._reloading:
            try:
                return self._swap()
            except Exception as error:  # Whatever is wrong with them, the old ones still work.
                log.warning("keeping the database user in use: %s", error)
                return False

    def close(self) -> None:
        """Wait for the queries under way and close everything."""
        with self._reloading, self._changed:
            self._retire(self._current)
            self._changed.wait_for(lambda: self._open_pools == 0)

    def _swap(self) -> bool:
        credentials = self._read()
        if credentials == self._current.credentials:
            return False
        following = _Generation(credentials, self._open(credentials))
        with self._changed:
            self._open_pools += 1
            old, self._current = self._current, following
            self._retire(old)
        log.info("took over new database credentials")
        return True

    @contextmanager
    def _use(self) -> Iterator[Pool]:
        with self._changed:
            generation = self._current
            generation.users += 1
        try:
            yield generation.pool
        finally:
            with self._changed:
                generation.users -= 1
                self._close_if_unused(generation)

    def _retire(self, generation: _Generation) -> None:
        generation.retired = True
        self._close_if_unused(generation)

    def _close_if_unused(self, generation: _Generation) -> None:
        # Not before its last query is done: a pool that is closed turns away those waiting for a connection.
        if not generation.retired or generation.users > 0:
            return
        threading.Thread(target=self._finish, args=(generation,)).start()

    def _finish(self, generation: _Generation) -> None:
        try:
            generation.pool.close()
        finally:
            with self._changed:
                self._open_pools -= 1
                self._changed.notify_all()
