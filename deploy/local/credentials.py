"""Secrets of a local installation: made once, kept private below `var/secrets`, used again.

One file per secret (mode 0600), so that each can be handed to a program by its path. A
value in the environment wins and takes the place of the stored one.
"""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.records import write_private

ADMIN_USER = "admin"


@dataclass(frozen=True)
class Credentials:
    """What a local installation must remember."""

    secret_key: str
    key_pepper: str
    admin_user: str
    admin_password: str
    api_key: str
    encryption_keys: str


def load_credentials(var: Path, environ: Mapping[str, str]) -> Credentials:
    """Read the secrets below `var`; make those that are missing."""
    folder = var / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def secret(name: str, make: Callable[[], str]) -> str:
        return _kept(folder / name, environ.get(f"SWITCHYARD_{name.upper()}"), make)

    return Credentials(
        secret_key=secret("secret_key", lambda: secrets.token_urlsafe(48)),
        key_pepper=secret("key_pepper", lambda: secrets.token_urlsafe(48)),
        admin_user=environ.get("SWITCHYARD_ADMIN_USER") or ADMIN_USER,
        admin_password=secret("admin_password", lambda: secrets.token_urlsafe(12)),
        api_key=secret("api_key", lambda: f"sy_{secrets.token_urlsafe(32)}"),
        encryption_keys=secret("encryption_keys", _encryption_key),
    )


def _encryption_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _kept(path: Path, given: str | None, make: Callable[[], str]) -> str:
    """The given value, else the content of `path`, else a new one; stored when it is not yet."""
    stored = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    value = given or stored or make()
    if value != stored:
        write_private(path, value + "\n")
    return value
