"""The sidebar: what an operator looks for, in groups, and the rest folded away."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

_GROUPS: Final = (
    (
        "Work",
        (
            ("Tasks", "task_alt", "tasks_task"),
            ("Dead letters", "mail_off", "tasks_task?dead=1"),
            ("Batches", "stacks", "tasks_batch"),
            ("Batches from files", "inbox_text", "tasks_filebatch"),
            ("Files", "draft", "orchestration_filerecord"),
            ("Schedules", "calendar_clock", "tasks_schedule"),
            ("Blobs", "database", "orchestration_blob"),
            ("Webhooks", "webhook", "tasks_webhook"),
            ("Deliveries", "outgoing_mail", "tasks_webhookdelivery"),
        ),
    ),
    (
        "Memory",
        (
            ("Search memory", "manage_search", "memorysearch"),
            ("Memories", "psychology", "orchestration_memoryentry"),
            ("Collections", "folder_open", "orchestration_collection"),
            ("Documents", "description", "orchestration_document"),
            ("Blocks", "push_pin", "orchestration_memoryblock"),
            ("Retention", "auto_delete", "orchestration_retentionrule"),
            ("Tenants' memory", "inventory_2", "orchestration_realm"),
        ),
    ),
    (
        "Fleet",
        (
            ("Queues", "low_priority", "tasks_queue"),
            ("Workers", "memory", "tasks_worker"),
            ("Models", "neurology", "orchestration_modelrecord"),
            ("Replicas", "content_copy", "orchestration_replica"),
            ("Leader", "flag", "tasks_leader"),
        ),
    ),
    (
        "Catalogue",
        (
            ("Specialists", "school", "orchestration_specialistrecord"),
            ("Prompts", "edit_note", "orchestration_prompt"),
            ("Providers", "cloud", "orchestration_providerrecord"),
            ("External models", "deployed_code", "orchestration_externalmodelrecord"),
            ("Breakers", "electric_bolt", "breakers"),
            ("Routing examples", "fork_right", "orchestration_routingexample"),
            ("Routing policies", "policy", "orchestration_routingpolicy"),
            ("Arms", "science", "arms"),
        ),
    ),
    (
        "Usage",
        (
            ("Usage", "bar_chart", "orchestration_usagehour"),
            ("Budgets", "savings", "orchestration_budget"),
            ("Call limits", "speed", "orchestration_calllimit"),
            ("Delays", "timer", "orchestration_delay"),
            ("Prices", "sell", "orchestration_price"),
            ("Ledger", "receipt_long", "orchestration_entry"),
            ("Cached answers", "cached", "orchestration_cachedanswer"),
            ("Cache by hour", "history_toggle_off", "orchestration_cachehour"),
        ),
    ),
    (
        "Access",
        (
            ("Tenants", "apartment", "orchestration_tenant"),
            ("API keys", "key", "orchestration_apikey"),
            ("Storage", "hard_drive", "orchestration_blobaccount"),
            ("Secrets", "lock", "orchestration_secret"),
            ("Audit log", "history", "orchestration_auditentry"),
            ("Users", "person", "auth_user"),
            ("Groups", "group", "auth_group"),
        ),
    ),
)
_FOLDED: Final = (
    (
        "Maintenance",
        (
            ("Periodic jobs", "update", "django_celery_beat_periodictask"),
            ("Job results", "fact_check", "django_celery_results_taskresult"),
            ("Group results", "checklist", "django_celery_results_groupresult"),
            ("Intervals", "timer", "django_celery_beat_intervalschedule"),
            ("Cron lines", "schedule", "django_celery_beat_crontabschedule"),
            ("Points in time", "event", "django_celery_beat_clockedschedule"),
            ("By the sun", "wb_sunny", "django_celery_beat_solarschedule"),
        ),
    ),
    (
        "Inside memory",
        (
            ("Summaries", "summarize", "orchestration_consolidation"),
            ("Segments", "splitscreen", "orchestration_segment"),
            ("Embedders", "join", "orchestration_embedder"),
        ),
    ),
    (
        "History",
        (
            ("Attempts", "replay", "tasks_attempt"),
            ("Events", "timeline", "tasks_event"),
            ("Lines of batches", "format_list_numbered", "tasks_batchline"),
            ("Payloads", "input", "tasks_taskpayload"),
            ("Outcomes", "output", "tasks_taskresult"),
            ("Responses", "forum", "tasks_storedresponse"),
            ("Conversations", "chat", "orchestration_conversation"),
            ("Messages", "chat_bubble", "orchestration_conversationmessage"),
            ("Routing decisions", "alt_route", "tasks_taskrouting"),
            ("Tags", "sell", "tasks_tasktag"),
            ("Ledger entries", "receipt_long", "tasks_ledgerentry"),
            ("References to blobs", "link", "orchestration_blobreference"),
            ("Open calls", "pending", "orchestration_opencall"),
            ("Periods of budgets", "date_range", "orchestration_budgetperiod"),
            ("Idempotency keys", "fingerprint", "tasks_idempotencykey"),
            ("Paces", "speed", "tasks_pace"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar's groups in Unfold's form."""
    overview = {"title": "Overview", "icon": "dashboard", "link": reverse("admin:index")}
    flower = {"title": "Flower", "icon": "local_florist", "link": settings.SWITCHYARD.flower_url}
    return [
        {"title": None, "items": [overview, flower]},
        *(_group(request, title, items) for title, items in _GROUPS),
        *(_group(request, title, items, folded=True) for title, items in _FOLDED),
    ]


def _group(request: HttpRequest, title: str, items: Any, *, folded: bool = False) -> dict[str, Any]:
    return {
        "title": title,
        "collapsible": folded,
        "items": [_item(request, *item) for item in items],
    }


def _item(request: HttpRequest, title: str, icon: str, target: str) -> dict[str, Any]:
    name, _, query = target.partition("?")
    path = reverse(f"admin:{name}_changelist")
    dead = "dead=1" in request.META.get("QUERY_STRING", "")
    active = (
        request.path.startswith(path) and dead == bool(query) if path in request.path else False
    )
    return {
        "title": title,
        "icon": icon,
        "link": f"{path}?{query}" if query else path,
        "active": lambda _request: active,
    }
