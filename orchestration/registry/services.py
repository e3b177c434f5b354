"""Finding models."""

from orchestration.errors import UnknownModel
from orchestration.registry.records import ModelRecord
from orchestration.registry.spec import ModelSpec


def resolve(name: str | None, model_task: str) -> ModelSpec:
    """Return the spec."""
    records = ModelRecord.objects.filter(enabled=True, task=model_task)
    record = records.filter(name=name).first() if name else records.filter(is_default=True).first()
    if record is None:
        raise UnknownModel(name, model_task, list(records.values_list("name", flat=True)))
    return record.to_spec()
