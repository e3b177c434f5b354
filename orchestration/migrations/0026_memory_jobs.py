"""What keeps memories indexed; an operator may change how often."""

from django.db import migrations
from django.utils import timezone

JOBS = {
    "Vectors of memories": (
        "tasks.jobs.vectors_of_memories",
        15,
        "Has a worker make the vectors of memories and passages that have none.",
    ),
    "Indexes of memories": (
        "tasks.jobs.index_memories",
        15,
        "Indexes new memories and passages where they are many.",
    ),
    "Review of memories": (
        "tasks.jobs.review_memories",
        60,
        "Compares memories that came in bulk with those that were there.",
    ),
    "Summaries of memories": (
        "tasks.jobs.consolidate_memories",
        300,
        "Has summed up what happened, where a tenant has named a model for it.",
    ),
    "Retention of memories": (
        "tasks.jobs.forget_memories",
        3600,
        "Deletes memories that have expired or that a retention rule lets go.",
    ),
}


def add(apps, schema_editor):
    Interval = apps.get_model("django_celery_beat", "IntervalSchedule")
    Periodic = apps.get_model("django_celery_beat", "PeriodicTask")
    Changed = apps.get_model("django_celery_beat", "PeriodicTasks")
    for name, (task, seconds, text) in JOBS.items():
        often, _ = Interval.objects.get_or_create(every=seconds, period="seconds")
        Periodic.objects.get_or_create(
            name=name,
            defaults={
                "task": task,
                "interval": often,
                "expire_seconds": seconds,
                "description": text,
            },
        )
    Changed.objects.update_or_create(ident=1, defaults={"last_update": timezone.now()})


def remove(apps, schema_editor):
    apps.get_model("django_celery_beat", "PeriodicTask").objects.filter(name__in=JOBS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("orchestration", "0025_memory"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(add, remove)]
