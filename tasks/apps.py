"""The Django app of tasks."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Tasks, queues, workers and what moves them."""

    name = "tasks"
    default_auto_field = "django.db.models.BigAutoField"
