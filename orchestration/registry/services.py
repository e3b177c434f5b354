"""What others may ask of the registry: which model serves a task. Copies: see `replicas`."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db import transaction

from orchestration.errors import UnknownModel
from orchestration.registry.bundled import BUNDLED
from orchestration.registry.checking import check_parameters
from orchestration.registry.records import ModelRecord
from orchestration.registry.spec import SPEC_FIELDS, ModelDevice, ModelSpec, ModelTask
from orchestration.registry.vision import OF_FILES

ANY_TASK = "any"
FRESH_S = 1.0
MISSED_S = 0.1
FILE_FIELDS = ("version", "location", "checksum", "size_bytes", "context_length", "dimensions")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The enabled models at one moment."""

    specs: tuple[ModelSpec, ...]
    defaults: frozenset[str]

    def find(self, name: str | None, task: str) -> ModelSpec | None:
        """Return the model of that name and task, or the task's default."""
        for spec in self.specs:
            wanted = spec.name in self.defaults if name is None else spec.name == name
            if wanted and task in (spec.task, ANY_TASK):
                return spec
        return None


class _Cache:
    """The catalogue, read once a second at most: submitting a task must not wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_at = float("-inf")
        self._catalogue = Catalogue((), frozenset())

    def get(self, max_age_s: float) -> Catalogue:
        with self._lock:
            if time.monotonic() - self._read_at > max_age_s:
                self._catalogue = _read_catalogue()
                self._read_at = time.monotonic()
            return self._catalogue

    def forget(self) -> None:
        with self._lock:
            self._read_at = float("-inf")


_cache = _Cache()


def _read_catalogue() -> Catalogue:
    records = list(ModelRecord.objects.filter(enabled=True).order_by("name"))
    return Catalogue(
        specs=tuple(record.to_spec() for record in records),
        defaults=frozenset(record.name for record in records if record.is_default),
    )


def forget() -> None:
    """Read the catalogue anew next time; called by whatever changes it in this process."""
    _cache.forget()


def resolve(name: str | None, task: ModelTask | Literal["any"]) -> ModelSpec:
    """Return the enabled model that serves a task.

    Changes made by other processes are seen after a second at most.

    Args:
        name: What the task asked for; None for the default.
        task: What the model must be able to do; ``any`` takes every model of that name, and
            the default for text where none is named.

    Queries:
        One a second per process; one each 100 ms while unknown names are asked for.

    Raises:
        UnknownModel: There is none; the error names those there are.
    """
    if name is None and task == ANY_TASK:
        task = "text"
    found = _cache.get(FRESH_S).find(name, task) or _cache.get(MISSED_S).find(name, task)
    if found is None:
        known = [spec.name for spec in _cache.get(FRESH_S).specs if task in (spec.task, ANY_TASK)]
        raise UnknownModel(name, task, known)
    return found


def device_of(name: str) -> ModelDevice:
    """Return where an enabled model may run; anywhere, when there is none of that name.

    Queries: one a second per process.
    """
    found = _cache.get(FRESH_S).find(name, ANY_TASK)
    return found.device if found else "any"


def enabled_models() -> list[ModelSpec]:
    """Return the models that tasks may ask for, by name. Queries: one."""
    return list(_read_catalogue().specs)


def models_since() -> list[tuple[ModelSpec, datetime]]:
    """Return the models that tasks may ask for, by name, and since when they are known. Queries:
    one."""
    records = ModelRecord.objects.filter(enabled=True).order_by("name")
    return [(record.to_spec(), record.created_at) for record in records]


def register(spec: ModelSpec, *, default: bool = False) -> ModelRecord:
    """Store a model, or the new description of a known one, and enable it.

    A known model keeps whether it is the default, unless `default` says so.

    Queries: three at most, in one transaction.

    Raises:
        InvalidParameters: Its parameters are not valid for what it does.
    """
    check_parameters(spec)
    with transaction.atomic():
        values = {name: getattr(spec, name) for name in SPEC_FIELDS if name != "name"}
        record, _ = ModelRecord.objects.update_or_create(
            name=spec.name, defaults={**values, "enabled": True}
        )
        if default:
            _make_default(record)
    forget()
    return record


def renewed(spec: ModelSpec) -> ModelSpec:
    """Return the description of new files with what operators decided for the model of that name.

    That is where it runs, its parameters and the length of its answers; a projector belongs to the
    files.

    Queries: one.
    """
    known = ModelRecord.objects.filter(name=spec.name, task=spec.task).first()
    if known is None:
        return spec
    decided = known.to_spec()
    kept = {key: each for key, each in decided.parameters.items() if key not in OF_FILES}
    return replace(
        spec,
        device=decided.device,
        parameters={**kept, **spec.parameters},
        default_max_tokens=min(decided.default_max_tokens, spec.context_length),
    )


def make_default(name: str) -> ModelRecord:
    """Let a model serve the tasks that name none.

    Queries: four, in one transaction.

    Raises:
        UnknownModel: There is no enabled model of that name.
    """
    with transaction.atomic():
        record = ModelRecord.objects.select_for_update().filter(name=name, enabled=True).first()
        if record is None:
            known = ModelRecord.objects.filter(enabled=True).order_by("name")
            raise UnknownModel(name, "", list(known.values_list("name", flat=True)))
        _make_default(record)
    forget()
    return record


def _make_default(record: ModelRecord) -> None:
    ModelRecord.objects.filter(task=record.task, is_default=True).exclude(pk=record.pk).update(
        is_default=False
    )
    record.is_default = True
    record.save(update_fields=["is_default", "updated_at"])


def remove(name: str) -> ModelSpec:
    """Take a model out of the registry; its files stay. Queries: three.

    Raises:
        UnknownModel: There is none of that name.
    """
    record = ModelRecord.objects.filter(name=name).first()
    if record is None:
        known = ModelRecord.objects.order_by("name").values_list("name", flat=True)
        raise UnknownModel(name, "", list(known))
    spec = record.to_spec()
    record.delete()
    forget()
    return spec


def seed_bundled() -> list[str]:
    """Register the models that ship, and return the names of those that were new.

    Safe to repeat: what an operator changed stays, only what describes the files
    is brought up to date. Each becomes its task's default when there is none.

    Queries: up to four per model, in one transaction.
    """
    with transaction.atomic():
        made = [spec.name for spec in BUNDLED if _seed(spec)]
    forget()
    return made


def _seed(spec: ModelSpec) -> bool:
    values = {name: getattr(spec, name) for name in SPEC_FIELDS if name != "name"}
    record, created = ModelRecord.objects.get_or_create(name=spec.name, defaults=values)
    if created and not ModelRecord.objects.filter(task=spec.task, is_default=True).exists():
        _make_default(record)
    changed = [name for name in FILE_FIELDS if getattr(record, name) != values[name]]
    if changed:
        for name in changed:
            setattr(record, name, values[name])
        record.save(update_fields=[*changed, "updated_at"])
    return created
