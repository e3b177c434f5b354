"""What a provider can do, as data: routes are chosen by it, and requests checked against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from orchestration.errors import FieldProblem, shorten
from orchestration.providers.chat import ChatRequest, JsonSchema, NamedTool, Sampling
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.messages import Picture

COMMON = frozenset({"max_tokens", "temperature", "top_p", "stop"})
PENALTIES = frozenset({"frequency_penalty", "presence_penalty"})
EVERYTHING = frozenset(each.name for each in fields(Sampling))
_LEAVE_OUT = "Leave it out, or ask another provider."


@dataclass(frozen=True, slots=True)
class Profile:
    """What a provider can do; a model of it may do less.

    Attributes:
        sampling: The fields of `Sampling` that it takes.
        choices: How many answers to one request.
        tools: Whether functions may be called.
        tool_choices: How that may be steered; ``named`` is one certain function.
        formats: Which forms of answers it holds a model to.
        pictures: Whether images may be sent.
        late_system: Whether a system message may follow others.
        users: Whether our users may be told apart.
        embeddings: Whether it turns texts into vectors.
        dimensions: Whether their length may be chosen.
    """

    sampling: frozenset[str] = COMMON
    choices: int = 1
    tools: bool = True
    tool_choices: frozenset[str] = frozenset({"auto", "none", "required", "named"})
    formats: frozenset[str] = frozenset({"text", "json_object", "json_schema"})
    pictures: bool = False
    late_system: bool = True
    users: bool = True
    embeddings: bool = False
    dimensions: bool = True

    def lacks(self, request: ChatRequest) -> tuple[FieldProblem, ...]:
        """Return a problem for each field of a chat that the provider cannot honour."""
        sources = (self._sampling, self._tools, self._format, self._pictures, self._system)
        return tuple(problem for source in sources for problem in source(request))

    def lacks_for_embeddings(self, request: EmbeddingRequest) -> tuple[FieldProblem, ...]:
        """Return a problem for each field of `request` that the provider cannot honour."""
        if not self.embeddings:
            return (_problem("model", request.model, "The provider has no embeddings."),)
        if request.dimensions is not None and not self.dimensions:
            return (_problem("dimensions", request.dimensions, "Their number is fixed."),)
        return ()

    def _sampling(self, request: ChatRequest) -> Iterator[FieldProblem]:
        given = {each.name: getattr(request.sampling, each.name) for each in fields(Sampling)}
        for name, value in given.items():
            if value is not None and name not in self.sampling:
                yield _problem(f"sampling.{name}", value, "The provider does not take it.")
        if request.n > self.choices:
            yield _problem("n", request.n, f"At most {self.choices} answers can be asked for.")
        if request.user and not self.users:
            yield _problem("user", request.user, "The provider does not take it.")

    def _tools(self, request: ChatRequest) -> Iterator[FieldProblem]:
        if request.tools and not self.tools:
            yield _problem("tools", len(request.tools), "The provider calls no functions.")
        choice = request.tool_choice
        sort = "named" if isinstance(choice, NamedTool) else choice
        if request.tools and sort is not None and sort not in self.tool_choices:
            yield _problem("tool_choice", sort, _one_of(self.tool_choices))

    def _format(self, request: ChatRequest) -> Iterator[FieldProblem]:
        sort = "json_schema" if isinstance(request.format, JsonSchema) else request.format
        if sort not in self.formats:
            yield _problem("format", sort, _one_of(self.formats))

    def _pictures(self, request: ChatRequest) -> Iterator[FieldProblem]:
        if self.pictures:
            return
        for position, message in enumerate(request.messages):
            for part in message.parts:
                if isinstance(part, Picture):
                    where = f"messages.{position}.parts"
                    yield _problem(where, part.media_type, "The provider takes no images.")

    def _system(self, request: ChatRequest) -> Iterator[FieldProblem]:
        begun = False
        for position, message in enumerate(request.messages):
            if message.role != "system":
                begun = True
            elif begun and not self.late_system:
                detail = "Only the first messages may be of the system."
                yield _problem(f"messages.{position}.role", message.role, detail)


def _problem(field: str, value: object, message: str) -> FieldProblem:
    return FieldProblem(field, shorten(value), message, _LEAVE_OUT)


def _one_of(names: Iterable[str]) -> str:
    return f"The provider knows {', '.join(sorted(names)) or 'none'}."
