"""What is read of each format: text, structure, and where it stands."""

from pathlib import Path

import pytest

from orchestration.parsing.document import Block, BlockKind, Parsed
from orchestration.parsing.errors import NotText
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits
from orchestration.parsing.parser import parse
from orchestration.parsing.reading import read
from tests.documents import docx, page_with, paragraph, pdf, stream, table

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM
TABLE, CODE, QUOTE = BlockKind.TABLE, BlockKind.CODE, BlockKind.QUOTE


@pytest.fixture
def document(tmp_path: Path) -> "Reader":
    return Reader(tmp_path / "upload")


class Reader:
    """Reads bytes as if they had been sent under a name."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, content: bytes | str, name: str, media_type: str | None = None) -> Parsed:
        self.path.write_bytes(content.encode() if isinstance(content, str) else content)
        parsed = read(self.path, name, media_type, Limits())
        end = 0
        for block in parsed.blocks:
            assert end <= block.start < block.end
            assert block.text == parsed.text[block.start : block.end]
            end = block.end
        return parsed


def told(parsed: Parsed) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in parsed.blocks]


def lead(parsed: Parsed, block: Block) -> str:
    return "" if block.lead is None else parsed.text[slice(*block.lead)]


def test_plain_text_is_parted_by_blank_lines(document: Reader) -> None:
    parsed = document("One\r\nline.\r\n\r\n \r\nTwo.\r\n", "notes.txt")
    assert told(parsed) == [(PARAGRAPH, "One\nline."), (PARAGRAPH, "Two.")]
    assert parsed.format is Format.TEXT
    assert parsed.title is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe und Maß: schöne Grüße.", "utf-8"),
        ("Größe und Maß: schöne Grüße.", "utf-8-sig"),
        ("Größe und Maß: schöne Grüße.", "utf-16"),
        ("No mark, but every other byte is 0.", "utf-16-le"),
        ("No mark, but every other byte is 0.", "utf-16-be"),
        ("Les élèves étudient à l'école, très bien.", "cp1252"),
        ("Привет, как дела? Это русский текст для проверки.", "cp1251"),
        ("日本語のテキストです。今日は天気がいいですね。", "shift_jis"),
        ("שלום עולם 👨‍👩‍👧‍👦 مرحبا بالعالم", "utf-8"),
    ],
)
def test_encodings_are_found_out(document: Reader, text: str, encoding: str) -> None:
    assert document(text.encode(encoding), "a.txt").text == text


def test_a_page_says_in_which_encoding_it_is(document: Reader) -> None:
    page = '<meta charset="koi8-r"><p>Добрый день'.encode("koi8-r")
    assert told(document(page, "a.html")) == [(PARAGRAPH, "Добрый день")]


def test_control_characters_are_left_out(document: Reader) -> None:
    assert document("a\x01b\x7f\ufeffc\x0cd", "a.txt").text == "abc\nd"


def test_some_broken_characters_do_no_harm(document: Reader) -> None:
    text = b"A long text in UTF-8, \xc3\xa4 and \xc3\xb6, with one broken byte: \xff." * 20
    assert "one broken byte" in document(text, "a.txt").text


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_refused(document: Reader, content: bytes) -> None:
    with pytest.raises(NotText):
        document(content, "a.txt")


MARKDOWN = """\
---
title: "The handbook"
lang: en-GB
---
# First `heading` #

Some *text*
over two lines.

- one
- two
  1. inner

> said

Under
-----

| a | b |
|---|---|
| 1 | 2 |

```python
def f():
    pass
```
<div>raw</div>
"""


def test_markdown_is_kept_as_it_was_written(document: Reader) -> None:
    parsed = document(MARKDOWN, "a.md")
    assert parsed.text == MARKDOWN
    assert told(parsed)[1:] == [
        (HEADING, "First `heading`"),
        (PARAGRAPH, "Some *text*\nover two lines."),
        (ITEM, "- one"),
        (ITEM, "- two"),
        (ITEM, "  1. inner"),
        (QUOTE, "> said"),
        (HEADING, "Under"),
        (TABLE, "| a | b |\n|---|---|\n| 1 | 2 |"),
        (CODE, "```python\ndef f():\n    pass\n```"),
        (PARAGRAPH, "<div>raw</div>"),
    ]
    assert [block.level for block in parsed.blocks if block.kind is HEADING] == [1, 2]
    assert (parsed.title, parsed.language) == ("The handbook", "en-GB")


def test_what_leads_in_markdown_is_a_tables_header_and_the_first_line_of_code(
    document: Reader,
) -> None:
    parsed = document(MARKDOWN, "a.md")
    leads = {block.kind: lead(parsed, block) for block in parsed.blocks if block.lead}
    assert leads == {TABLE: "| a | b |\n|---|---|\n", CODE: "def f():\n"}


def test_markdown_that_is_nothing_but_marks_is_a_paragraph(document: Reader) -> None:
    assert told(document("[a]: https://example.org\n", "a.md")) == [
        (PARAGRAPH, "[a]: https://example.org")
    ]


PAGE = """<!doctype html><html lang="de"><head><title> A &amp; B
</title><style>p { color: red }</style></head><body>
<nav>Menu</nav><h1>Head<b>ing</b></h1>
Loose <em>text</em>,
wrapped<br>and broken.
<p hidden>hidden</p><p style="color: red; display : NONE">not displayed</p><!-- comment -->
<p aria-hidden="true">icon</p><script>alert("x < y")</script><noscript>no script</noscript>
<ul><li>one<li>two<ol><li>first<li>second</ol></ul>
<blockquote><p>said</p></blockquote>
<table><caption>Prices</caption><tr><th>what<th>how <i>much</i><tr><td>tea<td>2</table>
<pre>
def f():
    return 1
</pre><img src="x.png" alt="a picture"></body></html>"""


def test_a_page_is_what_its_reader_sees(document: Reader) -> None:
    parsed = document(PAGE, "a.html")
    assert told(parsed) == [
        (HEADING, "Heading"),
        (PARAGRAPH, "Loose text, wrapped\nand broken."),
        (ITEM, "- one"),
        (ITEM, "- two"),
        (ITEM, "  1. first"),
        (ITEM, "  2. second"),
        (QUOTE, "said"),
        (PARAGRAPH, "Prices"),
        (TABLE, "what | how much\ntea | 2"),
        (CODE, "def f():\n    return 1"),
        (PARAGRAPH, "a picture"),
    ]
    assert (parsed.title, parsed.language) == ("A & B", "de")
    assert [lead(parsed, each) for each in parsed.blocks if each.kind is TABLE] == [
        "what | how much\n"
    ]


def test_tables_that_only_place_parts_of_a_page_are_no_tables(document: Reader) -> None:
    page = "<table><tr><td><h2>News</h2><p>Text</p></td><td><table><tr><td>1</table></table>"
    assert told(document(page, "a.htm")) == [
        (HEADING, "News"),
        (PARAGRAPH, "Text"),
        (TABLE, "1"),
    ]


def test_pages_of_a_pdf_and_its_headings(document: Reader) -> None:
    parsed = document(
        pdf(
            [
                [
                    (24, 700, "The title"),
                    (12, 650, "A line whose last word is hyphen-"),
                    (12, 636, "ated, and another"),
                    (12, 622, "one (with brackets)."),
                    (12, 580, "Another paragraph: caf\xe9."),
                ],
                [(16, 700, "Below"), (12, 660, "On the second page.")],
            ],
            title="Properties",
        ),
        "a.pdf",
    )
    assert [(each.kind, each.level, each.page, each.text) for each in parsed.blocks] == [
        (HEADING, 1, 1, "The title"),
        (
            PARAGRAPH,
            0,
            1,
            "A line whose last word is hyphenated, and another\none (with brackets).",
        ),
        (PARAGRAPH, 0, 1, "Another paragraph: café."),
        (HEADING, 2, 2, "Below"),
        (PARAGRAPH, 0, 2, "On the second page."),
    ]
    assert (parsed.title, parsed.language) == ("Properties", "en-GB")


def test_lines_of_a_pdf_are_read_downwards_whatever_was_written_first(document: Reader) -> None:
    page = [(12.0, 600.0, "Third."), (12.0, 700.0, "First."), (12.0, 650.0, "Second.")]
    assert document(pdf([page]), "a.pdf").text == "First.\n\nSecond.\n\nThird."


def test_columns_of_a_pdf_are_read_as_they_were_written(document: Reader) -> None:
    left, right = (50, "left"), (300, "right")
    shown = b"".join(
        b"BT /F 12 Tf %d %d Td (%s %d) Tj ET\n" % (x, 700 - 15 * line, name.encode(), line)
        for x, name in (left, right)
        for line in range(3)
    )
    parsed = document(page_with(stream(shown)), "a.pdf")
    assert [text for _, text in told(parsed)] == [
        "left 0\nleft 1\nleft 2",
        "right 0\nright 1\nright 2",
    ]


def test_what_runs_along_the_pages_of_a_pdf_is_told_once(document: Reader) -> None:
    pages = [
        [
            (12, 780, "The annual report"),
            (12, 700, f"Paragraph {number * number} is text."),
            (12, 660, "The same on all pages."),
            (12, 500, "The end."),
            (12, 60, "Nine years"),
            (12, 20, f"Chapter {number // 5}: a title {number + 3}"),
        ]
        for number in range(10)
    ]
    text = document(pdf(pages), "a.pdf").text
    assert text.count("annual report") == 1
    assert text.count("The same on all pages.") == 10
    assert [text.count(f"Chapter {number}") for number in (0, 1)] == [1, 1]
    assert all(f"Paragraph {number * number} is" in text for number in range(10))


@pytest.mark.parametrize("form", ["{}", "- {} -", "Page {}", "Page {} of 9"])
def test_numbers_of_pages_are_left_out(document: Reader, form: str) -> None:
    pages = [
        [(12, 780, f"Case {page}"), (12, 700, f"{page}00"), (12, 20, form.format(page))]
        for page in range(1, 5)
    ]
    text = document(pdf(pages), "a.pdf").text
    told = " ".join(text.split())
    assert told == "Case 1 100 Case 2 200 Case 3 300 Case 4 400"


def test_dots_that_lead_to_a_number_are_shortened(document: Reader) -> None:
    assert document(pdf([[(12, 700, "Start . . . . . . . . 4")]]), "a.pdf").text == "Start … 4"


def test_a_word_document_with_its_styles(document: Reader) -> None:
    vanished = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
    deleted = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    body = "".join(
        (
            paragraph("A & B", "Title"),
            paragraph("Start", "heading1"),
            paragraph("Text with <marks>."),
            vanished,
            deleted,
            paragraph("point", "ListBullet"),
            paragraph(
                "deeper", inside='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'
            ),
            paragraph("said", "Quote"),
            table([["what", "how much"], ["tea", "2"]]),
            paragraph("Own level", inside='<w:outlineLvl w:val="2"/>'),
        )
    )
    parsed = document(docx(body), "a.docx")
    assert told(parsed) == [
        (HEADING, "A & B"),
        (HEADING, "Start"),
        (PARAGRAPH, "Text with <marks>."),
        (ITEM, "- point"),
        (ITEM, "  - deeper"),
        (QUOTE, "said"),
        (TABLE, "what | how much\ntea | 2"),
        (HEADING, "Own level"),
    ]
    assert [each.level for each in parsed.blocks if each.kind is HEADING] == [1, 1, 3]
    assert parsed.title == "A & B"


def test_a_frame_around_text_in_word_is_no_table(document: Reader) -> None:
    framed = paragraph("Start", "heading1") + table([["a", "b"], ["c", "d"]]) + paragraph("Text.")
    parsed = document(docx(f"<w:tbl><w:tr><w:tc>{framed}</w:tc></w:tr></w:tbl>"), "a.docx")
    assert told(parsed) == [
        (HEADING, "Start"),
        (PARAGRAPH, "a, b"),
        (PARAGRAPH, "c, d"),
        (PARAGRAPH, "Text."),
    ]


def test_what_word_remembers_of_former_properties_is_not_read(document: Reader) -> None:
    before = '<w:pPrChange><w:pPr><w:pStyle w:val="heading1"/></w:pPr></w:pPrChange>'
    parsed = document(docx(paragraph("Text.", "Normal", before)), "a.docx")
    assert told(parsed) == [(PARAGRAPH, "Text.")]


def test_word_breaks_lines_and_boxes_text(document: Reader) -> None:
    ns = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = (
        f"<w:p><w:r><w:t>around</w:t></w:r><w:r><mc:AlternateContent {ns}><mc:Choice>"
        f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent></mc:Choice><mc:Fallback>"
        f"{paragraph('boxed')}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    broken = "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r></w:p>"
    parsed = document(docx(box + broken), "a.docx")
    assert [text for _, text in told(parsed)] == ["boxed", "around", "one\ntwo\tthree"]


def test_source_code_is_kept_in_definitions_with_their_comments(document: Reader) -> None:
    adds = "# Adds.\n@cache\ndef add(a, b):\n    c = a\n\n    return c + b"
    code = f"import os\n\n{adds}\n\n\nclass A:\n    x = 1\n"
    parsed = document(code, "a.py")
    assert told(parsed) == [
        (CODE, "import os"),
        (CODE, adds),
        (CODE, "class A:\n    x = 1"),
    ]
    assert [lead(parsed, each) for each in parsed.blocks] == ["", "def add(a, b):\n", "class A:\n"]


def test_comments_apart_go_with_what_follows_them(document: Reader) -> None:
    code = "// About all.\n\n// More.\n\nint main(void)\n{\n  go();\n\n}\n\nvoid go() {\n}\n"
    assert [text for _, text in told(document(code, "main.c"))] == [
        "// About all.\n\n// More.\n\nint main(void)\n{\n  go();\n\n}",
        "void go() {\n}",
    ]


def test_a_csv_is_a_table_led_by_its_first_line(document: Reader) -> None:
    parsed = document("name,age\nAda,36\n", "a.csv")
    assert told(parsed) == [(TABLE, "name,age\nAda,36")]
    assert lead(parsed, parsed.blocks[0]) == "name,age\n"


def test_json_is_text(document: Reader) -> None:
    assert told(document('{"a":\n 1}', "a.json")) == [(CODE, '{"a":\n 1}')]


@pytest.mark.parametrize(
    ("name", "media_type", "form"),
    [
        ("a", None, Format.TEXT),
        ("a", "text/markdown; charset=utf-8", Format.MARKDOWN),
        ("a.PY", "application/octet-stream", Format.CODE),
        ("a.py", "text/plain", Format.CODE),
        ("Makefile", "text/plain", Format.CODE),
        ("a.csv", "application/vnd.ms-excel", Format.CSV),
        ("a.txt", "text/html", Format.TEXT),
        ("C:\\papers\\a.md", None, Format.MARKDOWN),
        ("../../etc/passwd", None, Format.TEXT),
    ],
)
def test_names_and_media_types_tell_texts_apart(
    document: Reader, name: str, media_type: str | None, form: Format
) -> None:
    assert document("Some text.", name, media_type).format is form


@pytest.mark.parametrize("media_type", [None, "text/plain"])
def test_a_page_without_a_name_is_known_by_its_beginning(
    document: Reader, media_type: str | None
) -> None:
    assert document("\n<!DOCTYPE HTML><p>x", "upload", media_type).format is Format.HTML


def test_the_limited_process_reads_the_same(tmp_path: Path) -> None:
    files = {
        "a.md": MARKDOWN.encode(),
        "a.html": PAGE.encode(),
        "a.pdf": pdf([[(24, 700, "The title"), (12, 650, "The text.")]]),
        "a.docx": docx(paragraph("Start", "heading1") + table([["a"], ["b"]])),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        assert parse(tmp_path / name, name=name) == read(tmp_path / name, name, None, Limits())
