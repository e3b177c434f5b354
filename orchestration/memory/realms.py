"""What a tenant's memory is searched by."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from orchestration import sql
from orchestration.errors import SwitchyardError
from orchestration.memory.embedders import EmbedderView, by_id, embedder, find, named
from orchestration.memory.embedding import want_vectors
from orchestration.memory.ports import Embedded, TextEmbedder
from orchestration.memory.spaces import RealmView
from orchestration.memory.storable import flaw_of
from orchestration.memory.vectors import invalid_vector

_LEARNING_S: Final = 10.0
MOST_NAMES: Final = 32
"""So many embedders a tenant may name itself: each has indexes of its own."""
_FIRST: Final = """
UPDATE memory_realm SET embedder_id = %(embedder)s, next_embedder_id = %(embedder)s
 WHERE id = %(realm)s AND embedder_id IS NULL
"""
_CHOSEN: Final = "SELECT embedder_id FROM memory_realm WHERE id = %(realm)s"


def with_embedder(
    realm: RealmView, texts: TextEmbedder | None, given: Embedded | None = None
) -> RealmView:
    """Return a realm with an embedder: its own, else the given one, else the current one.

    What was stored before it had any wants its vectors now; what is being stored just now, as
    soon as it is (see `reembedding`).

    Queries: none once it has one; four the first time.
    """
    if realm.embedder_id is not None:
        return realm
    first = _first(texts, given)
    if first is None:
        return realm
    if sql.execute(_FIRST, {"realm": realm.id, "embedder": first.id}):
        want_vectors(realm.id, first.id)
    ((chosen,),) = sql.fetch(_CHOSEN, {"realm": realm.id})
    return replace(realm, embedder_id=chosen)


def _first(texts: TextEmbedder | None, given: Embedded | None) -> EmbedderView | None:
    if given is not None:
        return embedder(given.name, given.vectors.shape[1])
    if texts is None:
        return None
    try:
        return named(texts.name)
    except SwitchyardError:
        return None  # no embedding model is enabled: words alone find what is stored


def embedder_of(realm: RealmView) -> EmbedderView | None:
    """Return what a realm is searched by. Queries: none or one."""
    return None if realm.embedder_id is None else by_id(realm.embedder_id)


def embedder_for(realm: RealmView, texts: TextEmbedder | None, name: str | None) -> str:
    """Return who made vectors that a caller brings. Queries: none to five.

    Args:
        realm: The tenant's.
        texts: Makes vectors here, if anybody does.
        name: What the caller calls it; None for what the realm is searched by.

    Raises:
        InvalidVector: None is named, and the realm is searched by none; or one name too many is.
        SwitchyardError: It is the current model, and nobody can say how long its vectors are.
    """
    found = embedder_of(realm) or _first(texts, None)
    if name is not None and (found is None or found.name != name):
        current = _first(texts, None)
        if current is None or current.name != name:
            return _own(realm, name)
        found = current
    if found is None:
        raise invalid_vector(
            "The vector's embedder is not named, and no embedding model is enabled.",
            "embedder", "Name the model that made the vector.",
        )  # fmt: skip
    if found.dimensions == 0 and texts is not None:
        # What one caller brings must not decide how long the vectors of all others are.
        made = texts.embed([found.name], name=found.name, timeout_s=_LEARNING_S)
        embedder(found.name, made.vectors.shape[1])
    return found.name


_NAMES: Final = "SELECT count(*) FROM memory_embedder WHERE starts_with(name, %(realm)s)"


def _own(realm: RealmView, name: str) -> str:
    known = known_as(realm, name)
    if find(known) is None:
        ((names,),) = sql.fetch(_NAMES, {"realm": f"{realm.id}/"})
        if names >= MOST_NAMES:
            raise invalid_vector(
                f"{names} embedders were named before, which is as many as may be.", "embedder",
                "Name one of those; a name stands for a model, not for a request. One without "
                "vectors goes after a day.",
            )  # fmt: skip
    return known


def known_as(realm: RealmView, name: str) -> str:
    """Return an embedder's name here, from what a tenant calls it. Queries: none or one.

    A tenant's own models are named with its realm before them: they are nobody else's.

    Raises:
        InvalidVector: No database can hold the name.
    """
    if flaw := flaw_of(name):
        raise invalid_vector(f"The embedder's name {flaw}.", "embedder", "Leave it out.")
    own = embedder_of(realm)
    return name if own is not None and own.name == name else f"{realm.id}/{name}"


def shown(realm_id: int, name: str) -> str:
    """Return an embedder's name as its tenant knows it."""
    return name.removeprefix(f"{realm_id}/")
