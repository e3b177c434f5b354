"""What becomes of memories that were merged when one of them is changed, superseded or removed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestration.memory import changing
from orchestration.memory.drafts import Draft
from orchestration.memory.errors import InvalidMemory
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.history import EntryLink
from orchestration.memory.remembering import Remembered
from orchestration.memory.reviewing import review_all
from orchestration.memory.selectors import EntryView, get_entry
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, at_angle

pytestmark = pytest.mark.django_db
NEAR, FAR = 5, 80
ROME, NOW, OSLO = "Ann lives in Rome", "Ann lives in Rome now", "Ann lives in Oslo"


def say(mind: Mind, text: str, degrees: float, **more: Any) -> Remembered:
    """Add a memory whose vector lies at an angle."""
    return mind.add(text, given=at_angle(degrees), **more)


def merged(mind: Mind) -> tuple[Remembered, Remembered]:
    """Add a memory and another one that it is merged into."""
    old, new = say(mind, ROME, 0), say(mind, NOW, NEAR)
    assert new.outcome == "merged"
    return old, new


def seen(mind: Mind, told: Remembered) -> EntryView:
    return get_entry(told.uid, tenant_id=mind.tenant_id)


def change(mind: Mind, told: Remembered, text: str, **more: Any) -> None:
    """Let a memory say something that is near nothing else."""
    mind.memory.update(
        told.uid, Draft(text, **more), tenant_id=mind.tenant_id, actor="test", given=at_angle(FAR)
    )


def relations() -> Sequence[Any]:
    return sorted(EntryLink.objects.values_list("from_uid", "to_uid", "relation"))


def test_what_says_something_else_stands_no_more_for_what_was_merged_into_it() -> None:
    mind = Mind(make_tenant())
    old, new = merged(mind)
    change(mind, new, OSLO)
    assert relations() == [(new.uid, old.uid, "supersedes")]
    again = say(mind, ROME, 0)
    assert again.outcome == "added"
    assert again.uid not in {old.uid, new.uid}
    assert sorted(mind.by_words("lives")) == [OSLO, ROME]


def test_what_is_only_valued_otherwise_stands_for_it_still() -> None:
    mind = Mind(make_tenant())
    old, new = merged(mind)
    change(mind, new, NOW, importance=0.9)
    assert relations() == [(new.uid, old.uid, "merged")]
    assert (say(mind, ROME, 0).uid, say(mind, ROME, 0).outcome) == (new.uid, "known")


def test_what_says_it_counts_before_what_stands_for_another_that_said_it() -> None:
    mind = Mind(make_tenant())
    merged(mind)
    third = say(mind, OSLO, FAR)
    change(mind, third, ROME)
    again = say(mind, ROME, 0)
    assert (again.uid, again.outcome) == (third.uid, "known")


def test_what_was_merged_holds_again_when_it_says_something_else() -> None:
    mind = Mind(make_tenant())
    old, new = merged(mind)
    change(mind, old, "Ann has a dog")
    assert seen(mind, old).valid_until is None
    assert relations() == []
    assert mind.by_words("dog") == ["Ann has a dog"]
    changing.delete(mind.realm, seen(mind, new))
    assert mind.by_words("dog") == ["Ann has a dog"], "what took its place takes it along no more"


def test_what_something_else_supersedes_is_changed_and_does_not_hold() -> None:
    mind = Mind(make_tenant())
    old, _ = merged(mind)
    other = say(mind, OSLO, FAR)
    changing.supersede(mind.realm, old.uid, other.uid)
    change(mind, old, "Ann has a dog")
    assert seen(mind, old).valid_until is not None
    assert relations() == [(other.uid, old.uid, "supersedes")]


def test_what_was_merged_cannot_come_to_say_what_holds() -> None:
    mind = Mind(make_tenant())
    old, new = merged(mind)
    with pytest.raises(InvalidMemory, match="says exactly this"):
        change(mind, old, NOW)
    assert relations() == [(new.uid, old.uid, "merged")]


def test_what_takes_anothers_place_is_as_important() -> None:
    mind = Mind(make_tenant())
    for angle, importance in ((0, 1.0), (NEAR, 0.1)):
        draft = Draft(f"Ann is allergic to nuts{'!' * angle}", importance=importance)
        mind.add_many(draft, given=at_angle(angle))
    assert review_all() == 1
    (holds,) = MemoryEntry.objects.filter(valid_until=None)
    assert (holds.text, holds.importance) == ("Ann is allergic to nuts!!!!!", 1.0)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "then", "left"), [(None, 1, None), (1, None, None), (1, 2, 2), (2, 1, 2)]
)
def test_what_says_the_same_as_what_is_freed_stays_as_long_as_either_would(
    first: int | None, then: int | None, left: int | None
) -> None:
    noon = datetime(2999, 1, 1, 12, tzinfo=UTC)

    def until(hours: int | None) -> datetime | None:
        return None if hours is None else noon + hours * HOUR

    mind = Mind(make_tenant())
    old = mind.add("one fish", expires_at=until(first), importance=0.9)
    other = mind.add("two birds")
    changing.supersede(mind.realm, old.uid, other.uid)
    new = mind.add("one fish", expires_at=until(then), importance=0.2)
    changing.delete(mind.realm, seen(mind, other))
    assert relations() == [(new.uid, old.uid, "merged")]
    view = seen(mind, new)
    assert (view.expires_at, view.importance) == (until(left), 0.9)


def test_what_was_merged_into_what_is_freed_goes_along() -> None:
    mind = Mind(make_tenant())
    old, new = merged(mind)
    other = mind.add("two birds")
    changing.supersede(mind.realm, new.uid, other.uid)
    same = say(mind, NOW, NEAR)
    assert same.outcome == "added"
    changing.delete(mind.realm, seen(mind, other))
    assert relations() == sorted((same.uid, each.uid, "merged") for each in (old, new))
    assert (say(mind, ROME, 0).uid, say(mind, ROME, 0).outcome) == (same.uid, "known")


def test_no_title_is_inherited_for_it_tells_memories_apart() -> None:
    mind = Mind(make_tenant())
    say(mind, "Ann likes tea", 0, title="Drinks")
    new = say(mind, "Ann likes tea a lot", NEAR)
    assert new.outcome == "merged"
    view = seen(mind, new)
    assert view.title == ""
    (told,) = mind.add_many(Draft(view.text, uid=view.uid, title=view.title))
    assert told.outcome == "known"
