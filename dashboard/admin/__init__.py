"""Admin pages, one record per file.

This package puts our site in the place of the default one, as Unfold itself does, so that
`urls.py` serves it. Other apps register their records when their admin modules are imported; that
happens here before the change, so that they stay with the default site, which nobody serves, and
their records get pages of ours.
"""

import django.contrib.auth.admin  # noqa: F401 - see above
import django_celery_beat.admin  # noqa: F401
import django_celery_results.admin  # noqa: F401
from django.contrib import admin
from django.contrib.admin import sites

from dashboard.site import SwitchyardSite

site = SwitchyardSite()
admin.site = site
sites.site = site

from dashboard.admin import (  # noqa: E402 - they register on the site above
    api_key,
    attempt,
    audit_entry,
    batch,
    blob,
    budget,
    cached_answer,
    call_limit,
    conversation,
    delay,
    event,
    external_model,
    file_batch,
    file_record,
    group_result,
    idempotency_key,
    job_result,
    leader,
    ledger_entry,
    model,
    outcome,
    pace,
    payload,
    periodic,
    price,
    prompt,
    provider,
    queue,
    replica,
    routing_example,
    routing_policy,
    schedule,
    secret,
    specialist,
    stored_response,
    tag,
    task,
    task_routing,
    tenant,
    timetable,
    usage,
    usage_ledger,
    user,
    webhook,
    webhook_delivery,
    worker,
)

__all__ = [
    "api_key",
    "attempt",
    "audit_entry",
    "batch",
    "blob",
    "budget",
    "cached_answer",
    "call_limit",
    "conversation",
    "delay",
    "event",
    "external_model",
    "file_batch",
    "file_record",
    "group_result",
    "idempotency_key",
    "job_result",
    "leader",
    "ledger_entry",
    "model",
    "outcome",
    "pace",
    "payload",
    "periodic",
    "price",
    "prompt",
    "provider",
    "queue",
    "replica",
    "routing_example",
    "routing_policy",
    "schedule",
    "secret",
    "site",
    "specialist",
    "stored_response",
    "tag",
    "task",
    "task_routing",
    "tenant",
    "timetable",
    "usage",
    "usage_ledger",
    "user",
    "webhook",
    "webhook_delivery",
    "worker",
]
