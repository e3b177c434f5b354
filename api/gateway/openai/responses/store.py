"""Responses that are kept, for coroutines: read and written in the hub's threads."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from api.gateway.ends import AWAY, at_end
from api.gateway.hub import Hub
from api.gateway.openai.bodies import unsupported
from api.gateway.openai.errors import TaskExpired, Unanswered, refusal_of
from api.gateway.openai.responses import shapes
from api.gateway.openai.responses.items import with_image_urls
from api.gateway.openai.responses.requests import Past, past_of
from api.gateway.openai.responses.shapes import PREFIX, Head
from api.gateway.openai.results import chat_answer
from api.gateway.openai.shapes import Shape
from orchestration.access.services import Principal
from orchestration.errors import SwitchyardError, UserError
from orchestration.files.images import put_url_away
from orchestration.kinds.images import BLOB
from orchestration.outside.names import SPECIALIST
from tasks.errors import Conflict, NotFound
from tasks.lifecycle import TERMINAL, State
from tasks.selectors.responses import ResponseView, get_request, get_response
from tasks.selectors.task import TaskView, get_task
from tasks.services.control import cancel
from tasks.services.responses import (
    delete_response,
    drop_response,
    erase_response,
    keep_response,
)

log = logging.getLogger(__name__)

_NAME: Final = re.compile(f"{PREFIX}([0-9a-f]{{32}})")
_ENDING_S: Final = 10.0
"""How long a request waits for a worker to let go of a task."""
_STATUSES: Final[Mapping[State, str]] = {
    State.SCHEDULED: shapes.QUEUED,
    State.QUEUED: shapes.QUEUED,
    State.DISPATCHED: shapes.QUEUED,
    State.RUNNING: shapes.IN_PROGRESS,
    State.WAITING: shapes.IN_PROGRESS,
    State.CANCELLED: shapes.CANCELLED,
}


class UnknownPrevious(UserError):  # noqa: N818 - named for what happened
    """The response that is to be continued is not there."""

    slug = "previous-response-not-found"
    title = "There is no such response to continue"


class Store:
    """The responses of all tenants."""

    def __init__(self, hub: Hub) -> None:
        """Wait by the means of `hub`."""
        self._hub = hub

    async def keep(self, call_id: str, kept: Mapping[str, Any] | None, by: Principal) -> None:
        """Keep what was asked for; None where nobody may fetch it, and its task goes at its end.

        Raises:
            Conflict: the same task answers another request.
        """
        await self._hub.rows.write(partial(_keep, UUID(call_id), kept, by.tenant_id))

    async def drop(self, task_id: UUID, by: Principal) -> None:
        """Keep no longer what was asked for of a task that has not answered; the task stays."""
        await self._hub.rows.write(partial(drop_response, task_id, tenant_id=by.tenant_id))

    async def get(self, task_id: UUID, by: Principal, *, with_input: bool = False) -> ResponseView:
        """Return a response.

        Raises:
            NotFound: there is none for this tenant.
        """
        read = partial(get_response, task_id, tenant_id=by.tenant_id, with_input=with_input)
        return await self._hub.rows.read(read)

    async def request(self, task_id: UUID, by: Principal) -> Shape:
        """Return what was asked for; raises as `get` does."""
        return await self._hub.rows.read(partial(get_request, task_id, tenant_id=by.tenant_id))

    async def past(self, name: str | None, by: Principal) -> Past:
        """Return what was said up to the end of a response; nothing where none is named.

        Raises:
            UnknownPrevious: there is none for this tenant.
            UnsupportedParameter: it has not been answered.
        """
        if name is None:
            return Past()
        try:
            found = await self.get(task_id_of(name), by, with_input=True)
        except NotFound:
            raise _unknown_previous(name) from None
        task, head = found.task, head_of(found)
        if task.state != State.SUCCEEDED:
            status = _STATUSES.get(State(task.state), shapes.FAILED)
            raise unsupported(
                "previous_response_id",
                f"the response {name} is {status}.",
                "Continue one that was answered.",
            )
        answer = chat_answer(task.result, id=head.name, one_call=head.one_call)
        led = task.model.startswith(SPECIALIST)
        return past_of(head.kept, task.input["messages"], answer, led=led)

    async def cancel(self, found: ResponseView, by: Principal) -> ResponseView:
        """Cancel a response that has not ended; return it as it is then.

        Raises:
            NotFound: it is gone.
        """
        task = found.task
        stop = partial(cancel, task.id, tenant_id=task.tenant_id, by=by.actor)
        try:
            await self._hub.rows.write(stop)
        except Conflict:  # it has ended meanwhile
            return await self.get(task.id, by)
        return ResponseView(found.request, await self._ended(task.id, by))

    async def delete(self, task_id: UUID, by: Principal) -> None:
        """Delete a response with its task.

        Raises:
            NotFound: there is none for this tenant.
        """
        delete = partial(delete_response, task_id, tenant_id=by.tenant_id, by=by.actor)
        if not await self._hub.rows.write(delete):
            await self.erase(task_id, by)

    async def erase(self, task_id: UUID, by: Principal) -> None:
        """Erase the task of a response that is deleted, as soon as it has ended; what has not ended
        in time is left to retention."""
        try:
            task = await self._ended(task_id, by)
            if task.state in TERMINAL:
                await self._hub.rows.write(partial(erase_response, task_id))
        except NotFound:
            return
        except AWAY as error:
            log.warning("a task is left to retention", extra={"error": str(error)})

    async def _ended(self, task_id: UUID, by: Principal) -> TaskView:
        read = partial(get_task, task_id, tenant_id=by.tenant_id)
        return await at_end(self._hub, task_id, by.tenant_id, read, _ENDING_S)


def _keep(task_id: UUID, kept: Mapping[str, Any] | None, tenant_id: UUID) -> None:
    """Keep what was asked for; its large images are put away as those of its task are."""
    put_away: set[str] = set()

    def lighter(url: str) -> str:
        stored = put_url_away(url, tenant_id=tenant_id)
        if stored != url:
            put_away.add(stored.removeprefix(BLOB))
        return stored

    if kept is not None:
        kept = {**kept, "input": with_image_urls(kept["input"], lighter)}
    keep_response(task_id, kept, tenant_id=tenant_id, named=put_away)


def task_id_of(name: str) -> UUID:
    """Return the task that a response is named for.

    Raises:
        NotFound: it is no name of a response.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise NotFound(
            "There is no such response.",
            field="response_id",
            value=name,
            mend=f"Send the id of a response: {PREFIX} and 32 digits.",
        )
    return UUID(found[1])


def head_of(found: ResponseView) -> Head:
    """Return what a stored response is."""
    task = found.task
    return Head(task.id.hex, task.model, int(task.created_at.timestamp()), found.request)


def shape_of(found: ResponseView) -> Shape:
    """Return a stored response as it is now."""
    head, task = head_of(found), found.task
    state = State(task.state)
    if state == State.SUCCEEDED:
        answer = chat_answer(task.result, id=head.name, one_call=head.one_call)
        return shapes.whole(replace(head, model=answer.model), answer)
    if state in _STATUSES:
        return shapes.response(head, _STATUSES[state])
    return shapes.response(head, shapes.FAILED, failure=refusal_of(_failure(task)))


def _failure(task: TaskView) -> SwitchyardError:
    if task.state == State.EXPIRED:
        return TaskExpired(f"The deadline of the task {task.id} has passed.")
    return Unanswered(task.error or {})


def _unknown_previous(name: str) -> UnknownPrevious:
    return UnknownPrevious(
        f"Previous response with id '{name}' not found.",
        field="previous_response_id",
        value=name,
        mend="Send the id of a response that is stored, or the whole conversation as input.",
    )
