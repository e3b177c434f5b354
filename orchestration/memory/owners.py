"""Whom memories belong to, and whose memories are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Owner:
    """To whom in a tenant a memory belongs; to everybody without any name.

    Attributes:
        agent: An agent's name.
        user: A user's name, as the tenant calls them.
        session: A session's name.
        collection: A collection of documents; it has no other names.
    """

    agent: str = ""
    user: str = ""
    session: str = ""
    collection: UUID | None = None


SHARED = Owner()
"""Belongs to the whole tenant."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose memories are wanted: those that fit all that is said. None says nothing.

    An empty name among others stands for what belongs to nobody in particular: agents
    `("ann", "")` are the memories of ann and those that are no agent's own.

    Attributes:
        agents, users, sessions: Names, of which one must fit.
        collections: Collections of documents. Where they are named, their passages are wanted, and
            memories only if a name is, too.
    """

    agents: tuple[str, ...] | None = None
    users: tuple[str, ...] | None = None
    sessions: tuple[str, ...] | None = None
    collections: tuple[UUID, ...] | None = None

    @property
    def names_owners(self) -> bool:
        """Return whether memories are wanted by name."""
        return any(each is not None for each in (self.agents, self.users, self.sessions))


EVERYTHING = Scope()
"""All memories of a tenant; not its documents."""
