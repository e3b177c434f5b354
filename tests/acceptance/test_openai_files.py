"""Files at a real gateway, as hostile and as large as they come."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest

from orchestration.access.records import Tenant
from orchestration.blobs.records import BlobAccount
from orchestration.files.records import FileRecord
from tests.factories import make_key
from tests.gateways import GatewayProcess
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db(transaction=True)

MIB: Final = 1024 * 1024
MOST: Final = 96 * MIB
BORDER: Final = "border"
KIND: Final = {"Content-Type": f"multipart/form-data; boundary={BORDER}"}


@pytest.fixture(scope="module")
def gateway(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("blobs")
    with GatewayProcess(
        FILES__MAX_BYTES=MOST, FILES__UPLOADS_PER_KEY=1, BLOBS__FOLDER=folder
    ) as process:
        yield process


@pytest.fixture
def tenant_and_token() -> tuple[Tenant, str]:
    return make_key()


@pytest.fixture
def client(gateway: GatewayProcess, tenant_and_token: tuple[Tenant, str]) -> Iterator[httpx.Client]:
    with gateway.client(tenant_and_token[1]) as made:
        yield made


def part(name: str, value: str, file: str | None = None) -> str:
    """Return one part of a form."""
    named = f'; filename="{file}"' if file is not None else ""
    head = f'--{BORDER}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return f"{head}{value}\r\n"


PURPOSE: Final = part("purpose", "user_data")
FILE: Final = part("file", "some words", "words.txt")
END: Final = f"--{BORDER}--\r\n"


def send(client: httpx.Client, *parts: str) -> httpx.Response:
    return client.post("/v1/files", content="".join(parts).encode(), headers=KIND)


def test_parts_come_in_any_order_and_in_chunks_of_unknown_length(client: httpx.Client) -> None:
    for parts in ((PURPOSE, FILE, END), (FILE, PURPOSE, END)):
        made = send(client, *parts)
        assert made.status_code == 200, made.text
        assert (made.json()["filename"], made.json()["bytes"]) == ("words.txt", 10)
    raw = "".join((PURPOSE, FILE, END)).encode()
    chunked = client.post("/v1/files", content=iter([raw[:50], raw[50:]]), headers=KIND)
    assert chunked.json()["bytes"] == 10


def test_a_name_cannot_lead_anywhere(client: httpx.Client) -> None:
    made = send(client, PURPOSE, part("file", "x", "../../etc/passwd"), END).json()
    assert made["filename"] == "passwd"
    odd = send(client, PURPOSE, part("file", "x", "a\x01b\u2028.txt"), END).json()
    answer = client.get(f"/v1/files/{odd['id']}/content")
    assert answer.content == b"x"
    assert answer.headers["Content-Disposition"].isprintable()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


BAD_FORMS: Final = [
    ((PURPOSE, END), "file"),
    ((PURPOSE, part("file", "no file name"), END), "file"),
    ((PURPOSE, part("other", "x", "a.txt"), END), "file"),
    ((PURPOSE, FILE, FILE, END), "several"),
    ((PURPOSE, FILE), "end"),
    ((FILE, END), "purpose"),
    ((part("purpose", "fun"), FILE, END), "fun"),
    ((PURPOSE, part("extra", "x"), FILE, END), "extra"),
    ((PURPOSE, part("expires_after[seconds]", "7200"), FILE, END), "anchor"),
    ((PURPOSE, *(part(f"f{n}", "x") for n in range(2000)), FILE, END), "fields"),
    (("no form at all",), "file"),
    ((), "file"),
]


@pytest.mark.parametrize(("parts", "word"), BAD_FORMS)
def test_what_is_no_file_is_refused_in_words(
    client: httpx.Client, parts: tuple[str, ...], word: str
) -> None:
    answer = send(client, *parts)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert word in error["message"]
    assert not FileRecord.objects.exists()


def test_a_wrong_method_is_told_of_the_right_ones(client: httpx.Client) -> None:
    for path, allowed in (("/v1/files", "GET, HEAD, POST"), ("/v1/files/x", "DELETE, GET, HEAD")):
        answer = client.put(path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert client.head("/v1/files").status_code == 200


def test_other_bodies_are_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/files", json={"file": "x"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (415, "Content-Type")


def test_strangers_and_readers_may_not_upload(gateway: GatewayProcess) -> None:
    raw = "".join((PURPOSE, FILE, END)).encode()
    assert httpx.post(f"{gateway.url}/v1/files", content=raw, headers=KIND).status_code == 401
    with gateway.client(make_key(scopes=("tasks:read",))[1]) as reader:
        assert send(reader, PURPOSE, FILE, END).status_code == 403
        assert reader.get("/v1/files").status_code == 200
        assert reader.get("/v1/files?limit=0").status_code == 400
        assert reader.get("/v1/files?order=best").status_code == 400
        assert reader.get("/v1/files?after=nothing").status_code == 404


def test_a_full_tenant_is_told_so(
    client: httpx.Client, tenant_and_token: tuple[Tenant, str]
) -> None:
    BlobAccount.objects.create(tenant=tenant_and_token[0], limit_bytes=5)
    answer = send(client, PURPOSE, FILE, END)
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "storage_full")


def sent(client: httpx.Client) -> httpx.Response:
    """Try to upload a small file."""
    return send(client, PURPOSE, FILE, END)


def large(size: int) -> Iterator[bytes]:
    """Yield a form with a large file."""
    yield f"{PURPOSE}{part('file', '', 'large')}".removesuffix("\r\n").encode()
    block = bytes(range(256)) * 1024
    for _ in range(size // len(block)):
        yield block
    yield f"\r\n{END}".encode()


def peak(gateway: GatewayProcess) -> int:
    """Return the most memory that the gateway has had, in bytes."""
    assert gateway._process is not None
    pid = gateway._process.pid
    found = 0
    for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        text = Path(f"/proc/{each}/status").read_text()
        found = max(found, int(re.findall(r"VmHWM:\s+(\d+) kB", text)[0]) * 1024)
    return found


def test_a_large_file_passes_through_and_is_never_in_memory(
    client: httpx.Client, gateway: GatewayProcess
) -> None:
    assert send(client, PURPOSE, FILE, END).status_code == 200
    before = peak(gateway)
    made = client.post("/v1/files", content=large(64 * MIB), headers=KIND)
    assert made.json()["bytes"] == 64 * MIB
    with client.stream("GET", f"/v1/files/{made.json()['id']}/content") as answer:
        assert answer.headers["Content-Length"] == str(64 * MIB)
        assert sum(len(chunk) for chunk in answer.iter_bytes()) == 64 * MIB
    too_large = client.post("/v1/files", content=large(MOST + MIB), headers=KIND)
    assert too_large.status_code == 413
    assert too_large.json()["error"]["code"] == "file_too_large"
    assert "SWITCHYARD_FILES__MAX_BYTES" in too_large.json()["error"]["message"]
    assert FileRecord.objects.count() == 2
    assert peak(gateway) - before < 24 * MIB


def test_a_key_has_so_many_uploads_at_once_and_who_leaves_in_the_middle_leaves_nothing(
    client: httpx.Client, gateway: GatewayProcess, tenant_and_token: tuple[Tenant, str]
) -> None:
    place = urlsplit(gateway.url)
    with socket.create_connection((place.hostname, place.port), PATIENCE_S) as wire:
        head = (
            f"POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
            f"Expect: 100-continue\r\nAuthorization: Bearer {tenant_and_token[1]}\r\n"
            f"Content-Type: {KIND['Content-Type']}\r\n\r\n"
        )
        wire.sendall(head.encode())
        assert b" 100 Continue" in wire.recv(1024)  # it is asked for when the upload has its place
        wire.sendall(f"{PURPOSE}{FILE}".encode())
        refused = sent(client)
        assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
        with gateway.client(make_key()[1]) as other:
            assert sent(other).status_code == 200
    until(lambda: sent(client).status_code == 200, "for it to be given up")
    assert {each["bytes"] for each in client.get("/v1/files").json()["data"]} == {10}
