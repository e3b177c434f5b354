"""What an API key may be allowed to do."""

from typing import Final

SCOPES: Final[dict[str, str]] = {
    "tasks:read": "read its tenant's tasks, batches and schedules",
    "tasks:write": "submit, cancel, retry and reprioritise its tenant's tasks",
    "prompts:read": "read its tenant's prompts, and render them",
    "prompts:write": "write its tenant's prompts, and move their labels",
    "memories:read": "find and read what its tenant remembers",
    "memories:write": "remember, change and forget for its tenant",
    "documents:read": "find and read its tenant's documents and collections",
    "documents:write": "add, change and delete its tenant's documents and collections",
    "webhooks:read": "see its tenant's webhooks and what was told to them",
    "webhooks:write": "have its tenant's tasks, and their results, told to URLs",
    "usage:read": "see what its tenant used and what its budgets leave",
    "cache:write": "delete its tenant's kept answers",
    "fleet:read": "see queues, workers and models",
    "fleet:operate": "pause and limit queues, drain workers",
    "diagnostics": "submit diagnostic kinds",
}
DEFAULT_SCOPES: Final = ("tasks:read", "tasks:write", "prompts:read", "usage:read", "fleet:read")
