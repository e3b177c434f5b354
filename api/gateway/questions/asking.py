"""A body as a request for whoever serves it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest

from api.gateway.openai.ports import Asked
from api.gateway.openai.wishes import Wishes, wishes_of
from api.gateway.questions.bodies import DRAWN, ChatBody, QueryBody, Question
from api.rest.errors import InvalidBody
from orchestration.access.services import Principal
from orchestration.calls.caching import Caching
from orchestration.errors import InvalidInput
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.outside.names import AUTO, SPECIALIST, read_name
from orchestration.routing.fleet import LOCAL
from orchestration.specialists.selectors import Outside
from tasks.errors import too_urgent
from tasks.lifecycle import Priority

KIND: Final = "chat"
_OLLAMA: Final = "ollama"
"""What earlier clients call the models of the house, always and unasked."""
_INPUT: Final = "input."
_TURN: Final = re.compile(r"messages\.(\d+)\b.*")
_BOTH: Final = "Send one of them."


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns that a body comes to.

    Attributes:
        turns: in their order.
        places: what each is called in the body; a list's own turns keep their numbers.
    """

    turns: list[Any]
    places: list[str]


def asked_query(body: QueryBody, request: HttpRequest, by: Principal, known: Outside) -> Asked:
    """Return a question of one text.

    Raises:
        UserError: what is asked for contradicts itself, or may not be asked for.
    """
    wishes = wishes_of(request)
    if body.use_cache is not None:
        caching = Caching(reads=body.use_cache, writes=body.use_cache, asked=body.use_cache)
        wishes = replace(wishes, caching=caching)
    said = _conversation(body.system, [body.query], ["query"])
    return Asked(
        kind=KIND,
        model=name_of(body, known),
        input=_input(body, said, {}),
        by=by,
        wishes=with_fields(wishes, body.priority, body.tags, by),
    )


def asked_chat(body: ChatBody, request: HttpRequest, by: Principal, known: Outside) -> Asked:
    """Return a conversation's next question; errors are those of `asked_query`."""
    wishes = wishes_of(request, body.cache)
    more = {"tools": body.tools or None, "tool_choice": body.tool_choice}
    return Asked(
        kind=KIND,
        model=name_of(body, known),
        input=_input(body, _turns(body), more),
        by=by,
        wishes=with_fields(wishes, body.priority, body.tags, by),
    )


def _turns(body: ChatBody) -> Conversation:
    if (body.message is None) == (body.messages is None):
        detail = "The body has both message and messages." if body.message else "Nothing is asked."
        mend = "Send one of them: message for one text, messages for a whole conversation."
        raise InvalidBody(detail, field="message", mend=mend)
    if body.message is not None:
        return _conversation(body.system, [body.message], ["message"])
    turns = body.messages or []
    return _conversation(body.system, turns, [f"messages.{at}" for at in range(len(turns))])


def _conversation(system: str | None, turns: list[Any], places: list[str]) -> Conversation:
    spoken = [
        {"role": "user", "content": each} if isinstance(each, str) else each for each in turns
    ]
    if system is None:
        return Conversation(spoken, places)
    return Conversation([{"role": "system", "content": system}, *spoken], ["system", *places])


def _input(body: Question, said: Conversation, more: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: getattr(body, name) for name in DRAWN} | dict(more)
    values["stop"] = [body.stop] if isinstance(body.stop, str) else body.stop
    values = {name: value for name, value in values.items() if value is not None}
    return _checked({**values, "messages": said.turns}, said.places)


def name_of(body: Question, known: Outside) -> str | None:
    """Return what is asked, as `orchestration.outside.names` has it; None for our default model.

    Raises:
        InvalidBody: the fields contradict each other, or there is no such backend.
    """
    if body.specialty is not None:
        return _specialist(body, body.specialty)
    backend = body.backend or AUTO
    if backend == AUTO:
        return body.model or AUTO
    if backend == _OLLAMA and not _has_ollama(known):
        backend = LOCAL
    if backend not in {LOCAL, *known.providers}:
        there_are = ", ".join([AUTO, LOCAL, *known.providers])
        raise InvalidBody(
            f"There is no backend {backend}.",
            field="backend",
            value=backend,
            mend=f"Use one of: {there_are}.",
        )
    if body.model is None:
        return None if backend == LOCAL else f"{backend}/{AUTO}"
    return _at(backend, body.model, known)


def _at(backend: str, model: str, known: Outside) -> str:
    """Return the name of a model at a backend; the model's may name the same one again.

    Raises:
        InvalidBody: it names another one.
    """
    named = read_name(model, {LOCAL, *known.providers})
    if not named.provider and not named.specialist:
        return f"{backend}/{model}"
    if named.provider == backend:
        return model
    serves = any((each.provider, each.model) == (backend, model) for each in known.fleet.candidates)
    if serves:  # some models have names that begin like a provider's
        return f"{backend}/{model}"
    raise InvalidBody(
        f"The body has the backend {backend} and the model {model}, which contradict each other.",
        field="model",
        value=model,
        mend="Send one of them, or the model's name alone beside the backend.",
    )


def naming_of(body: Question) -> tuple[str | None, str | None]:
    """Return the field of a body that says who is asked, and its value; none where it leaves that
    to us."""
    for name in ("specialty", "model", "backend"):
        value = getattr(body, name)
        if value is not None and (name, value) != ("backend", AUTO):
            return name, value
    return None, None


def _has_ollama(known: Outside) -> bool:
    provider = known.providers.get(_OLLAMA)
    return provider is not None and provider.enabled


def _specialist(body: Question, specialty: str) -> str:
    for name in ("model", "backend"):
        if getattr(body, name) is not None:
            detail = f"The body has both specialty and {name}; a specialist has its own."
            raise InvalidBody(detail, field="specialty", value=specialty, mend=_BOTH)
    return SPECIALIST + specialty


def with_fields(
    wishes: Wishes, priority: str | None, tags: list[str] | None, by: Principal
) -> Wishes:
    """Return wishes with what the body says; it goes before the headers.

    Raises:
        Forbidden: the key may not be so urgent.
    """
    if priority is not None:
        wishes = replace(wishes, priority=Priority[priority])
    if tags is not None:
        wishes = replace(wishes, tags=tuple(tags))
    if wishes.priority is not None and wishes.priority > by.max_priority:
        raise too_urgent("priority", wishes.priority, by.max_priority)
    return wishes


def _checked(values: dict[str, Any], places: list[str]) -> dict[str, Any]:
    """Return a valid input; errors name the body's fields."""
    try:
        return validate_input(get_kind(KIND), values)
    except InvalidInput as error:
        problems = [replace(each, field=_named(each.field, places)) for each in error.problems]
        first = problems[0]
        raise InvalidInput(
            f"{first.field}: {first.message}", field=first.field, mend=first.mend, problems=problems
        ) from None


def _named(field: str, places: list[str]) -> str:
    """Return a field of the input as the body has it."""
    name = field.removeprefix(_INPUT)
    found = _TURN.fullmatch(name)
    if found is None or int(found[1]) >= len(places):
        return name
    place = places[int(found[1])]
    rest = name.partition(".")[2].partition(".")[2]
    return f"{place}.{rest}" if place.startswith("messages.") and rest else place
