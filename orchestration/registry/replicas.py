"""Who holds a copy of which model: what workers see, report, and are asked to pull."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from orchestration.errors import ModelUnavailable
from orchestration.registry.checksums import size_of
from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.places import locate
from orchestration.registry.records import ModelRecord, Replica
from orchestration.registry.spec import ModelSpec
from orchestration.registry.verify import Verifier
from orchestration.registry.vision import locate_projector, vision_of

log = logging.getLogger(__name__)

ReplicaState = Literal["present", "resident", "missing", "pulling", "damaged", "failed", "gone"]
USABLE: frozenset[ReplicaState] = frozenset({"present", "resident"})
LONGEST_ERROR = 2000
_REPORTED = (
    "worker_id", "path", "checksum", "state", "error", "size_bytes", "have_bytes", "verified_at",
    "memory_bytes", "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A copy of a model at a worker, as that worker sees it.

    Attributes:
        model: The model's name.
        state: ``present`` and ``resident`` (loaded) serve tasks; ``damaged`` differs from what is
            registered; ``failed`` could not be pulled.
        path: Where it lies.
        checksum: What was read; the registered one until then.
        error: What is wrong, and what to do.
        size_bytes: Of the files that are there.
        have_bytes: What has arrived, while it is pulled.
        verified_at: When the checksum was read; None while only the size is known to be right.
        memory_bytes: What it takes while it is loaded.
    """

    model: str
    state: ReplicaState
    path: str = ""
    checksum: str = ""
    error: str = ""
    size_bytes: int = 0
    have_bytes: int | None = None
    verified_at: datetime | None = None
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A worker that can hold copies: its name on a host stays, its incarnation changes."""

    host: str
    worker_name: str
    worker_id: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """A copy that an operator asks a worker for."""

    spec: ModelSpec
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as it was last reported, for those who explain and show.

    Attributes:
        total_bytes: What the model has, complete.
    """

    worker_name: str
    state: str
    error: str
    have_bytes: int | None
    total_bytes: int
    wanted: bool


def inspect(
    specs: Sequence[ModelSpec],
    folders: Sequence[Path] = (),
    resident: Iterable[str] = (),
    verifier: Verifier | None = None,
) -> list[Held]:
    """Look which models lie on this machine, for a worker's report. Touches no database.

    Costs a look at sizes and times; checksums are read in the background by the verifier, and
    until they are a copy of the right size counts as sound.
    """
    loaded = frozenset(resident)
    return [_inspect(spec, folders, verifier, resident=spec.name in loaded) for spec in specs]


def _inspect(
    spec: ModelSpec, folders: Sequence[Path], verifier: Verifier | None, *, resident: bool
) -> Held:
    """Look at one model; files that this process may not look at keep no others from serving."""
    try:
        held = _model(spec, folders, verifier, resident=resident)
        return _with_projector(held, spec, folders, verifier)
    except ModelUnavailable as error:
        return Held(spec.name, "missing", error=str(error))
    except OSError as error:
        why = f"Its files cannot be looked at: {error}. Check the path and its permissions."
        return Held(spec.name, "missing", error=why)
    except Exception as error:
        # One record that cannot be, however it was written, must not end every worker.
        log.exception("a model cannot be looked at", extra={"model": spec.name})
        return Held(spec.name, "missing", error=f"Its record cannot be used: {error!r}. Mend it.")


def _model(
    spec: ModelSpec, folders: Sequence[Path], verifier: Verifier | None, *, resident: bool
) -> Held:
    path = locate(spec, folders)
    size = size_of(path)
    if spec.size_bytes and size != spec.size_bytes:
        why = f"It has {size} bytes, registered are {spec.size_bytes}: pull or copy it again."
        return Held(spec.name, "damaged", str(path), error=why, size_bytes=size)
    found = verifier.checksum(path) if verifier and spec.checksum else None
    if found and found.checksum != spec.checksum:
        why = (
            f"Its SHA-256 is {found.checksum}, registered is {spec.checksum}: pull or copy it "
            "again, or register this version."
        )
        return Held(spec.name, "damaged", str(path), found.checksum, why, size,
                    verified_at=found.time)  # fmt: skip
    return Held(
        model=spec.name,
        state="resident" if resident else "present",
        path=str(path),
        checksum=spec.checksum,
        size_bytes=size,
        verified_at=found.time if found else None,
    )


def _with_projector(
    held: Held, spec: ModelSpec, folders: Sequence[Path], verifier: Verifier | None
) -> Held:
    """A copy of a model that reads images is as good as its projector."""
    if held.state not in USABLE:
        return held
    try:
        vision = vision_of(spec)
        if vision is None:
            return held
        path = locate_projector(spec, vision, folders)
    except InvalidParameters as error:
        return replace(held, state="damaged", error=str(error))
    except ModelUnavailable as error:
        return replace(held, state="missing", error=str(error))
    size = held.size_bytes + size_of(path)
    found = verifier.checksum(path) if verifier and vision.checksum else None
    if found and found.checksum != vision.checksum:
        why = f"The SHA-256 of {path} is {found.checksum}, registered is {vision.checksum}."
        return replace(held, state="damaged", error=f"{why} Copy it again.", size_bytes=size)
    return replace(held, size_bytes=size)


def report_replicas(
    worker_id: UUID, host: str, held: Iterable[Held], *, worker_name: str = ""
) -> None:
    """Store what a worker holds; what it no longer names is forgotten, unless it is asked for:
    the model may have been registered while the worker looked.

    Models that the registry does not know are left out.

    Queries: three, in one transaction.
    """
    reports = {each.model: each for each in held}
    place = Place(host, worker_name, worker_id)
    with transaction.atomic():
        models = dict(ModelRecord.objects.filter(name__in=reports).values_list("name", "pk"))
        mine = Replica.objects.filter(host=host, worker_name=worker_name)
        mine.filter(wanted_at=None).exclude(model_id__in=models.values()).delete()
        Replica.objects.bulk_create(
            [_replica(reports[name], pk, place) for name, pk in sorted(models.items())],
            update_conflicts=True,
            unique_fields=["model", "host", "worker_name"],
            update_fields=_REPORTED,
        )


def _replica(held: Held, model: UUID, place: Place) -> Replica:
    return Replica(
        model_id=model,
        worker_id=place.worker_id,
        worker_name=place.worker_name,
        host=place.host,
        path=held.path,
        checksum=held.checksum,
        state=held.state,
        error=held.error[:LONGEST_ERROR],
        size_bytes=held.size_bytes,
        have_bytes=held.have_bytes,
        verified_at=held.verified_at,
        memory_bytes=held.memory_bytes,
        updated_at=timezone.now(),
    )


def want(model: UUID, places: Sequence[Place], *, by: str) -> None:
    """Ask workers for a copy; each begins at its next heartbeat. Queries: one.

    The database says when: a later request must not look older because of a web server's clock.

    Args:
        model: The model record's id.
        places: Whom to ask.
        by: Who asks.
    """
    Replica.objects.bulk_create(
        [
            Replica(
                model_id=model,
                host=place.host,
                worker_name=place.worker_name,
                worker_id=place.worker_id,
                state="missing",
                wanted_at=Now(),
                wanted_by=by,
            )
            for place in sorted(places, key=lambda each: (each.host, each.worker_name))
        ],
        update_conflicts=True,
        unique_fields=["model", "host", "worker_name"],
        update_fields=["wanted_at", "wanted_by"],
    )


def wanted(host: str, worker_name: str) -> list[Wanted]:
    """Return the copies that a worker is asked for, the oldest request first. Queries: one."""
    rows = Replica.objects.filter(
        host=host, worker_name=worker_name, wanted_at__isnull=False, model__enabled=True
    ).select_related("model")
    return [
        Wanted(row.model.to_spec(), row.wanted_at)
        for row in rows.order_by("wanted_at")
        if row.wanted_at
    ]


def settle(host: str, worker_name: str, served: Iterable[Wanted]) -> None:
    """Take requests back that were served, not later ones for the same. Queries: one for each."""
    for each in served:
        Replica.objects.filter(
            host=host,
            worker_name=worker_name,
            model__name=each.spec.name,
            wanted_at__lte=each.asked_at,
        ).update(wanted_at=None)


def mark_gone(worker_ids: Sequence[UUID]) -> None:
    """Note that incarnations have ended: what they held serves nobody now. A successor of the same
    name reports for itself. Queries: one."""
    Replica.objects.filter(worker_id__in=worker_ids).exclude(state="gone").update(
        state="gone", have_bytes=None, memory_bytes=None, updated_at=Now()
    )


def copies_of(model: str) -> list[Copy]:
    """Return the copies of a model, those of gone workers left out. Queries: one."""
    rows = Replica.objects.filter(model__name=model).exclude(state="gone").select_related("model")
    return [
        Copy(
            worker_name=row.worker_name or row.host,
            state=row.state,
            error=row.error,
            have_bytes=row.have_bytes,
            total_bytes=row.model.size_bytes,
            wanted=row.wanted_at is not None,
        )
        for row in rows.order_by("worker_name", "host")[:100]
    ]


def copies_at(worker_id: UUID) -> list[Replica]:
    """Return the copies of an incarnation, by model. Queries: one."""
    rows = Replica.objects.filter(worker_id=worker_id).select_related("model")
    return list(rows.order_by("model__name")[:200])
