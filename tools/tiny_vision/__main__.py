"""Write all pairs: `python -m tools.tiny_vision FOLDER`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from tools.tiny_vision.pairs import PAIRS


def main(arguments: list[str]) -> None:
    """Build the files and say what was written."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for pair in PAIRS:
        for path in pair.write(folder):
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            print(f"{path}: {len(content)} bytes, sha256 {digest}")


if __name__ == "__main__":
    main(sys.argv[1:])
