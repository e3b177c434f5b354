"""`/v1/batches`: create, look, list, cancel. What drives them is in `api.batches`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict, Field

from api.batches.endpoints import ENDPOINTS
from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.openai.bodies import read
from api.gateway.openai.files import page_shape, seconds_allowed
from api.gateway.openai.names import BATCH, FILE, id_of, named
from api.gateway.openai.shapes import Shape
from api.gateway.openai.texts import sent_object
from api.rest.errors import InvalidBody
from api.rest.json import answer
from api.rest.params import Params
from api.rest.tasks import READ, WRITE
from orchestration.access.services import Principal
from orchestration.errors import blamed
from orchestration.files import services as files
from orchestration.files.errors import UnknownFile
from orchestration.files.selectors import FileView, get_file
from tasks.records.file_batch import Stage
from tasks.selectors.file_batches import (
    FileBatchView,
    get_file_batch,
    list_file_batches,
    unknown_file_batch,
)
from tasks.services.file_batches import NewBatch, cancel, create

_PAGE: Final = 20
_MOST: Final = 100
_WINDOW: Final = re.compile(r"([1-9][0-9]{0,5})([mhd])\Z")
_UNITS: Final = {"m": 60.0, "h": 3600.0, "d": 86_400.0}
_LONGEST_S: Final = 7 * 86_400.0
_ENDS: Final = (Stage.COMPLETED, Stage.FAILED, Stage.EXPIRED, Stage.CANCELLED)


class _Expiry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    anchor: Literal["created_at"]
    seconds: int


class BatchBody(BaseModel):
    """`POST /v1/batches`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    input_file_id: str = Field(max_length=100)
    endpoint: str = Field(max_length=100)
    completion_window: str = Field(max_length=16)
    metadata: (
        Annotated[
            dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=512)]],
            Field(max_length=16),
        ]
        | None
    ) = None
    output_expires_after: _Expiry | None = None


class BatchPaths:
    """All of them."""

    def __init__(self, hub: Hub) -> None:
        """Read and write by the means of `hub`."""
        self._hub = hub

    async def create(self, exchange: Exchange) -> HttpResponse:
        """Store a batch; its file is read afterwards."""
        principal = await self._hub.admit(exchange, WRITE)
        _, sent = await sent_object(exchange, self._hub.limits.body_bytes)
        body = read(BatchBody, sent)
        made = await self._hub.rows.write(partial(_create, body, principal))
        return answer(batch_shape(made))

    async def all(self, exchange: Exchange) -> HttpResponse:
        """List batches, newest first."""
        principal = await self._hub.admit(exchange, READ)
        params = Params(exchange.request, "limit", "after")
        limit = params.number("limit", default=_PAGE, low=1, high=_MOST)
        after = params.text("after")
        find = partial(
            list_file_batches,
            tenant_id=principal.tenant_id,
            limit=limit + 1,
            behind=None if after is None else _id(after),
        )
        found = await self._hub.rows.read(find)
        return answer(page_shape([batch_shape(each) for each in found], limit))

    async def one(self, exchange: Exchange) -> HttpResponse:
        """Show one."""
        principal = await self._hub.admit(exchange, READ)
        name = str(exchange.parts["batch"])
        find = partial(get_file_batch, _id(name), tenant_id=principal.tenant_id, called=name)
        return answer(batch_shape(await self._hub.rows.read(find)))

    async def cancel(self, exchange: Exchange) -> HttpResponse:
        """Ask one to stop; what it has come to by then is written."""
        principal = await self._hub.admit(exchange, WRITE)
        name = str(exchange.parts["batch"])
        stop = partial(cancel, _id(name), tenant_id=principal.tenant_id, called=name)
        return answer(batch_shape(await self._hub.rows.write(stop)))


def _id(name: str) -> UUID:
    found = id_of(name, BATCH)
    if found is None:
        raise unknown_file_batch(name)
    return found


def _create(body: BatchBody, principal: Principal) -> FileBatchView:
    if body.endpoint not in ENDPOINTS:
        raise InvalidBody(
            f"Invalid value for 'endpoint': {body.endpoint}.",
            field="endpoint",
            value=body.endpoint,
            mend=f"Use one of: {', '.join(ENDPOINTS)}.",
        )
    expiry = body.output_expires_after
    keep_s = seconds_allowed(expiry.seconds, "output_expires_after.seconds") if expiry else None
    found = _input(body.input_file_id, principal)
    if found.purpose != files.BATCH:
        raise InvalidBody(
            f"The file's purpose is {found.purpose}.",
            field="input_file_id",
            value=body.input_file_id,
            mend="Upload it with the purpose batch.",
        )
    new = NewBatch(
        endpoint=body.endpoint,
        input=found,
        window=body.completion_window,
        window_s=_seconds(body.completion_window),
        metadata=body.metadata or {},
        output_expires_s=keep_s,
    )
    return create(new, tenant_id=principal.tenant_id, by=principal.actor)


def _input(name: str, principal: Principal) -> FileView:
    with blamed("file_id", "input_file_id", name):
        file_id = id_of(name, FILE)
        if file_id is None:
            raise UnknownFile(name)
        return get_file(file_id, tenant_id=principal.tenant_id, called=name)


def _seconds(window: str) -> float:
    parts = _WINDOW.match(window)
    seconds = int(parts[1]) * _UNITS[parts[2]] if parts else 0.0
    if not 0 < seconds <= _LONGEST_S:
        raise InvalidBody(
            f"Invalid value for 'completion_window': {window}.",
            field="completion_window",
            value=window,
            mend="Send 24h, or another time in minutes, hours or days (90m, 7d); 7d at most.",
        )
    return seconds


def batch_shape(batch: FileBatchView) -> Shape:
    """Return a batch in OpenAI's form."""
    errors = batch.errors
    return {
        "id": named(BATCH, batch.id),
        "object": "batch",
        "endpoint": batch.endpoint,
        "errors": {"object": "list", "data": errors} if errors else None,
        "input_file_id": named(FILE, batch.input_file_id),
        "completion_window": batch.window,
        "status": batch.stage,
        "output_file_id": named(FILE, batch.output_file_id),
        "error_file_id": named(FILE, batch.error_file_id),
        "created_at": _time(batch.created_at),
        "expires_at": _time(batch.expires_at),
        **_times(batch),
        "request_counts": {
            "total": batch.total,
            "completed": batch.completed,
            "failed": batch.failed,
        },
        "metadata": batch.metadata or None,
    }


def _times(batch: FileBatchView) -> Mapping[str, Any]:
    ends = {f"{end}_at": _time(batch.ended_at) if batch.stage == end else None for end in _ENDS}
    return {
        "in_progress_at": _time(batch.in_progress_at),
        "finalizing_at": _time(batch.finalizing_at),
        "cancelling_at": _time(batch.cancelling_at),
        **ends,
    }


def _time(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
