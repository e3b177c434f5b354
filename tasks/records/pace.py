"""How fast tasks run."""

from django.db import models
from django.db.models.functions import Now


class Pace(models.Model):
    """How long tasks of one demand run and how many end per second; kept by the leader."""

    demand = models.CharField(max_length=256, primary_key=True, db_collation="C")
    run_p10_s = models.FloatField()
    run_p50_s = models.FloatField()
    run_p90_s = models.FloatField()
    samples = models.PositiveIntegerField()
    updated_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.demand
