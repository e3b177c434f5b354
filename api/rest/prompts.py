"""Prompts: what they are, their labels, and rendering them."""

from typing import Any, ClassVar, Final

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import prompt_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.params import PAGE, Params
from api.rest.schema import describe
from orchestration.access.services import entries_about
from orchestration.prompts import labels, services
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target
from orchestration.prompts.records import Prompt, PromptLabel, PromptVersion
from orchestration.prompts.selectors import get_label, get_prompt, list_prompts
from orchestration.prompts.use import Rendered, render_draft, render_prompt
from tasks.selectors.pages import decode_cursor, page_of

READ: Final = "prompts:read"
WRITE: Final = "prompts:write"


class PromptsView(ApiView):
    """The prompts that a key may read."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.PromptPage}, parameters=PAGE, tag="prompts")
    def get(self, request: Request) -> HttpResponse:
        """List prompts, newest first: the tenant's, and those that all share."""
        params = Params(request, "limit", "cursor")
        limit, below = params.limit(), decode_cursor(params.text("cursor"))
        found = list_prompts(tenant_id=self.principal.tenant_id, limit=limit + 1, below=below)
        page = page_of(found, [each.pk for each in found], limit)
        return answer({"items": [prompt_answer(each) for each in page.items], "next": page.next})

    @describe({201: d.VersionAnswer}, body=d.PromptBody, tag="prompts")
    def post(self, request: Request) -> HttpResponse:
        """Store a prompt with its first version."""
        Params(request)
        wanted = validated(d.PromptBody, self.read_object())
        principal = self.principal
        with transaction.atomic():
            made = services.create(
                wanted.name,
                draft_of(wanted),
                by=principal.actor,
                tenant_id=principal.tenant_id,
                description=wanted.description,
            )
            label_new(made, wanted.label, principal.actor)
        return stored(made)


class PromptView(ApiView):
    """One prompt."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @describe({200: d.PromptAnswer}, tag="prompts")
    def get(self, request: Request, prompt: str) -> HttpResponse:
        """Return a prompt with its labels."""
        Params(request)
        return answer(prompt_answer(get_prompt(prompt, tenant_id=self.principal.tenant_id)))

    @describe({200: d.PromptAnswer}, body=d.PromptChange, tag="prompts")
    def patch(self, request: Request, prompt: str) -> HttpResponse:
        """Say what a prompt is for."""
        Params(request)
        wanted = validated(d.PromptChange, self.read_object())
        by = self.principal
        services.describe(prompt, wanted.description, by=by.actor, tenant_id=by.tenant_id)
        return answer(prompt_answer(get_prompt(prompt, tenant_id=by.tenant_id)))

    @describe({204: None}, tag="prompts")
    def delete(self, request: Request, prompt: str) -> HttpResponse:
        """Delete a prompt with its versions and labels."""
        Params(request)
        services.delete(prompt, by=self.principal.actor, tenant_id=self.principal.tenant_id)
        return HttpResponse(status=204)


class PromptLabelsView(ApiView):
    """The labels of a prompt."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.LabelList}, tag="prompts")
    def get(self, request: Request, prompt: str) -> HttpResponse:
        """List where the labels point."""
        Params(request)
        found = get_prompt(prompt, tenant_id=self.principal.tenant_id)
        return answer({"items": [label_answer(each) for each in found.labels.all()]})


class PromptLabelView(ApiView):
    """One label."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @describe({200: d.LabelAnswer}, tag="prompts")
    def get(self, request: Request, prompt: str, label: str) -> HttpResponse:
        """Return where a label points."""
        Params(request)
        found = get_prompt(prompt, tenant_id=self.principal.tenant_id)
        return answer(label_answer(get_label(found, label)))

    @describe({200: d.LabelAnswer}, body=d.LabelBody, tag="prompts")
    def patch(self, request: Request, prompt: str, label: str) -> HttpResponse:
        """Point a label to a version, or to several by weight; a new label is made."""
        Params(request)
        wanted = validated(d.LabelBody, self.read_object())
        row = labels.point(
            prompt,
            label,
            [Target(each.version, each.weight) for each in wanted.targets],
            by=self.principal.actor,
            tenant_id=self.principal.tenant_id,
            expected=wanted.expected,
        )
        return answer(label_answer(row))

    @describe({204: None}, tag="prompts")
    def delete(self, request: Request, prompt: str, label: str) -> HttpResponse:
        """Take a label away; the versions stay."""
        Params(request)
        labels.drop(prompt, label, by=self.principal.actor, tenant_id=self.principal.tenant_id)
        return HttpResponse(status=204)


class PromptRenderView(ApiView):
    """Rendering a prompt."""

    scopes: ClassVar[Any] = {"POST": READ}

    @describe({200: d.RenderedAnswer}, body=d.RenderBody, tag="prompts")
    def post(self, request: Request, prompt: str) -> HttpResponse:
        """Render the version that a label points to, or a certain one."""
        Params(request)
        wanted = validated(d.RenderBody, self.read_object())
        made = render_prompt(
            prompt,
            wanted.variables,
            tenant_id=self.principal.tenant_id,
            label=wanted.label,
            version=wanted.version,
            key=wanted.key,
        )
        return answer(rendered_answer(made))


class PromptPreviewView(ApiView):
    """Rendering what is not stored yet."""

    scopes: ClassVar[Any] = {"POST": READ}

    @describe({200: d.RenderedAnswer}, body=d.PreviewBody, tag="prompts")
    def post(self, request: Request) -> HttpResponse:
        """Render a draft; nothing is stored."""
        Params(request)
        wanted = validated(d.PreviewBody, self.read_object())
        return answer(rendered_answer(render_draft(draft_of(wanted), wanted.values)))


class PromptHistoryView(ApiView):
    """What was done to a prompt."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.HistoryPage}, parameters=PAGE, tag="prompts")
    def get(self, request: Request, prompt: str) -> HttpResponse:
        """List who made versions and moved labels, newest first."""
        params = Params(request, "limit", "cursor")
        limit, below = params.limit(), decode_cursor(params.text("cursor"))
        found = get_prompt(prompt, tenant_id=self.principal.tenant_id)
        entries = entries_about("prompt", str(found.pk), limit=limit + 1, below=below)
        page = page_of(entries, [each.pk for each in entries], limit)
        items = [
            {"id": e.pk, "action": e.action, "actor": e.actor, "at": e.at, "detail": e.detail}
            for e in page.items
        ]
        return answer({"items": items, "next": page.next})


def draft_of(body: d.DraftBody) -> Draft:
    """Return what a body wants a version to say."""
    sent = body.model_dump(include={"text", "messages", "variables", "notes"}, exclude_unset=True)
    return Draft(**sent)


def label_new(version: PromptVersion, label: str | None, actor: str) -> None:
    """Point a label to a version that was just stored."""
    if label is not None:
        prompt = version.prompt
        target = [Target(version.number)]
        labels.point(prompt.name, label, target, by=actor, tenant_id=prompt.tenant_id)


def stored(version: PromptVersion) -> HttpResponse:
    """Return the answer to a new version."""
    version.refresh_from_db()
    path = f"{path_of(version.prompt.name)}/versions/{version.number}"
    return answer(version_answer(version), 201, {"Location": path})


def path_of(name: str) -> str:
    """Return the path of a prompt."""
    return f"/api/v1/prompts/{name}"


def prompt_answer(prompt: Prompt) -> dict[str, Any]:
    """Return a prompt."""
    path = path_of(prompt.name)
    parts = ("versions", "labels", "render", "history")
    return {
        "id": prompt.pk,
        "name": prompt.name,
        "description": prompt.description,
        "shared": prompt.tenant_id is None,
        "latest": prompt.latest,
        "created_at": prompt.created_at,
        "labels": [label_answer(each) for each in prompt.labels.all()],
        "links": {"self": path, **{part: f"{path}/{part}" for part in parts}},
    }


def label_answer(label: PromptLabel) -> dict[str, Any]:
    """Return where a label points."""
    return {
        "name": label.name,
        "targets": label.targets,
        "revision": label.revision,
        "moved_at": label.moved_at,
        "moved_by": label.moved_by,
    }


def version_answer(version: PromptVersion) -> dict[str, Any]:
    """Return a version."""
    return {
        "prompt": version.prompt.name,
        "version": version.number,
        "format": version.template.format,
        "text": version.text,
        "messages": version.messages,
        "variables": version.variables,
        "notes": version.notes,
        "author": version.author,
        "sha256": version.digest,
        "created_at": version.created_at,
    }


def rendered_answer(made: Rendered) -> dict[str, Any]:
    """Return a rendered prompt."""
    content = made.content
    return {
        "prompt": made.prompt or None,
        "version": made.version or None,
        "label": made.label or None,
        "format": content.format,
        "text": content.text,
        "messages": content.messages if content.text is None else None,
        "sha256": made.sha256,
        "unused": made.unused,
    }
