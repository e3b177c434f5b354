"""The core's Django app."""

from django.apps import AppConfig


class OrchestrationConfig(AppConfig):
    """Tenants, keys, audit, models and replicas."""

    name = "orchestration"
    default_auto_field = "django.db.models.BigAutoField"
