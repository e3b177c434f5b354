"""Storing the examples of files: all of them or none, and only what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from orchestration.access.services import audit
from orchestration.classifying.entries import Entry
from orchestration.classifying.reading import SHIPPED, read_files
from orchestration.classifying.records import RoutingExample
from orchestration.classifying.selectors import entry_of
from orchestration.classifying.services import SUBJECT, changing, check_room, store

Action = Literal["created", "changed", "unchanged", "removed"]
ACTIONS: tuple[Action, ...] = ("created", "changed", "unchanged", "removed")


@dataclass(frozen=True, slots=True)
class Order:
    """How examples shall be applied.

    Attributes:
        by: Who does it, for the audit log.
        overwrite: Whether what is stored is changed; else only what is missing is made.
        prune: Whether what the files do not name goes.
        dry_run: Whether all of it is taken back at the end.
    """

    by: str
    overwrite: bool = True
    prune: bool = False
    dry_run: bool = False


def apply(entries: Sequence[Entry], order: Order) -> Counter[Action]:
    """Store examples, known by their texts; return how many of them were what.

    Applying the same files twice changes nothing the second time.

    Queries: four, and one for each example that differs, in one transaction.

    Raises:
        InvalidExamples: There would be too many; nothing was stored.
    """
    done: Counter[Action] = Counter()
    with changing():
        known = {row.text: row for row in RoutingExample.objects.defer("vector")}
        new = [each for each in entries if each.text not in known]
        if order.prune:
            done["removed"] = _prune(known, entries)
        check_room(len(new))
        RoutingExample.objects.bulk_create(
            [RoutingExample(**{name: getattr(each, name) for name in _FIELDS}) for each in new]
        )
        done["created"] = len(new)
        for each in entries:
            if each.text in known:
                done[_settled(known[each.text], each, order)] += 1
        _tell(done, order)
        if order.dry_run or not _news(done):
            transaction.set_rollback(True)
    return done


_FIELDS = ("text", "intent", "content_type", "complexity", "enabled")


def _settled(row: RoutingExample, entry: Entry, order: Order) -> Action:
    if not order.overwrite or entry_of(row) == entry:
        return "unchanged"
    store(row, entry)
    return "changed"


def _prune(known: dict[str, RoutingExample], entries: Sequence[Entry]) -> int:
    gone = [known[text].pk for text in known.keys() - {each.text for each in entries}]
    RoutingExample.objects.filter(pk__in=gone).delete()
    return len(gone)


def _news(done: Counter[Action]) -> dict[str, int]:
    return {action: done[action] for action in ACTIONS if action != "unchanged" and done[action]}


def _tell(done: Counter[Action], order: Order) -> None:
    news: dict[str, Any] = _news(done)
    if news:
        audit(actor=order.by, action="apply", subject_type=SUBJECT, subject_id="all", **news)


def seed_shipped() -> int:
    """Store the examples that ship where there is none yet; return how many it made.

    Raises:
        SwitchyardError: What ships is wrong.
    """
    if RoutingExample.objects.exists():
        return 0
    return apply(read_files([SHIPPED]), Order(by="system:seed", overwrite=False))["created"]
