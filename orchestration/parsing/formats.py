"""The formats that can be read, and what names and media types claim."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final


class Format(StrEnum):
    """What a file is."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    CODE = "code"
    CSV = "csv"
    JSON = "json"


BINARY: Final = frozenset({Format.PDF, Format.DOCX})
READABLE: Final = "PDF, DOCX, HTML, Markdown, plain text, CSV, JSON and source code"

_CODE: Final = (
    "bash bat c cc cfg clj cljs cmake cpp cs css cxx dart dockerfile elm erl ex exs f90 fish fs go "
    "gql gradle graphql groovy h hcl hh hpp hs hxx ini java jl js jsx kt kts less lisp lua m "
    "makefile mjs ml mm nim nix php pl pm properties proto ps1 py pyi pyx r rb rs sass scala scm "
    "scss sh sol sql svelte swift tf toml ts tsx v vb vim vue xml xsl yaml yml zig zsh"
)
_BY_EXTENSION: Final = dict.fromkeys(_CODE.split(), Format.CODE) | {
    "txt": Format.TEXT,
    "text": Format.TEXT,
    "log": Format.TEXT,
    "rst": Format.TEXT,
    "tex": Format.TEXT,
    "srt": Format.TEXT,
    "vtt": Format.TEXT,
    "md": Format.MARKDOWN,
    "markdown": Format.MARKDOWN,
    "mdx": Format.MARKDOWN,
    "html": Format.HTML,
    "htm": Format.HTML,
    "xhtml": Format.HTML,
    "pdf": Format.PDF,
    "docx": Format.DOCX,
    "docm": Format.DOCX,
    "dotx": Format.DOCX,
    "csv": Format.CSV,
    "tsv": Format.CSV,
    "json": Format.JSON,
    "jsonl": Format.JSON,
    "ndjson": Format.JSON,
    "geojson": Format.JSON,
    "ipynb": Format.JSON,
}
_BY_MEDIA_TYPE: Final = {
    "text/markdown": Format.MARKDOWN,
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/pdf": Format.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.DOCX,
    "text/csv": Format.CSV,
    "text/tab-separated-values": Format.CSV,
    "application/json": Format.JSON,
    "application/x-ndjson": Format.JSON,
    "application/javascript": Format.CODE,
    "text/javascript": Format.CODE,
    "text/css": Format.CODE,
    "text/x-python": Format.CODE,
    "text/plain": Format.TEXT,
}


def extension_of(name: str) -> str:
    """Return what follows the last dot of a file's name, in small letters.

    A file that is called after its purpose alone (`Makefile`) has that for its extension.
    """
    last = PurePosixPath(name.replace("\\", "/")).name.lower()
    return last.rpartition(".")[2]


def claimed(name: str, media_type: str | None) -> tuple[Format, ...]:
    """Return what a file is said to be: by its name first, then by its media type."""
    essence = (media_type or "").partition(";")[0].strip().lower()
    found = (_BY_EXTENSION.get(extension_of(name)), _BY_MEDIA_TYPE.get(essence))
    return tuple(each for each in found if each is not None)
