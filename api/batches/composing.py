"""Writing a batch's output and errors: streamed, once, when all its lines have ended."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from api.batches.answers import Answer, answer_of, unreached
from api.batches.lines import lines_of
from api.batches.requests import BadLine, request_of
from orchestration.blobs import services as blobs
from orchestration.blobs.ports import BlobRef
from orchestration.blobs.selectors import get_blob
from orchestration.blobs.spool import Spool
from orchestration.blobs.stores import upload_folder
from orchestration.files import services as files
from tasks.selectors.file_batches import FileBatchView, line_ends
from tasks.services.file_batches import Written, finish

JSONL: Final = "application/jsonl"
_STEP: Final = 100
_REST: Final = 0.5
"""How long it rests after each step, in times of the step: others work in this process, too."""
_DAY_S: Final = 86_400.0


class _Half:
    """One of the two files, on its way."""

    def __init__(self, stack: ExitStack) -> None:
        self._spool = stack.enter_context(Spool(sys.maxsize, upload_folder()))
        self.lines = 0

    def take(self, answer: Answer) -> None:
        self._spool.feed(answer.raw)
        self.lines += 1

    def stored(self, batch: FileBatchView) -> BlobRef | None:
        """Store it; None when it has no line. The work is done: it is kept also without room."""
        if not self.lines:
            return None
        return blobs.store(self._spool, tenant_id=batch.tenant_id, media_type=JSONL, limited=False)


def compose(batch: FileBatchView) -> bool:
    """Write the files and end the batch; return whether it had not ended meanwhile.

    What a crash or a quicker one leaves behind are blobs without an owner, which pruning deletes.
    Queries: one for each hundred lines, and about twenty.

    Raises:
        StoreUnavailable: a result cannot be read now, or the store takes nothing.
        UnknownBlob, BlobLost: the input is gone, which a batch that was cut short needs.
    """
    with ExitStack() as stack:
        good, bad = _Half(stack), _Half(stack)
        for answer in _answers(batch):
            (good if answer.good else bad).take(answer)
        output, errors = good.stored(batch), bad.stored(batch)
    with transaction.atomic():
        written = Written(
            output_file_id=_entered(batch, output, "output"),
            error_file_id=_entered(batch, errors, "error"),
            completed=good.lines,
            failed=bad.lines,
        )
        if finish(batch, written):
            return True
        transaction.set_rollback(True)
    return False


def _entered(batch: FileBatchView, stored: BlobRef | None, what: str) -> UUID | None:
    if stored is None:
        return None
    usual_s = settings.SWITCHYARD.files.batch_days * _DAY_S
    made = files.enter(
        stored,
        tenant_id=batch.tenant_id,
        name=f"batch_{batch.id.hex}_{what}.jsonl",
        purpose=files.BATCH_OUTPUT,
        expires_s=batch.output_expires_s or usual_s,
    )
    return made.id


def _answers(batch: FileBatchView) -> Iterator[Answer]:
    after, began = 0, time.monotonic()
    while found := line_ends(batch.id, after=after, limit=_STEP):
        yield from (answer_of(batch, line) for line in found)
        after = found[-1].number
        time.sleep(_REST * (time.monotonic() - began))
        began = time.monotonic()
    if batch.submitted < batch.total:
        yield from _rest(batch)


def _rest(batch: FileBatchView) -> Iterator[Answer]:
    """Yield the lines that were never submitted."""
    blob = get_blob(batch.input_sha256, tenant_id=batch.tenant_id)
    lines = lines_of(
        blobs.read(blob, batch.read_at),
        most=settings.SWITCHYARD.limits.body_bytes,
        start=batch.read_at,
        number=batch.read_lines,
    )
    for line in lines:
        try:
            custom_id = request_of(line, batch.endpoint).custom_id
        except BadLine:  # the limits were lowered since the file was read
            custom_id = ""
        yield unreached(batch, line.number, custom_id, batch.ending)
