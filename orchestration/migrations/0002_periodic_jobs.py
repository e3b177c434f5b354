"""The maintenance that celery-beat starts; an operator may change or switch off what stands here."""

from django.db import migrations
from django.utils import timezone

NAME = "Prune history"


def add(apps, schema_editor):
    Interval = apps.get_model("django_celery_beat", "IntervalSchedule")
    Periodic = apps.get_model("django_celery_beat", "PeriodicTask")
    Changed = apps.get_model("django_celery_beat", "PeriodicTasks")
    hourly, _ = Interval.objects.get_or_create(every=1, period="hours")
    Periodic.objects.get_or_create(
        name=NAME,
        defaults={
            "task": "tasks.jobs.prune",
            "interval": hourly,
            "expire_seconds": 3600,
            "description": "Deletes tasks, keys, workers and audit entries past their retention.",
        },
    )
    Changed.objects.update_or_create(ident=1, defaults={"last_update": timezone.now()})


def remove(apps, schema_editor):
    apps.get_model("django_celery_beat", "PeriodicTask").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("orchestration", "0001_initial"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [migrations.RunPython(add, remove)]
