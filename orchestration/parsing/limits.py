"""How much one document may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take, and come to; whatever passes one of them is refused.

    Attributes:
        file_bytes: The file.
        characters: The text in it.
        blocks: Paragraphs, headings, tables and so on.
        passages: What it is cut into, to be found.
        pages: Of a PDF.
        depth: How deep elements of HTML and XML may lie in each other.
        entries: Files in a DOCX, which is an archive.
        unpacked_bytes: What is unpacked of an archive, together.
        memory_bytes: Address space for reading, beside what the process takes at its start.
        cpu_s: Processor time, in seconds.
        answer_s: Time by the clock, in seconds; a busy machine needs several times `cpu_s`.
    """

    file_bytes: int = 100 * 2**20
    characters: int = 10_000_000
    blocks: int = 200_000
    passages: int = 100_000
    pages: int = 5_000
    depth: int = 1_000
    entries: int = 10_000
    unpacked_bytes: int = 256 * 2**20
    memory_bytes: int = 2**30
    cpu_s: int = 60
    answer_s: float = 300.0

    @property
    def answer_bytes(self) -> int:
        """Return how long the longest answer within the limits is, as a file."""
        return 2**20 + 6 * self.characters + 128 * (self.blocks + self.passages)
