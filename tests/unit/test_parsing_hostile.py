"""Files that were made to do harm: each is refused for what it is, or read within its limits."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.limited.process import LimitedProcess
from orchestration.parsing import parser
from orchestration.parsing.document import Parsed
from orchestration.parsing.errors import (
    DamagedDocument,
    DocumentTooLarge,
    EncryptedDocument,
    FormatMismatch,
    NotText,
    ReaderUnavailable,
    ReadingTookTooLong,
    UnreadableDocument,
    UnsupportedFormat,
)
from orchestration.parsing.limits import Limits
from tests.documents import (
    RELATIONS,
    archive,
    docx,
    page_with,
    paragraph,
    pdf,
    pdf_of,
    stream,
    table,
)

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 192 * 2**20
SMALL = Limits(
    characters=1_000_000,
    blocks=20_000,
    pages=500,
    unpacked_bytes=32 * 2**20,
    memory_bytes=MEMORY,
    cpu_s=20,
)
LINE = (12.0, 700.0, "Some text on a page.")
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FORM = (
    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>/Font<</F 3 0 R>>>>"
)
NESTED_ENTITIES = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "ha">' for n in range(10)
)


def parsed(
    folder: Path,
    content: bytes,
    name: str,
    *,
    media_type: str | None = None,
    limits: Limits = SMALL,
) -> Parsed:
    path = folder / "upload"
    path.write_bytes(content)
    return parser.parse(path, name=name, media_type=media_type, limits=limits)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files that must be empty again."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    yield scratch
    assert list(scratch.iterdir()) == []


def doubling_forms(levels: int) -> bytes:
    """Each form shows the next one twice."""
    forms = [stream(b"/X Do /X Do", FORM % (7 + level)) for level in range(levels)]
    last = stream(b"BT /F 12 Tf 9 9 Td (in) Tj ET", FORM % 5)
    return page_with(stream(b"/X Do"), *forms, last, resources=b"/XObject<</X 6 0 R>>")


def packed_twice() -> bytes:
    content = zlib.compress(b"BT /F 12 Tf 1 1 Td (a) Tj ET\n" * 10_000_000, 9)
    return page_with(stream(zlib.compress(content, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def looping_pages(count: int) -> bytes:
    looping = b"<</Type/Pages/Count %d/Kids[2 0 R 3 0 R]/Parent 3 0 R>>" % count
    return pdf_of([CATALOGUE, looping, looping])


def with_a_lying_size() -> bytes:
    """The list of files says that its text has ten bytes."""
    content = bytearray(docx(paragraph("x" * 5_000)))
    place = content.rindex(b"word/document.xml")
    size = place - 46 + 24
    content[size : size + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def with_a_password() -> bytes:
    content = bytearray(docx(paragraph("x")))
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    return bytes(content)


def within_each_other(times: int) -> bytes:
    content = b"0" * 1_000_000
    for number in range(times):
        content = archive({f"{number}.zip": content} | {f"{number}-{n}": content for n in range(3)})
    return content


ENCRYPTED_OFFICE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
)
LOCKED = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(b)]" % (
    b"a" * 32,
    b"b" * 32,
)

REFUSED: dict[str, tuple[Callable[[], bytes], str, type[UnreadableDocument]]] = {
    "a zip bomb": (lambda: docx(paragraph("a" * 40_000_000)), "a.docx", DocumentTooLarge),
    "a bomb beside the text": (
        lambda: docx(paragraph("a"), styles="<a>" + " " * 40_000_000 + "</a>"),
        "a.docx",
        DocumentTooLarge,
    ),
    "archives in each other": (lambda: within_each_other(4), "a.docx", UnsupportedFormat),
    "too many files": (
        lambda: archive({str(number): "" for number in range(10_001)}),
        "a.docx",
        DocumentTooLarge,
    ),
    "a lying size": (with_a_lying_size, "a.docx", DamagedDocument),
    "an archive with a password": (with_a_password, "a.docx", EncryptedDocument),
    "an encrypted office file": (lambda: ENCRYPTED_OFFICE, "a.docx", EncryptedDocument),
    "an old office file": (lambda: ENCRYPTED_OFFICE[:100], "a.doc", UnsupportedFormat),
    "a billion laughs": (
        lambda: docx(paragraph("&e9;"), start=f"<!DOCTYPE a [{NESTED_ENTITIES}]>"),
        "a.docx",
        DamagedDocument,
    ),
    "an external entity": (
        lambda: docx(
            "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>",
            start='<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        ),
        "a.docx",
        DamagedDocument,
    ),
    "an external document type": (
        lambda: docx(paragraph("x"), start='<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'),
        "a.docx",
        DamagedDocument,
    ),
    "deep XML": (lambda: docx("<w:sdt>" * 2_000 + "</w:sdt>" * 2_000), "a.docx", DocumentTooLarge),
    "broken XML": (lambda: docx("<w:p><w:r>"), "a.docx", DamagedDocument),
    "paths that climb": (
        lambda: archive({"_rels/.rels": RELATIONS.format(target="../../../etc/passwd")}),
        "../../etc/passwd.docx",
        UnsupportedFormat,
    ),
    "a spreadsheet": (
        lambda: archive({"xl/workbook.xml": ""}),
        "a.xlsx",
        UnsupportedFormat,
    ),
    "half an archive": (lambda: docx(paragraph("x"))[:-40], "a.docx", DamagedDocument),
    "many pages": (lambda: pdf([[LINE]] * 10_000), "a.pdf", DocumentTooLarge),
    "pages that loop": (lambda: looping_pages(5), "a.pdf", DamagedDocument),
    "two billion pages": (lambda: looping_pages(2 * 10**9), "a.pdf", DamagedDocument),
    "a locked PDF": (lambda: pdf([[LINE]], trailer=LOCKED), "a.pdf", EncryptedDocument),
    "half a PDF": (lambda: pdf([[LINE]])[:300], "a.pdf", DamagedDocument),
    "a PDF of pictures": (lambda: pdf([[]]), "a.pdf", NotText),
    "a PDF bomb": (packed_twice, "a.pdf", DamagedDocument),
    "deep divisions": (lambda: b"<html>" + b"<div>" * 100_000, "a.html", DocumentTooLarge),
    "deep marks": (lambda: b"<html>" + b"<b>" * 100_000, "a.html", DocumentTooLarge),
    "a page of scripts": (lambda: b"<html>" + b"<script>" * 200_000, "a.html", NotText),
    "a page of comments": (lambda: b"<html>" + b"<!--" * 300_000, "a.html", NotText),
    "many parts": (lambda: b"<html>" + b"<p>x" * 100_000, "a.html", DocumentTooLarge),
    "many paragraphs": (lambda: b"x\n\n" * 100_000, "a.txt", DocumentTooLarge),
    "one long line": (lambda: b"x" * 50_000_000, "a.txt", DocumentTooLarge),
    "zeros": (lambda: b"text\0and\0more" * 100, "a.txt", NotText),
    "random bytes": (lambda: bytes(range(1, 256)) * 500, "a.txt", NotText),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "a.txt", UnsupportedFormat),
    "a program": (lambda: b"\x7fELF" + bytes(100), "a", UnsupportedFormat),
    "compressed": (lambda: zlib.compress(b"x"), "a.txt", NotText),
    "a PDF that is a text": (lambda: b"text", "a.pdf", FormatMismatch),
    "a text that is a PDF": (lambda: pdf([[LINE]]), "a.txt", FormatMismatch),
    "a PDF that is an archive": (lambda: docx(paragraph("x")), "a.pdf", FormatMismatch),
}


@pytest.mark.parametrize(("made", "name", "error"), REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_for_what_it_is(
    tmp_path: Path,
    scratch: Path,
    made: Callable[[], bytes],
    name: str,
    error: type[UnreadableDocument],
) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, made(), name)
    assert type(caught.value) is error
    problem = caught.value.problem()
    assert problem["field"] == "file"
    assert problem["mend"]
    assert len(problem["detail"]) < 300
    assert "root:" not in problem["detail"]


HARMLESS: dict[str, tuple[Callable[[], bytes], str, int]] = {
    "one line": (lambda: b"x" * 900_000, "a.txt", 1),
    "a huge table in Word": (lambda: docx(table([["a", "b"]] * 50_000)), "a.docx", 1),
    "a huge cell in Word": (
        lambda: docx(f"<w:tbl><w:tr><w:tc/><w:tc>{paragraph('ab') * 50_000}</w:tc></w:tr></w:tbl>"),
        "a.docx",
        1,
    ),
    "a huge table in HTML": (
        lambda: b"<html><table>" + b"<tr><td>1<td>2" * 50_000,
        "a.html",
        1,
    ),
    "lists in lists": (lambda: b"<html>" + b"<ul><li>" * 400 + b"x", "a.html", 1),
    "anchors": (lambda: b"<html>" + b"<a name=x>y" * 50_000, "a.html", 1),
    "attributes": (lambda: b"<html><p " + b"a=b " * 200_000 + b">x", "a.html", 1),
    "quotes in quotes": (lambda: b"> " * 400_000, "a.md", 1),
    "backticks": (lambda: b"`" * 900_000, "a.md", 1),
    "a line of bars": (lambda: b"|a" * 300_000 + b"\n" + b"|-" * 100_000, "a.md", 1),
    "right to left": ("שלום\n\n👨‍👩‍👧‍👦 مرحبا".encode, "a.txt", 2),
}


@pytest.mark.parametrize(("made", "name", "blocks"), HARMLESS.values(), ids=HARMLESS)
def test_an_odd_file_is_read_within_its_limits(
    tmp_path: Path, scratch: Path, made: Callable[[], bytes], name: str, blocks: int
) -> None:
    assert len(parsed(tmp_path, made(), name).blocks) == blocks


@pytest.mark.parametrize(
    "made",
    [
        lambda: page_with(
            stream(b"/X Do"), stream(b"/X Do /X Do", FORM % 6), resources=b"/XObject<</X 6 0 R>>"
        ),
        lambda: doubling_forms(26),
    ],
    ids=["itself", "doubling"],
)
def test_forms_that_show_each_other_end_somehow(
    tmp_path: Path, scratch: Path, made: Callable[[], bytes]
) -> None:
    with pytest.raises(UnreadableDocument):
        parsed(tmp_path, made(), "a.pdf", limits=Limits(cpu_s=2, memory_bytes=MEMORY))


def test_memory_is_limited_whatever_asks_for_it(tmp_path: Path, scratch: Path) -> None:
    small = Limits(memory_bytes=32 * 2**20)
    with pytest.raises(DocumentTooLarge, match="more than 32 MiB"):
        parsed(tmp_path, b"* a\n" * 500_000, "a.md", limits=small)


def test_processor_time_is_limited(tmp_path: Path, scratch: Path) -> None:
    # The reader of XML begins a long attribute anew with each piece that arrives.
    slow = docx(f'<w:p a="{"x" * 100_000_000}"/>')
    with pytest.raises(ReadingTookTooLong, match="more than 1 s"):
        parsed(tmp_path, slow, "a.docx", limits=Limits(cpu_s=1))


def test_what_a_reader_had_at_most_is_known_and_small(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"word " * 190_000)
    written = tmp_path / "written"
    request = {"path": str(path), "written": str(written), "name": "a.txt", "media_type": None}
    reply = parser._asked(parser.PARSING, request, SMALL, lambda: None)
    assert 0 < reply["peak_kib"] * 1024 < MEMORY
    assert written.stat().st_size < SMALL.answer_bytes


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(DocumentTooLarge, match="larger than 100 MiB"):
        parser.parse(path, name="a.txt")


def test_a_name_is_never_opened(tmp_path: Path, scratch: Path) -> None:
    assert parsed(tmp_path, b"mine", "../../../../etc/passwd").text == "mine"


def test_a_reader_is_given_no_secrets(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []
    real = subprocess.Popen

    def started(*arguments: Any, **options: Any) -> Any:
        seen.append(options["env"])
        return real(*arguments, **options)

    monkeypatch.setenv("SWITCHYARD_SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "Popen", started)
    parsed(tmp_path, b"text", "a.txt")
    assert [
        set(environment) & {"SWITCHYARD_SECRET_KEY", "DATABASE_URL"} for environment in seen
    ] == [set()]
    assert "PATH" in seen[0]


SEALED = """
import os, pathlib, socket, subprocess, sys
from orchestration.parsing.sealing import seal
folder = pathlib.Path(sys.argv[1])
seal(folder / "answer", 1000)
deeds = {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "look up": lambda: socket.getaddrinfo("localhost", 80),
    "run": lambda: subprocess.run(["true"]),
    "shell": lambda: os.system("true"),
    "fork": os.fork,
    "write": lambda: (folder / "other").write_text("x"),
    "append": lambda: open(folder / "upload", "ab"),
    "create": lambda: os.open(folder / "other", os.O_CREAT),
    "remove": lambda: os.remove(folder / "upload"),
    "long answer": lambda: (folder / "answer").write_bytes(bytes(2000)),
}
for name, deed in deeds.items():
    try:
        deed()
    except OSError:
        continue
    print(name)
(folder / "answer").write_text("fine")
"""


def test_a_sealed_process_can_write_its_answer_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "upload").write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", SEALED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    assert {path.name for path in tmp_path.iterdir()} == {"answer", "upload"}
    assert (tmp_path / "answer").read_text() == "fine"


def test_a_reader_loads_nothing_of_the_rest() -> None:
    program = (
        "import sys, orchestration.parsing.child, orchestration.parsing.webpage, "
        "orchestration.parsing.pdf, orchestration.parsing.docx, orchestration.parsing.markdown\n"
        "print({'django', 'celery', 'torch', 'numpy', 'sqlite3'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ({"exceeded": "time", "busy": True}, ReaderUnavailable),
        ({"missing": "No module named 'pypdfium2'"}, ReaderUnavailable),
        ({"exceeded": "memory"}, DocumentTooLarge),
        ({"exceeded": "time or memory", "signal": int(signal.SIGXCPU)}, ReadingTookTooLong),
        ({"exceeded": "time or memory", "signal": int(signal.SIGSEGV)}, DamagedDocument),
        ({"broken": "IndexError: list index out of range"}, DamagedDocument),
        ({"refused": ["document-without-text", "None.", "Send some."]}, NotText),
        ({}, ReaderUnavailable),  # it says that it wrote an answer, and did not
    ],
)
def test_each_reply_of_the_process_becomes_its_error(
    tmp_path: Path,
    scratch: Path,
    monkeypatch: pytest.MonkeyPatch,
    reply: dict[str, Any],
    error: type[Exception],
) -> None:
    monkeypatch.setattr(LimitedProcess, "ask", lambda *_: reply)
    with pytest.raises(error) as caught:
        parsed(tmp_path, b"text", "a.txt")
    assert type(caught.value) is error


def test_a_reader_that_is_killed_is_nobodys_fault(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = LimitedProcess._running

    def killed(process: LimitedProcess) -> Any:
        run = real(process)
        os.kill(run.child.pid, signal.SIGKILL)
        run.child.wait()
        return run

    monkeypatch.setattr(LimitedProcess, "_running", killed)
    with pytest.raises(ReaderUnavailable) as caught:
        parsed(tmp_path, b"text", "a.txt")
    assert caught.value.retryable


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b'{"format": "text", "title": "", "text": "a", "blocks": [["quote", 0, 9]]}',
        b'{"format": "text", "text": "a", "blocks": [["quote", 0, 9, 0, 0, null]]}',
        b'{"format": "pictures", "title": null, "language": null, "text": "", "blocks": []}',
    ],
)
def test_an_answer_that_makes_no_sense_is_not_taken(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    def ask(_: LimitedProcess, request: bytes) -> dict[str, Any]:
        Path(json.loads(request)["written"]).write_bytes(answer)
        return {}

    monkeypatch.setattr(LimitedProcess, "ask", ask)
    with pytest.raises(ReaderUnavailable):
        parsed(tmp_path, b"text", "a.txt")


def test_the_caller_keeps_its_own_limits(tmp_path: Path, scratch: Path) -> None:
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)
    before = [resource.getrlimit(kind) for kind in kinds]
    parsed(tmp_path, b"text", "a.txt")
    assert [resource.getrlimit(kind) for kind in kinds] == before
