"""Making prompts and versions, and deleting them; every change is written to the audit log.

Each change holds the prompt's row, so that two writers never make the same number, and a version
that a label points to cannot go.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from orchestration.access.services import audit
from orchestration.errors import InvalidInput
from orchestration.prompts.drafts import Checked, Draft, check
from orchestration.prompts.errors import PromptConflict
from orchestration.prompts.names import NAME
from orchestration.prompts.records import Prompt, PromptVersion
from orchestration.prompts.selectors import get_version, no_prompt
from orchestration.prompts.variables import stored

LONGEST_DESCRIPTION = 2_000
_NAME = re.compile(NAME)


def create(
    name: str, draft: Draft, *, by: str, tenant_id: UUID | None, description: str = ""
) -> PromptVersion:
    """Store a new prompt with its first version. Queries: five.

    Args:
        name: Unique for its owner.
        draft: What the version says.
        by: Who does it, for the audit log and as the version's author.
        tenant_id: The owner; None for the installation, whose prompts all tenants may read.
        description: What the prompt is for.

    Raises:
        InvalidInput, InvalidTemplate: The name, the description or the draft cannot be stored.
        PromptConflict: The owner has a prompt of that name.
    """
    if not _NAME.match(name):
        mend = "Use lower-case letters, digits and inner dots, hyphens and underscores."
        raise InvalidInput("A prompt's name cannot be this.", field="name", value=name, mend=mend)
    _check_description(description)
    checked = check(draft)
    try:
        with transaction.atomic():
            prompt = Prompt.objects.create(
                tenant_id=tenant_id, name=name, description=description, latest=1
            )
            record(prompt, "create", by)
            return _store(prompt, checked, by)
    except IntegrityError:
        raise PromptConflict(
            f"There is a prompt {name} already.",
            field="name",
            value=name,
            mend="Choose another name, or add a version to that one.",
        ) from None


def add_version(name: str, draft: Draft, *, by: str, tenant_id: UUID | None) -> PromptVersion:
    """Store a new version; labels stay where they are. Queries: five.

    Raises:
        UnknownPrompt: The owner has no prompt of that name.
        InvalidInput, InvalidTemplate: The draft cannot be stored.
    """
    checked = check(draft)
    with transaction.atomic():
        prompt = held(name, tenant_id)
        prompt.latest += 1
        prompt.save(update_fields=["latest"])
        return _store(prompt, checked, by)


def describe(name: str, description: str, *, by: str, tenant_id: UUID | None) -> Prompt:
    """Say what a prompt is for. Queries: four.

    Raises:
        UnknownPrompt: The owner has no prompt of that name.
        InvalidInput: The description is too long.
    """
    _check_description(description)
    with transaction.atomic():
        prompt = held(name, tenant_id)
        prompt.description = description
        prompt.save(update_fields=["description"])
        record(prompt, "describe", by)
    return prompt


def delete_version(name: str, number: int, *, by: str, tenant_id: UUID | None) -> None:
    """Delete a version that no label points to; its number is not used again. Queries: six.

    Raises:
        UnknownPrompt: There is no such version.
        PromptConflict: A label points to it.
    """
    with transaction.atomic():
        prompt = held(name, tenant_id)
        version = get_version(prompt, number)
        pointing = [
            label.name
            for label in prompt.labels.all()
            if any(target["version"] == number for target in label.targets)
        ]
        if pointing:
            raise PromptConflict(
                f"The label {pointing[0]} points to version {number}.",
                field="version",
                value=number,
                mend="Point the label to another version first.",
            )
        version.delete()
        record(prompt, "delete-version", by, version=number)


def delete(name: str, *, by: str, tenant_id: UUID | None) -> None:
    """Delete a prompt with its versions and labels. Queries: six.

    Raises:
        UnknownPrompt: The owner has no prompt of that name.
        PromptConflict: A specialist uses it.
    """
    with transaction.atomic():
        prompt = held(name, tenant_id)
        record(prompt, "delete", by)
        try:
            prompt.delete()
        except ProtectedError as error:
            users = ", ".join(sorted(str(each) for each in error.protected_objects))
            raise PromptConflict(
                f"The prompt {name} is used by {users}.",
                field="name",
                value=name,
                mend="Give these another prompt first.",
            ) from None


def held(name: str, tenant_id: UUID | None) -> Prompt:
    """Return an owner's prompt, its row locked until the transaction ends. Queries: one.

    Raises:
        UnknownPrompt: The owner has none of that name.
    """
    rows = Prompt.objects.select_for_update().filter(name=name)
    owned = rows.filter(tenant=None) if tenant_id is None else rows.filter(tenant_id=tenant_id)
    if (prompt := owned.first()) is None:
        raise no_prompt(name)
    return prompt


def record(prompt: Prompt, action: str, by: str, **detail: Any) -> None:
    """Write what was done to a prompt to the audit log. Queries: one."""
    audit(
        actor=by,
        action=action,
        subject_type="prompt",
        subject_id=str(prompt.pk),
        tenant_id=prompt.tenant_id,
        name=prompt.name,
        **detail,
    )


def _store(prompt: Prompt, checked: Checked, by: str) -> PromptVersion:
    template = checked.template
    version = PromptVersion.objects.create(
        prompt=prompt,
        number=prompt.latest,
        text=template.text,
        messages=template.messages if template.text is None else None,
        variables=stored(checked.variables),
        notes=checked.notes,
        author=by,
        digest=template.digest(),
    )
    record(prompt, "add-version", by, version=version.number, digest=version.digest)
    return version


def _check_description(text: str) -> None:
    if len(text) > LONGEST_DESCRIPTION or "\x00" in text:
        raise InvalidInput(
            "The description cannot be stored.",
            field="description",
            value=text,
            mend=f"Send at most {LONGEST_DESCRIPTION} characters, none of them NUL.",
        )
