"""Which dispatcher leads."""

from django.db import models
from django.db.models.functions import Now


class Leader(models.Model):
    """Who leads among the dispatchers: a term and an expiry on the database's clock."""

    name = models.CharField(max_length=32, primary_key=True)
    holder = models.UUIDField(null=True)
    holder_name = models.CharField(max_length=255, blank=True)
    term = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.name}: {self.holder_name} (term {self.term})"
