"""The applets' records, for Django to find; nothing else."""

from orchestration.access.records import ApiKey, AuditEntry, Tenant
from orchestration.registry.records import ModelRecord, Replica
from orchestration.secrets.records import Secret

__all__ = ["ApiKey", "AuditEntry", "ModelRecord", "Replica", "Secret", "Tenant"]
