"""The shapes of answers about the cache; see `api.rest.documents`."""

from datetime import datetime

from pydantic import BaseModel

from api.rest.usage_documents import Amount


class CacheUse(BaseModel):
    """What the cache did for one model.

    `hits` are answers to the very request, `near` answers to a similar question, `misses` requests
    that found nothing, `bypassed` those that did not look. What was saved is what asking again
    would have taken; `saved_cost` counts models that have a price.
    """

    provider: str
    model: str
    hits: int
    near: int
    misses: int
    bypassed: int
    saved_prompt_tokens: int
    saved_completion_tokens: int
    saved_cost: Amount


class CacheStats(BaseModel):
    """What a tenant's cache holds now, and what it did since; at most 100 models."""

    entries: int
    bytes: int
    since: datetime
    currency: str
    models: list[CacheUse]


class Forgotten(BaseModel):
    """How many answers were deleted."""

    deleted: int
