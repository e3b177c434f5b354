"""Asking workers to pull a model."""

from django.db import transaction

from orchestration.access.services import audit
from orchestration.errors import UnknownModel
from orchestration.registry.pull import source_of
from orchestration.registry.records import ModelRecord
from orchestration.registry.replicas import Place, want
from tasks.errors import NotFound
from tasks.selectors.workers import WorkerView, device_fits, present_workers

_WITHOUT_MODELS = ("io", "ingest")


def ask_for_copies(model: str, *, worker: str | None, by: str) -> list[str]:
    """Ask one worker, or all that may run a model, to pull it; they begin at their next heartbeat.

    One that has the file already says so and pulls nothing.

    Args:
        model: The model's name.
        worker: A worker's name; None for all.
        by: Who asks.

    Returns:
        The names of the workers that were asked.

    Queries: four at most.

    Raises:
        UnknownModel: There is no enabled model of that name.
        UserError: Its record does not say where it can be had.
        NotFound: No such worker is live where the model may run.
    """
    record = ModelRecord.objects.filter(name=model, enabled=True).first()
    if record is None:
        known = ModelRecord.objects.filter(enabled=True).order_by("name")
        raise UnknownModel(model, "", list(known.values_list("name", flat=True)[:50]))
    source_of(record.to_spec())
    asked = _asked(worker, record.device)
    places = {Place(each.host, each.name, each.id) for each in asked}
    with transaction.atomic():
        want(record.pk, list(places), by=by)
        names = sorted({each.name for each in asked})
        audit(actor=by, action="pull", subject_type="model", subject_id=str(record.pk),
              model=model, workers=names)  # fmt: skip
    return names


def _asked(name: str | None, device: str) -> list[WorkerView]:
    able = [w for w in present_workers() if w.live and _may_run(w, device)]
    newest = {(w.host, w.name): w for w in sorted(able, key=lambda w: w.started_at)}
    asked = [worker for worker in newest.values() if name in (None, worker.name)]
    if not asked:
        named = f" {name}" if name else ""
        where = "models" if device == "any" else f"models on {device}, where alone this one may run"
        there = ", ".join(sorted({worker.name for worker in able})) or "none"
        raise NotFound(
            f"No live worker{named} runs {where}.",
            field="worker",
            value=name,
            mend=f"Start one, or choose among those that are live: {there}.",
        )
    return asked


def _may_run(worker: WorkerView, device: str) -> bool:
    return worker.device not in _WITHOUT_MODELS and device_fits(device, worker.device)
