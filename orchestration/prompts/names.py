"""What names of prompts and labels look like."""

from __future__ import annotations

from typing import Final

NAME: Final = r"^[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?\Z"
LABEL: Final = r"^[a-z]([a-z0-9._-]{0,61}[a-z0-9])?\Z"
PRODUCTION: Final = "production"
