"""The credentials Vault makes for this pod."""

import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Credentials:
    """Open the database as one user. The password is never printed."""

    username: str
    password: str = field(repr=False)
    host: str
    port: int
    database: str
    ssl_mode: str


_FIELDS = {
    "username": str,
    "password": str,
    "host": str,
    "port": int,
    "database": str,
    "sslMode": str,
}


def read_credentials(file: Path) -> Credentials:
    """Read the file credentials are rendered into; its text never gets into a message."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        # Without its cause, which quotes the text.
        raise ValueError(f"{file} is no JSON; is it still being written?") from None
    for name, kind in _FIELDS.items():
        if not isinstance(found, dict) or not isinstance(found.get(name), kind):
            raise ValueError(f'{file} has no {kind.__name__} "{name}"')
    values = {name: found[name] for name in _FIELDS if name != "sslMode"}
    return Credentials(**values, ssl_mode=found["sslMode"])
