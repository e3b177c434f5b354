"""Who did something, as people know them: API keys by their names, users by theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html

from orchestration.access.records import ApiKey

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PAGES: Final = {"key": "admin:orchestration_apikey_change", "user": "admin:auth_user_change"}


def actors_shown(actors: Iterable[str]) -> dict[str, str]:
    """Return how each actor (`key:ID`, `user:NAME`, or a part of the system) is shown: keys and
    users that there are by their names, with a link to their page; everybody else as they are.

    Queries: one where keys are among them, and one where users are.
    """
    wanted = {actor: actor.partition(":")[::2] for actor in {*actors}}
    keys = {UUID(name) for sort, name in wanted.values() if sort == "key" and _UUID.fullmatch(name)}
    users = {name for sort, name in wanted.values() if sort == "user"}
    known: dict[tuple[str, str], Model] = {}
    if keys:
        found = ApiKey.objects.filter(pk__in=keys).only("name")
        known |= {("key", str(each.pk)): each for each in found}
    if users:
        people = User.objects.filter(username__in=users).only("username")
        known |= {("user", each.username): each for each in people}
    return {actor: _shown(actor, sort, known.get((sort, name))) for actor, (sort, name) in
            wanted.items()}  # fmt: skip


def _shown(actor: str, sort: str, row: Model | None) -> str:
    if row is None:
        return actor
    name = row.name if isinstance(row, ApiKey) else row.get_username()  # type: ignore[attr-defined]
    url = reverse(_PAGES[sort], args=[row.pk])
    return format_html('<span>{} <a href="{}" title="{}">{}</a></span>', sort, url, actor, name)


def actor_shown(actor: str) -> str:
    """Return how one actor is shown; a hyphen for nobody. Queries: as `actors_shown`."""
    return actors_shown([actor])[actor] if actor else "-"
