"""The small parts of a DOCX file: where its main part is, its styles, its title."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Final

from orchestration.parsing.archive import Archive

WORD: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
CORE_PART: Final = "docProps/core.xml"
_MAIN_TYPE: Final = "/officeDocument"
_RELATIONS: Final = "_rels/.rels"
_HEADING: Final = re.compile(r"heading ([1-9])")
_DEEPEST: Final = 20


def local(name: str) -> str:
    """Return an element's name where it is one of Word's; empty where it is not."""
    space, _, short = name.rpartition(" ")
    return short if f"{space} " in WORD else ""


def value_of(attributes: dict[str, str]) -> str:
    """Return the attribute `val`."""
    found = (value for name, value in attributes.items() if name.rpartition(" ")[2] == "val")
    return next(found, "")


class Relations:
    """Finds the main part among the relations of a package."""

    def __init__(self) -> None:
        """Begin with none."""
        self.main: str | None = None

    def start(self, _name: str, attributes: dict[str, str]) -> None:
        """Look at a relation."""
        if attributes.get("Type", "").endswith(_MAIN_TYPE):
            target = posixpath.normpath("/" + attributes.get("Target", ""))
            self.main = target.lstrip("/")

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, text: str) -> None:
        """Relations have no text."""


def main_part(archive: Archive) -> str:
    """Return the name of the part with the document's text.

    Raises:
        UnsupportedFormat: There is none.
        DamagedDocument: The list of parts cannot be read.
    """
    relations = Relations()
    if _RELATIONS in archive.names:
        archive.read(_RELATIONS, relations)
    if relations.main is None or not relations.main.startswith("word/"):
        archive.refuse_others()
    if relations.main not in archive.names:
        archive.refuse_others()
    return str(relations.main)


@dataclass
class Style:
    """A style of paragraphs.

    Attributes:
        name: In small letters.
        based_on: The id of the style that it changes.
        outline: Its level in the outline, from 0; None when it says nothing.
    """

    name: str = ""
    based_on: str = ""
    outline: int | None = None


class Styles:
    """What the styles of a document mean, by their ids."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, Style] = {}
        self._now = Style()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take what is said of the style that began last."""
        tag = local(name)
        if tag == "style":
            self._now = Style()
            found = (v for n, v in attributes.items() if n.rpartition(" ")[2] == "styleId")
            self._known[next(found, "")] = self._now
        elif tag == "name":
            self._now.name = value_of(attributes).lower()
        elif tag == "basedOn":
            self._now.based_on = value_of(attributes)
        elif tag == "outlineLvl":
            self._now.outline = outline_of(attributes)

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, text: str) -> None:
        """Styles have no text."""

    def level(self, style_id: str) -> int:
        """Return the level of headings in this style, from 1; 0 when it is for something else."""
        for style in self._chain(style_id):
            if found := _HEADING.fullmatch(style.name):
                return int(found[1])
            if style.name == "title":
                return 1
            if style.outline is not None:
                return style.outline + 1 if style.outline < _BODY else 0
        return 0

    def is_called(self, style_id: str, word: str) -> bool:
        """Return whether this style, or one that it changes, has a word in its name."""
        return any(word in style.name for style in self._chain(style_id))

    def _chain(self, style_id: str) -> list[Style]:
        chain: list[Style] = []
        while (style := self._known.get(style_id)) is not None and len(chain) < _DEEPEST:
            chain.append(style)
            style_id = style.based_on
        return chain


_BODY: Final = 9


def outline_of(attributes: dict[str, str]) -> int | None:
    """Return a level of the outline, from 0 to 9, where 9 is none."""
    value = value_of(attributes)
    return int(value) if value in set("0123456789") else None


class Core:
    """Title and language, as the document's properties have them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.found: dict[str, str] = {}
        self._inside = ""

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """Note what follows."""
        self._inside = name.rpartition(" ")[2]

    def end(self, _name: str) -> None:
        """Forget what followed."""
        self._inside = ""

    def text(self, text: str) -> None:
        """Keep what is wanted."""
        if self._inside in {"title", "language"}:
            self.found[self._inside] = self.found.get(self._inside, "") + text
