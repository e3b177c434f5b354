"""Reading prompts: always for a tenant, who sees its own and those of the installation."""

from __future__ import annotations

import difflib
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from orchestration.prompts.errors import UnknownPrompt
from orchestration.prompts.records import Prompt, PromptLabel, PromptVersion

HIGHEST = 2**31 - 1


def seen_by(tenant_id: UUID | None) -> Q:
    """Return the condition on prompts that a tenant may read; None is the installation."""
    own = Q(tenant=None)
    return own if tenant_id is None else own | Q(tenant_id=tenant_id)


def get_prompt(name: str, *, tenant_id: UUID | None) -> Prompt:
    """Return a prompt with its labels; a tenant's own goes before a shared one of that name.

    Queries: two.

    Raises:
        UnknownPrompt: There is none that the tenant may read.
    """
    labels = Prefetch("labels", PromptLabel.objects.order_by("name"))
    order = F("tenant_id").asc(nulls_last=True)
    found = Prompt.objects.filter(seen_by(tenant_id), name=name).order_by(order)
    if (prompt := found.prefetch_related(labels).first()) is None:
        raise no_prompt(name)
    return prompt


def list_prompts(*, tenant_id: UUID | None, limit: int, below: UUID | None = None) -> list[Prompt]:
    """Return prompts with their labels, newest first; at most `limit`, with ids below one.

    Queries: two.
    """
    found = Prompt.objects.filter(seen_by(tenant_id)).prefetch_related("labels")
    found = found if below is None else found.filter(pk__lt=below)
    return list(found.order_by("-pk")[:limit])


def get_version(prompt: Prompt, number: int) -> PromptVersion:
    """Return a version. Queries: one.

    Raises:
        UnknownPrompt: The prompt has none of that number.
    """
    found = versions_of(prompt).filter(number=number).first() if number <= HIGHEST else None
    if found is None:
        raise UnknownPrompt(
            f"The prompt {prompt.name} has no version {number}.",
            field="version",
            value=number,
            mend=f"Its latest version is {prompt.latest}; list the versions to see all.",
        )
    return found


def list_versions(prompt: Prompt, *, limit: int, below: int | None = None) -> list[PromptVersion]:
    """Return versions, newest first, with numbers below one. Queries: one."""
    found = versions_of(prompt)
    return list((found if below is None else found.filter(number__lt=below))[:limit])


def versions_of(prompt: Prompt) -> QuerySet[PromptVersion]:
    """Return all versions, newest first."""
    return PromptVersion.objects.filter(prompt=prompt).order_by("-number")


def get_label(prompt: Prompt, name: str) -> PromptLabel:
    """Return a label. Queries: one, or none where the prompt's labels were read with it.

    Raises:
        UnknownPrompt: The prompt has none of that name.
    """
    labels = {each.name: each for each in prompt.labels.all()}
    if name not in labels:
        known = ", ".join(sorted(labels)) or "none"
        raise UnknownPrompt(
            f"The prompt {prompt.name} has no label {name}.",
            field="label",
            value=name,
            mend=f"Its labels are {known}. Point this one to a version first.",
        )
    return labels[name]


def difference(old: PromptVersion, new: PromptVersion) -> str:
    """Return what changed between two versions, as a unified diff; empty when nothing did."""
    lines = difflib.unified_diff(
        old.template.lines(),
        new.template.lines(),
        f"version {old.number}",
        f"version {new.number}",
        lineterm="",
    )
    return "\n".join(lines)


def no_prompt(name: str) -> UnknownPrompt:
    """Return the error for a name that means nothing."""
    return UnknownPrompt(
        f"There is no prompt {name}.",
        field="prompt",
        value=name,
        mend="Check its name, or list the prompts.",
    )
