"""Write one: `python -m tools.random_model --size mid --quantisation q8_0 OUT.gguf`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.random_model.make import SIZES, make
from tools.random_model.quantise import FILE_TYPES


def main() -> None:
    """Make the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--size", choices=SIZES, default="mid")
    parser.add_argument("--quantisation", choices=FILE_TYPES, default="q8_0")
    options = parser.parse_args()
    make(options.target, SIZES[options.size], options.quantisation)
    print(f"{options.target}: {options.target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
