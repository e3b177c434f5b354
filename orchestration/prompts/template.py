"""What a version of a prompt says: one text, or the turns of a conversation. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from orchestration.prompts.errors import InvalidTemplate

Format = Literal["text", "messages"]
TurnRole = Literal["system", "user", "assistant"]

ROLES: tuple[TurnRole, ...] = ("system", "user", "assistant")
LONGEST = 200_000
"""Characters of all turns together."""
MOST_TURNS = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: who speaks, and the template of what is said."""

    role: TurnRole
    content: str


@dataclass(frozen=True, slots=True)
class Template:
    """The templates of one version.

    Attributes:
        text: The template of a text; None when there are turns.
        turns: The templates of a conversation; empty when there is a text.
    """

    text: str | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def format(self) -> Format:
        """Return which of the two it is."""
        return "messages" if self.text is None else "text"

    @property
    def sources(self) -> tuple[str, ...]:
        """Return every template, in order."""
        return tuple(turn.content for turn in self.turns) if self.text is None else (self.text,)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return what each of `sources` is called."""
        if self.text is not None:
            return ("text",)
        return tuple(f"messages.{place}.content" for place in range(len(self.turns)))

    @property
    def messages(self) -> list[dict[str, str]]:
        """Return the turns as JSON holds them."""
        return [{"role": turn.role, "content": turn.content} for turn in self.turns]

    def check(self) -> None:
        """Refuse what is empty, too long, or both a text and a conversation.

        Raises:
            InvalidTemplate: It is; the error says where.
        """
        if (self.text is None) == (not self.turns):
            raise InvalidTemplate(
                "A version is either a text or messages.",
                field="text",
                mend="Send one of text and messages.",
            )
        if len(self.turns) > MOST_TURNS:
            raise InvalidTemplate(
                f"It has {len(self.turns)} messages.",
                field="messages",
                mend=f"Use at most {MOST_TURNS}.",
            )
        for field, source in zip(self.fields, self.sources, strict=True):
            _check_source(field, source)
        if sum(map(len, self.sources)) > LONGEST:
            raise InvalidTemplate(
                f"It has more than {LONGEST} characters.",
                field=self.fields[0],
                mend="Shorten it; long texts are better given as variables.",
            )

    def filled(self, texts: Sequence[str]) -> Template:
        """Return the same with rendered texts in the places of its sources."""
        if self.text is not None:
            return Template(text=texts[0])
        pairs = zip(self.turns, texts, strict=True)
        return Template(turns=tuple(Turn(turn.role, text) for turn, text in pairs))

    def digest(self) -> str:
        """Return the SHA-256 of its content in hex: the same text, the same digest."""
        content = self.messages if self.text is None else self.text
        raw = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()

    def lines(self) -> list[str]:
        """Return it as lines for people, for a diff."""
        if self.text is not None:
            return self.text.splitlines()
        return [
            line for turn in self.turns for line in (f"[{turn.role}]", *turn.content.splitlines())
        ]


def template_of(text: str | None, messages: Sequence[Mapping[str, Any]] | None) -> Template:
    """Return a checked template of what a request says.

    Raises:
        InvalidTemplate: It is none.
    """
    made = Template(text, tuple(_turn(place, each) for place, each in enumerate(messages or ())))
    made.check()
    return made


def _turn(place: int, message: Mapping[str, Any]) -> Turn:
    role, content = message.get("role"), message.get("content")
    if role not in ROLES:
        raise InvalidTemplate(
            f"messages.{place}: there is no such role.",
            field=f"messages.{place}.role",
            value=role,
            mend=f"Use one of: {', '.join(ROLES)}.",
        )
    if not isinstance(content, str):
        raise InvalidTemplate(
            f"messages.{place}: the content is no text.",
            field=f"messages.{place}.content",
            value=content,
            mend="Send a template as text.",
        )
    return Turn(role, content)


def _check_source(field: str, source: str) -> None:
    if not source.strip():
        raise InvalidTemplate("The template is empty.", field=field, mend="Write something.")
    if "\x00" in source:
        raise InvalidTemplate(
            "The template has a NUL character.", field=field, mend="Remove the NUL characters."
        )
