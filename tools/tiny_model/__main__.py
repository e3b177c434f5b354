"""Write the shipped model: `python -m tools.tiny_model [PATH]`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from tools.tiny_model.model import build

SHIPPED = Path(__file__).resolve().parents[2] / "models" / "tiny-random.gguf"


def main(arguments: list[str]) -> None:
    """Build the file and say what was written."""
    target = Path(arguments[0]) if arguments else SHIPPED
    content = build()
    target.write_bytes(content)
    print(f"{target}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
