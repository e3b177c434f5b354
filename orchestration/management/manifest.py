"""What a backup holds, written beside it: when, of which versions, with which checksum."""

import hashlib
import hmac
import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import CommandError

from orchestration.config import ROOT

_CHUNK: Final = 1024 * 1024
_ENDING: Final = ".manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Facts about one backup.

    Attributes:
        switchyard: version of Switchyard that wrote it.
        created_at: the database's time of its snapshot, ISO 8601.
        database: name of the database.
        server: the server's major version.
        client: pg_dump's major version.
        layout: pg_dump's format, `custom` or `directory`.
        size: bytes.
        sha256: of the file; of a directory, over its files in the order of their names.
        migrations: `app.name` of everything applied, in order.
        pepper: tells whether API keys in it work under the configured pepper, nothing else.
        blobs: how many blobs lie in the folder beside it; None when they were left out.
        blob_bytes: of them.
    """

    switchyard: str
    created_at: str
    database: str
    server: int
    client: int
    layout: str
    size: int
    sha256: str
    migrations: list[str]
    pepper: str
    blobs: int | None = None
    blob_bytes: int = 0

    def write(self, dump: Path) -> None:
        """Store it beside a dump, readable by its owner only, complete whenever it exists."""
        path = path_of(dump)
        draft = path.with_name(f"{path.name}.part")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        draft.rename(path)


def path_of(dump: Path) -> Path:
    """Return where the manifest of a dump is."""
    return dump.with_name(dump.name + _ENDING)


def read(dump: Path) -> Manifest | None:
    """Return the manifest of a dump; None when there is none.

    Raises:
        CommandError: it is damaged.
    """
    path = path_of(dump)
    if not path.exists():
        return None
    try:
        fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(**fields)
    except (ValueError, TypeError) as error:
        raise CommandError(
            f"{path} is damaged: {error}. Take another copy, or move it away and use --unverified."
        ) from error


def measure(dump: Path) -> tuple[int, str]:
    """Return bytes and SHA-256 (hex) of a dump; of a directory, over names and contents."""
    if dump.is_file():
        return dump.stat().st_size, _sha256(dump)
    files = sorted(path for path in dump.rglob("*") if path.is_file())
    lines = (f"{_sha256(path)}  {path.relative_to(dump)}\n" for path in files)
    size = sum(path.stat().st_size for path in files)
    return size, hashlib.sha256("".join(lines).encode()).hexdigest()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def switchyard_version() -> str:
    """Return the version that `pyproject.toml` names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def pepper_mark() -> str:
    """Return a mark of the configured pepper that does not give it away."""
    pepper: str = settings.SWITCHYARD.key_pepper.get_secret_value()
    return hmac.digest(pepper.encode(), b"switchyard backup", "sha256").hex()[:16]
