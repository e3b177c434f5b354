"""Blobs: bytes that a tenant uploads, found by their SHA-256."""

import re
from typing import Any, ClassVar, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.rest import blob_documents as d
from api.rest.base import ApiView, django_request
from api.rest.blob_bodies import read_upload
from api.rest.errors import UnsatisfiableRange
from api.rest.json import answer
from api.rest.params import PAGE, Params
from api.rest.problems import problem_response
from api.rest.schema import describe
from api.rest.tasks import READ, WRITE
from api.rest.uploads import MULTIPART
from orchestration.blobs import services
from orchestration.blobs.ports import OCTETS
from orchestration.blobs.selectors import BlobView, get_blob, list_blobs, room_of
from tasks.selectors.pages import decode_cursor, page_of

_BINARY: Final = {"type": "string", "format": "binary"}
_FORM: Final = {
    "type": "object",
    "properties": {"file": _BINARY},
    "required": ["file"],
    "additionalProperties": False,
}
_RANGE: Final = re.compile(
    r"bytes=(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<tail>[0-9]{1,18}))\Z"
)
# Whatever it claims to be: it is saved, never shown, and runs nothing.
_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-cache",
    "Accept-Ranges": "bytes",
}


class BlobsView(ApiView):
    """All blobs of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.BlobPage}, parameters=PAGE, tag="blobs")
    def get(self, request: Request) -> HttpResponse:
        """List blobs, newest first, with the room that all of them take."""
        params = Params(request, "limit", "cursor")
        tenant_id, limit = self.principal.tenant_id, params.limit()
        below = decode_cursor(params.text("cursor"))
        found = list_blobs(tenant_id=tenant_id, limit=limit + 1, below=below)
        page = page_of(found, [each.id for each in found], limit)
        items = [blob_answer(each) for each in page.items]
        room = room_of(tenant_id)._asdict()
        return answer({"items": items, "next": page.next, **room})

    @describe({201: d.BlobStored}, bodies={OCTETS: _BINARY, MULTIPART: _FORM}, tag="blobs")
    def post(self, request: Request) -> HttpResponse:
        """Store bytes: the body as it is, or the one file of a form.

        The same bytes again are the same blob; it stays until it is deleted.
        """
        Params(request)
        tenant_id = self.principal.tenant_id
        with read_upload(django_request(self)) as (content, media_type):
            stored = services.store(
                content,
                tenant_id=tenant_id,
                media_type=media_type,
                owner=services.uploader(tenant_id),
            )
        links = links_of(stored.sha256)
        found = {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type}
        return answer(found | {"links": links}, 201, {"Location": links["self"]})


RANGES: Final = [
    OpenApiParameter("Range", OpenApiTypes.STR, OpenApiParameter.HEADER,
                     description="One range of bytes, such as `bytes=0-1023`."),
    OpenApiParameter("If-Range", OpenApiTypes.STR, OpenApiParameter.HEADER,
                     description="The ETag that the range belongs to."),
    OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
                     description="An ETag that is known already."),
]  # fmt: skip


class BlobDetailView(ApiView):
    """One blob."""

    scopes: ClassVar[Any] = {"GET": READ, "DELETE": WRITE}

    @describe(
        {200: _BINARY, 206: _BINARY, 304: None},
        parameters=RANGES,
        tag="blobs",
        media="*/*",
    )
    def get(self, request: Request, sha256: str) -> HttpResponseBase:
        """Return the bytes, or one range of them."""
        Params(request)
        return serve_blob(request, get_blob(sha256, tenant_id=self.principal.tenant_id))

    @describe({202: d.BlobReleased, 204: None}, tag="blobs")
    def delete(self, request: Request, sha256: str) -> HttpResponse:
        """Delete a blob. If tasks still need it, it goes with the last of them (202)."""
        Params(request)
        others = services.delete(sha256, tenant_id=self.principal.tenant_id)
        return answer({"owners": others}, 202) if others else HttpResponse(status=204)


def serve_blob(request: Request, blob: BlobView, name: str = "") -> HttpResponseBase:
    """Answer with a blob's bytes, or one range of them.

    Args:
        request: What it asks for.
        blob: The blob.
        name: How to save it; its hash by default.
    """
    headers = _headers(blob, name or blob.sha256)
    if _knows(request, headers["ETag"]):
        return HttpResponse(status=304, headers=headers)
    wanted = _range_of(request, blob)
    if wanted is None:
        return _send(request, blob, (0, blob.size), headers)
    start, stop = wanted
    if start >= stop:
        return _unsatisfiable(request, blob)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{blob.size}"
    return _send(request, blob, wanted, headers)


def links_of(sha256: str) -> dict[str, str]:
    """Return where to go on from a blob."""
    return {"self": f"/api/v1/blobs/{sha256}"}


def blob_answer(blob: BlobView) -> dict[str, Any]:
    """Return what is known of a blob, as it is answered."""
    return {
        "sha256": blob.sha256,
        "size": blob.size,
        "media_type": blob.media_type,
        "created_at": blob.created_at,
        "used_at": blob.used_at,
        "owners": blob.owners,
        "links": links_of(blob.sha256),
    }


def _headers(blob: BlobView, name: str) -> dict[str, str]:
    return {
        **_SAFE,
        "Content-Type": blob.media_type,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
        or "attachment",
        "ETag": f'"{blob.sha256}"',
    }


def _knows(request: Request, etag: str) -> bool:
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    return known.strip() == "*" or etag in (each.strip() for each in known.split(","))


def _range_of(request: Request, blob: BlobView) -> tuple[int, int] | None:
    """Return the first byte and the one behind the last; None for all. What cannot be understood,
    several ranges among it, is not there (RFC 9110, 14.2); an empty range cannot be had."""
    wanted = _RANGE.match(request.META.get("HTTP_RANGE", "").strip())
    condition = request.META.get("HTTP_IF_RANGE")
    if wanted is None or (condition is not None and condition != f'"{blob.sha256}"'):
        return None
    if (tail := wanted["tail"]) is not None:
        return max(0, blob.size - int(tail)), blob.size
    first = int(wanted["first"])
    last = int(wanted["last"]) if wanted["last"] else blob.size - 1
    if wanted["last"] and last < first:
        return None
    return first, min(last + 1, blob.size)


def _unsatisfiable(request: Request, blob: BlobView) -> HttpResponse:
    error = UnsatisfiableRange(
        f"The blob has {blob.size:,} bytes, and none in this range.",
        field="Range",
        value=request.META.get("HTTP_RANGE"),
        mend="Ask for bytes that it has.",
    )
    response = problem_response(error, request.path)
    response.headers["Content-Range"] = f"bytes */{blob.size}"
    return response


def _send(
    request: Request, blob: BlobView, part: tuple[int, int], headers: dict[str, str]
) -> HttpResponseBase:
    start, stop = part
    status = 206 if "Content-Range" in headers else 200
    headers = headers | {"Content-Length": f"{stop - start}"}
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    chunks = services.read(blob, start, stop)
    return StreamingHttpResponse(chunks, status=status, headers=headers)
