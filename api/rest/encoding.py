"""Embed, rerank and tokenize, answered at once: no task, nothing stored."""

from typing import Annotated, Any, ClassVar, Final

from django.http import HttpResponse
from pydantic import BaseModel, Field
from rest_framework.request import Request

from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.callers import callers
from api.rest.json import answer
from api.rest.params import Params
from api.rest.schema import describe
from api.rest.tasks import WRITE
from orchestration.access.services import Principal
from orchestration.kinds import encoding
from orchestration.kinds.catalogue import get_kind
from orchestration.registry import services as registry

ModelName = Annotated[
    str | None, Field(max_length=200, description="The default model when it is left out")
]
Timeout = Annotated[
    float | None, Field(ge=0.05, le=30, description="Seconds until the answer is of no use")
]
_NOT_INPUT: Final = {"model", "timeout_s"}


class EmbedBody(encoding.EmbeddingInput):
    """Texts to turn into vectors."""

    model: ModelName = None
    timeout_s: Timeout = None


class RerankBody(encoding.RerankInput):
    """A query, and documents to order by how well they answer it."""

    model: ModelName = None
    timeout_s: Timeout = None


class TokenizeBody(encoding.TokenizeInput):
    """Texts, or a conversation, to split into a model's tokens."""

    model: ModelName = None
    timeout_s: Timeout = None


class TokensUsed(BaseModel):
    """How many tokens were read."""

    prompt_tokens: int
    total_tokens: int


class Embedded(BaseModel):
    """A vector for each text; `truncated` names texts that were cut."""

    embeddings: list[list[float]]
    dimensions: int
    model: str
    usage: TokensUsed
    truncated: list[int]


class Ranked(BaseModel):
    """A document's position in the request, and its score."""

    index: int
    score: float


class Reranked(BaseModel):
    """Documents, the best first; `truncated` names those that were cut."""

    results: list[Ranked]
    model: str
    usage: TokensUsed
    truncated: list[int]


class Tokenized(BaseModel):
    """How many tokens each text has, or the one conversation, and their numbers if asked for."""

    counts: list[int]
    total: int
    model: str
    ids: list[list[int]] | None = None


class EmbedView(ApiView):
    """Turning texts into vectors."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: Embedded}, body=EmbedBody, tag="models", models_answer=True)
    def post(self, request: Request) -> HttpResponse:
        """Embed texts and answer at once.

        For few and short texts; 413 says that a task of the kind `embedding` is the way.
        """
        Params(request)
        return _asked("embedding", validated(EmbedBody, self.read_object()), self.principal)


class RerankView(ApiView):
    """Ordering documents."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: Reranked}, body=RerankBody, tag="models", models_answer=True)
    def post(self, request: Request) -> HttpResponse:
        """Order documents by a query and answer at once.

        For few and short documents; 413 says that a task of the kind `rerank` is the way.
        """
        Params(request)
        return _asked("rerank", validated(RerankBody, self.read_object()), self.principal)


class TokenizeView(ApiView):
    """Counting tokens."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: Tokenized}, body=TokenizeBody, tag="models", models_answer=True)
    def post(self, request: Request) -> HttpResponse:
        """Split texts, or a conversation, into a model's tokens and answer at once.

        413 says that a task of the kind `tokenize` is the way.
        """
        Params(request)
        return _asked("tokenize", validated(TokenizeBody, self.read_object()), self.principal)


def _asked(
    kind: str, body: EmbedBody | RerankBody | TokenizeBody, principal: Principal
) -> HttpResponse:
    values = body.model_dump(mode="json", by_alias=True, exclude=_NOT_INPUT)
    need = get_kind(kind).model_task
    assert need is not None, "all three kinds use a model"  # noqa: S101
    model = registry.resolve(body.model, need)
    with callers().one(principal.tenant_id):
        made = callers().calls.ask(
            kind,
            model,
            values,
            timeout_s=body.timeout_s,
            max_priority=principal.max_priority,
        )
        return answer(made)
