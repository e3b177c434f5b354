"""Setting how many calls of models tenants, keys and models may have, and listing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.functions import Now

from orchestration.access.records import ApiKey, Tenant
from orchestration.access.services import audit
from orchestration.usage.errors import InvalidCallLimit
from orchestration.usage.records import CallLimit

MEASURES: Final = ("requests_per_minute", "tokens_per_minute", "concurrent")
_ABOVE_ALL: Final = UUID(int=2**128 - 1)
_MEND: Final = "Give numbers of 1 or more, at least one of them; to lift a limit, delete it."


@dataclass(frozen=True, slots=True)
class Subject:
    """What is limited: a tenant, one of its keys, or a provider's model.

    Attributes:
        tenant: Whose calls; None for a model's.
        key: Only this key of the tenant.
        provider: Its name in the table, for a model.
        model: The provider's name for it.
    """

    tenant: Tenant | None = None
    key: ApiKey | None = None
    provider: str = ""
    model: str = ""

    def check(self) -> None:
        """Refuse what is neither a tenant, nor a key of it, nor a model.

        Raises:
            InvalidCallLimit: It is none of them.
        """
        named = bool(self.provider), bool(self.model)
        if self.key is not None and self.tenant is None:
            raise _no_subject("key")
        if (
            self.key is not None
            and self.tenant is not None
            and self.key.tenant_id != self.tenant.pk
        ):
            raise InvalidCallLimit(
                "The key belongs to another tenant.",
                field="key",
                value=str(self.key.pk),
                mend="Choose one of the tenant's keys.",
            )
        if named != ((False, False) if self.tenant is not None else (True, True)):
            raise _no_subject("provider" if self.tenant is not None or not named[0] else "model")


def set_call_limit(
    subject: Subject,
    *,
    requests_per_minute: int | None = None,
    tokens_per_minute: int | None = None,
    concurrent: int | None = None,
    actor: str,
) -> CallLimit:
    """Set what a subject may have; in the place of what was set. Queries: five or six.

    All processes heed it within a second or two.

    Args:
        subject: What is limited.
        requests_per_minute: Calls begun within any 60 s; None for no limit.
        tokens_per_minute: Read and written within any 60 s.
        concurrent: Under way at the same time.
        actor: Who does it, for the audit log.

    Raises:
        InvalidCallLimit: The subject or a number is wrong, or there is no number.
    """
    subject.check()
    numbers = dict(zip(MEASURES, (requests_per_minute, tokens_per_minute, concurrent), strict=True))
    whose: dict[str, Any] = {
        "tenant": subject.tenant, "key": subject.key, "provider": subject.provider,
        "model": subject.model,
    }  # fmt: skip
    _check(CallLimit(**whose, **numbers))
    with _alone():
        limit, made = CallLimit.objects.update_or_create(
            **whose, defaults={**numbers, "changed_at": Now()}
        )
        audit(
            actor=actor, action="add" if made else "change", subject_type="call_limit",
            subject_id=str(limit.pk), tenant_id=limit.tenant_id, name=str(limit), **numbers,
        )  # fmt: skip
    limit.refresh_from_db()
    return limit


def delete_call_limit(limit: CallLimit, *, actor: str) -> None:
    """Lift a limit. Queries: three."""
    with _alone():
        audit(
            actor=actor, action="delete", subject_type="call_limit", subject_id=str(limit.pk),
            tenant_id=limit.tenant_id, name=str(limit),
        )  # fmt: skip
        limit.delete()


@contextmanager
def _alone() -> Iterator[None]:
    """Let changes commit one after the other, so that a later one has a later time: by the latest
    and by their number readers know whether anything has changed."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE usage_call_limit IN SHARE ROW EXCLUSIVE MODE")
        yield


def _check(limit: CallLimit) -> None:
    try:
        limit.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidCallLimit(
            f"{field}: {' '.join(messages)}", field=field, value=getattr(limit, field), mend=_MEND
        ) from None
    if all(getattr(limit, name) is None for name in MEASURES):
        raise InvalidCallLimit(
            "It would limit nothing.", field="requests_per_minute", value=None, mend=_MEND
        )


def _no_subject(field: str) -> InvalidCallLimit:
    return InvalidCallLimit(
        "A limit is for a tenant, for a key of a tenant, or for a provider's model.",
        field=field,
        mend="Name the tenant, or its tenant and key, or the provider and its model.",
    )


@dataclass(frozen=True, slots=True)
class CallLimitView:
    """A limit of a tenant, or of one of its keys.

    Attributes:
        id: Its own.
        scope: ``tenant`` or ``key``.
        key_id: Which key's; None for the whole tenant.
        requests_per_minute: None for no limit, like the others.
        tokens_per_minute: Read and written.
        concurrent: Calls at the same time.
    """

    id: UUID
    scope: Literal["tenant", "key"]
    key_id: UUID | None
    requests_per_minute: int | None
    tokens_per_minute: int | None
    concurrent: int | None


def list_call_limits(
    *, tenant_id: UUID, limit: int, below: UUID | None = None
) -> list[CallLimitView]:
    """Return a tenant's limits and those of its keys, newest first. Queries: one.

    Args:
        tenant_id: Whose.
        limit: Most of them.
        below: Only those with a smaller id.
    """
    found = CallLimit.objects.filter(tenant_id=tenant_id, id__lt=below or _ABOVE_ALL)
    rows = found.order_by("-id").values_list("id", "key_id", *MEASURES)[:limit]
    return [CallLimitView(row[0], "tenant" if row[1] is None else "key", *row[1:]) for row in rows]
