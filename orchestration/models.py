"""The applets' records, for Django to find; nothing else."""

from orchestration.access.records import ApiKey, AuditEntry, Tenant
from orchestration.blobs.records import Blob, BlobAccount, BlobReference
from orchestration.cache.records import CachedAnswer, CacheHour
from orchestration.classifying.records import ExamplesVersion, RoutingExample
from orchestration.conversations.records import Conversation, ConversationMessage
from orchestration.documents.records import Collection, Document, DocumentTally, PassagePlace
from orchestration.files.records import FileRecord
from orchestration.memory.records.block import BlockAttachment, MemoryBlock
from orchestration.memory.records.consolidation import Consolidation
from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.history import EntryLink, EntryVersion
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.retention import EntryUse, RetentionRule
from orchestration.memory.records.segment import Posting, Segment, Tally
from orchestration.memory.records.space import Space
from orchestration.memory.records.vector import EntryVector, PendingVector
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
    "BlockAttachment",
    "Budget",
    "BudgetPeriod",
    "CacheHour",
    "CachedAnswer",
    "CallLimit",
    "Collection",
    "Consolidation",
    "Conversation",
    "ConversationMessage",
    "Delay",
    "Document",
    "DocumentTally",
    "Embedder",
    "Entry",
    "EntryLink",
    "EntryUse",
    "EntryVector",
    "EntryVersion",
    "ExamplesVersion",
    "ExternalModelRecord",
    "FileRecord",
    "MemoryBlock",
    "MemoryEntry",
    "ModelRecord",
    "OpenCall",
    "PassagePlace",
    "PendingVector",
    "Posting",
    "Price",
    "Prompt",
    "PromptLabel",
    "PromptVersion",
    "ProviderRecord",
    "Realm",
    "Replica",
    "RetentionRule",
    "RoutingExample",
    "RoutingPolicy",
    "Secret",
    "Segment",
    "Space",
    "SpecialistRecord",
    "Tally",
    "Tenant",
    "UsageHour",
]
