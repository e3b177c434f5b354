"""Files of all formats, made by hand: as people send them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>'
)
STYLES = "".join(
    f'<w:style w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Normal", "Title", "heading 1", "heading 2", "heading 3", "Quote", "List Bullet")
)


def paragraph(text: str, style: str = "Normal", inside: str = "") -> str:
    """Return a paragraph of Word's XML; `inside` comes before its text."""
    styled = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/>{inside}</w:pPr>"
    return f'<w:p>{styled}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of Word's XML."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, *, start: str = "", **parts: str) -> bytes:
    """Return a DOCX file.

    Args:
        body: XML between the tags of its body.
        start: What stands before the XML's first element.
        parts: Further parts, or others than usual, by what they are called below `word/`.
    """
    document = f'{start}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    files = {
        "_rels/.rels": RELATIONS.format(target="word/document.xml"),
        "word/document.xml": document,
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{STYLES}</w:styles>',
    }
    files |= {f"word/{name}.xml": text for name, text in parts.items()}
    return archive(files)


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name, content)
    return packed.getvalue()


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF with the given objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), extra, content)


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]], *, title: str = "", trailer: bytes = b""
) -> bytes:
    """Return a PDF in Helvetica.

    Args:
        pages: The lines of each page: size of the type, distance from the page's lower end, text.
        title: What its properties say.
        trailer: Further entries of the trailer.
    """
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, lines in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (5 + 2 * number)
        )
        objects.append(stream(b"".join(map(_shown, lines))))
    objects.append(b"<</Title(%s)>>" % title.encode("cp1252"))
    return pdf_of(objects, b"/Info %d 0 R" % len(objects) + trailer)


def page_with(content: bytes, *more: bytes, resources: bytes = b"/Font<</F 3 0 R>>") -> bytes:
    """Return a PDF of one page.

    Args:
        content: What the page shows, as a stream.
        more: Further objects, numbered from 6.
        resources: What the page's content may name; object 3 is a font.
    """
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<<%s>>>>"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            page % resources,
            content,
            *more,
        ]
    )


def _shown(line: tuple[float, float, str]) -> bytes:
    size, height, text = line
    words = (
        text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    return b"BT /F %g Tf 50 %g Td (%s) Tj ET\n" % (size, height, words)
