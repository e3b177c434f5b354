"""Admin pages, one record per file.

Django imports this package when it looks for admin modules, last of all apps. It puts our site in
the place of the default one, as Unfold itself does, so that `urls.py` serves it; the registrations
of other apps stay with the site that they were made on, and their records get pages of ours.
"""

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
    event,
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
    queue,
    replica,
    schedule,
    tag,
    task,
    tenant,
    timetable,
    user,
    worker,
)

__all__ = [
    "api_key",
    "attempt",
    "audit_entry",
    "batch",
    "event",
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
    "queue",
    "replica",
    "schedule",
    "site",
    "tag",
    "task",
    "tenant",
    "timetable",
    "user",
    "worker",
]
