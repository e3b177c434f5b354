"""The OpenAPI document holds: no 5xx and no answer that it does not describe.

Schemathesis makes requests from the document, right and wrong ones, and sends them to the real
application with a real key. The examples are the same in every run.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.drainage import GENERATOR_STATS
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api.rest import openapi, waiting
from tests.factories import make_key, make_leader, make_task, make_worker

EXAMPLES = 25
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


pytestmark = pytest.mark.native


@pytest.fixture
def token(calls_are_answered: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A key with every scope, of a tenant that has a task; nobody waits long."""
    tenant, token = make_key()
    make_leader()
    make_worker()
    make_task(tenant)
    monkeypatch.setattr(waiting, "_waiters", waiting.Waiters("redis://127.0.0.1:1/0", most=0))
    # The test's transaction must outlive the requests, as with Django's own test client.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield token
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def application(environ: Any, start_response: Any) -> Any:
    """The real application, made with the first request and not while tests are collected."""
    return _handler()(environ, start_response)


@schemathesis.serializer("application/x-ndjson")
def _lines(ctx: Any, value: Any) -> bytes:
    """Send text as it is and anything else as one line of JSON."""
    del ctx
    text = value if isinstance(value, str) else json.dumps(value)  # numbers of any size
    return text.encode("utf-8", "replace")


schema = schemathesis.openapi.from_dict(
    orjson.loads(openapi.document()), config=SchemathesisConfig.from_dict({"seed": 7})
)
schema.app = application


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_document_says(case: Any, token: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)


def test_the_document_is_made_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    openapi.document.cache_clear()
    openapi.document()
    assert not GENERATOR_STATS
