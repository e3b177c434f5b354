"""What is to be looked up, as the database knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from orchestration.documents.selectors import get_collection
from orchestration.errors import InvalidInput
from orchestration.memory.filters import NO_FILTERS, Filters
from orchestration.memory.owners import Scope
from orchestration.prompts.names import PRODUCTION
from orchestration.prompts.use import Rendered, render_prompt


def scope_of(asked: Mapping[str, Any], *, tenant_id: UUID) -> Scope:
    """Return where to look. Queries: one for each collection.

    Raises:
        UnknownCollection: The tenant has none of an id or name.
    """
    named = asked.get("collections")
    return Scope(
        agents=_names(asked.get("agents")),
        users=_names(asked.get("users")),
        sessions=_names(asked.get("sessions")),
        collections=None
        if named is None
        else tuple(_collection(each, tenant_id) for each in named),
    )


def filters_of(asked: Mapping[str, Any]) -> Filters:
    """Return what sources must fit.

    Raises:
        InvalidInput: A document's id is none.
    """
    given = asked.get("filters")
    if not given:
        return NO_FILTERS
    return Filters(
        tags=tuple(given.get("tags", ())),
        metadata=given.get("metadata", {}),
        sources=tuple(_document(each) for each in given.get("documents", ())),
    )


def instructions_of(
    asked: Mapping[str, Any], *, tenant_id: UUID
) -> tuple[str | None, Mapping[str, Any] | None]:
    """Return how to answer, and the template that it comes from; None for the usual instructions.

    Queries: three for a template, else none.

    Raises:
        UnknownPrompt: There is no such prompt, version or label.
        MissingVariables, InvalidInput, RenderingFailed: It does not go with its variables.
        RendererUnavailable: Nobody renders now.
    """
    given = asked.get("instructions")
    if given is None or isinstance(given, str):
        return given, None
    made: Rendered = render_prompt(
        given["prompt"],
        given.get("variables", {}),
        tenant_id=tenant_id,
        label=given.get("label", PRODUCTION),
        version=given.get("version"),
    )
    return made.text, made.reference()


def _names(given: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(given)


def _collection(named: str, tenant_id: UUID) -> UUID:
    called = _uuid(named)
    return get_collection(named if called is None else called, tenant_id=tenant_id).id


def _document(named: str) -> UUID:
    found = _uuid(named)
    if found is None:
        raise InvalidInput(
            "A document's id is a UUID.",
            field="input.retrieval.filters.documents",
            value=named,
            mend="List the collection's documents to find their ids.",
        )
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
