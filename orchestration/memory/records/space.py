"""One owner's place in a tenant's memory."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.memory.records.realm import Realm

NAME_LENGTH: Final = 200


def _name(text: str) -> models.CharField[str, str]:
    return models.CharField(
        max_length=NAME_LENGTH, default="", blank=True, db_collation="C", help_text=text
    )


class Space(models.Model):
    """What belongs to one agent, user and session together, or to one collection."""

    id = models.AutoField(primary_key=True)
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = _name("Empty for none in particular.")
    user = _name("Empty for none in particular.")
    session = _name("Empty for none in particular.")
    collection = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_space"
        verbose_name = "memory space"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["realm", "agent", "user", "session"],
                name="memory_space_once",
                condition=Q(collection=None),
            ),
            models.UniqueConstraint(
                fields=["collection"],
                name="memory_space_of_collection",
                condition=Q(collection__isnull=False),
            ),
            models.CheckConstraint(
                name="memory_space_one_owner",
                condition=Q(collection=None) | Q(agent="", user="", session=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["realm", "user"], name="memory_space_by_user"),
            models.Index(fields=["realm", "session"], name="memory_space_by_session"),
        ]

    def __str__(self) -> str:
        if self.collection:
            return f"collection {self.collection}"
        named = {"agent": self.agent, "user": self.user, "session": self.session}
        return ", ".join(f"{sort} {name}" for sort, name in named.items() if name) or "shared"
