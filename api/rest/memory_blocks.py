"""Blocks: small texts that agents have in each of their prompts, and may share."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import memory_keeping_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.memories import READ, WRITE
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from orchestration.memory import blocks
from orchestration.memory.records.block import MemoryBlock
from tasks.selectors.pages import decode_cursor, page_of

PATH = "/api/v1/memories/blocks"


class BlocksView(ApiView):
    """The blocks of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe(
        {200: d.BlockPage}, parameters=[query("agent", "Those of this agent."), *PAGE],
        tag="memories",
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """List blocks, newest first."""
        params = Params(request, "agent", "limit", "cursor")
        limit = params.limit()
        found = blocks.page_of_blocks(
            tenant_id=self.principal.tenant_id,
            agent=params.text("agent"),
            below=decode_cursor(params.text("cursor")),
            limit=limit + 1,
        )
        page = page_of(found, [each.pk for each in found], limit)
        return answer({"items": [block_answer(each) for each in page.items], "next": page.next})

    @describe({201: d.BlockAnswer}, body=d.BlockBody, tag="memories")
    def post(self, request: Request) -> HttpResponse:
        """Make a block; no agent has it yet."""
        Params(request)
        values = validated(d.BlockBody, self.read_object()).model_dump()
        by = self.principal
        made = blocks.create_block(
            values.pop("name"), tenant_id=by.tenant_id, actor=by.actor, **values
        )
        return answer(block_answer(made), 201, {"Location": f"{PATH}/{made.pk}"})


class BlockView(ApiView):
    """One block."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @describe({200: d.BlockAnswer}, tag="memories")
    def get(self, request: Request, block_id: UUID) -> HttpResponse:
        """Return a block with its agents."""
        Params(request)
        return answer(block_answer(_block(self, block_id)))

    @describe({200: d.BlockAnswer}, body=d.BlockChange, tag="memories")
    def patch(self, request: Request, block_id: UUID) -> HttpResponse:
        """Change a block; its agents have what it says now in their next prompts."""
        Params(request)
        wanted = validated(d.BlockChange, self.read_object())
        values = wanted.model_dump(exclude_unset=True, exclude={"version"})
        by = self.principal
        changed = blocks.change_block(
            block_id, tenant_id=by.tenant_id, actor=by.actor, version=wanted.version, **values
        )
        return answer(block_answer(changed))

    @describe({204: None}, tag="memories")
    def delete(self, request: Request, block_id: UUID) -> HttpResponse:
        """Delete a block, out of the prompts of all its agents."""
        Params(request)
        by = self.principal
        blocks.delete_block(block_id, tenant_id=by.tenant_id, actor=by.actor)
        return HttpResponse(status=204)


class BlockAttachView(ApiView):
    """Giving blocks to agents."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.BlockAnswer}, body=d.AgentBody, tag="memories")
    def post(self, request: Request, block_id: UUID) -> HttpResponse:
        """Put a block into the prompts of an agent; it may be there already."""
        Params(request)
        agent = validated(d.AgentBody, self.read_object()).agent
        by = self.principal
        blocks.attach_block(block_id, agent, tenant_id=by.tenant_id, actor=by.actor)
        return answer(block_answer(_block(self, block_id)))


class BlockDetachView(ApiView):
    """Taking blocks from agents."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.BlockAnswer}, body=d.AgentBody, tag="memories")
    def post(self, request: Request, block_id: UUID) -> HttpResponse:
        """Take a block out of the prompts of an agent; it may be away already."""
        Params(request)
        agent = validated(d.AgentBody, self.read_object()).agent
        by = self.principal
        blocks.detach_block(block_id, agent, tenant_id=by.tenant_id, actor=by.actor)
        return answer(block_answer(_block(self, block_id)))


def _block(view: ApiView, block_id: UUID) -> MemoryBlock:
    return blocks.get_block(block_id, tenant_id=view.principal.tenant_id)


def block_answer(block: MemoryBlock) -> dict[str, Any]:
    """Return a block as it is answered. Queries: one, where its agents were not read with it."""
    return {
        "id": block.pk,
        "name": block.name,
        "description": block.description,
        "text": block.text,
        "limit": block.limit,
        "read_only": block.read_only,
        "version": block.version,
        "agents": [each.agent for each in block.attachments.all()],
        "created_at": block.created_at,
        "changed_at": block.changed_at,
    }
