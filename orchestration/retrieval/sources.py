"""Sources: numbered pieces of documents and memories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where a passage stands.

    Attributes:
        id: Of the document.
        collection: That it lies in.
        name: What it is called.
        title: What it calls itself; may be empty.
        url: Where it was fetched; empty for an uploaded one.
        page: From 1; 0 where there are no pages.
        start, stop: Its characters in the document's plain text.
    """

    id: UUID
    collection: UUID
    name: str
    title: str = ""
    url: str = ""
    page: int = 0
    start: int = 0
    stop: int = 0

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> DocumentPlace:
        """Return what `to_dict` has told."""
        ids = {"id": UUID(told["id"]), "collection": UUID(told["collection"])}
        return cls(**{**told, **ids})

    @property
    def label(self) -> str:
        """Return it for people and models."""
        called = self.title or self.name
        return f"{called}, page {self.page}" if self.page else called

    def to_dict(self) -> dict[str, Any]:
        """Return it as results have it, without what is empty."""
        values = {
            "id": str(self.id), "collection": str(self.collection), "name": self.name,
            "title": self.title, "url": self.url, "page": self.page,
        }  # fmt: skip
        kept = {name: value for name, value in values.items() if value}
        return {**kept, "start": self.start, "stop": self.stop}


@dataclass(frozen=True, slots=True)
class Source:
    """A piece that an answer may rest on.

    Attributes:
        number: By which the model sees it and an answer cites it, from 1.
        id: Of the passage or memory.
        text: What it says.
        heading: The headings above a passage, or a memory's title.
        score: Comparable within one retrieval; a higher one is better.
        document: Where a passage stands; None for a memory.
        said: Of a memory, who said it when; empty for a passage.
        cut: Whether the model saw the beginning of it only.
    """

    number: int
    id: UUID
    text: str
    heading: str = ""
    score: float = 0.0
    document: DocumentPlace | None = None
    said: str = ""
    cut: bool = False

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Source:
        """Return what `to_dict` has told."""
        document = told.get("document")
        return cls(
            number=told["number"],
            id=UUID(told["id"]),
            text=told["text"],
            heading=told.get("heading", ""),
            score=told.get("score", 0.0),
            document=None if document is None else DocumentPlace.from_dict(document),
            said=told.get("label", "") if document is None else "",
            cut=told.get("cut", False),
        )

    @property
    def kind(self) -> Literal["passage", "memory"]:
        """Return what it is."""
        return "memory" if self.document is None else "passage"

    @property
    def label(self) -> str:
        """Return where it is from, for people and models, in one line: what has more could pass for
        the label of another source."""
        where = self.said or "memory" if self.document is None else self.document.label
        where, known = " ".join(where.split()), " ".join(self.heading.split())
        return f"{where}: {known}" if known and known not in where else where

    def to_dict(self) -> dict[str, Any]:
        """Return it as results have it."""
        values: dict[str, Any] = {
            "number": self.number, "id": str(self.id), "kind": self.kind, "text": self.text,
            "heading": self.heading, "label": self.label, "score": round(self.score, 6),
        }  # fmt: skip
        values |= {"cut": True} if self.cut else {}
        return values if self.document is None else values | {"document": self.document.to_dict()}


@dataclass(frozen=True, slots=True)
class Found:
    """What came of looking for sources.

    Attributes:
        sources: The best first, numbered from 1 in that order.
        searched_by: `meaning` and `words`, as far as it was searched by them.
        without: Why it was not searched by meaning; empty where it was.
        unranked: Why they were not reranked though they should be.
        took_ms: How long it took.
        failed: Why there are none, where that is a failure; the answer does without then.
        instructions: How the caller wants it answered; None for the usual instructions.
        prompt: The template that the instructions come from, if one.
    """

    sources: tuple[Source, ...] = ()
    searched_by: tuple[str, ...] = ()
    without: str = ""
    unranked: str = ""
    took_ms: float = 0.0
    failed: str = ""
    instructions: str | None = None
    prompt: Mapping[str, Any] | None = field(default=None, hash=False)

    def told(self) -> dict[str, Any]:
        """Return what results say of it, besides its sources."""
        if self.failed:
            return {"failed": self.failed, "took_ms": self.took_ms}
        told: dict[str, Any] = {
            "searched_by": list(self.searched_by),
            "found": len(self.sources),
            "took_ms": self.took_ms,
        }
        told |= {"without": self.without} if self.without else {}
        told |= {"unranked": self.unranked} if self.unranked else {}
        return told | ({"prompt": dict(self.prompt)} if self.prompt else {})
