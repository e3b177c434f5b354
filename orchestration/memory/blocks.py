"""Blocks: small texts that agents always have before their eyes, and may share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from orchestration.access.services import audit
from orchestration.memory.errors import BlockTooLong, InvalidMemory, MemoryChanged, UnknownBlock
from orchestration.memory.records.block import BlockAttachment, MemoryBlock
from orchestration.memory.spaces import realm_of
from orchestration.memory.storable import check_stored

SUBJECT: Final = "memory block"
MOST: Final = 100
"""Blocks of one agent, at most: they are all in each of its prompts."""
MOST_AGENTS: Final = 1_000
"""Agents of one block, at most."""


def create_block(name: str, *, tenant_id: UUID, actor: str, **values: Any) -> MemoryBlock:
    """Make a block. Queries: three to five.

    Args:
        name: How prompts call it; a tenant has each name once.
        tenant_id: Whose it is.
        actor: Who does it, for the audit log.
        values: Text, limit, description, read_only.

    Raises:
        InvalidMemory: The tenant has one of that name, or no database can hold it.
        BlockTooLong: Its text is longer than its limit.
    """
    realm = realm_of(tenant_id)
    check_stored(name=name, **values)
    block = MemoryBlock(realm_id=realm.id, name=name, **values)
    _check(block.text, block.limit)
    try:
        with transaction.atomic():
            block.save(force_insert=True)
            _note(block, tenant_id, actor, "add", name=name)
    except IntegrityError as error:
        raise InvalidMemory(
            f"There is a block named {name} already.", field="name", value=name,
            mend="Change that one, or choose another name.",
        ) from error  # fmt: skip
    return get_block(block.pk, tenant_id=tenant_id)


def get_block(block_id: UUID, *, tenant_id: UUID) -> MemoryBlock:
    """Return a block. Queries: one.

    Raises:
        UnknownBlock: The tenant has none of that id.
    """
    found = MemoryBlock.objects.filter(pk=block_id, realm__tenant_id=tenant_id).first()
    if found is None:
        raise UnknownBlock(block_id)
    return found


def list_blocks(*, tenant_id: UUID, agent: str | None = None) -> Sequence[MemoryBlock]:
    """Return a tenant's blocks, or those of one of its agents, by name. Queries: one."""
    wanted = MemoryBlock.objects.filter(realm__tenant_id=tenant_id)
    if agent is not None:
        wanted = wanted.filter(attachments__agent=agent)
    return list(wanted.order_by("name"))


def page_of_blocks(
    *, tenant_id: UUID, agent: str | None = None, below: UUID | None = None, limit: int = 20
) -> Sequence[MemoryBlock]:
    """Return blocks with their agents, newest first, with ids below one. Queries: two."""
    wanted = MemoryBlock.objects.filter(realm__tenant_id=tenant_id).prefetch_related("attachments")
    if agent is not None:
        wanted = wanted.filter(attachments__agent=agent)
    if below is not None:
        wanted = wanted.filter(pk__lt=below)
    return list(wanted.order_by("-pk")[:limit])


def change_block(
    block_id: UUID, *, tenant_id: UUID, actor: str, version: int | None = None, **values: Any
) -> MemoryBlock:
    """Change a block; all agents that share it see that with their next prompt. Queries: four.

    Args:
        block_id: Which one.
        tenant_id: Whose it must be.
        actor: Who does it, for the audit log, which tells the fields but not what they say.
        version: The version that the change was made for; None for any.
        values: Text, limit, description, read_only.

    Raises:
        UnknownBlock: The tenant has none of that id.
        MemoryChanged: It has another version.
        BlockTooLong: Its text would be longer than its limit.
        InvalidMemory: No database can hold it.
    """
    check_stored(**values)
    block = get_block(block_id, tenant_id=tenant_id)
    _check(values.get("text", block.text), values.get("limit", block.limit))
    expected = block.version if version is None else version
    with transaction.atomic():
        changed = MemoryBlock.objects.filter(pk=block_id, version=expected).update(
            **values, version=F("version") + 1, changed_at=Now()
        )
        if changed:
            _note(block, tenant_id, actor, "change", fields=sorted(values), version=expected + 1)
    block = get_block(block_id, tenant_id=tenant_id)
    if not changed:
        raise MemoryChanged(block_id, expected, block.version)
    return block


def delete_block(block_id: UUID, *, tenant_id: UUID, actor: str) -> None:
    """Delete a block. Queries: four.

    Raises:
        UnknownBlock: The tenant has none of that id.
    """
    block = get_block(block_id, tenant_id=tenant_id)
    with transaction.atomic():
        _note(block, tenant_id, actor, "delete", name=block.name)
        block.delete()


def attach_block(block_id: UUID, agent: str, *, tenant_id: UUID, actor: str) -> None:
    """Put a block before an agent's eyes; it may be there already. Queries: five or six.

    Raises:
        UnknownBlock: The tenant has none of that id.
        InvalidMemory: The agent has as many as it may, or the block has, or no database can hold
            the agent's name.
    """
    check_stored(agent=agent)
    block = get_block(block_id, tenant_id=tenant_id)
    of_agent = BlockAttachment.objects.filter(agent=agent, block__realm__tenant_id=tenant_id)
    if of_agent.filter(block=block).exists():
        return
    if of_agent.count() >= MOST:
        raise InvalidMemory(
            f"The agent {agent} has {MOST} blocks already.", field="agent", value=agent,
            mend="Take one away first, or put several texts into one.",
        )  # fmt: skip
    if block.attachments.count() >= MOST_AGENTS:
        raise InvalidMemory(
            f"The block {block.name} has {MOST_AGENTS:,} agents already.", field="agent",
            value=agent, mend="Take it away from one first.",
        )  # fmt: skip
    with transaction.atomic():
        _, made = BlockAttachment.objects.get_or_create(block=block, agent=agent)
        if made:
            _note(block, tenant_id, actor, "attach", agent=agent)


def detach_block(block_id: UUID, agent: str, *, tenant_id: UUID, actor: str) -> None:
    """Take a block away from an agent; it may be away already. Queries: two or three.

    Raises:
        UnknownBlock: The tenant has none of that id.
    """
    block = get_block(block_id, tenant_id=tenant_id)
    with transaction.atomic():
        gone, _ = BlockAttachment.objects.filter(block=block, agent=agent).delete()
        if gone:
            _note(block, tenant_id, actor, "detach", agent=agent)


def _note(block: MemoryBlock, tenant_id: UUID, actor: str, action: str, **detail: Any) -> None:
    audit(
        actor=actor, action=action, subject_type=SUBJECT, subject_id=str(block.pk),
        tenant_id=tenant_id, **detail,
    )  # fmt: skip


def rendered(blocks: Sequence[MemoryBlock]) -> str:
    """Return blocks as they stand in a prompt, each below its name."""
    return "\n\n".join(f"## {each.name}\n{each.text}".rstrip() for each in blocks if each.text)


def _check(text: str, limit: int) -> None:
    if len(text) > limit:
        raise BlockTooLong(len(text), limit)
