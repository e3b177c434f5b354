"""Changing examples, one by one; each change is written to the audit log.

Every change takes the one row of `ExamplesVersion` first: so changes come one after the other, and
whoever holds examples in memory sees that there was one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from orchestration.access.services import audit
from orchestration.classifying.entries import MOST, Entry, problems
from orchestration.classifying.errors import ExampleKnown, InvalidExamples
from orchestration.classifying.records import ExamplesVersion, RoutingExample
from orchestration.classifying.selectors import ROW, entry_of
from orchestration.errors import FieldProblem, shorten

SUBJECT = "routing example"


@contextmanager
def changing() -> Iterator[None]:
    """Open a transaction in which examples may be changed. Queries: one, or two at first."""
    with transaction.atomic():
        if not ExamplesVersion.objects.filter(pk=ROW).update(number=F("number") + 1):
            # A flushed database has lost it.
            ExamplesVersion.objects.update_or_create(pk=ROW, defaults={"number": F("number") + 1},
                                                     create_defaults={"number": 1})  # fmt: skip
        yield


def add(entry: Entry, *, by: str) -> RoutingExample:
    """Store a new example. Queries: five.

    Raises:
        InvalidExamples: It is wrong, or there are as many as there may be.
        ExampleKnown: Its text is an example already.
    """
    with changing():
        _check(entry)
        check_room(1)
        row = RoutingExample.objects.create(**asdict(entry))
        _told(row, "create", by, text=shorten(entry.text))
    return row


def change(example_id: UUID, entry: Entry, *, by: str) -> None:
    """Let an example say something else; with another text it needs another vector. Queries: five.

    An example that is gone stays so.

    Raises:
        InvalidExamples: It is wrong.
        ExampleKnown: Another example has its text.
    """
    with changing():
        row = RoutingExample.objects.filter(pk=example_id).first()
        if row is None or entry_of(row) == entry:
            return
        _check(entry, besides=example_id)
        changed = [name for name, value in asdict(entry).items() if getattr(row, name) != value]
        store(row, entry)
        _told(row, "change", by, fields=changed)


def switch(example_id: UUID, *, enabled: bool, by: str) -> None:
    """Let requests be compared with an example, or no more. Queries: as `change`."""
    with changing():
        row = RoutingExample.objects.filter(pk=example_id).first()
        if row is not None:
            change(example_id, replace(entry_of(row), enabled=enabled), by=by)


def remove(example_id: UUID, *, by: str) -> None:
    """Delete an example; one that is gone already stays so. Queries: four."""
    with changing():
        row = RoutingExample.objects.filter(pk=example_id).first()
        if row is not None:
            _told(row, "delete", by, text=shorten(row.text))
            row.delete()


def store(row: RoutingExample, entry: Entry) -> None:
    """Write what an example says; its vector goes with its text. Queries: one."""
    if row.text != entry.text:
        row.vector, row.embedder = None, ""
    for name, value in asdict(entry).items():
        setattr(row, name, value)
    row.save()


def check_room(more: int) -> None:
    """Refuse more examples than there may be. Queries: one.

    Raises:
        InvalidExamples: There would be too many.
    """
    count = RoutingExample.objects.count() + more
    if count > MOST:
        text = f"There would be {count} examples, at most {MOST} are allowed."
        raise InvalidExamples([FieldProblem("text", "", text, "Delete some first.")])


def _check(entry: Entry, besides: UUID | None = None) -> None:
    if wrong := list(problems(entry)):
        raise InvalidExamples(wrong)
    same = RoutingExample.objects.filter(text=entry.text).first()
    if same is not None and same.pk != besides:
        raise ExampleKnown(
            "The same text is an example already.",
            field="text",
            value=shorten(entry.text),
            mend=f"Change the example {same.pk} instead.",
        )


def _told(row: RoutingExample, action: str, by: str, **detail: Any) -> None:
    audit(actor=by, action=action, subject_type=SUBJECT, subject_id=str(row.pk), **detail)
