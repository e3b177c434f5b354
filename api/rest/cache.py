"""The cache of answers: what it holds and saved, and deleting from it."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from api.rest import cache_documents as d
from api.rest.base import ApiView
from api.rest.errors import InvalidParameter
from api.rest.json import answer
from api.rest.params import Params, query
from api.rest.schema import describe
from orchestration.cache import services
from orchestration.cache.selectors import Use, get_held, get_uses
from orchestration.calls.caching import Invalidation
from orchestration.usage.errors import plain

READ: Final = "usage:read"
WRITE: Final = "cache:write"
_LONGEST: Final = timedelta(days=90)
_DEFAULT: Final = timedelta(days=1)
_FIRST: Final = datetime(1971, 1, 1, tzinfo=UTC)
_TIME: Final = {"type": "string", "format": "date-time"}


class CacheView(ApiView):
    """The kept answers of the key's tenant."""

    scopes: ClassVar[Any] = {"DELETE": WRITE}

    @describe(
        {200: d.Forgotten},
        parameters=[
            query("provider", "Answers of this provider."),
            query("model", "Of this model, by its provider's name for it."),
            query("tag", "That have this tag."),
            query("all", "All of them, where nothing else is said.", {"type": "boolean"}),
        ],
        tag="cache",
    )
    def delete(self, request: Request) -> HttpResponse:
        """Delete the kept answers that fit all that is said."""
        params = Params(request, "provider", "model", "tag", "all")
        said = {name: params.text(name) or "" for name in ("provider", "model", "tag")}
        if params.flag("all") == any(said.values()):
            raise InvalidParameter(
                "It must be said which answers are deleted.",
                field="all",
                mend="Name a provider, a model or a tag, or send all=true.",
            )
        wanted = Invalidation(self.principal.tenant_id, **said)
        deleted = services.invalidate(wanted, by=self.principal.actor)
        return answer({"deleted": deleted})


class CacheStatsView(ApiView):
    """What the cache of the key's tenant holds, and what it saved."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe(
        {200: d.CacheStats},
        parameters=[query("since", "In the hours from then on; one day by default.", _TIME)],
        tag="cache",
    )
    def get(self, request: Request) -> HttpResponse:
        """Report what is kept, and hits, misses and savings by model."""
        since = _since(Params(request, "since"))
        tenant_id = self.principal.tenant_id
        held = get_held(tenant_id)
        return answer({
            "entries": held.entries,
            "bytes": held.size,
            "since": since,
            "currency": settings.SWITCHYARD.usage.currency,
            "models": [_use(each) for each in get_uses(tenant_id, since)],
        })  # fmt: skip


def _since(params: Params) -> datetime:
    """Return the beginning of the first hour that is looked at.

    Raises:
        InvalidParameter: It is too long ago.
    """
    now = timezone.now()
    since = max(_FIRST, params.moment("since") or now - _DEFAULT).astimezone(UTC)
    if now - since > _LONGEST:
        raise InvalidParameter(
            f"A report reaches back {_LONGEST.days} days at most.",
            field="since",
            value=since,
            mend="Send a later time.",
        )
    return since.replace(minute=0, second=0, microsecond=0)


def _use(use: Use) -> dict[str, Any]:
    return {
        "provider": use.provider,
        "model": use.model,
        "hits": use.hits,
        "near": use.nears,
        "misses": use.misses,
        "bypassed": use.bypasses,
        "saved_prompt_tokens": use.saved_prompt_tokens,
        "saved_completion_tokens": use.saved_completion_tokens,
        "saved_cost": plain(use.saved_cost),
    }
