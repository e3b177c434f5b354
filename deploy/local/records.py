"""Small private files: what was chosen once (a port, a password) and must be the same next time."""

import json
import os
from pathlib import Path
from typing import Any


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one step by a file that only its owner can read (mode 0600)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def read_record(path: Path) -> dict[str, Any]:
    """Read a JSON object; a missing or damaged file counts as an empty one."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_record(path: Path, record: dict[str, Any]) -> None:
    """Store a JSON object privately."""
    write_private(path, json.dumps(record, indent=2, sort_keys=True) + "\n")
