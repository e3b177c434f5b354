"""The applets' records, for Django to find; nothing else."""

from orchestration.access.records import ApiKey, AuditEntry, Tenant
from orchestration.registry.records import ModelRecord, Replica

__all__ = ["ApiKey", "AuditEntry", "ModelRecord", "Replica", "Tenant"]
