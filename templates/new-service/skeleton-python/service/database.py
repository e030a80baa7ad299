"""The one place that knows the database driver."""

from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

from service.credentials import Credentials

_CONNECTIONS = 10
_OPEN_WITHIN_SECONDS = 5


class Database:
    """A pool for one user of the database, proved to work."""

    def __init__(self, credentials: Credentials, ca_file: str | None) -> None:
        conninfo = make_conninfo(
            user=credentials.username,
            password=credentials.password,
            host=credentials.host,
            port=credentials.port,
            dbname=credentials.database,
            sslmode=credentials.ssl_mode,
            sslrootcert=ca_file,
            connect_timeout=_OPEN_WITHIN_SECONDS,
        )
        self._pool = ConnectionPool(
            conninfo, min_size=1, max_size=_CONNECTIONS, open=False
        )
        self._pool.open()
        try:
            self._pool.wait(timeout=_OPEN_WITHIN_SECONDS)
        except BaseException:
            self._pool.close()
            raise

    def query(self, text: str) -> list[tuple]:
        """Run one query and answer its rows."""
        with self._pool.connection() as connection:
            return connection.execute(text).fetchall()

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()
