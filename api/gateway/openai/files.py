"""`/v1/files`: upload, list, look, read, delete."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.openai.names import FILE, id_of
from api.gateway.openai.shapes import Shape
from api.gateway.openai.uploads import Form, receive_form
from api.gateway.places import Places
from api.rest.errors import InvalidBody, InvalidParameter
from api.rest.json import answer
from api.rest.params import Params
from api.rest.tasks import READ, WRITE
from orchestration.access.services import Principal
from orchestration.blobs import services as blobs
from orchestration.blobs.selectors import get_blob
from orchestration.blobs.spool import Spool
from orchestration.blobs.stores import upload_folder
from orchestration.files import services
from orchestration.files.errors import UnknownFile
from orchestration.files.selectors import FileView, get_file, list_files

PURPOSES: Final = (services.BATCH, "user_data", "vision", "assistants")
_PAGE: Final = 1000
_MOST: Final = 10_000
_DAY_S: Final = 86_400.0
_SHORTEST_S: Final = 3600
_LONGEST_S: Final = 30 * 86_400
_ANCHOR: Final = "expires_after[anchor]"
_SECONDS: Final = "expires_after[seconds]"
_KNOWN: Final = frozenset({"purpose", _ANCHOR, _SECONDS})
_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-cache",
}


class FilePaths:
    """All of them."""

    def __init__(self, hub: Hub) -> None:
        """Read and write by the means of `hub`."""
        config = settings.SWITCHYARD.files
        self._hub = hub
        self._uploads = Places(config.uploads, config.uploads_per_key)

    async def upload(self, exchange: Exchange) -> HttpResponse:
        """Store a file."""
        principal = await self._hub.admit(exchange, WRITE)
        config = settings.SWITCHYARD.files
        with self._uploads.take(principal.key_id):
            folder = await asyncio.to_thread(upload_folder)
            with Spool(config.max_bytes, folder) as spool:
                form = await receive_form(
                    exchange, spool, most=config.max_bytes, seconds=config.upload_s
                )
                # Not by the hub's threads: nobody there may take as long as a large file does.
                made = await asyncio.to_thread(partial(_keep_aside, spool, form, principal))
        return answer(file_shape(made))

    async def all(self, exchange: Exchange) -> HttpResponse:
        """List files."""
        principal = await self._hub.admit(exchange, READ)
        params = Params(exchange.request, "purpose", "limit", "order", "after")
        limit = params.number("limit", default=_PAGE, low=1, high=_MOST)
        after = params.text("after")
        read = partial(
            list_files,
            tenant_id=principal.tenant_id,
            limit=limit + 1,
            purpose=params.text("purpose"),
            behind=None if after is None else _id(after),
            oldest_first=_order(params.text("order")),
        )
        found = await self._hub.rows.read(read)
        return answer(page_shape([file_shape(each) for each in found], limit))

    async def one(self, exchange: Exchange) -> HttpResponse:
        """Show one."""
        principal = await self._hub.admit(exchange, READ)
        return answer(file_shape(await self._found(exchange, principal)))

    async def content(self, exchange: Exchange) -> None:
        """Send a file's bytes."""
        principal = await self._hub.admit(exchange, READ)
        found = await self._found(exchange, principal)
        with self._hub.places.take(principal.key_id):
            chunks = await self._hub.rows.read(partial(_bytes_of, found))
            await _send(exchange, found, chunks)

    async def delete(self, exchange: Exchange) -> HttpResponse:
        """Delete one; a batch that reads it reads on."""
        principal = await self._hub.admit(exchange, WRITE)
        name = str(exchange.parts["file"])
        delete = partial(services.delete, _id(name), tenant_id=principal.tenant_id, called=name)
        await self._hub.rows.write(delete)
        return answer({"id": name, "object": "file", "deleted": True})

    async def _found(self, exchange: Exchange, principal: Principal) -> FileView:
        name = str(exchange.parts["file"])
        read = partial(get_file, _id(name), tenant_id=principal.tenant_id, called=name)
        return await self._hub.rows.read(read)


def _id(name: str) -> Any:
    found = id_of(name, FILE)
    if found is None:
        raise UnknownFile(name)
    return found


def _order(text: str | None) -> bool:
    """Return whether the oldest come first."""
    if text not in (None, "asc", "desc"):
        raise InvalidParameter("There is no such order.", field="order", value=text,
                               mend="Send asc or desc.")  # fmt: skip
    return text == "asc"


def _keep_aside(spool: Spool, form: Form, principal: Principal) -> FileView:
    """Store a file on a connection of its own, which is closed afterwards."""
    try:
        return _keep(spool, form, principal)
    finally:
        connection.close()


def _keep(spool: Spool, form: Form, principal: Principal) -> FileView:
    purpose = form.fields.get("purpose")
    if unknown := form.fields.keys() - _KNOWN:
        name = min(unknown)
        raise InvalidBody(
            f"Unrecognized request argument supplied: {name[:100]}.",
            field=name[:100],
            mend="Leave it out.",
        )
    if purpose not in PURPOSES:
        raise InvalidBody(
            "Missing required parameter: 'purpose'."
            if purpose is None
            else f"Invalid value for 'purpose': {purpose[:100]}.",
            field="purpose",
            value=purpose,
            mend=f"Use one of: {', '.join(PURPOSES)}.",
        )
    return services.keep(
        spool,
        tenant_id=principal.tenant_id,
        name=form.name,
        purpose=purpose,
        expires_s=_expiry(form, purpose),
        media_type=form.media_type,
    )


def _expiry(form: Form, purpose: str) -> float | None:
    anchor, text = form.fields.get(_ANCHOR), form.fields.get(_SECONDS)
    if anchor is None and text is None:
        usual: float = settings.SWITCHYARD.files.batch_days * _DAY_S
        return usual if purpose == services.BATCH else None
    if anchor != "created_at":
        raise InvalidBody(
            f"Invalid value for '{_ANCHOR}': files expire so long after they were created.",
            field=_ANCHOR,
            value=anchor,
            mend="Send created_at.",
        )
    seconds = int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - long enough for all that is allowed
    return seconds_allowed(seconds, _SECONDS)


def seconds_allowed(seconds: Any, field: str) -> float:
    """Return after how many seconds a file goes.

    Raises:
        InvalidBody: they are too few or too many, or none.
    """
    is_number = isinstance(seconds, int) and not isinstance(seconds, bool)
    if not is_number or not _SHORTEST_S <= seconds <= _LONGEST_S:
        raise InvalidBody(
            f"Invalid value for '{field}': files stay from {_SHORTEST_S} to {_LONGEST_S} seconds.",
            field=field,
            value=seconds,
            mend="Send a number between, or leave expires_after out.",
        )
    return float(seconds)


def _bytes_of(found: FileView) -> Iterator[Any]:
    return blobs.read(get_blob(found.sha256, tenant_id=found.tenant_id))


async def _send(exchange: Exchange, found: FileView, chunks: Iterator[Any]) -> None:
    """Send a file as fast as its reader takes it: one chunk is held at a time."""
    name = found.name.encode("ascii", "replace").decode().replace("\\", "_").replace('"', "_")
    shown = "".join(char if char.isprintable() else "_" for char in name)
    headers = {
        **_SAFE,
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{shown}"',
        "Content-Length": str(found.size),
    }
    first = await asyncio.to_thread(next, chunks, None)
    await exchange.start(200, headers)
    while first is not None:
        await exchange.write(bytes(first))
        first = await asyncio.to_thread(next, chunks, None)
    await exchange.write(b"", more=False)


def file_shape(found: FileView) -> Shape:
    """Return a file in OpenAI's form."""
    shape: Shape = {
        "id": f"{FILE}{found.id.hex}",
        "object": "file",
        "bytes": found.size,
        "created_at": int(found.created_at.timestamp()),
        "filename": found.name,
        "purpose": found.purpose,
        "status": "processed",
    }
    if found.expires_at is not None:
        shape["expires_at"] = int(found.expires_at.timestamp())
    return shape


def page_shape(shapes: list[Shape], limit: int) -> Shape:
    """Return a page of a list in OpenAI's form, given one more where more follow."""
    data = shapes[:limit]
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": len(shapes) > limit,
    }
