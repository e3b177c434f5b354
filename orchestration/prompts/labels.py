"""Moving labels: in one statement's time, with an entry of the audit log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from orchestration.errors import InvalidInput
from orchestration.prompts.draws import Target, checked
from orchestration.prompts.errors import PromptConflict, UnknownPrompt
from orchestration.prompts.names import LABEL
from orchestration.prompts.records import Prompt, PromptLabel, PromptVersion
from orchestration.prompts.services import held, record

MOST_LABELS = 100
_LABEL = re.compile(LABEL)


def point(
    name: str,
    label: str,
    targets: Sequence[Target],
    *,
    by: str,
    tenant_id: UUID | None,
    expected: int | None = None,
) -> PromptLabel:
    """Point a label to a version, or to several with weights; a new label is made.

    Queries: seven at most, in one transaction: readers see where it pointed before or where it
    points now.

    Args:
        name: The prompt's.
        label: What to move, such as ``production``.
        targets: Where to.
        by: Who does it, for the audit log.
        tenant_id: The prompt's owner; None for the installation.
        expected: The label's revision as the caller has seen it, 0 for a label that was not there;
            None moves it whatever it is.

    Raises:
        UnknownPrompt: The owner has no such prompt, or it has no such version.
        InvalidInput: The label's name or its targets cannot be.
        PromptConflict: The label was moved since, or there are too many.
    """
    if not _LABEL.match(label):
        mend = "Use lower-case letters, digits, inner dots, hyphens and underscores, at most 63."
        raise InvalidInput("A label cannot be this.", field="label", value=label, mend=mend)
    wanted = checked(targets)
    with transaction.atomic():
        prompt = held(name, tenant_id)
        known = {each.name: each for each in prompt.labels.all()}
        _check(prompt, known, label, expected, wanted)
        return _move(prompt, known.get(label), label, wanted, by)


def drop(name: str, label: str, *, by: str, tenant_id: UUID | None) -> None:
    """Take a label away; the versions stay. Queries: four.

    Raises:
        UnknownPrompt: The owner has no such prompt, or it has no such label.
    """
    with transaction.atomic():
        prompt = held(name, tenant_id)
        row = PromptLabel.objects.filter(prompt=prompt, name=label).first()
        if row is None:
            raise UnknownPrompt(
                f"The prompt {name} has no label {label}.",
                field="label",
                value=label,
                mend="Check the label's name.",
            )
        record(prompt, "drop-label", by, label=label, before=row.targets)
        row.delete()


def _check(
    prompt: Prompt,
    known: dict[str, PromptLabel],
    label: str,
    expected: int | None,
    wanted: Sequence[Target],
) -> None:
    revision = known[label].revision if label in known else 0
    if expected is not None and expected != revision:
        raise PromptConflict(
            f"The label {label} was moved meanwhile: its revision is {revision}.",
            field="expected",
            value=expected,
            mend="Look where it points now, then decide again.",
        )
    if label not in known and len(known) >= MOST_LABELS:
        raise PromptConflict(
            f"The prompt {prompt.name} has {len(known)} labels.",
            field="label",
            value=label,
            mend="Drop one that is not used.",
        )
    numbers = {each.version for each in wanted}
    found = PromptVersion.objects.filter(prompt=prompt, number__in=numbers)
    if missing := sorted(numbers - set(found.values_list("number", flat=True))):
        raise UnknownPrompt(
            f"The prompt {prompt.name} has no version {missing[0]}.",
            field="targets",
            value=missing[0],
            mend=f"Its latest version is {prompt.latest}.",
        )


def _move(
    prompt: Prompt, row: PromptLabel | None, label: str, wanted: Sequence[Target], by: str
) -> PromptLabel:
    targets: list[dict[str, Any]] = [each.to_dict() for each in wanted]
    record(prompt, "point-label", by, label=label, targets=targets, before=row and row.targets)
    if row is None:
        return PromptLabel.objects.create(prompt=prompt, name=label, targets=targets, moved_by=by)
    row.targets, row.moved_by, row.moved_at = targets, by, Now()
    row.revision += 1
    row.save()
    row.refresh_from_db(fields=["moved_at"])
    return row
