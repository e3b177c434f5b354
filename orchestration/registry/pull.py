"""Brings a model to this machine: find it, download it, look at it. Touches no database."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from orchestration.errors import UserError
from orchestration.registry.describe import describe
from orchestration.registry.download import Download, Seen
from orchestration.registry.hub import HUB, SHA256, HubId, Remote, find, parse_source
from orchestration.registry.spec import ModelSpec

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
AGENT = "switchyard"


@dataclass(frozen=True, slots=True)
class Pull:
    """What to bring, and where to.

    Attributes:
        source: A hub id (``org/name[@revision][:file or quant]``) or a URL.
        folder: Where models lie.
        hub: Address of the hub.
        name: How tasks will ask for it; made from the file's name by default.
        checksum: SHA-256 that the file must have; the hub's own word by default.
        token: Access token for private or gated models.
    """

    source: str
    folder: Path
    hub: str = HUB
    name: str | None = None
    checksum: str | None = None
    token: str | None = None


def pull(wanted: Pull, seen: Seen) -> ModelSpec:
    """Download a model and return its spec, with a location relative to the folder.

    Args:
        wanted: What to bring.
        seen: Told the bytes that are there, and the bytes there will be if known.

    Raises:
        PullFailed: It could not be fetched; running it again goes on where it ended.
        UserError: The source is unclear, or no model that can be run.
        ModelUnavailable: What arrived is damaged.
    """
    source = parse_source(wanted.source)
    with _client(wanted) as client:
        remote = _checked(find(client, source, wanted.hub.rstrip("/")), wanted.checksum)
        target = wanted.folder / remote.location
        checksum = Download(client, remote, target, seen).run()
    spec = describe(target, wanted.name, checksum)
    return dataclasses.replace(
        spec, location=remote.location.as_posix(), source=_origin(source, wanted.source)
    )


def _checked(remote: Remote, checksum: str | None) -> Remote:
    if checksum is None:
        return remote
    if not SHA256.match(checksum.lower()):
        raise UserError(
            f"{checksum!r} is no SHA-256.",
            field="checksum",
            value=checksum,
            mend="Give 64 hexadecimal digits.",
        )
    return dataclasses.replace(remote, checksum=checksum.lower())


def _origin(source: HubId | str, text: str) -> str:
    """Return where it came from, without what may be secret in a URL."""
    if isinstance(source, HubId):
        return text
    return str(httpx.URL(text).copy_with(query=None, fragment=None, userinfo=b""))


@contextmanager
def _client(wanted: Pull) -> Iterator[httpx.Client]:
    """Yield a client; the token goes to the hub alone, never to where it redirects."""
    headers = {"User-Agent": AGENT}
    if wanted.token:
        headers["Authorization"] = f"Bearer {wanted.token}"
    with httpx.Client(timeout=TIMEOUT, headers=headers, follow_redirects=True) as client:
        yield client
