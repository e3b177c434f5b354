"""What a tenant's memory is searched by."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from orchestration import sql
from orchestration.errors import SwitchyardError
from orchestration.memory.embedders import EmbedderView, by_id, embedder, named
from orchestration.memory.ports import Embedded, TextEmbedder
from orchestration.memory.spaces import RealmView

_FIRST: Final = """
UPDATE memory_realm SET embedder_id = coalesce(embedder_id, %(embedder)s)
 WHERE id = %(realm)s RETURNING embedder_id
"""


def with_embedder(
    realm: RealmView, texts: TextEmbedder | None, given: Embedded | None = None
) -> RealmView:
    """Return a realm with an embedder: its own, else the given one, else the current one.

    Queries: none once it has one; three the first time.
    """
    if realm.embedder_id is not None:
        return realm
    first = _first(texts, given)
    if first is None:
        return realm
    ((chosen,),) = sql.fetch(_FIRST, {"realm": realm.id, "embedder": first.id})
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


def embedders_lacking(realm: RealmView, made: EmbedderView | None) -> list[EmbedderView]:
    """Return who is yet to make the vector of an entry: all that the realm wants but one.

    Queries: none to two.
    """
    wanted = dict.fromkeys([realm.embedder_id, realm.next_embedder_id])
    done = {None, made.id if made else None}
    return [by_id(each) for each in wanted if each is not None and each not in done]
