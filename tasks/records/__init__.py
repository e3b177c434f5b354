"""The records of tasks and of what moves them, one noun per file; `tasks.models` names them all."""
