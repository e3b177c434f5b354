"""The records of tasks and of what moves them, for Django to find; nothing else."""

from tasks.records.attempt import Attempt
from tasks.records.batch import Batch
from tasks.records.event import Event
from tasks.records.file_batch import BatchLine, FileBatch
from tasks.records.idempotency import IdempotencyKey
from tasks.records.leader import Leader
from tasks.records.ledger import LedgerEntry
from tasks.records.pace import Pace
from tasks.records.payload import TaskPayload, TaskTag
from tasks.records.queue import Queue
from tasks.records.response import StoredResponse
from tasks.records.result import TaskResult
from tasks.records.routing import TaskRouting
from tasks.records.schedule import Schedule
from tasks.records.task import Task
from tasks.records.webhook import Webhook, WebhookDelivery
from tasks.records.worker import Worker

__all__ = [
    "Attempt",
    "Batch",
    "BatchLine",
    "Event",
    "FileBatch",
    "IdempotencyKey",
    "Leader",
    "LedgerEntry",
    "Pace",
    "Queue",
    "Schedule",
    "StoredResponse",
    "Task",
    "TaskPayload",
    "TaskResult",
    "TaskRouting",
    "TaskTag",
    "Webhook",
    "WebhookDelivery",
    "Worker",
]
