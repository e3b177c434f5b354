"""Blobs over REST: uploads, ranges, what a browser may do with them, limits, and tenants."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client

from api.rest import blob_documents as d
from api.rest.blob_bodies import read_upload
from api.rest.errors import InvalidBody
from orchestration.blobs import services
from orchestration.blobs.services import Owner
from orchestration.ids import uuid7
from tests.factories import make_client
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db

BLOBS = "/api/v1/blobs"
RAW = bytes(range(256)) * 40
SHA = hashlib.sha256(RAW).hexdigest()
PATH = f"{BLOBS}/{SHA}"


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    configure(settings, blobs={"folder": tmp_path / "blobs", "max_bytes": 20_000})


@pytest.fixture
def client() -> Client:
    return make_client()[1]


def upload(client: Client, raw: bytes = RAW, media: str = "image/png") -> Any:
    return client.generic("POST", BLOBS, raw, media)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_bytes_are_stored_as_they_are_and_come_back(client: Client) -> None:
    stored = upload(client)
    assert stored.status_code == 201, stored.content
    found = stored.json()
    d.BlobStored.model_validate(found)
    assert (found["sha256"], found["size"], found["media_type"]) == (SHA, len(RAW), "image/png")
    assert stored.headers["Location"] == PATH
    answer = client.get(PATH)
    assert (answer.status_code, body(answer)) == (200, RAW)


def test_what_is_shown_can_do_no_harm(client: Client) -> None:
    upload(client, media="text/html; charset=utf-7")
    headers = client.get(PATH).headers
    assert headers["Content-Type"] == "text/html"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("media", ["", "nonsense", "a/b\r\nX-Evil: 1", "x" * 200 + "/y"])
def test_a_media_type_that_is_none_is_plain_bytes(client: Client, media: str) -> None:
    assert upload(client, media=media).json()["media_type"] == "application/octet-stream"


def test_a_form_with_one_file_is_stored(client: Client) -> None:
    file = SimpleUploadedFile("a.png", RAW, "image/png")
    stored = client.post(BLOBS, {"file": file})
    assert stored.status_code == 201, stored.content
    assert (stored.json()["sha256"], stored.json()["media_type"]) == (SHA, "image/png")


def test_other_forms_are_refused(client: Client) -> None:
    files = [SimpleUploadedFile(name, b"x") for name in "ab"]
    for form in ({"a": files[0], "b": files[1]}, {"a": "text"}, {"a": files[0], "b": "text"}):
        refused = client.post(BLOBS, form)
        assert refused.status_code == 400, refused.content
        assert refused.json()["mend"]
    cut = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nhalf of'
    refused = client.generic("POST", BLOBS, cut, "multipart/form-data; boundary=x")
    assert refused.status_code == 400
    assert client.get(BLOBS).json()["items"] == []


def test_a_body_that_ends_early_is_refused() -> None:
    head = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "8", "CONTENT_TYPE": "image/png"}
    request = WSGIRequest(head | {"wsgi.input": BytesIO(b"half")})
    with pytest.raises(InvalidBody, match="ended after 4 of 8 bytes"), read_upload(request):
        pytest.fail("it was taken")


def test_no_body_is_refused_and_an_empty_one_is_not(client: Client) -> None:
    assert client.generic("POST", BLOBS, b"", "").status_code == 400
    empty = client.generic("POST", BLOBS, CONTENT_TYPE="image/png")
    assert (empty.status_code, empty.json()["size"]) == (201, 0)


def test_too_much_is_refused_with_what_to_do(client: Client, settings: LazySettings) -> None:
    refused = upload(client, b"x" * 20_001)
    assert (refused.status_code, refused.json()["type"]) == (
        413,
        "urn:switchyard:problem:blob-too-large",
    )
    file = SimpleUploadedFile("a", b"x" * 20_001)
    assert client.post(BLOBS, {"file": file}).status_code == 413
    configure(settings, blobs={"tenant_bytes": 100})
    full = upload(client, b"x" * 101)
    assert (full.status_code, full.json()["type"]) == (429, "urn:switchyard:problem:storage-full")
    assert "DELETE" in full.json()["mend"]


RANGES = {
    "bytes=0-9": (206, 0, 10),
    "bytes=10-": (206, 10, len(RAW)),
    "bytes=-7": (206, len(RAW) - 7, len(RAW)),
    "bytes=0-99999999": (206, 0, len(RAW)),
    "bytes=5-4": (200, 0, len(RAW)),
    "bytes=0-1,4-5": (200, 0, len(RAW)),
    "lines=1-2": (200, 0, len(RAW)),
    "bytes=-": (200, 0, len(RAW)),
}


@pytest.mark.parametrize("wanted", RANGES)
def test_a_range_is_served(client: Client, wanted: str) -> None:
    upload(client)
    status, start, stop = RANGES[wanted]
    answer = client.get(PATH, headers={"range": wanted})
    assert answer.status_code == status
    assert body(answer) == RAW[start:stop]
    assert answer.headers["Content-Length"] == str(stop - start)
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(RAW)}"


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_range_without_bytes_is_refused(client: Client, wanted: str) -> None:
    upload(client)
    refused = client.get(PATH, headers={"range": wanted})
    assert refused.status_code == 416
    assert refused.headers["Content-Range"] == f"bytes */{len(RAW)}"


def test_who_knows_it_already_gets_nothing_and_a_changed_one_all(client: Client) -> None:
    upload(client)
    etag = client.get(PATH).headers["ETag"]
    assert client.get(PATH, headers={"if-none-match": etag}).status_code == 304
    assert (
        client.get(PATH, headers={"range": "bytes=0-1", "if-range": '"other"'}).status_code == 200
    )
    same = client.get(PATH, headers={"range": "bytes=0-1", "if-range": etag})
    assert body(same) == RAW[:2]


def test_a_head_says_how_large_it_is(client: Client) -> None:
    upload(client)
    answer = client.head(PATH)
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(RAW)))


def test_a_list_shows_all_newest_first_in_pages(client: Client) -> None:
    for number in range(3):
        upload(client, bytes([number]))
    page = client.get(f"{BLOBS}?limit=2").json()
    d.BlobPage.model_validate(page)
    assert (page["bytes"], page["blobs"]) == (3, 3)
    rest = client.get(f"{BLOBS}?limit=2&cursor={page['next']}").json()
    found = [each["sha256"] for each in [*page["items"], *rest["items"]]]
    assert found == [hashlib.sha256(bytes([n])).hexdigest() for n in (2, 1, 0)]
    assert rest["next"] is None


def test_a_deleted_one_is_gone(client: Client) -> None:
    upload(client)
    assert client.delete(PATH).status_code == 204
    assert client.get(PATH).status_code == 404
    assert client.delete(PATH).status_code == 404


def test_one_that_a_task_needs_goes_with_the_task() -> None:
    tenant, client = make_client()
    upload(client)
    services.attach([(tenant.pk, SHA, Owner("task-result", uuid7()))])
    answer = client.delete(PATH)
    assert (answer.status_code, answer.json()) == (202, {"owners": 1})
    assert client.get(PATH).status_code == 200


def test_what_another_tenant_has_is_unknown(client: Client) -> None:
    upload(client)
    _, other = make_client()
    for path in (PATH, f"{BLOBS}/{'0' * 64}", f"{BLOBS}/nonsense", f"{BLOBS}/%2e%2e%2fsecret"):
        assert other.get(path).status_code == 404
        assert other.delete(path).status_code == 404
    assert upload(other).status_code == 201
    assert other.delete(PATH).status_code == 204
    assert client.get(PATH).status_code == 200


def test_a_key_without_the_scope_may_not() -> None:
    _, reader = make_client(scopes=["tasks:read"])
    assert upload(reader).status_code == 403
    assert reader.delete(PATH).status_code == 403
