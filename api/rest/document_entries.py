"""What a request names as a document: a file in a form, an address, a text, an earlier upload."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from api.rest import document_bodies as d
from api.rest import json
from api.rest.base import read_object
from api.rest.blob_bodies import Form, read_file_form
from api.rest.bodies import validated
from api.rest.errors import InvalidBody
from api.rest.permissions import require
from api.rest.tasks import READ as UPLOADS
from api.rest.uploads import is_form
from orchestration.access.services import Principal
from orchestration.blobs import services as blobs
from orchestration.blobs.selectors import get_blob
from orchestration.documents.entering import Original
from orchestration.documents.selectors import get_collection
from orchestration.files.errors import UnknownFile
from orchestration.files.names import id_of
from orchestration.files.selectors import get_file
from orchestration.outgoing.transport import check_url
from tasks.lifecycle import Priority

FIELDS: Final = ("collection", "key", "name", "metadata", "priority")
SOURCES: Final = ("url", "text", "sha256", "file_id")
_LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to take in, the collection it goes to, and how urgent that is."""

    original: Original
    collection_id: UUID
    priority: Priority


def read_entry(request: HttpRequest, by: Principal) -> Entry:
    """Return what a request wants to be taken in; its bytes are a blob by then.

    Raises:
        Forbidden: It names an earlier upload, which the key may not read.
        InvalidBody, InvalidInput: It names no document, or several.
        UnknownCollection, UnknownBlob, UnknownFile, ForbiddenURL: What it names cannot be had.
    """
    if is_form(request):
        with read_file_form(request, *FIELDS) as form:
            return _uploaded(form, by.tenant_id)
    wanted = validated(d.DocumentBody, read_object(request))
    collection_id = _collection(wanted.collection, by.tenant_id)
    return Entry(_original(wanted, by), collection_id, Priority[wanted.priority])


def plain_name(text: str) -> str:
    """Return a name that is only a name: no folders, no characters that are not shown."""
    last = PurePosixPath(text.replace("\\", "/")).name
    shown = "".join(each for each in last if each.isprintable()).strip()
    return "" if shown in {".", ".."} else shown[:_LONGEST_NAME]


def _collection(called: str, tenant_id: UUID) -> UUID:
    """Return the id of a collection that is named so, or has this id."""
    try:
        wanted: UUID | str = UUID(called)
    except ValueError:
        wanted = called
    return get_collection(wanted, tenant_id=tenant_id).id


def _uploaded(form: Form, tenant_id: UUID) -> Entry:
    fields: dict[str, Any] = dict(form.fields)
    if "metadata" in fields:
        fields["metadata"] = json.loads(fields["metadata"].encode())
    wanted = validated(d.DocumentBody, fields)
    collection_id = _collection(wanted.collection, tenant_id)
    stored = blobs.store(form.content, tenant_id=tenant_id, media_type=form.media_type)
    name = plain_name(wanted.name) or plain_name(form.name)
    found = _of_blob(wanted, name, stored.sha256, stored.size, stored.media_type)
    return Entry(found, collection_id, Priority[wanted.priority])


def _original(wanted: d.DocumentBody, by: Principal) -> Original:
    given = [each for each in SOURCES if getattr(wanted, each) is not None]
    if len(given) != 1:
        raise InvalidBody(
            f"The body names {len(given) or 'no'} documents.",
            field=given[-1] if given else "url",
            mend=f"Send exactly one of: {', '.join(SOURCES)}; or a form with a file.",
        )
    if wanted.url is not None:
        return _at(wanted, wanted.url)
    if wanted.text is not None:
        return _of_text(wanted, wanted.text, by.tenant_id)
    require(by, UPLOADS)
    return _of_upload(wanted, by.tenant_id)


def _at(wanted: d.DocumentBody, url: str) -> Original:
    check_url(url, settings.SWITCHYARD.outgoing.rules)
    name = plain_name(wanted.name) or plain_name(unquote(urlsplit(url).path)) or "page"
    return Original(wanted.key or url, name, url=url, metadata=wanted.metadata)


def _of_text(wanted: d.DocumentBody, text: str, tenant_id: UUID) -> Original:
    name = plain_name(wanted.name)
    if not name:
        raise InvalidBody("The text has no name.", field="name", mend="Name it, such as notes.md.")
    stored = blobs.store_bytes(text.encode(), tenant_id=tenant_id, media_type="text/plain")
    return _of_blob(wanted, name, stored.sha256, stored.size, "text/plain")


def _of_upload(wanted: d.DocumentBody, tenant_id: UUID) -> Original:
    name, sha256 = plain_name(wanted.name), wanted.sha256 or ""
    if wanted.file_id is not None:
        file_id = id_of(wanted.file_id)
        if file_id is None:
            raise UnknownFile(wanted.file_id)
        file = get_file(file_id, tenant_id=tenant_id, called=wanted.file_id)
        name, sha256 = name or plain_name(file.name), file.sha256
    blob = get_blob(sha256, tenant_id=tenant_id)
    return _of_blob(wanted, name, sha256, blob.size, blob.media_type)


def _of_blob(
    wanted: d.DocumentBody, name: str, sha256: str, size: int, media_type: str
) -> Original:
    named = name or sha256
    return Original(
        wanted.key or named,
        named,
        media_type=media_type,
        sha256=sha256,
        size=size,
        metadata=wanted.metadata,
    )
