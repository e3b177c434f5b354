"""The guard at the wire: real connections on loopback, names looked up by the tests."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.outgoing.transport import (
    AsyncGuardedTransport,
    GuardedLeanTransport,
    guarded_async_client,
)


class Server:
    """A server on loopback that counts, and redirects where it is told to."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.redirect = ""
        self.port = 0

    @property
    def allowed(self) -> Rules:
        """Rules that allow its port on loopback and nothing else inside."""
        return Rules((parse_allowed(f"127.0.0.1:{self.port}"),))


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.hosts.append(self.headers["Host"])
            self.send_response(302 if server.redirect else 200)
            if server.redirect:
                self.send_header("Location", server.redirect)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        http.shutdown()
        thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def other() -> Iterator[Server]:
    with serving() as another:
        yield another


class Names:
    """Answers look-ups one after the other, as a hostile name server does; the last one stays."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def ask(
    url: str, rules: Rules, names: Names, *, way: str, redirects: bool = True
) -> httpx.Response:
    made = AsyncGuardedTransport if way == "pooled" else GuardedLeanTransport
    there = made(rules, "base_url", look_up=names)
    async with httpx.AsyncClient(transport=there, follow_redirects=redirects) as client:
        return await client.get(url)


every = pytest.mark.parametrize("way", ["pooled", "lean"])


@every
async def test_an_allowed_server_answers_under_its_name(server: Server, way: str) -> None:
    names = Names(["127.0.0.1"])
    url = f"http://models.example:{server.port}/v1"
    assert (await ask(url, server.allowed, names, way=way)).text == "ok"
    assert server.hosts == [f"models.example:{server.port}"]


@every
async def test_a_name_that_leads_inside_is_refused_before_a_connection(
    server: Server, way: str
) -> None:
    url = f"http://public.example:{server.port}/"
    with pytest.raises(ForbiddenURL, match="leads to a loopback address") as refused:
        await ask(url, Rules(), Names(["127.0.0.1"]), way=way)
    assert refused.value.problem()["field"] == "base_url"
    assert "127.0.0.1" not in str(refused.value)  # names of the inside are not told
    assert server.hosts == []


@every
async def test_one_address_inside_among_others_refuses_the_name(server: Server, way: str) -> None:
    names = Names(["127.0.0.1", "10.0.0.1"])
    url = f"http://mixed.example:{server.port}/"
    with pytest.raises(ForbiddenURL, match="private address"):
        await ask(url, server.allowed, names, way=way)
    assert server.hosts == []


@every
async def test_a_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_later(
    server: Server, way: str
) -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    url = f"http://rebinding.example:{server.port}/"
    assert (await ask(url, server.allowed, names, way=way)).text == "ok"
    assert names.asked == ["rebinding.example"]


@every
@pytest.mark.parametrize("by", ["address", "name", "number", "scheme", "user"])
async def test_each_hop_of_a_redirect_is_judged(
    server: Server, other: Server, way: str, by: str
) -> None:
    server.redirect = {
        "address": f"http://127.0.0.1:{other.port}/",
        "name": f"http://inside.example:{other.port}/",
        "number": f"http://2130706433:{other.port}/",
        "scheme": "ftp://files.example/",
        "user": f"http://a:b@127.0.0.1:{server.port}/",
    }[by]
    url = f"http://models.example:{server.port}/"
    with pytest.raises((ForbiddenURL, httpx.UnsupportedProtocol)):
        await ask(url, server.allowed, Names(["127.0.0.1"]), way=way)
    assert (len(server.hosts), other.hosts) == (1, [])


@every
async def test_the_next_address_is_tried_when_one_does_not_answer(server: Server, way: str) -> None:
    rules = Rules((parse_allowed(f"127.0.0.0/8:{server.port}"),))
    names = Names(["127.0.0.9", "127.0.0.1"])
    url = f"http://models.example:{server.port}/"
    assert (await ask(url, rules, names, way=way)).text == "ok"


@every
async def test_a_name_without_address_is_a_failed_connection(way: str) -> None:
    class Nowhere(Names):
        async def __call__(self, host: str, port: int) -> Sequence[str]:
            raise OSError("no such host")

    with pytest.raises(httpx.ConnectError, match=r"nowhere\.example has no address"):
        await ask("http://nowhere.example/", Rules(), Nowhere([]), way=way)


def client_of(rules: Rules, way: str) -> httpx.AsyncClient:
    """Return a client as the product has them, with the system's own look-up."""
    if way == "pooled":
        return guarded_async_client(rules)
    return httpx.AsyncClient(transport=GuardedLeanTransport(rules))


@every
async def test_proxies_of_the_environment_are_not_used(
    server: Server, other: Server, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{other.port}")
    async with client_of(server.allowed, way) as client:
        assert (await client.get(f"http://127.0.0.1:{server.port}/")).text == "ok"
    assert other.hosts == []


@every
async def test_the_systems_own_look_up_is_judged_too(server: Server, way: str) -> None:
    url = f"http://localhost:{server.port}/"
    async with client_of(Rules(), way) as client:
        with pytest.raises(ForbiddenURL, match="leads to a loopback address"):
            await client.get(url)
    async with client_of(Rules((parse_allowed("localhost"),)), way) as client:
        assert (await client.get(url)).text == "ok"
