"""The paths of the REST API. A new one is found by the tests of isolation and of hostile input."""

from typing import Any, Final

from django.urls import path, re_path
from django.views import View

from api.rest import batches as b
from api.rest import (
    blobs,
    cache,
    catalogue,
    encoding,
    fleet,
    openapi,
    orchestration,
    system,
    usage,
)
from api.rest import collections as c
from api.rest import conversations as cv
from api.rest import document_views as dv
from api.rest import memories as m
from api.rest import memory_blocks as mbl
from api.rest import memory_bulk as mb
from api.rest import memory_keeping as mk
from api.rest import memory_lines as ml
from api.rest import memory_search as ms
from api.rest import prompt_versions as v
from api.rest import prompts as p
from api.rest import schedules as s
from api.rest import specialists as sp
from api.rest import task_actions as a
from api.rest import tasks as t
from api.rest import webhooks as w
from api.rest.problems import not_found


def _route(route: str, view: type[View], name: str) -> Any:
    return path(route, view.as_view(), name=f"api-{name}")


_V1: Final = "api/v1"

urlpatterns: list[Any] = [
    _route(f"{_V1}/tasks", t.TasksView, "tasks"),
    _route(f"{_V1}/tasks/batch", b.TaskBatchView, "tasks-batch"),
    _route(f"{_V1}/tasks/<uuid:task_id>", t.TaskDetailView, "task"),
    _route(f"{_V1}/tasks/<uuid:task_id>/cancel", a.TaskCancelView, "task-cancel"),
    _route(f"{_V1}/tasks/<uuid:task_id>/retry", a.TaskRetryView, "task-retry"),
    _route(f"{_V1}/tasks/<uuid:task_id>/replay", a.TaskReplayView, "task-replay"),
    _route(f"{_V1}/tasks/<uuid:task_id>/reprioritise", a.TaskReprioritiseView, "task-priority"),
    _route(f"{_V1}/tasks/<uuid:task_id>/dismiss", a.TaskDismissView, "task-dismiss"),
    _route(f"{_V1}/tasks/<uuid:task_id>/events", a.TaskEventsView, "task-events"),
    _route(f"{_V1}/tasks/<uuid:task_id>/attempts", a.TaskAttemptsView, "task-attempts"),
    _route(f"{_V1}/tasks/<uuid:task_id>/children", a.TaskChildrenView, "task-children"),
    _route(f"{_V1}/tasks/<uuid:task_id>/why", a.TaskWhyView, "task-why"),
    _route(f"{_V1}/batches", b.BatchesView, "batches"),
    _route(f"{_V1}/batches/<uuid:batch_id>", b.BatchDetailView, "batch"),
    _route(f"{_V1}/batches/<uuid:batch_id>/tasks", b.BatchTasksView, "batch-tasks"),
    _route(f"{_V1}/batches/<uuid:batch_id>/cancel", b.BatchCancelView, "batch-cancel"),
    _route(f"{_V1}/schedules", s.SchedulesView, "schedules"),
    _route(f"{_V1}/schedules/<uuid:schedule_id>", s.ScheduleDetailView, "schedule"),
    _route(f"{_V1}/schedules/<uuid:schedule_id>/run", s.ScheduleRunView, "schedule-run"),
    _route(f"{_V1}/webhooks", w.WebhooksView, "webhooks"),
    _route(f"{_V1}/webhooks/<uuid:webhook_id>", w.WebhookDetailView, "webhook"),
    _route(f"{_V1}/webhooks/<uuid:webhook_id>/rotate", w.WebhookRotateView, "webhook-rotate"),
    _route(f"{_V1}/webhooks/<uuid:webhook_id>/test", w.WebhookTestView, "webhook-test"),
    _route(f"{_V1}/webhooks/<uuid:webhook_id>/replay", w.WebhookReplayView, "webhook-replay"),
    _route(f"{_V1}/webhooks/<uuid:webhook_id>/deliveries", w.DeliveriesView, "deliveries"),
    _route(
        f"{_V1}/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>",
        w.DeliveryDetailView,
        "delivery",
    ),
    _route(
        f"{_V1}/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/replay",
        w.DeliveryReplayView,
        "delivery-replay",
    ),
    _route(f"{_V1}/conversations", cv.ConversationsView, "conversations"),
    _route(f"{_V1}/conversations/<uuid:conversation_id>", cv.ConversationView, "conversation"),
    _route(
        f"{_V1}/conversations/<uuid:conversation_id>/messages",
        cv.ConversationMessagesView,
        "conversation-messages",
    ),
    _route(
        f"{_V1}/conversations/<uuid:conversation_id>/reply",
        cv.ConversationReplyView,
        "conversation-reply",
    ),
    _route(f"{_V1}/blobs", blobs.BlobsView, "blobs"),
    _route(f"{_V1}/blobs/<str:sha256>", blobs.BlobDetailView, "blob"),
    _route(f"{_V1}/usage", usage.UsageView, "usage"),
    _route(f"{_V1}/budgets", usage.BudgetsView, "budgets"),
    _route(f"{_V1}/limits", usage.CallLimitsView, "limits"),
    _route(f"{_V1}/routing-policy", usage.RoutingPolicyView, "routing-policy"),
    _route(f"{_V1}/cache", cache.CacheView, "cache"),
    _route(f"{_V1}/cache/stats", cache.CacheStatsView, "cache-stats"),
    _route(f"{_V1}/queues", fleet.QueuesView, "queues"),
    _route(f"{_V1}/queues/<str:name>", fleet.QueueDetailView, "queue"),
    _route(f"{_V1}/queues/<str:name>/pause", fleet.QueuePauseView, "queue-pause"),
    _route(f"{_V1}/queues/<str:name>/resume", fleet.QueueResumeView, "queue-resume"),
    _route(f"{_V1}/workers", fleet.WorkersView, "workers"),
    _route(f"{_V1}/workers/<uuid:worker_id>", fleet.WorkerDetailView, "worker"),
    _route(f"{_V1}/workers/<uuid:worker_id>/drain", fleet.WorkerDrainView, "worker-drain"),
    _route(f"{_V1}/models", catalogue.ModelsView, "models"),
    _route(f"{_V1}/models/<path:model>/replicas", fleet.ModelReplicasView, "model-replicas"),
    _route(f"{_V1}/capabilities", catalogue.CapabilitiesView, "capabilities"),
    _route(f"{_V1}/specialists", sp.SpecialistsView, "specialists"),
    _route(f"{_V1}/specialists/<str:specialist>", sp.SpecialistView, "specialist"),
    _route(f"{_V1}/providers", sp.ProvidersView, "providers"),
    _route(f"{_V1}/prompts", p.PromptsView, "prompts"),
    _route(f"{_V1}/prompt-preview", p.PromptPreviewView, "prompt-preview"),
    _route(f"{_V1}/prompts/<str:prompt>", p.PromptView, "prompt"),
    _route(f"{_V1}/prompts/<str:prompt>/labels", p.PromptLabelsView, "prompt-labels"),
    _route(f"{_V1}/prompts/<str:prompt>/labels/<str:label>", p.PromptLabelView, "prompt-label"),
    _route(f"{_V1}/prompts/<str:prompt>/render", p.PromptRenderView, "prompt-render"),
    _route(f"{_V1}/prompts/<str:prompt>/history", p.PromptHistoryView, "prompt-history"),
    _route(f"{_V1}/prompts/<str:prompt>/versions", v.PromptVersionsView, "prompt-versions"),
    _route(f"{_V1}/prompts/<str:prompt>/diff", v.PromptDiffView, "prompt-diff"),
    _route(
        f"{_V1}/prompts/<str:prompt>/versions/<int:version>", v.PromptVersionView, "prompt-version"
    ),
    _route(f"{_V1}/memories", m.MemoriesView, "memories"),
    _route(f"{_V1}/memories/bulk", mb.MemoriesBulkView, "memories-bulk"),
    _route(f"{_V1}/memories/export", ml.MemoriesExportView, "memories-export"),
    _route(f"{_V1}/memories/import", ml.MemoriesImportView, "memories-import"),
    _route(f"{_V1}/memories/search", ms.MemorySearchView, "memories-search"),
    _route(f"{_V1}/memories/blocks", mbl.BlocksView, "memory-blocks"),
    _route(f"{_V1}/memories/blocks/<uuid:block_id>", mbl.BlockView, "memory-block"),
    _route(f"{_V1}/memories/blocks/<uuid:block_id>/attach", mbl.BlockAttachView, "block-attach"),
    _route(f"{_V1}/memories/blocks/<uuid:block_id>/detach", mbl.BlockDetachView, "block-detach"),
    _route(f"{_V1}/memories/retention", mk.RetentionView, "retention"),
    _route(f"{_V1}/memories/retention/<str:kind>", mk.RetentionRuleView, "retention-rule"),
    _route(f"{_V1}/memories/retention/<str:kind>/try", mk.RetentionTryView, "retention-try"),
    _route(f"{_V1}/memories/retention/<str:kind>/enable", mk.RetentionEnableView, "rule-enable"),
    _route(f"{_V1}/memories/retention/<str:kind>/disable", mk.RetentionDisableView, "rule-disable"),
    _route(f"{_V1}/memories/retention/<str:kind>/run", mk.RetentionRunView, "retention-run"),
    _route(f"{_V1}/memories/settings", mk.MemorySettingsView, "memory-settings"),
    _route(f"{_V1}/memories/summaries", mk.SummariesView, "memory-summaries"),
    _route(f"{_V1}/memories/<uuid:memory_id>", m.MemoryView, "memory"),
    _route(f"{_V1}/memories/<uuid:memory_id>/history", m.MemoryHistoryView, "memory-history"),
    _route(f"{_V1}/collections", c.CollectionsView, "collections"),
    _route(f"{_V1}/collections/<uuid:collection_id>", c.CollectionView, "collection"),
    _route(
        f"{_V1}/collections/<uuid:collection_id>/search",
        c.CollectionSearchView,
        "collection-search",
    ),
    _route(f"{_V1}/documents", dv.DocumentsView, "documents"),
    _route(f"{_V1}/documents/<uuid:document_id>", dv.DocumentView, "document"),
    _route(
        f"{_V1}/documents/<uuid:document_id>/passages", dv.DocumentPassagesView, "document-passages"
    ),
    _route(
        f"{_V1}/documents/<uuid:document_id>/content", dv.DocumentContentView, "document-content"
    ),
    _route(f"{_V1}/documents/<uuid:document_id>/ingest", dv.DocumentIngestView, "document-ingest"),
    _route(f"{_V1}/embed", encoding.EmbedView, "embed"),
    _route(f"{_V1}/rerank", encoding.RerankView, "rerank"),
    _route(f"{_V1}/tokenize", encoding.TokenizeView, "tokenize"),
    _route(f"{_V1}/orchestration/execute", orchestration.ExecuteView, "execute"),
    _route(f"{_V1}/orchestration/workflows", orchestration.WorkflowsView, "workflows"),
    _route(f"{_V1}/ai-orchestration/tasks", t.TasksView, "ai-tasks"),
    _route(f"{_V1}/ai-orchestration/tasks/<uuid:task_id>", t.TaskDetailView, "ai-task"),
    _route(f"{_V1}/ai-orchestration/models", catalogue.ModelsView, "ai-models"),
    _route(f"{_V1}/ai-orchestration/capabilities", catalogue.CapabilitiesView, "ai-capabilities"),
    _route("health", system.HealthView, "health"),
    _route("ready", system.ReadyView, "ready"),
    _route("status", system.StatusView, "status"),
    _route("metrics", system.MetricsView, "metrics"),
    _route(f"{_V1}/schema", openapi.SchemaView, "schema"),
    _route(f"{_V1}/docs", openapi.DocsView, "docs"),
    _route(f"{_V1}/docs/<str:name>", openapi.DocsAssetView, "docs-asset"),
    re_path(r"^api(/.*)?$", not_found, name="api-nothing"),
]
