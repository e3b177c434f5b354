"""The peer: Celery as one would use it without us, once without and once with stored results."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration.settings")

STORED = os.environ.get("PEER_RESULTS") == "django-db"
app = Celery("peer", broker=os.environ["REDIS_URL"])
app.conf.update(
    result_backend="django-db" if STORED else None,
    task_ignore_result=not STORED,
    task_default_queue="peer",
    worker_prefetch_multiplier=4,
    task_acks_late=False,
    broker_connection_retry_on_startup=True,
)


@app.task(name="peer.echo")
def echo(value: dict[str, int]) -> dict[str, dict[str, int]]:
    """Return what it was given, as our `echo` does."""
    return {"echo": value}
