"""Brings a model to this machine: find it, download it, look at it. Touches no database."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from orchestration.errors import PullFailed, UserError
from orchestration.registry.describe import describe
from orchestration.registry.download import Download, Seen, unwritable
from orchestration.registry.exclusive import exclusive
from orchestration.registry.hub import HUB, SHA256, HubId, Remote, find, is_of, parse_source
from orchestration.registry.spec import PACKAGE_PREFIX, ModelSpec

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
        token: Access token for private or gated models; only the hub sees it.
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
    with _client(wanted, source) as client:
        remote = _checked(find(client, source, wanted.hub.rstrip("/")), wanted.checksum)
        target = wanted.folder / remote.location
        checksum = _download(client, remote, target, seen)
    spec = describe(target, wanted.name, checksum)
    return dataclasses.replace(
        spec, location=remote.location.as_posix(), source=_origin(source, wanted.source)
    )


def copy(spec: ModelSpec, wanted: Pull, seen: Seen) -> tuple[Path, str]:
    """Bring a registered model to where its record says; return its path and checksum.

    Args:
        spec: The model.
        wanted: Its source, and the folder, hub and token to use.
        seen: As for `pull`; may raise to end it. It goes on there when it is run again.

    Raises:
        PullFailed: It could not be fetched, or is another version than the registered one.
        UserError: Its record does not say where it can be had.
    """
    source, target = source_of(spec), target_of(spec, wanted.folder)
    with _client(wanted, source) as client:
        remote = find(client, source, wanted.hub.rstrip("/"))
        if spec.checksum and remote.checksum not in ("", spec.checksum):
            raise PullFailed(
                f"{spec.source} has another version of {spec.name} now: its SHA-256 is "
                f"{remote.checksum}, registered is {spec.checksum}.",
                field="checksum",
                value=remote.checksum,
                mend=f"Register the new version with `manage.py models pull {spec.source}`, or "
                "copy the old file to the worker.",
            )
        remote = _checked(remote, spec.checksum or None)
        return target, _download(client, remote, target, seen)


def source_of(spec: ModelSpec) -> HubId | str:
    """Return where a registered model can be had.

    Raises:
        UserError: It lies at a place of its own, or nobody knows where it came from.
    """
    if spec.location.startswith(PACKAGE_PREFIX):
        raise _not_pulled(spec, "comes with a Python package", "Install the package there.")
    if Path(spec.location).is_absolute():
        mend = f"Copy the files to {spec.location} on that machine."
        raise _not_pulled(spec, "lies at a fixed path", mend)
    try:
        return parse_source(spec.source)
    except UserError as error:
        mend = "Copy the files into the folder of models on that machine."
        raise _not_pulled(spec, "has no source that can be pulled from", mend) from error


def target_of(spec: ModelSpec, folder: Path) -> Path:
    """Return where a registered model belongs.

    Raises:
        UserError: That is outside of the folder.
    """
    target = folder / spec.location
    if not target.resolve().is_relative_to(folder.resolve()):
        raise _not_pulled(spec, "lies outside of the folder of models", "Register it anew.")
    return target


def _not_pulled(spec: ModelSpec, why: str, mend: str) -> UserError:
    return UserError(
        f"The model {spec.name} cannot be pulled: it {why}.",
        field="model",
        value=spec.location,
        mend=mend,
    )


def _download(client: httpx.Client, remote: Remote, target: Path, seen: Seen) -> str:
    try:
        with exclusive(target, lambda: seen(0, remote.size)):
            return Download(client, remote, target, seen).run()
    except OSError as error:
        raise unwritable(target, error) from error


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
def _client(wanted: Pull, source: HubId | str) -> Iterator[httpx.Client]:
    """Yield a client; the token goes to the hub alone, never to where it redirects, nor to another
    server that a URL names."""
    headers = {"User-Agent": AGENT}
    if wanted.token and (isinstance(source, HubId) or is_of(wanted.hub, source)):
        headers["Authorization"] = f"Bearer {wanted.token}"
    with httpx.Client(timeout=TIMEOUT, headers=headers, follow_redirects=True) as client:
        yield client
