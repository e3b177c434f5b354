"""Who answers: one port for each endpoint. Local models serve them all in `local` and `vectors`."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar
from uuid import UUID

from api.gateway.openai.wishes import Wishes
from orchestration.access.services import Principal
from orchestration.providers.chat import ChatAnswer, StreamItem, Usage
from orchestration.providers.embeddings import Embeddings
from orchestration.retrieval.grounding import Grounded
from orchestration.routing.classified import Classified
from orchestration.routing.decision import Decision

T_co = TypeVar("T_co", covariant=True)


async def nobody(_call_id: str) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was read and let in.

    Attributes:
        kind: of the task that it comes to.
        model: as the client named it.
        input: what is asked, in the form of that kind; not validated yet.
        by: who asks.
        wishes: how it shall be treated.
        one_call: whether an answer may call one tool at most.
        sticky: requests with the same one meet the same version of a model that is compared;
            empty where that does not matter.
        routing: why it is served where it is, where that was chosen.
        classified: what it is about, where the choice is left to who stores it; None where nobody
            has looked.
        retrieval: what it is to be answered from, as the client sent it; None for nothing, or
            where that was done.
        grounded: the sources that stand in it; None for none.
        hears: is told the id of each way that is begun, before anything is answered there; a way
            of which it cannot be told is not gone.
    """

    kind: str
    model: str | None
    input: Mapping[str, Any]
    by: Principal
    wishes: Wishes = field(default_factory=Wishes)
    one_call: bool = False
    sticky: str = ""
    routing: Decision | None = None
    classified: Classified | None = None
    retrieval: Any = None
    grounded: Grounded | None = None
    hears: Callable[[str], Awaitable[None]] = nobody

    def as_task(self, values: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """Return kind and input of the task as which it is written down.

        Args:
            values: what is asked, or what became of that on its way.
        """
        if self.grounded is None:
            return self.kind, values
        return "rag", self.grounded.noted(values)


@dataclass(frozen=True, slots=True)
class Alive:
    """An item of a stream that tells nothing but that somebody is still at it."""


Item: TypeAlias = StreamItem | Alive


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document by its place in the request, and how well it answers the query."""

    index: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Documents, the best first."""

    model: str
    results: Sequence[Ranked]
    usage: Usage | None


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be asked for.

    Attributes:
        name: how requests name it.
        task: what it does: text, embedding or rerank.
        owner: who runs it.
        created: since when it can be asked for, in seconds since 1970.
        context_length: tokens that prompt and answer may have; 0 when that is not known.
    """

    name: str
    task: str
    owner: str
    created: int
    context_length: int = 0


class Call(Protocol[T_co]):
    """One request under way."""

    @property
    def id(self) -> str:
        """What its answer is named by, without OpenAI's prefix: the hex digits of its task's UUID,
        also where that task is written after it. It holds once there is an answer, or a first part
        of one: another way may be gone before."""

    @property
    def model(self) -> str:
        """Which model answers; holds from when `id` does."""

    @property
    def created(self) -> int:
        """When it began, in seconds since 1970."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What the answer's head says about it."""

    async def answer(self) -> T_co:
        """Return the whole answer; cancelled when the client leaves.

        Raises:
            SwitchyardError: there is none.
        """

    async def leave(self) -> None:
        """Nobody waits any more: stop what would be done for nobody; nothing when it has ended.
        Called once, last."""


class TextCall(Call[ChatAnswer], Protocol):
    """One request for text under way."""

    def stream(self) -> AsyncGenerator[Item, None]:
        """Yield what comes to the answers, and an `End` when all came whole; each answer's last
        delta has its finish reason. Closed by its reader; errors are those of `answer`."""


class Texts(Protocol):
    """Who answers conversations and continues prompts."""

    async def begin(self, asked: Asked) -> TextCall:
        """Take a request in; not cancelled when the client leaves meanwhile.

        Raises:
            SwitchyardError: it is refused.
        """


class Vectors(Protocol):
    """Who turns texts into vectors."""

    async def begin(self, asked: Asked) -> Call[Embeddings]:
        """Take a request in, as `Texts.begin` does."""


class Rankings(Protocol):
    """Who orders documents by a query."""

    async def begin(self, asked: Asked) -> Call[Ranking]:
        """Take a request in, as `Texts.begin` does."""


class Catalogue(Protocol):
    """Who knows the models that can be asked for."""

    async def models(self, tenant_id: UUID) -> Sequence[Model]:
        """Return those that a tenant can ask for now, by name, each of them once."""

    async def model(self, tenant_id: UUID, name: str) -> Model:
        """Return what a name means, in any form that a request may have.

        Raises:
            UnknownModel: there is nobody of that name whom the tenant can ask.
        """


@dataclass(frozen=True, slots=True)
class Answerers:
    """Who serves each port in this process."""

    texts: Texts
    vectors: Vectors
    rankings: Rankings
    catalogue: Catalogue
