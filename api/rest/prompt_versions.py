"""The versions of a prompt: listed, stored, compared and deleted; never changed."""

from typing import Any, ClassVar, Final

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import prompt_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.errors import InvalidParameter
from api.rest.json import answer
from api.rest.params import PAGE, Params, query
from api.rest.prompts import READ, WRITE, draft_of, label_new, stored, version_answer
from api.rest.schema import describe
from orchestration.prompts import services
from orchestration.prompts.selectors import (
    HIGHEST,
    difference,
    get_prompt,
    get_version,
    list_versions,
)

_NUMBER: Final = {"type": "integer", "minimum": 1, "maximum": HIGHEST}


class PromptVersionsView(ApiView):
    """All versions of a prompt."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe(
        {200: d.VersionPage},
        parameters=(PAGE[0], query("below", "`next` of the page before.", _NUMBER)),
        tag="prompts",
    )
    def get(self, request: Request, prompt: str) -> HttpResponse:
        """List versions, newest first."""
        params = Params(request, "limit", "below")
        limit, below = params.limit(), params.number("below", default=HIGHEST, low=1, high=HIGHEST)
        found = get_prompt(prompt, tenant_id=self.principal.tenant_id)
        rows = list_versions(found, limit=limit + 1, below=below)
        items = [version_answer(each) for each in rows[:limit]]
        after = rows[limit - 1].number if len(rows) > limit else None
        return answer({"items": items, "next": after})

    @describe({201: d.VersionAnswer}, body=d.VersionBody, tag="prompts")
    def post(self, request: Request, prompt: str) -> HttpResponse:
        """Store a new version; labels stay where they are, unless the body names one."""
        Params(request)
        wanted = validated(d.VersionBody, self.read_object())
        by = self.principal
        with transaction.atomic():
            made = services.add_version(
                prompt, draft_of(wanted), by=by.actor, tenant_id=by.tenant_id
            )
            label_new(made, wanted.label, by.actor)
        return stored(made)


class PromptVersionView(ApiView):
    """One version."""

    scopes: ClassVar[Any] = {"GET": READ, "DELETE": WRITE}

    @describe({200: d.VersionAnswer}, tag="prompts")
    def get(self, request: Request, prompt: str, version: int) -> HttpResponse:
        """Return a version."""
        Params(request)
        found = get_prompt(prompt, tenant_id=self.principal.tenant_id)
        return answer(version_answer(get_version(found, version)))

    @describe({204: None}, tag="prompts")
    def delete(self, request: Request, prompt: str, version: int) -> HttpResponse:
        """Delete a version that no label points to."""
        Params(request)
        by = self.principal
        services.delete_version(prompt, version, by=by.actor, tenant_id=by.tenant_id)
        return HttpResponse(status=204)


class PromptDiffView(ApiView):
    """What changed between two versions."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe(
        {200: d.DiffAnswer},
        parameters=(
            query("old", "The earlier version; the one before `new` by default.", _NUMBER),
            query("new", "The later version; the latest by default.", _NUMBER),
        ),
        tag="prompts",
    )
    def get(self, request: Request, prompt: str) -> HttpResponse:
        """Compare two versions."""
        params = Params(request, "old", "new")
        found = get_prompt(prompt, tenant_id=self.principal.tenant_id)
        new = get_version(found, params.number("new", default=found.latest, low=1, high=HIGHEST))
        before = list_versions(found, limit=1, below=new.number)
        earlier = before[0].number if before else new.number
        old = get_version(found, params.number("old", default=earlier, low=1, high=HIGHEST))
        if old.number > new.number:
            raise InvalidParameter(
                "The earlier version is the later one.",
                field="old",
                value=old.number,
                mend="Exchange old and new.",
            )
        return answer({"old": old.number, "new": new.number, "diff": difference(old, new)})
