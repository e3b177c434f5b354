"""What an API key may be allowed to do."""

from typing import Final

SCOPES: Final[dict[str, str]] = {
    "tasks:read": "read its tenant's tasks, batches and schedules",
    "tasks:write": "submit, cancel, retry and reprioritise its tenant's tasks",
    "fleet:read": "see queues, workers and models",
    "fleet:operate": "pause and limit queues, drain workers",
    "diagnostics": "submit diagnostic kinds",
}
DEFAULT_SCOPES: Final = ("tasks:read", "tasks:write", "fleet:read")
