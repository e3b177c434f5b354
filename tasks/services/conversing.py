"""Going on with conversations: the next question, and the task that answers it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from orchestration.cache.shelf import forget_tasks
from orchestration.context.counts import Counts
from orchestration.context.driving import fit
from orchestration.context.errors import InvalidContext
from orchestration.context.material import Block, Entry, Material
from orchestration.context.message import Message
from orchestration.context.policy import Policy
from orchestration.context.ports import TokenCounter
from orchestration.context.room import Room
from orchestration.conversations import services
from orchestration.conversations.errors import AnswerPending, OtherMessage
from orchestration.conversations.selectors import (
    find_messages,
    get_conversation,
    last_and_system_messages,
    last_messages,
    message_at,
    tasks_of,
)
from orchestration.conversations.services import Said
from orchestration.conversations.views import ConversationView, MessageView
from orchestration.counting.outside import EstimatingCounter
from orchestration.counting.worker import Asked, WorkerCounter
from orchestration.ephemeral.calls import Calls
from orchestration.errors import ContextOverflow, SwitchyardError, UnknownModel
from orchestration.registry import services as registry
from orchestration.registry.spec import ModelSpec
from orchestration.specialists.selectors import outside
from tasks import sql
from tasks.errors import Conflict, NotFound
from tasks.lifecycle import Priority
from tasks.services.answering import settle
from tasks.services.control import cancel
from tasks.services.erasing import erase
from tasks.services.submission import SubmitRequest, Submitter, submit

log = logging.getLogger(__name__)

MOST: Final = 500
"""So many of the newest messages are looked at for a window, and all system messages."""
MOST_LETTERS: Final = 2_000_000
"""Of what was said, the newest of so many letters are handed to who makes the window later: a task
takes only so much, and no window has room for more."""
UNKNOWN_WINDOW: Final = 8192
"""Tokens of a window, where it is not known yet who answers."""
_TYPICAL_ANSWER: Final = 512
_COUNTS: Final = Counts()


@dataclass(frozen=True, slots=True)
class Question:
    """What is said next.

    Attributes:
        content: Of the user's message, in the form of the kind chat.
        model: Who answers; None for the default model.
        values: How: fields of the kind chat beside messages, and `retrieval` of the kind rag.
        client_id: Names it for its sender: the same one again is the same question.
        priority: How urgent it is.
    """

    content: Any
    model: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    client_id: str = ""
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True)
class Replied:
    """A question with the answer that is to come; `new` says whether it was not asked before."""

    question: MessageView
    answer: MessageView
    new: bool


def reply(
    conversation_id: UUID, asked: Question, by: Submitter, calls: Calls | None = None
) -> Replied:
    """Say something in a conversation, and have it answered by a task.

    Question, answer to come and task stand in one transaction: none is there without the others.
    The window is put together before it, of the messages that are there by then.

    Queries: about fifteen.

    Args:
        conversation_id: Which one.
        asked: What is said.
        by: Whose it is.
        calls: Asks workers for counts of tokens; None, or nobody there, for estimates.

    Raises:
        UnknownConversation: The tenant has none of that id.
        AnswerPending: The answer before is still to come.
        OtherMessage: The client's id stands for another question.
        ContextOverflow: The question does not fit.
        Conflict: Somebody else said something meanwhile.
        UserError: As `submit`.
    """
    conversation = get_conversation(conversation_id, tenant_id=by.tenant_id)
    settle(conversation_id)
    message = {"role": "user", "content": asked.content}
    if before := _before(conversation, asked, message):
        return before
    request = _request(conversation, asked, message, calls)
    with transaction.atomic():
        now = get_conversation(conversation_id, tenant_id=by.tenant_id, locked=True)
        if before := _before(now, asked, message):
            return before
        if now.messages != conversation.messages:
            raise Conflict("Somebody else said something meanwhile.", mend="Ask again.")
        task_id = submit(request, by).task_id
        said = [Said(message, asked.client_id), Said({"role": "assistant"}, task_id=task_id)]
        question, answer = services.append(conversation_id, said, tenant_id=by.tenant_id)
    return Replied(question, answer, new=True)


def _before(
    conversation: ConversationView, asked: Question, message: Mapping[str, Any]
) -> Replied | None:
    """Return the same question, if it was asked before, with its answer.

    Raises:
        AnswerPending: Another answer is to come.
        OtherMessage: It was another question.
    """
    if asked.client_id:
        found = find_messages(conversation, [asked.client_id]).get(asked.client_id)
        if found is not None:
            answer = message_at(conversation, found.ordinal + 1)
            if found.message != message or answer is None or answer.task_id is None:
                raise OtherMessage(asked.client_id)
            return Replied(found, answer, new=False)
    for last in last_messages(conversation, 1):
        if last.state == "pending":
            raise AnswerPending(conversation.id, last.task_id)
    return None


def _request(
    conversation: ConversationView,
    asked: Question,
    message: Mapping[str, Any],
    calls: Calls | None,
) -> SubmitRequest:
    material = material_of(conversation, last_and_system_messages(conversation, MOST), message)
    if "retrieval" in asked.values:  # the worker makes the window when it has found the sources
        kind, turns = "rag", _whole(material)
    else:
        kind, turns = "chat", _fitted(material, asked, calls)
    values = {**asked.values, "messages": turns}
    return SubmitRequest(kind=kind, input=values, model=asked.model, priority=asked.priority)


def material_of(
    conversation: ConversationView, messages: Sequence[MessageView], question: Mapping[str, Any]
) -> Material:
    """Return what could be shown for a question: what was said, without answers that never came."""
    history = [each for each in messages if each.state == "stored"]
    spoken = [each for each in history if each.message["role"] != "system"]
    told = [Message.from_dict(e.message) for e in history if e.message["role"] == "system"]
    prompts = [conversation.system_prompt, *("\n".join(each.texts) for each in told)]
    return Material(
        question=Entry("question", Message.from_dict(question)),
        system=tuple(Block(f"system-{at}", text) for at, text in enumerate(prompts) if text),
        history=tuple(Entry(str(each.ordinal), Message.from_dict(each.message)) for each in spoken),
    )


def _whole(material: Material) -> list[dict[str, Any]]:
    system = [{"role": "system", "content": each.text} for each in material.system]
    newest: list[dict[str, Any]] = []
    left = MOST_LETTERS
    for each in reversed(material.history):
        left -= sum(map(len, each.message.texts))
        if left < 0:
            break
        newest.append(each.message.to_dict())
    return [*system, *reversed(newest), material.question.message.to_dict()]


def _fitted(material: Material, asked: Question, calls: Calls | None) -> list[dict[str, Any]]:
    tools = tuple(asked.values.get("tools") or ())
    estimate = EstimatingCounter(asked.model or "", tools)
    try:
        spec = registry.resolve(asked.model, "text")
    except UnknownModel:
        return _window(material, asked, _outside(asked.model), estimate)
    window = min(spec.context_length, settings.SWITCHYARD.inference.context_length)
    if calls is None:
        return _window(material, asked, window, estimate)
    try:
        return _window(material, asked, window, _counter(calls, spec, tools))
    except (ContextOverflow, InvalidContext):
        raise
    except SwitchyardError as error:
        log.info("tokens are estimated", extra={"error": str(error)})
        return _window(material, asked, window, estimate)


def _counter(calls: Calls, spec: ModelSpec, tools: tuple[Mapping[str, Any], ...]) -> TokenCounter:
    return WorkerCounter(calls, Asked(spec, tools))


def _window(
    material: Material, asked: Question, window: int, counter: TokenCounter
) -> list[dict[str, Any]]:
    longest = asked.values.get("max_tokens")
    answer = longest if isinstance(longest, int) and longest > 0 else _TYPICAL_ANSWER
    room = Room(window, min(answer, window // 2))
    found = fit(material, room, Policy(ask_for_summary=False), counter, _COUNTS)
    return [each.to_dict() for each in found.messages]


def _outside(name: str | None) -> int:
    """Return the shortest window of those who may answer."""
    known = [each.context_length for each in outside().fleet.candidates if each.model == name]
    return min(known, default=UNKNOWN_WINDOW)


_ENDED: Final = """
SELECT id FROM tasks_task WHERE id = ANY(%s) AND finished_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM tasks_task c WHERE c.parent_id = tasks_task.id)
 ORDER BY id FOR UPDATE
"""


def forget(conversation_id: UUID, *, tenant_id: UUID, by: str) -> None:
    """Delete a conversation for good, with the tasks of its answers and what is kept of those.

    A task that has not ended is cancelled; retention erases it. The conversation is held first, so
    that no answer comes to it which is not seen here.

    Queries: three, and about ten for each answer, in one transaction.

    Raises:
        UnknownConversation: The tenant has none of that id.
    """
    with transaction.atomic():
        conversation = get_conversation(conversation_id, tenant_id=tenant_id, locked=True)
        tasks = tasks_of(conversation)
        for task_id in tasks:
            try:
                cancel(task_id, tenant_id=tenant_id, by=by)
            except (Conflict, NotFound):
                continue  # it has ended
        services.delete(conversation_id, tenant_id=tenant_id)
        ended = [row[0] for row in sql.fetch(_ENDED, [tasks])]
        forget_tasks(ended)
        erase(ended)
