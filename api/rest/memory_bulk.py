"""Many memories at once: added in bulk, imported and exported as lines."""

from typing import Any, ClassVar, Final

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import json
from api.rest import memory_documents as d
from api.rest.base import ApiView, django_request
from api.rest.bodies import validated
from api.rest.errors import InvalidBody, TooLarge
from api.rest.json import answer
from api.rest.memories import WRITE
from api.rest.memory_bodies import drafts_of, given_many
from api.rest.params import Params
from api.rest.remembering import memory
from api.rest.schema import describe

MOST: Final = 10_000
"""Memories of one body."""
_AROUND: Final = 2
"""Levels that a body puts around each memory: its object and its list."""


class MemoriesBulkView(ApiView):
    """Adding many memories."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.BulkAdded}, body=d.BulkBody, tag="memories")
    def post(self, request: Request) -> HttpResponse:
        """Remember up to 10,000 memories, all or none; they can be found at once.

        Those whose ids are those of something else are named as `conflicts`, and not stored.
        Vectors that are not sent are made in the background, and so is looking for what says the
        same already.
        """
        Params(request)
        limits = settings.SWITCHYARD.limits
        raw = json.raw_body(django_request(self), limits.batch_body_bytes, json.JSON)
        body = json.loads(raw, depth=limits.json_depth + _AROUND)
        if not isinstance(body, dict):
            raise InvalidBody(
                "The body is not a JSON object.", field="body", value=body,
                mend='Send {"memories": […]}.',
            )  # fmt: skip
        _check_count(body.get("memories"))
        wanted = validated(d.BulkBody, body)
        tenant_id = self.principal.tenant_id
        drafts = drafts_of(wanted.memories)
        vectors = given_many(wanted, tenant_id=tenant_id)
        made = memory().add_many(drafts, tenant_id=tenant_id, given=vectors)
        places: dict[str, list[int]] = {"added": [], "known": [], "conflict": []}
        for at, each in enumerate(made):
            places[each.outcome].append(at)
        return answer(
            {
                "ids": [each.uid for each in made],
                "added": len(places["added"]),
                "known": places["known"],
                "conflicts": places["conflict"],
                "searchable": made[0].searchable,
            }
        )


def _check_count(memories: Any) -> None:
    """Count before anything is validated.

    Raises:
        TooLarge: There are too many.
    """
    if isinstance(memories, list) and len(memories) > MOST:
        raise TooLarge(
            f"A body may have {MOST:,} memories; this one has {len(memories):,}.",
            field="memories", mend="Send several bodies.",
        )  # fmt: skip
