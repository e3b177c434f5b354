"""What keeps memories indexed; an operator may change how often."""

from django.db import migrations
from django.utils import timezone

JOBS = {
    "Vectors of memories": (
        "tasks.jobs.vectors_of_memories",
        "Has a worker make the vectors of memories and passages that have none.",
    ),
    "Indexes of memories": (
        "tasks.jobs.index_memories",
        "Indexes new memories and passages where they are many.",
    ),
}
SECONDS = 15


def add(apps, schema_editor):
    Interval = apps.get_model("django_celery_beat", "IntervalSchedule")
    Periodic = apps.get_model("django_celery_beat", "PeriodicTask")
    Changed = apps.get_model("django_celery_beat", "PeriodicTasks")
    often, _ = Interval.objects.get_or_create(every=SECONDS, period="seconds")
    for name, (task, text) in JOBS.items():
        Periodic.objects.get_or_create(
            name=name,
            defaults={
                "task": task,
                "interval": often,
                "expire_seconds": SECONDS,
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
