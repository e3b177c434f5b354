"""Downloads one large file so that nothing is ever half there.

The bytes go to ``<name>.part``; beside it, ``<name>.part.json`` says which version
of the file they belong to. A later call goes on where the last one ended, with
``Range`` and ``If-Range``: a server whose file has changed sends it from the start.
Only a complete file with the right checksum takes its real name, in one rename.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx

from orchestration.errors import PullFailed
from orchestration.registry.checksums import sha256_of_file
from orchestration.registry.hub import SHA256, Remote, refuse, unreachable

Seen = Callable[[int, int | None], None]
TRIES = 5
PAUSE_S = 0.2
SPARE_BYTES = 64 * 1024 * 1024
PLAIN = {"Accept-Encoding": "identity"}
"""Sizes and ranges are those of the file itself."""
_CONTENT_RANGE = re.compile(r"^bytes (\d+)-\d+/(\d+|\*)$")


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a file a server has."""

    etag: str = ""
    checksum: str = ""
    size: int | None = None


class Download:
    """One file on its way to `target`."""

    def __init__(self, client: httpx.Client, remote: Remote, target: Path, seen: Seen) -> None:
        """Prepare; `seen` is told the bytes that are there and the bytes there will be."""
        self._client = client
        self._remote = remote
        self._target = target
        self._seen = seen
        self._looked_at = 0
        self._part = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + ".part.json")

    def run(self) -> str:
        """Download what is missing and return the file's SHA-256.

        Raises:
            PullFailed: The server cannot be reached, the connection broke five times
                in a row without news, the disk is full or the checksum is wrong.
            OSError: A file cannot be written.
        """
        self._target.parent.mkdir(parents=True, exist_ok=True)
        version = self._version()
        expected = self._remote.checksum or version.checksum
        if self._there(expected):
            return expected
        self._fetch(version)
        return self._finish(expected)

    def _there(self, expected: str) -> bool:
        """Tell whether the file was downloaded before."""
        return (
            bool(expected) and self._target.is_file() and (sha256_of_file(self._target) == expected)
        )

    def _version(self) -> Version:
        """Ask the server without downloading. A redirect's own headers count: they are the
        hub's, while what it leads to is a storage service that knows no checksums."""
        try:
            first = self._client.head(self._remote.url, headers=PLAIN, follow_redirects=False)
            final = first
            if first.is_redirect:
                final = self._client.head(self._remote.url, headers=PLAIN)
        except httpx.HTTPError as error:
            raise unreachable(_host(self._remote.url), error) from error
        refuse(final, self._remote.url)
        linked = first.headers.get("X-Linked-Etag", "").strip('"')
        size = first.headers.get("X-Linked-Size") or final.headers.get("Content-Length")
        return Version(
            etag=final.headers.get("ETag", ""),
            checksum=linked if SHA256.match(linked) else "",
            size=(int(size) if size and size.isdigit() else 0) or self._remote.size,
        )

    def _fetch(self, version: Version) -> None:
        """Go on until all is there; each try that brings something starts the count anew."""
        failures = 0
        while True:
            before = self._have(version)
            if version.size is not None and before >= version.size:
                return
            self._check_space(version, before)
            try:
                self._continue(version, before)
            except httpx.HTTPError as error:
                failures = 0 if self._have(version) > before else failures
                failures += 1
                if failures >= TRIES:
                    raise self._broken(version, error) from error
                time.sleep(PAUSE_S * 2 ** (failures - 1))
            else:
                return

    def _continue(self, version: Version, have: int) -> None:
        headers = dict(PLAIN)
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": version.etag}
        with self._client.stream("GET", self._remote.url, headers=headers) as response:
            if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._forget()
                raise httpx.RemoteProtocolError("the server has fewer bytes than we")
            refuse(response, self._remote.url)
            self._write(response, version, have if _continues(response, have) else 0)

    def _write(self, response: httpx.Response, version: Version, start: int) -> None:
        if start == 0:
            self._part.unlink(missing_ok=True)  # bytes of another version must not get this note
            self._note.write_text(json.dumps({"etag": response.headers.get("ETag", "")}))
        with self._part.open("r+b" if start else "wb") as stream:
            stream.seek(start)
            for block in response.iter_raw():
                stream.write(block)
                self._check(version, stream.tell())
                self._seen(stream.tell(), version.size)
        if version.size is not None and self._part.stat().st_size < version.size:
            raise httpx.RemoteProtocolError("the connection ended early")

    def _check(self, version: Version, have: int) -> None:
        """Stop a server that sends without end, before the disk is full for everybody."""
        if version.size is not None and have > version.size:
            self._forget()
            raise PullFailed(
                f"{_host(self._remote.url)} sends more than the {version.size} bytes that it "
                "promised.",
                field="source",
                value=self._remote.url,
                mend="Run it again, or use another mirror.",
            )
        if have - self._looked_at >= SPARE_BYTES:
            self._looked_at = have
            self._check_space(version, have)

    def _have(self, version: Version) -> int:
        """Return the bytes of this version that are there; others are thrown away."""
        if not self._part.is_file():
            return 0
        strong = version.etag and not version.etag.startswith("W/")
        if not strong or self._noted() != version.etag:
            self._forget()
            return 0
        return self._part.stat().st_size

    def _noted(self) -> str:
        try:
            return str(json.loads(self._note.read_text())["etag"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""  # without a note nobody knows what the bytes belong to

    def _forget(self) -> None:
        self._part.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _finish(self, expected: str) -> str:
        with self._part.open("rb") as stream:
            checksum = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        if expected and checksum != expected:
            self._forget()
            raise PullFailed(
                f"The download is damaged: its SHA-256 is {checksum}, expected is {expected}.",
                field="checksum",
                value=checksum,
                mend="Run it again; the damaged file was deleted.",
            )
        self._part.replace(self._target)
        self._note.unlink(missing_ok=True)
        return checksum

    def _check_space(self, version: Version, have: int) -> None:
        free = shutil.disk_usage(self._target.parent).free
        needed = (version.size or have) - have + SPARE_BYTES
        if needed > free:
            raise PullFailed(
                f"The disk of {self._target.parent} has {free} bytes free, needed are {needed}.",
                field="models_dir",
                value=str(self._target.parent),
                mend="Free some space, or choose another folder for models.",
            )

    def _broken(self, version: Version, error: Exception) -> PullFailed:
        return PullFailed(
            f"The connection to {_host(self._remote.url)} broke {TRIES} times in a row: {error}. "
            f"{self._have(version)} bytes have arrived.",
            field="source",
            value=self._remote.url,
            mend="Run it again; it goes on where it ended.",
        )


def unwritable(target: Path, error: OSError) -> PullFailed:
    """Return the error for a folder in which files cannot be kept."""
    return PullFailed(
        f"{target} cannot be written: {error.strerror or error}.",
        field="models_dir",
        value=str(target),
        mend="Free some space, or see that this user may write there, and run it again; it goes "
        "on where it ended.",
    )


def _continues(response: httpx.Response, have: int) -> bool:
    """Tell whether the response goes on at `have`; otherwise it starts from the beginning."""
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return False
    match = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
    if match is None or int(match[1]) != have:
        raise PullFailed(
            "The server sent another part of the file than it was asked for.",
            field="source",
            value=response.headers.get("Content-Range"),
            mend="Run it again, or use another mirror.",
        )
    return True


def _host(url: str) -> str:
    return httpx.URL(url).host
