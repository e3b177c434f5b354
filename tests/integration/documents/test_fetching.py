"""Documents that lie at addresses: fetched by the worker, from where the rules allow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.conf import LazySettings

from orchestration.access.records import Tenant
from orchestration.blobs import services as blobs
from orchestration.blobs.selectors import get_blob
from orchestration.documents.entering import Original
from orchestration.documents.fetching import NotFetched, NotFetchedNow
from orchestration.documents.ingesting import Reader
from orchestration.documents.selectors import get_document
from orchestration.documents.views import DocumentView
from orchestration.memory.embedders import forget
from orchestration.outgoing.errors import ForbiddenURL
from tasks.services.ingesting import Taken, take_again, take_content, take_in
from tests.factories import make_tenant, submitter_of
from tests.integration.documents.reading import Going, WordVectors, collection, count, passages
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = b"<html><head><title>Ropes</title></head><body><h1>Ropes</h1><p>Of hemp.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """Serves what its table says: status, headers, body."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, body = self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    Site.pages, Site.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(settings: LazySettings) -> Iterator[str]:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    forget()
    with serving() as url:
        yield url


def at(url: str) -> Taken:
    tenant = make_tenant()
    into = collection(tenant)
    return take_in(Original(url, "page", url=url), collection_id=into.id, by=submitter_of(tenant))


def fetch_and_read(document: DocumentView, texts: WordVectors | None = None) -> DocumentView:
    going = Going()
    told = Reader(texts or WordVectors()).ingest(
        document.id,
        document.generation,
        tenant_id=document.tenant_id,
        stop=going,
        progress=going.progress,
    )
    assert told["outcome"] == "ready"
    return get_document(document.id, tenant_id=document.tenant_id)


def test_a_page_is_fetched_through_redirects(site: str) -> None:
    Site.pages["/old"] = (301, {"Location": "/new"}, b"")
    Site.pages["/new"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)
    document = fetch_and_read(at(f"{site}/old").document)
    assert (document.title, document.media_type, document.size) == ("Ropes", "text/html", len(PAGE))
    assert "Of hemp." in "".join(passages(document.id))
    assert get_blob(document.sha256, tenant_id=document.tenant_id).owners == 1
    assert Site.asked == ["/old", "/new"]


def test_an_address_is_fetched_again_when_it_is_entered_again(site: str) -> None:
    Site.pages["/"] = (200, {"Content-Type": "text/html"}, PAGE)
    tenant = make_tenant()
    into, by = collection(tenant), submitter_of(tenant)
    original = Original(f"{site}/", "page", url=f"{site}/")
    first = take_in(original, collection_id=into.id, by=by)
    assert not take_in(original, collection_id=into.id, by=by).new, "it is about to be fetched"
    once = fetch_and_read(first.document)
    Site.pages["/"] = (200, {"Content-Type": "text/html"}, PAGE.replace(b"hemp", b"sisal"))
    again = take_in(original, collection_id=into.id, by=by)
    assert (again.new, again.document.id) == (True, first.document.id)
    assert again.document.sha256 == once.sha256, "its content is there until there is another"
    fetch_and_read(again.document)
    assert "sisal" in "".join(passages(again.document.id))
    assert get_blob(once.sha256, tenant_id=tenant.pk).owners == 0


def test_what_an_address_gives_again_is_not_read_again(site: str) -> None:
    Site.pages["/"] = (200, {"Content-Type": "text/html"}, PAGE)
    tenant = make_tenant()
    into, by = collection(tenant), submitter_of(tenant)
    original = Original(f"{site}/", "page", url=f"{site}/")
    texts = WordVectors()
    first = fetch_and_read(take_in(original, collection_id=into.id, by=by).document, texts)
    Site.pages["/"] = (503, {}, b"busy")
    described = replace(original, metadata={"year": 1901})
    entered = take_in(described, collection_id=into.id, by=by).document
    with pytest.raises(NotFetchedNow):
        fetch_and_read(entered, texts)
    Site.pages["/"] = (200, {"Content-Type": "text/html"}, PAGE)
    same = fetch_and_read(entered, texts)
    assert (texts.asked, len(Site.asked)) == (1, 3)
    assert same.ingested_at == first.ingested_at
    assert count("memory_entry", """metadata = '{"year": 1901}'""") == len(passages(first.id))
    assert get_blob(first.sha256, tenant_id=tenant.pk).owners == 1
    fetch_and_read(take_again(first.id, by=by).document, texts)
    assert texts.asked == 2, "who has it read again wants it read"


def test_given_content_takes_the_place_of_an_address(site: str) -> None:
    Site.pages["/"] = (200, {"Content-Type": "text/html"}, PAGE)
    document = fetch_and_read(at(f"{site}/").document)
    by = submitter_of(Tenant.objects.get(pk=document.tenant_id))
    fetching = take_again(document.id, by=by).document
    given = take_content(document.id, blobs.store_bytes(PAGE, tenant_id=by.tenant_id), by=by)
    assert (given.new, given.document.url) == (True, ""), "what is fetched now may be another"
    told = Reader(WordVectors()).ingest(
        document.id, fetching.generation, tenant_id=by.tenant_id,
        stop=Going(), progress=Going().progress,
    )  # fmt: skip
    assert told["outcome"] == "overtaken"
    assert fetch_and_read(given.document).sha256 == document.sha256
    assert Site.asked == ["/"]


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, NotFetched), (403, NotFetched), (429, NotFetchedNow), (503, NotFetchedNow)],
)
def test_a_site_that_refuses_is_named_with_its_answer(
    site: str, status: int, error: type[Exception]
) -> None:
    Site.pages["/"] = (status, {}, b"no")
    with pytest.raises(error, match=f"answered {status}"):
        fetch_and_read(at(f"{site}/").document)


def test_a_site_that_does_not_answer_may_do_so_later(settings: LazySettings) -> None:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    with serving() as url:
        pass
    with pytest.raises(NotFetchedNow, match="did not answer"):
        fetch_and_read(at(url).document)


def test_redirects_in_a_circle_end(site: str) -> None:
    Site.pages["/"] = (302, {"Location": "/"}, b"")
    with pytest.raises(NotFetched, match="redirect"):
        fetch_and_read(at(f"{site}/").document)


def test_what_is_too_large_is_not_read_to_its_end(site: str, settings: LazySettings) -> None:
    configure(settings, blobs={"max_bytes": 1000})
    Site.pages["/"] = (200, {}, b"x" * 1001)
    with pytest.raises(NotFetched, match="1,000 bytes"):
        fetch_and_read(at(f"{site}/").document)


def test_an_address_inside_is_refused_also_behind_a_redirect(
    site: str, settings: LazySettings
) -> None:
    port = int(site.rpartition(":")[2])
    configure(settings, outgoing={"allow": (f"127.0.0.1:{port}",)})
    with serving() as inside:
        Site.pages["/"] = (302, {"Location": inside}, b"")
        with pytest.raises(ForbiddenURL):
            fetch_and_read(at(f"{site}/").document)
        assert Site.asked == ["/"]
    with pytest.raises(ForbiddenURL):
        fetch_and_read(at("http://127.0.0.2/").document)
