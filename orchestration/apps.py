"""The core's Django app."""

from django.apps import AppConfig


class OrchestrationConfig(AppConfig):
    """Tenants, keys, audit, models and replicas."""

    name = "orchestration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the set-up."""
        from orchestration import checks

        del checks
