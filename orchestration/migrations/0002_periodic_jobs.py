"""The maintenance that celery-beat starts; an operator may change or switch off what stands here."""

from django.db import migrations
from django.utils import timezone

JOBS = {
    "Prune history": (
        "tasks.jobs.prune",
        "Deletes tasks, keys, workers and audit entries past their retention.",
    ),
    "Hourly statistics": (
        "tasks.jobs.statistics",
        "Keeps how tasks of each kind fared in the last hour as the job's result.",
    ),
}


def add(apps, schema_editor):
    Interval = apps.get_model("django_celery_beat", "IntervalSchedule")
    Periodic = apps.get_model("django_celery_beat", "PeriodicTask")
    Changed = apps.get_model("django_celery_beat", "PeriodicTasks")
    hourly, _ = Interval.objects.get_or_create(every=1, period="hours")
    for name, (task, text) in JOBS.items():
        Periodic.objects.get_or_create(
            name=name,
            defaults={
                "task": task,
                "interval": hourly,
                "expire_seconds": 3600,
                "description": text,
            },
        )
    Changed.objects.update_or_create(ident=1, defaults={"last_update": timezone.now()})


def remove(apps, schema_editor):
    apps.get_model("django_celery_beat", "PeriodicTask").objects.filter(name__in=JOBS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("orchestration", "0001_initial"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(add, remove)]
