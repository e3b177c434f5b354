"""Examples of routing: files, services, vectors, and the command."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from orchestration.access.records import AuditEntry
from orchestration.classifying import selectors, services
from orchestration.classifying.applying import Order, apply, seed_shipped
from orchestration.classifying.entries import LONGEST, MOST, Entry
from orchestration.classifying.errors import ExampleKnown, InvalidExamples
from orchestration.classifying.reading import SHIPPED, read_files
from orchestration.classifying.records import RoutingExample
from orchestration.classifying.writing import to_yaml

pytestmark = pytest.mark.django_db
BY = "user:test"


def entry(text: str = "Sort this list", **changes: Any) -> Entry:
    return Entry(**{"text": text, "intent": "code", "content_type": "code", "complexity": "low",
                    **changes})  # fmt: skip


def with_vector(row: RoutingExample, embedder: str = "e@1") -> None:
    RoutingExample.objects.filter(pk=row.pk).update(vector=[1.0, 0.0], embedder=embedder)


def command(*words: str) -> str:
    out = StringIO()
    call_command("routing", "examples", *words, stdout=out)
    return out.getvalue()


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_what_ships_is_seeded_once_and_never_over_what_an_admin_made() -> None:
    assert seed_shipped() == len(read_files([SHIPPED])) > 500
    before = selectors.version()
    RoutingExample.objects.exclude(text__startswith="Write").delete()
    assert seed_shipped() == 0
    assert selectors.version() == before


def test_applying_twice_changes_nothing_and_says_nothing_new(tmp_path: Path) -> None:
    entries = [entry(), entry("What broke?", intent="debug", enabled=False)]
    assert apply(entries, Order(by=BY))["created"] == 2
    version, told = selectors.version(), AuditEntry.objects.count()
    assert dict(apply(entries, Order(by=BY))) == {"created": 0, "unchanged": 2}
    assert (selectors.version(), AuditEntry.objects.count()) == (version, told)


def test_applying_changes_prunes_or_keeps_as_it_is_told() -> None:
    apply([entry(), entry("gone")], Order(by=BY))
    changed = [entry(complexity="high")]
    assert apply(changed, Order(by=BY, overwrite=False))["unchanged"] == 1
    dry = apply(changed, Order(by=BY, prune=True, dry_run=True))
    assert (dry["changed"], dry["removed"]) == (1, 1)
    assert RoutingExample.objects.count() == 2
    apply(changed, Order(by=BY, prune=True))
    assert selectors.read_entries() == changed


def test_files_go_out_and_in_unchanged(tmp_path: Path) -> None:
    entries = [
        entry("with: a colon, 'quotes' and \"more\""),
        entry("two\nlines\n\n    and code {}", intent="debug"),
        entry("yes", enabled=False),
        entry("12", content_type="general"),
        entry("ünïcode … ✓", intent="docs", complexity="high"),
    ]
    back = read_files([written(tmp_path / "a.yaml", to_yaml(entries))])
    assert sorted(back, key=repr) == sorted(entries, key=repr)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("code:\n  code:\n    lo:\n      - x\n", 4, "There is no 'lo'"),
        ("code:\n  code:\n    low:\n      - x\n      - a: b\n", 5, "This is no example"),
        ("code:\n  code:\n    low:\n      - ''\n", 4, "needs a text"),
        ("code:\n  - x\n", 2, "where no example may stand"),
        ("- x\n", 1, "where no example may stand"),
        ("code:\n  code:\n    low:\n      - x\n      - x\n", 5, "The same text stands at"),
        ("code:\n  code:\n    low:\n      - {text: x, enabled: perhaps}\n", 4, "no switch"),
    ],
)
def test_mistakes_in_files_are_told_with_their_lines(
    text: str, line: int, says: str, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.yaml", text)
    with pytest.raises(InvalidExamples) as caught:
        read_files([path])
    [problem] = caught.value.problems
    assert problem.field.startswith(f"{path}:{line}")
    assert says in problem.message


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", written(tmp_path / "bad.yaml", "a: [")):
        with pytest.raises(InvalidExamples, match="cannot be read"):
            read_files([path])


def test_a_new_text_loses_the_vector_and_a_new_class_keeps_it() -> None:
    row = services.add(entry(), by=BY)
    with_vector(row)
    services.change(row.pk, entry(intent="docs"), by=BY)
    row.refresh_from_db()
    assert (row.intent, row.embedder) == ("docs", "e@1")
    services.change(row.pk, entry("Sort that list"), by=BY)
    row.refresh_from_db()
    assert (row.vector, row.embedder) == (None, "")


def test_every_change_raises_the_version_and_is_audited() -> None:
    seen = [selectors.version()]
    row = services.add(entry(), by=BY)
    seen.append(selectors.version())
    services.switch(row.pk, enabled=False, by=BY)
    seen.append(selectors.version())
    services.remove(row.pk, by=BY)
    seen.append(selectors.version())
    assert seen == sorted(set(seen))
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", "actor"))
    assert actions == [("create", BY), ("change", BY), ("delete", BY)]


def test_what_is_gone_stays_gone() -> None:
    row = services.add(entry(), by=BY)
    services.remove(row.pk, by=BY)
    services.remove(row.pk, by=BY)
    services.change(row.pk, entry("new"), by=BY)
    assert not RoutingExample.objects.exists()


def test_wrong_examples_are_refused_with_what_to_do() -> None:
    services.add(entry(), by=BY)
    other = services.add(entry("other"), by=BY)
    for wrong in (entry(""), entry("x" * (LONGEST + 1)), entry("y", intent="magic")):
        with pytest.raises(InvalidExamples):
            services.add(wrong, by=BY)
    with pytest.raises(ExampleKnown, match="already"):
        services.add(entry(), by=BY)
    with pytest.raises(ExampleKnown):
        services.change(other.pk, entry(), by=BY)
    services.change(other.pk, entry("other", complexity="high"), by=BY)


def test_there_are_never_more_than_can_be_learnt() -> None:
    many = [entry(f"text {number}") for number in range(MOST + 1)]
    with pytest.raises(InvalidExamples, match=f"at most {MOST}"):
        apply(many, Order(by=BY))
    assert not RoutingExample.objects.exists()


def test_the_database_itself_refuses_twins_and_vectors_of_nobody() -> None:
    row = services.add(entry(), by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoutingExample.objects.create(text=row.text, intent="code")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoutingExample.objects.filter(pk=row.pk).update(embedder="somebody")


def test_only_enabled_examples_with_a_vector_of_this_embedder_count() -> None:
    rows = [services.add(entry(text), by=BY) for text in ("a", "b", "c", "d")]
    with_vector(rows[0])
    with_vector(rows[1], "another@2")
    with_vector(rows[2])
    services.switch(rows[2].pk, enabled=False, by=BY)
    found = selectors.read_examples("e@1")
    assert [each.text for each in found.entries] == ["a"]
    assert list(found.vectors) == [[1.0, 0.0]]
    assert found.missing == 2


def test_the_command_applies_exports_and_counts(tmp_path: Path) -> None:
    said = command("apply", "--shipped")
    assert f"{len(read_files([SHIPPED]))} created" in said
    assert "wait for their vectors" in said
    assert "0 created" in command("apply", "--shipped", "--dry-run")
    path = tmp_path / "out.yaml"
    command("export", "--output", str(path))
    assert read_files([path]) == read_files([SHIPPED])
    assert "intent: code" in command("list")
    with pytest.raises(CommandError, match="Name a file"):
        command("apply")
    with pytest.raises(CommandError, match="Nothing was stored"):
        command("apply", str(tmp_path / "none.yaml"))
