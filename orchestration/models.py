"""The applets' records, for Django to find; nothing else."""

from orchestration.access.records import ApiKey, AuditEntry, Tenant
from orchestration.blobs.records import Blob, BlobAccount, BlobReference
from orchestration.cache.records import CachedAnswer, CacheHour
from orchestration.classifying.records import ExamplesVersion, RoutingExample
from orchestration.files.records import FileRecord
from orchestration.policies.records import RoutingPolicy
from orchestration.prompts.records import Prompt, PromptLabel, PromptVersion
from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.registry.records import ModelRecord, Replica
from orchestration.secrets.records import Secret
from orchestration.specialists.records import SpecialistRecord
from orchestration.usage.records import (
    Budget,
    BudgetPeriod,
    CallLimit,
    Delay,
    Entry,
    OpenCall,
    Price,
    UsageHour,
)

__all__ = [
    "ApiKey",
    "AuditEntry",
    "Blob",
    "BlobAccount",
    "BlobReference",
    "Budget",
    "BudgetPeriod",
    "CacheHour",
    "CachedAnswer",
    "CallLimit",
    "Delay",
    "Entry",
    "ExamplesVersion",
    "ExternalModelRecord",
    "FileRecord",
    "ModelRecord",
    "OpenCall",
    "Price",
    "Prompt",
    "PromptLabel",
    "PromptVersion",
    "ProviderRecord",
    "Replica",
    "RoutingExample",
    "RoutingPolicy",
    "Secret",
    "SpecialistRecord",
    "Tenant",
    "UsageHour",
]
