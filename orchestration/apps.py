"""The core's Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class OrchestrationConfig(AppConfig):
    """Tenants, keys, audit, models and replicas."""

    name = "orchestration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the set-up, and what goes with a tenant's memory."""
        from orchestration import checks
        from orchestration.memory.records.realm import Realm

        del checks
        pre_delete.connect(_forget_words, sender=Realm, dispatch_uid="words of a realm")


def _forget_words(*, instance: Any, **_: Any) -> None:
    from orchestration.memory.removing import remove_words

    remove_words(instance.pk)
