"""From uploaded files to what is to be read."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from api.gateway.openai.names import FILE, id_of
from api.gateway.openai.stores.bodies import FileBody, passage_tokens
from api.rest.permissions import require
from api.rest.tasks import READ
from orchestration.access.services import Principal
from orchestration.documents.entering import Original
from orchestration.errors import blamed
from orchestration.files.errors import UnknownFile
from orchestration.files.selectors import FileView, find_files


def originals_of(wanted: Sequence[FileBody], field: str, *, by: Principal) -> list[Original]:
    """Return files as they are read into a store. Queries: one.

    Args:
        wanted: Which ones, and what is said of each.
        field: Where they were named.
        by: Who adds them: what a store holds can be read in it.

    Raises:
        Forbidden: The key may not read files.
        UnknownFile: The tenant has no such file.
        InvalidBody: One is to be cut in a way that cannot be.
    """
    require(by, READ)
    ids = {each.file_id: id_of(each.file_id, FILE) for each in wanted}
    known = find_files([each for each in ids.values() if each is not None], tenant_id=by.tenant_id)
    found: dict[UUID, Original] = {}
    for each in wanted:
        file_id = ids[each.file_id]
        if file_id is None or file_id not in known:
            with blamed("file_id", field, each.file_id):
                raise UnknownFile(each.file_id)
        found[file_id] = _original(known[file_id], each)
    return list(found.values())


def _original(file: FileView, wanted: FileBody) -> Original:
    return Original(
        key=f"{FILE}{file.id.hex}",
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        metadata=wanted.attributes or {},
        passage_tokens=passage_tokens(wanted.chunking_strategy),
    )
