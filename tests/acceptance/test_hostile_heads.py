"""What a Content-Type says of encodings changes nothing, in the web process and the gateway."""

from collections.abc import Iterator

import httpx
import pytest

from orchestration.wsgi import application
from tests.factories import make_key
from tests.gateways import GatewayProcess

pytestmark = pytest.mark.django_db(transaction=True)

HEADS = [
    "text/plain; charset=rot13",
    "text/plain; charset=undefined",
    'text/plain; charset="utf-7"',
    "application/json;CHARSET = utf-16",
    "multipart/form-data; boundary*=nosuch''x",
    "application/json; charset*0*=nosuch''u; charset*1=8",
]


@pytest.fixture(params=["web", "gateway"])
def server(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    if request.param == "web":
        with httpx.Client(
            transport=httpx.WSGITransport(app=application), base_url="http://localhost"
        ) as client:
            yield client
        return
    with GatewayProcess() as gateway, httpx.Client(base_url=gateway.url) as client:
        yield client


def test_a_type_that_names_an_encoding_is_read_without_it(server: httpx.Client) -> None:
    _, key = make_key()
    for head in HEADS:
        heads = {"Authorization": f"Bearer {key}", "Content-Type": head}
        answer = server.get("/api/v1/tasks?state=%2B2AA-&wait=%41", headers=heads)
        assert answer.status_code in (400, 405), (head, answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert server.get("/health", headers={"Content-Type": head}).status_code == 200, head
