"""Texts that agents always have before their eyes."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from orchestration.access.records import AuditEntry
from orchestration.memory import blocks
from orchestration.memory.errors import BlockTooLong, InvalidMemory, MemoryChanged, UnknownBlock
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db

KEY = "key:test"


def test_a_block_is_shared_by_the_agents_that_it_is_attached_to() -> None:
    tenant = make_tenant().pk
    house = blocks.create_block("house", tenant_id=tenant, actor=KEY, text="Be brief.")
    blocks.create_block("empty", tenant_id=tenant, actor=KEY)
    for agent in ("ann", "bob", "ann"):
        blocks.attach_block(house.pk, agent, tenant_id=tenant, actor=KEY)
    blocks.change_block(house.pk, tenant_id=tenant, actor=KEY, text="Be kind.")
    for agent in ("ann", "bob"):
        mine = blocks.list_blocks(tenant_id=tenant, agent=agent)
        assert blocks.rendered(mine) == "## house\nBe kind."
    blocks.detach_block(house.pk, "ann", tenant_id=tenant, actor=KEY)
    assert blocks.list_blocks(tenant_id=tenant, agent="ann") == []
    assert len(blocks.list_blocks(tenant_id=tenant)) == 2


def test_a_block_takes_no_more_than_its_limit() -> None:
    tenant = make_tenant().pk
    with pytest.raises(BlockTooLong, match="takes 5"):
        blocks.create_block("small", tenant_id=tenant, actor=KEY, text="sixsix", limit=5)
    small = blocks.create_block("small", tenant_id=tenant, actor=KEY, text="fives", limit=5)
    with pytest.raises(BlockTooLong):
        blocks.change_block(small.pk, tenant_id=tenant, actor=KEY, text="sixsix")
    with pytest.raises(BlockTooLong):
        blocks.change_block(small.pk, tenant_id=tenant, actor=KEY, limit=4)


def test_what_no_database_can_hold_is_refused_by_its_field() -> None:
    who: dict[str, Any] = {"tenant_id": make_tenant().pk, "actor": KEY}
    block = blocks.create_block("plan", **who)
    calls: dict[str, Callable[[], object]] = {
        "name": partial(blocks.create_block, "a\x00", **who),
        "text": partial(blocks.change_block, block.pk, text="\x00", **who),
        "description": partial(blocks.create_block, "a", description="\x00", **who),
        "agent": partial(blocks.attach_block, block.pk, "\x00", **who),
    }
    for field, call in calls.items():
        with pytest.raises(InvalidMemory) as caught:
            call()
        assert caught.value.field == field


def test_a_change_for_another_version_is_refused() -> None:
    tenant = make_tenant().pk
    block = blocks.create_block("plan", tenant_id=tenant, actor=KEY, text="a")
    blocks.change_block(block.pk, tenant_id=tenant, actor=KEY, version=1, text="b")
    with pytest.raises(MemoryChanged):
        blocks.change_block(block.pk, tenant_id=tenant, actor=KEY, version=1, text="c")
    assert blocks.get_block(block.pk, tenant_id=tenant).text == "b"


def test_names_are_taken_once_and_agents_have_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = make_tenant().pk
    first = blocks.create_block("one", tenant_id=tenant, actor=KEY)
    with pytest.raises(InvalidMemory, match="named one"):
        blocks.create_block("one", tenant_id=tenant, actor=KEY)
    second = blocks.create_block("two", tenant_id=tenant, actor=KEY)
    monkeypatch.setattr(blocks, "MOST", 1)
    monkeypatch.setattr(blocks, "MOST_AGENTS", 1)
    for _ in range(2):  # again is no more
        blocks.attach_block(first.pk, "ann", tenant_id=tenant, actor=KEY)
    with pytest.raises(InvalidMemory, match="1 blocks"):
        blocks.attach_block(second.pk, "ann", tenant_id=tenant, actor=KEY)
    with pytest.raises(InvalidMemory, match="1 agents"):
        blocks.attach_block(first.pk, "bob", tenant_id=tenant, actor=KEY)


def test_what_is_done_to_blocks_stands_in_the_audit_log_once() -> None:
    tenant = make_tenant().pk
    block = blocks.create_block("plan", tenant_id=tenant, actor=KEY, text="a")
    blocks.change_block(block.pk, tenant_id=tenant, actor=KEY, text="secret", limit=10)
    for _ in range(2):
        blocks.attach_block(block.pk, "ann", tenant_id=tenant, actor=KEY)
    for _ in range(2):
        blocks.detach_block(block.pk, "ann", tenant_id=tenant, actor=KEY)
    with pytest.raises(MemoryChanged):
        blocks.change_block(block.pk, tenant_id=tenant, actor=KEY, version=1, text="b")
    blocks.delete_block(block.pk, tenant_id=tenant, actor=KEY)
    entries = AuditEntry.objects.filter(tenant_id=tenant, actor=KEY, subject_id=str(block.pk))
    assert [(each.action, each.detail) for each in entries.order_by("pk")] == [
        ("add", {"name": "plan"}),
        ("change", {"fields": ["limit", "text"], "version": 2}),
        ("attach", {"agent": "ann"}),
        ("detach", {"agent": "ann"}),
        ("delete", {"name": "plan"}),
    ]


def test_another_tenants_block_is_not_there() -> None:
    tenant, other = make_tenant().pk, make_tenant().pk
    block = blocks.create_block("mine", tenant_id=tenant, actor=KEY, text="secret")
    blocks.attach_block(block.pk, "ann", tenant_id=tenant, actor=KEY)
    assert blocks.list_blocks(tenant_id=other, agent="ann") == []
    for deed in (
        lambda: blocks.get_block(block.pk, tenant_id=other),
        lambda: blocks.change_block(block.pk, tenant_id=other, actor=KEY, text=""),
        lambda: blocks.attach_block(block.pk, "eve", tenant_id=other, actor=KEY),
        lambda: blocks.detach_block(block.pk, "ann", tenant_id=other, actor=KEY),
        lambda: blocks.delete_block(block.pk, tenant_id=other, actor=KEY),
    ):
        with pytest.raises(UnknownBlock):
            deed()
    blocks.delete_block(block.pk, tenant_id=tenant, actor=KEY)
    assert blocks.list_blocks(tenant_id=tenant) == []
