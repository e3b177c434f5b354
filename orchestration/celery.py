"""The Celery app: transport for ids, nothing else."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration.settings")

from django.conf import settings

from tasks.queues import MAINTENANCE, PRIORITY_STEPS

app = Celery("switchyard")
app.conf.update(
    broker_url=str(settings.SWITCHYARD.redis_url),
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "priority_steps": PRIORITY_STEPS,
        "queue_order_strategy": "priority",
        # Messages need no second life in Redis: Postgres knows what was never claimed. With it, a
        # worker that loses Redis while it holds messages dies of acknowledging or restoring them
        # over a connection that is closed (kombu 5.7), and with it all that runs there.
        "ack_emulation": False,
        # A dead Redis must not hold a publisher for long.
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 10,
    },
    result_backend="django-db",
    result_extended=True,
    result_expires=7 * 24 * 3600,
    task_ignore_result=True,
    task_default_queue=MAINTENANCE,
    task_queues=[Queue(MAINTENANCE)],
    task_acks_late=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_send_task_events=False,  # Flower asks for events while it watches
    task_send_sent_event=False,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    imports=["tasks.jobs"],
    beat_scheduler="django_celery_beat.schedulers:DatabaseScheduler",
)
