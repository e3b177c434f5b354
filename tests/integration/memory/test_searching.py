"""Searching: at once, by both signs, whatever filters say, and without what is not wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory import dense, lexical
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.errors import InvalidQuestion
from orchestration.memory.filters import Filters
from orchestration.memory.owners import Owner, Scope
from orchestration.memory.packing import pack
from orchestration.memory.ports import Embedded
from orchestration.memory.realms import known_as
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.searching import Given
from orchestration.memory.selectors import list_entries, walk_entries
from orchestration.memory.vectors import InvalidVector, unit
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, at_angle, packing_here

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _packing() -> Iterator[None]:
    with packing_here():
        yield


@pytest.fixture(params=["compared", "walked"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How vectors are looked for."""
    found: str = request.param
    if found == "walked":
        monkeypatch.setattr(dense, "COMPARED", -1)
        monkeypatch.setattr(dense, "COMPARED_FEW", -1)
    return found


def test_what_was_just_stored_is_found_at_once(way: str) -> None:
    mind = Mind(make_tenant())
    for number in range(12):
        mind.add(f"guest {number} likes tea")
        assert f"guest {number} likes tea" in mind.told(f"guest {number}", limit=3)
        if number % 5 == 0:
            pack()
    assert mind.ask("tea").way == way


def test_nothing_is_found_where_nothing_is() -> None:
    mind = Mind(make_tenant())
    assert mind.ask("tea").found == []
    assert mind.ask("tea").realm is None
    mind.add("tea", owner=Owner(user="ann"))
    assert mind.told("tea", scope=Scope(users=("bob",))) == []
    assert mind.told("tea", scope=Scope(users=())) == []
    for empty in ("", "   ", "the of", "!?"):
        assert mind.by_words(empty) == []


def test_both_signs_find_and_each_may_be_gone_without() -> None:
    mind = Mind(make_tenant())
    mind.add("walnut bread", given=at_angle(0))
    mind.add("chocolate cake", given=at_angle(80))
    asked = {"given": Given(at_angle(75).vectors[0])}
    assert mind.told("walnut", **asked, meaning=False) == ["walnut bread"]
    assert mind.told("walnut", **asked, words=False)[0] == "chocolate cake"
    assert set(mind.told("walnut", **asked)) == {"walnut bread", "chocolate cake"}


def test_answers_say_why_they_are_there() -> None:
    mind = Mind(make_tenant())
    mind.add("walnut bread with butter")
    mind.add("chocolate cake")
    best = mind.ask("bread and butter").found[0]
    assert set(best.words) == {"bread", "butter"}
    assert 0 < best.lexical < 1
    assert best.similarity is not None


def test_at_most_so_many_are_found_the_best_first(way: str) -> None:
    mind = Mind(make_tenant())
    for degrees in range(0, 90, 5):
        mind.add(f"at {degrees}", given=at_angle(degrees))
    pack()
    asked = {"given": Given(at_angle(2).vectors[0]), "words": False}
    for limit in (1, 4, 18, 100):
        told = mind.told("", limit=limit, diversity=0.0, **asked)
        order = [int(each.removeprefix("at ")) for each in told]
        assert order == sorted(order, key=lambda each: abs(each - 2))
        assert order[0] == 0
        assert len(order) <= limit
    assert mind.ask("", **asked).way == way


FILTERS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"kind": Kind.PROCEDURAL}, {"kinds": (Kind.PROCEDURAL, Kind.EPISODIC)}),
    ({"tags": ("a", "b")}, {"tags": ("a", "b")}),
    ({"tags": ("b",)}, {"any_tags": ("b", "z")}),
    ({"speaker": "Zoë 'Z' %s"}, {"speakers": ("Zoë 'Z' %s",)}),
    ({"at": NOON}, {"since": NOON, "before": NOON + timedelta(seconds=1)}),
    ({"importance": 0.9}, {"least_importance": 0.9}),
    ({"metadata": {"k": {"deep": [1, "%"]}}}, {"metadata": {"k": {"deep": [1]}}}),
]


@pytest.mark.parametrize(("more", "wanted"), FILTERS)
def test_only_what_fits_is_found_by_words_and_by_meaning(
    way: str, more: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """The one that fits is the farthest of all."""
    mind = Mind(make_tenant())
    for number in range(30):
        mind.add(f"tea tea tea {number}", given=at_angle(number / 10), at=NOON - timedelta(1))
    mind.add("tea of another sort", given=at_angle(170), **{"at": NOON - timedelta(1), **more})
    filters = Filters(**wanted)
    for _ in range(2):
        assert mind.by_words("tea", filters=filters, limit=3) == ["tea of another sort"]
        near = Given(at_angle(0).vectors[0])
        assert mind.told("", given=near, filters=filters, limit=3) == ["tea of another sort"]
        pack()


def test_filters_of_source_and_task() -> None:
    mind = Mind(make_tenant())
    source, task = uuid7(), uuid7()
    mind.add("tea from a document", source=source)
    mind.add("tea from a task", task_id=task)
    assert mind.by_words("tea", filters=Filters(sources=(source, uuid7()))) == [
        "tea from a document"
    ]
    assert mind.by_words("tea", filters=Filters(task_id=task)) == ["tea from a task"]


@pytest.mark.parametrize("gone", [{"expires_at": NOON}, {"valid_until": NOON}])
def test_many_that_do_not_hold_any_more_hide_nothing(way: str, gone: dict[str, Any]) -> None:
    mind = Mind(make_tenant())
    for number in range(200):
        mind.add(f"tea tea {number}", given=at_angle(number / 100), kind=Kind.EPISODIC)
    MemoryEntry.objects.update(**gone)
    mind.add("there is tea", given=at_angle(90))
    for _ in range(2):
        assert mind.by_words("tea", limit=2) == ["there is tea"]
        assert mind.told("", given=Given(at_angle(0).vectors[0]), limit=2) == ["there is tea"]
        pack()


def test_a_common_word_only_adds_to_the_scores_of_rare_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lexical, "READ", 5)
    mind = Mind(make_tenant())
    mind.add_many(*[f"tea number {number}" for number in range(20)], "rare bag", "rare tea")
    for _ in range(2):
        assert mind.by_words("rare tea") == ["rare tea", "rare bag"]
        assert len(mind.by_words("tea", limit=50)) == 21
        pack()


def test_scopes_name_owners() -> None:
    mind = Mind(make_tenant())
    collection = uuid7()
    for text, owner in {
        "tea all": Owner(),
        "tea ann": Owner(agent="ann"),
        "tea bob": Owner(user="bob"),
        "tea ann bob": Owner(agent="ann", user="bob"),
        "tea talk": Owner(agent="ann", user="bob", session="s"),
        "tea doc": Owner(collection=collection),
    }.items():
        mind.add(text, owner=owner)

    def told(**scope: Any) -> set[str]:
        return {each.removeprefix("tea ") for each in mind.by_words("tea", scope=Scope(**scope))}

    assert told() == {"all", "ann", "bob", "ann bob", "talk"}
    assert told(agents=("ann",)) == {"ann", "ann bob", "talk"}
    assert told(agents=("ann",), users=("",)) == {"ann"}
    assert told(agents=("ann", ""), users=("bob", ""), sessions=("",)) == {
        "all", "ann", "bob", "ann bob",
    }  # fmt: skip
    assert told(collections=(collection,)) == {"doc"}
    assert told(collections=()) == set()
    assert told(users=("bob",), sessions=("s",), collections=(collection,)) == {"talk", "doc"}


def test_what_stands_beside_an_answer_in_a_talk_is_lifted() -> None:
    mind = Mind(make_tenant())
    talk = Owner(session="s")
    for minute, text in enumerate(("what is your cat called", "Tom", "and your dog", "Rex")):
        mind.add(text, owner=talk, kind=Kind.EPISODIC, at=NOON + timedelta(minutes=minute))
    answer = mind.ask("what is the cat called")
    by_id = {each.candidate.id: each for each in answer.found}
    tom = MemoryEntry.objects.get(text="Tom").pk
    cat = MemoryEntry.objects.get(text__contains="cat").pk
    assert cat in by_id[tom].beside


def test_a_question_that_names_who_spoke_lifts_them() -> None:
    mind = Mind(make_tenant())
    mind.add("tea is best", speaker="Ann Smith")
    mind.add("tea is best", speaker="Bob")
    best = mind.ask("what did Ann say of tea", meaning=False).found[0]
    assert best.spoken
    assert best.candidate.speaker == "Ann Smith"


def test_what_differs_in_a_figure_is_told_both_times() -> None:
    """They were linked and not merged, because both are to be known."""
    mind = Mind(make_tenant())
    first = mind.add("Ann has 3 cats", given=at_angle(0))
    second = mind.add("Bob has 4 cats", given=at_angle(2))
    assert (first.outcome, second.outcome) == ("added", "linked")
    assert set(mind.told("who has cats", given=Given(at_angle(1).vectors[0]))) == {
        "Ann has 3 cats", "Bob has 4 cats",
    }  # fmt: skip


def test_what_is_said_in_the_same_words_is_told_once() -> None:
    mind = Mind(make_tenant())
    mind.set(nearness="keep")
    for at, text in enumerate(("Ann likes tea", " ann  likes\nTEA ", "Ann likes tea")):
        mind.add(text, given=at_angle(at), kind=Kind.EPISODIC, at=NOON + timedelta(days=at))
    mind.add("Ann likes tea", given=at_angle(1), speaker="Bob")
    assert len(mind.told("tea", given=Given(at_angle(1).vectors[0]))) == 2
    assert len(mind.by_words("tea")) == 2, "vectors have no say in it"
    assert len(mind.told("tea", given=Given(at_angle(1).vectors[0]), distinct=False)) == 4


UNASKABLE: list[tuple[str, dict[str, Any]]] = [
    ("query", {"text": "tea\x00"}),
    ("agents", {"scope": Scope(agents=("a\x00",))}),
    ("users", {"scope": Scope(users=("", "\x00"))}),
    ("sessions", {"scope": Scope(sessions=("\ud800",))}),
    ("tags", {"filters": Filters(tags=("\x00",))}),
    ("any_tags", {"filters": Filters(any_tags=("\x00",))}),
    ("speakers", {"filters": Filters(speakers=("\x00",))}),
    ("metadata", {"filters": Filters(metadata={"k": ["\x00"]})}),
    ("metadata", {"filters": Filters(metadata={"\x00": 1})}),
]


@pytest.mark.parametrize(("field", "asked"), UNASKABLE)
@pytest.mark.parametrize("stored", [False, True])
def test_what_no_database_can_compare_is_refused_by_its_field(
    field: str, asked: dict[str, Any], stored: bool
) -> None:
    mind = Mind(make_tenant())
    if stored:
        mind.add("tea")
    who: dict[str, Any] = {"tenant_id": mind.tenant_id, **asked}
    question = partial(mind.ask, asked.get("text", "tea"), **_without(asked, "text"))
    calls: list[Callable[[], object]] = [question]
    if field != "query":
        calls += [partial(list_entries, **who), partial(walk_entries, **who)]
    for call in calls:
        with pytest.raises(InvalidQuestion) as caught:
            call()
        assert (caught.value.field, caught.value.status) == (field, 400)


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


def test_an_embedders_name_that_no_database_can_hold_is_refused() -> None:
    mind = Mind(make_tenant())
    mind.add("tea")
    given = Given(at_angle(0).vectors[0], "a\x00")
    with pytest.raises(InvalidVector, match="name"):
        mind.ask("tea", given=given)
    with pytest.raises(InvalidVector, match="name"):
        mind.memory.brought(at_angle(0).vectors, "a\x00", tenant_id=mind.tenant_id)


def test_a_search_leaves_the_connection_as_it_was(way: str) -> None:
    mind = Mind(make_tenant())
    mind.add("tea")
    pack()
    sql.fetch("SELECT 1")
    before = _settings()
    mind.told("tea", given=Given(Mind(make_tenant()).texts.embed(
        ["tea"], name=mind.texts.name, timeout_s=1).vectors[0]))  # fmt: skip
    assert _settings() == before


def test_walking_changes_nothing_for_the_statements_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dense, "COMPARED", -1)
    monkeypatch.setattr(dense, "COMPARED_FEW", -1)
    mind = Mind(make_tenant())
    mind.add("tea")
    pack()
    seen: list[Any] = []
    ranked = lexical.rank

    def look(*args: Any) -> lexical.Ranked:
        seen.append(_settings())
        return ranked(*args)

    monkeypatch.setattr("orchestration.memory.searching.rank", look)
    assert mind.ask("tea").way == "walked"
    ((sort, scan, join),) = seen
    assert (sort, scan, join) == ("on", "on", "on")


def _settings() -> Any:
    return sql.fetch(
        "SELECT current_setting('enable_sort'), current_setting('enable_seqscan'),"
        " current_setting('enable_hashjoin')"
    )[0]


def test_wide_vectors_and_slim_ones_live_beside_each_other(way: str) -> None:
    mind = Mind(make_tenant())
    slim, wide = unit([[1.0, 0.0]]), unit([[1.0] + [0.0] * 1999])
    for vector, name in ((slim, "slim"), (wide, "wide")):
        mind.add(name, given=Embedded(known_as(mind.realm, f"{name}@1"), vector))
    pack()
    for vector, name in ((slim, "slim"), (wide, "wide")):
        given = Given(vector[0], f"{name}@1")
        assert mind.told("", given=given) == [name]
    assert mind.ask("", given=Given(wide[0], "none@1")).without


def test_a_list_shows_the_newest_first_page_by_page() -> None:
    mind = Mind(make_tenant())
    mind.add_many(*[Draft(f"tea {number}") for number in range(7)])
    seen: list[str] = []
    before = None
    for pages in (1, 2, 3):
        page = list_entries(tenant_id=mind.tenant_id, before=before, limit=3)
        seen += [each.text for each in page.entries]
        before = page.after
        assert (before is None) == (pages == 3)
    assert seen == [f"tea {number}" for number in reversed(range(7))]
