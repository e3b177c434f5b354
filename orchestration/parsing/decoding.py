"""Bytes of unknown encoding, turned into characters."""

from __future__ import annotations

import codecs
import re
from typing import Final

from orchestration.parsing.draft import clean
from orchestration.parsing.errors import NotText

_SAMPLE: Final = 128 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"""(?i)<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)=["']?([\w-]+)"""
)
_USUAL: Final = "cp1252"
_LATIN: Final = frozenset({_USUAL, "cp1250", "cp1257", "latin_1", "iso8859_2", "iso8859_13"})
_ALIKE: Final = 0.1
_MEND: Final = "Send it as UTF-8 text; if it is no text, send another format."


def decode(data: bytes) -> str:
    """Return the text that bytes stand for, cleaned.

    Byte order marks come first, then UTF-8, then what HTML or XML declares, then a guess.

    Raises:
        NotText: It is no text in any encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return clean(_decoded(data[len(mark) :], encoding))
    if b"\0" in data:
        return clean(_decoded(data, _wide(data[:_SAMPLE])))
    try:
        return clean(data.decode())
    except UnicodeDecodeError:
        return clean(_decoded(data, _declared(data) or _guessed(data)))


def _decoded(data: bytes, encoding: str) -> str:
    """A few broken characters are let pass: the rest of the text is worth having."""
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") > len(text) // 50 + 1:
        raise NotText(f"Too much of the document is no {encoding.upper()}.", _MEND)
    return text


def _wide(sample: bytes) -> str:
    """Return which UTF-16 a text without a mark is in: every other byte of Western text is 0."""
    half = len(sample) // 2
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if odd > half * 0.4 and even <= half * 0.02:
        return "utf-16-le"
    if even > half * 0.4 and odd <= half * 0.02:
        return "utf-16-be"
    raise NotText("The document has bytes of value 0, which no text has.", _MEND)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:2048])
    if found is None:
        return None
    encoding = found[1].decode()
    try:
        b"a".decode(encoding, "replace")  # of nothing, Python looks no encoding up
    except (LookupError, UnicodeError):  # unknown, or no encoding of text, such as `zip`
        return None
    return encoding


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    end = sample.rfind(b"\n") + 1
    found = from_bytes(sample[:end] if end > _SAMPLE // 2 else sample)
    best = found.best()
    if best is None:
        raise NotText("The document is no text in any known encoding.", _MEND)
    for match in found:
        # Encodings of Latin letters look alike in short texts; the usual one is meant.
        near = match.chaos <= best.chaos + _ALIKE
        if near and best.encoding in _LATIN and _USUAL in match.could_be_from_charset:
            return _USUAL
    return best.encoding
