"""Images that conversations name instead of carrying them: checked, stored by name, filled in.

A client uploads once, as a blob or as a file, and names it in as many conversations as it likes. A
file never changes, so that its blob is named in its place as soon as a conversation is taken in:
whoever deletes the file later takes nothing away from what waits. What a conversation carries
itself is put away as a blob, too, where it is large. So rows stay small, and the bytes are read
where a model is called.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from orchestration.blobs import services as blobs
from orchestration.blobs.errors import StorageFull, StoreUnavailable
from orchestration.blobs.selectors import Stored, find_blobs
from orchestration.errors import BadImage, FieldProblem, InvalidInput
from orchestration.files.errors import UnknownFile
from orchestration.files.names import id_of
from orchestration.files.selectors import get_file
from orchestration.kinds.image_parts import Values, blobs_of, image_at, image_parts, with_images
from orchestration.kinds.images import (
    BLOB,
    ENCODING,
    HEAD_BYTES,
    IMAGE_BYTES,
    NAMED_BYTES,
    blob_of,
    data_url,
    image_bytes,
    kind_of,
)

log = logging.getLogger(__name__)

_FIELD: Final = "input"
_UPLOAD: Final = "Upload it with this tenant's key: POST /api/v1/blobs, or POST /v1/files."


def pinned(values: Values, *, tenant_id: UUID) -> dict[str, Any]:
    """Return a checked conversation that names blobs in place of files, all of them images.

    Queries: none where none is named; else one for each file and one for all blobs, of each of
    which the first bytes are read.

    Raises:
        InvalidInput: An image is not there for this tenant, none, or too large, or all together
            are.
        BlobLost, StoreUnavailable: One cannot be read.
    """
    if not any(_is_named(part) for _, part in image_parts(values)):
        return dict(values)
    named = with_images(values, lambda place, part: _as_blob(place, part, tenant_id))
    _check(named, tenant_id)
    return named


def _is_named(part: Values) -> bool:
    return part["type"] == "image_file" or blob_of(part["image_url"]["url"]) is not None


def _as_blob(place: str, part: Values, tenant_id: UUID) -> Values:
    if part["type"] != "image_file":
        return part
    name = part["image_file"]["file_id"]
    file_id = id_of(name)
    unknown = _refused(f"{place}.image_file.file_id", name, "There is no such file.", _UPLOAD)
    if file_id is None:
        raise unknown
    try:
        return image_at(BLOB + get_file(file_id, tenant_id=tenant_id).sha256)
    except UnknownFile:
        raise unknown from None


def _check(values: Values, tenant_id: UUID) -> None:
    found = find_blobs(blobs_of(values), tenant_id=tenant_id)
    seen, total = set[str](), 0
    for place, part in image_parts(values):
        url = part["image_url"]["url"]
        if (sha256 := blob_of(url)) is None:
            continue
        field = f"{place}.image_url.url"
        if sha256 not in found:
            raise _refused(field, url, "There is no such blob.", _UPLOAD)
        if sha256 not in seen:
            _check_image(found[sha256], field)
            seen.add(sha256)
        total += found[sha256].size
        if total > NAMED_BYTES:
            message = f"Images that are named may have {NAMED_BYTES:,} bytes together."
            raise _refused(field, url, message, "Name fewer, or smaller ones.")


def _check_image(blob: Stored, field: str) -> None:
    url = BLOB + blob.sha256
    if blob.size > IMAGE_BYTES:
        message = f"An image may have {IMAGE_BYTES:,} bytes; this one has {blob.size:,}."
        raise _refused(field, url, message, "Scale it down; models do so anyway.")
    head = b"".join(blobs.read(blob, 0, min(HEAD_BYTES, blob.size)))
    if kind_of(head) is None:
        message = "This is no PNG, JPEG, WebP or GIF."
        raise _refused(field, url, message, "Convert the image to one of them.")


def _refused(place: str, value: str, message: str, mend: str) -> InvalidInput:
    field = f"{_FIELD}.{place}"
    problem = FieldProblem(field=field, value=value, message=message, mend=mend)
    return InvalidInput(
        f"{field}: {message}", field=field, value=value, mend=mend, problems=[problem]
    )


def put_away(values: Values, *, tenant_id: UUID) -> dict[str, Any]:
    """Return a checked conversation whose large images lie as blobs, see `put_url_away`.

    Queries: as for each of them; else none.
    """

    def lighter(_: str, part: Values) -> Values:
        url = "" if _is_named(part) else part["image_url"]["url"]
        stored = put_url_away(url, tenant_id=tenant_id)
        return part if stored == url else image_at(stored)

    has_images = any(image_parts(values))
    return with_images(values, lighter) if has_images else dict(values)


def put_url_away(url: str, *, tenant_id: UUID) -> str:
    """Return the URL of a blob, which nobody owns yet, for a data URL of a large image.

    Where it cannot be stored, because there is no room, here or in the folder of temporary files,
    or the store does not answer, and inside a transaction, the URL stays as it is, as all others
    do. Queries: none, or as `blobs.store`.
    """
    large = len(url) * 3 // 4 > settings.SWITCHYARD.blobs.image_bytes
    if not large or connection.in_atomic_block:
        return url
    media_type = url.partition(ENCODING)[0].removeprefix("data:")
    try:
        stored = blobs.store_bytes(image_bytes(url), tenant_id=tenant_id, media_type=media_type)
    except (StorageFull, StoreUnavailable, OSError, OperationalError, InterfaceError) as error:
        log.warning("an image stays in the database", extra={"error": str(error)})
        return url
    return BLOB + stored.sha256


def filled(values: Values, *, tenant_id: UUID) -> dict[str, Any]:
    """Return a conversation with data URLs in the place of blobs, for whoever calls a model.

    Queries: none where none is named; else one, and one for each blob.

    Raises:
        BadImage: One is gone, or has not been one.
        BlobLost, StoreUnavailable: One cannot be read.
    """
    wanted = blobs_of(values)
    if not wanted:
        return dict(values)
    urls = _urls(wanted, tenant_id)
    return with_images(values, lambda _, part: _filled(part, urls))


def _filled(part: Values, urls: dict[str, str]) -> Values:
    sha256 = blob_of(part["image_url"]["url"])
    return part if sha256 is None else image_at(urls[sha256])


def _urls(wanted: Collection[str], tenant_id: UUID) -> dict[str, str]:
    found = find_blobs(wanted, tenant_id=tenant_id)
    urls: dict[str, str] = {}
    for sha256 in wanted:
        blob = found.get(sha256)
        url = None if blob is None else data_url(blobs.verified_bytes(blob))
        if url is None:
            gone = "is not there any more" if blob is None else "is no image"
            raise BadImage(
                f"The blob {sha256} {gone}.",
                field="input.messages",
                value=BLOB + sha256,
                mend=_UPLOAD,
            )
        urls[sha256] = url
    return urls
