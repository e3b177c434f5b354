"""Finds out what to download: a plain URL, or one GGUF file of a repository on a model hub.

Speaks the Hugging Face hub's HTTP protocol: ``/api/models/<repo>/tree/<revision>``
lists files, ``/<repo>/resolve/<revision>/<file>`` serves them, usually by a
redirect whose response names the file's SHA-256 (``X-Linked-Etag``) and size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import httpx

from orchestration.errors import PullFailed, UserError

HUB = "https://huggingface.co"
SHA256 = re.compile(r"^[0-9a-f]{64}$")
_HUB_ID = re.compile(
    r"^(?P<repo>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(@(?P<revision>[\w./-]+))?(:(?P<choice>.+))?$"
)
_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
SHOWN = 20
HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Remote:
    """A file to download.

    Attributes:
        url: Where it is.
        location: Where it shall lie below the folder of models.
        checksum: Its SHA-256 in hex; empty when nobody says.
        size: Its bytes; None when nobody says.
    """

    url: str
    location: PurePosixPath
    checksum: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class HubId:
    """A repository on a hub, and which of its files: ``org/name@revision:file or quant``."""

    repo: str
    revision: str = "main"
    choice: str | None = None


def parse_source(text: str) -> HubId | str:
    """Tell a hub id from a URL, which is returned as it is.

    Raises:
        UserError: It is neither.
    """
    if text.startswith(("https://", "http://")) and _origin(text) is not None:
        return text
    match = _HUB_ID.match(text)
    if match is None or ".." in text:
        raise UserError(
            f"{text!r} is neither a hub id nor a URL.",
            field="source",
            value=text,
            mend="Write org/name, org/name:Q4_K_M, org/name:file.gguf, or a URL of a GGUF file.",
        )
    return HubId(match["repo"], match["revision"] or "main", match["choice"])


def find(client: httpx.Client, source: HubId | str, hub: str) -> Remote:
    """Return the file that `source` means. One request for a hub id, none for a URL.

    Raises:
        PullFailed: The hub cannot be reached or refuses.
        UserError: The repository has no such file, or several.
    """
    if isinstance(source, str):
        return _at_url(source, hub)
    files = _files(client, source, hub)
    chosen = choose([str(each["path"]) for each in files], source)
    entry = next(each for each in files if each["path"] == chosen)
    large = entry.get("lfs") or {}
    checksum = str(large.get("oid", "")).removeprefix("sha256:")
    return Remote(
        url=f"{hub}/{source.repo}/resolve/{quote(source.revision, safe='')}/{quote(chosen)}",
        location=_location(source, chosen),
        checksum=checksum if SHA256.match(checksum) else "",
        size=large.get("size") or entry.get("size"),
    )


def is_of(hub: str, url: str) -> bool:
    """Tell whether a URL leads to a hub: same scheme, host and port."""
    return _origin(hub) is not None and _origin(hub) == _origin(url)


def _origin(text: str) -> tuple[str, str, int | None] | None:
    """Return a URL's scheme, host and port; None when it is no URL that can be asked."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return None
    sound = url.host and (url.port or 0) <= HIGHEST_PORT
    return (url.scheme, url.host, url.port) if sound else None


def _location(source: HubId, chosen: str) -> PurePosixPath:
    """Return where a repository's file shall lie: files of one name in other folders or of other
    revisions are other models.

    Raises:
        PullFailed: The hub names a file that would lie elsewhere.
    """
    path = PurePosixPath(chosen)
    if path.is_absolute() or not chosen.isprintable() or any(p.startswith(".") for p in path.parts):
        raise PullFailed(
            f"The hub names a file that cannot be kept: {chosen!r}.",
            field="source",
            value=chosen,
            mend="Choose another repository or another hub.",
        )
    revision = "" if source.revision == "main" else "@" + source.revision.replace("/", "--")
    return PurePosixPath(source.repo + revision) / path


def _at_url(url: str, hub: str) -> Remote:
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    if not name.lower().endswith(".gguf") or name.startswith(".") or not name.isprintable():
        raise UserError(
            f"The URL names no GGUF file: {url}",
            field="source",
            value=url,
            mend="Give the address of the file itself; it ends with .gguf.",
        )
    if is_of(hub, url):
        url = url.replace("/blob/", "/resolve/", 1)  # its pages are there, its files here
    return Remote(url=url, location=PurePosixPath(name))


def choose(paths: Sequence[str], source: HubId) -> str:
    """Return the one GGUF file that is meant. Pure.

    Raises:
        UserError: None or several fit; the error lists what there is.
    """
    candidates = [path for path in paths if path.lower().endswith(".gguf")]
    models = [path for path in candidates if "mmproj" not in path.lower()]
    choice = source.choice
    if choice is None:
        fitting = models
    elif choice in candidates:
        fitting = [choice]
    else:
        quant = re.compile(rf"(^|[^a-z0-9]){re.escape(choice)}([^a-z0-9]|$)", re.IGNORECASE)
        fitting = [path for path in models if quant.search(path)]
    if len(fitting) == 1 and not _PART.search(fitting[0]):
        return fitting[0]
    raise _unclear(source, fitting, candidates)


def _unclear(source: HubId, fitting: Sequence[str], candidates: Sequence[str]) -> UserError:
    if not candidates:
        detail, mend = "has no GGUF file", "Choose a repository with GGUF files."
    elif fitting and all(_PART.search(path) for path in fitting):
        detail = "has this model in several parts"
        mend = "Choose a smaller quantisation, or join the parts and use `manage.py models add`."
    else:
        detail = "has several files that fit" if fitting else "has no file that fits"
        shown = ", ".join((fitting or candidates)[:SHOWN])
        mend = f"Name one after a colon, by file or quantisation: {shown}."
    return UserError(
        f"The repository {source.repo} {detail}.",
        field="source",
        value=source.choice or source.repo,
        mend=mend,
    )


def _files(client: httpx.Client, source: HubId, hub: str) -> list[dict[str, Any]]:
    revision = quote(source.revision, safe="")
    url: str | None = f"{hub}/api/models/{source.repo}/tree/{revision}?recursive=true"
    files: list[dict[str, Any]] = []
    while url:
        response = get(client, url, hub)
        refuse(response, source.repo)
        try:
            entries = response.json()
            files += [entry for entry in entries if entry["type"] == "file" and entry["path"]]
        except (ValueError, TypeError, KeyError) as error:
            raise PullFailed(
                f"{hub} does not answer like a model hub.",
                field="hub_url",
                value=hub,
                mend="Check the address of the hub, and whether a proxy answers in its place.",
            ) from error
        url = response.links.get("next", {}).get("url")
    return files


def get(client: httpx.Client, url: str, hub: str) -> httpx.Response:
    """Return the response, redirects followed.

    Raises:
        PullFailed: Nobody answers.
    """
    try:
        return client.get(url, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise unreachable(hub, error) from error


def unreachable(place: str, error: Exception) -> PullFailed:
    """Return the error for a server that does not answer, with the ways out."""
    return PullFailed(
        f"{place} cannot be reached from this machine: {str(error) or type(error).__name__}.",
        field="hub_url",
        value=place,
        mend="Check the network and the proxy settings, name a mirror with --hub, or copy the "
        "file to this machine by other means and run `manage.py models add PATH`.",
    )


def refuse(response: httpx.Response, what: str) -> None:
    """Turn a refusal into an error.

    Raises:
        PullFailed: The server said no, or failed.
    """
    if response.is_success:
        return
    status = response.status_code
    mends = {
        401: "It is private, gated or misspelt: give a token of yours with --token-file.",
        403: "Accept the model's terms on the hub, and give your token with --token-file.",
        404: "Check the spelling of the repository, the revision and the file.",
        429: "Wait a while and run it again.",
    }
    raise PullFailed(
        f"{response.request.url.host} answered {status} {response.reason_phrase} for {what}.",
        field="source",
        value=what,
        mend=mends.get(status, "Run it again later."),
    )
